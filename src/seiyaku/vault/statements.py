"""
The vault's SQL is written once, with `%s`, and spoken to whatever cursor a caller hands over.

Callers pass the cursor of the transaction they hold: Django's, or the driver's own where speed counts.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import Any, Protocol


class Cursor(Protocol):
    """What Django's cursors, sqlite3's and psycopg's have in common."""

    def execute(self, sql: Any, params: Any = ..., /) -> Any:
        """Run one statement."""

    def executemany(self, sql: Any, params: Any, /) -> Any:
        """Run one statement for every row of parameters."""

    def fetchall(self) -> list[Any]:
        """Return the rows left."""

    def fetchone(self) -> Any:
        """Return the next row, or None."""

    def fetchmany(self, size: int = ..., /) -> list[Any]:
        """Return some of the rows left."""

    @property
    def rowcount(self) -> int:
        """How many rows the last statement touched."""


People = Sequence[bytes] | Sequence[int]  # public ids, or ordinals

AT_ONCE = 16  # sheets joined in one statement: SQLite joins 64 tables at most

_ROOM = (("cache_size", -16_384, -2_000), ("wal_autocheckpoint", 8_192, 1_000))  # kB; pages of 4 kB


@lru_cache(maxsize=512)
def _native(sql: str) -> str:
    return sql.replace("%s", "?")


def run(cursor: Cursor, sql: str, params: Sequence[Any] = ()) -> Cursor:
    """Execute `sql` with `params` and return the cursor, to fetch from."""
    cursor.execute(_native(sql) if type(cursor) is sqlite3.Cursor else sql, params)
    return cursor


def run_many(cursor: Cursor, sql: str, rows: Iterable[Sequence[Any]]) -> int:
    """Execute `sql` for all `rows`; return how many rows of the table were touched."""
    ready = list(rows)
    if not ready:
        return 0
    cursor.executemany(_native(sql) if type(cursor) is sqlite3.Cursor else sql, ready)
    return cursor.rowcount


def is_sqlite(cursor: Cursor) -> bool:
    """Say whether the cursor speaks to SQLite."""
    return isinstance(getattr(cursor, "cursor", cursor), sqlite3.Cursor)


@contextmanager
def roomy(cursor: Cursor) -> Iterator[None]:
    """
    Give this connection room for many rows: a block's pages stay in memory, and are not copied back at each commit.

    On SQLite only; the usual measures are back afterwards, so that the next commit copies what is left.
    """
    if not is_sqlite(cursor):
        yield
        return
    for setting, much, _ in _ROOM:
        run(cursor, f"PRAGMA {setting} = {much}")
    try:
        yield
    finally:
        for setting, _, usual in _ROOM:
            run(cursor, f"PRAGMA {setting} = {usual}")


@lru_cache(maxsize=32)
def marks(count: int) -> str:
    """Return `count` placeholders."""
    return ", ".join(["%s"] * count)


def padded(values: Sequence[Any]) -> tuple[Any, ...]:
    """Repeat the last of `values` up to a power of two, so that few statements serve every length."""
    size = 1 << (len(values) - 1).bit_length()
    return (*values, *[values[-1]] * (size - len(values)))


def conditions(people: People | None, at_once: int) -> Iterator[tuple[str, tuple[Any, ...]]]:
    """Yield a further condition on `p`, with its values, for some of these people after the other; None: everybody."""
    if people is None:
        yield "", ()
        return
    column = "pid" if isinstance(people[0], bytes) else "ord"
    for start in range(0, len(people), at_once):
        some = padded(people[start : start + at_once])
        yield f" AND p.{column} IN ({marks(len(some))})", some


def joined(kinds: Sequence[str], person: str) -> str:
    """Return the joins that bring a person's sheets of `kinds` (to be passed as values) into their row: s0, s1, …"""
    return "".join(
        f" LEFT JOIN vault_sheet s{place} ON s{place}.person = {person} AND s{place}.kind = %s"
        for place in range(len(kinds))
    )
