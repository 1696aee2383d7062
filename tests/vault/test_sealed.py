"""What somebody with the database alone can do: read nothing, and pass nothing off as something else."""

from __future__ import annotations

import io
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection

from seiyaku.core.errors import IntegrityError
from seiyaku.vault import bases, models, opening, searching, selecting, writing
from seiyaku.vault.bases import Grounds
from seiyaku.vault.catalogue import Catalogue

from .conftest import ALICE, BOB, EVERY, GROUNDS, TODAY, grant, reading, store
from .conftest import writing as transaction
from .test_changing import say

SHEETS = ("identity", "birth-date", "contact", "account", "usage")


def do(sql: str, *params: int | bytes) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)


def opened(catalogue: Catalogue, ordinal: int) -> dict[str, str]:
    with reading() as cursor:
        (row,) = selecting.rows(cursor, [ordinal], SHEETS)
    return opening.open_row(grant(ordinal), catalogue, row, EVERY)


def body(ordinal: int, kind: str = "contact") -> bytes:
    return bytes(models.Sheet.objects.get(pk=(ordinal, kind)).body)


def swap_people(alice: int, bob: int) -> None:
    hers, his = body(alice), body(bob)
    do("UPDATE vault_sheet SET body = %s WHERE person = %s AND kind = 'contact'", his, alice)
    do("UPDATE vault_sheet SET body = %s WHERE person = %s AND kind = 'contact'", hers, bob)


def swap_whole_rows(alice: int, bob: int) -> None:
    do("UPDATE vault_sheet SET person = -1 WHERE person = %s AND kind = 'contact'", alice)
    do("UPDATE vault_sheet SET person = %s WHERE person = %s AND kind = 'contact'", alice, bob)


def swap_sheets(alice: int, bob: int) -> None:
    do("UPDATE vault_sheet SET body = %s WHERE person = %s AND kind = 'contact'", body(alice, "identity"), alice)


def cut_short(alice: int, bob: int) -> None:
    do("UPDATE vault_sheet SET body = %s WHERE person = %s AND kind = 'contact'", body(alice)[:-1], alice)


def cut_to_nothing(alice: int, bob: int) -> None:
    do("UPDATE vault_sheet SET body = %s WHERE person = %s AND kind = 'contact'", b"", alice)


def give_another_key(alice: int, bob: int) -> None:
    key = bytes(models.PersonKey.objects.get(pk=bob).wrapped)
    do("UPDATE vault_personkey SET wrapped = %s WHERE person = %s", key, alice)


def give_another_identity(alice: int, bob: int) -> None:
    pid = bytes(models.Person.objects.get(pk=bob).pid)
    do("UPDATE vault_person SET pid = %s WHERE ord = %s", b"\0" * 16, bob)
    do("UPDATE vault_person SET pid = %s WHERE ord = %s", pid, alice)
    give_another_key(alice, bob)


def claim_another_basis(alice: int, bob: int) -> None:
    wider = Grounds(family="customer", policy_version="ab" * 32, purposes=-1, source="web-form")
    with transaction() as cursor:
        number = bases.basis(cursor, wider)
    do("UPDATE vault_sheet SET basis = %s WHERE person = %s AND kind = 'contact'", number, alice)


def claim_other_fields(alice: int, bob: int) -> None:
    do("UPDATE vault_sheet SET fields = fields | 1 WHERE person = %s AND kind = 'contact'", alice)


def backdate(alice: int, bob: int) -> None:
    do("UPDATE vault_sheet SET valid_from = 1 WHERE person = %s AND kind = 'contact'", alice)


@pytest.mark.promise("2-1", "3-3")
@pytest.mark.parametrize(
    "tamper",
    [
        swap_people, swap_whole_rows, swap_sheets, cut_short, cut_to_nothing, give_another_key, give_another_identity,
        claim_another_basis, claim_other_fields, backdate,
    ],
)  # fmt: skip
def test_what_was_moved_or_altered_does_not_open(
    kept: Path, catalogue: Catalogue, tamper: Callable[[int, int], None]
) -> None:
    alice, bob = store(catalogue, ALICE, BOB).ordinals

    tamper(alice, bob)

    with pytest.raises(IntegrityError) as found:
        opened(catalogue, alice)
    assert not any(value in str(found.value) for value in (*ALICE.values(), *BOB.values()))


