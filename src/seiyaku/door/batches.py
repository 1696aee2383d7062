"""
How far a list of acts has come, and what came of each, kept in the transactions of the acts themselves.

Ids, codes, names of clauses and fields: never a value, nor whom an act was about. What came of a list that is done is
kept for a month; that it was done is kept for good, so that the same list is never done twice.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import orjson

from seiyaku.core.errors import Conflict
from seiyaku.keys import blind
from seiyaku.keys.keyring import keyring
from seiyaku.ledger.transactions import Cursor, deciding

from .outcomes import Outcome

KEPT = 30 * 86_400  # seconds
_COLUMNS = "id, done, turn, state, at"


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """
    A list's progress: the number of its last durable act, whether all are, and since when (Unix seconds).

    `turn`: how many blocks were durable; whoever finds another number than the one they saw is not alone.
    """

    id: int
    done: int
    turn: int
    state: str
    at: int

    @property
    def is_told(self) -> bool:
        """Whether what came of its acts is still kept."""
        return self.state == "open" or self.at > _now() - KEPT


def name_of(act: str, name: str) -> str:
    """Return what a list goes by here: its caller's name for it, under a key that is not in the database."""
    return blind.digest("batch", f"{act}:{name}", keyring().live("suppress")[-1].id).hex()


def known(cursor: Cursor, ref: str) -> Progress | None:
    """Return how far the list has come, None when it was never begun."""
    cursor.execute(f"SELECT {_COLUMNS} FROM door_batch WHERE ref = %s", (ref,))
    row = cursor.fetchone()
    return Progress(id=row[0], done=row[1], turn=row[2], state=row[3], at=row[4]) if row else None


def begin(cursor: Cursor, ref: str) -> Progress:
    """Return how far the list has come, beginning it when it is new."""
    cursor.execute(
        "INSERT INTO door_batch (ref, done, turn, state, at) VALUES (%s, 0, 0, 'open', %s) ON CONFLICT DO NOTHING",
        (ref, _now()),
    )
    found = known(cursor, ref)
    assert found is not None  # noqa: S101  # it was begun a line ago
    return found


def move(cursor: Cursor, old: Progress, *, to: int, outcomes: Iterable[Outcome]) -> Progress:
    """
    Write down how far the list has come, and what came of the acts up to there.

    Raises:
        Conflict: somebody else is doing the same list.
    """
    new = replace(old, done=max(old.done, to), turn=old.turn + 1)
    _turn(cursor, old, new)
    cursor.executemany(
        "INSERT INTO door_outcome (batch, number, code, entry, leaf, clause, article, made, said)"
        " VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s) ON CONFLICT (batch, number) DO UPDATE SET code = excluded.code,"
        " entry = excluded.entry, leaf = excluded.leaf, clause = excluded.clause, article = excluded.article,"
        " made = excluded.made, said = excluded.said",
        [(new.id, *_row(outcome)) for outcome in outcomes],
    )
    return new


def close(cursor: Cursor, old: Progress) -> Progress:
    """Write down that the whole list is done."""
    new = replace(old, turn=old.turn + 1, state="done", at=_now())
    _turn(cursor, old, new)
    return new


def _turn(cursor: Cursor, old: Progress, new: Progress) -> None:
    cursor.execute(
        "UPDATE door_batch SET done = %s, turn = %s, state = %s, at = %s WHERE id = %s AND turn = %s",
        (new.done, new.turn, new.state, new.at, old.id, old.turn),
    )
    if cursor.rowcount != 1:
        raise Conflict(what="this list is being done by somebody else")


def _row(outcome: Outcome) -> tuple[object, ...]:
    made = bytes.fromhex(outcome.person) if outcome.person else None
    said = orjson.dumps({"why": outcome.why, "more": outcome.more})
    return outcome.number, outcome.code, outcome.entry, outcome.leaf, outcome.clause, outcome.article, made, said


def outcomes(cursor: Cursor, batch: int, numbers: Sequence[int]) -> dict[int, Outcome]:
    """Return what came of the acts from the first to the last of these numbers."""
    cursor.execute(
        "SELECT number, code, entry, leaf, clause, article, made, said FROM door_outcome"
        " WHERE batch = %s AND number BETWEEN %s AND %s",
        (batch, numbers[0], numbers[-1]),
    )
    return {row[0]: _outcome(row) for row in cursor.fetchall()}


def _outcome(row: tuple[Any, ...]) -> Outcome:
    number, code, entry, leaf, clause, article, made, said = row
    told = orjson.loads(bytes(said))
    return Outcome(
        number=number, code=code, entry=entry, leaf=leaf, clause=clause, article=article,
        person=bytes(made).hex() if made else None, why=told["why"], more=told["more"],
    )  # fmt: skip


def add(cursor: Cursor, batch: int, outcome: Outcome) -> None:
    """Write down what became known of an act after it was done."""
    said = orjson.dumps({"why": outcome.why, "more": outcome.more})
    cursor.execute("UPDATE door_outcome SET said = %s WHERE batch = %s AND number = %s", (said, batch, outcome.number))


def forget(cursor: Cursor, pids: Iterable[bytes]) -> None:
    """Forget that an act made one of these people (erasure)."""
    cursor.executemany("UPDATE door_outcome SET made = NULL WHERE made = %s", [(pid,) for pid in pids])


def expire() -> None:
    """Forget what came of lists that have been done for a month."""
    with deciding() as cursor:
        cursor.execute(
            "DELETE FROM door_outcome WHERE batch IN (SELECT id FROM door_batch WHERE state = 'done' AND at <= %s)",
            (_now() - KEPT,),
        )


def _now() -> int:
    return int(time.time())
