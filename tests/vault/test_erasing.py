"""Erasing one person everywhere, and looking for what is left."""

from __future__ import annotations

import errno
import io
import os
from pathlib import Path

import pytest

from seiyaku.core.errors import NotFound, Unavailable
from seiyaku.keys import disk
from seiyaku.vault import attachments, bases, erasing, quarantining, records, searching, selecting, times, writing
from seiyaku.vault.catalogue import Catalogue
from seiyaku.vault.rows import Row

from .conftest import ALICE, BOB, GROUNDS, NOTE, NOW, TODAY, grant, reading, store
from .conftest import writing as transaction
from .test_changing import say

MOMENT = times.moment(NOW)
MEMBER = {**ALICE, "member-number": "M-0001"}


def with_everything(catalogue: Catalogue) -> Row:
    """Alice with sheets, a past, indexes, a call and a recording; Bob beside her."""
    alice, _ = store(catalogue, MEMBER, BOB, valid_from=TODAY - 100).ordinals
    say(catalogue, alice, {"phone": "090-1111-2222"}, on=TODAY - 10)
    with reading() as cursor:
        (row,) = selecting.rows(cursor, [alice], ())
    taken = attachments.take_in(
        grant(alice), row, io.BytesIO(b"voice" * 1000), name="../call.wav", media_type="audio/wav"
    )
    with transaction() as cursor:
        acquired = bases.acquisition(cursor, GROUNDS, at=MOMENT, channel="phone")
        said = {"kind": "call", "note": "asked about the bill"}
        records.note(cursor, grant(alice), row, said, field=NOTE, acquired=acquired, recorded_at=MOMENT)
        attachments.attach(cursor, grant(alice), row, taken, field=NOTE, acquired=acquired, recorded_at=MOMENT)
    return row


@pytest.mark.promise("2-1", "2-3")
def test_nothing_of_an_erased_person_is_found_on_disk(kept: Path, catalogue: Catalogue) -> None:
    row = with_everything(catalogue)
    (kept / "outbox.txt").write_text("nobody here", encoding="utf-8")
    with reading() as cursor:
        found = erasing.find(cursor, row.ordinal, [*MEMBER.values(), "090-1111-2222", "asked about the bill"])
    searching.settle()
    before = {hit.what for hit in searching.search(found.needles)}

    with transaction() as cursor:
        forgotten = erasing.forget(cursor, found)
    with transaction() as cursor:
        attachments.sweep(cursor)
    searching.settle()

    assert before == {"public id", "mark", "ciphertext", "wrapped key", "index digest", "attachment"}
    assert searching.search(found.needles) == []
    assert forgotten.counts == {"sheet": 4, "fact": 1, "episode": 1, "attachment": 1}
    with reading() as cursor:
        assert writing.verify(cursor) == []
        assert selecting.rows(cursor, [row.ordinal], ("identity",)) == []
        with pytest.raises(NotFound):
            erasing.find(cursor, row.ordinal)


def left_behind(catalogue: Catalogue, file: Path) -> int:
    """Take people in until SQLite has moved somebody to another page and left their bytes behind; return who."""
    for batch in range(200):
        store(catalogue, *[{**ALICE, "phone": f"090-{batch:04d}-{number:04d}"} for number in range(25)])
        searching.settle()
        on_disk = b"".join(disk.blocks(file))
        with reading() as cursor:
            cursor.execute("SELECT ord, pid FROM vault_person")
            times_found = {int(ordinal): on_disk.count(bytes(pid)) for ordinal, pid in cursor.fetchall()}
        moved = [ordinal for ordinal, count in times_found.items() if count > min(times_found.values())]
        if moved:
            return moved[0]
    raise AssertionError("nobody was moved in 5,000 people")


@pytest.mark.sqlite
@pytest.mark.promise("2-1", "2-3")
def test_what_sqlite_leaves_on_a_page_when_it_moves_cells_is_taken_off_too(kept: Path, catalogue: Catalogue) -> None:
    moved = left_behind(catalogue, kept / "seiyaku.sqlite3")
    with transaction() as cursor:
        found = erasing.find(cursor, moved, ALICE.values())
        erasing.forget(cursor, found)
    searching.settle()
    before = {(hit.what, hit.where) for hit in searching.search(found.needles)}

    (after,) = searching.prove([found.needles])

    assert ("public id", "seiyaku.sqlite3") in before
    assert after == []
    with reading() as cursor:
        assert writing.verify(cursor) == []


