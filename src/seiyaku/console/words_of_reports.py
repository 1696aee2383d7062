"""What the screens of reports and their plots say, in both languages."""

from __future__ import annotations

from seiyaku.core.language import Text

REPORTS: dict[str, Text] = {
    # Reports
    "reports_lead": Text(
        "監査にそのまま出せる帳簿です。個人は載りません。", "Books as an audit wants them. Nobody is in them."
    ),
    "report": Text("帳票", "Report"),
    "contents": Text("内容", "Contents"),
    "files": Text("ファイル", "Files"),
    "data_map": Text("データマップ", "Data map"),
    "data_map_said": Text(
        "どの項目を、誰の、どこに、何のために、いつまで持つか", "Which items, of whom, where, what for, until when"
    ),
    "freshness": Text("新しさ", "Freshness"),
    "freshness_said": Text(
        "項目ごとの最も古い記録と、古いとみなす期間", "The oldest record of each item, and when it counts as stale"
    ),
    "purposes_report": Text("利用目的ごとの利用", "Uses by purpose"),
    "purposes_report_said": Text(
        "項目の数、30 日と 1 年の利用、拒否、最後の利用", "Items, uses in 30 days and a year, refusals, the last use"
    ),
    "sources_report": Text("取得元", "Sources"),
    "sources_report_said": Text(
        "保有する情報の出どころと、保留の件数", "Where what is held came from, and what is in quarantine"
    ),
    "minimum": Text("最小限", "Minimum"),
    "minimum_said": Text("1 年間どの目的でも使われなかった項目", "Items that no purpose used for a year"),
    "field_kind": Text("種類", "Kind"),
    "items_count": Text("項目", "items"),
    "class": Text("区分", "Class"),
    "of_whom": Text("誰の", "Of whom"),
    "sheet": Text("保管の単位", "Sheet"),
    "people_held": Text("人数", "People"),
    "keep": Text("保存期間", "Kept"),
    "oldest": Text("最も古い記録", "Oldest"),
    "age_days": Text("日数", "Days"),
    "stale_after": Text("古いとみなす", "Stale after"),
    "needs": Text("項目数", "Items"),
    "uses_month": Text("30 日の利用", "Uses, 30 days"),
    "uses_year": Text("1 年の利用", "Uses, a year"),
    "refusals": Text("1 年の拒否", "Refused, a year"),
    "last_use": Text("最後の利用", "Last use"),
    "notice": Text("通知", "Notice"),
    "certainty": Text("確かさ", "Certainty"),
    "sheets": Text("件数", "Sheets"),
    "attested": Text("責任者の証明による（要確認）", "attested by the manager (attention)"),
    "known_source": Text("取得時の記録あり", "recorded when taken"),
    "in_quarantine": Text("保留", "In quarantine"),
    "unneeded": Text("必要とする目的がない", "no purpose needs it"),
    "unused": Text("1 年間使われていない", "unused for a year"),
    "in_use": Text("使われている", "in use"),
    "uses_axis": Text("利用の件数", "Uses"),
    "plot_table": Text("数字は下の表にあります。", "The figures are in the table below."),
    "bars_said": Text(
        "過去 30 日の利用を、日ごと・目的ごとに積み上げた棒グラフ。合わせて {whole} 件。多い目的: {most}。",
        "Uses of the last 30 days, stacked by day and purpose: {whole} in all. The most: {most}.",
    ),
    "ribbons_said": Text(
        "過去 1 年に、どの項目が誰に渡ったかの流れ。線の太さは件数。合わせて {whole} 件。多い流れ: {most}。",
        "Which items went to whom in a year; the wider, the more often: {whole} in all. The most: {most}.",
    ),
    "flow_of": Text("{0}→{1}", "{0} to {1}"),
    "flows_report": Text("誰に何が渡ったか", "Who got what"),
    "flows_report_said": Text(
        "提供・開示・連絡・取り出しを、相手と根拠ごとに",
        "What was provided, disclosed, used to reach people or taken out, by whom and on which ground",
    ),
    "ground_or_purpose": Text("根拠・目的", "Ground or purpose"),
    "recipient": Text("相手", "To whom"),
    "out_provide": Text("登録のない相手", "nobody on file"),
    "out_export": Text("社内の取り出し", "taken out in house"),
    "out_disclose": Text("ご本人（開示）", "the person (disclosed)"),
    "out_contact": Text("ご本人への連絡", "used to reach the person"),
}