@pytest.mark.promise("2-2")
def test_a_basis_widened_in_the_database_opens_nothing(kept: Path, catalogue: Catalogue) -> None:
    from seiyaku.keys import memory

    (alice,) = store(catalogue, ALICE).ordinals
    do("UPDATE vault_basis SET purposes = -1")
    memory.forget()

    with pytest.raises(IntegrityError):
        opened(catalogue, alice)


@pytest.mark.promise("2-1", "2-3")
def test_an_older_cell_put_back_is_found(kept: Path, catalogue: Catalogue) -> None:
    (alice,) = store(catalogue, ALICE, valid_from=TODAY - 9).ordinals
    hers = models.Sheet.objects.filter(person=alice, kind="contact")
    (older,) = hers.values()
    say(catalogue, alice, {"phone": "090-1111-2222"}, on=TODAY - 1)

    hers.update(**older)

    assert opened(catalogue, alice)["phone"] == ALICE["phone"]
    with reading() as cursor:
        findings = writing.verify(cursor)
    assert {(f.what, f.person, f.place) for f in findings} == {
        ("foreign", alice, "sheet contact"),
        ("missing", None, "cells"),
    }


def test_a_cell_deleted_behind_our_back_is_found(kept: Path, catalogue: Catalogue) -> None:
    (alice,) = store(catalogue, ALICE).ordinals
    do("DELETE FROM vault_sheet WHERE person = %s AND kind = 'contact'", alice)

    with reading() as cursor:
        (finding,) = writing.verify(cursor)

    assert (finding.what, finding.count) == ("missing", 1)


def test_an_altered_record_of_what_was_written_is_found(kept: Path, catalogue: Catalogue) -> None:
    store(catalogue, ALICE)
    do("UPDATE vault_written SET added = %s", b"")

    with reading() as cursor:
        assert "altered" in {finding.what for finding in writing.verify(cursor)}


def test_a_removal_that_never_had_a_cell_is_found(kept: Path, catalogue: Catalogue) -> None:
    store(catalogue, ALICE)
    with transaction() as cursor:
        writing.settle(cursor, writing.Changes(removed=[b"x" * 16]))

    with reading() as cursor:
        assert [finding.what for finding in writing.verify(cursor)] == ["altered"]


@pytest.mark.promise("2-1", "2-2")
def test_orm_and_dump_and_database_file_show_ciphertext_only(kept: Path, catalogue: Catalogue) -> None:
    (alice,) = store(catalogue, {**ALICE, "member-number": "M-0001", "note": "a note of hers"}).ordinals
    say(catalogue, alice, {"phone": "090-1111-2222"}, on=TODAY)
    needles = searching.Needles()
    for value in (*ALICE.values(), "090-1111-2222", "+81312345678", "+819011112222", "M-0001", "a note of hers"):
        needles.text("value", value)
    dump = io.StringIO()

    call_command("dumpdata", "vault", "keys", stdout=dump)
    (kept / "dump.json").write_text(dump.getvalue(), encoding="utf-8")
    rows = [repr(row.__dict__) for model in (models.Person, models.Sheet, models.Fact) for row in model.objects.all()]
    (kept / "orm.txt").write_text("\n".join(rows), encoding="utf-8")
    searching.settle()

    assert dump.getvalue().count("vault.sheet") == 5
    assert searching.search(needles) == []


@pytest.mark.sqlite
def test_the_database_file_alone_opens_nothing(kept: Path, catalogue: Catalogue, tmp_path: Path) -> None:
    store(catalogue, ALICE)
    searching.settle()
    copy = tmp_path / "stolen.sqlite3"
    copy.write_bytes((kept / "seiyaku.sqlite3").read_bytes())

    with sqlite3.connect(copy) as stolen:
        text = "\n".join(stolen.iterdump())

    assert not [value for value in ALICE.values() if value in text]


def test_a_basis_is_the_same_number_for_the_same_grounds(kept: Path) -> None:
    with transaction() as cursor:
        first, again = bases.basis(cursor, GROUNDS), bases.basis(cursor, GROUNDS)

    assert first == again
