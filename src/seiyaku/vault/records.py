"""
What is kept on a person besides sheets (policy P, 1-1): contacts and calls, and the manifests of attachments.

Both are sealed under the person's key, belong to a field of the policy, and have a source like every value.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Mapping
from typing import Literal, NamedTuple

import orjson

from seiyaku.core.errors import NotProven
from seiyaku.keys import person, sealing
from seiyaku.keys.grants import Grant

from . import bases
from .bases import Acquired
from .rows import Row
from .statements import Cursor, run
from .storing import Stored
from .writing import Changes, settle

Table = Literal["episode", "attachment"]
_PLACE = struct.Struct(">16s16shqqq")


class Record(NamedTuple):
    """One sealed record as it stands in its table; `ref` is random and says nothing."""

    table: Table
    ref: bytes
    field: int
    basis: int
    acquisition: int
    recorded_at: int
    body: bytes


def place(pid: bytes, record: Record) -> bytes:
    """Return what a record's body is bound to."""
    fixed = _PLACE.pack(pid, record.ref, record.field, record.basis, record.acquisition, record.recorded_at)
    return sealing.aad(record.table, fixed, bases.digest(record.basis))


def keep(
    cursor: Cursor, grant: Grant, row: Row, table: Table, content: Mapping[str, object], *,
    field: int, acquired: Acquired, recorded_at: int, ref: bytes | None = None,
) -> Stored:  # fmt: skip
    """Seal `content` as a record of the person, in the caller's transaction."""
    if not grant.fields >> field & 1:
        raise NotProven("the grant does not cover this field")
    key = person.unwrap(grant, row.ordinal, row.pid, row.wrapped)
    bases.learn(cursor, [acquired.basis])
    record = Record(table, ref or os.urandom(16), field, acquired.basis, acquired.id, recorded_at, b"")
    changes = Changes()
    body = changes.add(sealing.seal(key, orjson.dumps(content), place(row.pid, record)))
    run(
        cursor,
        f"INSERT INTO vault_{table} (ref, person, field, basis, acquisition, recorded_at, body)"
        " VALUES (%s, %s, %s, %s, %s, %s, %s)",
        (record.ref, row.ordinal, field, acquired.basis, acquired.id, recorded_at, body),
    )
    return Stored((row.ordinal,), (row.mark,), settle(cursor, changes))


def note(
    cursor: Cursor, grant: Grant, row: Row, content: Mapping[str, object], *,
    field: int, acquired: Acquired, recorded_at: int,
) -> Stored:  # fmt: skip
    """Keep one contact with the person: `content` says what kind, when, between whom, and what was said."""
    return keep(
        cursor, grant, row, "episode", content, field=field, acquired=acquired, recorded_at=recorded_at
    )  # fmt: skip
