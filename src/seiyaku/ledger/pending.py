"""
PostgreSQL's queue: entries wait here, in the transaction of their change, for the sequencer to place them.

A row carries its writer, the writer's counter, the running hash over everything that writer queued, and a MAC under a
key that is not in the database: a row made up, altered, left out or put in again by the database alone shows.

When the oldest waits for more than five seconds nobody places entries, and the door closes.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Sequence
from hashlib import sha256
from struct import Struct
from typing import TYPE_CHECKING, Any

from django.db import connection

from seiyaku.core.errors import Unavailable
from seiyaku.keys import binding, macs
from seiyaku.keys.memory import on_forget

from . import prepared

INSERT_FEW = "INSERT INTO ledger_seen (person, entry, granted) VALUES (%s, %s, %s)"

if TYPE_CHECKING:
    from .transactions import Cursor

LABEL = "seiyaku-pending-1"
_LABEL = binding.encode(LABEL)
_ROW = Struct(">cI8scqcI32scI12scI")
TOO_OLD = 5.0
_LOOK_EVERY = 1.0
_GRACE = 1.5
_INSERT = "INSERT INTO ledger_pending (writer, counter, running, mac, id, body) VALUES (%s, %s, %s, %s, %s, %s)"
_QUEUED = "INSERT INTO ledger_pending (writer, counter, running, mac, id, body) VALUES ($1, $2, $3, $4, $5, $6)"
_NAMED = "INSERT INTO ledger_seen (person, entry, granted) VALUES ($7, $5, $8)"
_TYPES = "bytea", "bigint", "bytea", "bytea", "bytea", "bytea"
_ONE = prepared.named(_QUEUED, *_TYPES)
_ONE_SEEN = prepared.named(f"WITH seen AS ({_NAMED}) {_QUEUED}", *_TYPES, "bigint", "smallint")
_LONG, _SHORT = Struct(">q").pack, Struct(">h").pack

_here = threading.local()
_looked: dict[str, float] = {}
on_forget(_looked.clear)


class Writer:
    """One connection that queues entries: how many it has queued, and the hash over them."""

    __slots__ = ("counter", "database", "id", "process", "running")

    def __init__(self, database: str) -> None:
        self.database = database
        self.process = os.getpid()
        self.id = os.urandom(8)
        self.counter = 0
        self.running = bytes(32)

    def row(self, entry: bytes, leaf: bytes, body: bytes) -> tuple[bytes, int, bytes, bytes, bytes, bytes]:
        """Return the next row of the queue."""
        self.counter += 1
        self.running = sha256(self.running + leaf).digest()
        mac = macs.over(message(self.id, self.counter, self.running, entry, body))
        return self.id, self.counter, self.running, mac, entry, body


def message(writer: bytes, counter: int, running: bytes, entry: bytes, body: bytes) -> bytes:
    """Return what the MAC of a row is over: what `binding.encode` makes of the label and these, in one step."""
    head = _ROW.pack(b"b", 8, writer, b"i", counter, b"b", 32, running, b"b", 12, entry, b"b", len(body))
    return _LABEL + head + body


def proves(mac: bytes, *row: Any) -> bool:
    """Tell whether a writer of this instance made the row (writer, counter, running hash, id, body)."""
    writer, counter, running, entry, body = row
    if (len(writer), len(running), len(entry)) != (8, 32, 12):
        return False  # never written like this; and `message` would cut it to size
    return macs.proves_over(mac, message(writer, counter, running, entry, body))


def all_prove(rows: Sequence[Sequence[Any]]) -> bool:
    """Tell whether every row (place, writer, counter, running hash, MAC, id, body) proves, under the current key."""
    if any((len(row[1]), len(row[3]), len(row[5])) != (8, 32, 12) for row in rows):
        return False
    messages = [message(writer, counter, running, entry, body) for _, writer, counter, running, _, entry, body in rows]
    return macs.all_prove([row[4] for row in rows], messages)


def behind(cursor: Cursor) -> int:
    """Return how many entries on the queue are under a key before the current one."""
    cursor.execute("SELECT writer, counter, running, mac, id, body FROM ledger_pending")
    rows = cursor.fetchall()
    return sum(
        not macs.is_current(bytes(mac), LABEL, bytes(writer), counter, bytes(running), bytes(entry), bytes(body))
        for writer, counter, running, mac, entry, body in rows
    )


def _settle(*, durable: bool) -> None:
    # After a failure nobody knows how far the writer got: a new one starts, and the old one ends without a gap.
    if not durable:
        _here.writer = None


def queue(
    cursor: Cursor,
    database: str,
    entries: Sequence[tuple[bytes, bytes, bytes]],
    seen: tuple[int, bytes, int] | None = None,
) -> None:
    """Put (id, leaf hash, body) on the queue; `seen`: a row of the index to write in the same statement."""
    writer: Writer | None = getattr(_here, "writer", None)
    # A forked child is another writer: two that count under one name would look like repeats.
    if writer is None or writer.database != database or writer.process != os.getpid():
        writer = _here.writer = Writer(database)
    cursor.work.after.append(lambda durable: _settle(durable=durable))
    if len(entries) == 1:
        _queue_one(writer.row(*entries[0]), seen)
    else:
        cursor.executemany(_INSERT, [writer.row(*entry) for entry in entries])


def _queue_one(row: tuple[bytes, int, bytes, bytes, bytes, bytes], seen: tuple[int, bytes, int] | None) -> None:
    from .served import execute

    connected = connection.connection
    name, counter, *others = row
    values = [name, _LONG(counter), *others]
    if seen is None:
        execute(connected, _ONE, values)
    else:
        person, _, granted = seen
        execute(connected, _ONE_SEEN, [*values, _LONG(person), _SHORT(granted)])


def _oldest(cursor: Cursor) -> tuple[int, float] | None:
    cursor.execute(
        "SELECT place, extract(epoch FROM clock_timestamp() - at)::float8 FROM ledger_pending ORDER BY place LIMIT 1"
    )
    row = cursor.fetchone()
    return None if row is None else (int(row[0]), float(row[1]))


def age(cursor: Cursor) -> float:
    """
    Return for how many seconds the oldest entry has waited to be placed.

    A transaction that was open for minutes brings rows that look as old as they are: a row counts as waiting only if
    it is still there a moment later.
    """
    first = _oldest(cursor)
    if first is None or first[1] <= TOO_OLD:
        return 0.0 if first is None else first[1]
    until = time.monotonic() + _GRACE
    while time.monotonic() < until:
        time.sleep(0.05)
        now = _oldest(cursor)
        if now is None or now[0] != first[0]:
            return 0.0 if now is None else min(now[1], TOO_OLD)
    return first[1]


def refuse_when_behind(cursor: Cursor, database: str) -> None:
    """Close the door when entries are not being placed; looks at most once a second."""
    if time.monotonic() - _looked.get(database, 0.0) < _LOOK_EVERY:
        return
    if (waited := age(cursor)) > TOO_OLD:
        raise Unavailable(f"entries of the ledger have waited for {waited:.0f} s to be placed: start the sequencer")
    _looked[database] = time.monotonic()
