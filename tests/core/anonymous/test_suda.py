from __future__ import annotations

from itertools import combinations
from math import factorial

import numpy as np
import pytest

from seiyaku.core.anonymous.suda import scores
from seiyaku.core.errors import InputError
from tests.core.anonymous.small import dice_of


def by_definition(rows: list[tuple[int, ...]], most: int) -> list[float]:
    """Score records one by one: every set of columns in which one is alone, and in no smaller part of which it is."""
    columns, found = len(rows[0]), []
    for row in rows:
        minimal: list[tuple[int, ...]] = []
        for size in range(1, most + 1):
            for some in combinations(range(columns), size):
                like = sum(all(other[at] == row[at] for at in some) for other in rows)
                if like == 1 and not any(set(less) < set(some) for less in minimal):
                    minimal.append(some)
        found.append(sum(factorial(columns - len(some)) for some in minimal) / factorial(columns))
    return found


@pytest.mark.parametrize("seed", range(40))
def test_scores_are_those_of_the_definition(seed: int) -> None:
    dice = dice_of(seed)
    columns, most = dice.randint(1, 5), dice.randint(1, 3)
    rows = [tuple(min(int(dice.expovariate(0.8)), 4) for _ in range(columns)) for _ in range(dice.randint(1, 30))]
    cells = sorted(set(rows))

    found = scores(
        np.array(cells).T, np.array([rows.count(cell) for cell in cells]), [5] * columns, most=min(most, columns)
    )

    wanted = dict(zip(rows, by_definition(rows, min(most, columns)), strict=True))
    assert found.of_cells == pytest.approx([wanted[cell] for cell in cells])
    assert found.of_columns.sum() == pytest.approx(1.0 if any(wanted.values()) else 0.0)


def test_the_column_that_singles_out_by_itself_counts_most() -> None:
    found = scores(np.array([[0, 0, 0, 1], [0, 1, 2, 2]]), np.array([5, 5, 5, 1]), [2, 3])

    assert found.of_cells.tolist() == [0, 0, 0, 0.5]
    assert found.of_columns.tolist() == [1, 0]


def test_too_many_sets_of_columns_are_refused() -> None:
    with pytest.raises(InputError, match="sets of columns"):
        scores(np.zeros((60, 2), dtype=np.int64), np.ones(2, dtype=np.int64), [1] * 60)
