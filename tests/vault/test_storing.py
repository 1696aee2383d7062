"""Storing people, finding them, opening what a grant covers."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from seiyaku.core.errors import Conflict, InputError, NotProven
from seiyaku.vault import opening, preparing, selecting, storing
from seiyaku.vault.catalogue import Catalogue

from .conftest import ALICE, BIRTH, BOB, EVERY, NAME, PHONE, grant, reading, store

SHEETS = ("identity", "birth-date", "contact", "account", "usage")


@pytest.mark.promise("P", "1-1")
def test_what_was_stored_is_opened_under_a_grant(kept: Path, catalogue: Catalogue) -> None:
    stored = store(catalogue, ALICE, BOB)

    with reading() as cursor:
        rows = selecting.rows(cursor, stored.ordinals, SHEETS)

    assert [opening.open_row(grant(*stored.ordinals), catalogue, row, EVERY) for row in rows] == [ALICE, BOB]


@pytest.mark.promise("4-1-A", "2-2")
def test_a_field_that_is_not_granted_does_not_leave(kept: Path, catalogue: Catalogue) -> None:
    (alice,) = store(catalogue, ALICE).ordinals
    with reading() as cursor:
        (row,) = selecting.rows(cursor, [alice], SHEETS)

    some = opening.open_row(grant(alice, fields=1 << PHONE), catalogue, row, EVERY)

    assert some == {"phone": ALICE["phone"]}


@pytest.mark.promise("2-2")
def test_each_field_leaves_alone_and_no_sheet_is_opened_that_has_none_of_it(kept: Path, catalogue: Catalogue) -> None:
    whole = ALICE | {"kana": "タカハシ アイ"}
    (alice,) = store(catalogue, whole).ordinals
    with reading() as cursor:
        (row,) = selecting.rows(cursor, [alice], SHEETS)

    for name, value in whole.items():
        mine = 1 << catalogue.column(name).bit
        harmed = [cell if cell.fields & mine else cell._replace(body=bytes(64)) for cell in row.sheets]
        asked = dataclasses.replace(row, sheets=harmed)

        assert opening.open_row(grant(alice, fields=mine), catalogue, asked, EVERY) == {name: value}
        assert opening.open_row(grant(alice), catalogue, asked, mine) == {name: value}


@pytest.mark.promise("2-2")
def test_a_grant_for_somebody_else_opens_nothing(kept: Path, catalogue: Catalogue) -> None:
    alice, bob = store(catalogue, ALICE, BOB).ordinals
    with reading() as cursor:
        (row,) = selecting.rows(cursor, [alice], SHEETS)

    with pytest.raises(NotProven):
        opening.open_row(grant(bob), catalogue, row, EVERY)


def test_people_are_found_by_what_they_are_findable_by(kept: Path, catalogue: Catalogue) -> None:
    alice, _ = store(catalogue, ALICE, BOB).ordinals

    with reading() as cursor:
        assert selecting.find(cursor, catalogue, {"phone": ALICE["phone"]}) == [alice]
        assert selecting.find(cursor, catalogue, {"name": ALICE["name"], "phone": BOB["phone"]}) == []
        assert selecting.find(cursor, catalogue, {"name": ALICE["name"], "phone": ALICE["phone"]}) == [alice]
        with pytest.raises(InputError):
            selecting.find(cursor, catalogue, {"name": ALICE["name"]})
        with pytest.raises(InputError):
            selecting.find(cursor, catalogue, {"birth-date": ALICE["birth-date"]})


def test_a_row_knows_its_bases_before_it_is_opened(kept: Path, catalogue: Catalogue) -> None:
    (alice,) = store(catalogue, ALICE).ordinals

    with reading() as cursor:
        (row,) = selecting.rows(cursor, [alice], ("identity", "birth-date"))

    assert {mask for mask, _ in row.bases} == {1 << NAME, 1 << BIRTH}


def test_rows_come_in_the_order_asked_and_leave_out_who_is_not_here(kept: Path, catalogue: Catalogue) -> None:
    alice, bob = store(catalogue, ALICE, BOB).ordinals

    with reading() as cursor:
        found = selecting.rows(cursor, [bob, 999_999, alice], ("usage",))

    assert [row.ordinal for row in found] == [bob, alice]


@pytest.mark.promise("5-3")
def test_a_field_the_policy_does_not_have_is_named_with_the_nearest(catalogue: Catalogue) -> None:
    with pytest.raises(InputError) as refused:
        preparing.prepare(catalogue, {"phon": "1"})

    assert refused.value.nearest == "phone"


def test_a_unique_value_is_taken_once(kept: Path, catalogue: Catalogue) -> None:
    first = {**ALICE, "member-number": "M-1"}
    second = {**BOB, "member-number": "M-1"}
    store(catalogue, first)

    with pytest.raises(Conflict) as refused:
        store(catalogue, second)

    assert refused.value.what == "member-number"
    with reading() as cursor:
        assert storing.taken(cursor, [preparing.prepare(catalogue, second)]) == {0: "member-number"}
        assert selecting.find(cursor, catalogue, {"phone": BOB["phone"]}) == []


def test_ordinals_are_never_given_twice(kept: Path, catalogue: Catalogue) -> None:
    first = store(catalogue, ALICE, BOB).ordinals
    second = store(catalogue, ALICE, BOB).ordinals

    assert len({*first, *second}) == 4
