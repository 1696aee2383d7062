"""
The report on a release: what was asked, what was found, and the risk and the detail of the table before and after.

One document in plain values; `pages` shows it. Nothing in it is a value of a person: labels with few rows are counted
together (FEW), for a histogram of the raw table would name the rare ones.
"""

from __future__ import annotations

from dataclasses import asdict
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from .recipes import Recipe
from .running import Made

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from seiyaku.core.anonymous.tables import Space

    from .everybody import Among

FEW = 10
MOST_LABELS = 40
AT_RISK_ABOVE = 0.2
KNOWN = 3
MOST_LOOKS = 30_000_000
ARTICLES = (
    ("34-1", "items that identify are deleted", "識別できる記述等の削除"),
    ("34-2", "no identification code is left", "個人識別符号の削除"),
    ("34-3", "codes that link are deleted or drawn anew", "連結する符号の削除"),
    ("34-4", "peculiar values are generalised or left out", "特異な記述等の削除"),
    ("34-5", "the nature of the database is considered", "データベースの性質を踏まえた措置"),
)


def report(made: Made, *, recipe: Recipe | None = None, among: Among | None = None) -> dict[str, Any]:
    """Return the report; `recipe` is what was done before, `among` what it is among the operator's population."""
    from . import persons, telling

    sampled = made.found.ask.share
    where = made.found.where
    before, after = persons.before(made), persons.classes(made)
    return {
        "found": made.as_json(),
        "asked": [
            *(model.say() for model in made.found.wanted.models),
            *(limit.say() for limit in made.found.wanted.limits),
            f"suppression ≤ {made.found.ask.suppress:g}",
        ],
        "risk": {"before": risks(before, sampled), "after": risks(after, sampled)},
        "in_population": telling.of_population(made, among),
        "population": telling.population(made, among),
        "treatments": telling.treatments(recipe),
        "special": special(made),
        "classes": {"before": histogram(before), "after": histogram(after)},
        "utility": utility(made),
        "columns": spread(where, made),
        "articles": [{"rule": rule, "en": en, "ja": ja} for rule, en, ja in ARTICLES],
    }


def risks(sizes: NDArray[np.int64], sampled: float) -> dict[str, Any]:
    """Return the three risks and the estimates of population uniqueness."""
    from seiyaku.core.anonymous import risk

    estimates = {
        name: risk.population_uniqueness(sizes, sampled, name) for name in ("pitman", "zayatz", "snb", "dankar")
    }
    return {
        "prosecutor": asdict(risk.prosecutor(sizes, AT_RISK_ABOVE)),
        "marketer": risk.marketer(sizes),
        "population_uniqueness": {"sampled": sampled, **estimates},
    }


def special(made: Made) -> dict[str, Any] | None:
    """
    Return SUDA-like scores before: who is singled out by few columns, and which columns do it; None where too large.

    Where k is 2 or more nobody is singled out afterwards.
    """
    from math import comb

    import numpy as np

    from seiyaku.core.anonymous.suda import scores

    where = made.found.where
    at, known = where.counted, min(KNOWN, len(where.counted))
    rows = where.cells.weights[0] > 0
    if int(rows.sum()) * sum(comb(len(at), size) for size in range(1, known + 1)) > MOST_LOOKS:
        return None
    codes, weights = np.array([where.cells.column(each)[rows] for each in at]), where.cells.weights[0][rows]
    found = scores(codes, weights, [len(where.columns[each].values) for each in at], most=known)
    alone = weights == 1
    singled = found.of_cells[alone & (found.of_cells > 0)]
    return {
        "known": known,
        "share": len(singled) / max(where.rows, 1),
        "highest": float(singled.max(initial=0.0)),
        "mean": float(singled.mean()) if len(singled) else 0.0,
        "columns": {where.columns[each].name: float(share) for each, share in zip(at, found.of_columns, strict=True)},
    }


def histogram(sizes: NDArray[np.int64]) -> list[dict[str, int]]:
    """Return how many rows are in classes of 1, 2, 3-4, 5-9, 10-19 … rows."""
    edges = [1, 2, 3, 5, 10, 20, 50, 100, 1000, 1 << 62]
    return [
        {"from": low, "to": high - 1, "rows": int(sizes[(sizes >= low) & (sizes < high)].sum())}
        for low, high in pairwise(edges)
    ]


def utility(made: Made) -> dict[str, float]:
    """Return every metric of the node that was found, whichever one it was chosen by."""
    from seiyaku.core.anonymous.metrics import Margins, value

    found, best = made.found, made.found.best
    kept = best.kept | ~best.found.there
    margins = Margins(found.where)
    names: tuple[Any, ...] = ("loss", "entropy", "aecs", "discernibility", "precision")
    return {name: value(name, best.found, kept, margins) for name in names} | {"granularity": made.granularity}


def spread(where: Space, made: Made) -> list[dict[str, Any]]:
    """Return how the labels of each column are spread before, at the level that was chosen, and after."""
    import numpy as np

    node = made.found.best
    entries = node.kept[node.found.of]
    shown = []
    for at in where.counted:
        column, level = where.columns[at], node.levels[at]
        up = column.up[level]
        was = np.bincount(up[where.cells.column(at)], where.cells.weights[0], minlength=column.size(level))
        table = node.found.table
        now = np.bincount(up[table.column(at)[entries]], table.weights[0][entries], minlength=column.size(level))
        shown.append(
            {
                "column": column.name,
                "level": level,
                "of": column.height - 1,
                "labels": _labels(column.labels[level], was, now),
            }
        )
    return shown


def _labels(names: Any, was: Any, now: Any) -> list[dict[str, Any]]:
    rows = sorted(zip(names, was.tolist(), now.tolist(), strict=True), key=lambda row: -row[1])
    common = [row for row in rows[:MOST_LABELS] if row[1] >= FEW]
    rest = [row for row in rows if row not in common]
    listed = [{"label": "(NULL)" if name is None else name, "before": int(a), "after": int(b)} for name, a, b in common]
    if any(row[1] for row in rest):
        listed.append({"label": "…", "before": int(sum(r[1] for r in rest)), "after": int(sum(r[2] for r in rest))})
    return listed
