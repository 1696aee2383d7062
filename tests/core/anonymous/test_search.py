from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace
from itertools import product
from typing import Any

import numpy as np
import pytest

from seiyaku.core.anonymous import search as searching
from seiyaku.core.anonymous.closeness import TCloseness
from seiyaku.core.anonymous.hierarchies import hierarchy
from seiyaku.core.anonymous.metrics import Name
from seiyaku.core.anonymous.models import (
    AlphaK,
    BetaLikeness,
    DeltaPresence,
    KAnonymity,
    KMap,
    LDiversity,
    Model,
)
from seiyaku.core.anonymous.overall import AverageRisk, Limit, PopulationUniqueness, SampleUniqueness
from seiyaku.core.anonymous.search import Outcome, Wanted, search
from seiyaku.core.anonymous.sets import SetAnonymity
from seiyaku.core.errors import InputError
from tests.core.anonymous import oracle
from tests.core.anonymous.small import Tree, as_space, dice_of, table, tree

METRICS: tuple[Name, ...] = ("loss", "entropy", "aecs", "discernibility", "precision")
# What the oracle is asked, and what the search is asked; a sensitive column is numbered from 0 here, from m there.
ON_COLUMNS: dict[str, Any] = {
    "distinct": lambda number: LDiversity(0, number),
    "entropy": lambda number: LDiversity(0, number, "entropy"),
    "recursive": lambda number: LDiversity(0, number, "recursive", 2.0),
    "equal": lambda number: TCloseness(0, number),
    "ordered": lambda number: TCloseness(0, number, "ordered"),
    "alpha": lambda number: AlphaK(0, number),
    "beta": lambda number: BetaLikeness(0, number),
    "enhanced": lambda number: BetaLikeness(0, number, enhanced=True),
    "tree": lambda number: TCloseness(0, number, "tree", hierarchy("s", list(ILLNESSES.values()))),
}
ILLNESSES: Tree = {
    "s0": ("s0", "a", "all", "*"),
    "s1": ("s1", "a", "all", "*"),
    "s2": ("s2", "b", "all", "*"),
    "s3": ("s3", "c", "c", "*"),
}
NUMBERS = {"distinct": (2, 3), "entropy": (1.5, 2.5), "recursive": (2, 3), "equal": (0.2, 0.5), "ordered": (0.15, 0.3),
           "alpha": (0.5, 0.8), "beta": (0.5, 1.5), "enhanced": (0.5, 1.5), "tree": (0.1, 0.25)}  # fmt: skip
SHARES = (0.0, 0.05, 0.2, 0.6)


def asked(dice: random.Random, columns: int) -> tuple[list[oracle.Model], tuple[Model, ...]]:
    k = dice.choice((1, 2, 3, 5))
    theirs: list[oracle.Model] = [("k", 0, k)]
    ours: list[Model] = [KAnonymity(k)]
    for kind in dice.sample(sorted(ON_COLUMNS), dice.choice((0, 1, 1, 2))):
        number = dice.choice(NUMBERS[kind])
        theirs.append((kind, columns, number))
        ours.append(ON_COLUMNS[kind](number))
    return theirs, tuple(ours)


def limited(dice: random.Random) -> tuple[list[oracle.Model], tuple[Limit, ...]]:
    which = dice.choice(("none", "none", "average", "unique", "population"))
    if which == "population":
        return [("population", 0, 0.05)], (PopulationUniqueness(0.05, 0.2, "zayatz"),)
    if which == "average":
        return [("average", 0, 0.25)], (AverageRisk(0.25),)
    if which == "unique":
        return [("unique", 0, 0.1)], (SampleUniqueness(0.1),)
    return [], ()


def same(found: Outcome, wanted: tuple[oracle.Node, float, int, int] | None) -> None:
    assert found.proven
    if wanted is None or found.best is None:
        assert found.best is None
        assert wanted is None
        return
    node, value, classes, suppressed = wanted
    assert found.best.levels == node
    assert found.best.value == pytest.approx(value, rel=1e-9, abs=1e-9)
    assert (len(found.best.sizes), found.best.suppressed) == (classes, suppressed)


