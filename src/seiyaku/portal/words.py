"""What the public pages say besides the policy itself, in both languages."""

from __future__ import annotations

from seiyaku.core.language import COMMA, Text

PAGE: dict[str, Text] = {
    "light_kept": Text("順守", "Kept"),
    "light_attention": Text("要確認", "Attention"),
    "light_broken": Text("不適合", "Broken"),
    "light_unbuilt": Text("点検はまだありません", "No check yet"),
    "lights_note": Text(
        "条項ごとの印は、その条項が守られているかを当社の仕組みが点検した結果です。点検した時刻:",
        "The sign beside each clause is what our own checks found, as of",
    ),
    "skip": Text("本文へ進む", "Skip to the text"),
    "menu": Text("このサイト", "This site"),
    "policy": Text("プライバシーポリシー", "Privacy policy"),
    "versions": Text("これまでの版", "Versions"),
    "feed": Text("更新の配信（Atom）", "Updates (Atom)"),
    "mine": Text("ご本人のページ", "Your own page"),
    "other": Text("English", "日本語"),
    "contents": Text("目次", "Contents"),
    "in_force": Text("現在有効な版", "In force now"),
    "coming": Text("これから有効になる版", "Not yet in force"),
    "past": Text("過去の版", "Past version"),
    "past_note": Text("これは過去の版です。現在の版は", "This is a past version. The one in force is"),
    "coming_note": Text(
        "この版はまだ有効ではありません。現在の版は", "This version is not in force yet. The one in force is"
    ),
    "here": Text("こちら", "here"),
    "effective": Text("施行日", "In force since"),
    "published": Text("公表日", "Published"),
    "version": Text("版の指紋（SHA-256）", "Fingerprint (SHA-256)"),
    "operator": Text("事業者", "Operator"),
    "address": Text("住所", "Address"),
    "representative": Text("代表者", "Representative"),
    "manager": Text("個人情報の管理責任者", "Responsible for personal information"),
    "desk": Text("お問い合わせ窓口", "Contact"),
    "email": Text("メール", "E-mail"),
    "rules": Text("この条項をシステムが守る決まり", "How the system keeps this"),
    "unclear": Text("未定のため、これに基づく取り扱いは行いません", "Not settled yet: nothing is done on its ground"),
    "anchor": Text("へのリンク", "link to"),
    "addendum": Text("附則", "Addendum"),
    "addendum_note": Text("版の差から自動で作成しています。", "Worked out from the difference between versions."),
    "compare": Text("並べて比べる", "Compare side by side"),
    "difference": Text("版の比較", "Comparison of versions"),
    "before": Text("変更前", "Before"),
    "after": Text("変更後", "After"),
    "nothing": Text("ありません", "none"),
    "retained": Text("保有個人データに関する事項", "Matters on retained personal data"),
    "retained_said": Text(
        "個人情報保護法 32 条 1 項と施行令 10 条により公表する事項を、ポリシーから作成しています。",
        "What article 32(1) of the Act and article 10 of its Order want people to know, made from the policy.",
    ),
    "purposes_all": Text("すべての保有個人データの利用目的", "Purposes of use of all retained personal data"),
    "asking": Text("開示・訂正・利用停止などを求めるには", "Asking for disclosure, correction or ending of use"),
    "safe": Text("安全管理のために講じた措置", "What keeps it safe"),
    "safe_policy": Text("基本方針", "Basic policy"),
    "safe_policy_said": Text(
        "このポリシー（{0} 施行）を定め、この頁とともに公表しています。",
        "This policy, in force since {0}, is laid down and published with this page.",
    ),
    "safe_rules": Text("取扱いの規律", "Rules of handling"),
    "safe_rules_said": Text(
        "{0} の利用目的それぞれに、扱う項目、担当する職務、保存する期間を定め、システムがそのとおりに扱います。",
        "Each of {0} purposes has its items, duties and end, and the system keeps to them.",
    ),
    "safe_organisation": Text("組織的な措置", "Organisation"),
    "safe_manager": Text("責任者を置く（{0}）", "somebody is responsible ({0})"),
    "safe_reserved": Text("社外に任せない職務を決める（{0}）", "duties that nobody outside holds ({0})"),
    "safe_partners": Text("委託先を定期に監督する", "those entrusted are looked at regularly"),
    "safe_people": Text("人に関する措置", "People"),
    "safe_course": Text("{0}（{1}ごと）", "{0} (every {1})"),
    "safe_technical": Text("技術的な措置", "Technique"),
    "safe_more": Text("そのほか", "The rest"),
    "safe_more_said": Text(
        "建物や機器などの物理的な措置、外国で扱う場合のその国の制度の把握など、ここにない措置は、{0}にお尋ねいただければ、"
        "遅滞なくお答えします。",
        "Of what is not here, such as premises and equipment, or the rules of a country abroad where data is handled, "
        "ask: {0}. The answer comes without delay.",
    ),
    "safe_and": Text("、", ", "),
    "provided_all": Text("第三者などに渡す場合", "When information goes to others"),
    "provided_all_said": Text(
        "利用目的には、次の場合に限って外部に渡すことを含みます。それぞれの条件は、条項をご覧ください。",
        "The purposes include that information goes out in these cases alone, each on the terms of its clause.",
    ),
    "complaints": Text("苦情の申し出先", "Where to complain"),
    "anonymised": Text("匿名加工情報", "Anonymised information"),
    "anonymised_said": Text(
        "個人情報保護法 43 条により、作成した匿名加工情報の項目と提供の方法、安全管理の措置、苦情の窓口を公表します。"
        "この頁は、作成の記録から作られます。",
        "What article 43 of the Act wants people to know of anonymised information: its items, how it is given out, "
        "what keeps it safe, where to complain. Made from the records of its making.",
    ),
    "no_releases": Text("作成した匿名加工情報はありません。", "No anonymised information has been made."),
    "release_no": Text("第{0}号", "No. {0}"),
    "release_items": Text("含まれる個人に関する情報の項目", "Items about people that it contains"),
    "release_ways": Text("第三者への提供の方法", "How it is given to third parties"),
    "release_use": Text("用途", "For"),
    "third-party": Text("第三者への提供", "Third parties"),
    "internal": Text("社内での分析", "Our own analysis"),
    "published_on": Text("公表日", "Published"),
    "usable_from": Text("利用・提供を始める日", "Used or given out from"),
    "continues": Text("同じ項目・方法での継続", "Continues with the same items and ways"),
    "withdrawn_on": Text("取り下げた日", "Withdrawn"),
    "measures": Text("安全管理の措置", "What keeps it safe"),
    "as_json": Text("機械で読める形（JSON）", "Machine-readable (JSON)"),
    "no_reidentification": Text(
        "当社は、匿名加工情報を、元の本人を識別するためにほかの情報と照合しません。",
        "We do not collate anonymised information with anything in order to find whose it is.",
    ),
    "same": Text("この二つの版に違いはありません。", "These two versions do not differ."),
    "made_by": Text(
        "このページの文章と、システムが守る決まりは、同じ一つのファイルです。",
        "The text on this page and the rules the system keeps are one and the same file.",
    ),
    "refusal": Text("拒否された利用", "A refused use"),
    "refused": Text("拒否", "Refused"),
    "not_decided": Text("未定のため拒否", "Refused: not decided"),
    "by_clause": Text("条項", "Clause"),
    "by_article": Text("法令", "Article"),
    "remedy": Text("できるようにするには:", "What would help:"),
    "asked": Text("求められたこと", "What was asked"),
    "act": Text("行為", "Act"),
    "by_duty": Text("役割", "Duty"),
    "for_purpose": Text("目的", "Purpose"),
    "asked_fields": Text("項目", "Items"),
    "on_record": Text("記録", "On record"),
    "on_record_note": Text(
        "この拒否は台帳にこの番号で残っています。人の値は台帳にもこのページにもありません。",
        "The refusal stands in the ledger under this number. Neither the ledger nor this page holds anybody's values.",
    ),
    "missing_title": Text("ページが見つかりません", "There is no such page"),
    "missing": Text("お探しのページはありません。", "The page you are looking for does not exist."),
    "empty_title": Text("ポリシーはまだ公表されていません", "No policy has been published yet"),
    "empty": Text(
        "公表されるまで、個人情報は一切取り扱いません。",
        "Until one is, no personal information is handled at all.",
    ),
    "external": Text("（外部サイト）", "(another site)"),
}

