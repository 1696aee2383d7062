"""The heuristic for lattices too large to hold: down from the top, one level at a time, never proven."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .packing import Levels
    from .search import Looker, Node


def descend(looker: Looker) -> Node | None:
    """Go down from the top by whichever step leaves the cheapest node that stands, until none does or time is up."""
    here = looker.look(tuple(height - 1 for height in looker.where.heights))
    if not here.stands:
        return looker.best
    while not looker.wanted.late():
        steps = [looker.look(levels) for levels in _below(here.levels)]
        standing = [node for node in steps if node.stands]
        if not standing:
            break
        here = min(standing, key=lambda node: (node.value, sum(node.levels), node.levels))
        looker.wanted.watch(looker.checked, here.value, None)
    return looker.best


def _below(levels: Levels) -> list[Levels]:
    return [(*levels[:at], level - 1, *levels[at + 1 :]) for at, level in enumerate(levels) if level]
