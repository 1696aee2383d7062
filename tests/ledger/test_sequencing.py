"""PostgreSQL: entries are queued with their change and placed by one sequencer; nothing is lost, nobody is stalled."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import cast

import psycopg
import pytest
from django.db import connection, connections

from seiyaku.core.errors import Unavailable
from seiyaku.core.merkle import leaf_hash, root
from seiyaku.keys import binding
from seiyaku.ledger import forms, pending, roles, sequencing, tree
from seiyaku.ledger.erasing import bury
from seiyaku.ledger.transactions import changing, deciding, raw_cursor
from seiyaku.ledger.verification import verify
from seiyaku.ledger.writing import Draft, Seen, append, record
from tests.waiting import HANGS, until

pytestmark = pytest.mark.postgresql

Owner = Callable[[], psycopg.Connection[object]]
READ = {"act": "read", "answer": "allowed", "actor": "staff:3f9c", "clause": "4-1-A"}
ALICE = Seen(1, b"a" * 16)


@pytest.fixture
def owner() -> Owner:
    def connect() -> psycopg.Connection[object]:
        here = connection.settings_dict
        given = {"dbname": here["NAME"], "host": here["HOST"], "port": here["PORT"], "user": "postgres"}
        return psycopg.connect(**{key: value for key, value in given.items() if value}, autocommit=True)

    return connect


@contextmanager
def no_sequencer() -> Iterator[None]:
    (running,) = [t for t in threading.enumerate() if isinstance(t, sequencing.Sequencer)]
    running.stop()
    yield


def ask(sql: str) -> int:
    cursor = raw_cursor()
    cursor.execute(sql)
    return int(cursor.fetchone()[0])


def until_placed(entries: int) -> None:
    until(lambda: ask("SELECT count(*) FROM ledger_entry") >= entries)
    assert ask("SELECT count(*) FROM ledger_entry") == entries


def whole() -> None:
    cursor = raw_cursor()
    cursor.execute("SELECT number FROM ledger_entry ORDER BY number")
    numbers = [row[0] for row in cursor.fetchall()]
    assert numbers == list(range(len(numbers)))
    assert tree.tiles(cursor).root() == root([leaf_hash(body) for body in forms.bodies(cursor)])


@pytest.mark.promise("2-1")
def test_many_writers_one_sequencer_and_nothing_lost(instance: Path) -> None:
    def write(_: int) -> None:
        try:
            for _n in range(20):
                with deciding() as cursor:
                    append(cursor, [Draft(READ, [ALICE])] * 2)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(8)))

    until_placed(320)
    assert ask("SELECT count(*) FROM ledger_finding") == 0
    assert ask("SELECT count(*) FROM ledger_pending") == 0
    whole()


@pytest.mark.promise("2-1")
def test_a_transaction_held_open_loses_nothing_and_stalls_nobody(instance: Path) -> None:
    opened, close = threading.Event(), threading.Event()

    def hold() -> None:
        try:
            with deciding() as cursor:
                append(cursor, [Draft({**READ, "ref": "slow"}, [ALICE])])
                opened.set()
                close.wait(2 * HANGS)
        finally:
            connections.close_all()

    slow = threading.Thread(target=hold)
    slow.start()
    assert opened.wait(HANGS)
    for _ in range(30):
        with deciding() as cursor:
            append(cursor, [Draft(READ, [ALICE])])

    until_placed(30)
    close.set()
    slow.join()
    until_placed(31)
    whole()


@pytest.mark.promise("2-1")
def test_what_commits_late_is_taken_before_its_writers_next(
    instance: Path, owner: Owner, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A round that looks behind what was taken would find a writer's second row, and not its first."""
    monkeypatch.setattr(sequencing, "LOOK_BACK", 3600.0)
    opened, commit, again = threading.Event(), threading.Event(), threading.Event()

    def late() -> None:
        try:
            with deciding() as cursor:
                append(cursor, [Draft({**READ, "ref": "late"}, [ALICE])])
                opened.set()
                commit.wait(HANGS)
            with deciding() as cursor:
                append(cursor, [Draft({**READ, "ref": "after"}, [ALICE])])
        finally:
            connections.close_all()
            again.set()

    with no_sequencer(), owner() as database:
        placer = sequencing.Placer(database)
        writer = threading.Thread(target=late)
        writer.start()
        assert opened.wait(HANGS)
        for _ in range(3):
            with deciding() as cursor:
                append(cursor, [Draft(READ, [ALICE])])
            assert placer.round() == 1
        commit.set()
        assert again.wait(HANGS)
        writer.join()

        assert placer.round() == 2

    assert ask("SELECT count(*) FROM ledger_entry") == 5
    assert ask("SELECT count(*) FROM ledger_finding") == 0
    whole()


