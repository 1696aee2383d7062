"""
Quarantine (policy 5-1, 5-2): rows that may not enter yet, sealed under a key of their own, with an end.

A row in quarantine has an ordinal and a mark like a person, so that only a grant opens it and the look is in the
ledger; the law's and the policy's purposes do not reach it. When its day is over, key and row go.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import orjson

from seiyaku.keys import keyring, person, sealing

from .statements import Cursor, marks, padded, run, run_many
from .storing import Stored, reserve
from .writing import Changes, settle


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A row on its way in: its number in the file, why it may not enter, the fields that offend, and its cells."""

    row_number: int
    reason: str
    fields: tuple[str, ...] = ()
    cells: Mapping[str, str]


class Detained(NamedTuple):
    """A row in quarantine as it stands in its table, with its wrapped key."""

    ordinal: int
    qid: bytes
    mark: bytes
    batch: str
    row_number: int
    reason: str
    fields: str
    created_at: int
    expires_on: int
    body: bytes
    wrapped: bytes


def bound(row: Detained) -> bytes:
    """Return what the row's body is bound to."""
    return sealing.aad("quarantine", row.qid, row.batch, row.row_number, row.reason, row.fields, row.expires_on)


def hold(cursor: Cursor, rows: Sequence[Held], *, batch: str, expires_on: int, recorded_at: int) -> Stored:
    """Put rows into quarantine until the day `expires_on`, in the caller's transaction."""
    keyring.for_writing(cursor)
    changes, lines, keys = Changes(), [], []
    for ordinal, held in zip(reserve(cursor, len(rows)), rows, strict=True):
        qid, mark, key = os.urandom(16), os.urandom(16), person.new_key()
        place = (batch, held.row_number, held.reason, ",".join(held.fields)[:400], recorded_at, expires_on)
        bare = Detained(ordinal, qid, mark, *place, b"", b"")
        body = changes.add(sealing.seal(key, orjson.dumps(dict(held.cells)), bound(bare)))
        lines.append((ordinal, qid, mark, *place, body))
        keys.append((ordinal, person.wrap(key, ordinal, qid)))
    run_many(
        cursor,
        "INSERT INTO vault_quarantine (ord, qid, mark, batch, row_number, reason, fields, created_at, expires_on, body)"
        f" VALUES ({marks(10)})",
        lines,
    )
    run_many(cursor, "INSERT INTO vault_personkey (person, wrapped) VALUES (%s, %s)", keys)
    return Stored(tuple(line[0] for line in lines), tuple(line[2] for line in lines), settle(cursor, changes))


def discard(cursor: Cursor, ordinals: Sequence[int]) -> Stored:
    """Let rows go, key and all: taken in at last, thrown away, or over their day."""
    changes, tags = Changes(), []
    for start in range(0, len(ordinals), 512):
        block = padded(ordinals[start : start + 512])
        run(cursor, f"SELECT ord, mark, body FROM vault_quarantine WHERE ord IN ({marks(len(block))})", block)
        gone = cursor.fetchall()
        for _, mark, body in gone:
            tags.append(bytes(mark))
            changes.remove(bytes(body))
        for table, column in (("vault_quarantine", "ord"), ("vault_personkey", "person")):
            run_many(cursor, f"DELETE FROM {table} WHERE {column} = %s", [(line[0],) for line in gone])
    return Stored(tuple(ordinals), tuple(tags), settle(cursor, changes))


def expired(cursor: Cursor, today: int) -> list[int]:
    """Return the rows whose day is over."""
    run(cursor, "SELECT ord FROM vault_quarantine WHERE expires_on < %s ORDER BY ord", (today,))
    return [int(line[0]) for line in cursor.fetchall()]
