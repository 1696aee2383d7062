"""What the registers of arts. 29 to 31 say on every surface, in both languages, in the words of the trade."""

from __future__ import annotations

from seiyaku.core.language import Text

REGISTERS: dict[str, Text] = {
    "registers": Text("提供・受領の記録", "Provision records"),
    "registers_said": Text(
        "第三者に提供した記録（29条）、第三者から受けた記録（30条）、個人関連情報を提供した記録（31条）です。"
        "見ることも利用の一つで、証跡に残ります。",
        "What was provided to third parties (art. 29), received from them (30), and person-related information that "
        "was provided (31). Looking at it is a use, and goes on record.",
    ),
    "registers_report": Text("提供・受領の記録の保存", "Provision records kept"),
    "registers_report_said": Text(
        "29条から31条の記録が何件あり、いつまで保存し、いつ廃棄するか。一括の記録は対象期間ごとに、"
        "そのほかは廃棄する月ごとに数えます。",
        "How many records of arts. 29 to 31 there are, until when they are kept and when they go: those made in one by "
        "their period, the others by the month in which they go.",
    ),
    "reg_all": Text("すべて", "All"),
    "reg_provided": Text("提供（29条）", "Provided (art. 29)"),
    "reg_received": Text("受領（30条）", "Received (art. 30)"),
    "reg_related": Text("個人関連情報の提供（31条）", "Person-related, provided (art. 31)"),
    "reg_title_all": Text("提供・受領の記録（29条〜31条）", "Provision records (arts. 29 to 31)"),
    "reg_title_provided": Text("第三者提供の記録（29条）", "Records of provision (art. 29)"),
    "reg_title_received": Text("第三者から提供を受けた記録（30条）", "Records of receipt (art. 30)"),
    "reg_title_related": Text("個人関連情報の提供の記録（31条）", "Records of person-related information (art. 31)"),
    # What is asked on the screen
    "reg_since": Text("この日から", "From"),
    "reg_until": Text("この日まで", "To"),
    "reg_said": Text(
        "本人（電話番号・会員番号・メールアドレスなど）", "Person (telephone, member number, mail address …)"
    ),
    "reg_said_help": Text(
        "一人だけに当てはまるものを入力します。探すことも利用として証跡に残ります。",
        "What only one person holds. The search is a use on record, too.",
    ),
    "reg_without_names": Text("氏名を表示しない", "Do not show names"),
    "reg_look": Text("記録を見る", "Show the records"),
    "reg_before": Text("前の100件", "The hundred before"),
    "reg_after": Text("次の100件", "The next hundred"),
    "reg_two": Text(
        "氏名のある記録が100件を超えるファイルは、二人目の承認を得て取り出します。",
        "A file of more than a hundred records with names takes the approval of a second person.",
    ),
    "reg_file_without": Text("氏名のないファイル:", "Without names:"),
    # Columns
    "reg_record": Text("記録番号", "Record"),
    "reg_kind": Text("記録の種別", "Register"),
    "reg_legality": Text("作成義務", "Required"),
    "reg_way": Text("作成の方法", "Made"),
    "reg_period": Text("一括の対象期間", "Period of the batch"),
    "reg_first_day": Text("提供・受領の年月日（初日）", "Day provided or received (first)"),
    "reg_last_day": Text("提供・受領の年月日（末日）", "Day provided or received (last)"),
    "reg_times": Text("回数", "Times"),
    "reg_party": Text("第三者の氏名・名称", "Third party"),
    "reg_party_address": Text("第三者の住所", "Its address"),
    "reg_party_head": Text("代表者の氏名", "Its representative"),
    "reg_party_country": Text("所在国", "Its country"),
    "reg_whose": Text("本人の氏名等", "Person"),
    "reg_items": Text("個人データの項目", "Items of data"),
    "reg_consent": Text("本人の同意", "Consent"),
    "reg_basis": Text("提供の根拠", "Basis"),
    "reg_course": Text("取得の経緯", "How they came by it"),
    "reg_confirmed": Text("確認の方法", "How it was confirmed"),
    "reg_told_abroad": Text("外国の情報提供の確認", "Told of the country abroad"),
    "reg_rule": Text("記録事項の規定", "Rule on what it holds"),
    "reg_made_on": Text("記録の作成日", "Recorded on"),
    "reg_period_rule": Text("保存期間の規定", "Rule on how long"),
    "reg_runs_from": Text("保存期間の起算日", "Kept from"),
    "reg_kept_until": Text("保存期限", "Kept until"),
    "reg_goes_on": Text("廃棄予定日", "Destroyed on"),
    "reg_records": Text("件数", "Records"),
    "reg_made_first": Text("最初の日", "First day"),
    "reg_made_last": Text("最後の日", "Last day"),
    "reg_days": Text("提供・受領の年月日", "Days"),
    "reg_terms": Text("保存", "Kept"),
    # Cells
    "reg_legal": Text("法定", "By law"),
    "reg_voluntary": Text("任意", "Voluntary"),
    "reg_each": Text("都度", "Each time"),
    "reg_batch": Text("一括", "In one"),
    "reg_contract": Text("契約書等", "Contract"),
    "reg_from_to": Text("{0}〜{1}", "{0} – {1}"),
    "reg_goes_further": Text("{0}〜{1}（継続中）", "{0} – {1} (going on)"),
    "reg_not_shown": Text("表示しない", "Not shown"),
    "reg_of_nobody": Text("記録しない", "Not recorded"),
    "reg_agreed": Text("得ている", "Obtained"),
    "reg_agreement_seen": Text("得られていることを確認", "Confirmed to be there"),
    "reg_published": Text("委員会による公表を確認（27条4項）", "Its publication by the Commission (27(4))"),
    "reg_told": Text("情報提供を確認", "Confirmed"),
    "reg_later": Text("期間が締まると決まる", "Known when the period closes"),
    # What is asked, and what a file says of itself
    "reg_asked": Text("対象", "Asked for"),
    "reg_asked_all": Text("すべての記録", "Every record"),
    "reg_asked_period": Text("{0}〜{1}", "{0} – {1}"),
    "reg_asked_person": Text("特定の本人", "one person"),
    "reg_entry": Text("証跡の番号", "Entry on record"),
    "reg_count": Text("記録の件数", "Number of records"),
    "reg_many": Text(" 件", " records"),
    "reg_none": Text("当てはまる記録はありません", "There is no such record"),
}
