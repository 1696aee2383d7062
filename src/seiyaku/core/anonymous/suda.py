"""
SUDA-like scores of single people (Elliot, Manning and Ford 2002): how special somebody is, by what singles them out.

A record's minimal sample uniques are the smallest sets of columns in which it is alone. Each counts the more the fewer
columns it takes: a set of s columns of m stands for (m - s)! of the m! orders in which columns may come to be known,
where s is at most `most`. The score of a record is the share of all that it could have; the record of a person who
nothing singles out has 0.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from math import factorial

import numpy as np
from numpy.typing import NDArray

from seiyaku.core.errors import InputError

from .packing import Ints
from .tables import keyed

MOST_SETS = 20_000
MOST_COUNTED = 1 << 22


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Scores:
    """The score of each cell (0: nothing singles it out), and how much each column adds to all scores (shares of 1)."""

    of_cells: NDArray[np.float64]
    of_columns: NDArray[np.float64]


def scores(codes: Ints, weights: Ints, sizes: list[int], *, most: int = 3) -> Scores:
    """
    Score the cells of a table.

    Args:
        codes: columns x cells, at the levels that are looked at
        weights: how many records each cell holds
        sizes: the number of labels of each column
        most: how many columns somebody may know at most

    Raises:
        InputError: more sets of columns than can be looked at, or none.
    """
    columns = len(codes)
    tried = sum(1 for size in range(1, min(most, columns) + 1) for _ in combinations(range(columns), size))
    if most < 1 or tried > MOST_SETS:
        raise InputError("columns known", f"{tried} sets of columns", f"from 1 to {MOST_SETS}")
    alone: dict[tuple[int, ...], NDArray[np.bool_]] = {}
    score = np.zeros(codes.shape[1])
    shares = np.zeros(columns)
    for size in range(1, min(most, columns) + 1):
        for chosen in combinations(range(columns), size):
            single = _alone(codes, weights, sizes, chosen)
            below = [alone[(*chosen[:at], *chosen[at + 1 :])] for at in range(size)] if size > 1 else []
            minimal = single & ~np.any(below, axis=0) if below else single
            # What is alone in fewer columns is alone here too, but no longer minimally so.
            alone[chosen] = single
            worth = factorial(columns - size)
            score += worth * minimal
            shares[list(chosen)] += worth * int(minimal.sum()) / size
    whole = float(score.sum())
    return Scores(of_cells=score / factorial(columns), of_columns=shares / whole if whole else shares)


def _alone(codes: Ints, weights: Ints, sizes: list[int], chosen: tuple[int, ...]) -> NDArray[np.bool_]:
    key, width = keyed([(codes[at], sizes[at]) for at in chosen], codes.shape[1])
    if width <= MOST_COUNTED:
        return np.asarray(np.bincount(key, weights=weights, minlength=width)[key] == 1)
    _, place = np.unique(key, return_inverse=True)
    return np.asarray(np.bincount(place, weights=weights)[place] == 1)
