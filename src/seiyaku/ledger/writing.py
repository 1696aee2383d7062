"""
Writing entries, in the transaction of what they tell.

On SQLite an entry gets its place at once; on PostgreSQL it is queued with the change and placed within a second.
"""

from __future__ import annotations

import os
import time
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any, NamedTuple

from django.db import connection
from pyroaring import BitMap

from seiyaku.core.merkle import Growth
from seiyaku.keys.grants import Grant
from seiyaku.keys.issuing import issue

from . import forms, pending, recent, rows, tree
from .composing import Form, compose, whole
from .pending import INSERT_FEW
from .seen import FEW, Many, Seen, blind_leaf, insert, people_root, seen
from .transactions import Cursor, current, on_commit

__all__ = ["Draft", "Many", "Seen", "Written", "append", "grant", "record", "seen"]

UNPLACED = -1
REFUSALS = ("denied", "unclear")
_ENTRY = "ledger_entry (number, id, form, people, rest)"


class Draft(NamedTuple):
    """An entry to be written: what it says, and the people it is about."""

    body: Mapping[str, Any]
    people: Sequence[Seen] | Many = ()


class Written(NamedTuple):
    """An entry written but, until the transaction commits, not durable. `number` is UNPLACED on PostgreSQL."""

    id: str
    number: int
    leaf: bytes


# An entry on its way: id, leaf, whole body, people root, and the form and the own values, of which its rest is made.
_Entry = tuple[bytes, bytes, bytes, bytes | None, Form, tuple[bytes, ...]]


def append(cursor: Cursor, drafts: Sequence[Draft]) -> list[Written]:
    """Write entries in the open transaction; durable, or gone, with everything else in it."""
    at = time.time_ns() // 1_000_000
    stamp, chance = at.to_bytes(6, "big"), os.urandom(6 * len(drafts))
    entries: list[_Entry] = []
    few: list[tuple[int, bytes, int]] = []
    for place, (body, people) in zip(range(0, len(chance), 6), drafts, strict=True):
        entry = stamp + chance[place : place + 6]
        form, own = compose(body, len(people))
        root = None
        if isinstance(people, Many):
            root = people_root(people.leaves(entry))
            insert(cursor, entry, people)
        elif len(people) == 1 and not people[0].buried:
            person = people[0]
            root = blind_leaf(person.mark, entry, granted=person.granted)
            few.append((person.ordinal, entry, int(person.granted)))
        elif people:
            root = people_root([blind_leaf(p.mark, entry, granted=p.granted) for p in people])
            insert(cursor, entry, people)
        written = whole(form, own, entry, at, root)
        entries.append((entry, sha256(b"\0" + written).digest(), written, root, form, own))
    if entries:
        cursor.work.written = entries[-1][0].hex()
        cursor.work.refused = drafts[-1].body["answer"] in REFUSALS
    return _place(cursor, entries, few)


def _place(cursor: Cursor, entries: list[_Entry], few: list[tuple[int, bytes, int]]) -> list[Written]:
    database = str(connection.settings_dict["NAME"])
    if cursor.vendor == "postgresql":
        alone = few[0] if len(entries) == len(few) == 1 else None
        if few and alone is None:
            cursor.executemany(INSERT_FEW, few)
        pending.queue(cursor, database, [entry[:3] for entry in entries], alone)
        return [Written(entry[0].hex(), UNPLACED, entry[1]) for entry in entries]
    growth = _growth(cursor, database)
    first = growth.size
    growth.extend([entry[1] for entry in entries])
    recent.keep(cursor, first, growth.size, few)
    known, fresh = forms.numbers(cursor, database, {entry[4].body for entry in entries})
    if fresh:
        on_commit(cursor, lambda: forms.remember(database, fresh))
    kept = [
        (number, bytearray(entry), known[form.body], root and bytearray(root), bytearray(form.rest % own))
        for number, (entry, _, _, root, form, own) in enumerate(entries, first)
    ]
    rows.insert(cursor, _ENTRY, kept)
    return [Written(entry[0].hex(), number, entry[1]) for number, entry in enumerate(entries, first)]


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
