"""
Asks that programs repeat: one key, one act, however often it is sent (policy 2-1).

* What is kept is ids, for a day: never a value, nor a hash that a guess could be held against (keyed MACs only).
* The row is written inside the transaction of the act itself: there is none without the act, and no second act.
* A repeat is decided anew; only when it is still allowed are the same ids returned.
* Whoever is erased is forgotten here too.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson

from seiyaku.core.errors import Conflict
from seiyaku.keys.macs import mac
from seiyaku.ledger.transactions import Cursor, deciding, raw_cursor

KEPT = 86_400  # seconds
PATIENCE = 60  # seconds after which an act whose ids were never kept is not waited for any longer
PID = 16


class Repeated(Exception):
    """Carries a repeat out of the transaction it undoes: the act was done before."""


class Reused(Exception):
    """The key was used for another ask."""


@dataclass(frozen=True, slots=True)
class Ask:
    """One ask under a key: of which token, and the MACs of the key and of what was asked."""

    token: str
    key: bytes
    said: bytes

    @classmethod
    def of(cls, token: str, key: str, *said: str | bytes) -> Ask:
        """Return the ask; the key may be anything its sender likes, so it is not kept either."""
        return cls(token, mac("repeat-key", token, key), mac("repeat-ask", token, *said))


@dataclass(frozen=True, slots=True)
class Known:
    """An act done before: its entry, the answer without people (None while it is not there), and the people."""

    entry: str
    answer: dict[str, Any] | None
    people: tuple[str, ...]
    age: float


def known(ask: Ask) -> Known | None:
    """
    Return what came of the ask before, or None.

    Raises:
        Reused: the key was used for another ask.
    """
    cursor = raw_cursor()
    cursor.execute(
        "SELECT said, entry, answer, people, at FROM people_repeat WHERE token = %s AND key = %s AND at > %s",
        (ask.token, ask.key, _now() - KEPT),
    )
    row = cursor.fetchone()
    if row is None:
        return None
    said, entry, answer, people, at = row
    if bytes(said) != ask.said:
        raise Reused
    raw = bytes(people)
    return Known(
        entry,
        orjson.loads(bytes(answer)) if answer is not None else None,
        tuple(raw[place : place + PID].hex() for place in range(0, len(raw), PID)),
        _now() - at,
    )


@dataclass(slots=True)
class Rider:
    """Writes the ask's row in the first transaction it rides in, as the last thing before the commit."""

    ask: Ask
    kept: bool = field(default=False)

    def __call__(self, cursor: Cursor) -> None:
        """
        Write the row, with the entry that was just written; a refusal stays on record, and stands for no act.

        Raises:
            Repeated: it is there already; the transaction is undone.
        """
        if self.kept or cursor.work.refused:
            return
        now = _now()
        cursor.execute(
            "DELETE FROM people_repeat WHERE token = %s AND key = %s AND at <= %s",
            (self.ask.token, self.ask.key, now - KEPT),
        )
        cursor.execute(
            "INSERT INTO people_repeat (token, key, said, entry, answer, people, at)"
            " VALUES (%s, %s, %s, %s, NULL, %s, %s) ON CONFLICT (token, key) DO NOTHING",
            (self.ask.token, self.ask.key, self.ask.said, cursor.work.written, b"", now),
        )
        if cursor.rowcount != 1:
            raise Repeated
        self.kept = True


def claim(ask: Ask) -> bool:
    """Write the ask's row before a work of several transactions; tell whether it was not there yet."""
    try:
        with deciding() as cursor:
            Rider(ask)(cursor)
    except Repeated:
        return False
    return True


def keep(ask: Ask, answer: Mapping[str, Any], people: Iterable[str] = ()) -> None:
    """Keep the ids that came of the act."""
    with deciding() as cursor:
        cursor.execute(
            "UPDATE people_repeat SET answer = %s, people = %s WHERE token = %s AND key = %s",
            (orjson.dumps(dict(answer)), b"".join(map(bytes.fromhex, people)), ask.token, ask.key),
        )


def drop(ask: Ask) -> None:
    """Forget an ask that came to nothing: it may be tried again."""
    with deciding() as cursor:
        cursor.execute("DELETE FROM people_repeat WHERE token = %s AND key = %s", (ask.token, ask.key))


def settled(before: Known) -> dict[str, Any]:
    """
    Return what is known of an act that was done.

    Raises:
        Conflict: it is being done at this moment; ask again.
    """
    if before.answer is not None:
        return before.answer
    if before.age < PATIENCE:
        raise Conflict(what="the same ask is being done at this moment: ask again")
    return {"entry": before.entry, "interrupted": True}


def forget(cursor: Cursor, pids: Iterable[bytes]) -> None:
    """Forget every ask whose answer named one of these people (erasure)."""
    inside = "position(%s in people) > 0" if cursor.vendor == "postgresql" else "instr(people, %s) > 0"
    for pid in pids:
        cursor.execute(f"DELETE FROM people_repeat WHERE {inside}", (pid,))


def expire() -> None:
    """Forget what is older than a day."""
    with deciding() as cursor:
        cursor.execute("DELETE FROM people_repeat WHERE at <= %s", (_now() - KEPT,))


def _now() -> int:
    return int(time.time())
