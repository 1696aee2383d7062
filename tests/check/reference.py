"""
What a check must find in the published policy that the reference policy stands for, when it lies beside the repository.

Its sentences do not go into the repository: clauses and the first and last signs of what must be quoted do.
"""

from __future__ import annotations

from pathlib import Path

SHARED = Path(__file__).resolve().parents[3] / "shared"

# Rule and clause (None: the head, or the text as a whole) of everything that is to be found.
MUST: tuple[tuple[str, str | None], ...] = (
    ("L01", "1-1"), ("L02", None), ("L04", "4-2-A"), ("L04", "4-2-E"), ("L05", "8-3-J"), ("L06", "7"), ("L07", "7-3"),
    ("L08", "7-3"), ("L09", "7"), ("L10", "3"), ("L11", "7"), ("L12", "9"), ("L13", "9-2-D"), ("L14", "4-2"),
    ("L16", "6-2"), ("L17", "6-2"), ("L18", "6-2"), ("L19", "12-3"), ("L20", "8-3-B"), ("L20", "8-3-C"),
    ("L20", "8-3-D"), ("L20", "8-3-G"), ("L20", "8-3-H"), ("L20", "8-3-J"), ("L21", "8-1"), ("L21", "8-2"),
    ("L21", "8-3-E"), ("L21", "8-3-F"), ("L21", "8-3-I"), ("L22", "3-2"), ("L23", "12-1"), ("L24", "12-1"),
    ("L25", "7-1"), ("L26", "7-2-3"), ("L26", "7-2-4"), ("L27", "7-2-4"), ("L28", "7-1"), ("L30", "8-3-L"),
    ("L30", "12-2"), ("L31", "3"), ("L32", "3"), ("L33", "4-1-B"), ("L34", "4-3"), ("L34", "8-1"), ("L34", "8-3-E"),
    ("L35", "11-2"), ("L36", "3-3"), ("L37", None), ("L39", "4-1-G"), ("L40", "8-3-B"), ("L41", "5-1"),
    ("L41", "8-3-L"), ("L41", "9-1"), ("L43", "4-2"), ("L45", "7-3"),
)  # fmt: skip

# What each must quote: words that stand in what is quoted, short enough to be nobody's sentence.
QUOTED: dict[tuple[str, str | None], str] = {
    ("L13", "9-2-D"): "識別する",
    ("L19", "12-3"): "みな",
    ("L20", "8-3-D"): "公共の福祉",
    ("L20", "8-3-J"): "プロファイリング",
    ("L23", "12-1"): "予告なく",
    ("L24", "12-1"): "附則",
    ("L25", "7-1"): "履歴",
    ("L26", "7-2-3"): "住民基本台帳カード",
    ("L26", "7-2-4"): "被保険者証",
    ("L28", "7-1"): "随時",
    ("L33", "4-1-B"): "前項",
    ("L34", "4-3"): "以外",
    ("L36", "3-3"): "極めて困難",
    ("L43", "4-2"): "協力会社",
    ("L45", "7-3"): "住所",
}

SEVERITIES = {"L02": "warning", "L08": "info", "L16": "warning", "L35": "info", "L41": "info"}
