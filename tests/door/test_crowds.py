"""Many people at once: one entry names them all, and each block looks again."""

from __future__ import annotations

import time

import pytest

from seiyaku import door
from seiyaku.core import errors
from seiyaku.door import Origin
from seiyaku.ledger import reading
from seiyaku.ledger.sequencing import place_all
from seiyaku.ledger.transactions import changing, raw_cursor
from seiyaku.vault import selecting, standings
from tests import proofs

from .conftest import SIGN_UP, House, staff
from .test_collecting import rows

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


@pytest.mark.promise("2-2")
def test_whoever_is_stopped_after_the_entry_is_not_in_a_later_block(house: House, crowd: tuple[str, ...]) -> None:
    bulk = door.use_many(crowd, ["name", "phone"], purpose="deliver-service", actor=house.clerk)
    with changing() as cursor:
        ordinal = selecting.ordinals(cursor, [bytes.fromhex(crowd[0])])[bytes.fromhex(crowd[0])]
        standings.turn(cursor, ordinal, "flags", on=standings.RESTRICTED)

    opened = [person for block in bulk.blocks for person, _ in block]

    assert bulk.people == 40
    assert len(opened) == 39
    assert crowd[0] not in opened


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


@pytest.mark.promise("4-1-B", "4-1-G")
def test_contact_is_an_act_of_its_own(house: House) -> None:
    support = staff("sue", "support")

    reached = door.contact(house.alice, ["name", "email"], purpose="service-contact", actor=support)

    assert set(reached.values) == {"name", "email"}
    with pytest.raises(errors.Refused):
        door.contact(house.alice, ["email"], purpose="send-offers", actor=house.marketer)


@pytest.mark.sqlite
def test_a_database_that_cannot_be_written_closes_the_door_within_a_second(house: House) -> None:
    from django.db import connection

    connection.cursor().execute("PRAGMA query_only = ON")
    began = time.monotonic()

    with pytest.raises(errors.Unavailable):
        door.use(house.alice, ["name"], purpose="deliver-service", actor=house.clerk)

    assert time.monotonic() - began < 1
    connection.cursor().execute("PRAGMA query_only = OFF")
    assert door.use(house.alice, ["name"], purpose="deliver-service", actor=house.clerk).values
