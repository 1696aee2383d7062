"""The slice of the lattice around a release, levels that are given, and the rows that a preview may show."""

from __future__ import annotations

from collections import Counter
from itertools import product
from pathlib import Path

import pytest

from seiyaku.anonymised.asking import Ask
from seiyaku.anonymised.glimpses import glimpses
from seiyaku.anonymised.neighbours import around
from seiyaku.anonymised.running import Made, make
from seiyaku.anonymised.sources import opened
from seiyaku.core.errors import InputError

K = 4
LEVELS = {"a": ("abcd", ["abcd", "ppqq", "****"]), "b": ("xyz", ["xyz", "mmn", "***"])}
ROWS = [("abcd"[n % 4], "xyz"[(n * n) % 3]) for n in range(60)] + [("a", "z"), ("d", "z")]


@pytest.fixture
def table(tmp_path: Path) -> Path:
    for name, (values, steps) in LEVELS.items():
        rows = (";".join(step[at] for step in steps) for at in range(len(values)))
        (tmp_path / f"{name}.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    path = tmp_path / "t.csv"
    path.write_text("a,b\n" + "".join(f"{a},{b}\n" for a, b in ROWS), encoding="utf-8")
    return path


def asked(table: Path, **more: object) -> Made:
    stairs = tuple(f"{name}={table.with_name(f'{name}.csv')}" for name in LEVELS)
    ask = Ask(quasi=("a", "b"), hierarchies=stairs, **({"k": K} | more))  # type: ignore[arg-type]  # figures of a test
    with opened(table) as source:
        return make(source, ask)


def groups(levels: dict[str, int]) -> Counter[tuple[str, ...]]:
    """The groups of the table at some levels, counted by hand."""
    steps = [dict(zip(values, steps[levels[name]], strict=True)) for name, (values, steps) in LEVELS.items()]
    return Counter(tuple(step[cell] for step, cell in zip(steps, row, strict=True)) for row in ROWS)


@pytest.mark.promise("9-2-A")
def test_each_neighbour_is_what_counting_by_hand_says(table: Path) -> None:
    made = asked(table)

    own, *others = around(made)

    assert (own.step, own.levels, own.stands) == (0, made.found.levels, True)
    wanted = {
        (name, step)
        for name, step in product(LEVELS, (-1, 1))
        if 0 <= own.levels[name] + step < len(LEVELS[name][1])
    }  # fmt: skip
    assert {(node.column, node.step) for node in others} == wanted
    for node in (own, *others):
        sizes = groups(node.levels).values()
        small = [size for size in sizes if size < K]
        assert node.smallest == min(sizes)
        assert node.stays == (0 if small else min(sizes))
        assert node.stands == (not small)
        assert (node.left_out, node.over) == (sum(small), sum(small))
        assert [(each.groups, each.rows) for each in node.failures] == ([(len(small), sum(small))] if small else [])
        assert node.risk == pytest.approx((len(sizes) - len(small)) / (len(ROWS) - sum(small)))
    assert any(not node.stands for node in others)


def test_a_limit_on_the_whole_table_is_named_as_the_reason(table: Path) -> None:
    made = asked(table, k=1, average_risk=0.1)

    failed = [node for node in around(made) if not node.stands]

    assert failed
    assert all("average risk ≤ 0.1" in [each.model for each in node.failures] for node in failed)


@pytest.mark.promise("9-2-A")
def test_levels_that_are_given_are_not_searched_for_and_still_must_fulfil_the_model(table: Path) -> None:
    top = asked(table, levels=(("a", 1), ("b", 2)))

    assert (top.found.levels, top.found.outcome.method, top.found.outcome.proven) == ({"a": 1, "b": 2}, "given", False)
    with pytest.raises(InputError, match="no generalisation"):
        asked(table, levels=(("a", 0), ("b", 0)))
    for wrong in ((("a", 1),), (("a", 1), ("b", 3)), (("a", 1), ("b", 0), ("c", 0))):
        with pytest.raises(InputError, match="a level of each quasi-identifier"):
            asked(table, levels=wrong)


@pytest.mark.promise("9-2-A", "9-4-A")
def test_a_glimpse_shows_groups_of_k_and_more_and_of_what_is_left_out_nothing(table: Path) -> None:
    made = asked(table, suppress=0.05)

    rows = glimpses(made)

    kept = {cells: size for cells, size in groups(made.found.levels).items() if size >= K}
    assert len(rows) == 20
    assert {row.cells: row.alike for row in rows if row.cells}.items() <= kept.items()
    hidden = [row for row in rows if not row.cells]
    assert bool(hidden) == (sum(kept.values()) < len(ROWS))
    assert all(row.alike == 0 for row in hidden)
    assert len(glimpses(asked(table, k=len(ROWS)))) == 20
