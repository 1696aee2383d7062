"""
Writing entries, in the transaction of what they tell.

On SQLite an entry gets its place at once; on PostgreSQL it is queued with the change and placed within a second.
"""

from __future__ import annotations

import os
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, NamedTuple

from django.db import connection
from pyroaring import BitMap

from seiyaku.core.merkle import Growth
from seiyaku.keys.grants import Grant
from seiyaku.keys.issuing import issue

from . import pending, tree
from .bodies import VERSION, canonical, check
from .seen import FEW, INSERT_FEW, Seen, blind_leaf, insert, people_root
from .transactions import Cursor, current

__all__ = ["Draft", "Seen", "Written", "append", "grant", "record"]

UNPLACED = -1


@dataclass(frozen=True, slots=True)
class Draft:
    """An entry to be written: what it says, and the people it is about."""

    body: Mapping[str, Any]
    people: Sequence[Seen] = ()


class Written(NamedTuple):
    """An entry written but, until the transaction commits, not durable. `number` is UNPLACED on PostgreSQL."""

    id: str
    number: int
    leaf: bytes


def append(cursor: Cursor, drafts: Sequence[Draft]) -> list[Written]:
    """Write entries in the open transaction; durable, or gone, with everything else in it."""
    at = time.time_ns() // 1_000_000
    stamp, chance = at.to_bytes(6, "big"), os.urandom(6 * len(drafts))
    entries: list[tuple[bytes, bytes, bytes]] = []
    few: list[tuple[int, bytes, int]] = []
    for place, draft in enumerate(drafts):
        entry = stamp + chance[6 * place : 6 * place + 6]
        people = draft.people
        check(draft.body)
        body = {**draft.body, "v": VERSION, "id": entry.hex(), "at": at, "n": len(people)}
        if len(people) == 1 and not people[0].buried:
            person = people[0]
            body["people"] = blind_leaf(person.mark, entry, granted=person.granted).hex()
            few.append((person.ordinal, entry, int(person.granted)))
        elif people:
            leaves = [blind_leaf(p.mark, entry, granted=p.granted) for p in people]
            body["people"] = people_root(leaves).hex()
            insert(cursor, entry, people)
        written = canonical(body)
        entries.append((entry, sha256(b"\0" + written).digest(), written))
    if len(few) == 1:
        cursor.execute(INSERT_FEW, few[0])
    elif few:
        cursor.executemany(INSERT_FEW, few)
    return _place(cursor, entries)


def _place(cursor: Cursor, entries: list[tuple[bytes, bytes, bytes]]) -> list[Written]:
    database = str(connection.settings_dict["NAME"])
    if cursor.vendor == "postgresql":
        pending.queue(cursor, database, entries)
        return [Written(entry.hex(), UNPLACED, leaf) for entry, leaf, _ in entries]
    growth = _growth(cursor, database)
    first = growth.size
    for _, leaf, _ in entries:
        growth.append(leaf)
    cursor.executemany(
        "INSERT INTO ledger_entry (number, id, body) VALUES (%s, %s, %s)",
        [(number, entry, body) for number, (entry, _, body) in enumerate(entries, first)],
    )
    return [Written(entry.hex(), number, leaf) for number, (entry, leaf, _) in enumerate(entries, first)]


def _growth(cursor: Cursor, database: str) -> Growth:
    work = cursor.work
    if work.tree is None:
        growth = work.tree = tree.load(cursor, database)
        work.before.append(lambda at: tree.save(at, growth))
        work.after.append(lambda durable: tree.keep(database, growth) if durable else None)
    return work.tree


def record(body: Mapping[str, Any], people: Sequence[Seen] = ()) -> Written:
    """Write one entry in the transaction this thread is in."""
    return append(current(), [Draft(body, people)])[0]


def grant(written: Written, people: Sequence[int] | frozenset[int] | BitMap, fields: int, ttl: float = 60.0) -> Grant:
    """Return the grant that a written entry yields: these people, these fields, for `ttl` seconds."""
    if isinstance(people, BitMap | frozenset):
        return issue(written.id, people, fields, ttl)
    return issue(written.id, frozenset(people) if len(people) <= FEW else BitMap(people), fields, ttl)
