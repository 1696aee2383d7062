"""Two records of one person become one; one record of two people becomes two; organisations have people."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from seiyaku.core.errors import Conflict, InputError, NotProven
from seiyaku.vault import (
    attachments,
    bases,
    erasing,
    joining,
    opening,
    organisations,
    preparing,
    records,
    searching,
    selecting,
    standings,
    storing,
    times,
    writing,
)  # fmt: skip
from seiyaku.vault.catalogue import Catalogue
from seiyaku.vault.rows import Row

from .conftest import ALICE, BOB, EMAIL, EVERY, GROUNDS, NOTE, NOW, PHONE, TODAY, grant, reading, store
from .conftest import writing as transaction
from .test_changing import SHEETS, end, row_of, say, then

MOMENT = times.moment(NOW)
OTHER = {"name": "髙橋 愛", "phone": "090-5555-6666", "member-number": "M-0007"}


def opened(catalogue: Catalogue, ordinal: int) -> dict[str, str]:
    return opening.open_row(grant(ordinal), catalogue, row_of(ordinal), EVERY)


def merge(catalogue: Catalogue, into: Row, gone: Row, carried: dict[bytes, attachments.TakenIn] | None = None) -> None:
    with transaction() as cursor:
        joining.merge(cursor, grant(into.ordinal, gone.ordinal), catalogue, into, gone, carried=carried or {})


@pytest.mark.promise("2-3")
def test_a_merged_person_has_the_newer_values_and_both_pasts(kept: Path, catalogue: Catalogue) -> None:
    (alice,) = store(catalogue, ALICE, valid_from=TODAY - 50).ordinals
    (again,) = store(catalogue, OTHER, valid_from=TODAY - 20).ordinals
    say(catalogue, again, {"phone": "090-7777-8888"}, on=TODAY - 5)
    say(catalogue, again, {"email": "gone@home.example"}, on=TODAY - 3, later=2)
    present = (TODAY - 3, MOMENT + 2, "gone@home.example")
    end(catalogue, again, {present[:2]}, present=present, bit=EMAIL)

    merge(catalogue, row_of(alice), row_of(again))

    assert opened(catalogue, alice) == {**ALICE, **OTHER, "phone": "090-7777-8888"}
    assert then(catalogue, alice, on=TODAY - 30)["phone"] == ALICE["phone"]
    assert then(catalogue, alice, on=TODAY - 10)["phone"] == OTHER["phone"]
    with reading() as cursor:
        assert [c.field for c in selecting.history(cursor, alice, EVERY) if c.origin.ended] == [EMAIL]
        assert selecting.find(cursor, catalogue, {"member-number": "M-0007"}) == [alice]
        assert selecting.find(cursor, catalogue, {"phone": "090-7777-8888"}) == [alice]
        assert selecting.rows(cursor, [again], SHEETS) == []
        assert selecting.merged(cursor, alice) == [again]
        assert writing.verify(cursor) == []


def test_records_made_in_one_act_can_be_merged_and_changed_afterwards(kept: Path, catalogue: Catalogue) -> None:
    alice, again = store(catalogue, ALICE, {**ALICE, "phone": "090-5555-6666"}).ordinals

    merge(catalogue, row_of(alice), row_of(again))
    say(catalogue, alice, {"phone": "090-7777-8888"}, on=TODAY)

    assert opened(catalogue, alice)["phone"] == "090-7777-8888"
    with reading() as cursor:
        assert len([cell for cell in selecting.history(cursor, alice, EVERY) if cell.field == PHONE]) == 2
        assert writing.verify(cursor) == []


def test_only_a_standing_is_turned(kept: Path, catalogue: Catalogue) -> None:
    (alice,) = store(catalogue, ALICE).ordinals

    with transaction() as cursor, pytest.raises(ValueError, match="pid"):
        standings.turn(cursor, alice, "pid", on=1)


@pytest.mark.promise("4-1-F", "4-3")
def test_what_either_record_refused_is_refused_and_consents_are_not_carried(kept: Path, catalogue: Catalogue) -> None:
    alice, again = store(catalogue, ALICE, OTHER).ordinals
    with transaction() as cursor:
        standings.turn(cursor, alice, "consents", on=0b0110)
        standings.turn(cursor, again, "consents", on=0b1000)
        standings.turn(cursor, again, "refusals", on=0b0010)
        standings.turn(cursor, again, "flags", on=standings.RESTRICTED)

    merge(catalogue, row_of(alice), row_of(again))

    row = row_of(alice)
    assert (row.consents, row.refusals, row.flags) == (0b0100, 0b0010, standings.RESTRICTED)


def test_calls_and_files_move_with_the_person(kept: Path, catalogue: Catalogue) -> None:
    alice, again = store(catalogue, ALICE, OTHER).ordinals
    gone = row_of(again)
    taken = attachments.take_in(grant(again), gone, io.BytesIO(b"voice" * 99_999), name="a.wav", media_type="audio/wav")
    with transaction() as cursor:
        acquired = bases.acquisition(cursor, GROUNDS, at=MOMENT, channel="phone")
        records.note(cursor, grant(again), gone, {"note": "hi"}, field=NOTE, acquired=acquired, recorded_at=MOMENT)
        attachments.attach(cursor, grant(again), gone, taken, field=NOTE, acquired=acquired, recorded_at=MOMENT)
    with pytest.raises(Conflict):
        merge(catalogue, row_of(alice), gone)
    with reading() as cursor:
        (file,) = selecting.records(cursor, again, "attachment", EVERY)

    carried = {file.ref: joining.carry(grant(alice, again), gone, row_of(alice), file)}
    merge(catalogue, row_of(alice), gone, carried)
    with transaction() as cursor:
        attachments.sweep(cursor)

    with reading() as cursor:
        (call,) = selecting.records(cursor, alice, "episode", EVERY)
        (file,) = selecting.records(cursor, alice, "attachment", EVERY)
        assert writing.verify(cursor) == []
    assert opening.open_record(grant(alice), row_of(alice), call) == {"note": "hi"}
    assert b"".join(opening.open_attachment(grant(alice), row_of(alice), file)) == b"voice" * 99_999
    assert len([path for path in (kept / "files").rglob("*") if path.is_file()]) == 1


def test_merging_needs_a_grant_for_both(kept: Path, catalogue: Catalogue) -> None:
    alice, again = store(catalogue, ALICE, OTHER).ordinals

    with pytest.raises(NotProven), transaction() as cursor:
        joining.merge(cursor, grant(alice), catalogue, row_of(alice), row_of(again), carried={})


def test_erasing_a_merged_person_leaves_no_mark_of_either(kept: Path, catalogue: Catalogue) -> None:
    alice, again = store(catalogue, ALICE, OTHER).ordinals
    mark = row_of(again).mark
    merge(catalogue, row_of(alice), row_of(again))

    with reading() as cursor:
        found = erasing.find(cursor, alice)
    with transaction() as cursor:
        erasing.forget(cursor, found)
    searching.settle()

    assert found.merged == ((again, mark),)
    assert mark in found.needles.known
    assert searching.search(found.needles) == []


@pytest.mark.promise("2-3")
def test_a_record_of_two_people_is_parted(kept: Path, catalogue: Catalogue) -> None:
    (alice,) = store(catalogue, ALICE).ordinals
    mask = catalogue.mask(["phone", "email"])

    with transaction() as cursor:
        stored = joining.split(cursor, grant(alice), catalogue, row_of(alice), mask, recorded_at=MOMENT + 1)
    other = stored.ordinals[0]

    assert opened(catalogue, other) == {"phone": ALICE["phone"], "email": ALICE["email"]}
    assert opened(catalogue, alice) == {"name": ALICE["name"], "birth-date": ALICE["birth-date"]}
    with reading() as cursor:
        assert selecting.find(cursor, catalogue, {"phone": ALICE["phone"]}) == [other]
        assert writing.verify(cursor) == []


@pytest.mark.promise("P")
def test_an_organisation_has_a_contact_person(kept: Path, catalogue: Catalogue) -> None:
    (bob,) = store(catalogue, BOB).ordinals
    with transaction() as cursor:
        acquired = bases.acquisition(cursor, GROUNDS, at=MOMENT, channel="form")
        company = preparing.prepare(catalogue, {"name": "見本商店"}, kind="organisation")
        (shop,) = storing.create(cursor, [company], acquired=acquired, valid_from=TODAY, recorded_at=MOMENT).ordinals
        organisations.appoint(cursor, shop, bob, "contact")

    with transaction() as cursor:
        assert organisations.standing_for(cursor, shop) == [(bob, "contact")]
        with pytest.raises(InputError):
            organisations.appoint(cursor, bob, shop, "contact")
        organisations.dismiss(cursor, shop, bob, "contact")
        assert organisations.standing_for(cursor, shop) == []
