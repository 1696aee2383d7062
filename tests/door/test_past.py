"""Past values are weighed by what each was acquired under, not by the present one."""

from __future__ import annotations

import datetime as dt

import pytest

from seiyaku import door
from seiyaku.core import errors
from seiyaku.core.asks import Actor
from seiyaku.policy import queries
from tests import proofs

from .conftest import ALICE, House, staff

LETTER = door.Origin(source="letter")
LEGACY = door.Origin(source="legacy-import", form="legacy-customers", attested=proofs.ATTESTED)
NEW = "090-0000-0002"


def ask(person: str, actor: Actor, on: dt.date | None = None, *also: str) -> door.Used:
    """Member numbers and phones stand at either end of the catalogue; of `email` nothing is held of some."""
    fields = ["member-number", "name", "phone", "email", *also]
    return door.use(person, fields, purpose="answer-questions", actor=actor, past=True, on=on)


@pytest.mark.promise("2-2", "2-3")
def test_a_former_value_from_a_narrower_source_stays_shut_behind_a_wider_present_one(house: House) -> None:
    old = {"member-number": "M5000001", "name": "見本 古", "phone": "09000005001"}
    person = door.collect(old, origin=LEGACY, actor=house.clerk, valid_from=1).people[0]
    door.change(person, {"phone": NEW}, purpose="law:correct", origin=LETTER, actor=house.desk)

    used = ask(person, staff("sue", "support"))

    assert used.values == {"phone": NEW}
    assert used.past == {}
    assert {name: why.reason for name, why in used.past_left.items()} == {"phone": "not-acquired-for"}
    assert {name: why.reason for name, why in used.left.items()} == dict.fromkeys(
        ["member-number", "name", "email"], "not-acquired-for"
    )
    assert used.unheld == ("email",)
    assert old["phone"] not in repr(used)


@pytest.mark.promise("2-2", "2-3")
def test_a_former_value_serves_what_it_was_acquired_for_though_the_present_one_does_not(house: House) -> None:
    door.change(house.alice, {"phone": NEW}, purpose="law:correct", origin=LEGACY, actor=house.desk)

    used = ask(house.alice, staff("sue", "support"))

    assert used.values == {name: ALICE[name] for name in ("member-number", "name", "email")}
    assert set(used.left) == {"phone"}
    assert used.left["phone"].reason == "not-acquired-for"
    assert [former.value for former in used.past["phone"]] == [ALICE["phone"]]
    assert used.past_left == {}


@pytest.mark.promise("2-2", "2-3")
def test_what_was_true_on_a_day_is_weighed_by_its_own_source(house: House) -> None:
    support = staff("sue", "support")
    today = queries.today()
    old = {"member-number": "M5000001", "name": "見本 古", "phone": "09000005001"}
    before = (today - dt.timedelta(days=30)).toordinal()
    person = door.collect(old, origin=LEGACY, actor=house.clerk, valid_from=before).people[0]
    door.change(person, {"phone": NEW}, purpose="law:correct", origin=LETTER, actor=house.desk)

    assert ask(person, support, today).values == {"phone": NEW}
    with pytest.raises(errors.Refused) as refused:
        ask(person, support, today - dt.timedelta(days=10))

    assert refused.value.answer.reason == "not-acquired-for"
    assert refused.value.entry is not None


@pytest.mark.promise("2-3")
def test_the_law_opens_the_whole_past_whatever_the_source(house: House) -> None:
    door.change(house.alice, {"phone": NEW}, purpose="law:correct", origin=LEGACY, actor=house.desk)

    used = door.use(house.alice, ["phone"], purpose="law:complaint", actor=house.desk, past=True)

    assert used.values == {"phone": NEW}
    assert [former.value for former in used.past["phone"]] == [ALICE["phone"]]


@pytest.mark.promise("2-2", "2-3")
def test_former_values_of_several_sources_come_in_the_order_in_which_they_were_true(house: House) -> None:
    phones = [f"090-0000-000{n}" for n in range(2, 6)]
    for phone, origin in zip(phones, (LEGACY, LETTER, LEGACY, LETTER), strict=True):
        door.change(house.alice, {"phone": phone}, purpose="law:correct", origin=origin, actor=house.desk)
    known = dt.datetime.now(dt.UTC)
    door.correct(house.alice, {"birth-date": "1990-04-02"}, purpose="law:correct", origin=LETTER, actor=house.desk)

    whole = door.use(house.alice, ["phone"], purpose="law:complaint", actor=house.desk, past=True)
    mine = ask(house.alice, staff("sue", "support"), None, "birth-date")
    then = door.use(house.alice, ["birth-date"], purpose="law:complaint", actor=house.desk, known=known)

    assert [former.value for former in whole.past["phone"]] == [ALICE["phone"], *phones[:-1]]
    assert [former.value for former in mine.past["phone"]] == [ALICE["phone"], phones[1]]
    assert then.values == {"birth-date": ALICE["birth-date"]}


@pytest.mark.promise("2-2", "2-3")
@pytest.mark.parametrize("on", [None, 0])
def test_what_stands_against_a_use_stands_against_the_past_too(house: House, on: int | None) -> None:
    day, support = (None if on is None else queries.today()), staff("sue", "support")
    door.change(house.alice, {"phone": NEW}, purpose="law:correct", origin=LETTER, actor=house.desk)
    assert ask(house.alice, support, day).values

    door.stop([house.alice], use="answer-questions", actor=house.desk)

    with pytest.raises(errors.Refused) as refused:
        ask(house.alice, support, day)
    assert refused.value.answer.reason == "stopped"
