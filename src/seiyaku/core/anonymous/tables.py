"""
Tables as distinct cells with counts, and their reduction to coarser ones.

A table's entries are unique in (quasi-identifiers at its levels, person, sensitive values) and sorted by them, so a
class (equivalence class, 同値類) is a run of entries. What an entry is becomes one int64, its key; keys are counted
into an array of all that there could be where that is short, else sorted together with their counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .hierarchies import Hierarchy, Label
from .packing import WIDEST, Ints, Levels, Narrow, Packing, Packs, packing

# Counting into an array of all possible keys beats sorting as long as the array is not much longer than the keys.
DENSE, LEAST = 4, 1 << 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Fixed:
    """A column that is never generalised: a sensitive attribute, or the person a row is about."""

    name: str
    size: int
    values: tuple[Label, ...] = ()


@dataclass(frozen=True, kw_only=True, eq=False)
class Table:
    """
    Distinct cells at some levels.

    `held` are the sizes of the fixed columns (person first, then sensitive ones); `weights` x entries: rows, then rows
    of the population where one is given. `starts` are the places where a class begins; None says that each entry is
    one. `known` is what the entries are: packs of codes of level 0 that stand for their labels, and fixed columns; or
    one number each, which is taken apart when asked for: most tables are looked at for their counts only.
    """

    packing: Packing
    levels: Levels
    held: tuple[int, ...]
    known: Ints | tuple[Packs, Ints]
    weights: Ints
    starts: Ints | None

    @cached_property
    def packs(self) -> Packs:
        """Return the codes of each entry, packed."""
        if isinstance(self.known, tuple):
            return self.known[0]
        return self.packing.unpacked(self.known // prod(self.held) if self.held else self.known, self.levels)

    @cached_property
    def fixed(self) -> Ints:
        """Return the fixed columns x entries."""
        if isinstance(self.known, tuple):
            return self.known[1]
        made = np.empty((len(self.held), self.entries), dtype=np.int64)
        rest = self.known
        for at in reversed(range(len(self.held))):
            rest, made[at] = np.divmod(rest, self.held[at])
        return made

    def column(self, at: int) -> Narrow:
        """Return one column's codes of level 0."""
        return self.packing.column(self.packs, at)

    def labels(self, at: int) -> Ints:
        """Return one column's labels at the table's level."""
        return np.take(self.packing.columns[at].up[self.levels[at]], self.column(at))

    def only(self, there: NDArray[np.bool_]) -> Table:
        """Return some entries, each for itself."""
        packs = tuple(each[there] for each in self.packs)
        return replace(self, known=(packs, self.fixed[:, there]), weights=self.weights[:, there], starts=None)

    @property
    def entries(self) -> int:
        """Return the number of entries."""
        return int(self.weights.shape[1])

    @property
    def classes(self) -> int:
        """Return the number of classes."""
        return self.entries if self.starts is None else len(self.starts)

    @cached_property
    def sizes(self) -> Ints:
        """Return the rows of each class."""
        return self.total(self.weights[0])

    @cached_property
    def class_of(self) -> Ints:
        """Return the class of each entry."""
        if self.starts is None:
            return np.arange(self.entries)
        return np.repeat(np.arange(len(self.starts)), np.diff(self.starts, append=self.entries))

    def total(self, weight: Ints) -> Ints:
        """Sum a weight of entries within classes."""
        if self.starts is None or len(self.starts) == len(weight):
            return weight
        return np.add.reduceat(weight, self.starts) if len(weight) else weight


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Space:
    """What a search runs over: columns with their hierarchies, what is fixed, and the cells of the source."""

    columns: tuple[Hierarchy, ...]
    cells: Table
    person: Fixed | None = None
    sensitive: tuple[Fixed, ...] = ()
    linked: bool = False
    rows: int = 0

    @property
    def heights(self) -> Levels:
        """Return the number of levels of each column."""
        return tuple(column.height for column in self.columns)

    @property
    def counted(self) -> list[int]:
        """Return the places of the columns that metrics count."""
        return [at for at, column in enumerate(self.columns) if column.counted]


def space(
    columns: tuple[Hierarchy, ...],
    codes: Sequence[NDArray[Any]] | NDArray[Any],
    weights: Ints,
    *,
    person: tuple[Fixed, Ints] | None = None,
    sensitive: tuple[tuple[Fixed, Ints], ...] = (),
    linked: bool = False,
) -> Space:
    """Make a space of cells (codes: columns x cells) that need be neither sorted nor distinct."""
    fixed = [each for each in (person, *sensitive) if each is not None]
    made = packing(columns)
    loose = Table(
        packing=made,
        levels=(0,) * len(columns),
        held=tuple(max(each.size, 1) for each, _ in fixed),
        known=(
            made.pack(codes),
            np.array([each for _, each in fixed], dtype=np.int64).reshape(len(fixed), weights.shape[1]),
        ),
        weights=weights,
        starts=None,
    )
    return Space(
        columns=columns,
        cells=reduced(loose, loose.levels),
        person=person[0] if person else None,
        sensitive=tuple(each[0] for each in sensitive),
        linked=linked,
        rows=int(weights[0].sum()),
    )