@pytest.mark.promise("9-2-A")
@pytest.mark.parametrize("seed", range(200))
def test_the_optimum_is_that_of_brute_force(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    dice = dice_of(seed)
    trees = [tree(dice, name) for name in "abcde"[: dice.randint(1, 4)]]
    rows = table(dice, trees, 1)
    theirs, ours = asked(dice, len(trees))
    limits, our_limits = limited(dice)

    for metric in METRICS:
        for share in SHARES:
            most = int(share * len(rows))
            wanted = oracle.best(rows, trees, theirs, limits=limits, most=most, metric=metric, tree=ILLNESSES)
            for closely_from in (0, 1 << 60):
                monkeypatch.setattr(searching, "CLOSELY_FROM", closely_from)
                monkeypatch.setattr(searching, "STOPS_FROM", closely_from)
                ask = Wanted(models=ours, limits=our_limits, suppressed=most, metric=metric)

                same(search(as_space(rows, trees), ask), wanted)


@pytest.mark.parametrize("seed", range(40))
def test_k_counts_persons_where_a_person_has_many_rows(seed: int) -> None:
    dice = dice_of(1000 + seed)
    trees = [tree(dice, name) for name in "abc"]
    rows = table(dice, trees, 0)
    person = [dice.randrange(max(len(rows) // 2, 1)) for _ in rows]

    for share in SHARES:
        most = int(share * len(rows))
        wanted = oracle.best(rows, trees, [("k", 0, 3)], limits=[], most=most, metric="loss", person=person)
        found = search(
            as_space(rows, trees, person=person), Wanted(models=(KAnonymity(3),), suppressed=most, metric="loss")
        )

        same(found, wanted)


@pytest.mark.parametrize("seed", range(60))
def test_a_population_limits_how_surely_anybody_is_in_the_table(seed: int) -> None:
    dice = dice_of(3000 + seed)
    trees = [tree(dice, name) for name in "abc"[: dice.randint(1, 3)]]
    rows = table(dice, trees, 0)
    population = [*rows, *table(dice, trees, 0), *table(dice, trees, 0)]
    kind, number = dice.choice((("k-map", 4), ("k-map", 9), ("delta", 0.6), ("delta", 0.9)))
    theirs: list[oracle.Model] = [("k", 0, dice.choice((1, 2))), (kind, 0, number)]
    ours = (KAnonymity(int(theirs[0][2])), KMap(int(number)) if kind == "k-map" else DeltaPresence(0.1, number))

    for metric in METRICS:
        for share in SHARES:
            most = int(share * len(rows))
            wanted = oracle.best(rows, trees, theirs, limits=[], most=most, metric=metric, population=population)
            found = search(
                as_space(rows, trees, population=population), Wanted(models=ours, suppressed=most, metric=metric)
            )

            same(found, wanted)


@pytest.mark.parametrize("seed", range(40))
def test_what_an_earlier_release_told_leaves_k_persons_still(seed: int) -> None:
    dice = dice_of(4000 + seed)
    trees = [tree(dice, name) for name in "abc"]
    rows = table(dice, trees, 0)
    person = [dice.randrange(max(len(rows) // 2, 1)) for _ in rows] if dice.random() < 0.5 else None
    earlier = [dice.randrange(4) for _ in rows]

    for share in SHARES:
        most = int(share * len(rows))
        wanted = oracle.best(
            rows, trees, [("k", 0, 2)], limits=[], most=most, metric="loss", person=person, earlier=earlier
        )
        found = search(
            as_space(rows, trees, person=person, earlier=earlier), Wanted(models=(KAnonymity(2),), suppressed=most)
        )

        # The class of the earlier release stands as one more column, which has one level.
        same(found, wanted and ((*wanted[0], 0), *wanted[1:]))


@pytest.mark.promise("9-2-A")
@pytest.mark.parametrize("seed", range(60))
def test_models_hold_together_of_persons_beside_an_earlier_release(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    dice = dice_of(6000 + seed)
    trees = [tree(dice, name) for name in "abc"[: dice.randint(1, 3)]]
    rows = table(dice, trees, 1)
    person = [dice.randrange(max(len(rows) // 2, 1)) for _ in rows] if dice.random() < 0.8 else None
    earlier = [dice.randrange(3) for _ in rows] if dice.random() < 0.7 else None
    theirs, ours = asked(dice, len(trees))
    limits, our_limits = limited(dice)
    metric = METRICS[seed % len(METRICS)]
    monkeypatch.setattr(searching, "CLOSELY_FROM", dice.choice((0, 1 << 60)))
    monkeypatch.setattr(searching, "STOPS_FROM", 0)

    for share in SHARES:
        most = int(share * len(rows))
        wanted = oracle.best(
            rows, trees, theirs, limits=limits, most=most, metric=metric, person=person, earlier=earlier, tree=ILLNESSES
        )
        ask = Wanted(models=ours, limits=our_limits, suppressed=most, metric=metric)
        found = search(as_space(rows, trees, person=person, earlier=earlier), ask)

        same(found, wanted and ((*wanted[0], *([0] if earlier else [])), *wanted[1:]))


@pytest.mark.parametrize("seed", range(80))
def test_every_m_items_that_somebody_has_are_had_by_k_persons(seed: int) -> None:
    dice = dice_of(5000 + seed)
    trees = [tree(dice, name) for name in "ab"[: dice.randint(1, 2)]]
    rows = table(dice, trees, 0)
    person = [dice.randrange(max(len(rows) // 3, 1)) for _ in rows]
    m, k = dice.choice((1, 2, 3)), dice.choice((2, 3))

    for share in SHARES:
        most = int(share * len(rows))
        wanted = oracle.best(
            rows, trees, [("k", 0, 1)], limits=[], most=most, metric="loss", person=person, sets=(0, m, k)
        )
        ask = Wanted(models=(KAnonymity(1), SetAnonymity(0, m, k)), suppressed=most)

        same(search(as_space(rows, trees, person=person), ask), wanted)


def test_histories_with_too_many_combinations_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("seiyaku.core.anonymous.sets.MOST_COMBINATIONS", 5)
    trees: list[Tree] = [{f"a{n}": (f"a{n}", "*") for n in range(4)}]
    rows: list[tuple[str, ...]] = [(f"a{n % 4}",) for n in range(8)]

    with pytest.raises(InputError, match="cap histories"):
        search(
            as_space(rows, trees, person=[0] * 4 + [1] * 4),
            Wanted(models=(KAnonymity(1), SetAnonymity(0, 2, 1)), suppressed=8),
        )


def test_a_hierarchy_with_several_ends_is_no_tree_to_measure_along() -> None:
    with pytest.raises(InputError, match="several ends"):
        TCloseness(0, 0.3, "tree", hierarchy("s", [("a", "x"), ("b", "y")]))


@pytest.mark.parametrize("seed", range(40))
def test_linked_rows_are_told_apart_by_a_persons_whole_bag_of_rows(seed: int) -> None:
    dice = dice_of(2000 + seed)
    trees = [tree(dice, name) for name in "ab"]
    rows = table(dice, trees, 0)
    person = [dice.randrange(max(len(rows) // 2, 1)) for _ in rows]

    found = search(
        as_space(rows, trees, person=person, linked=True), Wanted(models=(KAnonymity(2),), suppressed=len(rows) // 4)
    )

    fine = [node for node in product(*(range(len(next(iter(each.values())))) for each in trees))
            if lonely(rows, person, trees, node) <= len(rows) // 4]  # fmt: skip
    assert found.proven
    assert (found.best is None) == (not fine)
    if found.best is not None:
        assert found.best.levels in fine
        assert found.best.suppressed == lonely(rows, person, trees, found.best.levels)


def lonely(rows: list[tuple[str, ...]], person: list[int], trees: list[Tree], node: tuple[int, ...]) -> int:
    """Count the rows of persons whose bag of rows nobody else has."""
    bags: dict[int, list[tuple[str, ...]]] = {}
    for row, who in zip(rows, person, strict=True):
        bags.setdefault(who, []).append(oracle.generalised(row, node, trees))
    alike = Counter(tuple(sorted(bag)) for bag in bags.values())
    return sum(len(bag) for bag in bags.values() if alike[tuple(sorted(bag))] < 2)


def test_a_model_that_merging_can_break_is_not_pruned_by() -> None:
    rows: list[tuple[str, ...]] = [("a", "x"), ("a", "x"), ("a", "y"), ("a", "y"), *[("b", "x")] * 40]
    rows += [("c", "x"), ("c", "y")]
    trees: list[Tree] = [{"a": ("a", "ab", "*"), "b": ("b", "ab", "*"), "c": ("c", "c", "*")}]

    found = search(as_space(rows, trees), Wanted(models=(LDiversity(0, 1.9, "entropy"),), suppressed=40, metric="loss"))

    assert found.best is not None
    assert found.best.levels == (0,)
    assert found.best.suppressed == 40


def steps() -> tuple[list[Tree], list[tuple[str, ...]]]:
    """Return three columns of eight values with four levels each, and rows that need some of them."""
    trees: list[Tree] = [
        {f"{name}{n}": (f"{name}{n}", f"{name}/{n // 2}", f"{name}//{n // 4}", "*") for n in range(8)} for name in "abc"
    ]
    dice = dice_of(5)
    return trees, [tuple(f"{name}{min(int(dice.expovariate(0.5)), 7)}" for name in "abc") for _ in range(80)]


def test_time_that_is_up_leaves_the_best_so_far_and_its_gap() -> None:
    trees, rows = steps()
    looks = iter(range(1000))

    found = search(as_space(rows, trees), Wanted(models=(KAnonymity(3),), suppressed=5, late=lambda: next(looks) >= 1))

    assert found.best is not None
    assert not found.proven
    assert 0 < found.gap <= 1


def test_a_lattice_too_large_is_searched_by_a_heuristic_that_says_so() -> None:
    trees, rows = steps()
    ask = Wanted(models=(KAnonymity(2),), suppressed=len(rows) // 10)

    found = search(as_space(rows, trees), ask, exhaustive_up_to=1)

    optimum = search(as_space(rows, trees), ask)
    assert found.method == "heuristic"
    assert not found.proven
    assert found.best is not None
    assert optimum.best is not None
    assert found.best.value >= optimum.best.value - 1e-12


def test_a_table_without_rows_is_its_own_optimum() -> None:
    trees: list[Tree] = [{"a": ("a", "*")}]
    empty = as_space([("a",)], trees)
    none = replace(empty, rows=0, cells=empty.cells.only(np.zeros(1, dtype=bool)))

    found = search(none, Wanted(models=(KAnonymity(5),)))

    assert found.best is not None
    assert (found.best.levels, found.best.value, len(found.best.sizes)) == ((0,), 0.0, 0)


@pytest.mark.parametrize("seed", range(12))
def test_a_search_that_was_ended_goes_on_to_the_same_optimum_with_fewer_looks(seed: int) -> None:
    trees, rows = steps()
    where = as_space(rows, trees)
    ask = Wanted(models=(KAnonymity(3),), suppressed=5, metric=METRICS[seed % len(METRICS)])
    whole = search(where, ask)
    looks = iter(range(10_000))

    first = search(where, replace(ask, late=lambda: next(looks) >= 1 + seed))
    second = search(where, ask, sofar=first.sofar)

    assert second.proven
    assert second.sofar is None
    assert second.best is not None
    assert whole.best is not None
    assert (second.best.levels, second.best.value) == (whole.best.levels, whole.best.value)
    if first.sofar is not None:
        # The best is looked at again, and the top.
        assert second.checked <= whole.checked - first.checked + 2
