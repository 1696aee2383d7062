"""
What an audit looks for in the values and the order of a release, beside what it counts.

* values that look like codes, addresses or names, every one of them
* values of the source's deleted columns that name each row, and MD5, SHA-1 and SHA-256 of any value of the source
* the order of the rows against the order of the source
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from math import sqrt
from typing import TYPE_CHECKING, Any

from .sources import Source, named

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

AT_ONCE = 100_000
PLACE, MEAN = '"place of the row"', '"mean place of the values"'
MANY, PLACES, SQUARES = '"rows of the kind"', '"sum of their places"', '"sum of their places squared"'
LEAST_TO_CORRELATE = 50
FIRST = 50_000
# Mean places that differ by less than this do not differ at all.
ALIKE = 1e-9
TOO_ALIKE = 5.0
# A column that nearly each row has a value of its own in names rows; short values occur by chance.
NAMING, LONG_ENOUGH, ENOUGH_ROWS = 0.9, 6, 10
# What no suspicion can be about has fewer digits, none of these signs, and is shorter: it is not looked at closer.
DOUBTFUL = r"length(regexp_replace({0}, '[^\p{{N}}]', '', 'g')) >= 7 OR regexp_matches({0}, '[@＠﹫〒様\s\p{{Z}}]')"
DIGEST = "regexp_full_match({0}, '[0-9a-fA-F]{{32}}|[0-9a-fA-F]{{40}}|[0-9a-fA-F]{{64}}')"


def values(engine: DuckDBPyConnection, columns: Sequence[str], source: Source | None) -> Iterator[str]:
    """Yield what is wrong with the values of the table `audited`."""
    once = " UNION ALL ".join(
        f"SELECT DISTINCT {at} AS place, {named(column)} AS v FROM audited" for at, column in enumerate(columns)
    )
    engine.execute(f"CREATE OR REPLACE TEMP TABLE looked_at AS {once}")
    kinds: dict[int, set[str]] = {}
    for place, value in _doubtful(engine):
        kinds.setdefault(place, set()).update(_suspicions(value))
    for place in sorted(kinds):
        yield from (f"column {columns[place]!r} holds what looks like a {kind}" for kind in sorted(kinds[place]))
    if source is not None:
        found = f"SELECT DISTINCT place FROM looked_at WHERE {DIGEST.format('v')} ORDER BY place"
        for (place,) in engine.execute(found).fetchall():
            yield from _hashes(engine, columns[place], source)
        yield from _names(engine, columns, source)
    engine.execute("DROP TABLE looked_at")


def _suspicions(value: str) -> set[str]:
    from seiyaku.core.anonymous.scanning import suspicions

    return suspicions(value)


def _doubtful(engine: DuckDBPyConnection) -> Iterator[tuple[int, str]]:
    found = engine.execute(f"SELECT place, v FROM looked_at WHERE {DOUBTFUL.format('v')} OR length(v) >= 32")
    while rows := found.fetchmany(AT_ONCE):
        yield from rows


def _hashes(engine: DuckDBPyConnection, column: str, source: Source) -> Iterator[str]:
    """Look for digests of the source's values in a column that has values that could be digests."""
    for other in source.columns:
        for digest in ("md5", "sha1", "sha256"):
            hits = one(
                engine,
                f"SELECT count(*) FROM (SELECT DISTINCT {digest}({named(other)}) AS d FROM {source.sql}) "
                f"JOIN (SELECT DISTINCT lower({named(column)}) AS w FROM audited "
                f"WHERE {DIGEST.format(named(column))}) ON w = d",
            )[0]
            if hits:
                yield f"column {column!r} holds the {digest} of values of {other!r}"


def _names(engine: DuckDBPyConnection, columns: Sequence[str], source: Source) -> Iterator[str]:
    """Look for values of deleted columns that name each row: they may have come through another column."""
    deleted = [column for column in source.columns if column not in columns]
    if not deleted:
        return
    engine.execute(
        "CREATE OR REPLACE TEMP TABLE labels AS "
        + " UNION ".join(
            f"SELECT DISTINCT {named(column)} AS v FROM audited WHERE length({named(column)}) >= {LONG_ENOUGH}"
            for column in columns
        )
    )
    if one(engine, "SELECT count(*) FROM labels")[0]:
        counts = ", ".join(f"approx_count_distinct({named(c)}), count({named(c)})" for c in deleted)
        found = iter(one(engine, f"SELECT {counts} FROM {source.sql}"))
        for column, distinct, rows in zip(deleted, found, found, strict=False):
            if rows >= ENOUGH_ROWS and distinct >= NAMING * rows:
                inside = f"SELECT count(*) FROM {source.sql} WHERE {named(column)} IN (SELECT v FROM labels)"
                if one(engine, inside)[0]:
                    yield f"a column holds values of {column!r}, which names each row"
    engine.execute("DROP TABLE labels")


