"""
What the screens say besides the policy itself, in both languages, in the words of the trade.

Here: around every page, coming in, one's own page, the first page, security. Each other room has a file of its own.
"""

from __future__ import annotations

from seiyaku.core.language import Text
from seiyaku.evidence.words_of_reports import WORDS as REPORTS

from .words_of_jobs import JOBS
from .words_of_partners import PARTNERS
from .words_of_plans import PLANS
from .words_of_records import RECORDS
from .words_of_releases import RELEASED
from .words_of_using import USING

AROUND: dict[str, Text] = {
    # Around every page
    "skip": Text("本文へ進む", "Skip to the text"),
    "menu": Text("画面", "Screens"),
    "other": Text("English", "日本語"),
    "sign_out": Text("サインアウト", "Sign out"),
    "sign_in": Text("サインイン", "Sign in"),
    "home": Text("ポリシー", "Policy"),
    "find": Text("お客さまを検索", "Find a person"),
    "people": Text("職員と研修", "People"),
    "partners": Text("取引先", "Partners"),
    "letters": Text("確認番号の手紙", "Letters"),
    "letters_said": Text(
        "お客さまがご本人のページのために待っている手紙です。確認番号は印刷した紙だけにあります。封をして送り、ファイルは消してください。",
        "Letters that customers wait for, to open their own page. A code stands on the printed paper alone: seal and "
        "send it, and delete the file.",
    ),
    "letter_asked": Text("申し込み", "Asked for"),
    "letter_printed": Text("印刷", "Printed"),
    "letter_print": Text("PDFにする", "Create the PDF"),
    "letter_again": Text("新しい番号で作り直す", "Print it again, with a new code"),
    "letters_none": Text("待っている手紙はありません。", "No letters are waiting."),
    "approvals": Text("承認", "Approvals"),
    "reports": Text("帳票", "Reports"),
    "security": Text("安全管理", "Security"),
    "back_home": Text("ポリシーへ戻る", "Back to the policy"),
    "nothing_here": Text("お探しのものはありません。", "There is nothing here."),
    "remedy": Text("必要な手続:", "What would help:"),
    "on_record": Text("証跡の番号", "Recorded as"),
    "optional": Text("任意", "optional"),
    "required": Text("必須", "required"),
    "save": Text("登録する", "Save"),
    "choose_again": Text(
        "ファイルは残りません。もう一度選んでください。", "The file was not kept: please choose it again."
    ),
    "none": Text("なし", "None"),
    "since_day": Text("{} から", "Since {}"),
    "since_when": Text("いつから", "Since"),
    "since_not_noted": Text("いつからかは、まだ記録がありません", "Since when: not noted yet"),
    "until": Text("まで", "until"),
    # Coming in
    "login": Text("サインイン名", "Login"),
    "password": Text("パスワード", "Password"),
    "new_password": Text("新しいパスワード", "New password"),
    "new_password_help": Text(
        "12 文字以上。覚えやすい文がよく、よくある言葉は使えません。",
        "Twelve characters or more; a sentence is good, a common word is refused.",
    ),
    "again": Text("もう一度", "Enter it again"),
    "differ": Text("二つの入力が違います。", "The two entries do not match."),
    "look_again": Text("入力を確かめてください", "Please look at this again"),
    "code": Text("コード", "Code"),
    "kind": Text("区分", "Kind of staff"),
    "setup": Text("最初のアカウントを作る", "Set up the first account"),
    "setup_said": Text(
        "seiyaku init が表示したコードで、管理責任者となる方のアカウントを作ります。コードは一度だけ使えます。",
        "With the code that seiyaku init showed, make the account of whoever is to manage. The code works once.",
    ),
    "setup_link": Text("最初のアカウントを作る方はこちら", "Setting up the first account?"),
    "invitation": Text("招待を受ける", "Accept an invitation"),
    "invitation_said": Text(
        "招待のコードでパスワードを決めます。コードは一度だけ使えます。",
        "Set your password with the code of your invitation. The code works once.",
    ),
    "invitation_link": Text("招待のコードをお持ちの方はこちら", "Have an invitation?"),
    "begin": Text("はじめる", "Begin"),
    "wrong_code": Text(
        "コードが違うか、使われたか、期限を過ぎています。", "This code is not known, has been used, or has expired."
    ),
    "half": Text("二要素認証の設定がまだです", "No second factor set up yet"),
    "half_said": Text(
        "パスキーか認証アプリを登録すると、個人情報を扱う画面が開きます。セキュリティキーだけでも足ります。",
        "Register a passkey or an authenticator app; until then nothing personal opens. A hardware key alone suffices.",
    ),
    "passkey": Text("パスキーでサインイン", "Sign in with a passkey"),
    "or": Text("または", "or"),
    "keys": Text("セキュリティキーとパスキー", "Security keys and passkeys"),
    "keys_none": Text("まだ登録されていません。", "None has been registered yet."),
    "key": Text("名前", "Name"),
    "key_form_name": Text("名前", "Name"),
    "key_form_passwordless": Text("パスキーにする", "Make it a passkey"),
    "key_form_passwordless_help": Text(
        "この鍵だけでサインインできます。鍵は指紋や暗証番号でご本人を確かめます。",
        "It then signs you in by itself, and checks by fingerprint or PIN that it is you.",
    ),
    "not_taken_signed_out": Text(
        "サインインが終わっていたため、送った内容は受け付けていません。サインインして、もう一度お送りください。",
        "You were no longer signed in, so what you sent was not taken. Sign in, and send it again.",
    ),
    "sign_out_ask": Text("この端末でのサインインを終わります。", "You will be signed out of this browser."),
    "key_kind": Text("種類", "Kind"),
    "key_passkey": Text("パスキー（これだけでサインインできます）", "passkey: signs in by itself"),
    "key_second": Text("セキュリティキー（パスワードの後に使います）", "security key: used after the password"),
    "key_unknown": Text("鍵からは分かりません", "The key does not say"),
    "key_added": Text("登録日", "Added"),
    "key_used": Text("最後に使った日", "Last used"),
    "key_never": Text("未使用", "Never"),
    "key_rename": Text("名前を変える", "Rename"),
    "key_remove": Text("取り除く", "Remove"),
    "key_add": Text("登録する", "Register one"),
    "totp_said": Text(
        "認証アプリで QR コードを読み取り、表示された 6 桁のコードを入力します。",
        "Scan the code with your authenticator app, then enter the six digits it shows.",
    ),
    "totp_secret": Text("読み取れないときに入力する文字", "If you cannot scan, type this"),
    # One's own page
    "self": Text("自分のアカウント", "Your account"),
    "my_duties": Text("職務", "Duties"),
    "no_duty": Text("職務はまだありません", "No duty yet"),
    "my_training": Text("研修の有効期限", "Trained until"),
    "factors": Text("二要素認証", "Second factors"),
    "manage": Text("管理する", "Manage"),
    "sessions": Text("サインイン中のところ", "Where you are signed in"),
    "sessions_said": Text("心当たりのないものは、すぐに終わらせてください。", "End whatever you do not recognise."),
    "began": Text("開始", "Began"),
    "ends": Text("終了予定", "Ends"),
    "proof": Text("確認の方法", "Proven by"),
    "proof_session": Text("端末（コマンド）", "Terminal"),
    "proof_password": Text("ブラウザー（パスワードのみ）", "Browser, password only"),
    "proof_second": Text("ブラウザー（二要素）", "Browser, two factors"),
    "this_one": Text("いま使っているもの", "this one"),
    "end": Text("終わらせる", "End"),
    "change_password": Text("パスワードを変える", "Change the password"),
    "old_password": Text("いまのパスワード", "Present password"),
    "wrong_password": Text("いまのパスワードが違います。", "That is not your present password."),
    "password_changed": Text(
        "パスワードを変え、ほかのサインインをすべて終わらせました。",
        "The password is changed; every other session has ended.",
    ),
    "ended": Text("終わらせました。", "The session has ended."),
    # The first page
    "in_force": Text("施行", "In force"),
    "in_force_since": Text("施行", "In force since"),
    "public_page": Text("公開ページ", "public page"),
    "today": Text("今日", "Today"),
    "today_approvals": Text("件の承認待ち", "to approve"),
    "today_due": Text("件の期限（研修・点検）", "due (training, reviews)"),
    "today_broken": Text("件の不適合", "broken"),
    "show": Text("表示", "Show"),
    "show_all": Text("すべての条項", "All clauses"),
    "show_amiss": Text("要確認・不適合のみ", "Needs attention"),
    "nothing_amiss": Text("確認の必要な条項はありません。", "No clause needs attention."),
    "figure": Text("数字", "Figure"),
    "owner": Text("担当", "Owner"),
    "evidence": Text("根拠", "Evidence"),
    "open_evidence": Text("見る", "See"),
    "supervisor": Text("上長", "Supervisor"),
    # Security
    "security_said": Text(
        "seiyaku doctor と同じ点検です。不適合が一つでもあれば、ほかの機械への公開は始まりません。",
        "The same checks as seiyaku doctor. With anything broken, other machines are not served.",
    ),
    "check": Text("点検", "Check"),
    "found": Text("結果と必要な手続", "Result, and what to do"),
    # The page of components
    "design": Text("部品の見本", "Components"),
    "design_said": Text(
        "画面はここにある部品だけで作ります。色と大きさの数値は、デジタル庁デザインシステムのデザイントークンから採りました。",
        "Screens are built of these alone. Figures of colour and size are those of the Digital Agency's design tokens.",
    ),
    "design_states": Text("状態", "States"),
    "design_buttons": Text("ボタン", "Buttons"),
    "design_forms": Text("入力", "Forms"),
    "design_notices": Text("お知らせ", "Notices"),
    "design_line": Text("経過", "Timeline"),
    "design_home": Text("条項と状態", "Clauses and lights"),
    "design_tables": Text("表", "Tables"),
    "design_facts": Text("事実と値", "Facts and values"),
    "design_more": Text("もっと見る", "More"),
    "design_use": Text("情報を使う画面", "Using data"),
    "design_plots": Text("グラフ", "Plots"),
    "design_tokens": Text("トークン", "Tokens"),
}
ROOMS = (AROUND, USING, PARTNERS, REPORTS, RECORDS, RELEASED, PLANS, JOBS)
WORDS: dict[str, Text] = {name: text for room in ROOMS for name, text in room.items()}

# What needs two people, by the name of the act.
PROPOSALS: dict[str, Text] = {
    "grant-duty": Text("職務を任せる", "Assign a duty"),
    "publish": Text("ポリシーを公表する", "Publish a policy"),
    "release-anonymised": Text("匿名加工情報を承認する", "Approve anonymised information"),
    "restore": Text("復元したインスタンスを開く", "Open a restored instance"),
    "invite-again": Text("もう一度招待する", "Invite again"),
    "rotate-keys": Text("鍵を交換する", "Rotate a key"),
    "change-operator-key": Text("事業者の鍵を替える", "Change the operator's key"),
    "export": Text("すべての方の情報を取り出す", "Export everybody's information"),
    "registers": Text("提供・受領の記録を氏名つきで書き出す", "Take provision records out, with names"),
}
