"""
Presets: how strict a release is by whom it is for, and why (the law names no k; these are the house's own).

* third-party (第三者提供): what is out does not come back, and nobody knows what else the recipients hold
* internal (社内分析): whoever uses it also holds what it was made of, so looking people up must not pay
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from seiyaku.core.language import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Preset:
    """
    What a release keeps to at least.

    `risk`: the highest average; `known`: how many items of a history somebody may know; `waits`: days from publication
    to first use.
    """

    name: str
    label: Text
    why: Text
    use: str
    k: int
    diversity: int
    suppress: float
    risk: float
    rare: int
    known: int
    waits: int
    facts_for: int


PRESETS: Mapping[str, Preset] = {
    "third-party": Preset(
        name="third-party",
        label=Text("第三者提供", "For third parties"),
        why=Text(
            "渡した表は取り戻せず、受け手がほかに何を持っているかも分からないため、同じ特徴の人を10人以上とし、"
            "まれな値は10人未満なら残しません。公表から14日は渡しません。",
            "What is given out does not come back, and nobody knows what else its recipients hold: at least 10 people "
            "look alike, no value of fewer than 10 people stays, and nothing is given out for 14 days after it is "
            "published.",
        ),
        use="third-party", k=10, diversity=2, suppress=0.05, risk=0.05, rare=10, known=3, waits=14, facts_for=90,
    ),
    "internal": Preset(
        name="internal",
        label=Text("社内分析", "For our own analysis"),
        why=Text(
            "使う者の手元には元の情報もあり得るため、同じ特徴の人を5人以上とし、まれな値は5人未満なら残しません。"
            "社内でも、公表から7日は使いません。",
            "Whoever uses it may also reach what it was made of: at least 5 people look alike, no value of fewer than "
            "5 people stays, and it is not used for 7 days after it is published, in the house either.",
        ),
        use="internal", k=5, diversity=2, suppress=0.1, risk=0.1, rare=5, known=2, waits=7, facts_for=90,
    ),
}  # fmt: skip
