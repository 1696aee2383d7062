"""Which years of age a label stands for, in whatever words."""

from __future__ import annotations

import pytest

from seiyaku.core.anonymous.builders import ages
from seiyaku.core.anonymous.spans import OLDEST, is_within, span, touches

pytestmark = pytest.mark.promise("9-2-A")
LABELS = {
    "33": (33, 33), "４５歳": (45, 45), "30-34": (30, 34), "30〜34歳": (30, 34), "30～34 才": (30, 34),
    "20–24": (20, 24),
    "30代": (30, 39), "10代": (10, 19), "20歳未満": (0, 19), "-19": (0, 19), "19歳以下": (0, 19),
    "80歳以上": (80, OLDEST), "80-": (80, OLDEST), "65+": (65, OLDEST),
    "不明": None, "*": None, "": None, "34-30": None, "0歳未満": None, "35代": None, "1-2-3": None, "2020-01": None,
}  # fmt: skip


@pytest.mark.parametrize(("label", "years"), LABELS.items(), ids=str)
def test_a_label_says_its_years_or_none(label: str, years: tuple[int, int] | None) -> None:
    assert span(label) == years


def test_every_label_of_the_built_in_ages_says_its_years_and_the_wider_holds_the_narrower() -> None:
    made = ages("age", [str(age) for age in range(100)])

    for below, above in ((row[level], row[level + 1]) for row in made.rows() for level in range(3)):
        inner, outer = span(below or ""), span(above or "")
        assert inner
        assert outer
        assert is_within(inner, outer)
        assert touches(outer, inner)
    assert not touches((20, 29), (30, 39))
