"""Who decides and who changes wait for each other; who cannot write is told at once."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from django.db import connection, connections

from seiyaku.core.errors import Unavailable
from seiyaku.ledger import changes, transactions
from seiyaku.ledger.reading import tree_size
from seiyaku.ledger.sequencing import place_all
from seiyaku.ledger.transactions import changing, deciding, raw_cursor, reading
from seiyaku.ledger.verification import verify
from seiyaku.ledger.writing import Draft, Seen, append
from tests.waiting import HANGS, at_once, until_somebody_waits

READ = {"act": "read", "answer": "allowed", "actor": "staff:3f9c", "clause": "4-1-A"}


@contextmanager
def meanwhile(work: Callable[[], object]) -> Iterator[threading.Thread]:
    def run() -> None:
        try:
            work()
        finally:
            connections.close_all()

    thread = threading.Thread(target=run)
    thread.start()
    yield thread
    thread.join(HANGS)
    assert not thread.is_alive()


def change() -> None:
    with changing() as cursor:
        changes.note(cursor, "withdraw", "x", 1)


@pytest.mark.promise("4-3")
def test_a_withdrawal_is_answered_only_when_nobody_still_decides_without_it(instance: Path) -> None:
    with deciding() as cursor:
        with_it_open = meanwhile(change)
        with_it_open.__enter__()
        until_somebody_waits(cursor)
        cursor.execute("SELECT count(*) FROM ledger_change")
        assert cursor.fetchone()[0] == 0
        append(cursor, [Draft({**READ, "standing": changes.head(cursor)}, [Seen(1, bytes(16))])])
    with_it_open.__exit__(None, None, None)

    with deciding() as cursor:
        assert changes.head(cursor) == 1


@pytest.mark.promise("4-3")
def test_whoever_decides_after_a_withdrawal_was_written_waits_for_it_and_sees_it(instance: Path) -> None:
    seen: list[int] = []

    def decide() -> None:
        with deciding() as cursor:
            seen.append(changes.head(cursor))

    with changing() as cursor:
        changes.note(cursor, "withdraw", "x", 1)
        transactions.take_head(cursor)
        late = meanwhile(decide)
        late.__enter__()
        until_somebody_waits(cursor)
        assert not seen
    late.__exit__(None, None, None)

    assert seen == [1]


@pytest.mark.promise("2-2")
def test_changers_take_turns_and_lose_no_number(instance: Path) -> None:
    def several(_: int) -> None:
        try:
            for _n in range(5):
                change()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(several, range(8)))

    with reading() as cursor:
        assert [c.number for c in changes.since(cursor, 0)] == list(range(1, 41))


WRITER = """
import django; django.setup()
from django.conf import settings; from pathlib import Path; import os
settings.HOME = Path(os.environ["SEIYAKU_HOME"])
from seiyaku.ledger.transactions import deciding
from seiyaku.ledger.writing import Draft, append
for n in range(30):
    with deciding() as cursor:
        append(cursor, [Draft({"act": "read", "answer": "allowed"})] * 3)
"""


@pytest.mark.sqlite
@pytest.mark.promise("2-1")
def test_writers_of_several_processes_and_threads_meet_no_lock_error(instance: Path) -> None:
    given = {**os.environ, "SEIYAKU_DATABASE_URL": f"sqlite:///{connection.settings_dict['NAME']}"}
    given |= {"DJANGO_SETTINGS_MODULE": "seiyaku.config.settings", "PYTHONPATH": os.pathsep.join(sys.path)}
    children = [subprocess.Popen([sys.executable, "-c", WRITER], env=given) for _ in range(2)]

    def write(_: int) -> None:
        try:
            for _n in range(20):
                with deciding() as cursor:
                    append(cursor, [Draft(READ, [Seen(1, bytes(16))])])
        finally:
            connections.close_all()

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(write, range(6)))

    assert [child.wait(HANGS) for child in children] == [0, 0]
    assert tree_size(raw_cursor()) == 6 * 20 + 2 * 30 * 3
    assert verify().findings == []


@pytest.mark.sqlite
@pytest.mark.promise("2-2")
def test_a_full_disk_closes_the_house_at_once_and_leaves_nothing_half_done(
    instance: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with deciding() as cursor:
        append(cursor, [Draft(READ)])
    raw = raw_cursor()
    raw.execute("PRAGMA page_count")
    raw.execute(f"PRAGMA max_page_count = {raw.fetchone()[0]}")

    with at_once(monkeypatch) as noted, pytest.raises(Unavailable, match="full"), deciding() as cursor:
        append(cursor, [Draft(READ, [Seen(1, bytes(16))])] * 2000)

    assert noted == ["turn"]
    raw.execute("PRAGMA max_page_count = 1000000")
    assert tree_size(raw) == 1
    with deciding() as cursor:
        append(cursor, [Draft(READ)])
    assert verify().findings == []


@pytest.mark.sqlite
@pytest.mark.promise("2-2")
def test_a_database_that_cannot_be_written_closes_the_house(instance: Path) -> None:
    raw_cursor().execute("PRAGMA query_only = ON")

    with pytest.raises(Unavailable, match="written"), deciding() as cursor:
        append(cursor, [Draft(READ)])


@pytest.mark.postgresql
@pytest.mark.promise("2-2")
def test_a_change_that_waits_too_long_is_told_so(instance: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transactions, "_CHANGING", transactions._CHANGING.replace(b"20s", b"200ms"))
    refused: list[Exception] = []

    def change_or_not() -> None:
        try:
            change()
        except Unavailable as error:
            refused.append(error)

    with deciding(), meanwhile(change_or_not):
        pass

    assert [error.why for error in refused if isinstance(error, Unavailable)] == ["the database says LockNotAvailable"]


@pytest.mark.promise("2-3")
def test_a_unique_value_that_is_taken_is_told_by_one_name_on_both_databases(instance: Path) -> None:
    with pytest.raises((sqlite3.IntegrityError, psycopg.errors.UniqueViolation)), changing() as cursor:
        cursor.execute("INSERT INTO ledger_change (number, at, kind, ref) VALUES (7, 0, 'a', 'b'), (7, 0, 'a', 'b')")


@pytest.mark.promise("2-1")
def test_a_snapshot_does_not_move(instance: Path) -> None:
    with reading() as cursor:
        before = tree_size(cursor)

        def write() -> None:
            with deciding() as other:
                append(other, [Draft(READ)])
            place_all()

        with meanwhile(write):
            pass
        assert tree_size(cursor) == before
        with pytest.raises(RuntimeError), deciding():
            pass
    assert tree_size(raw_cursor()) == before + 1
