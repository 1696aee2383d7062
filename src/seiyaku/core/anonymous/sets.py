"""
k^m-anonymity of sets (Terrovitis, Mamoulis and Kalnis 2008): whoever knows m items of somebody finds k persons.

A person's rows hold one item each (a service used, a place visited). Persons are compared where all their other
quasi-identifiers are alike. A class is then one item in one such group; it is left out where a combination that it is
in is too rare. Of each rare combination the item that fewest have goes (of several such the last in order); small
combinations are looked at first, and what went with them is not looked at again.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from seiyaku.core.errors import InputError

from .classes import Classes
from .models import Flags, Whole
from .packing import Ints
from .tables import beginnings, keyed, renumbered

MOST_COMBINATIONS = 200_000_000


@dataclass(frozen=True, slots=True)
class SetAnonymity(Whole):
    """Each combination of up to m items that somebody has is had by k persons; `items` is the place of their column."""

    merges: ClassVar[bool] = False
    items: int
    m: int
    k: int

    def __post_init__(self) -> None:
        for name, number in (("m", self.m), ("k", self.k)):
            if number < 1:
                raise InputError(f"k^m {name}", str(number), "1 or more")

    def failing(self, found: Classes) -> Flags:
        """Tell which items, in which groups, make a combination too rare. Raises InputError: too many combinations."""
        owner, item = _holdings(found, self.items)
        support = np.bincount(item, minlength=found.count)
        failing = support < self.k
        for size in range(2, self.m + 1):
            stay = ~failing[item]
            for_all, counts = _combinations(owner[stay], item[stay], size)
            rare = for_all[:, counts < self.k]
            if rare.shape[1]:
                # Of the fewest, the last: a the rows are read from the end.
                least = (support[rare][::-1]).argmin(axis=0)
                failing[rare[::-1][least, np.arange(rare.shape[1])]] = True
        return np.asarray(failing & found.there)

    def say(self) -> str:
        """Return the notation."""
        return f"{self.k}^{self.m}-anonymity"


def _holdings(found: Classes, items: int) -> tuple[Ints, Ints]:
    """Return, once each, who (a person in one group) holds which class; sorted by both."""
    table, where = found.table, found.where
    here = np.flatnonzero(table.weights[0] > 0)
    parts = [
        (table.labels(at)[here], column.size(level))
        for at, (column, level) in enumerate(zip(where.columns, table.levels, strict=True))
        if at != items
    ]
    person = table.fixed[0][here]
    owner, many = renumbered(keyed([*parts, (person, int(person.max(initial=0)) + 1)], len(here))[0])
    key, _ = keyed([(owner, many), (found.of[here], max(found.count, 1))], len(here))
    order = np.argsort(key, kind="stable")
    order = order[beginnings(key[order])]
    return owner[order], found.of[here][order]


def _combinations(owner: Ints, item: Ints, size: int) -> tuple[Ints, Ints]:
    """Return the combinations of `size` items that somebody has (size x combinations), and how many have each."""
    ends = np.searchsorted(owner, owner, side="right")
    last = np.arange(len(owner))
    chosen = item[last].reshape(1, -1)
    for _ in range(size - 1):
        more = ends[last] - last - 1
        if int(more.sum()) > MOST_COMBINATIONS:
            raise InputError(
                "k^m", f"{int(more.sum()):,} combinations", f"at most {MOST_COMBINATIONS:,}: cap histories"
            )
        first = np.repeat(np.cumsum(more) - more, more)
        chosen = np.repeat(chosen, more, axis=1)
        last = np.repeat(last, more) + 1 + np.arange(len(first)) - first
        chosen = np.concatenate((chosen, item[last].reshape(1, -1)))
    width = int(item.max(initial=0)) + 1
    key, _ = keyed([(row, width) for row in chosen], chosen.shape[1])
    _, at, counts = np.unique(key, return_index=True, return_counts=True)
    return chosen[:, at], counts
