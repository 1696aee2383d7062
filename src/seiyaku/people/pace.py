"""
How fast a token asks (policy 2-1): kept in the database, so that more processes are not more asks.

One moment a token: until then its asks are spent, and it may be at most a minute ahead (the generic cell rate
algorithm of ITU-T I.371). Times are microseconds since 1970. Says nothing of anybody.
"""

from __future__ import annotations

from django.db import connection, transaction

from seiyaku.ledger.transactions import reported

MINUTE = 60_000_000

_LATER = {"sqlite": "max", "postgresql": "greatest"}
_TAKE = (
    "INSERT INTO people_pace (token, spent) VALUES (%s, %s) ON CONFLICT (token) DO UPDATE"
    " SET spent = {0}(people_pace.spent, %s) + %s WHERE {0}(people_pace.spent, %s) + %s <= %s RETURNING spent"
)
_OWE = (
    "INSERT INTO people_pace (token, spent) VALUES (%s, %s) ON CONFLICT (token) DO UPDATE"
    " SET spent = {0}(people_pace.spent, %s) + %s"
)


def take(token: str, asks: int, *, per_minute: int, now: int) -> int:
    """Take asks, all or none; return 0, or how many microseconds it is until they may be taken."""
    each = MINUTE // per_minute
    cost, last = asks * each, now + MINUTE
    with reported(), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_said(_TAKE), [token, now + cost, now, cost, now, cost, last])
        if cursor.fetchone() is not None:
            return 0
        cursor.execute("SELECT spent FROM people_pace WHERE token = %s", [token])
        (spent,) = cursor.fetchone()
    return max(1, int(spent) + cost - last)


def owe(token: str, asks: int, *, per_minute: int, now: int) -> None:
    """Take asks that are done in any case: the token waits for as long as they are worth."""
    cost = asks * (MINUTE // per_minute)
    with reported(), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_said(_OWE), [token, now + cost, now, cost])


def _said(sql: str) -> str:
    return sql.format(_LATER[connection.vendor])
