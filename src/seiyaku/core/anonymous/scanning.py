"""
What must not stand in a cell of anonymised information: identification codes, ways to reach somebody, names (rule 34).

A suspicion is enough here: whoever makes the release looks at the value and at its column. Check digits are those of
`core.codes`; the one of a driving licence is known unofficially only, and so is reported by its form and check alike.
Not found: what a person recognises only by context.
"""

from __future__ import annotations

import re

from seiyaku.core.codes import individual_number_stands
from seiyaku.core.width import dashes, plain

EMAIL = re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII)
PHONE = re.compile(r"(?<!\d)(?:\+81[- ]?\d|0\d)(?:[- ]?\d){8,9}(?!\d)", re.ASCII)
POSTAL = re.compile(r"〒\s?\d{3}-?\d{4}|\A(?P<left>\d{3})-(?P<right>\d{4})\Z", re.ASCII)
TWELVE = re.compile(r"(?<!\d)\d{4}-?\d{4}-?\d{4}(?!\d)", re.ASCII)
PASSPORT = re.compile(r"\A[A-Z]{2}\d{7}\Z", re.ASCII)
RESIDENCE = re.compile(r"\A[A-Z]{2}\d{8}[A-Z]{2}\Z", re.ASCII)
DIGEST = re.compile(r"\A(?:[0-9a-fA-F]{32}|[0-9a-fA-F]{40}|[0-9a-fA-F]{64})\Z", re.ASCII)
NAME = re.compile(
    r"\A[一-龯々髙﨑]{1,4} [一-龯々ぁ-んァ-ヶー]{1,6}(?: ?様)?\Z|\A[ァ-ヶー]{2,8} [ァ-ヶー]{2,8}\Z|\S様\Z"
)
LICENCE_WEIGHTS = (5, 4, 3, 2, 7, 6, 5, 4, 3, 2)


def suspicions(value: str) -> set[str]:
    """Return what a value looks like: the kinds of code, address or name; nothing for a value that may stand."""
    text = dashes(plain(value))
    found = {
        kind
        for kind, pattern in (
            ("e-mail", EMAIL), ("phone", PHONE), ("passport", PASSPORT), ("residence-card", RESIDENCE),
            ("digest", DIGEST), ("name", NAME),
        )
        if pattern.search(plain(value) if kind == "name" else text)
    }  # fmt: skip
    postal = POSTAL.search(text)
    if postal and not _interval(postal["left"], postal["right"]):
        found.add("postal-code")
    for twelve in TWELVE.findall(text):
        digits = twelve.replace("-", "")
        if individual_number_stands(digits):
            found.add("individual-number")
        if licence_stands(digits):
            found.add("driving-licence")
    return found


def licence_stands(digits: str) -> bool:
    """Tell whether 12 digits have the form and check digit of a driving licence: commission, year, serial, check."""
    if len(digits) != 12 or not 10 <= int(digits[:2]) <= 97:
        return False
    total = sum(int(digit) * weight for digit, weight in zip(digits, LICENCE_WEIGHTS, strict=False))
    return int(digits[10]) == (11 - total % 11) % 10


def _interval(left: str | None, right: str | None) -> bool:
    """Tell an interval of numbers (100-1999) from a post code (100-0001)."""
    return left is not None and right is not None and int(left) < int(right) and right[-1] in "09" and right[0] != "0"
