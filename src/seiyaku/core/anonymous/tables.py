"""
Tables as distinct cells with counts, and their reduction to coarser ones.

A table's entries are unique in (quasi-identifiers at its levels, person, sensitive values) and sorted by them, so a
class (equivalence class, 同値類) is a run of entries. Keys are packed into one int64 together with their place and
sorted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from .hierarchies import Hierarchy, Label

Ints = NDArray[np.int64]
Levels = tuple[int, ...]
WIDEST = 1 << 62


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

    `codes` (columns x entries) holds codes of level 0 that stand for their label; `fixed` (person first, then sensitive
    columns) x entries; `weights` x entries: rows, then rows of the population where one is given.
    `starts` are the places where a class begins. Codes are taken from `source` when asked for: most tables are looked
    at for their counts only.
    """

    levels: Levels
    source: Ints | Table
    first: Ints | None
    fixed: Ints
    weights: Ints
    starts: Ints

    @cached_property
    def codes(self) -> Ints:
        """Return the codes of each entry."""
        held = self.source.codes if isinstance(self.source, Table) else self.source
        return held if self.first is None else np.take(held, self.first, axis=1)

    @property
    def entries(self) -> int:
        """Return the number of entries."""
        return int(self.weights.shape[1])

    @cached_property
    def sizes(self) -> Ints:
        """Return the rows of each class."""
        return self.total(self.weights[0])

    @cached_property
    def class_of(self) -> Ints:
        """Return the class of each entry."""
        return np.repeat(np.arange(len(self.starts)), np.diff(self.starts, append=self.entries))

    def total(self, weight: Ints) -> Ints:
        """Sum a weight of entries within classes."""
        if len(self.starts) == len(weight):
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
    codes: Ints,
    weights: Ints,
    *,
    person: tuple[Fixed, Ints] | None = None,
    sensitive: tuple[tuple[Fixed, Ints], ...] = (),
    linked: bool = False,
) -> Space:
    """Make a space of cells that need be neither sorted nor distinct."""
    fixed = [each for each in (person, *sensitive) if each is not None]
    loose = Table(
        levels=(0,) * len(columns),
        source=codes,
        first=None,
        fixed=np.array([each[1] for each in fixed], dtype=np.int64).reshape(len(fixed), codes.shape[1]),
        weights=weights,
        starts=np.arange(codes.shape[1]),
    )
    made = Space(
        columns=columns,
        cells=loose,
        person=person[0] if person else None,
        sensitive=tuple(each[0] for each in sensitive),
        linked=linked,
        rows=int(weights[0].sum()),
    )
    return replace(made, cells=reduced(made, loose, loose.levels))


def reduced(where: Space, table: Table, levels: Levels) -> Table:
    """Return the table at `levels`, each of which must be at or above the table's own."""
    outer, wide = keyed(
        [
            (np.take(column.up[level], codes) if level else codes, column.size(level))
            for column, level, codes in zip(where.columns, levels, table.codes, strict=True)
            if column.size(level) > 1
        ],
        table.entries,
    )
    held = (where.person, *where.sensitive) if where.person else where.sensitive
    inner, narrow = keyed([(codes, each.size) for each, codes in zip(held, table.fixed, strict=True)], table.entries)
    if wide * narrow >= WIDEST:
        (outer, wide), (inner, narrow) = renumbered(outer), renumbered(inner)
    order, at = grouped(outer * narrow + inner if narrow > 1 else outer, wide * narrow)
    first = order[at]
    weights = np.add.reduceat(np.take(table.weights, order, axis=1), at, axis=1) if len(at) else table.weights
    return Table(
        levels=levels,
        source=table,
        first=first,
        fixed=np.take(table.fixed, first, axis=1) if held else np.empty((0, len(first)), dtype=np.int64),
        weights=weights,
        starts=np.arange(len(first)) if narrow == 1 else beginnings(outer[first]),
    )


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


def beginnings(ordered: Ints) -> Ints:
    """Return the places where a run of equal numbers begins."""
    fresh = np.empty(len(ordered), dtype=bool)
    fresh[:1] = True
    np.not_equal(ordered[1:], ordered[:-1], out=fresh[1:])
    return np.flatnonzero(fresh)
