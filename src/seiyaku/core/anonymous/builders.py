"""
Hierarchies that are built instead of written: bands of numbers, masks, orders, dates (一般化階層の組み立て).

Each takes the values that are there and returns rows `value;coarser;…;*`. The missing cell (NULL) and the empty text
stand for themselves up to `*`. A value that does not have the form asked for is an error that lists all such values.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from itertools import pairwise

from seiyaku.core.errors import InputError

from .hierarchies import ANYTHING, Hierarchy, Label, hierarchy, shown

NUMBER = re.compile(r"-?\d{1,15}(?:\.\d{1,9})?\Z", re.ASCII)
DAY = re.compile(r"(\d{4})[-/](\d{1,2})(?:[-/](\d{1,2}))?(?:[ T].*)?\Z", re.ASCII | re.DOTALL)


def intervals(
    name: str, values: Iterable[Label], widths: Sequence[int], *, low: int | None = None, high: int | None = None
) -> Hierarchy:
    """
    Build bands of numbers: each width a level, each a multiple of the one before; `low` and `high` code the ends.

    With widths (5, 10), low 20 and high 90: 33 → 30-34 → 30-39 → *; 17 → -19; 93 → 90-.
    """
    if not widths or any(w < 1 for w in widths) or any(b % a for a, b in pairwise(widths)):
        raise InputError(f"column {name}", f"widths {list(widths)}", "whole numbers, each a multiple of the one before")
    for end, word in ((low, "low"), (high, "high")):
        if end is not None and end % widths[-1]:
            raise InputError(f"column {name}", f"{word} {end}", f"a multiple of {widths[-1]}, the widest band")

    def above(value: str) -> list[str]:
        number = float(value)
        if low is not None and number < low:
            return [f"-{low - 1}"] * len(widths)
        if high is not None and number >= high:
            return [f"{high}-"] * len(widths)
        return [_band(int(number // width) * width, width) for width in widths]

    return _built(name, values, len(widths), above, fits=lambda value: bool(NUMBER.match(value)), form="numbers")


def ages(name: str, values: Iterable[Label]) -> Hierarchy:
    """Build bands of 5, 10 and 20 years of age; below 20 and from 80 on are one band each (promise 9-4-A)."""
    return intervals(name, values, (5, 10, 20), low=20, high=80)


def masking(name: str, values: Iterable[Label], *, keep: Sequence[int]) -> Hierarchy:
    """Build masks: each level keeps that many leading signs of the value and hides the rest as `*`."""
    if not keep or list(keep) != sorted(keep, reverse=True) or keep[-1] < 1:
        raise InputError(f"column {name}", f"keep {list(keep)}", "fewer signs at each level, one at least")

    def above(value: str) -> list[str]:
        return [value[:signs] + "*" * max(len(value) - signs, 0) for signs in keep]

    return _built(name, values, len(keep), above, fits=lambda _: True, form="text")


def ordered(name: str, values: Sequence[Label], *, groups: Sequence[int]) -> Hierarchy:
    """Build runs of neighbours in a given order: each level puts that many values together (each a multiple)."""
    if not groups or any(g < 2 for g in groups) or any(b % a for a, b in pairwise(groups)):
        raise InputError(
            f"column {name}", f"groups {list(groups)}", "whole numbers from 2, each a multiple of the one before"
        )
    present = [value for value in values if value]
    place = {value: at for at, value in enumerate(present)}

    def above(value: str) -> list[str]:
        runs = [(place[value] // size * size, size) for size in groups]
        ends = [(present[begin], present[min(begin + size, len(present)) - 1]) for begin, size in runs]
        return [first if first == last else f"{first}…{last}" for first, last in ends]

    return _built(name, values, len(groups), above, fits=lambda _: True, form="text")


def months(name: str, values: Iterable[Label]) -> Hierarchy:
    """Build month → quarter → year of months or days (2026-11, 2026-11-28, 2026/11/28): the day itself is level 0."""

    def above(value: str) -> list[str]:
        year, month = _month(value)
        return [f"{year:04}-{month:02}", f"{year:04}-Q{(month + 2) // 3}", f"{year:04}"]

    return _built(name, values, 3, above, fits=_is_day, form="months or days such as 2026-11 or 2026-11-28")


def _band(begin: int, width: int) -> str:
    return str(begin) if width == 1 else f"{begin}-{begin + width - 1}"


def _month(value: str) -> tuple[int, int]:
    found = DAY.match(value)
    return (int(found[1]), int(found[2])) if found else (0, 0)


def _is_day(value: str) -> bool:
    found = DAY.match(value)
    if found is None:
        return False
    try:
        date(int(found[1]), int(found[2]), int(found[3] or 1))
    except ValueError:
        return False
    return True


def _built(
    name: str,
    values: Iterable[Label],
    levels: int,
    above: Callable[[str], list[str]],
    *,
    fits: Callable[[str], bool],
    form: str,
) -> Hierarchy:
    given = list(dict.fromkeys(values))
    unfit = [value for value in given if value and not fits(value)]
    if unfit:
        raise InputError(f"column {name}", f"{len(unfit)} values that are not {form}: {shown(unfit)}", form)
    rows: list[Sequence[Label]] = [(value, *(above(value) if value else [value] * levels), ANYTHING) for value in given]
    return hierarchy(name, rows or [(ANYTHING,) * (levels + 2)])
