"""Find and use: only for a purpose, only what it needs, and always an entry."""

from __future__ import annotations

import datetime as dt

import pytest

from seiyaku import door
from seiyaku.core import errors
from seiyaku.ledger import changes, reading, transactions
from seiyaku.ledger.sequencing import place_all
from seiyaku.ledger.transactions import raw_cursor
from seiyaku.people.models import DutyHeld

from .conftest import ALICE, SIGN_UP, House


@pytest.mark.promise("2-2", "4-1-A")
@pytest.mark.parametrize("typed", ["09000000001", "０９０－００００－０００１", "+81 90 0000 0001"])
def test_a_customer_is_found_by_a_phone_number_however_it_is_typed(house: House, typed: str) -> None:
    found = door.find({"phone": typed}, purpose="deliver-service", actor=house.clerk)

    assert found.people == (house.alice,)
    assert found.entry


@pytest.mark.promise("2-2", "4-1-A")
def test_the_purpose_opens_what_it_needs(house: House) -> None:
    used = door.use(house.alice, ["name", "phone"], purpose="deliver-service", actor=house.clerk)

    assert dict(used.values) == {"name": ALICE["name"], "phone": ALICE["phone"]}
    assert not used.left
    assert used.clause == "4-1-A"


@pytest.mark.promise("2-2", "4-1-A")
def test_a_birth_date_that_is_not_needed_is_not_opened_and_it_says_so(house: House) -> None:
    used = door.use(house.alice, ["name", "birth-date"], purpose="deliver-service", actor=house.clerk)

    assert set(used.values) == {"name"}
    assert set(used.left) == {"birth-date"}
    assert used.left["birth-date"].reason == "not-needed"


@pytest.mark.promise("4-3")
def test_a_purpose_outside_clause_4_is_refused_and_consent_would_help(house: House) -> None:
    with pytest.raises(errors.Refused) as refused:
        door.use(house.alice, ["name"], purpose="sell-the-list", actor=house.clerk)

    assert refused.value.entry is not None
    assert refused.value.answer.clause == "4-3"
    assert refused.value.answer.remedy.missing == "consent"


@pytest.mark.promise("2-4")
def test_a_clerk_whose_training_has_lapsed_is_refused(house: House) -> None:
    with pytest.raises(errors.Refused) as refused:
        door.use(house.alice, ["name"], purpose="deliver-service", actor=house.lapsed)

    assert refused.value.answer.clause == "2-4"
    assert refused.value.answer.reason == "untrained"
    assert refused.value.entry is not None


def test_nobody_there_is_not_found(house: House) -> None:
    for purpose in ("deliver-service", "law:disclose"):
        with pytest.raises(errors.NotFound):
            door.use("00" * 16, ["name"], purpose=purpose, actor=house.desk if ":" in purpose else house.clerk)
        place_all()
        said = next(reading.lately(raw_cursor(), 0)).body
        assert (said["answer"], said["reason"], said["purpose"]) == ("denied", "not-here", purpose)


@pytest.mark.promise("2-1", "2-2", "2-4")
def test_what_was_answered_before_is_answered_otherwise_once_a_standing_moved(house: House) -> None:
    def ask() -> str:
        try:
            used = door.use(house.alice, ["name", "birth-date"], purpose="deliver-service", actor=house.clerk)
            said, entry = " ".join(used.values), used.entry
        except errors.Refused as refused:
            said, entry = refused.answer.reason, refused.entry or ""
        place_all()
        assert reading.entry(raw_cursor(), entry).body["standing"] == changes.head(raw_cursor())
        return said

    said = [ask(), ask()]
    door.stop([house.alice], use="deliver-service", actor=house.desk)
    said.append(ask())
    door.resume([house.alice], use="deliver-service", actor=house.desk)
    said.append(ask())
    with transactions.changing() as cursor:
        DutyHeld.objects.filter(account__ref=house.clerk.id).update(ended_at=dt.datetime.now(dt.UTC))
        changes.note(cursor, "duty", "duty:bob-0")
    said.append(ask())

    assert said == ["name", "name", "stopped", "name", "no-duty"]


@pytest.mark.promise("2-1", "2-2")
def test_an_entry_says_what_was_opened_of_whom_it_is_about_and_not_of_the_one_before(house: House) -> None:
    without = {name: value for name, value in ALICE.items() if name != "email"} | {"member-number": "M0000009"}
    other = door.collect(without, origin=SIGN_UP, actor=house.clerk).people[0]

    def fields(person: str) -> set[str]:
        used = door.use(person, ["name", "phone", "email"], purpose="deliver-service", actor=house.clerk)
        place_all()
        said: set[str] = set(reading.entry(raw_cursor(), used.entry).body["fields"])
        assert said == set(used.values)
        return said

    assert [fields(person) for person in (house.alice, other, house.alice)] == [
        {"name", "phone", "email"}, {"name", "phone"}, {"name", "phone", "email"},
    ]  # fmt: skip
