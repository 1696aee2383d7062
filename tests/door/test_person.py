"""One person's view of themselves, and their going."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import connection

from seiyaku import door
from seiyaku.core import errors
from seiyaku.core.asks import Actor
from seiyaku.door import erasing
from seiyaku.ledger import changes
from seiyaku.ledger.transactions import raw_cursor
from seiyaku.policy import queries

from .conftest import ALICE, SIGN_UP, House, partner, staff

LETTER = door.Origin(source="letter")


def themself(person: str) -> Actor:
    return Actor(id=f"person:{person}", kind="person", proven_by="session")


@pytest.mark.promise("2-2", "5-1")
def test_a_person_sees_what_is_held_from_where_and_who_used_it_for_what(house: House) -> None:
    used = door.use(house.alice, ["name", "phone"], purpose="deliver-service", actor=house.clerk)

    mine = door.person(house.alice, actor=themself(house.alice))

    assert {held.name: held.value for held in mine.held} == ALICE
    assert {held.source for held in mine.held} == {"web-form"}
    assert all("deliver-service" in held.purposes for held in mine.held)
    assert not [held for held in mine.held if {"partner-service", "recommend"} & set(held.purposes)]
    seen = {use.entry: use for use in mine.uses}
    assert seen[used.entry].duty == "clerk"
    assert seen[used.entry].purpose == "deliver-service"
    assert "bob" not in repr(mine)


@pytest.mark.promise("2-2")
def test_an_entry_says_what_was_opened_and_not_what_might_have_been(house: House) -> None:
    """What the Act lets the desk open is everything; what it did open of somebody is what is held of them."""
    every = list(queries.in_force().policy.rules.fields)

    used = [door.use(house.alice, every, purpose="law:disclose", actor=house.desk) for _ in range(2)]
    missed = door.use(house.alice, ["phone", "bank-account"], purpose="law:disclose", actor=house.desk)
    told = door.person(house.alice, actor=house.desk)
    mine = {use.entry: set(use.fields) for use in door.person(house.alice, actor=themself(house.alice)).uses}

    assert [mine[one.entry] for one in (*used, told)] == [set(ALICE)] * 3
    assert mine[missed.entry] == {"phone"}
    assert missed.missing == ("bank-account",)


@pytest.mark.promise("2-2")
def test_nobody_else_sees_it(house: House) -> None:
    with pytest.raises(errors.Refused):
        door.person(house.alice, actor=themself("0" * 32))
    with pytest.raises(errors.Refused):
        door.person(house.alice, actor=house.clerk)


@pytest.mark.promise("2-2")
def test_what_is_withheld_leaves_no_trace_in_the_view(house: House) -> None:
    secret = door.use(house.alice, ["name"], purpose="deliver-service", actor=house.clerk)
    before = door.person(house.alice, actor=themself(house.alice))
    chief = staff("chief", "manager")

    done = door.withhold(house.alice, [secret.entry], reason="paper-9", actor=chief)
    after = door.person(house.alice, actor=themself(house.alice))

    assert secret.entry in {use.entry for use in before.uses}
    assert secret.entry not in repr(after)
    assert done.entry not in repr(after)
    assert "withh" not in repr(after)
    door.reveal(house.alice, [secret.entry], actor=chief)
    lifted = door.person(house.alice, actor=themself(house.alice))
    assert secret.entry in {use.entry for use in lifted.uses}


@pytest.mark.promise("2-3")
def test_a_correction_and_a_change_are_different_acts(house: House) -> None:
    moved = dt.date(2026, 4, 1)
    desk = house.desk
    before = changes.head(raw_cursor())
    for verb in (door.correct, door.change):
        for wrong in ({"employer-number": "7000012050003"}, {"birth-date": "1990-13-01"}):  # a digit; no such month
            with pytest.raises(errors.InputError):
                verb(house.alice, wrong, purpose="law:correct", origin=LETTER, actor=desk)
    door.correct(house.alice, {"kana": "タカサキ アリコ"}, purpose="law:correct", origin=LETTER, actor=desk)
    door.change(
        house.alice, {"address": "大阪府大阪市見本区東町9-9"}, purpose="law:correct", origin=LETTER, actor=desk,
        since=min(moved, queries.today()),
    )  # fmt: skip

    mine = door.person(house.alice, actor=themself(house.alice))

    held = {(one.name, one.present): one.value for one in mine.held}
    assert held["kana", True] == "タカサキ アリコ"
    assert held["kana", False] == ALICE["kana"]
    noted = [(change.kind, change.ref) for change in changes.since(raw_cursor(), before)]
    assert noted == [("correction", "value"), ("change", "value")]  # whoever opens in blocks looks again


@pytest.mark.promise("2-3")
def test_both_questions_of_the_past_are_answered(house: House) -> None:
    support = staff("sue", "support")
    today = queries.today()
    before = dt.datetime.now(dt.UTC)
    door.change(
        house.alice, {"phone": "090-0000-0002"}, purpose="law:correct", origin=LETTER, actor=house.desk, since=today
    )
    door.correct(house.alice, {"phone": "090-0000-0003"}, purpose="law:correct", origin=LETTER, actor=house.desk)

    def phone(**when: Any) -> str:
        used = door.use(house.alice, ["phone"], purpose="answer-questions", actor=support, **when)
        return used.values["phone"]

    former = door.use(house.alice, ["phone"], purpose="answer-questions", actor=support, past=True).past["phone"]
    assert [one.value for one in former] == [ALICE["phone"], "090-0000-0002"]
    assert phone() == "090-0000-0003"
    assert phone(on=today) == "090-0000-0003"
    assert phone(on=today, known=before) == ALICE["phone"]
    with pytest.raises(errors.Refused) as refused:
        door.use(house.alice, ["phone"], purpose="deliver-service", actor=house.clerk, on=today)
    assert refused.value.answer.reason == "past-not-needed"


@pytest.mark.promise("2-1", "2-2", "2-3")
def test_an_erased_person_is_nowhere_to_be_found(house: House) -> None:
    carrier = partner("carrier", "delivery-carrier")
    handoff = door.provide(
        [house.alice], ("name", "address", "phone"), recipient=carrier, purpose="deliver-service", ground="delivery",
        actor=house.clerk,
    )  # fmt: skip
    door.withhold(house.alice, [handoff.entry], reason="paper-1", actor=house.desk)
    cursor = raw_cursor()
    cursor.execute("SELECT mark FROM vault_person")
    mark = bytes(cursor.fetchone()[0])

    erased = door.erase(house.alice, actor=house.desk)

    assert erased.searched_for > 20
    assert erased.hits == ()
    assert erased.exports == (handoff.export,)
    assert erased.keys_gone_on == queries.today().isoformat()  # no backup was ever taken
    assert erased.closing_entry != erased.entry
    cursor.execute("SELECT count(*) FROM door_withheld")
    assert cursor.fetchone()[0] == 0  # nor what was withheld, which would say that there was somebody
    with pytest.raises(errors.NotFound):
        door.use(house.alice, ["name"], purpose="deliver-service", actor=house.clerk)
    if connection.vendor == "sqlite":
        database = connection.settings_dict["NAME"]
        with open(database, "rb") as file:  # noqa: PTH123
            assert mark not in file.read()


@pytest.mark.promise("4-1-G")
def test_somebody_else_may_take_the_number_once_its_holder_is_erased(house: House) -> None:
    door.erase(house.alice, actor=house.desk)

    again = door.collect(ALICE, origin=SIGN_UP, actor=house.clerk)

    assert again.people != (house.alice,)


def test_an_erasure_that_is_refused_looks_through_nothing(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(erasing, "comb", lambda *_: pytest.fail("it looked"))
    monkeypatch.setattr(erasing, "forget", lambda *_: pytest.fail("it forgot"))

    with pytest.raises(errors.Refused):
        door.erase(house.alice, actor=house.clerk)
