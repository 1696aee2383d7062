"""
What every node of the lattice costs at least, and which cannot fulfil the models, before any is looked at.

Without suppression a node's loss is put together from its columns' margins alone. Every three columns are then reduced
by themselves: whatever is in a class that is too small there is in one that is too small in the whole table too. That
prunes nodes, and tells how many rows of which labels a node must give up.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .hierarchies import Hierarchy
from .metrics import Margins, Name, spread
from .packing import Levels
from .tables import Space

Floats = NDArray[np.floating[Any]]

# Cubes of more cells than this cost more than the looks they save: few nodes, small cubes.
BIGGEST_CUBES = ((100_000, 1 << 14), (1 << 62, 1 << 19))
# Columns are counted together while what there may be of them is so many times less than the cells.
FEWER = 4
GROUPS = 5


@dataclass(frozen=True, kw_only=True, eq=False)
class Bounds:
    """Arrays over the lattice: `cost`, from below, and `hopeless`, where more rows than allowed must go."""

    cost: Floats
    hopeless: NDArray[np.bool_]


@dataclass(frozen=True, kw_only=True, eq=False)
class _Lost:
    """What three columns by themselves say at some levels: rows lost, what they add by column, classes at most."""

    columns: tuple[int, ...]
    rows: Floats
    dearer: tuple[Floats, ...]
    classes: Floats


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Ladder:
    """
    A column's levels one after another: which label of each level a value has (`labels` x values), and `sums` of those.

    Sums come twice a level: plain, and of what each label's suppression adds to the column's loss.
    """

    height: int
    labels: Floats
    sums: Floats


class Highest:
    """
    The highest that sets of up to three columns say of each node by themselves.

    Columns stand in a few groups. What lies in the same three groups is put together on their part of the lattice,
    which is small; only those parts are spread over all of it.
    """

    def __init__(self, heights: Levels) -> None:
        self._heights = heights
        self._group = [at * GROUPS // len(heights) for at in range(len(heights))]
        self._parts: dict[frozenset[int], Floats] = {}

    def take(self, columns: tuple[int, ...], found: Floats) -> None:
        """Take in what some columns say: an array over their levels."""
        groups = {self._group[at] for at in columns}
        groups |= set([each for each in range(GROUPS) if each not in groups][: max(3 - len(groups), 0)])
        part = self._parts.get(frozenset(groups))
        if part is None:
            shape = [high if of in groups else 1 for high, of in zip(self._heights, self._group, strict=True)]
            part = self._parts[frozenset(groups)] = np.zeros(shape, dtype=np.float32)
        np.maximum(part, _over(part.ndim, columns, found), out=part)

    def whole(self) -> Floats:
        """Return it for every node; nothing is 0."""
        total = np.zeros(self._heights, dtype=np.float32)
        for part in self._parts.values():
            np.maximum(total, part, out=total)
        return total


def bounds(metric: Name, margins: Margins, *, least: int, most: int, closely: bool) -> Bounds:
    """
    Bound every node.

    Args:
        metric: what is to be bounded
        margins: the columns' margins
        least: rows that a class needs
        most: rows that may be suppressed
        closely: look at every three columns as well
    """
    where = margins.where
    hopeless = np.zeros(where.heights, dtype=bool)
    dearer: dict[int, Highest] = {}
    classes: Floats | None = None
    if closely and least > 1:
        lost = Highest(where.heights)
        for found in _threes(where, least, want=metric):
            lost.take(found.columns, found.rows)
            for column, more in zip(found.columns, found.dearer, strict=metric == "loss"):
                dearer.setdefault(column, Highest(where.heights)).take(found.columns, more)
            if metric == "aecs":
                classes = _fewer(where, classes, found)
        hopeless = lost.whole() > most
    return Bounds(cost=_COSTS[metric](margins, dearer, classes, least), hopeless=hopeless)


def _loss(margins: Margins, dearer: dict[int, Highest], classes: Floats | None, least: int) -> Floats:
    del classes, least
    where = margins.where
    total = np.ones(where.heights)
    for at in where.counted:
        values = len(where.columns[at].values)
        low = where.rows / values
        if where.rows == low:
            continue
        base = np.array(margins.stood_for[at]) / values
        x = spread(where.heights, at, base) + (dearer[at].whole() if at in dearer else 0.0)
        total = total * (1 + np.maximum((x - low) / (where.rows - low), 0))
    return np.asarray(total ** (1 / max(len(where.counted), 1)) - 1)


def _entropy(margins: Margins, dearer: dict[int, Highest], classes: Floats | None, least: int) -> Floats:
    del dearer, classes, least
    where = margins.where
    total = np.zeros(where.heights)
    for at in where.counted:
        total = total + spread(where.heights, at, np.array(margins.entropies[at]))
    return total


def _most_classes(margins: Margins, least: int) -> Floats:
    where = margins.where
    total = np.ones(where.heights)
    for at, levels in enumerate(margins.counts):
        total = total * spread(where.heights, at, np.array([float((rows > 0).sum()) for rows in levels]))
    return np.minimum(total, max(where.rows // max(least, 1), 1))


def _aecs(margins: Margins, dearer: dict[int, Highest], classes: Floats | None, least: int) -> Floats:
    del dearer
    most = _most_classes(margins, least)
    if classes is not None:
        most = np.minimum(most, classes)
    return margins.where.rows / (most + 1)


def _discernibility(margins: Margins, dearer: dict[int, Highest], classes: Floats | None, least: int) -> Floats:
    del dearer, classes, least
    return margins.where.rows**2 / _most_classes(margins, 1)


def _precision(margins: Margins, dearer: dict[int, Highest], classes: Floats | None, least: int) -> Floats:
    del dearer, classes, least
    where = margins.where
    total = np.zeros(where.heights)
    for at in where.counted:
        high = where.columns[at].height
        total = total + spread(where.heights, at, np.arange(high) / max(high - 1, 1))
    return total / max(len(where.counted), 1)


_COSTS = {
    "loss": _loss,
    "entropy": _entropy,
    "aecs": _aecs,
    "discernibility": _discernibility,
    "precision": _precision,
}


def _threes(where: Space, least: int, *, want: Name) -> Iterator[_Lost]:
    """Reduce every three columns (all, where there are fewer) at every combination of their levels."""
    nodes = prod(where.heights)
    biggest = next(cells for most, cells in BIGGEST_CUBES if nodes < most)
    moving = [at for at, column in enumerate(where.columns) if column.height > 1]
    ladders = {at: _ladder(where.columns[at]) for at in moving}
    wanted = [
        columns
        for columns in combinations(moving, min(3, len(moving)))
        if columns and _values(where, columns) <= biggest
    ]
    for columns, cube in _cubes(where, wanted):
        yield _alone(columns, cube, [ladders[at] for at in columns], least=least, want=want)


def _ladder(column: Hierarchy) -> _Ladder:
    labels, sums, begin = [], np.zeros((2 * column.height, sum(map(len, column.labels)))), 0
    for level, (up, leaves) in enumerate(zip(column.up, column.leaves, strict=True)):
        end = begin + column.size(level)
        into = np.zeros((end - begin, len(up)))
        into[up, np.arange(len(up))] = 1
        labels.append(into)
        sums[level, begin:end] = 1
        sums[column.height + level, begin:end] = 1 - leaves / len(column.values)
        begin = end
    return _Ladder(height=column.height, labels=np.concatenate(labels), sums=sums)


def _cubes(where: Space, wanted: list[tuple[int, ...]]) -> Iterator[tuple[tuple[int, ...], Floats]]:
    """Yield the rows by value of sets of columns, several sets from one pass where there is little of their union."""
    most, cells = where.cells.entries // FEWER, where.cells
    while wanted:
        union = wanted[0]
        for columns in wanted[1:]:
            both = tuple(sorted({*union, *columns}))
            union = both if _values(where, both) <= most else union
        key, width = cells.packing.keys(cells.packs, [0 if at in union else None for at in range(len(where.columns))])
        counts = np.bincount(key, weights=cells.weights[0], minlength=width)
        cube = counts.astype(np.float64).reshape([len(where.columns[at].values) for at in union])
        for columns in wanted:
            if set(columns) <= set(union):
                yield columns, cube.sum(axis=tuple(axis for axis, at in enumerate(union) if at not in columns))
        wanted = [columns for columns in wanted if not set(columns) <= set(union)]


def _values(where: Space, columns: tuple[int, ...]) -> int:
    return prod(len(where.columns[at].values) for at in columns)


def _alone(columns: tuple[int, ...], cube: Floats, ladders: list[_Ladder], *, least: int, want: Name) -> _Lost:
    heights = tuple(ladder.height for ladder in ladders)
    coarse = _along([ladder.labels for ladder in ladders], cube)
    small = _along([ladder.sums for ladder in ladders], np.where(coarse < least, coarse, 0.0))
    plain = [slice(0, height) for height in heights]
    classes = np.zeros((2, *heights))
    if want == "aecs":
        levels = [ladder.sums[: ladder.height] for ladder in ladders]
        classes = np.array([_along(levels, coarse // least), _along(levels, (coarse >= least).astype(np.float64))])
    dearer = [
        small[*plain[:place], slice(height, 2 * height), *plain[place + 1 :]]
        for place, height in enumerate(heights if want == "loss" else ())
    ]
    # A float of 24 bits may round up what is a bound from below: a little less is still one.
    return _Lost(
        columns=columns, rows=small[*plain].astype(np.float32) * np.float32(1 - 1e-6),
        dearer=tuple(each.astype(np.float32) * np.float32(1 - 1e-6) for each in dearer), classes=classes,
    )  # fmt: skip


def _along(matrices: Sequence[Floats], found: Floats) -> Floats:
    """Multiply each axis by its matrix: the first axis is done and goes to the end, until all are in order again."""
    for matrix in matrices:
        found = (matrix @ found.reshape(found.shape[0], -1)).T.reshape(*found.shape[1:], len(matrix))
    return found


def _fewer(where: Space, total: Floats | None, found: _Lost) -> Floats:
    """Lower the number of classes to what the three columns leave possible, with and without the other columns."""
    rest = np.ones(where.heights)
    for at, column in enumerate(where.columns):
        if at not in found.columns:
            rest = rest * spread(where.heights, at, np.array([float(len(names)) for names in column.labels]))
    ways = _over(len(where.heights), found.columns, found.classes[0])
    most = np.minimum(ways, _over(len(where.heights), found.columns, found.classes[1]) * rest)
    return most if total is None else np.minimum(total, most)


def _over(dimensions: int, columns: tuple[int, ...], found: Floats) -> Floats:
    shape = [1] * dimensions
    for at, size in zip(columns, found.shape, strict=True):
        shape[at] = size
    return found.reshape(shape)
