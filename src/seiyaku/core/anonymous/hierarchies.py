"""
Generalisation hierarchies (一般化階層): what each value may be replaced by, level by level.

Level 0 is the value itself. A hierarchy is written as rows `value;coarser;coarser still;…;*`, the usual form.
Each label of a level has exactly one label above it: otherwise a coarser table could have more classes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from seiyaku.core.errors import InputError

Codes = NDArray[np.int64]
Label = str | None

SHOWN = 20
ANYTHING = "*"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Hierarchy:
    """
    One column's hierarchy, as codes.

    `labels[l]` lists the labels of level l in order of appearance; `up[l]` maps a value's code to its label's code at
    level l; `leaves[l]` counts the values under each label. None stands for the cell that is not there (NULL).
    """

    name: str
    labels: tuple[tuple[Label, ...], ...]
    up: tuple[Codes, ...]
    leaves: tuple[Codes, ...]
    counted: bool = True

    @property
    def height(self) -> int:
        """Return the number of levels."""
        return len(self.up)

    @property
    def values(self) -> tuple[Label, ...]:
        """Return the values, in the order of their codes."""
        return self.labels[0]

    def size(self, level: int) -> int:
        """Return the number of labels at a level."""
        return len(self.labels[level])

    def rows(self) -> list[tuple[Label, ...]]:
        """Return the hierarchy as rows, the way it is written in a file."""
        return [
            tuple(self.labels[level][self.up[level][code]] for level in range(self.height))
            for code in range(len(self.values))
        ]


def hierarchy(name: str, rows: Iterable[Sequence[Label]], *, where: str | None = None) -> Hierarchy:
    """
    Make a hierarchy of its rows.

    Raises:
        InputError: no rows, rows of unequal length, a value twice, a label with two different labels above it, or one
            that stands above itself by way of others.
    """
    where = where or f"hierarchy {name}"
    given = [tuple(row) for row in rows]
    if not given:
        raise InputError(where, "no rows", "one row for each value: value;coarser;…;*")
    width = len(given[0])
    seen: dict[Label, int] = {}
    for number, row in enumerate(given, start=1):
        if len(row) != width:
            raise InputError(f"{where}:{number}", f"{len(row)} levels", f"{width}, as in the first row")
        if row[0] in seen:
            raise InputError(
                f"{where}:{number}", f"{shown([row[0]])} a second time (first: row {seen[row[0]]})", "once"
            )
        seen[row[0]] = number
    labels, up = zip(*(_level(given, level) for level in range(width)), strict=True)
    _rising(where, labels, _nested(where, given, up))
    leaves = tuple(np.bincount(codes, minlength=len(names)) for codes, names in zip(up, labels, strict=True))
    return Hierarchy(name=name, labels=labels, up=up, leaves=leaves)


def flat(name: str, values: Sequence[Label], *, counted: bool = True) -> Hierarchy:
    """Return the hierarchy of a column that stays as it is: one level."""
    codes = np.arange(len(values), dtype=np.int64)
    return Hierarchy(name=name, labels=(tuple(values),), up=(codes,), leaves=(np.ones_like(codes),), counted=counted)


def all_or_nothing(name: str, values: Sequence[Label]) -> Hierarchy:
    """Return the hierarchy that knows only the value and `*`."""
    return hierarchy(name, [(value, ANYTHING) for value in values] or [(ANYTHING, ANYTHING)])


def with_missing_cell(made: Hierarchy) -> Hierarchy:
    """
    Give the cell that is not there (NULL) a row of its own, like that of the empty text.

    A file cannot tell the two apart: both are written as nothing. Both are values, and both stay themselves at level 0.
    """
    if None in made.values or "" not in made.values:
        return made
    rows = made.rows()
    above = rows[made.values.index("")][1:]
    return hierarchy(made.name, [*rows, (None, *above)])


def complete(made: Hierarchy, values: Iterable[Label], *, where: str) -> None:
    """
    Check that every value is in the hierarchy.

    Raises:
        InputError: listing those that are not, so that the file can be completed.
    """
    known = set(made.values)
    missing = sorted({value for value in values if value not in known}, key=lambda v: (v is not None, v or ""))
    if missing:
        raise InputError(where, f"{len(missing)} values that the hierarchy lacks: {shown(missing)}", "a row for each")


def shown(values: Sequence[Label]) -> str:
    """Return a list of labels for a message, cut when long."""
    words = ["(NULL)" if value is None else repr(value) for value in values[:SHOWN]]
    return ", ".join(words) + (f" … (+{len(values) - SHOWN})" if len(values) > SHOWN else "")


def _level(rows: list[tuple[Label, ...]], level: int) -> tuple[tuple[Label, ...], Codes]:
    codes: dict[Label, int] = {}
    column = [codes.setdefault(row[level], len(codes)) for row in rows]
    return tuple(codes), np.array(column, dtype=np.int64)


def _nested(where: str, rows: list[tuple[Label, ...]], up: Sequence[Any]) -> list[dict[int, int]]:
    """Return, level by level, the one label above each."""
    found = []
    for level in range(1, len(up)):
        above: dict[int, int] = {}
        for number, (lower, upper) in enumerate(zip(up[level - 1].tolist(), up[level].tolist(), strict=True), start=1):
            if above.setdefault(lower, upper) != upper:
                raise InputError(
                    f"{where}:{number}",
                    f"{shown([rows[number - 1][level - 1]])} under {shown([rows[number - 1][level]])} at level {level}",
                    "one label above each: it stands under another in an earlier row",
                )
        found.append(above)
    return found


def _rising(where: str, labels: Sequence[tuple[Label, ...]], above: Sequence[dict[int, int]]) -> None:
    """Check that no value is replaced by another one and that one by it: that would be no coarser, but false."""
    uppers = set().union(*labels[1:])
    steps: dict[Label, set[Label]] = {}
    under: dict[Label, list[Label]] = {}
    for level, codes in enumerate(above):
        low, high = labels[level], labels[level + 1]
        for code in (code for code, label in enumerate(low) if label in uppers and label != high[codes[code]]):
            steps.setdefault(low[code], set()).add(high[codes[code]])
            under.setdefault(high[codes[code]], []).append(low[code])
    # What leads nowhere is taken away, and then what led only there; what is left goes round.
    ends = [label for label in under if label not in steps]
    while ends:
        end = ends.pop()
        for label in under.get(end, ()):
            there = steps.get(label, set())
            there.discard(end)
            if label in steps and not there:
                del steps[label]
                ends.append(label)
    if steps:
        round_ = next(iter(steps))
        raise InputError(
            where,
            f"labels that lead back to themselves: {shown(sorted(steps, key=str))}",
            f"coarser labels only: nothing above {shown([round_])} may come down to it again",
        )
