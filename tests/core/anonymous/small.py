"""Small tables at random, with hierarchies that nest."""

from __future__ import annotations

import random
from collections.abc import Sequence

import numpy as np

from seiyaku.core.anonymous.hierarchies import Hierarchy, flat, hierarchy
from seiyaku.core.anonymous.tables import Fixed, Space, space

Tree = dict[str, Sequence[str]]


def dice_of(seed: int) -> random.Random:
    """Return dice that fall the same way each time."""
    return random.Random(seed)  # noqa: S311  # a test's dice


def tree(dice: random.Random, name: str) -> Tree:
    """Return a hierarchy of two to nine values and one to four levels; it may end below `*`."""
    values, labels = [f"{name}{n}" for n in range(dice.randint(2, 9))], dice.randint(1, 4)
    rows = [[value] for value in values]
    groups = list(range(len(values)))
    for level in range(1, labels):
        last = level == labels - 1 and dice.random() < 0.8
        merged = {group: 0 if last else dice.randrange(max(len(set(groups)) // 2, 1)) for group in sorted(set(groups))}
        groups = [merged[group] for group in groups]
        for row, group in zip(rows, groups, strict=True):
            row.append("*" if last else f"{name}/{level}/{group}")
    return {row[0]: row for row in rows}


def table(dice: random.Random, trees: Sequence[Tree], sensitive: int) -> list[tuple[str, ...]]:
    """Return up to 60 rows, unevenly spread: quasi-identifiers, then sensitive values."""
    rows = []
    for _ in range(dice.randint(1, 60)):
        quasi = [list(each)[min(int(dice.expovariate(0.6)), len(each) - 1)] for each in trees]
        rows.append((*quasi, *(f"s{min(int(dice.expovariate(0.7)), 3)}" for _ in range(sensitive))))
    return rows


def as_space(
    rows: list[tuple[str, ...]], trees: Sequence[Tree], *, person: list[int] | None = None, linked: bool = False,
    population: list[tuple[str, ...]] | None = None, earlier: list[int] | None = None,
) -> Space:  # fmt: skip
    """Return the same table as the search wants it."""
    if population is not None:
        return beside(rows, trees, population)
    made: list[Hierarchy] = [hierarchy(f"q{at}", list(each.values())) for at, each in enumerate(trees)]
    made += [flat(f"s{at}", sorted({row[at] for row in rows})) for at in range(len(trees), len(rows[0]))]
    codes = np.array([[each.values.index(row[at]) for row in rows] for at, each in enumerate(made)], dtype=np.int64)
    quasi = len(trees)
    moving, at_first = tuple(made[:quasi]), codes[:quasi]
    if earlier is not None:
        classes = sorted(set(earlier))
        moving = (*moving, flat("earlier", [str(each) for each in classes], counted=False))
        at_first = np.concatenate((at_first, [[classes.index(each) for each in earlier]]))
    return space(
        moving,
        at_first,
        np.ones((1, len(rows)), dtype=np.int64),
        person=(Fixed(name="person", size=max(person) + 1), np.array(person)) if person else None,
        sensitive=tuple(
            (Fixed(name=each.name, size=len(each.values)), codes[quasi + at]) for at, each in enumerate(made[quasi:])
        ),
        linked=linked,
    )


def beside(rows: list[tuple[str, ...]], trees: Sequence[Tree], population: list[tuple[str, ...]]) -> Space:
    """Return a table with the population it was drawn from."""
    made = [hierarchy(f"q{at}", list(each.values())) for at, each in enumerate(trees)]
    both = [row[: len(trees)] for row in rows] + population
    codes = np.array([[each.values.index(row[at]) for row in both] for at, each in enumerate(made)], dtype=np.int64)
    here = (np.arange(len(both)) < len(rows)).astype(np.int64)
    return space(tuple(made), codes, np.array([here, 1 - here]))
