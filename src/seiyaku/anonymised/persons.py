"""
How many persons there are behind what is released: in each class, and of each label; rows, where no person is named.

A person's rows count once. Classes are those of the release: what an earlier release told apart does not part them
here, and classes with the same labels from two rounds of local recoding are one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from seiyaku.core.anonymous.tables import keyed

from .running import Made

if TYPE_CHECKING:
    from seiyaku.core.anonymous.hierarchies import Label
    from seiyaku.core.anonymous.search import Node

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Round:
    """What one round releases: the entries' labels by column, whose they are, and how many rows each is."""

    labels: tuple[tuple[tuple[Label, ...], Ints], ...]
    sensitive: tuple[tuple[tuple[Label, ...], Ints], ...]
    whose: Ints | None
    rows: Ints


def classes(made: Made) -> Ints:
    """Return how many persons each class of the release has."""
    where = made.found.where
    if _plain(made):
        return np.concatenate([node.sizes for node in made.rounds] or [np.zeros(0, dtype=np.int64)])
    if where.person is not None and (where.linked or made.found.ask.sets is not None):
        best = made.found.best
        return np.asarray(best.found.persons[best.kept & best.found.there])
    rounds = list(released(made))
    names: list[dict[Label, int]] = [{} for _ in where.counted]
    keys = [
        np.stack([_known(known, labels)[codes] for known, (labels, codes) in zip(names, each.labels, strict=True)])
        for each in rounds
    ]
    if not keys:
        return np.zeros(0, dtype=np.int64)
    codes = np.concatenate(keys, axis=1)
    key, _ = keyed([(row, max(len(known), 1)) for row, known in zip(codes, names, strict=True)], codes.shape[1])
    return _counted(key, rounds)[1]


def of_labels(made: Made) -> dict[str, dict[Label, int]]:
    """Return, for each released column, how many persons have each of its labels."""
    rounds = list(released(made))
    where = made.found.where
    columns = [where.columns[at].name for at in where.counted] + [each.name for each in where.sensitive]
    found: dict[str, dict[Label, int]] = {}
    for at, name in enumerate(columns):
        known: dict[Label, int] = {}
        parts = [(*each.labels, *each.sensitive)[at] for each in rounds]
        codes = [_known(known, labels)[codes] for labels, codes in parts]
        there, counts = _counted(np.concatenate([*codes, np.zeros(0, dtype=np.int64)]), rounds)
        label_of = list(known)
        found[name] = {label_of[code]: count for code, count in zip(there.tolist(), counts.tolist(), strict=True)}
    return found


def apart(made: Made) -> int:
    """Return the fewest persons that a class leaves once what earlier releases tell is put beside it."""
    found = [node.found.persons[node.kept & node.found.there] for node in made.rounds]
    return int(min((int(each.min()) for each in found if len(each)), default=0))


def before(made: Made) -> Ints:
    """Return how many persons each class of the table has, as it came."""
    from seiyaku.core.anonymous.classes import classes as of_table

    where = made.found.where
    if _plain(made):
        return where.cells.sizes
    if where.linked:
        found = of_table(where, where.cells)
        return np.asarray(found.persons[found.there])
    here = where.cells.weights[0] > 0
    key, _ = keyed([(where.cells.column(at)[here], where.columns[at].size(0)) for at in where.counted], int(here.sum()))
    whose = where.cells.fixed[0][here] if where.person is not None else None
    return _counted(key, [Round((), (), whose, where.cells.weights[0][here])])[1]


def _plain(made: Made) -> bool:
    """Tell whether rows are counted, and nothing earlier parts them."""
    where = made.found.where
    return where.person is None and len(where.counted) == len(where.columns)


def released(made: Made) -> Iterator[Round]:
    """Yield what each round of a release releases."""
    where = made.found.where
    skipped = int(where.person is not None)
    for node in made.rounds:
        entries = _released(node)
        table = node.found.table
        labels = [(where.columns[at].labels[node.levels[at]], table.labels(at)[entries]) for at in where.counted]
        held = [
            (each.values, codes[entries]) for each, codes in zip(where.sensitive, table.fixed[skipped:], strict=True)
        ]
        whose = table.fixed[0][entries] if skipped else None
        yield Round(labels=tuple(labels), sensitive=tuple(held), whose=whose, rows=table.weights[0][entries])


def _released(node: Node) -> NDArray[np.bool_]:
    return np.asarray(node.kept[node.found.of] & (node.found.table.weights[0] > 0))


def _known(known: dict[Label, int], labels: tuple[Label, ...]) -> Ints:
    """Number labels alike in every round, those that occur and others."""
    return np.array([known.setdefault(label, len(known)) for label in labels] or [0], dtype=np.int64)


def _counted(key: Ints, rounds: list[Round]) -> tuple[Ints, Ints]:
    """Return the keys that occur and how many persons (rows where there are none) are under each."""
    names, at = np.unique(key, return_inverse=True)
    if rounds and rounds[0].whose is not None:
        whose = np.concatenate([each.whose for each in rounds if each.whose is not None])
        both, _ = keyed([(at, max(len(names), 1)), (whose, int(whose.max(initial=0)) + 1)], len(at))
        return names, np.bincount(at[np.unique(both, return_index=True)[1]], minlength=len(names))
    rows = np.concatenate([each.rows for each in rounds]) if rounds else np.zeros(0, dtype=np.int64)
    return names, np.bincount(at, rows, minlength=len(names)).astype(np.int64)