# A customer's own page.
MINE: dict[str, Text] = {
    "mine": Text("ご本人のページ", "Your own page"),
    "enter_said": Text(
        "お預かりしている情報、使った目的、お渡しした先を、ご本人がご覧になれます。使うのを止めることもできます。",
        "See what we hold about you, what we used it for, and where it went. And make us stop.",
    ),
    "by_mail": Text("メールで始める", "Begin by e-mail"),
    "mail": Text("メールアドレス", "E-mail address"),
    "items_said": Text(
        "当社にお知らせくださったもののうち、{0}つ以上をお入れください。",
        "Fill in at least {0} of the things you told us before.",
    ),
    "ask_link": Text("リンクをメールで受け取る", "Send me a link"),
    "too_few": Text(
        "メールアドレスと、そのほかの項目を{0}つ以上お入れください。",
        "Fill in your e-mail address and at least {0} of the other items.",
    ),
    "asked": Text("メールをご確認ください", "Look at your mail"),
    "asked_said": Text(
        "お入れいただいたことが、お預かりしている情報とすべて一致すれば、登録されているメールアドレスへリンクをお送りします。"
        "一致しないときは、何もお送りしません。どちらであったかは、この画面ではお答えしません。",
        "If all you told us agrees with what we hold, a link is on its way to the address we hold. If not, nothing is "
        "sent. This page does not tell which.",
    ),
    "asked_how": Text(
        "リンクは15分のあいだ、一度だけ、このブラウザーで開けます。数分待っても届かないときは、下の窓口をお使いください。",
        "The link works once, for 15 minutes, in this browser. If nothing comes within minutes, use the desk below.",
    ),
    "open_link": Text("ご本人のページを開く", "Open your own page"),
    "open_said": Text("下のボタンを押すと、リンクは使い終わります。", "Press the button; the link is used up by it."),
    "bad_link": Text("このリンクは使えません", "This link does not work"),
    "bad_link_said": Text(
        "期限が過ぎたか、使い終わったか、別のブラウザーで申し込まれたものです。もう一度お申し込みください。",
        "It is over, was used, or was asked for in another browser. Please ask for a new one.",
    ),
    "again": Text("もう一度申し込む", "Ask again"),
    "have_passkey": Text("パスキーで入る", "Use a passkey"),
    "passkey_said": Text("前にこのページで作ったパスキーをお持ちの方", "If you made one here before."),
    "have_login": Text("{0}のログインで入る", "Sign in with {0}"),
    "have_jpki": Text("マイナンバーカードで確かめる（公的個人認証）", "Use your My Number card (JPKI)"),
    "login_said": Text("ログインの登録を窓口で済ませた方", "If the desk has linked your sign-in to your page."),
    "not_proven": Text(
        "ご本人と確かめられませんでした。もう一度お試しいただくか、下の窓口をお使いください。",
        "This did not prove who you are. Try again, or use the desk below.",
    ),
    "sign_in_refused": Text(
        "「{0}」の答えでは、ご本人と確かめられませんでした。はじめからもう一度お試しいただくか、下の窓口をお使いください。",
        "The answer of “{0}” did not prove who you are. Begin again, or use the desk below.",
    ),
    "sign_in_silent": Text(
        "「{0}」が、いま応答しません。しばらくたってからお試しいただくか、ほかの入り口か下の窓口をお使いください。",
        "“{0}” does not answer at the moment. Try again later, or use another way in, or the desk below.",
    ),
    "closed": Text(
        "いま、この入り口は使えません。下の窓口をお使いください。", "This way in is closed. Please use the desk below."
    ),
    "odd": Text(
        "お送りいただいたものは使えません。何も行われていません。", "What was sent cannot be used. Nothing was done."
    ),
    "busy": Text("いま応じられません。しばらくしてからお試しください。", "Not possible now. Please try again later."),
    "other_ways": Text("書面・メールでも承ります", "On paper and by e-mail, too"),
    "other_ways_phone": Text("電話・書面でも承ります", "By telephone or on paper, too"),
    "desk_phone": Text("電話", "Telephone"),
    "other_ways_said": Text(
        "ここでできることは、すべて書面でも承ります。代理の方（ご家族、法定代理人、委任を受けた方）は、このページではなく、"
        "書面でお申し出ください。未成年の方の保護者も同じです。",
        "All that can be done here can be done on paper. Those who act for somebody else (family, legal "
        "representatives, agents), and parents of minors, please write to us instead of using this page.",
    ),
    "desk": Text("窓口", "Desk"),
    "desk_mail": Text("メール", "E-mail"),
    "desk_post": Text("郵送先", "By post"),
    "desk_post_write": Text("封筒には次のとおりお書きください:", "On the envelope, please write:"),
    "level_mail": Text("メールのリンクで確認済み", "Known by a link to your mail"),
    "level_whole": Text("ご本人と確認済み", "Known as yourself"),
    "out": Text("終わる", "Leave"),
    "cards": Text("四つのこと", "Four things"),
    "card_held": Text("お預かりしている情報", "What we hold"),
    "card_for": Text("使う目的", "What for"),
    "card_went": Text("お渡しした先", "Where it went"),
    "card_stop": Text("止める", "Stop"),
    "n_items": Text("{0} 項目", "{0} items"),
    "n_purposes": Text("{0} の目的", "{0} purposes"),
    "n_receivers": Text("{0} か所", "{} recipients"),
    "nowhere": Text("お渡しした先はありません", "It went nowhere"),
    "see": Text("詳しく見る", "See all"),
    "stop_marketing": Text("ご案内・広告・アンケートをすべて止める", "Stop all offers and questionnaires"),
    "stop_marketing_said": Text(
        "押すとすぐに止まります。理由はうかがいません。", "It stops at once. We do not ask why."
    ),
    "stopped_all": Text("ご案内・広告・アンケートはお送りしていません", "You get no offers and no questionnaires"),
    "locked": Text("もう一段の確認のあとにご覧になれます", "Shown after one more proof"),
    "prove": Text("もう一段の確認", "One more proof"),
    "prove_said": Text(
        "お預かりしている情報をご覧いただくには、メールのほかに、もう一つの確認が必要です。メールだけでは、ほかの方が"
        "見ていないと言い切れないためです。",
        "To see what we hold, one more proof is needed besides your mail: mail alone cannot show that nobody else "
        "reads it.",
    ),
    "letter": Text("登録のご住所に確認番号を郵送する", "Send a code to the address you gave us"),
    "letter_said": Text(
        "封書でお届けします。数日かかります。{0}以内に変わったご住所へはお送りしません。",
        "It comes by sealed post and takes some days. It is not sent to an address that changed within {0}.",
    ),
    "letter_ask": Text("郵送を申し込む", "Ask for the letter"),
    "letter_waiting": Text("お申し込みを承りました。印刷を待っています。", "Asked for; it waits to be printed."),
    "letter_sent": Text("{0} に印刷しました。", "Printed on {0}."),
    "letter_address": Text(
        "登録のご住所へはお送りできませんでした（ご住所がないか、最近変わっています）。書面でお申し出ください。",
        "It could not be sent: there is no address, or it changed lately. Please write to us.",
    ),
    "letter_tried": Text(
        "番号を五回間違えたため、使えなくなりました。", "After five wrong tries the code is of no use."
    ),
    "letter_no": Text(
        "すでにお申し込み中か、申し込みが続きすぎています。", "One is on its way, or there were too many."
    ),
    "code": Text("確認番号を入れる", "Type the code"),
    "code_said": Text("郵便でお届けした12桁の番号", "The twelve digits that came by post"),
    "code_go": Text("確認する", "Go on"),
    "code_bad": Text("この番号では確認できませんでした。", "This code does not prove it."),
    "choices": Text("同意とお断り", "Consents and refusals"),
    "is_on": Text("承っています", "on"),
    "is_off": Text("止めています", "off"),
    "refuse": Text("止める", "Stop"),
    "withdraw": Text("同意を取り消す", "Take back"),
    "allow": Text("同意する", "Agree"),
    "allow_said": Text("「{0}」のために使うことに同意します。", "I agree that my information is used for: {0}."),
    "consent_history": Text("これまでの同意", "Your consents so far"),
    "until": Text("{0} に取り消し", "taken back on {0}"),
    "stopped_uses": Text("利用を停止している目的", "Purposes whose use is stopped"),
    "special": Text("要配慮個人情報をお預かりすること", "Holding special-care information"),
    "held_title": Text("お預かりしている情報と、どこから得たか", "What we hold, and from where"),
    "item": Text("項目", "Item"),
    "value": Text("内容", "What"),
    "source": Text("どこから", "From"),
    "since": Text("いつから", "Since"),
    "was": Text("以前の内容", "What we held before"),
    "relations": Text("ご契約・ご利用中のサービス", "Your contract and services"),
    "contract": Text("ご契約", "The contract"),
    "purposes_title": Text("使う目的ごとの項目", "What it is used for"),
    "went_title": Text("どこへ、何をお渡ししたか", "To whom what went"),
    "records": Text("第三者提供の記録", "Records of provision to third parties"),
    "given": Text("お渡しした記録", "given"),
    "received": Text("受け取った記録", "received"),
    "n_times": Text("{0} 回", "{0} times"),
    "record_name": Text("記録したお名前:", "Name as recorded:"),
    "record_course": Text("相手が得た経緯:", "How they came by it:"),
    "record_published": Text(
        "相手の公表（個人情報保護委員会）を確かめました", "Their publication by the Commission was confirmed"
    ),
    "with_consent": Text("ご同意による", "with your consent"),
    "to": Text("お渡し先", "To"),
    "day": Text("日", "Day"),
    "kind": Text("種類", "Kind"),
    "uses_title": Text("使った記録", "Who used it"),
    "uses_said": Text(
        "使った者は、名前ではなく役割で示します。断られたものも載っています。",
        "Who used it is told by duty, never by name. What was refused is here too.",
    ),
    "by": Text("役割", "By"),
    "act": Text("したこと", "What"),
    "purpose": Text("目的", "For"),
    "when": Text("日時", "When"),
    "refused": Text("断られた", "refused"),
    "yourself": Text("ご本人", "yourself"),
    "system": Text("システム", "the system"),
    "contacting": Text("連絡先の利用", "use to contact you"),
    "at_own_page": Text("ご本人のページでの手続", "at your own page"),
    "receipt": Text("控え", "Receipt"),
    "take": Text("控えを受け取る", "Take a receipt"),
    "receipts_said": Text(
        "控えは、記録が後から書き換えられていないことを、当社に頼らずに確かめるためのファイルです。確かめるプログラム"
        "（seiyaku-verify）は公開しています。",
        "A receipt is a file that shows, without trusting us, that a record was not altered. The program that checks "
        "it (seiyaku-verify) is public.",
    ),
    "newer": Text("新しい記録", "Newer"),
    "older": Text("古い記録", "Older"),
    "keys": Text("次からの入り方", "How you come in next time"),
    "keys_said": Text(
        "この端末の指紋や顔、暗証番号で入れる「パスキー」を作れます。次からは郵便を待たずに済みます。",
        "Make a passkey: the fingerprint, face or PIN of this device lets you in next time, and no letter need come.",
    ),
    "make_passkey": Text("パスキーを作る", "Make a passkey"),
    "passkey": Text("パスキー", "Passkey"),
    "login": Text("事業者のログイン", "The operator's sign-in"),
    "made": Text("{0} から", "since {0}"),
    "remove": Text("取り除く", "Remove"),
    "no_script": Text("パスキーには、ブラウザーの JavaScript が要ります。", "A passkey needs JavaScript."),
    "passkey_failed": Text("パスキーを使えませんでした。", "The passkey could not be used."),
    "done": Text("承りました。すでに効いています。", "Done. It is in effect already."),
    "gone": Text("このページの利用は終わりました。", "You have left your page."),
    "comma": COMMA,
    "nothing_held": Text("お預かりしている情報はありません。", "Nothing is held."),
    "none": Text("ありません", "None"),
    "forged": Text(
        "このページは古くなったか、別のサイトから送られました。何も行われていません。",
        "This page is too old, or was sent from another site. Nothing was done.",
    ),
}

