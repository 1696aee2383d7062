"""
The plan as text of SQL, the same for every engine: distinct cells with their counts, and the rows that lines stand for.

Written in DuckDB's dialect; another engine's is made of it by sqlglot. What lies between the two halves, the search,
sees cells only and runs where the engine's answer arrives.
"""

from __future__ import annotations

from collections.abc import Sequence

from .sources import named

COUNT = "rows of the cell"
LINE = "rows of the line"


def cells(table: str, columns: Sequence[str]) -> str:
    """Return the question for the distinct cells of a table and how often each occurs."""
    picked = ", ".join(map(named, columns))
    return f"SELECT {picked}, count(*) AS {named(COUNT)} FROM {named(table)} GROUP BY {picked}"


def rows(lines: str, columns: Sequence[str]) -> str:
    """Return the question for the rows of a release: each line as often as it counts."""
    picked = ", ".join(map(named, columns))
    return f"SELECT {picked} FROM {named(lines)} CROSS JOIN UNNEST(range({named(LINE)})) AS line(place)"


def for_spark(sql: str) -> str:
    """Return a question in Spark's dialect."""
    import sqlglot

    return sqlglot.transpile(sql, read="duckdb", write="spark")[0]
