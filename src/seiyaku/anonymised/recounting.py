"""
What an audit counts again of sensitive columns: how the values are spread in each class, by SQL and plain Python.

Nothing of the search is used: the tree of a t is walked here, along its edges.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import exp, log
from typing import TYPE_CHECKING, Any

from .asking import Ask, OnColumn
from .inspecting import one
from .sources import Source, named

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from seiyaku.core.anonymous.hierarchies import Hierarchy

SLACK, LOOSE = 1e-9, 1e-6
CLASS_BY_CLASS = {"recursive", "ordered", "tree", "enhanced"}
ROWS = '"rows of the line"'
HELD, HERE, WHOLE = '"rows of the value"', '"share in the class"', '"share in the whole"'


def quasi(ask: Ask) -> str:
    """Return the quasi-identifiers as a list of SQL."""
    return ", ".join(named(column) for column in ask.quasi)


def spread(
    engine: DuckDBPyConnection,
    ask: Ask,
    column: str,
    source: Source | None,
    *,
    trees: Mapping[str, Hierarchy],
    findings: list[str],
) -> dict[str, Any]:
    """Count again how one sensitive column is spread in the classes of the table `audited`."""
    overall = f"(SELECT {named(column)} AS v, {source.weight} AS m FROM {source.sql})" if source is not None else (
        f"(SELECT {named(column)} AS v, {ROWS} AS m FROM audited)"
    )  # fmt: skip
    distinct, entropy, share, equal, gain = one(
        engine,
        f"""
        WITH held AS (SELECT {quasi(ask)}, {named(column)}, sum({ROWS}) AS {HELD} FROM audited GROUP BY ALL),
        shares AS (SELECT *, {HELD} / sum({HELD}) OVER (PARTITION BY {quasi(ask)}) AS {HERE} FROM held),
        overall AS (SELECT v, sum(m) / sum(sum(m)) OVER () AS {WHOLE} FROM {overall} GROUP BY 1),
        both_ AS (SELECT s.*, {WHOLE} FROM shares s LEFT JOIN overall o ON s.{named(column)} IS NOT DISTINCT FROM o.v),
        classes AS (
            SELECT count(*) AS values, -sum({HERE} * ln({HERE})) AS bits, max({HERE}) AS share,
                   (sum(abs({HERE} - {WHOLE})) + 1 - sum({WHOLE})) / 2 AS equal,
                   max(({HERE} - {WHOLE}) / {WHOLE}) AS gain
            FROM both_ GROUP BY {quasi(ask)}
        )
        SELECT min(values), min(bits), max(share), max(equal), max(gain) FROM classes
        """,
    )
    if distinct is None:
        return {}
    found = {"distinct": distinct, "entropy": exp(entropy), "share": share, "t": equal, "beta": gain}
    mine = [each for each in ask.on_columns if each.column == column]
    findings.extend(_said(each) for each in mine if each.kind not in CLASS_BY_CLASS and not _kept(each, found))
    wanted = [each for each in mine if each.kind in CLASS_BY_CLASS]
    untold = [each for each in wanted if each.kind == "tree" and column not in trees]
    counted = [each for each in wanted if each not in untold]
    if counted:
        _by_class(engine, ask, overall, counted, tree=trees.get(column), findings=findings)
    return found | ({"not counted again": ", ".join(each.kind for each in untold)} if untold else {})


def _said(each: OnColumn) -> str:
    return f"{each.column}: {each.model} {each.kind} {each.value:g} is not kept"


def _kept(each: OnColumn, found: dict[str, float]) -> bool:
    if each.model == "l-diversity":
        return (
            found["entropy"] >= each.value - LOOSE
            if each.kind == "entropy"
            else found["distinct"] >= each.value - SLACK
        )
    counted = {"t-closeness": "t", "alpha": "share", "beta-likeness": "beta"}[each.model]
    return found[counted] <= each.value + LOOSE


def _by_class(
    engine: DuckDBPyConnection,
    ask: Ask,
    overall: str,
    wanted: list[OnColumn],
    *,
    tree: Hierarchy | None,
    findings: list[str],
) -> None:
    """Count what takes an order of values or of counts, class by class, in plain Python."""
    value = named(wanted[0].column)
    whole = {v: float(m) for v, m in engine.execute(f"SELECT v, sum(m) FROM {overall} GROUP BY 1").fetchall()}
    each_value = f"SELECT {quasi(ask)}, {value}, sum({ROWS}) AS {HELD} FROM audited GROUP BY ALL"
    held = engine.execute(f"SELECT list({value}), list({HELD}) FROM ({each_value}) GROUP BY {quasi(ask)}").fetchall()
    order = list(tree.values) if tree is not None else _in_order(whole)
    for each in wanted:
        for names, counts in held:
            class_of = {name: float(count) for name, count in zip(names, counts, strict=True)}
            if not _holds(each, class_of, whole, order, tree):
                findings.append(_said(each))
                break


def _holds(
    each: OnColumn,
    held: dict[str | None, float],
    whole: dict[str | None, float],
    order: Sequence[str | None],
    tree: Hierarchy | None,
) -> bool:
    rows, everybody = sum(held.values()), sum(whole.values())
    if each.kind == "recursive":
        ordered = sorted(held.values(), reverse=True)
        return ordered[0] < each.c * sum(ordered[int(each.value) - 1 :])
    if each.kind == "enhanced":
        shares = {name: (held[name] / rows, whole[name] / everybody) for name in held}
        return all(p <= q * (1 + min(each.value, -log(q))) + LOOSE for p, q in shares.values())
    surplus = {name: held.get(name, 0) / rows - whole.get(name, 0) / everybody for name in order}
    if each.kind == "tree" and tree is not None:
        return _along(surplus, tree) <= each.value + LOOSE
    moved, work = 0.0, 0.0
    for name in order:
        moved += surplus[name]
        work += abs(moved)
    return work / max(len(order) - 1, 1) <= each.value + LOOSE


def _along(surplus: dict[str | None, float], tree: Hierarchy) -> float:
    """Return the work of evening out along the edges of the tree, where all the way up and down again costs 1."""
    work, top = 0.0, tree.height - 1
    for level in range(top):
        under: dict[int, float] = {}
        for code, name in enumerate(tree.values):
            label = int(tree.up[level][code])
            under[label] = under.get(label, 0.0) + surplus[name]
        work += sum(map(abs, under.values())) / (2 * top)
    return work


def _in_order(names: Mapping[str | None, float]) -> list[str | None]:
    present = [name for name in names if name is not None]
    try:
        present.sort(key=float)
    except ValueError:
        present.sort()
    return [*present, *([None] if None in names else [])]
