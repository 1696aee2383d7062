"""What the screens of anonymised information and of the outbox say, in both languages."""

from __future__ import annotations

from seiyaku.core.language import Text

RELEASED: dict[str, Text] = {
    "releases": Text("匿名加工情報", "Anonymised information"),
    "releases_said": Text(
        "作成した匿名加工情報の一覧です。作るのは端末の seiyaku anonymise release で行います。",
        "What was made. It is made at the terminal, with seiyaku anonymise release.",
    ),
    "release": Text("号・題名", "No. and title"),
    "release_for": Text("用途", "For"),
    "release_rows": Text("行数", "Rows"),
    "usable_from": Text("使える日", "Usable from"),
    "compare": Text("比べる", "Compare"),
    "compare_one": Text("一つ目", "One"),
    "compare_with": Text("二つ目", "With"),
    "acceptances": Text("識別行為をしないことの承諾", "Who accepted the ban on re-identification"),
    "public_says": Text("公表の頁に出る項目", "What the public page says"),
    "facts_until": Text("加工方法等情報を破棄する日", "Facts of the processing are destroyed after"),
    "own_release": Text(
        "自分が作ったものは承認できません。別の承認者が承認します。",
        "You made it: another approver approves it.",
    ),
    "publish_release": Text("項目を公表する", "Publish the items"),
    "withdraw_release": Text("取り下げる", "Withdraw"),
    "release_checks": Text("確かめた基準", "The standards it was checked against"),
    "deliveries": Text("提供の記録", "Deliveries"),
    "way": Text("方法", "Way"),
    "given_at": Text("日時", "When"),
    "release_recipient": Text("提供先", "Recipient"),
    "deliver_to": Text("渡す宛先", "Deliver to"),
    "deliver": Text("発送箱に入れる", "Put into the outbox"),
    "complaints_on": Text("苦情", "Complaints"),
    "settled": Text("処理済み", "settled"),
    "unsettled": Text("対応中", "open"),
    "take_complaint": Text("苦情を記録する", "Record a complaint"),
    "complaint_said": Text("苦情の内容（封をして保存します）", "What was complained of (kept sealed)"),
}
RELEASES: dict[str, Text] = {
    "no": Text("第{0}号", "No. {0}"),
    "number": Text("番号", "Number"),
    "made": Text("承認待ち", "waits for approval"),
    "approved": Text("公表待ち", "waits for publication"),
    "published": Text("公表済み", "published"),
    "withdrawn": Text("取り下げ", "withdrawn"),
    "third-party": Text("第三者提供", "third parties"),
    "internal": Text("社内分析", "our own analysis"),
    "for_whom": Text("用途", "For"),
    "items": Text("項目", "Items"),
    "rows": Text("行数", "Rows"),
    "suppressed": Text("削除した行", "Rows left out"),
    "smallest": Text("一番小さい集まり", "Smallest group"),
    "risk": Text("平均リスク", "Average risk"),
    "lost": Text("失われた細かさ", "Detail lost"),
}
