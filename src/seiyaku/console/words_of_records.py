"""What the screens about staff, partners and the lights say, in both languages, in the words of the trade."""

from __future__ import annotations

from seiyaku.core.language import Text

RECORDS: dict[str, Text] = {
    # Lists
    "list_search": Text("一覧から探す", "Search the list"),
    "list_all": Text("{0} 件", "{0} in all"),
    "list_some": Text("{0} 件のうち {1}–{2}", "{1}–{2} of {0}"),
    "list_none": Text("当てはまるものはありません。", "Nothing in the list matches."),
    "list_again": Text("すべて表示する", "Show everything"),
    "list_leaf": Text("前後の頁", "Pages"),
    "list_before": Text("前の頁", "Previous page"),
    "list_after": Text("次の頁", "Next page"),
    "list_closed": Text("提供できない", "Nothing may go"),
    "list_open": Text("提供できる", "May be given to"),
    "list_ending": Text("30 日以内に終わる契約", "Contract ends within 30 days"),
    "list_amiss": Text("要確認", "Needs attention"),
    "list_untrained": Text("研修の失効・未受講", "Training lapsed or not taken"),
    "list_unreviewed": Text("点検の遅れ・指摘", "Review late or found something"),
    "list_earlier": Text("これより前", "Earlier"),
    # People
    "deputies": Text("代理", "Deputies"),
    "deputy_for": Text("本人", "For"),
    "deputy_now": Text("代理中", "Standing in"),
    "deputy_coming": Text("予定", "to come"),
    "deputise": Text("代理を立てる", "Have somebody stand in"),
    "deputise_do": Text("代理にする", "Stand in"),
    "done_deputised": Text("代理を立てました。", "A deputy stands in."),
    "nobody_above": Text("管理責任者", "Whoever manages"),
    "staff_contact": Text("連絡先", "Contact"),
    "sealed_until": Text("封をして保管、期限", "sealed until"),
    "contact_said": Text(
        "封をして、期限の日まで保管します。前の連絡先は消します。", "Sealed until the day; the one before is destroyed."
    ),
    "contact_until": Text("連絡先を保管する期限", "Contact kept until"),
    "full_name": Text("氏名", "Name"),
    "email": Text("メールアドレス", "E-mail"),
    "phone": Text("電話番号", "Telephone"),
    "signed_in_at": Text("サインイン中の数", "Signed in, places"),
    "sign_out_all": Text("すべてのサインインを終わらせる", "Sign out everywhere"),
    "sign_out_all_said": Text(
        "端末をなくしたときなどに。パスワードはそのままです。", "As when a device is lost. The password stays."
    ),
    "invite_again": Text("もう一度招待する", "Invite again"),
    "invite_again_said": Text(
        "いまのパスワードは使えなくなり、サインインも終わります。承認する立場の職員には二人の承認が要ります。",
        "The present password is void, and sessions end. For somebody who may approve it takes two people.",
    ),
    "invited_mailed": Text("ご本人に招待のメールを送りました。", "the invitation was mailed to its owner."),
    "mail_said": Text(
        "入力すると、招待のリンクをご本人に送ります。リンクは 7 日間、一度だけ使えます。",
        "The invitation's link is mailed there; it works once, for seven days.",
    ),
    "mail_none": Text(
        "メールのサーバーが設定されていないため、招待のコードはこの画面に一度だけ表示します。",
        "No mail server is set: the code is shown here, once.",
    ),
    "faults_said": Text(
        "使えない行があったため、何も記録していません。直して、もう一度取り込んでください。",
        "Lines cannot be used, so nothing was recorded. Mend them and take the file in again.",
    ),
    "fault_line": Text("行", "Line"),
    "fault_column": Text("列", "Column"),
    "fault_expected": Text("使えるもの", "Expected"),
    "fault_nearest": Text("近いもの", "Nearest"),
    "review_clean": Text("問題なし", "All was well"),
    "review_found": Text("指摘あり", "Something was found"),
    "sample": Text("点検する利用", "Uses to look at"),
    "sample_drawn": Text("件を無作為に抽出", "drawn at random"),
    "sample_said": Text(
        "値とお客さまのお名前は表示しません。抽出元の指紋:", "No value and nobody's name is shown. Drawn from:"
    ),
    "sample_empty": Text("この期間の利用はありません。", "There was no use on these days."),
    "sample_size": Text("抽出する件数", "How many"),
    "sample_draw": Text("無作為に抽出する", "Draw at random"),
    "sample_help": Text(
        "前回の点検の翌日からのすべての利用から選びます。署名するまで選び直せません。",
        "From every use since the last review. It is not drawn again until it is signed.",
    ),
    "done_drawn": Text("抽出しました。", "Drawn."),
    "at": Text("日時", "When"),
    "fields_used": Text("項目", "Items"),
    "how_many": Text("人数", "People"),
    # Reports
    # The lights
    "today_incidents": Text("件の事故", "incidents"),
    "today_no_incidents": Text("事故の記録の画面はまだありません", "no screen keeps incidents yet"),
    "lights_now": Text("いまの状態", "How it stands"),
    "lights_history": Text("状態の履歴", "How it stood"),
    "light_name": Text("点検", "Check"),
    "not_noted": Text("まだ記録がありません。", "Nothing has been noted yet."),
    "no_light": Text("この条項に点検はありません。", "No check belongs to this clause."),
    "attestation": Text("人による確認", "What a person attests"),
    "attestation_said": Text(
        "機械では確かめられないことを、管理責任者が期限を付けて確認します。ほかの点検の結果は変わりません。",
        "What no machine can see, the manager attests until a day. It changes no other check's result.",
    ),
    "attested_by": Text("確認した人", "Attested by"),
    "attested_on": Text("確認した日", "Attested on"),
    "attested_over": Text("期限切れ", "over since"),
    "attest_said": Text("確かめたことと、その方法（封をして保管します）", "What was looked at, and how (kept sealed)"),
    "attest_do": Text("確認を記録する", "Attest"),
    # Partners
    "partner_contact": Text("先方の連絡先", "Whom we call there"),
    "partner_address": Text("住所", "Address"),
    "partner_representative": Text("代表者の氏名", "Its representative's name"),
    "partner_identity_said": Text(
        "第三者に渡す・受け取るときの記録（29 条から 31 条）に要ります。両方を入れてください。",
        "The records of arts. 29 to 31 want both.",
    ),
    "contact_name": Text("氏名", "Name"),
    "contact_department": Text("部署", "Department"),
    "contact_email": Text("メールアドレス", "E-mail"),
    "contact_phone": Text("電話番号", "Telephone"),
    "open_sealed": Text("開く", "Open"),
    "opened_on_record": Text("開いたことは証跡に残りました。", "That it was opened is on record."),
    "back": Text("戻る", "Back"),
    "article_of_act": Text("法令", "Article"),
    "renewed": Text("更新済み（返却は不要）", "renewed: nothing to return yet"),
    "open_text": Text("契約書を開く", "Open the text"),
    "sub_entrusted": Text("再委託", "Sub-entrusted"),
    "sub_agree": Text("再委託を承諾する", "Agree to a sub-entrustment"),
    "sub_said": Text(
        "契約の項目の範囲で、契約の終わりまでに限ります。", "Only items of this contract, and not beyond its end."
    ),
    "sub_name": Text("再委託先", "To whom"),
    "sub_consent": Text("承諾書", "Our consent, as given"),
    "sub_end": Text("終わらせる", "End"),
    "checklist": Text("点検表", "Checklist"),
    "checklist_said": Text(
        "「いいえ」に改善の期限を付けると、期限までは提供を続けられます。期限を過ぎると提供は止まります。",
        "A no with a day lets things go on until then; past it nothing goes out.",
    ),
    "check_item": Text("点検の項目", "What is looked at"),
    "answer_yes": Text("はい", "yes"),
    "answer_no": Text("いいえ", "no"),
    "answer_na": Text("該当なし", "not applicable"),
    "mend_by": Text("改善の期限", "To be mended by"),
    "mend": Text("改善を記録する", "Record that it is mended"),
    "mend_proof": Text("確かめたこと", "What shows it"),
    "mended": Text("改善済み", "mended"),
    "end_partner": Text("取引を終える", "End the relation"),
    "end_partner_said": Text(
        "すべての契約がすぐに終わり、連絡先を消します。", "Every contract ends at once; the contact is destroyed."
    ),
}
