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
from struct import Struct
from typing import Any, NamedTuple, cast

import psycopg
from django.conf import settings
from django.db import connection, connections

from seiyaku.core.errors import SeiyakuError
from seiyaku.core.merkle import Growth
from seiyaku.keys.keyring import fresh

from . import forms, pending, tree
from .parting import part
from .served import checked
from .transactions import Cursor, raw_cursor

log = logging.getLogger(__name__)

BATCH = 2000
PAUSE = 0.1
LOOK_BACK = 0.25
# By where rows stand, oldest first: an index on `place` is full of what was taken while a long transaction is open.
_TAKE = (
    "DELETE FROM ledger_pending WHERE ctid = ANY(ARRAY("
    "SELECT ctid FROM ledger_pending WHERE place > %s ORDER BY place LIMIT %s)) "
    "RETURNING place, writer, counter, running, mac, id, body"
)
_BEGIN_TURN = b"BEGIN; SET LOCAL synchronous_commit = on; SELECT id FROM ledger_turn FOR UPDATE SKIP LOCKED"
_REPORT = "INSERT INTO ledger_finding (at, why, writer, counter, body) VALUES (%s, %s, %s, %s, %s)"
_MOVED = (
    "INSERT INTO ledger_writer (writer, counter, running) SELECT * FROM unnest(%s::bytea[], %s::bigint[], %s::bytea[])"
    " ON CONFLICT (writer) DO UPDATE SET counter = excluded.counter, running = excluded.running"
)
_COPY = "COPY ledger_entry (number, id, form, people, rest) FROM STDIN (FORMAT BINARY)"
# PostgreSQL's binary COPY: signature, flags and extension; for each row 5 fields with their lengths; the end.
_BEGIN, _END = b"PGCOPY\n\xff\r\n\0" + bytes(8), b"\xff\xff"
_NAMING, _NOBODY = Struct(">hiqi12siii32si"), Struct(">hiqi12siiii")


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


class _Passed(Exception):
    """A writer's row was looked for behind one of its own that is still on the queue."""


class Placer:
    """
    Places what is on the queue, round after round.

    A round looks behind what was taken two rounds ago. What committed late has an earlier place: so that nothing is
    passed over, a round four times a second looks at everything, and so does one that misses a writer's row.
    """

    def __init__(self, connected: psycopg.Connection[Any]) -> None:
        self._connected = connected
        self._last = self._after = 0
        self._looked = 0.0

    def round(self, most: int = BATCH) -> int:
        """Place at most so many; return how many were taken. 0 also when another one is at it."""
        if (now := time.monotonic()) - self._looked >= LOOK_BACK:
            self._last, self._after, self._looked = 0, 0, now
        try:
            taken, last = _place(self._connected, most, self._after)
        except _Passed:
            taken, last = _place(self._connected, most, 0)
        self._last, self._after = max(last, self._last), self._last
        return taken


def place(connected: psycopg.Connection[Any], most: int = BATCH) -> int:
    """Place what is on the queue, at most so many; return how many were taken. 0 also when another one is at it."""
    return _place(connected, most, 0)[0]


def _place(connected: psycopg.Connection[Any], most: int, after: int) -> tuple[int, int]:
    """Place rows behind `after`; return how many were taken, and the place of the last."""
    try:
        return _place_once(connected, most, after, doubted=False)
    except psycopg.errors.UniqueViolation:  # an id that was placed before: looked up only when there is one
        return _place_once(connected, most, after, doubted=True)


def _place_once(connected: psycopg.Connection[Any], most: int, after: int, *, doubted: bool) -> tuple[int, int]:
    with _turn(connected) as mine:
        raw = _Placing(connected)
        raw.format = psycopg.pq.Format.BINARY  # bytes come as they are, not as digits to be read
        rows = sorted(raw.execute(_TAKE, (after, most)).fetchall()) if mine else []
        if not rows:
            return 0, 0
        _notice()
        cursor = cast("Cursor", raw)
        good, ends, findings, gaps = _examine(cursor, rows, doubted=doubted)
        if gaps and after:
            raise _Passed
        database = connected.info.dbname
        growth = tree.load(cursor, database)
        new_forms = _copy(raw, good, growth, database)
        now = time.time_ns() // 1_000_000
        with connected.pipeline():  # together: each by itself would wait for the server once more
            raw.execute(_MOVED, ends)
            tree.save(cursor, growth)
            if findings:
                raw.executemany(_REPORT, [(now, why, row.writer, row.counter, row.body) for row, why in findings])
    forms.remember(database, new_forms)
    tree.keep(database, growth)
    for row, why in findings:
        log.error("ledger queue: %s (writer %s, counter %d)", why, row.writer.hex(), row.counter)
    return len(rows), int(rows[-1][0])


