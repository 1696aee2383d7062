"""
The nodes around a release in the lattice (束): one level finer or coarser in one column, what each would cost, and why
one that does not do fails.

Counts of rows and groups only; no label and no value of anybody.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from seiyaku.core.anonymous.classes import Classes
    from seiyaku.core.anonymous.models import Flags
    from seiyaku.core.anonymous.search import Looker

    from .running import Made


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """A model that a node does not fulfil: how it is written, and how many groups and rows do not."""

    model: str
    groups: int
    rows: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbour:
    """
    A node. `step`: which column and which way (0: the release itself). `value` and `risk` (average) are those of the
    rows that would be left; `smallest` is the smallest group before any row is left out, `stays` that of the groups
    that stay (0: it does not do); both count persons, where a row says whose it is. `over`: how many more rows it would
    have to leave out than it may. Beside earlier releases a group is what they and this one together tell apart.
    """

    levels: dict[str, int]
    column: str
    step: int
    stands: bool
    value: float
    risk: float
    smallest: int
    left_out: int
    over: int
    stays: int = 0
    failures: tuple[Failure, ...] = ()


def around(made: Made) -> tuple[Neighbour, ...]:
    """Return the release's own node, then its neighbours: finer ones first, in the order of the columns."""
    from seiyaku.core.anonymous.metrics import Margins
    from seiyaku.core.anonymous.search import Looker

    where, best = made.found.where, made.found.best.levels
    looker = Looker(where, made.found.wanted, Margins(where))
    steps = [
        (at, step)
        for step in (-1, 1)
        for at in where.counted
        if 0 <= best[at] + step < where.columns[at].height
    ]  # fmt: skip
    return tuple(_looked(looker, best, at, step) for at, step in [(-1, 0), *steps])


def _looked(looker: Looker, best: tuple[int, ...], at: int, step: int) -> Neighbour:
    from seiyaku.core.anonymous.metrics import value

    levels = tuple(level + step * (place == at) for place, level in enumerate(best))
    node = looker.look(levels)
    found, where = node.found, looker.where
    failures, kept = ((), node.kept) if node.stands else _why(looker, found)
    cost = node.value if node.stands else value(looker.wanted.metric, found, kept | ~found.there, looker.margins)
    left = kept & found.there
    people, out = int(found.persons[left].sum()), where.rows - int(found.sizes[left].sum())
    return Neighbour(
        levels={column.name: level for column, level in zip(where.columns, levels, strict=True) if column.counted},
        column=where.columns[at].name if step else "",
        step=step,
        stands=node.stands,
        value=float(cost),
        risk=int(left.sum()) / people if people else 0.0,
        smallest=int(found.persons[found.there].min(initial=where.rows)),
        left_out=out,
        over=max(out - looker.wanted.suppressed, 0),
        stays=int(found.persons[left].min(initial=where.rows)) if node.stands and left.any() else 0,
        failures=failures,
    )


def _why(looker: Looker, found: Classes) -> tuple[tuple[Failure, ...], Flags]:
    """Return what a node fails, and which of its groups would be left."""
    from seiyaku.core.anonymous.overall import enforced

    wanted, there, told = looker.wanted, found.there, []
    kept = there.copy()
    for model in wanted.models:
        failing = model.failing(found) & there
        if failing.any():
            told.append(
                Failure(model=model.say(), groups=int(failing.sum()), rows=int(found.sizes[failing].sum()))
            )  # fmt: skip
        kept &= ~failing
    broken = [limit for limit in wanted.limits if not limit.holds(found.sizes[kept])]
    if broken:
        before = kept
        kept = enforced(wanted.limits, found.sizes, kept, looker.where.rows)
        gone = before & ~kept
        told += [
            Failure(model=limit.say(), groups=int(gone.sum()), rows=int(found.sizes[gone].sum())) for limit in broken
        ]
    return tuple(told), kept
