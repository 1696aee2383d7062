"""
The classes (equivalence classes, 同値類) of a table at one node: who cannot be told apart, and what is held on them.

Unlinked, a class is the rows with the same labels; persons in it are counted once however many rows they have.
Linked, the rows of a person stay recognisable as one person's: a class is then the persons with the same bag of rows.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from .packing import Ints
from .tables import Space, Table, beginnings, grouped, keyed, renumbered

Floats = NDArray[np.float64]
CELLS_AT_ONCE = 1 << 22


@dataclass(frozen=True, kw_only=True, eq=False)
class Classes:
    """
    The classes of `table`, numbered; `of` gives each entry's class.

    Sums are over entries; `sizes` counts rows. A class without rows (known from the population only) is no class of the
    release: `there` says which are.
    """

    where: Space
    table: Table
    of: Ints
    count: int

    @cached_property
    def sizes(self) -> Ints:
        """Return the rows of each class."""
        return self._sum(self.table.weights[0])

    @cached_property
    def there(self) -> NDArray[np.bool_]:
        """Tell which classes have rows."""
        return self.sizes > 0

    @cached_property
    def population(self) -> Ints:
        """Return how many of the population have each class's labels."""
        return self._sum(self.table.weights[1])

    @cached_property
    def persons(self) -> Ints:
        """Return the distinct persons of each class; the rows where no person is named."""
        if self.where.person is None:
            return self.sizes
        here = np.flatnonzero(self.table.weights[0] > 0)
        whose, of = self.table.fixed[0][here], self.of[here]
        key, _ = keyed([(of, self.count), (whose, self.where.person.size)], len(here))
        return np.bincount(of[np.unique(key, return_index=True)[1]], minlength=self.count)

    def histograms(self, sensitive: int) -> Iterator[tuple[slice, Floats]]:
        """Yield runs of classes and, for each, the rows (classes x values) by value of one sensitive column."""
        at = sensitive + (self.where.person is not None)
        size = self.where.sensitive[sensitive].size
        step = max(CELLS_AT_ONCE // max(size, 1), 1)
        order = np.argsort(self.of, kind="stable")
        of, codes = self.of[order], self.table.fixed[at][order]
        weights = self.table.weights[0][order].astype(np.float64)
        for begin in range(0, self.count, step):
            end = min(begin + step, self.count)
            run = slice(*np.searchsorted(of, (begin, end)))
            found = np.bincount(
                (of[run] - begin) * size + codes[run], weights=weights[run], minlength=(end - begin) * size
            )
            yield slice(begin, end), found.astype(np.float64).reshape(end - begin, size)

    def _sum(self, weight: Ints) -> Ints:
        if self.where.linked:
            return np.bincount(self.of, weights=weight, minlength=self.count).astype(np.int64)
        return self.table.total(weight)


def classes(where: Space, table: Table) -> Classes:
    """Return the classes of a table."""
    if not where.linked:
        return Classes(where=where, table=table, of=table.class_of, count=table.classes)
    of, count = _bags(table)
    return Classes(where=where, table=table, of=of, count=count)


def whole(where: Space, sensitive: int) -> Floats:
    """Return how the values of a sensitive column are spread over the whole source (shares that sum to 1)."""
    at = sensitive + (where.person is not None)
    size = where.sensitive[sensitive].size
    found = np.bincount(where.cells.fixed[at], weights=where.cells.weights[0], minlength=size)
    return np.asarray(found / max(found.sum(), 1))


def _bags(table: Table) -> tuple[Ints, int]:
    """Number each entry by its person's bag of (labels, how often): equal bags, equal numbers."""
    person = table.fixed[0]
    key, width = keyed([(person, int(person.max(initial=0)) + 1), (table.class_of, table.classes)], len(person))
    order, _ = grouped(key, width)
    firsts = beginnings(person[order])
    lengths = np.diff(firsts, append=len(order))
    token, tokens = _tokens(table, order)
    rank = np.zeros(len(firsts), dtype=np.int64)
    for step in range(int(lengths.max(initial=0))):
        going = lengths > step
        rank[going] = rank[going] * tokens + token[firsts[going] + step] + 1
        rank, _ = renumbered(rank * 2 + going)
    of = np.empty(len(order), dtype=np.int64)
    of[order] = np.repeat(rank, lengths)
    return of, int(rank.max(initial=-1)) + 1


def _tokens(table: Table, order: Ints) -> tuple[Ints, int]:
    rows = table.weights[0]
    key, _ = keyed([(table.class_of, table.classes), (rows, int(rows.max(initial=0)) + 1)], len(rows))
    key, width = renumbered(key)
    return key[order], width