@contextmanager
def _turn(connected: psycopg.Connection[Any]) -> Iterator[bool]:
    """Open a transaction and take the turn in one exchange with the server; tell whether it was free."""
    try:
        yield checked(connected.pgconn.exec_(_BEGIN_TURN)).ntuples == 1
    except BaseException:
        connected.rollback()
        raise
    connected.commit()


def _notice() -> None:
    """Notice, once nobody else may leave the tree, that another process turned a key (our role cannot see it)."""
    with connection.cursor() as cursor:
        fresh(cursor)


def reseal() -> None:
    """Have the tree left under the current key; waits for whoever is placing."""
    with connect() as connected, connected.transaction():
        raw = _Placing(connected)
        raw.format = psycopg.pq.Format.BINARY
        raw.execute("SELECT id FROM ledger_turn FOR UPDATE")
        _notice()
        tree.reseal(cast("Cursor", raw))


def _copy(raw: _Placing, good: list[tuple[bytes, bytes, bytes]], growth: Growth, database: str) -> dict[bytes, int]:
    """Write entries (id, leaf hash, body), each at the next place; return the forms that are new to this process."""
    parts = [part(body) for _, _, body in good]
    known, new_forms = forms.numbers(cast("Cursor", raw), database, {form for form, _, _ in parts})
    rows = []
    for number, ((entry, _, _), (form, rest, people)) in enumerate(zip(good, parts, strict=True), growth.size):
        if people is None:
            rows.append(_NOBODY.pack(5, 8, number, 12, entry, 4, known[form], -1, len(rest)))
        else:
            rows.append(_NAMING.pack(5, 8, number, 12, entry, 4, known[form], 32, people, len(rest)))
        rows.append(rest)
    with raw.copy(_COPY) as copy:
        copy.write(b"".join([_BEGIN, *rows, _END]))
    growth.extend([leaf for _, leaf, _ in good])
    return new_forms


def _examine(
    cursor: Cursor, rows: list[tuple[Any, ...]], *, doubted: bool
) -> tuple[list[tuple[bytes, bytes, bytes]], tuple[list[Any], ...], list[tuple[Row, str]], int]:
    """
    Return the entries to place, how far their writers got, what is wrong with rows, and how many follow upon a gap.

    `doubted`: one of them may have an id that was placed before.
    """
    writers = list({row[1] for row in rows})
    cursor.execute("SELECT writer, counter, running FROM ledger_writer WHERE writer = ANY(%b)", (writers,))
    known: dict[bytes, tuple[int, bytes]] = {writer: (counter, running) for writer, counter, running in cursor}
    there: set[bytes] = set()
    if doubted:
        cursor.execute("SELECT id FROM ledger_entry WHERE id = ANY(%b)", ([row[5] for row in rows],))
        there = {entry for (entry,) in cursor}
    good: list[tuple[bytes, bytes, bytes]] = []
    findings: list[tuple[Row, str]] = []
    moved: set[bytes] = set()
    new, gaps = (0, bytes(32)), 0
    proven = pending.all_prove(rows)
    for row in rows:
        _, writer, counter, running, mac, entry, body = row
        before, ran = known.get(writer, new)
        if not (proven or pending.proves(mac, writer, counter, running, entry, body)):
            findings.append((Row._make(row), "not written by this instance"))
            continue
        if counter <= before or entry in there:
            findings.append((Row._make(row), "placed before"))
            continue
        leaf = sha256(b"\0" + body).digest()
        if counter != before + 1 or sha256(ran + leaf).digest() != running:
            findings.append((Row._make(row), f"{counter - before - 1} entries before it are missing"))
            gaps += 1
        known[writer] = counter, running
        moved.add(writer)
        there.add(entry)
        good.append((entry, leaf, body))
    ends = [(writer, *known[writer]) for writer in moved]
    return good, tuple(map(list, zip(*ends, strict=True))) or ([], [], []), findings, gaps


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
        placer = Placer(connected)
        while not self._stop_asked.is_set():
            if placer.round() < BATCH:
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