def test_what_lies_elsewhere_on_disk_is_said_and_the_database_not_written_anew(
    kept: Path, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    (alice,) = store(catalogue, MEMBER).ordinals
    with transaction() as cursor:
        found = erasing.find(cursor, alice, MEMBER.values())
        erasing.forget(cursor, found)
    (kept / "copied.txt").write_text(MEMBER["phone"], encoding="utf-8")
    monkeypatch.setattr(searching, "rewrite", lambda: pytest.fail("written anew"))

    assert searching.prove([found.needles]) == [[searching.Hit("value", "copied.txt")]]


def test_what_somebody_else_shares_is_not_held_against_an_erasure(kept: Path, catalogue: Catalogue) -> None:
    alice, namesake = store(catalogue, MEMBER, {**ALICE, "phone": "090-3333-4444"}).ordinals
    with transaction() as cursor:
        found = erasing.find(cursor, alice, MEMBER.values())
        erasing.forget(cursor, found)

    searching.settle()

    assert [hit.what for hit in searching.search(found.needles)] == []
    with reading() as cursor:
        assert selecting.rows(cursor, [namesake], ())


def test_the_search_sees_a_value_left_in_any_spelling(kept: Path, catalogue: Catalogue) -> None:
    (alice,) = store(catalogue, ALICE).ordinals
    with reading() as cursor:
        found = erasing.find(cursor, alice, ["髙橋 愛"])
        (key,) = (needle for needle, what in found.needles.known.items() if what == "mark" and len(needle) == 16)
    (kept / "a.csv").write_text("1,髙橋 愛\n", encoding="cp932")
    (kept / "b.log").write_text(f"mark={key.hex()}\n", encoding="utf-8")
    (kept / "c.json").write_text('{"name": "\\u9ad9\\u6a4b \\u611b"}', encoding="utf-8")

    hits = {(hit.what, hit.where) for hit in searching.search(found.needles)}

    assert {("value", "a.csv"), ("mark", "b.log"), ("value", "c.json")} <= hits


def test_a_needle_over_the_border_of_two_blocks_is_found(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(searching, "BLOCK", 16)
    (kept / "x").write_bytes(b"." * 12 + b"alice@home.example" + b"." * 40)
    needles = searching.Needles()
    needles.text("value", "alice@home.example")

    assert searching.search(needles) == [searching.Hit("value", "x")]


def test_each_is_told_what_was_found_of_them_and_nothing_of_anybody_else(kept: Path, catalogue: Catalogue) -> None:
    sought = [searching.Needles() for _ in range(3)]
    for needles, phone in zip(sought, ("090-1111-1111", "090-2222-2222", "090-3333-3333"), strict=True):
        needles.text("value", phone)
        needles.text("shared", "03-4444-4444")
    (kept / "copied.txt").write_text("090-2222-2222", encoding="utf-8")

    alone = searching.prove(sought)
    (kept / "shared.txt").write_text("03-4444-4444", encoding="utf-8")
    shared = searching.prove(sought)

    copied = searching.Hit("value", "copied.txt")
    assert alone == [[], [copied], []]
    of_all = searching.Hit("shared", "shared.txt")
    assert shared == [[of_all], [copied, of_all], [of_all]]


@pytest.mark.sqlite
@pytest.mark.parametrize("may", [True, False])
def test_what_is_left_of_one_in_the_database_is_said_of_that_one_alone(
    kept: Path, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch, may: bool
) -> None:
    sought = [searching.Needles() for _ in range(2)]
    for needles, phone in zip(sought, ("090-1111-1111", "090-2222-2222"), strict=True):
        needles.text("value", phone)
    with transaction() as cursor:
        cursor.execute("INSERT INTO door_batch (ref, done, turn, state, at) VALUES ('090-2222-2222', 0, 0, 'open', 0)")

    def in_the_way() -> None:
        raise Unavailable("a reader keeps the database's log from being emptied: try again")

    if not may:
        monkeypatch.setattr(searching, "rewrite", in_the_way)
    first, second = searching.prove(sought)

    assert first == []
    assert second == [searching.Hit("value", "seiyaku.sqlite3")] if may else isinstance(second, Unavailable)


def test_a_number_that_somebody_else_came_with_meanwhile_is_not_held_against_an_erasure(
    kept: Path, catalogue: Catalogue
) -> None:
    (alice,) = store(catalogue, MEMBER).ordinals
    with transaction() as cursor:
        found = erasing.find(cursor, alice, MEMBER.values())
        erasing.forget(cursor, found)
    store(catalogue, MEMBER)
    number = len(found.needles.known)

    assert searching.prove([found.needles]) == [[]]
    assert 0 < len(found.needles.known) < number


def test_a_file_that_is_moved_while_it_is_looked_for_is_read_where_it_went(
    kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    needles = searching.Needles()
    needles.text("value", "alice@home.example")
    needles.text("other", "this too")
    (kept / "e").mkdir()
    for name, said in {"b": "nothing", "c": "alice@home.example", "d": "gone meanwhile", "e/f": "this too"}.items():
        (kept / name).write_text(said, encoding="utf-8")
    read = disk.blocks

    def moving(path: Path, size: int) -> object:
        if path == kept / "b":
            (kept / "c").rename(kept / "a")
            (kept / "d").unlink()
            (kept / "e").rename(kept / "0")
        return read(path, size)

    monkeypatch.setattr(disk, "blocks", moving)

    assert searching.search(needles) == [searching.Hit("other", "0/f"), searching.Hit("value", "a")]


def test_a_folder_that_cannot_be_listed_is_not_taken_for_empty(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    needles = searching.Needles()
    needles.text("value", "alice@home.example")
    (kept / "shut").mkdir()
    listed = os.scandir

    def denying(path: str | Path) -> object:
        if Path(path) == kept / "shut":
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
        return listed(path)

    with monkeypatch.context() as patch:
        patch.setattr(os, "scandir", denying)
        with pytest.raises(PermissionError, match="shut"):
            searching.search(needles)


@pytest.mark.sqlite
def test_an_erasure_is_not_closed_while_a_reader_holds_the_old_state(kept: Path, catalogue: Catalogue) -> None:
    import sqlite3

    from django.db import connection

    (alice,) = store(catalogue, ALICE).ordinals
    reader = sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT * FROM vault_person").fetchall()
    with transaction() as cursor:
        erasing.forget(cursor, erasing.find(cursor, alice))

    with pytest.raises(Unavailable):
        searching.settle(within=0.1)

    reader.execute("COMMIT")
    reader.close()
    searching.settle()


@pytest.mark.promise("5-1", "5-2")
def test_a_row_in_quarantine_is_sealed_and_expires(kept: Path, catalogue: Catalogue) -> None:
    from seiyaku.vault import opening

    held = quarantining.Held(row_number=7, reason="no-source", fields=("phone",), cells={"phone": "03-7777-6666"})
    with transaction() as cursor:
        stored = quarantining.hold(cursor, [held], batch="b1", expires_on=TODAY + 30, recorded_at=MOMENT)
    with reading() as cursor:
        (row,) = selecting.detained(cursor, "b1")

    assert (row.row_number, row.reason, row.fields) == (7, "no-source", "phone")
    assert opening.open_detained(grant(*stored.ordinals), row) == {"phone": "03-7777-6666"}
    needles = searching.Needles()
    needles.text("value", "03-7777-6666")
    searching.settle()
    assert searching.search(needles) == []

    needles.binary("ciphertext", row.body)
    needles.binary("wrapped key", row.wrapped)
    with transaction() as cursor:
        assert quarantining.expired(cursor, TODAY + 30) == []
        quarantining.discard(cursor, quarantining.expired(cursor, TODAY + 31))
    searching.settle()
    assert searching.search(needles) == []
    with reading() as cursor:
        assert writing.verify(cursor) == []
