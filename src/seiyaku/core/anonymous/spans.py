"""
Which years of age a label stands for: 33, 30-34, 30〜34歳, 30代, 20歳未満, 80歳以上, -19, 80-.

Whoever counts people by age needs to know which of them a class holds, whatever words its hierarchy uses.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from seiyaku.core.width import plain

Span = tuple[int, int]
OLDEST = 199
_YEARS = str.maketrans("", "", "歳才 ")
_FORMS: tuple[tuple[re.Pattern[str], Callable[[int, int], Span]], ...] = (
    (re.compile(r"(\d{1,3})"), lambda low, _: (low, low)),
    (re.compile(r"(\d{1,3})[-~](\d{1,3})"), lambda low, high: (low, high)),
    (re.compile(r"(\d{1,2}0)代"), lambda low, _: (low, low + 9)),
    (re.compile(r"(\d{1,3})(?:以上|[-~+])"), lambda low, _: (low, OLDEST)),
    (re.compile(r"(\d{1,3})未満"), lambda high, _: (0, high - 1)),
    (re.compile(r"(\d{1,3})以下|-(\d{1,3})"), lambda high, other: (0, max(high, other))),
)


def span(label: str) -> Span | None:
    """Return the first and the last year of age that a label stands for; None where it says none."""
    said = plain(label).translate(_YEARS).replace("–", "-")
    for form, of in _FORMS:
        if found := form.fullmatch(said):
            low, high = of(*(int(years or 0) for years in (*found.groups(), 0)[:2]))
            return (low, high) if 0 <= low <= high <= OLDEST else None
    return None


def is_within(inner: Span, outer: Span) -> bool:
    """Tell whether whoever is of one is of the other."""
    return outer[0] <= inner[0] and inner[1] <= outer[1]


def touches(one: Span, other: Span) -> bool:
    """Tell whether somebody may be of both."""
    return one[0] <= other[1] and other[0] <= one[1]