def placed(rows: str, picked: Sequence[str]) -> str:
    """Return the question for the first rows of a table, those alike together: how many, and where they stood."""
    numbered = f"SELECT row_number() OVER () AS {PLACE}, * FROM (SELECT {', '.join(picked)} FROM {rows} LIMIT {FIRST})"
    return (
        f"SELECT {', '.join(picked)}, count(*) AS {MANY}, sum({PLACE}) AS {PLACES}, "
        f"sum({PLACE} * {PLACE}) AS {SQUARES} FROM ({numbered}) GROUP BY ALL"
    )


def order(
    engine: DuckDBPyConnection, went: str, columns: Sequence[str], source: Source, standing: Collection[str] | None
) -> tuple[float, list[str]]:
    """
    Return how far the release's order follows the source's, in standard errors of no relation, and what is wrong.

    The first rows of both are compared, by the columns whose values stand in the release as they stood in the source:
    an order that was kept is kept there too. `went` is the release's rows as `placed` puts them together; `standing`
    are the columns of which it is known (None: it is looked up).
    """
    shared = [column for column in columns if column in source.columns]
    if standing is not None:
        shared = [column for column in shared if column in standing]
    if not shared:
        return 0.0, []
    engine.execute("SET preserve_insertion_order = true")
    engine.execute(f"CREATE OR REPLACE TEMP TABLE went AS {went}")
    engine.execute(f"CREATE OR REPLACE TEMP TABLE came AS {placed(source.sql, list(map(named, shared)))}")
    engine.execute("SET preserve_insertion_order = false")
    same = _standing(engine, shared) if standing is None else shared
    rows, related = _related(engine, same) if same else (0, 0.0)
    engine.execute("DROP TABLE came; DROP TABLE went")
    if rows < LEAST_TO_CORRELATE:
        return 0.0, []
    errors = abs(related) * sqrt(rows)
    wrong = [f"the order of the rows follows the source (correlation {related:.3f})"] if errors > TOO_ALIKE else []
    return errors, wrong


def _related(engine: DuckDBPyConnection, same: list[str]) -> tuple[int, float]:
    """Correlate each row's place with the mean place of such rows in the source; return the rows compared as well."""
    key = ", ".join(map(named, same))
    on = " AND ".join(f"a.{named(column)} IS NOT DISTINCT FROM b.{named(column)}" for column in same)
    found = engine.execute(
        f"SELECT a.{MANY}::DOUBLE AS n, a.{PLACES}::DOUBLE AS x, a.{SQUARES}::DOUBLE AS xx, b.{MEAN}::DOUBLE AS y "
        f"FROM went a JOIN (SELECT {key}, sum({PLACES}) / sum({MANY}) AS {MEAN} FROM came GROUP BY {key}) b ON {on}"
    ).fetchnumpy()
    n, x, xx, y = (found[name] for name in ("n", "x", "xx", "y"))
    rows = n.sum()
    if not rows:
        return 0, 0.0
    mean, other = x.sum() / rows, (n * y).sum() / rows
    spread, there = xx.sum() - rows * mean**2, (n * (y - other) ** 2).sum()
    if there <= ALIKE * rows or spread <= ALIKE * rows:
        return int(rows), 0.0
    return int(rows), float(((x - n * mean) * (y - other)).sum() / sqrt(spread * there))


def _standing(engine: DuckDBPyConnection, columns: list[str]) -> list[str]:
    """Return the columns most of whose values in the release are values of the source."""
    there = ", ".join(f"sum({MANY}) FILTER (WHERE {name} IN (SELECT {name} FROM came))" for name in map(named, columns))
    of, *counts = one(engine, f"SELECT sum({MANY}), {there} FROM went")
    return [column for column, count in zip(columns, counts, strict=True) if (count or 0) * 2 > (of or 0)]


def one(engine: DuckDBPyConnection, sql: str) -> Any:
    """Return the one row of a question."""
    return engine.execute(sql).fetchall()[0]