# The page that checks a policy's text.
CHECK: dict[str, Text] = {
    "heading": Text("プライバシーポリシーの点検", "Check a privacy policy"),
    "about": Text(
        "会社の公表しているプライバシーポリシーを、個人情報保護法とその文自身に照らして点検します。",
        "Checks the privacy policy a company publishes against the APPI and against itself.",
    ),
    "paste": Text("文を貼り付ける", "Paste the text"),
    "upload": Text("またはファイルを選ぶ", "Or choose a file"),
    "kinds": Text(
        "Markdown、テキスト、HTML、DOCX、PDF。大きさの上限:", "Markdown, plain text, HTML, DOCX or PDF. At most"
    ),
    "kept": Text(
        "いただいた文は保存せず、記録にも残しません。", "What you hand in is neither stored nor written to any log."
    ),
    "go": Text("点検する", "Check"),
    "again": Text("別の文を点検する", "Check another text"),
    "pasted": Text("貼り付けた文", "pasted text"),
    "form": Text("入力欄", "the form"),
    "nothing": Text("空", "nothing"),
    "something": Text("点検する文かファイル", "a text or a file to check"),
    "choose_again": Text(
        "ファイルは残りません。もう一度選んでください。", "The file was not kept: please choose it again."
    ),
    "unreadable": Text("読めませんでした。", "This could not be read."),
    "elsewhere": Text(
        "ほかのサイトからは受け付けません。このページから送ってください。",
        "Not taken from another site: please send it from this page.",
    ),
    "too_big": Text("大きすぎます。", "This is too big."),
    "busy": Text("混み合っています。少し待ってからもう一度お送りください。", "Too busy: please try again in a moment."),
    "broken": Text("送られたものが壊れています。", "What was sent is broken."),
}
