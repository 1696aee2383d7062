"""
What a generalisation costs (有用性の損失). Lower is better; each metric bounds a node from below without looking at it.

* loss             geometric mean over columns of the share of a column's values that a label stands for (Iyengar 2002)
* entropy          non-uniform entropy (Gionis and Tassa 2009); what is suppressed costs its entropy besides
* aecs             average class size; all suppressed rows together are one class more (LeFevre et al. 2006)
* discernibility   sum of squared class sizes; a suppressed row costs the whole table (Bayardo and Agrawal 2005)
* precision        mean height of the labels as a share of the hierarchies' heights (Sweeney 2002); suppressed: the top

A column's loss is rounded to ten places before the columns are put together, so that equal tables have equal values.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np

from .classes import Classes, Floats
from .models import Flags
from .packing import Ints, Levels
from .tables import Space

Name = Literal["loss", "entropy", "aecs", "discernibility", "precision"]
PLACES = 10


@dataclass(frozen=True, eq=False)
class Margins:
    """What can be said of each column alone: how often each label of each level occurs, and what that costs."""

    where: Space

    @cached_property
    def counts(self) -> list[list[Ints]]:
        """Return the rows by label, for each column and level."""
        cells = self.where.cells
        return [
            [
                np.bincount(up, weights=values[: len(up)], minlength=column.size(level)).astype(np.int64)
                for level, up in enumerate(column.up)
            ]
            for column, values in zip(
                self.where.columns, cells.packing.margins(cells.packs, cells.weights[0]), strict=True
            )
        ]

    @cached_property
    def stood_for(self) -> list[list[int]]:
        """Return, for each column and level, the sum over rows of the values their label stands for."""
        return [
            [int((rows * leaves).sum()) for rows, leaves in zip(levels, column.leaves, strict=True)]
            for column, levels in zip(self.where.columns, self.counts, strict=True)
        ]

    @cached_property
    def disorder(self) -> list[float]:
        """Return the bits that each column's values tell of a row."""
        shares = [levels[0][levels[0] > 0] / max(self.where.rows, 1) for levels in self.counts]
        return [float(-(each * np.log2(each)).sum()) for each in shares]

    @cached_property
    def entropies(self) -> list[list[float]]:
        """Return, for each column and level, the bits that its labels hide of its values."""
        found = []
        for column, levels in zip(self.where.columns, self.counts, strict=True):
            values = levels[0]
            seen = values > 0
            each = [
                values[seen] * np.log2(rows[up][seen] / values[seen])
                for rows, up in zip(levels, column.up, strict=True)
            ]
            found.append([float(bits.sum()) for bits in each])
        return found


def value(metric: Name, found: Classes, kept: Flags, margins: Margins) -> float:
    """Return what the node costs when only the classes `kept` are released."""
    return _VALUES[metric](found, kept, margins)


def loss_of_column(stood_for: float, suppressed: float, rows: int, values: int) -> float:
    """Return one column's loss, from 0 (as it was) to 1 (nothing left)."""
    least = rows / values
    if rows == least:
        return 0.0
    return round(max((stood_for / values + suppressed - least) / (rows - least), 0.0), PLACES)


def _loss(found: Classes, kept: Flags, margins: Margins) -> float:
    where, levels = found.where, found.table.levels
    entries, gone = _released(found, kept)
    left = None if entries is None else _margins(found, entries)
    product = 1.0
    for at in where.counted:
        column, level = where.columns[at], levels[at]
        if left is None:
            stood_for = margins.stood_for[at][level]
        else:
            stood_for = int((column.leaves[level][column.up[level]] * left[at]).sum())
        product *= 1 + loss_of_column(stood_for, gone, where.rows, len(column.values))
    return float(product ** (1 / max(len(where.counted), 1)) - 1)


def _entropy(found: Classes, kept: Flags, margins: Margins) -> float:
    where, levels = found.where, found.table.levels
    entries, gone = _released(found, kept)
    total = 0.0
    out = _margins(found, ~entries) if entries is not None and gone else None
    for at in where.counted:
        column, level = where.columns[at], levels[at]
        bits = margins.entropies[at][level]
        if out is not None:
            lost = np.bincount(column.up[level], weights=out[at])
            lost = lost[lost > 0]
            bits -= float((lost * np.log2(lost / gone)).sum())
        total += round(bits, PLACES)
    return total


def _aecs(found: Classes, kept: Flags, margins: Margins) -> float:
    del margins
    released = int(np.count_nonzero(kept & found.there))
    some = bool((found.there & ~kept).any())
    return found.where.rows / max(released + some, 1)


def _discernibility(found: Classes, kept: Flags, margins: Margins) -> float:
    del margins
    sizes = found.sizes.astype(np.float64)
    return float((sizes[kept] ** 2).sum() + sizes[~kept].sum() * found.where.rows)


def _precision(found: Classes, kept: Flags, margins: Margins) -> float:
    del margins
    where = found.where
    rows = max(where.rows, 1)
    gone = int(found.sizes[~kept].sum())
    return mean_height(where, found.table.levels) * (rows - gone) / rows + gone / rows


def mean_height(where: Space, levels: Levels) -> float:
    """Return the mean over columns of the level as a share of the highest."""
    shares = [levels[at] / max(where.columns[at].height - 1, 1) for at in where.counted]
    return sum(shares) / max(len(shares), 1)


def _released(found: Classes, kept: Flags) -> tuple[Flags | None, int]:
    """Return which entries are released (None: all) and how many rows are not."""
    if kept.all():
        return None, 0
    return kept[found.of], int(found.sizes[~kept].sum())


def _margins(found: Classes, entries: Flags) -> list[Ints]:
    """Return, of some entries, the rows by value that stands for its label, for each column."""
    table = found.table
    return table.packing.margins(tuple(each[entries] for each in table.packs), table.weights[0][entries])


_VALUES: dict[Name, Callable[[Classes, Flags, Margins], float]] = {
    "loss": _loss,
    "entropy": _entropy,
    "aecs": _aecs,
    "discernibility": _discernibility,
    "precision": _precision,
}


def spread(heights: Levels, column: int, values: Floats) -> Floats:
    """Shape one column's values by level so that they fit every node of the lattice."""
    shape = [1] * len(heights)
    shape[column] = len(values)
    return np.asarray(values).reshape(shape)
