"""
t-closeness (Li, Li and Venkatasubramanian 2007): a class tells little about its people beyond what the table tells.

The distance is the earth mover's: equal (all values alike far), ordered (neighbours near), tree (by common ancestor).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from seiyaku.core.errors import InputError

from .classes import Classes, Floats, whole
from .hierarchies import Hierarchy
from .models import SLACK, Flags, Whole


@dataclass(frozen=True, slots=True)
class TCloseness(Whole):
    """The values of each class are within t of the table's; `tree` is the sensitive column's hierarchy."""

    column: int
    t: float
    kind: Literal["equal", "ordered", "tree"] = "equal"
    tree: Hierarchy | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.t <= 1:
            raise InputError("t-closeness", str(self.t), "from 0 to 1")
        if (self.kind == "tree") != (self.tree is not None):
            raise InputError("t-closeness", self.kind, "tree with a hierarchy of the sensitive column")
        if self.tree is not None and self.tree.size(self.tree.height - 1) > 1:
            raise InputError(
                "t-closeness", f"a hierarchy of {self.tree.name!r} with several ends", "one that ends in *"
            )

    def failing(self, found: Classes) -> Flags:
        """Tell which classes are farther than t from the table."""
        overall = whole(found.where, self.column)
        failing = np.zeros(found.count, dtype=bool)
        for run, counts in found.histograms(self.column):
            failing[run] = distances(self.kind, counts, overall, self.tree) > self.t + SLACK
        return failing

    def say(self) -> str:
        """Return the notation."""
        return f"{self.kind} t = {self.t:g}"


def distances(kind: str, counts: Floats, overall: Floats, tree: Hierarchy | None = None) -> Floats:
    """Return the earth mover's distance of each class (a row of counts) from the whole; an empty class is at 0."""
    rows = counts.sum(axis=1, keepdims=True)
    more = np.where(rows > 0, counts / np.maximum(rows, 1) - overall, 0.0)
    if kind == "equal":
        return np.asarray(np.abs(more).sum(axis=1) / 2)
    if kind == "ordered":
        return np.asarray(np.abs(np.cumsum(more, axis=1)).sum(axis=1) / max(len(overall) - 1, 1))
    if tree is None:
        raise ValueError("a tree distance without its tree")
    return _climb(more, tree)


def _climb(more: Floats, tree: Hierarchy) -> Floats:
    """Pair what is too much with what is too little under each node, from the leaves up; higher nodes cost more."""
    top = tree.height - 1
    cost = np.zeros(len(more))
    for level in range(1, tree.height):
        ends = np.zeros(tree.size(level - 1), dtype=np.int64)
        ends[tree.up[level - 1]] = tree.up[level]
        into = np.zeros((tree.size(level - 1), tree.size(level)))
        into[np.arange(len(ends)), ends] = 1
        much, little = np.maximum(more, 0) @ into, np.maximum(-more, 0) @ into
        cost += np.minimum(much, little).sum(axis=1) * level / top
        more = more @ into
    return cost
