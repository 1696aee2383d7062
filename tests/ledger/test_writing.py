"""Entries are written in the transaction of what they tell."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from pyroaring import BitMap

from seiyaku.core.errors import InputError, NotProven
from seiyaku.core.merkle import root
from seiyaku.keys import grants
from seiyaku.ledger import changes, recent, tree
from seiyaku.ledger.seen import Many, blind_leaf, people_root, unpack
from seiyaku.ledger.transactions import Cursor, changing, deciding, on_commit, raw_cursor
from seiyaku.ledger.verification import verify
from seiyaku.ledger.writing import Draft, Seen, append, grant, record, seen

READ = {"act": "read", "answer": "allowed", "actor": "staff:3f9c", "clause": "4-1-A", "fields": ["name", "phone"]}
ALICE = Seen(1, b"a" * 16)


def count(table: str) -> int:
    cursor = raw_cursor()
    cursor.execute(f"SELECT count(*) FROM {table}")
    return int(cursor.fetchone()[0])


def fail_after(opened: Callable[[], AbstractContextManager[Cursor]], work: Callable[[Cursor], object]) -> None:
    def run() -> None:
        with opened() as cursor:
            work(cursor)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        run()


def indexed() -> int:
    return count("ledger_seen") + len(list(recent.every(raw_cursor())))


def queued_or_placed() -> int:
    return count("ledger_entry") + (count("ledger_pending") if connection.vendor == "postgresql" else 0)


@pytest.mark.promise("2-2")
def test_an_entry_is_there_once_its_transaction_is(instance: Path) -> None:
    with deciding() as cursor:
        written = append(cursor, [Draft(READ, [ALICE]), Draft({**READ, "answer": "denied"}, [ALICE])])

    assert len({w.id for w in written}) == 2
    assert indexed() == 2


@pytest.mark.promise("2-2")
def test_a_transaction_knows_whether_its_newest_entry_says_no(instance: Path) -> None:
    said: dict[str, bool] = {}

    for answer in ("denied", "allowed", "unclear", "done"):
        with deciding() as cursor:
            append(cursor, [Draft({**READ, "answer": "denied"}), Draft({**READ, "answer": answer})])
            said[answer] = cursor.work.refused

    assert said == {"denied": True, "allowed": False, "unclear": True, "done": False}


@pytest.mark.promise("2-2")
def test_an_entry_goes_with_the_change_that_failed(instance: Path) -> None:
    def work(cursor: Cursor) -> None:
        record(READ, [ALICE])
        changes.note(cursor, "consent", "x", 1)

    fail_after(changing, work)

    assert queued_or_placed() == 0
    assert count("ledger_change") == indexed() == 0


@pytest.mark.promise("2-1")
@pytest.mark.parametrize(
    "more",
    [
        {"name": "山田"},
        {"reason": "山田太郎"},
        {"actor": "bob@clinic.example"},
        {"fields": "name"},
        {"standing": True},
        {"standing": -1},
        {"digest": "not hex"},
        {"counts": {"done": 1.5}},
        {"withheld": 1},
        {"answer": "maybe"},
        {"id": "00"},
    ],
)
def test_nothing_but_identifiers_fits_into_an_entry(instance: Path, more: dict[str, Any]) -> None:
    with pytest.raises(InputError) as refused, deciding() as cursor:
        append(cursor, [Draft({**READ, **more}, [ALICE])])

    assert not any(str(value) in str(refused.value) for value in more.values() if isinstance(value, str))


@pytest.mark.promise("2-2")
def test_the_ledgers_transactions_refuse_to_be_somebody_elses(instance: Path) -> None:
    with pytest.raises(RuntimeError), transaction.atomic(), deciding():
        pass
    with pytest.raises(RuntimeError), changing(), deciding():
        pass
    with pytest.raises(RuntimeError):
        record(READ)


@pytest.mark.promise("2-2")
def test_changes_are_numbered_without_a_gap_whatever_fails(instance: Path) -> None:
    with changing() as cursor:
        assert [changes.note(cursor, "consent", str(n)) for n in range(3)] == [1, 2, 3]
    fail_after(changing, lambda cursor: changes.note(cursor, "consent", "lost"))
    with changing() as cursor:
        assert changes.note(cursor, "stop", "x", 7) == 4

    with deciding() as cursor:
        assert changes.head(cursor) == 4
        assert changes.since(cursor, 2) == [(3, "consent", "2", None), (4, "stop", "x", 7)]


@pytest.mark.promise("2-2")
def test_a_standing_does_not_change_where_one_only_decides(instance: Path) -> None:
    with pytest.raises(RuntimeError), deciding() as cursor:
        changes.note(cursor, "consent", "x")


@pytest.mark.promise("2-2")
def test_what_waits_for_a_commit_is_told_after_it_or_never(instance: Path) -> None:
    told: list[str] = []

    with deciding() as cursor:
        on_commit(cursor, lambda: told.append("kept"))
        assert not told
    fail_after(deciding, lambda cursor: on_commit(cursor, lambda: told.append("lost")))

    assert told == ["kept"]


@pytest.mark.promise("2-2")
def test_a_written_entry_yields_a_grant_for_its_people_and_no_other(instance: Path) -> None:
    with deciding() as cursor:
        (written,) = append(cursor, [Draft(READ, [ALICE])])
        granted = grant(written, [1], 0b11)

    grants.check(granted, 1)
    assert granted.entry == written.id
    with pytest.raises(NotProven):
        grants.check(granted, 2)


@pytest.mark.sqlite
@pytest.mark.promise("2-1")
def test_places_follow_each_other_across_transactions_and_tiles(instance: Path) -> None:
    numbers = []
    for _ in range(5):
        with deciding() as cursor:
            numbers += [w.number for w in append(cursor, [Draft(READ, [ALICE])] * 128)]

    assert numbers == list(range(640))
    assert count("ledger_tile") == 2


@pytest.mark.sqlite
@pytest.mark.promise("2-1")
def test_a_tree_that_another_process_let_grow_is_read_again(instance: Path) -> None:
    database = str(connection.settings_dict["NAME"])
    with deciding() as cursor:
        append(cursor, [Draft(READ, [ALICE])])
    left = deepcopy(tree._left[database])
    with deciding() as cursor:
        append(cursor, [Draft(READ, [ALICE])])
    tree.keep(database, left)

    with deciding() as cursor:
        numbers = [w.number for w in append(cursor, [Draft(READ, [ALICE])])]

    assert numbers == [2]
    assert verify().findings == []


@pytest.mark.promise("2-1")
@pytest.mark.parametrize(
    "more", [{"people": "00" * 32}, {"id": "00" * 12}, {"at": 1}, {"n": 7}, {"actor": "Sample Tarō"}]
)
def test_what_was_said_before_lets_nothing_else_in_beside_it(instance: Path, more: dict[str, Any]) -> None:
    with deciding() as cursor:
        append(cursor, [Draft(READ)])

    with pytest.raises(InputError), deciding() as cursor:
        append(cursor, [Draft({**READ, **more})])


@pytest.mark.promise("2-2")
def test_many_people_are_named_as_each_of_them_would_be(instance: Path) -> None:
    ordinals = [*range(5_000, 0, -1), 9_000]
    marks = [n.to_bytes(16, "big") for n in ordinals]
    refused = BitMap(range(100, 200))

    with deciding() as cursor:
        written = append(cursor, [Draft(READ, seen(ordinals, marks, refused))])[0]

    entry = bytes.fromhex(written.id)
    kept = raw_cursor()
    kept.execute("SELECT block, granted, refused FROM ledger_block WHERE entry = %s ORDER BY block", (entry,))
    found = {
        yes: {block * 4096 + at for block, *sides in rows for at in unpack(bytes(sides[not yes]))}
        for rows in [kept.fetchall()]
        for yes in (True, False)
    }
    assert found == {True: set(ordinals) - set(refused), False: set(refused)}
    leaves = [blind_leaf(m, entry, granted=n not in refused) for n, m in zip(ordinals, marks, strict=True)]
    assert Many(ordinals, b"".join(marks), refused).leaves(entry) == leaves
    assert people_root(leaves) == root(sorted(leaves))
    assert people_root([*leaves[:-1], leaves[-1][:31]]) != root(sorted(leaves))
    assert seen(ordinals[:3], marks[:3]) == [Seen(n, m) for n, m in zip(ordinals[:3], marks[:3], strict=True)]
