"""
Gives PostgreSQL's queued entries their place in the tree. On SQLite the writer does it, and nothing here has work.

What is taken is what is there: never "greater than the last", because a slow transaction commits its earlier numbers
late. One sequencer works at a time, under a row lock in a table that only its role can touch.

* a row whose MAC does not prove, or that was placed before, is not placed, and is reported
* a writer's counter that jumps, or a running hash that does not follow, is placed, and the gap is reported
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from typing import Any, NamedTuple, cast

import orjson
import psycopg
from django.conf import settings
from django.db import connection, connections

from seiyaku.core.errors import SeiyakuError
from seiyaku.core.merkle import Growth

from . import forms, pending, tree
from .transactions import Cursor, raw_cursor

log = logging.getLogger(__name__)

BATCH = 2000
PAUSE = 0.05
_TAKE = (
    "DELETE FROM ledger_pending WHERE place IN (SELECT place FROM ledger_pending ORDER BY place LIMIT %s) "
    "RETURNING place, writer, counter, running, mac, id, body"
)
_REPORT = "INSERT INTO ledger_finding (at, why, writer, counter, body) VALUES (%s, %s, %s, %s, %s)"


class Row(NamedTuple):
    """A row of the queue."""

    place: int
    writer: bytes
    counter: int
    running: bytes
    mac: bytes
    id: bytes
    body: bytes


class _Placing(psycopg.Cursor[Any]):
    vendor = "postgresql"


def place(connected: psycopg.Connection[Any], most: int = BATCH) -> int:
    """Place what is on the queue, at most so many; return how many were taken. 0 also when another one is at it."""
    with connected.transaction():
        raw = _Placing(connected)
        raw.format = psycopg.pq.Format.BINARY  # bytes come as they are, not as digits to be read
        raw.execute("SET LOCAL synchronous_commit = on")
        if raw.execute("SELECT id FROM ledger_turn FOR UPDATE SKIP LOCKED").fetchone() is None:
            return 0
        rows = sorted(Row(*row) for row in raw.execute(_TAKE, (most,)))
        if not rows:
            return 0
        good, findings = _examine(cast("Cursor", raw), rows)
        database = connected.info.dbname
        growth = tree.load(cast("Cursor", raw), database)
        fresh = _copy(raw, good, growth, database)
        tree.save(cast("Cursor", raw), growth)
        now = time.time_ns() // 1_000_000
        raw.executemany(_REPORT, [(now, why, row.writer, row.counter, row.body) for row, why in findings])
    forms.remember(database, fresh)
    tree.keep(database, growth)
    for row, why in findings:
        log.error("ledger queue: %s (writer %s, counter %d)", why, row.writer.hex(), row.counter)
    return len(rows)


def _copy(raw: _Placing, rows: list[Row], growth: Growth, database: str) -> dict[bytes, int]:
    """Write the entries, each at the next place of the tree; return the forms that are new to this process."""
    said = [orjson.loads(row.body) for row in rows]
    parts = [forms.split(body) for body in said]
    known, fresh = forms.numbers(cast("Cursor", raw), database, [form for form, _ in parts])
    with raw.copy("COPY ledger_entry (number, id, form, people, rest) FROM STDIN (FORMAT BINARY)") as copy:
        copy.set_types(["int8", "bytea", "int4", "bytea", "bytea"])
        for row, body, (form, rest) in zip(rows, said, parts, strict=True):
            people = bytes.fromhex(body["people"]) if "people" in body else None
            number = growth.append(sha256(b"\0" + row.body).digest())
            copy.write_row((number, row.id, known[form], people, rest))
    return fresh


def _examine(cursor: Cursor, rows: list[Row]) -> tuple[list[Row], list[tuple[Row, str]]]:
    """Return the rows to place, and what is wrong with rows."""
    writers = list({row.writer for row in rows})
    cursor.execute("SELECT writer, counter, running FROM ledger_writer WHERE writer = ANY(%b)", (writers,))
    known: dict[bytes, tuple[int, bytes]] = {writer: (counter, running) for writer, counter, running in cursor}
    cursor.execute("SELECT id FROM ledger_entry WHERE id = ANY(%b)", ([row.id for row in rows],))
    there = {entry for (entry,) in cursor}
    good: list[Row] = []
    findings: list[tuple[Row, str]] = []
    for row in rows:
        counter, running = known.get(row.writer, (0, bytes(32)))
        if not pending.proves(row.mac, row.writer, row.counter, row.running, row.id, row.body):
            findings.append((row, "not written by this instance"))
            continue
        if row.counter <= counter or row.id in there:
            findings.append((row, "placed before"))
            continue
        follows = sha256(running + sha256(b"\0" + row.body).digest()).digest() == row.running
        if row.counter != counter + 1 or not follows:
            findings.append((row, f"{row.counter - counter - 1} entries before it are missing"))
        known[row.writer] = row.counter, row.running
        there.add(row.id)
        good.append(row)
    cursor.executemany(
        "INSERT INTO ledger_writer (writer, counter, running) VALUES (%s, %s, %s) ON CONFLICT (writer) "
        "DO UPDATE SET counter = excluded.counter, running = excluded.running",
        [(writer, *known[writer]) for writer in {row.writer for row in good}],
    )
    return good, findings


def connect() -> psycopg.Connection[Any]:
    """Connect to the instance's database in the sequencer's role (`SEQUENCER_DATABASE_URL`), or in the only one."""
    mine = {**connection.settings_dict}
    other = getattr(settings, "SEQUENCER_DATABASE", None) or {}
    mine.update({key: other[key] for key in ("USER", "PASSWORD", "HOST", "PORT") if other.get(key)})
    wanted = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    given = {name: str(mine[key]) for name, key in wanted.items() if mine.get(key)}
    return psycopg.connect(**given, application_name="seiyaku sequencer", autocommit=True)  # type: ignore[arg-type]


@contextmanager
def _closing() -> Iterator[None]:
    try:
        yield
    finally:
        connections.close_all()


class Sequencer(threading.Thread):
    """Places entries until it is stopped; connects anew when the database went away."""

    def __init__(self) -> None:
        super().__init__(name="seiyaku-sequencer", daemon=True)
        self._stop_asked = threading.Event()
        self._connect = connect

    def run(self) -> None:
        """Place entries, round after round."""
        with _closing():
            while not self._stop_asked.is_set():
                try:
                    with self._connect() as connected:
                        self._rounds(connected)
                except (psycopg.Error, SeiyakuError) as error:
                    log.exception("the sequencer starts again: %s", type(error).__name__)
                    self._stop_asked.wait(1.0)

    def _rounds(self, connected: psycopg.Connection[Any]) -> None:
        while not self._stop_asked.is_set():
            if place(connected) < BATCH:
                self._stop_asked.wait(PAUSE)

    def stop(self) -> None:
        """Stop after the round it is in."""
        self._stop_asked.set()
        self.join(timeout=10)


def place_all() -> int:
    """Place what is committed and waiting, for commands that want receipts at once; return how many were taken here."""
    if connection.vendor != "postgresql":
        return 0
    taken, waiting = 0, True
    with connect() as connected:
        last = connected.execute("SELECT max(place) FROM ledger_pending").fetchone()
        while waiting:
            taken += place(connected)
            left = connected.execute("SELECT min(place) FROM ledger_pending").fetchone()
            # What is left may be in another sequencer's hands: it is placed when that one's transaction is over.
            waiting = bool(left and last and left[0] and left[0] <= last[0])
            time.sleep(0.01 if waiting else 0)
    return taken


def pending_age() -> float:
    """Return for how many seconds the oldest entry has waited to be placed; 0 on SQLite."""
    return pending.age(raw_cursor()) if connection.vendor == "postgresql" else 0.0