def test_a_row_is_under_the_mac_that_any_parts_are() -> None:
    row = bytes(range(8)), 7, bytes(32), bytes(range(12)), b"{}"

    assert pending.message(*row) == binding.encode(pending.LABEL, *row)


@pytest.mark.promise("2-1")
def test_rows_forged_repeated_or_left_out_are_refused_or_reported(instance: Path, owner: Owner) -> None:
    with no_sequencer():
        with deciding() as cursor:
            append(cursor, [Draft({**READ, "ref": f"r{n}"}, [ALICE]) for n in range(5)])
        with owner() as database:
            columns = "writer, counter, running, mac, id, body"
            copied = f"INSERT INTO ledger_pending ({columns}) SELECT {columns} FROM ledger_pending WHERE counter = 1"
            database.execute(copied)
            database.execute("UPDATE ledger_pending SET mac = sha256(mac) WHERE counter = 2")
            database.execute("DELETE FROM ledger_pending WHERE counter = 4")
        sequencing.place_all()

    cursor = raw_cursor()
    cursor.execute("SELECT counter, why FROM ledger_finding ORDER BY counter")
    assert cursor.fetchall() == [
        (1, "placed before"), (2, "not written by this instance"), (3, "1 entries before it are missing"),
        (5, "1 entries before it are missing"),
    ]  # fmt: skip
    assert ask("SELECT count(*) FROM ledger_entry") == 3
    whole()


@pytest.mark.promise("2-1")
def test_what_this_instance_queues_twice_is_placed_once(instance: Path, owner: Owner) -> None:
    """Rows that prove: one under an id that has its place, and one whose writer counts again from the beginning."""
    columns = "writer, counter, running, mac, id, body"
    with no_sequencer(), owner() as database:
        with deciding() as cursor:
            append(cursor, [Draft(READ, [ALICE])])
        entry, body = cast("tuple[bytes, bytes]", database.execute("SELECT id, body FROM ledger_pending").fetchone())
        sequencing.place_all()

        def queue(writer: pending.Writer, under: bytes) -> None:
            said = body.replace(entry.hex().encode(), under.hex().encode())
            row = writer.row(under, leaf_hash(said), said)
            database.execute(f"INSERT INTO ledger_pending ({columns}) VALUES (%s, %s, %s, %s, %s, %s)", row)
            sequencing.place_all()

        queue(pending.Writer(""), entry)
        writer = pending.Writer("")
        queue(writer, entry[:6] + b"second")
        writer.counter = 0
        queue(writer, entry[:6] + b"third.")

        assert database.execute("SELECT why FROM ledger_finding").fetchall() == [("placed before",)] * 2
    assert ask("SELECT count(*) FROM ledger_entry") == 2
    whole()


@pytest.mark.promise("2-2")
def test_a_session_that_knows_none_of_our_statements_prepares_them(instance: Path) -> None:
    for forget in ("DEALLOCATE ALL", "SELECT 1"):
        raw_cursor().execute(forget)
        with deciding() as cursor:
            append(cursor, [Draft(READ, [ALICE])])
        with changing():
            record(READ)

    until_placed(4)
    whole()


@pytest.mark.promise("2-1")
def test_macs_are_each_compared_with_their_own_row(instance: Path) -> None:
    first, second = ((n, *pending.Writer("").row(bytes([n]) * 12, bytes(32), b"{}")) for n in range(2))

    def under(one: bytes, other: bytes) -> list[tuple[object, ...]]:
        return [(*first[:4], one, *first[5:]), (*second[:4], other, *second[5:])]

    assert pending.all_prove([first, second])
    assert not pending.all_prove(under(second[4], first[4]))
    assert not pending.all_prove(under(first[4][:-1], first[4][-1:] + second[4]))


