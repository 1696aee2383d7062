"""
Local recoding (局所的再符号化): what the best node leaves out gets a node of its own, and so on, round by round.

Each round is a full-domain search over the rows still left. Every class it keeps fulfils the models by itself; where
the same labels come from two rounds, only models that merging keeps are allowed.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from seiyaku.core.errors import InputError

from .packing import Ints
from .search import Node, Outcome, Wanted, search
from .tables import Space, labels_of, reduced, renumbered

if TYPE_CHECKING:
    from collections.abc import Sequence

AT_LEAST = 0.05


def recoded(where: Space, first: Outcome, wanted: Wanted, *, rounds: int) -> list[tuple[Space, Node]]:
    """
    Return the spaces and nodes of all rounds.

    Each round but the last must place a twentieth of the rows left; the last suppresses what the ask allows.

    Raises:
        InputError: a model that a merging of two classes that fulfil it may break.
    """
    merging = all(model.mixing and getattr(model, "merges", True) for model in wanted.models)
    if not merging or wanted.limits:
        raise InputError("local recoding", "a model of the table as a whole", "models of single classes that add up")
    found = [] if first.best is None else [(where, first.best)]
    here = where
    while found and len(found) < rounds:
        here = left_over(*found[-1])
        if not here.rows:
            break
        most = max(int(here.rows * (1 - AT_LEAST)), min(wanted.suppressed, here.rows - 1))
        outcome = search(here, replace(wanted, suppressed=most))
        if outcome.best is None or not outcome.best.kept.any():
            break
        found.append((here, outcome.best))
    return found


def left_over(where: Space, node: Node) -> Space:
    """Return the space of the rows that a node suppresses."""
    loose = where.cells.only(~node.kept[classes_of_cells(where, node)])
    return replace(where, cells=reduced(loose, loose.levels), rows=int(loose.weights[0].sum()))


def classes_of_cells(where: Space, node: Node) -> Ints:
    """Return the class of each cell of the source at a node, numbered as the node numbers them."""
    return renumbered(labels_of(where.cells, node.levels)[0])[0]


def granularity(where: Space, nodes: Sequence[Node]) -> float:
    """Return the mean share of detail that is left over all cells of the table (1: as it was; 0: nothing)."""
    total, counted = 0.0, where.counted
    for node in nodes:
        table = node.found.table
        entries = node.kept[node.found.of]
        rows = table.weights[0][entries]
        for at in counted:
            column, level = where.columns[at], node.levels[at]
            under = column.leaves[level][table.labels(at)[entries]]
            total += float((rows * (1 - (under - 1) / max(len(column.values) - 1, 1))).sum())
    return total / max(where.rows * len(counted), 1)
