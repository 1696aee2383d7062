"""
The change log: every change of a standing is a numbered row (architecture, section 3).

Bitmaps and tables in memory are caches of this log: whoever holds one reads `since` its number and applies the tail.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from .transactions import Cursor


class Change(NamedTuple):
    """One change: its number, what kind of standing moved, what it is about, and which person, if one."""

    number: int
    kind: str
    ref: str
    person: int | None


class Moment(NamedTuple):
    """
    A moment of the past, as an entry names it: the number of the newest change then, and when it was written.

    `began`: the number of the first change of every standing that is nobody's own, by its reference.
    """

    number: int
    at: dt.datetime
    began: Mapping[str, int]

    def knew(self, ref: str) -> bool:
        """Say whether what goes by this reference was there; what no change tells of always was."""
        return self.began.get(ref, 0) <= self.number


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


def beginnings(cursor: Cursor) -> dict[str, int]:
    """Return the number of the first change by reference, of standings of actors, recipients and the house."""
    cursor.execute("SELECT ref, MIN(number) FROM ledger_change WHERE person IS NULL GROUP BY ref")
    return {ref: int(number) for ref, number in cursor.fetchall()}


def of_people(cursor: Cursor, people: Sequence[int]) -> Iterator[Change]:
    """Yield every change of these people's standings, in order."""
    for start in range(0, len(people), 500):
        some = people[start : start + 500]
        places = ", ".join(["%s"] * len(some))
        cursor.execute(
            f"SELECT number, kind, ref, person FROM ledger_change WHERE person IN ({places}) ORDER BY number", some
        )
        yield from [Change(*row) for row in cursor.fetchall()]
