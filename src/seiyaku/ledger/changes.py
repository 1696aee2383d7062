"""
The change log: every change of a standing is a numbered row (architecture, section 3).

Bitmaps and tables in memory are caches of this log: whoever holds one reads `since` its number and applies the tail.
"""

from __future__ import annotations

import time
from typing import NamedTuple

from .transactions import Cursor


class Change(NamedTuple):
    """One change: its number, what kind of standing moved, what it is about, and which person, if one."""

    number: int
    kind: str
    ref: str
    person: int | None


def note(cursor: Cursor, kind: str, ref: str, person: int | None = None) -> int:
    """Write the next row of the change log inside changing(); return its number."""
    work = cursor.work
    if not work.changing:
        raise RuntimeError("a standing changes only inside changing()")
    work.changes += 1
    number = work.head + work.changes
    cursor.execute(
        "INSERT INTO ledger_change (number, at, kind, ref, person) VALUES (%s, %s, %s, %s, %s)",
        (number, time.time_ns() // 1_000_000, kind, ref, person),
    )
    return number


def head(cursor: Cursor) -> int:
    """Return the number of the newest change."""
    cursor.execute("SELECT number FROM ledger_head WHERE id = 1")
    return int(cursor.fetchone()[0])


def since(cursor: Cursor, number: int) -> list[Change]:
    """Return the changes after `number`, in order."""
    cursor.execute("SELECT number, kind, ref, person FROM ledger_change WHERE number > %s ORDER BY number", (number,))
    return [Change(*row) for row in cursor.fetchall()]
