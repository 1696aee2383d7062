"""
How many people's information an actor has used today (policy 2-1): only counted where a limit is set.

The count is kept in the transaction of the entry that it counts: what was not written was not used. Reading it takes
the row, so that two asks at once cannot both be the last one of the day. Counts go after a month.
"""

from __future__ import annotations

from seiyaku.ledger.transactions import Cursor

KEPT = 31  # days
ADD = (
    "INSERT INTO people_usecount (actor, day, people) VALUES (%s, %s, %s) "
    "ON CONFLICT (actor, day) DO UPDATE SET people = people_usecount.people + excluded.people "
    "RETURNING people"
)
FORGET = "DELETE FROM people_usecount WHERE day < %s"


def used_today(cursor: Cursor, actor: str, day: int) -> int:
    """Return how many were used on `day` (an ordinal); nobody else counts for this actor until the commit."""
    return count(cursor, actor, day, 0)


def count(cursor: Cursor, actor: str, day: int, people: int) -> int:
    """Count `people` for the actor; return the day's count."""
    cursor.execute(ADD, [actor, day, people])
    row = cursor.fetchone()
    counted = int(row[0]) if row else 0
    if counted == people:  # the first of the day
        cursor.execute(FORGET, [day - KEPT])
    return counted
