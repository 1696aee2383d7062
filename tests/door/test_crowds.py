"""Many people at once: one entry names them all, and each block looks again."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable
from typing import Any

import orjson
import pytest

from seiyaku import door
from seiyaku.core import errors
from seiyaku.door import Origin, leaving
from seiyaku.ledger import changes, forms, reading, transactions, writing
from seiyaku.ledger.sequencing import place_all
from seiyaku.ledger.transactions import raw_cursor
from seiyaku.people.models import Account, DutyHeld
from seiyaku.policy import queries
from seiyaku.vault import selecting
from tests import proofs
from tests.waiting import at_once

from .conftest import SIGN_UP, House, staff
from .test_collecting import rows

LETTER = Origin(source="letter")
LEGACY = Origin(source="legacy-import", form="legacy-customers", attested=proofs.ATTESTED)


@pytest.fixture
def crowd(house: House) -> tuple[str, ...]:
    table = [type(row)(row.number, row.cells | {"住所": "東京都豊島区", "性別": "女"}) for row in rows(40)]
    return door.collect_rows(table, file="c0" * 16, origin=SIGN_UP, actor=house.clerk).people


@pytest.mark.promise("2-2", "4-1-E")
def test_statistics_over_everybody_are_one_entry_and_tell_no_small_group(house: House, crowd: tuple[str, ...]) -> None:
    old = {"member-number": "M5000001", "name": "見本 古", "phone": "09000005001", "address": "大阪府"}
    door.collect(old, origin=LEGACY, actor=house.clerk)

    counted = door.statistics(by={"address": "prefecture"}, purpose="improve-service", actor=house.analyst)

    assert counted.people == 41
    assert counted.groups == {"東京都": 41}
    assert [(left.people, left.why.reason) for left in counted.left] == [(1, "not-acquired-for")]
    place_all()
    entry = reading.entry(raw_cursor(), counted.entry)
    assert entry.body["n"] == 42
    assert entry.body["refused_n"] == 1


def opened_later(
    house: House, crowd: tuple[str, ...], meanwhile: Callable[[], object], purpose: str = "deliver-service"
) -> dict[str, Any]:
    """Begin a bulk use of name and telephone number, do something, and open its only block after that."""
    bulk = door.use_many(crowd, ["name", "phone"], purpose=purpose, actor=house.clerk)
    assert bulk.people == len(crowd)
    meanwhile()
    opened = [each for block in bulk.blocks for each in block]
    assert len(dict(opened)) == len(opened)  # nobody twice: under one mask and under another
    return dict(opened)


@pytest.mark.promise("2-2")
def test_whoever_is_stopped_after_the_entry_is_not_in_a_later_block(house: House, crowd: tuple[str, ...]) -> None:
    opened = opened_later(house, crowd, lambda: door.stop([crowd[0]], use="deliver-service", actor=house.desk))

    assert set(opened) == set(crowd[1:])
    place_all()
    with transactions.reading() as cursor:
        entries = [orjson.loads(body) for body in forms.bodies(cursor)]
    assert entries[-1]["counts"] == {"opened": 39, "dropped": 1}


@pytest.mark.promise("2-2")
def test_whoever_is_erased_after_the_entry_is_not_in_a_later_block(house: House, crowd: tuple[str, ...]) -> None:
    opened = opened_later(house, crowd, lambda: door.erase(crowd[7], actor=house.desk))

    assert set(opened) == set(crowd) - {crowd[7]}


@pytest.mark.promise("2-3")
def test_what_ended_after_the_entry_is_not_in_a_later_block(house: House, crowd: tuple[str, ...]) -> None:
    one = _ordinal(crowd[7])

    def end() -> None:
        with transactions.deciding() as cursor:
            cursor.execute("DELETE FROM vault_sheet WHERE person = %s AND kind = 'contact'", (one,))
            writing.record({"act": "expire", "answer": "done", "actor": "system:nightly"})

    opened = opened_later(house, crowd, end)

    assert set(opened[crowd[7]]) == {"name"}
    assert set(opened[crowd[8]]) == {"name", "phone"}


@pytest.mark.promise("2-2")
def test_a_value_that_came_after_the_entry_is_opened_as_far_as_its_own_source_goes(
    house: House, crowd: tuple[str, ...]
) -> None:
    def meanwhile() -> None:
        door.change(crowd[3], {"phone": "090-0000-7777"}, purpose="law:correct", origin=LEGACY, actor=house.desk)
        door.correct(crowd[5], {"phone": "090-0000-8888"}, purpose="law:correct", origin=LETTER, actor=house.desk)

    opened = opened_later(house, crowd, meanwhile, "answer-questions")

    for person in (crowd[3], crowd[4], crowd[5]):
        alone = door.use(person, ["name", "phone"], purpose="answer-questions", actor=house.clerk)
        assert opened[person] == alone.values
    assert set(opened[crowd[3]]) == {"name"}
    assert opened[crowd[5]]["phone"] == "090-0000-8888"


@pytest.mark.promise("2-2", "3-1")
def test_nobody_is_opened_any_more_on_the_day_after_the_duty_ended(
    house: House, crowd: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    today, zoe = queries.today(), staff("zoe", "clerk")
    DutyHeld.objects.filter(account__login="zoe").update(until=today)

    def midnight() -> None:  # nobody notes that a day is over
        monkeypatch.setattr(queries, "today", lambda: today + dt.timedelta(days=1))

    assert opened_later(dataclasses.replace(house, clerk=zoe), crowd, midnight) == {}


@pytest.mark.promise("2-4")
def test_nobody_is_opened_any_more_for_somebody_who_left_after_the_entry(house: House, crowd: tuple[str, ...]) -> None:
    def leave() -> None:
        with transactions.changing() as cursor:
            Account.objects.filter(ref=house.clerk.id).update(left_on=queries.today() - dt.timedelta(days=1))
            changes.note(cursor, "account", house.clerk.id)

    assert opened_later(house, crowd, leave) == {}


@pytest.mark.promise("2-2")
def test_a_block_opens_what_each_person_would_be_opened_alone(house: House, crowd: tuple[str, ...]) -> None:
    old = {"member-number": "M5000001", "name": "見本 古", "phone": "09000005001"}
    some = [*crowd, house.alice, *door.collect(old, origin=LEGACY, actor=house.clerk).people]
    for n, person in enumerate(crowd[:8]):
        door.change(person, {"phone": f"090-1111-000{n}"}, purpose="law:correct", origin=LETTER, actor=house.desk)
    door.correct(crowd[9], {"name": None}, purpose="law:correct", origin=LETTER, actor=house.desk)

    bulk = door.use_many(some, ["name", "phone"], purpose="deliver-service", actor=house.clerk)
    every_other = door.use_many(some[::5], ["phone"], purpose="deliver-service", actor=house.clerk)

    for many, people, fields in ((bulk, some, ["name", "phone"]), (every_other, some[::5], ["phone"])):
        together = {person: values for block in many.blocks for person, values in block}
        for person in people:
            alone = door.use(person, fields, purpose="deliver-service", actor=house.clerk)
            assert together[person] == alone.values


def _ordinal(person: str) -> int:
    with transactions.reading() as cursor:
        return selecting.ordinals(cursor, [bytes.fromhex(person)])[bytes.fromhex(person)]


@pytest.mark.promise("2-1")
def test_a_sheet_moved_to_somebody_else_does_not_open_in_a_block(house: House, crowd: tuple[str, ...]) -> None:
    one, other = _ordinal(crowd[10]), _ordinal(crowd[11])
    cursor = raw_cursor()
    cursor.execute("SELECT body FROM vault_sheet WHERE person = %s AND kind = 'contact'", (one,))
    body = cursor.fetchone()[0]
    cursor.execute("UPDATE vault_sheet SET body = %s WHERE person = %s AND kind = 'contact'", (body, other))

    bulk = door.use_many(crowd, ["phone"], purpose="deliver-service", actor=house.clerk)

    with pytest.raises(errors.IntegrityError) as found:
        list(bulk.blocks)
    assert found.value.what == "sheet contact"


@pytest.mark.promise("2-2")
def test_what_is_refused_for_all_is_refused_and_written(house: House, crowd: tuple[str, ...]) -> None:
    with pytest.raises(errors.Refused) as refused:
        door.use_many(crowd, ["birth-date"], purpose="deliver-service", actor=house.clerk)

    assert refused.value.entry is not None


@pytest.mark.promise("2-2")
def test_an_export_carries_an_id_and_only_what_the_purpose_needs(house: House, crowd: tuple[str, ...]) -> None:
    exported = door.export(crowd, ["name", "phone", "birth-date"], purpose="deliver-service", actor=house.clerk)

    assert exported.columns == ("name", "phone")
    assert len(exported.rows) == 40
    assert exported.export.startswith("export:")


@pytest.mark.promise("3-1")
def test_more_than_one_takes_out_alone_takes_a_second_person(
    house: House, crowd: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(leaving, "ALONE", 2)

    few = door.export(crowd[:2], ["name"], purpose="deliver-service", actor=house.clerk)

    assert len(few.rows) == 2
    for people in (crowd[:3], None):
        with pytest.raises(errors.Refused) as refused:
            door.export(people, ["name"], purpose="deliver-service", actor=house.clerk)
        assert refused.value.answer.reason == "one-person"
    with pytest.raises(errors.NotFound):
        door.export(["00" * 16], ["name"], purpose="deliver-service", actor=house.clerk)


@pytest.mark.promise("4-1-B", "4-1-G")
def test_contact_is_an_act_of_its_own(house: House) -> None:
    support = staff("sue", "support")

    reached = door.contact(house.alice, ["name", "email"], purpose="service-contact", actor=support)

    assert set(reached.values) == {"name", "email"}
    with pytest.raises(errors.Refused):
        door.contact(house.alice, ["email"], purpose="send-offers", actor=house.marketer)


@pytest.mark.sqlite
def test_a_database_that_cannot_be_written_closes_the_door_at_once(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.db import connection

    connection.cursor().execute("PRAGMA query_only = ON")

    with at_once(monkeypatch) as noted, pytest.raises(errors.Unavailable):
        door.use(house.alice, ["name"], purpose="deliver-service", actor=house.clerk)

    assert noted == ["turn"]
    connection.cursor().execute("PRAGMA query_only = OFF")
    assert door.use(house.alice, ["name"], purpose="deliver-service", actor=house.clerk).values
