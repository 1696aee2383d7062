"""
The columns of a table side by side in few narrow numbers.

Neighbouring columns share a number as long as it stays small. A cell takes a few bytes, and the labels of all columns
of one number are looked up at once, in a table that fits a processor's nearest memory.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .hierarchies import Hierarchy

Ints = NDArray[np.int64]
Narrow = NDArray[np.unsignedinteger[Any]]
Packs = tuple[Narrow, ...]
Levels = tuple[int, ...]
Places = tuple[int | None, ...]

MOST = 1 << 13
LOOK_UPS_KEPT = 256
AT_ONCE = 1 << 15
WIDEST = 1 << 62


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LookUp:
    """For each number of a pack, its columns' labels as one number below `size`; for each of those, a number of it."""

    of: Ints
    size: int
    one: Narrow


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Packing:
    """Which columns share a number."""

    columns: tuple[Hierarchy, ...]
    groups: tuple[tuple[int, ...], ...]
    known: dict[tuple[int, Places], LookUp] = field(default_factory=dict)

    def sizes(self, group: int) -> tuple[int, ...]:
        """Return the number of values of each column of a group."""
        return tuple(max(len(self.columns[at].values), 1) for at in self.groups[group])

    def pack(self, codes: Sequence[NDArray[Any]] | NDArray[Any]) -> Packs:
        """Return the codes of all columns, one array each, as packs."""
        made = []
        for group, columns in enumerate(self.groups):
            sizes = self.sizes(group)
            number = codes[columns[0]].astype(narrowest(prod(sizes) + 1))
            for at, size in zip(columns[1:], sizes[1:], strict=True):
                number *= number.dtype.type(size)
                number += codes[at].astype(number.dtype)
            made.append(number)
        return tuple(made)

    def column(self, packs: Packs, at: int) -> Narrow:
        """Return the codes of one column."""
        group = next(number for number, columns in enumerate(self.groups) if at in columns)
        sizes, place = self.sizes(group), self.groups[group].index(at)
        if len(sizes) == 1:
            return packs[group]
        under = prod(sizes[place + 1 :])
        codes = (np.arange(prod(sizes)) // under % sizes[place]).astype(narrowest(sizes[place]))
        return np.asarray(np.take(codes, packs[group]))

    def margins(self, packs: Packs, weights: Ints) -> list[Ints]:
        """Return the weight of each value of each column."""
        found: dict[int, Ints] = {}
        for group, (columns, packed) in enumerate(zip(self.groups, packs, strict=True)):
            sizes = self.sizes(group)
            cube = np.bincount(packed, weights=weights, minlength=prod(sizes)).reshape(sizes)
            for place, at in enumerate(columns):
                others = tuple(axis for axis in range(len(columns)) if axis != place)
                found[at] = cube.sum(axis=others).astype(np.int64)
        return [found[at] for at in range(len(self.columns))]

    def look_up(self, group: int, levels: Sequence[int | None]) -> LookUp:
        """Return the labels of a group at the levels of all columns; a column at None is left aside."""
        here = tuple(levels[at] for at in self.groups[group])
        if (group, here) not in self.known:
            if len(self.known) >= LOOK_UPS_KEPT:
                self.known.clear()
            self.known[group, here] = self._made(group, here)
        return self.known[group, here]

    def _made(self, group: int, levels: Places) -> LookUp:
        of, size = np.zeros(1, dtype=np.int64), 1
        for at, level, values in zip(self.groups[group], levels, self.sizes(group), strict=True):
            labels = 1 if level is None else self.columns[at].size(level)
            if level is None or labels <= 1:
                of = np.repeat(of, values)
                continue
            of = (of[:, None] * labels + self.columns[at].up[level]).ravel()
            size *= labels
        one = np.zeros(size, dtype=narrowest(len(of)))
        one[of] = np.arange(len(of))
        return LookUp(of=of, size=size, one=one)

    def too_wide(self, levels: Sequence[int | None]) -> bool:
        """Tell whether the labels at these levels do not fit into one number."""
        return prod(self.look_up(group, levels).size for group in range(len(self.groups))) >= WIDEST

    def keys(self, packs: Packs, levels: Sequence[int | None]) -> tuple[Ints, int]:
        """Return the cells' labels at these levels as one number each, and its bound; they must not be too wide."""
        found = [self.look_up(group, levels) for group in range(len(self.groups))]
        picked = [(each, packed) for each, packed in zip(found, packs, strict=True) if each.size > 1]
        key = np.zeros(len(packs[0]) if packs else 0, dtype=np.int64)
        for begin in range(0, len(key) if picked else 0, AT_ONCE):
            some = slice(begin, begin + AT_ONCE)
            part = np.take(picked[0][0].of, picked[0][1][some])
            for each, packed in picked[1:]:
                part *= each.size
                part += np.take(each.of, packed[some])
            key[some] = part
        return key, prod(each.size for each in found)

    def unpacked(self, keys: Ints, levels: Levels) -> Packs:
        """Return packs with the labels that `keys` at these levels stand for."""
        made: list[Narrow] = []
        for group in reversed(range(len(self.groups))):
            found = self.look_up(group, levels)
            if found.size > 1:
                keys, number = np.divmod(keys, found.size)
                made.append(np.take(found.one, number))
            else:
                made.append(np.full(len(keys), found.one[0]))
        return tuple(reversed(made))


def packing(columns: tuple[Hierarchy, ...]) -> Packing:
    """Put neighbouring columns together as long as their number stays small."""
    groups: list[list[int]] = []
    width = MOST + 1
    for at, column in enumerate(columns):
        values = max(len(column.values), 1)
        if width * values > MOST:
            groups.append([])
            width = 1
        groups[-1].append(at)
        width *= values
    return Packing(columns=columns, groups=tuple(map(tuple, groups)))


def narrowest(count: int) -> Any:
    """Return the narrowest unsigned type that counts so far."""
    return np.min_scalar_type(max(count - 1, 0))
