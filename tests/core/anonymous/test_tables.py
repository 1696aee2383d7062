"""Tables reduced to coarser ones, beside a dictionary that counts: whichever way the numbers are kept."""

from __future__ import annotations

from collections import Counter
from itertools import combinations, pairwise, product

import numpy as np
import pytest

from seiyaku.core.anonymous import packing, tables
from seiyaku.core.anonymous.bounds import Highest, _cubes
from seiyaku.core.anonymous.hierarchies import Hierarchy, hierarchy
from seiyaku.core.anonymous.tables import Fixed, Space, Table, reduced, space

NARROW, WIDE = (3, 5, 2, 7, 4), (1 << 15,) * 5


def halves(name: str, values: int) -> Hierarchy:
    return hierarchy(name, [(f"{n}", f"{n // 2 * 2}+", "*") for n in range(values)])


def made(sizes: tuple[int, ...], *, rows: int, held: int, seed: int) -> tuple[Space, list[tuple[int, ...]]]:
    rng = np.random.default_rng(seed)
    codes = np.array([np.minimum(rng.integers(0, size, rows), 5) for size in sizes])
    fixed = rng.integers(0, 3, (held, rows))
    where = space(
        tuple(halves(f"q{at}", size) for at, size in enumerate(sizes)),
        codes,
        np.ones((1, rows), dtype=np.int64),
        sensitive=tuple((Fixed(name=f"s{at}", size=3), each) for at, each in enumerate(fixed)),
    )
    return where, list(zip(*codes.tolist(), *fixed.tolist(), strict=True))


def counted(table: Table) -> list[tuple[tuple[int, ...], int]]:
    labels = [table.labels(at).tolist() for at in range(len(table.levels))]
    return list(zip(zip(*labels, *table.fixed.tolist(), strict=True), table.weights[0].tolist(), strict=True))


@pytest.mark.parametrize("dense", [0, 4, 1 << 40])
@pytest.mark.parametrize("sizes", [NARROW, WIDE])
@pytest.mark.parametrize("held", [0, 2])
def test_a_coarser_table_has_each_cell_once_in_order_with_its_rows(
    monkeypatch: pytest.MonkeyPatch, dense: int, sizes: tuple[int, ...], held: int
) -> None:
    monkeypatch.setattr(tables, "DENSE", dense if sizes is NARROW else 0)
    monkeypatch.setattr(tables, "LEAST", 0)
    where, rows = made(sizes, rows=300, held=held, seed=held)
    levels = (1, 0, 0, 2, 1)
    first = reduced(where.cells, (0, 0, 0, 1, 0))

    found = reduced(first, levels)

    ups = [column.up[level] for column, level in zip(where.columns, levels, strict=True)]
    expected = Counter((*(int(up[code]) for up, code in zip(ups, row, strict=False)), *row[len(ups) :]) for row in rows)
    assert counted(found) == sorted(expected.items())
    assert found.classes == len({key[: len(ups)] for key in expected})
    sizes_of = Counter[tuple[int, ...]]()
    for key, many in expected.items():
        sizes_of[key[: len(ups)]] += many
    assert found.sizes.tolist() == [many for _, many in sorted(sizes_of.items())]


@pytest.mark.parametrize("most", [1, 40, 1 << 13])
def test_columns_share_a_number_in_their_order_and_come_out_as_they_went_in(
    monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    monkeypatch.setattr(packing, "MOST", most)
    columns = tuple(halves(f"q{at}", size) for at, size in enumerate((256, 1, 5, 8, 2)))
    codes = np.random.default_rng(most).integers(0, [[256], [1], [5], [8], [2]], (5, 1000))

    held = packing.packing(columns)
    packs = held.pack(codes)

    assert [held.column(packs, at).tolist() for at in range(5)] == codes.tolist()
    assert [at for group in held.groups for at in group] == list(range(5))
    margins = held.margins(packs, np.ones(1000, dtype=np.int64))
    assert [each.tolist() for each in margins] == [
        np.bincount(row, minlength=size).tolist() for row, size in zip(codes, (256, 1, 5, 8, 2), strict=True)
    ]


def test_sets_of_columns_are_counted_alike_together_and_alone() -> None:
    where, rows = made(NARROW, rows=2000, held=0, seed=5)
    wanted: list[tuple[int, ...]] = [(0, 1, 2), (0, 1, 3), (2, 3, 4), (1, 2, 4)]

    found = dict(_cubes(where, wanted))

    assert set(found) == set(wanted)
    for columns, cube in found.items():
        expected = Counter(tuple(row[at] for at in columns) for row in rows)
        assert {place: int(cube[place]) for place in expected} == dict(expected)
        assert int(cube.sum()) == len(rows)


def test_what_is_kept_of_look_ups_does_not_grow_without_end() -> None:
    where, _ = made((2,) * 12, rows=50, held=0, seed=1)

    for levels in (tuple((number >> at) & 1 for at in range(12)) for number in range(600)):
        reduced(where.cells, levels)

    assert len(where.cells.packing.known) <= packing.LOOK_UPS_KEPT


def test_an_entry_of_a_class_stands_beside_the_others_of_it() -> None:
    where, _ = made(NARROW, rows=300, held=1, seed=9)

    found = reduced(where.cells, (1, 1, 1, 1, 1))

    assert all(a <= b for a, b in pairwise(found.class_of.tolist()))
    assert found.starts is not None
    assert found.class_of[found.starts].tolist() == list(range(found.classes))


@pytest.mark.parametrize("heights", [(2, 3), (2, 3, 1, 4), (2, 2, 3, 2, 1, 2, 3, 2)])
def test_the_highest_of_what_columns_say_is_that_of_looking_at_every_node(heights: tuple[int, ...]) -> None:
    rng = np.random.default_rng(len(heights))
    sets = list(combinations(range(len(heights)), min(3, len(heights))))
    said = {columns: rng.random([heights[at] for at in columns]).astype(np.float32) for columns in sets}

    found = Highest(heights)
    for columns, each in said.items():
        found.take(columns, each)

    whole = found.whole()
    for node in product(*map(range, heights)):
        assert whole[node] == max(each[tuple(node[at] for at in columns)] for columns, each in said.items())
