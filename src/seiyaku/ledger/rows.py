"""
Rows by the dozen, for SQLite: one statement puts sixteen, and bytes go in as bytearrays.

Python's driver asks every value that is not a number, a text or a bytearray how it wants to be adapted, by two look-ups
that fail: for each bytes about as long as SQLite takes to keep them. And each run of a statement lets go of the
interpreter, and takes it again, several times.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import chain
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .transactions import Cursor

TOGETHER = 16


def insert(cursor: Cursor, into: str, rows: Sequence[Sequence[Any]]) -> None:
    """Put rows into `into`, a table with its columns: `ledger_seen (person, entry, granted)`."""
    together = len(rows) // TOGETHER * TOGETHER
    for at in range(0, together, TOGETHER):
        cursor.execute(_statement(into, TOGETHER), list(chain.from_iterable(rows[at : at + TOGETHER])))
    if rest := rows[together:]:
        cursor.executemany(_statement(into, 1), rest)


@cache
def _statement(into: str, rows: int) -> str:
    row = "(" + ", ".join(["%s"] * (into.count(",") + 1)) + ")"
    return f"INSERT INTO {into} VALUES " + ", ".join([row] * rows)