@pytest.mark.promise("2-1")
def test_a_forked_process_counts_for_itself(instance: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def write() -> None:
        with deciding() as cursor:
            append(cursor, [Draft(READ, [ALICE])])

    write()
    monkeypatch.setattr("os.getpid", lambda: 1)
    write()

    until_placed(2)
    with sequencing.connect() as connected:
        assert connected.execute("SELECT count(*) FROM ledger_writer").fetchone() == (2,)


@pytest.mark.promise("2-1")
def test_only_one_sequencer_places_at_a_time(instance: Path) -> None:
    with no_sequencer(), sequencing.connect() as first, sequencing.connect() as second:
        with deciding() as cursor:
            append(cursor, [Draft(READ, [ALICE])])
        with first.transaction():
            first.execute("SELECT id FROM ledger_turn FOR UPDATE")
            assert sequencing.place(second) == 0
        assert sequencing.place(second) == 1


@pytest.mark.promise("2-1", "2-2")
def test_an_erasure_on_its_way_to_its_place_accounts_for_what_it_left(instance: Path, owner: Owner) -> None:
    with no_sequencer():
        with deciding() as cursor:
            append(cursor, [Draft(READ, [ALICE])])
        with changing() as cursor:
            bury(cursor, [ALICE], {"act": "erase", "answer": "done"})
        on_its_way = verify(lambda _: {}).findings
        with owner() as database:
            database.execute(
                "INSERT INTO ledger_tombstone (entry, leaf, erased_in)"
                " SELECT entry, 'one too many', erased_in FROM ledger_tombstone LIMIT 1"
            )
        tampered = verify(lambda _: {}).findings

    assert on_its_way == []
    assert [(found.what, found.why.partition(":")[0]) for found in tampered] == [
        ("people", "tombstones that no erasure counts")
    ]


@pytest.mark.promise("2-1")
def test_when_nobody_places_entries_the_door_closes(instance: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pending, "TOO_OLD", 0.0)
    monkeypatch.setattr(pending, "_GRACE", 0.2)
    monkeypatch.setattr(pending, "_LOOK_EVERY", 0.0)
    with no_sequencer():
        with deciding() as cursor:
            append(cursor, [Draft(READ, [ALICE])])

        for opened in (deciding, changing):
            with pytest.raises(Unavailable, match="sequencer"), opened():
                pass
        assert sequencing.pending_age() > 0
        sequencing.place_all()

    with deciding() as cursor:
        append(cursor, [Draft(READ, [ALICE])])


FORBIDDEN = [
    "UPDATE ledger_entry SET number = number", "DELETE FROM ledger_entry", "TRUNCATE ledger_entry",
    "INSERT INTO ledger_entry VALUES (9, 'x', 1, 'x', 'x')", "DELETE FROM ledger_form",
    "INSERT INTO ledger_form (body) VALUES ('x')", "UPDATE ledger_tile SET level = level", "DELETE FROM ledger_tile",
    "UPDATE ledger_tree SET size = 0", "DELETE FROM ledger_pending", "UPDATE ledger_pending SET mac = mac",
    "SELECT place FROM ledger_pending FOR UPDATE", "SELECT place FROM ledger_pending FOR SHARE",
    "SELECT id FROM ledger_turn FOR UPDATE", "SELECT id FROM ledger_turn", "DELETE FROM ledger_change",
    "UPDATE ledger_checkpoint SET size = size", "UPDATE ledger_tombstone SET leaf = leaf",
    "LOCK TABLE ledger_pending IN SHARE MODE", "LOCK TABLE ledger_entry IN SHARE MODE",
    "LOCK TABLE ledger_tree IN ROW EXCLUSIVE MODE", "LOCK TABLE ledger_turn IN ACCESS SHARE MODE",
    "ALTER TABLE ledger_entry DISABLE TRIGGER ALL", "DROP TABLE ledger_entry", "SET session_replication_role = replica",
]  # fmt: skip


@pytest.mark.promise("2-1")
def test_the_applications_role_can_neither_alter_the_ledger_nor_hold_up_the_sequencer(instance: Path) -> None:
    raw = raw_cursor()
    raw.execute("SELECT current_user")
    assert raw.fetchone() == (roles.APPLICATION,)

    for statement in FORBIDDEN:
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            raw.execute("BEGIN; " + statement)
        raw.execute("ROLLBACK")


@pytest.mark.promise("2-1")
def test_even_the_owner_is_refused_by_the_triggers(instance: Path, owner: Owner) -> None:
    with changing():
        record(READ, [ALICE])
    until_placed(1)

    with owner() as database:
        for statement in ("UPDATE ledger_entry SET id = id", "DELETE FROM ledger_entry", "TRUNCATE ledger_entry"):
            with pytest.raises(psycopg.errors.RaiseException, match="only grows"):
                database.execute(statement)
