"""
What an audit counts again of persons whose rows are recognisable as theirs: by their bag of rows, or by their items.

From the release itself (`persons`); and from the source, among those whom earlier releases tell apart (`beside`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from .asking import Ask
from .inspecting import one
from .recounting import ROWS, quasi
from .sources import Source, named

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

# Names that no table's columns have.
WHO, ALIKE, LEFT, BAG = '"person of the line"', '"persons alike"', '"persons that may be alike"', '"bag of the person"'
TIMES = '"how often the person has it"'


def persons(engine: DuckDBPyConnection, ask: Ask, findings: list[str]) -> int:
    """Count the persons of the table `audited` with the same bag of rows, or with the same items; return the fewest."""
    if ask.sets is not None:
        return _sets(engine, ask, *ask.sets, findings)
    fewest = one(engine, f"SELECT min({ALIKE}) FROM ({_released_bags(ask)})")[0]
    if fewest is not None and fewest < ask.k:
        findings.append(f"{fewest} persons with the same rows, k = {ask.k}")
    return int(fewest or 0)


def beside(
    engine: DuckDBPyConnection, ask: Ask, source: Source, *, labelled: str, joins: str, told: Sequence[str]
) -> Iterator[str]:
    """
    Find what more persons have in the release than the source has, of those that earlier releases leave k alike.

    `labelled` and `joins` bring the source `s` to the levels of the release, `told` is what earlier releases tell.
    """
    names = [f'"told {at}"' for at in range(len(told))]
    more = ", ".join(f"{each} AS {name}" for each, name in zip(told, names, strict=True))
    who = f"coalesce('=' || s.{named(ask.person or '')}, '-')"
    engine.execute(
        f"CREATE OR REPLACE TEMP TABLE had AS SELECT {who} AS {WHO}, {labelled}, {more}, {source.count} AS {TIMES} "
        f"FROM {source.sql} s {joins} GROUP BY ALL"
    )
    if ask.sets is None:
        many = one(engine, _too_many_alike(ask, names))[0]
        if many:
            yield f"{many} bags of rows of fewer than {ask.k} persons beside an earlier release"
    else:
        yield from _sets_beside(engine, ask, *ask.sets, names)
    engine.execute("DROP TABLE had")


def _bag(columns: Sequence[str], times: str) -> str:
    cells = ", ".join(f"coalesce('=' || {column}, '-')" for column in columns)
    return f"list_sort(list([{cells}, {times}::VARCHAR]))"


def _released_bags(ask: Ask) -> str:
    who, columns = named(ask.person or ""), [named(column) for column in ask.quasi]
    rows = f"SELECT {who}, {quasi(ask)}, sum({ROWS}) AS {TIMES} FROM audited GROUP BY ALL"
    bags = f"SELECT {_bag(columns, TIMES)} AS {BAG} FROM ({rows}) GROUP BY {who}"
    return f"SELECT {BAG}, count(*) AS {ALIKE} FROM ({bags}) GROUP BY {BAG}"


def _too_many_alike(ask: Ask, told: Sequence[str]) -> str:
    columns = [named(column) for column in ask.quasi]
    plain = f"SELECT {WHO}, {quasi(ask)}, sum({TIMES}) AS {TIMES} FROM had GROUP BY {WHO}, {quasi(ask)}"
    bags = f"SELECT {WHO}, {_bag(columns, TIMES)} AS {BAG} FROM ({plain}) GROUP BY {WHO}"
    whole = f"SELECT {WHO}, {_bag([*columns, *told], TIMES)} AS whole FROM had GROUP BY {WHO}"
    alike = (
        f"SELECT {BAG}, count(*) AS {LEFT} FROM ({bags}) JOIN ({whole}) USING ({WHO}) "
        f"GROUP BY {BAG}, whole HAVING count(*) >= {ask.k}"
    )
    return (
        f"SELECT count(*) FROM ({_released_bags(ask)}) LEFT JOIN (SELECT {BAG}, sum({LEFT}) AS {LEFT} FROM ({alike}) "
        f"GROUP BY {BAG}) USING ({BAG}) WHERE {ALIKE} > coalesce({LEFT}, 0)"
    )


def _sets(engine: DuckDBPyConnection, ask: Ask, items: str, m: int, findings: list[str]) -> int:
    """Count how many persons have each combination of up to m items, among those alike otherwise."""
    _hold(engine, ask)
    least = None
    for size in range(1, m + 1):
        found = _combinations(ask, "held", named(ask.person or ""), items, size=size)
        fewest = one(engine, f"SELECT min({ALIKE}) FROM ({found})")[0]
        if fewest is not None:
            least = fewest if least is None else min(least, fewest)
    engine.execute("DROP TABLE held")
    if least is not None and least < ask.k:
        findings.append(f"{m} items that only {least} persons have, k = {ask.k}")
    return int(least or 0)


def _sets_beside(engine: DuckDBPyConnection, ask: Ask, items: str, m: int, told: Sequence[str]) -> Iterator[str]:
    _hold(engine, ask)
    for size in range(1, m + 1):
        released = _combinations(ask, "held", named(ask.person or ""), items, size=size)
        left = f"SELECT * FROM ({_combinations(ask, 'had', WHO, items, size=size, told=told)}) WHERE {ALIKE} >= {ask.k}"
        key = [f"key{at}" for at in range(len(ask.quasi) - 1 + size)]
        on = " AND ".join(f"r.{each} IS NOT DISTINCT FROM l.{each}" for each in key)
        summed = f"SELECT {', '.join(key)}, sum({ALIKE}) AS {LEFT} FROM ({left}) GROUP BY {', '.join(key)}"
        many = one(
            engine,
            f"SELECT count(*) FROM ({released}) r LEFT JOIN ({summed}) l ON {on} WHERE r.{ALIKE} > coalesce({LEFT}, 0)",
        )[0]
        if many:
            yield f"{many} sets of {size} items that fewer than {ask.k} persons have beside an earlier release"
            break
    engine.execute("DROP TABLE held")


def _hold(engine: DuckDBPyConnection, ask: Ask) -> None:
    who = named(ask.person or "")
    engine.execute(f"CREATE OR REPLACE TEMP TABLE held AS SELECT DISTINCT {who}, {quasi(ask)} FROM audited")


def _combinations(ask: Ask, table: str, who: str, items: str, *, size: int, told: Sequence[str] = ()) -> str:
    """Return the SQL of each combination of `size` items, as key0, key1 …, with how many persons have it."""
    item = named(items)
    others = [*(named(column) for column in ask.quasi if column != items), *told]
    on = [
        f"JOIN {table} h{at} ON h0.{who} IS NOT DISTINCT FROM h{at}.{who} AND h{at - 1}.{item} < h{at}.{item}"
        + "".join(f" AND h0.{other} IS NOT DISTINCT FROM h{at}.{other}" for other in others)
        for at in range(1, size)
    ]
    plain = len(ask.quasi) - 1
    key = [*(f"h0.{other}" for other in others[:plain]), *(f"h{at}.{item}" for at in range(size))]
    shown = ", ".join(f"{each} AS key{at}" for at, each in enumerate(key))
    grouped = ", ".join([*key, *(f"h0.{other}" for other in told)])
    return f"SELECT {shown}, count(DISTINCT h0.{who}) AS {ALIKE} FROM {table} h0 {' '.join(on)} GROUP BY {grouped}"
