"""
The best full-domain generalisation with a limit on suppression, proven.

Nodes are taken in the order of what they cost at least; the search is over when that reaches the best found. A node
that fails in a way that only coarser tables mend tells the same of everything below it: the cheapest path upwards is
searched by halves for the last node that fails so, and all below that is tagged. Ties go to the lowest levels, then to
the order of the columns.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from math import prod

import numpy as np
from numpy.typing import NDArray

from .bounds import Bounds, bounds
from .classes import Classes, classes
from .metrics import Margins, Name, value
from .models import Flags, Model, refuse_unfit
from .overall import Limit, enforced
from .packing import Levels
from .tables import Space, Table, reduced

SAME = 1e-10
CLOSELY_FROM = 20_000
TABLES_KEPT = 192
CELLS_KEPT = 1 << 22
AT_ONCE = 8192
# From a table of fewer cells the way to a coarser one is not worth a stop.
STOPS_FROM, MOST_STOPS = 1 << 12, 1
MOST_NODES = 10_000_000
# Told how many nodes were looked at, the best value so far, and what any other costs at least (None: not known).
Watch = Callable[[int, float | None, float | None], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is asked: the models, the rows that may be suppressed, the metric, and when to stop."""

    models: tuple[Model, ...]
    limits: tuple[Limit, ...] = ()
    suppressed: int = 0
    metric: Name = "loss"
    late: Callable[[], bool] = field(default=lambda: False)
    watch: Watch = field(default=lambda _checked, _best, _least: None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sofar:
    """
    What an unfinished search knows: nodes that failed so that all below them fail, others it looked at, and its best.

    It is of use for the same table and the same ask only.
    """

    failed: tuple[Levels, ...]
    looked: tuple[Levels, ...]
    best: Levels | None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Node:
    """One node looked at: whether it will do, what it costs, and its classes."""

    levels: Levels
    stands: bool
    mendable: bool
    found: Classes
    kept: Flags
    value: float = float("inf")

    @property
    def suppressed(self) -> int:
        """Return the rows that are not released."""
        return int(self.found.sizes[~self.kept].sum())

    @property
    def sizes(self) -> NDArray[np.int64]:
        """Return the rows of each class that is released."""
        return self.found.sizes[self.kept]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """
    What the search found.

    `gap` is how much better, as a share of the value, another node might be: 0 when the optimum is proven.
    """

    best: Node | None
    nodes: int
    checked: int
    proven: bool
    gap: float
    method: str
    sofar: Sofar | None = None


class Looker:
    """Looks at nodes, each from the smallest table at hand that is finer; keeps the best, and count of the looks."""

    def __init__(self, where: Space, wanted: Wanted, margins: Margins) -> None:
        refuse_unfit(wanted.models, where)
        self.where, self.wanted, self.margins = where, wanted, margins
        self.least = max((model.least for model in wanted.models), default=1)
        steady = all(model.mixing for model in wanted.models) and all(limit.mixing for limit in wanted.limits)
        self.mends = wanted.suppressed == 0 and steady
        self.best: Node | None = None
        self.checked = 0
        self._order = sorted(range(len(where.heights)), key=lambda at: margins.disorder[at], reverse=True)
        self._passed: dict[Levels, int] = {}
        self._lowest: Levels = (0,) * len(where.heights)
        self._tables: list[Table] = [where.cells]
        self._levels = np.zeros((1, len(where.heights)), dtype=np.int8)
        self._entries = np.array([where.cells.entries])
        self._cells, self._room = 0, max(CELLS_KEPT, 2 * where.cells.entries)

    def never_below(self, levels: Levels) -> None:
        """Take note that nodes at or above these levels will be looked at, and no others: from a table made there."""
        self._lowest = levels
        self._table(levels)

    def look(self, levels: Levels, at_least: float = 0.0) -> Node:
        """Look at one node; its value is worked out only if, costing `at_least` so much, it might be the best."""
        self.checked += 1
        needless = self.best is not None and at_least > self.best.value + same(self.best.value)
        node = self._judged(classes(self.where, self._table(levels)), needless=needless)
        if node.stands and (self.best is None or better(node, self.best)):
            self.best = node
        return node

    def _judged(self, found: Classes, *, needless: bool) -> Node:
        most, levels = self.wanted.suppressed, found.table.levels
        small = found.sizes < self.least
        if int(found.sizes[small].sum()) > most:
            return Node(levels=levels, stands=False, mendable=True, found=found, kept=~small)
        kept = found.there & ~small
        for model in sorted(self.wanted.models, key=lambda model: not model.firm):
            kept &= ~model.failing(found)
            if int(found.sizes[~kept].sum()) > most:
                return Node(levels=levels, stands=False, mendable=model.firm or self.mends, found=found, kept=kept)
        if self.wanted.limits:
            kept = enforced(self.wanted.limits, found.sizes, kept, most)
            if int(found.sizes[~kept].sum()) > most:
                return Node(levels=levels, stands=False, mendable=self.mends, found=found, kept=kept)
        # Classes that only the population knows are nothing that could be left out.
        kept = kept | ~found.there
        cost = float("inf") if needless else value(self.wanted.metric, found, kept, self.margins)
        return Node(levels=levels, stands=True, mendable=False, found=found, kept=kept & found.there, value=cost)

    def _table(self, levels: Levels) -> Table:
        finer = np.flatnonzero((self._levels <= np.array(levels, dtype=np.int8)).all(axis=1))
        source: Table = self._tables[finer[self._entries[finer].argmin()]]
        for lowest in self._stops(levels):
            if source.entries < STOPS_FROM:
                break
            stop = tuple(map(max, lowest, source.levels))
            self._passed[stop] = self._passed.get(stop, 0) + 1
            if self._passed[stop] == 2 and stop not in {source.levels, levels}:
                source = self._made(source, stop)
        return source if source.levels == levels else self._made(source, levels)

    def _stops(self, levels: Levels) -> Iterator[Levels]:
        """
        Yield tables on the way: the few columns that tell most at their levels already, one after another.

        A stop is made when it is passed the second time, once; what lies above is reached from fewer cells then.
        """
        here = list(self._lowest)
        for at in self._order[:MOST_STOPS]:
            here[at] = levels[at]
            yield tuple(here)

    def _made(self, source: Table, levels: Levels) -> Table:
        made = reduced(source, levels)
        self._keep(made)
        return made

    def _keep(self, table: Table) -> None:
        if len(self._tables) >= TABLES_KEPT or self._cells + table.entries > self._room:
            half = len(self._tables) // 2
            self._tables = [self.where.cells, *self._tables[1 + half :]]
            self._levels = np.concatenate((self._levels[:1], self._levels[1 + half :]))
            self._entries = np.concatenate((self._entries[:1], self._entries[1 + half :]))
            self._cells = sum(each.entries for each in self._tables[1:])
        if table.entries <= self._room:
            self._tables.append(table)
            self._levels = np.concatenate((self._levels, np.array([table.levels], dtype=np.int8)))
            self._entries = np.append(self._entries, table.entries)
            self._cells += table.entries


def search(where: Space, wanted: Wanted, *, exhaustive_up_to: int = MOST_NODES, sofar: Sofar | None = None) -> Outcome:
    """
    Find the best node that fulfils the models, going on from what an earlier search knew.

    Above `exhaustive_up_to` nodes a heuristic is used, and said so in `method`.
    """
    from .descent import descend

    nodes = prod(where.heights)
    looker = Looker(where, wanted, Margins(where))
    if nodes > exhaustive_up_to:
        best = descend(looker)
        return Outcome(best=best, nodes=nodes, checked=looker.checked, proven=False, gap=1.0, method="heuristic")
    lattice = _Lattice(looker, nodes)
    if sofar is not None:
        lattice.resume(sofar)
    left = lattice.run()
    best = looker.best
    gap = 0.0 if left is None else 1.0 if best is None else max(0.0, 1 - left / best.value) if best.value else 0.0
    return Outcome(
        best=best, nodes=nodes, checked=looker.checked, proven=left is None, gap=gap, method="optimal",
        sofar=None if left is None else lattice.sofar(),
    )  # fmt: skip


class _Lattice:
    """The whole lattice as arrays: bounds, and which nodes are settled."""

    def __init__(self, looker: Looker, nodes: int) -> None:
        wanted, where = looker.wanted, looker.where
        self.looker, self.heights = looker, where.heights
        closely = wanted.suppressed > 0 and (nodes >= CLOSELY_FROM or (where.cells.entries * nodes > 1 << 26))
        self.bounds: Bounds = bounds(
            wanted.metric, looker.margins, least=looker.least, most=wanted.suppressed, closely=closely
        )
        self.failed = self.bounds.hopeless
        self.settled = self.failed.copy()
        self.hopeful = False
        self.cost = self.bounds.cost
        self.knew = Sofar(failed=(), looked=(), best=None)
        self.mended: list[Levels] = []
        self.looked: list[Levels] = []

    def resume(self, known: Sofar) -> None:
        """Take over what an earlier search knew; its best is looked at again, for its value."""
        for levels in known.looked:
            self.settled[levels] = True
        for levels in known.failed:
            self._tag_below(levels)
        self.knew = known
        if known.best is not None:
            self.looker.look(known.best)

    def sofar(self) -> Sofar:
        """Return what is known by now."""
        best = self.looker.best
        return Sofar(
            failed=(*self.knew.failed, *self.mended), looked=(*self.knew.looked, *self.looked),
            best=None if best is None else best.levels,
        )  # fmt: skip

    def run(self) -> float | None:
        """Search; return None when the best is proven, else what the nodes left cost at least."""
        top = tuple(height - 1 for height in self.heights)
        if self._settle(top).mendable:
            return None
        self.looker.never_below(self._lowest())
        for at, place in self._open():
            if self.looker.best is not None and at > self.looker.best.value + same(self.looker.best.value):
                return None
            best = None if self.looker.best is None else self.looker.best.value
            self.looker.wanted.watch(self.looker.checked, best, at)
            if self.looker.wanted.late():
                return at
            levels = tuple(int(level) for level in np.unravel_index(place, self.heights))
            self._tag_above(levels)
        return None

    def _lowest(self) -> Levels:
        """Return the lowest level of each column that a node not settled yet has."""
        axes = range(len(self.heights))
        others = [tuple(axis for axis in axes if axis != at) for at in axes]
        return tuple(int((~self.settled.all(axis=rest)).argmax()) for rest in others)

    def _open(self) -> Iterator[tuple[float, int]]:
        """Yield the nodes not settled by then, with their bounds: cheapest first, then lowest, then in column order."""
        sums = np.zeros(self.heights, dtype=np.int16)
        for axis, height in enumerate(self.heights):
            shape = [1] * len(self.heights)
            shape[axis] = height
            sums += np.arange(height, dtype=np.int16).reshape(shape)
        flat, settled = self.cost.ravel(), self.settled.reshape(-1)
        alive = np.flatnonzero(~settled)
        order = alive[np.lexsort((sums.ravel()[alive], flat[alive]))]
        for begin in range(0, len(order), AT_ONCE):
            some = order[begin : begin + AT_ONCE]
            for place in some[~settled[some]]:
                if not settled[place]:
                    yield float(flat[place]), int(place)

    def _settle(self, levels: Levels) -> Node:
        node = self.looker.look(levels, float(self.cost[levels]))
        self.settled[levels] = True
        if node.mendable:
            self._tag_below(levels)
        (self.mended if node.mendable else self.looked).append(levels)
        return node

    def _tag_below(self, levels: Levels) -> None:
        below = tuple(slice(0, level + 1) for level in levels)
        self.settled[below] = self.failed[below] = True

    def _tag_above(self, levels: Levels) -> None:
        """Find by halves the last node on the cheapest way up that fails mendably; all below it is settled then."""
        if self.hopeful and not self._settle(levels).mendable:
            return
        path = [levels, *self._way_up(levels)]
        low, high = 0, len(path)
        while low < high:
            middle = (low + high) // 2
            if self.failed[path[middle]] or (not self.settled[path[middle]] and self._settle(path[middle]).mendable):
                low = middle + 1
            else:
                high = middle
        # Where this node stood, the next most likely does: it is looked at before its way up.
        self.hopeful = low == 0

    def _way_up(self, levels: Levels) -> Iterator[Levels]:
        while True:
            steps = [
                (*levels[:at], level + 1, *levels[at + 1 :])
                for at, level in enumerate(levels)
                if level + 1 < self.heights[at]
            ]
            if not steps:
                return
            levels = min(steps, key=lambda step: float(self.cost[step]))
            yield levels


def same(cost: float) -> float:
    """Return how far apart two costs may be and still be the same."""
    return SAME * max(1.0, abs(cost))


def better(one: Node, other: Node) -> bool:
    """Tell whether a node is better: cheaper, or as cheap and lower, or as low and earlier in column order."""
    if abs(one.value - other.value) > same(other.value):
        return one.value < other.value
    return (sum(one.levels), one.levels) < (sum(other.levels), other.levels)
