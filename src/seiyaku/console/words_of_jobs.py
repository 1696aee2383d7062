"""What the pages of a job say: a preview, or the making of a release, that takes its time."""

from __future__ import annotations

from seiyaku.core.language import Text

JOBS: dict[str, Text] = {
    "job": Text("計画の実行", "A plan at work"),
    "jobs": Text("この一日の実行", "What ran in the last day"),
    "job_kind": Text("していること", "What is done"),
    "job_asked": Text("頼んだ時刻", "Asked for"),
    "job_refresh": Text("いまの様子を見る", "See how far it is"),
    "job_stop": Text("やめる", "Stop it"),
    "job_stop_said": Text(
        "やめると、途中の表は残りません。探索で分かったことだけを封をして残し、次はそこから続けられます。",
        "Stopped, it leaves nothing of the table; what its search knew is kept sealed, for the next one to go on from.",
    ),
    "job_again": Text("もう一度行う", "Do it again"),
    "job_go_on": Text("続きから行う", "Go on from there"),
    "job_back": Text("計画に戻る", "Back to the plan"),
    "job_stopping": Text("やめています。", "It is being stopped."),
    "job_leave": Text(
        "このページを離れても続きます。終わると、ここに結果が出ます。",
        "It goes on if you leave this page; what comes of it shows here.",
    ),
}
LIGHTS = {"waiting": "attention", "running": "attention", "done": "kept", "refused": "broken", "failed": "broken",
          "stopped": "unbuilt", "interrupted": "broken"}  # fmt: skip
PHASES: dict[str, Text] = {
    "waiting": Text("順番を待っています", "waiting for its turn"),
    "reading": Text("お預かりしている情報を読んでいます", "reading what is held"),
    "searching": Text("いちばんよい粗さを探しています", "searching for the best levels"),
    "making": Text("表を作っています", "making the table"),
    "checking": Text("できた表を数え直して確かめています", "counting the table again, and looking at every value"),
}
FACTS: dict[str, Text] = {
    "people": Text("読んだ人数", "People read"),
    "checked": Text("調べた粗さの組み合わせ", "Combinations of levels looked at"),
    "best": Text("いままでで最もよいもの", "Best so far"),
    "time": Text("かかった時間", "Time used"),
    "of": Text("{1:,} 通りのうち {0:,}", "{0:,} of {1:,}"),
    "none": Text("まだありません", "none yet"),
    "with_gap": Text(
        "{0}（これよりよくなっても、あと {1:.1%} まで）", "{0} (another may be better by {1:.1%} at most)"
    ),
    "seconds": Text("{0:.0f} 秒", "{0:.0f} s"),
    "minutes": Text("{0} 分 {1:.0f} 秒", "{0} min {1:.0f} s"),
}
