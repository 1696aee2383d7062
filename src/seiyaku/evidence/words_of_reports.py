"""What the officer's books say on every surface, in both languages, in the words of the trade."""

from __future__ import annotations

from seiyaku.core.language import COMMA, Text

from .words_of_registers import REGISTERS

WORDS: dict[str, Text] = {
    "reports_lead": Text(
        "監査にそのまま出せる帳簿です。個人は載りません。", "Books ready for an audit. They contain no individuals."
    ),
    "report": Text("帳票", "Report"),
    "contents": Text("内容", "Contents"),
    "files": Text("ファイル", "Files"),
    # What each says
    "data_map": Text("データマップ", "Data map"),
    "data_map_said": Text(
        "どの項目を、誰の、どこに、何のために、いつまで持つか。人数は現在の値を持つ人の数で、過去の値と、"
        "記録・ファイル（通話、画像、書類など）は別に数えます。",
        "Which items, of whom, where, what for, until when. People are those of whom a present value is held; past "
        "values, and records and files (calls, pictures, papers), are counted beside them.",
    ),
    "freshness": Text("新しさ", "Freshness"),
    "freshness_said": Text(
        "項目ごとの最も古い記録と、古いとみなす期間、それを過ぎた人数",
        "The oldest record of each item, when it counts as stale, and of how many people it is",
    ),
    "ends_report": Text("期限による消去", "What has ended"),
    "ends_report_said": Text(
        "毎晩の点検が 1 年間に消したもの。1 行が 1 日の消去証明です。",
        "What the nightly look took away in a year. A line is a day's certificate of deletion.",
    ),
    "purposes_report": Text("利用目的ごとの利用", "Uses by purpose"),
    "purposes_report_said": Text(
        "目的ごとの項目、30 日と 1 年の利用、延べ人数、拒否、最後の利用。利用は証跡の件数で、"
        "まとめての利用は 1 件です。",
        "Items, uses in 30 days and a year, people in them, refusals, the last use. A use is an entry on record: one "
        "of many people at once is one.",
    ),
    "sources_report": Text("取得元", "Sources"),
    "sources_report_said": Text(
        "保有する値の出どころと、取得のときの通知、保留の件数",
        "Where what is held came from, the notice given then, and what is in quarantine",
    ),
    "minimum": Text("最小限", "Minimum"),
    "minimum_said": Text(
        "1 年間どの目的でも使われなかった項目と、必要とする目的のない項目",
        "Items that no purpose used for a year, and items that no purpose needs",
    ),
    "flows_report": Text("誰に何が渡ったか", "Who got what"),
    "flows_report_said": Text(
        "過去 1 年の提供・開示・連絡・取り出しを、相手と根拠ごとに",
        "What was provided, disclosed, used to reach people or taken out in a year, by whom and on which ground",
    ),
    # Columns
    "items_count": Text("項目", "items"),
    "field_kind": Text("種類", "Kind"),
    "class": Text("区分", "Class"),
    "of_whom": Text("誰の", "Of whom"),
    "sheet": Text("保管の単位", "Sheet"),
    "people_held": Text("人数", "People"),
    "records_held": Text("記録・ファイル", "Records and files"),
    "past_held": Text("過去の値", "Past values"),
    "values_held": Text("現在の値", "Present values"),
    "purposes_until": Text("利用目的と保存期間", "Purposes, and until when"),
    "oldest": Text("最も古い記録", "Oldest"),
    "age_days": Text("日数", "Days"),
    "stale_after": Text("古いとみなす", "Stale after"),
    "people_stale": Text("古い人数", "People, stale"),
    "day": Text("日", "Day"),
    "runs": Text("点検の回数", "Runs"),
    "ended_reduced": Text("一部を消した人数", "People, in part"),
    "ended_values": Text("消した値", "Values"),
    "ended_facts": Text("消した過去の値", "Past values"),
    "ended_episodes": Text("消した通話・連絡の記録", "Records of contact"),
    "ended_attachments": Text("消したファイル", "Files"),
    "ended_erased": Text("すべて消した人数", "People, as a whole"),
    "ended_quarantined": Text("捨てた保留の行", "Rows of quarantine"),
    "ended_records": Text("終えた法定の記録", "Statutory records"),
    "ended_papers": Text("破棄した書類", "Papers"),
    "ended_hits": Text("消し残し", "Left behind"),
    "uses_month": Text("30 日の利用", "Uses, 30 days"),
    "uses_year": Text("1 年の利用", "Uses, a year"),
    "times_year": Text("1 年の件数", "Times, a year"),
    "people_year": Text("1 年の延べ人数", "People in them, a year"),
    "refusals": Text("1 年の拒否", "Refused, a year"),
    "undecided": Text("1 年の未定", "Undecided, a year"),
    "last_use": Text("最後の利用", "Last use"),
    "last_time": Text("最後の日", "Last"),
    "notice": Text("通知", "Notice"),
    "certainty": Text("確かさ", "Certainty"),
    "share": Text("割合", "Share"),
    "to_whom": Text("相手", "To whom"),
    "ground_or_purpose": Text("根拠・目的", "Ground or purpose"),
    # Cells
    "purpose_until": Text("{1}: {0}", "{1}: {0}"),
    "attested": Text("責任者の証明による（要確認）", "Attested by the manager (attention)"),
    "known_source": Text("取得時の記録あり", "Recorded when taken"),
    "in_quarantine": Text("保留", "In quarantine"),
    "unneeded": Text("必要とする目的がない", "No purpose needs it"),
    "unused": Text("1 年間使われていない", "Unused for a year"),
    "not_used_yet": Text("まだ使われていない（保有 1 年未満）", "Not used yet (held for less than a year)"),
    "in_use": Text("使われている", "In use"),
    "out_provide": Text("登録のない相手", "Nobody on file"),
    "out_export": Text("社内の取り出し", "Taken out in house"),
    "out_disclose": Text("ご本人（開示）", "The person (disclosed)"),
    "out_contact": Text("ご本人への連絡", "Used to reach the person"),
    # Plots
    "the_rest": Text("そのほかの目的", "Other purposes"),
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
    # Words of tables and files that other screens say, too
    "clause": Text("条項", "Clause"),
    "field": Text("項目", "Item"),
    "purpose": Text("利用目的", "Purpose"),
    "fields_of": Text("項目", "Items"),
    "source": Text("取得元", "Source"),
    "partner": Text("取引先", "Partner"),
    "state": Text("状態", "State"),
    "not_held": Text("保有していません", "Not held"),
    "comma": COMMA,
    "by_clause": Text("条項", "Clause"),
    "operator_named": Text("事業者", "Operator"),
    "as_of": Text("時点", "As of"),
    "policy_version": Text("ポリシーの版", "Version of the policy"),
    "ledger_size": Text("証跡の件数", "Entries on record"),
    "digest_of_table": Text("表の指紋（SHA-256）", "Fingerprint of the table (SHA-256)"),
    **REGISTERS,
}
