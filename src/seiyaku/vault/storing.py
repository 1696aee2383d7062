"""
Storing people (policy P, 1-1, 5-1): inside the transaction whose cursor the caller passes.

Everything is sealed under the person's own new key before it meets the database; the digest that comes back belongs in
the ledger entry of the act.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from seiyaku.core.errors import Conflict
from seiyaku.keys import blind, keyring, person, sealing

from . import bases, cells
from .bases import Acquired
from .catalogue import Column
from .cells import Origin
from .preparing import Prepared
from .statements import Cursor, is_sqlite, marks, padded, run, run_many
from .writing import Changes, settle

PERSON = (
    "INSERT INTO vault_person (ord, pid, mark, kind, created_at, consents, refusals, stopped, flags,"
    " relation_ended_on) VALUES (%s, %s, %s, %s, %s, 0, 0, 0, 0, 0)"
)

SHEET = (
    "INSERT INTO vault_sheet (person, kind, version, fields, basis, acquisition, valid_from, recorded_at, meta, body)"
    f" VALUES ({marks(10)})"
)
_SECRET = 16 + 16 + 32  # of each person: public id, mark, key
_BLIND = "INSERT INTO vault_blind (field, digest, person, key) VALUES (%s, %s, %s, %s) ON CONFLICT DO NOTHING"
_UNIQUE = "INSERT INTO vault_unique (field, digest, person, key) VALUES (%s, %s, %s, %s) ON CONFLICT DO NOTHING"


@dataclass(frozen=True, slots=True)
class Stored:
    """What an act wrote: whom, the marks that blind them in the entry, the digest of the ciphertexts, public ids."""

    ordinals: tuple[int, ...]
    marks: tuple[bytes, ...]
    digest: bytes
    pids: tuple[bytes, ...] = ()


def reserve(cursor: Cursor, count: int) -> list[int]:
    """Return `count` ordinals that nobody ever had."""
    if not is_sqlite(cursor):
        question = "SELECT nextval(pg_get_serial_sequence('vault_person', 'ord')) FROM generate_series(1, %s)"
        return [int(row[0]) for row in run(cursor, question, (count,)).fetchall()]
    run(cursor, "UPDATE sqlite_sequence SET seq = seq + %s WHERE name = 'vault_person' RETURNING seq", (count,))
    row = cursor.fetchone()
    if row is None:
        run(cursor, "INSERT INTO sqlite_sequence (name, seq) VALUES ('vault_person', %s)", (count,))
    last = row[0] if row else count
    return list(range(last - count + 1, last + 1))


def create(
    cursor: Cursor, people: Sequence[Prepared], *, acquired: Acquired, valid_from: int, recorded_at: int
) -> Stored:
    """
    Store new people with values acquired together.

    Raises:
        Conflict: a value of a unique field is taken; `what` names the field. The transaction must be given up.
    """
    keyring.for_writing(cursor)
    origin = Origin(acquired.basis, acquired.id, valid_from, recorded_at)
    ordinals = reserve(cursor, len(people))
    bases.learn(cursor, [acquired.basis])
    changes, fresh = Changes(), cells.Fresh(origin)
    secrets = os.urandom(_SECRET * len(people))
    who = [
        (ordinal, secrets[at : at + 16], secrets[at + 16 : at + 32], secrets[at + 32 : at + _SECRET])
        for at, ordinal in zip(range(0, len(secrets), _SECRET), ordinals, strict=True)
    ]
    sheets: list[tuple[object, ...]] = []
    for (ordinal, pid, _, key), prepared in zip(who, people, strict=True):
        aead = sealing.ready(key)
        for kind, fields, plain in prepared.sheets:
            body = changes.add(fresh.seal(aead, pid, kind, fields, plain))
            sheets.append((ordinal, kind, 1, fields, *origin, b"", body))
    run_many(
        cursor,
        PERSON,
        [(ordinal, pid, mark, one.kind, recorded_at) for (ordinal, pid, mark, _), one in zip(who, people, strict=True)],
    )
    wrapped = zip(ordinals, person.wrap_many([(key, ordinal, pid) for ordinal, pid, _, key in who]), strict=True)
    run_many(cursor, "INSERT INTO vault_personkey (person, wrapped) VALUES (%s, %s)", wrapped)
    run_many(cursor, SHEET, sheets)
    index(cursor, [(ordinal, prepared.found_by) for ordinal, prepared in zip(ordinals, people, strict=True)])
    pids, person_marks = tuple(one[1] for one in who), tuple(one[2] for one in who)
    return Stored(tuple(ordinals), person_marks, settle(cursor, changes), pids)


def index(cursor: Cursor, people: Sequence[tuple[int, Sequence[tuple[Column, str]]]]) -> None:
    """
    Write what people are found by, and claim their unique values.

    Raises:
        Conflict: somebody has the value already.
    """
    findable: list[tuple[int, bytes, int, int]] = []
    unique: list[tuple[str, list[tuple[int, bytes, int, int]]]] = []
    for column, holders, values in _by_column(people):
        rows = [
            (column.bit, digest, ordinal, key)
            for key, digests in blind.every(column.name, values)
            for ordinal, digest in zip(holders, digests, strict=True)
        ]
        if column.findable != "no":
            findable += rows
        if column.unique:
            unique.append((column.name, rows))
    for name, rows in unique:
        if run_many(cursor, _UNIQUE, sorted(rows)) != len(rows):
            raise Conflict(what=name)
    run_many(cursor, _BLIND, sorted(findable))


def _by_column(
    people: Sequence[tuple[int, Sequence[tuple[Column, str]]]],
) -> Iterable[tuple[Column, list[int], list[str]]]:
    """Return, for each column, who has a value in it and which."""
    columns: dict[str, tuple[Column, list[int], list[str]]] = {}
    for ordinal, findable in people:
        for column, normalised in findable:
            held = columns.get(column.name)
            if held is None:
                held = columns[column.name] = column, [], []
            held[1].append(ordinal)
            held[2].append(normalised)
    return columns.values()


def taken(cursor: Cursor, people: Sequence[Prepared]) -> dict[int, str]:
    """Return which of `people` (by position) hold a unique value that is taken already, and the field's name."""
    claims: dict[tuple[int, bytes], tuple[int, str]] = {}
    found: dict[int, str] = {}
    unique = [(at, [one for one in prepared.found_by if one[0].unique]) for at, prepared in enumerate(people)]
    for column, positions, values in _by_column(unique):
        for _, digests in blind.every(column.name, values):
            for position, digest in zip(positions, digests, strict=True):
                first = claims.setdefault((column.bit, digest), (position, column.name))
                if first[0] != position:
                    found[position] = column.name
    for bit in {bit for bit, _ in claims}:
        wanted = [digest for b, digest in claims if b == bit]
        for start in range(0, len(wanted), 512):
            block = padded(wanted[start : start + 512])
            run(
                cursor,
                f"SELECT digest FROM vault_unique WHERE field = %s AND digest IN ({marks(len(block))})",
                (bit, *block),
            )
            for (digest,) in cursor.fetchall():
                position, name = claims[bit, bytes(digest)]
                found[position] = name
    return found