def reduced(table: Table, levels: Levels) -> Table:
    """Return the table at `levels`, each of which must be at or above the table's own."""
    narrow = prod(table.held)
    key, wide = labels_of(table, levels)
    if wide * narrow >= WIDEST or table.packing.too_wide(levels):
        return _by_place(table, levels, key, wide)
    if narrow > 1:
        key *= narrow
        key += keyed(list(zip(table.fixed, table.held, strict=True)), len(key))[0]
    if levels == table.levels and rising(key):
        return replace(table, starts=beginnings(key // narrow) if narrow > 1 else None)
    key, weights = added(key, wide * narrow, table.weights)
    return replace(table, levels=levels, known=key, weights=weights,
                   starts=beginnings(key // narrow) if narrow > 1 else None)  # fmt: skip


def _by_place(table: Table, levels: Levels, outer: Ints, wide: int) -> Table:
    """Do it where all together are too wide for one number: by their ranks, which tell no more than an order."""
    inner, narrow = keyed(list(zip(table.fixed, table.held, strict=True)), table.entries)
    if wide * narrow >= WIDEST:
        (outer, wide), (inner, narrow) = renumbered(outer), renumbered(inner)
    order, at = grouped(outer * narrow + inner, wide * narrow)
    first = order[at]
    return replace(
        table, levels=levels,
        known=(tuple(np.take(each, first) for each in table.packs), np.take(table.fixed, first, axis=1)),
        weights=np.add.reduceat(np.take(table.weights, order, axis=1), at, axis=1) if len(at) else table.weights,
        starts=beginnings(outer[first]) if table.held else None,
    )  # fmt: skip


def labels_of(table: Table, levels: Levels) -> tuple[Ints, int]:
    """Return one number for the labels of each entry at some levels, in the labels' order, and a bound."""
    if not table.packing.too_wide(levels):
        return table.packing.keys(table.packs, levels)
    columns = table.packing.columns
    parts = [
        (np.take(column.up[level], table.column(at)), column.size(level))
        for at, (column, level) in enumerate(zip(columns, levels, strict=True))
        if column.size(level) > 1
    ]
    return keyed(parts, table.entries)


def added(key: Ints, width: int, weights: Ints) -> tuple[Ints, Ints]:
    """Return the distinct keys (all below `width`) in order, with the sum of the weights (rows x keys) of each."""
    if width <= max(DENSE * len(key), LEAST):
        there = np.bincount(key, minlength=width) if len(weights) > 1 or not weights.all() else None
        sums = [np.bincount(key, weights=each, minlength=width) for each in weights]
        known = np.flatnonzero((sums[0] if there is None else there) != 0)
        return known, np.array([np.take(each, known) for each in sums]).astype(np.int64)
    bits = int(weights.max(initial=0)).bit_length()
    if len(weights) == 1 and width << bits < WIDEST:
        key <<= bits
        key |= weights[0]
        key.sort()
        weights = (key & ((1 << bits) - 1)).reshape(1, -1)
        key >>= bits
    else:
        order, _ = grouped(key, width)
        key, weights = key[order], np.take(weights, order, axis=1)
    at = beginnings(key)
    return key[at], np.add.reduceat(weights, at, axis=1) if len(at) else weights


def keyed(parts: Sequence[tuple[Ints, int]], count: int) -> tuple[Ints, int]:
    """Return one number for each tuple of codes, in the tuples' order, and a bound that all are below."""
    key, width = np.zeros(count, dtype=np.int64), 1
    for codes, size in parts:
        if width * size >= WIDEST:
            key, width = renumbered(key)
        if width == 1:
            key, width = codes.astype(np.int64), size
            continue
        key *= size
        key += codes
        width *= size
    return key, width


def renumbered(key: Ints) -> tuple[Ints, int]:
    """Return the keys as their ranks, so that they take the fewest bits."""
    known, key = np.unique(key, return_inverse=True)
    return key, max(len(known), 1)


def grouped(key: Ints, width: int) -> tuple[Ints, Ints]:
    """Return the order that sorts the keys (all below `width`), and where each distinct key begins in it."""
    bits = len(key).bit_length()
    if width << bits < WIDEST:
        packed = (key << bits) | np.arange(len(key))
        packed.sort()
        return packed & ((1 << bits) - 1), beginnings(packed >> bits)
    order = np.argsort(key, kind="stable")
    return order, beginnings(key[order])


def rising(key: Ints) -> bool:
    """Tell whether each number is above the one before it."""
    # Numbers in no order tell so by the first few.
    return all(bool((some[1:] > some[:-1]).all()) for some in (key[:LEAST], key))


def beginnings(ordered: Ints) -> Ints:
    """Return the places where a run of equal numbers begins."""
    fresh = np.empty(len(ordered), dtype=bool)
    fresh[:1] = True
    np.not_equal(ordered[1:], ordered[:-1], out=fresh[1:])
    return np.flatnonzero(fresh)
