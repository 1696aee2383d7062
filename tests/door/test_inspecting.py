"""The registers before an inspection: who may read them, whose they say they are, and what the ledger says of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from seiyaku import door
from seiyaku.core.asks import Actor
from seiyaku.core.errors import Conflict, InputError, NotFound, Refused
from seiyaku.door.leaving import ALONE
from seiyaku.ledger.sequencing import place_all
from seiyaku.ledger.transactions import changing
from seiyaku.people import approvals
from seiyaku.policy import queries
from seiyaku.registers import services
from seiyaku.registers.items import Items, ThirdParty
from seiyaku.registers.models import Record
from tests import proofs
from tests.people.sample import entries

from .conftest import House, partner, staff
from .test_recording import COURSE, GIVEN, source

pytestmark = pytest.mark.promise("8-3-A", "8-3-M", "4-2-A…E")
ALL = door.Inspection()


@pytest.fixture
def officer(house: House) -> Actor:
    """The manager of personal information."""
    return staff("hoshiko", "manager", kind="officer")


@pytest.fixture
def auditor(house: House) -> Actor:
    return staff("audrey", "auditor")


@pytest.fixture
def given(house: House) -> str:
    """Somebody whom a cooperating company told us of, on record with its course of acquisition (30)."""
    return door.collect(GIVEN, origin=source(), actor=house.clerk).people[0]


def related(house: House, to: str) -> None:
    door.provide_related(
        ("cookie", "visit"), recipient=to, confirmed=proofs.PROVENANCE, how="誓約書", actor=house.marketer
    )


def test_the_officer_reads_whose_it_is_and_the_person_is_named_in_the_entry(
    house: House, officer: Actor, given: str
) -> None:
    seen = door.inspect(ALL, actor=officer)

    (kept,) = seen.records
    assert (seen.named, seen.total, kept.record_class, kept.partner) == (True, 1, "received", "partner:co")
    assert (kept.items.person, kept.items.course) == (GIVEN["name"], COURSE)
    said = entries()[-1]
    assert (said["id"], said["act"], said["purpose"]) == (seen.entry, "read", "law:statutory-record")
    assert (said["counts"], said["article"], said["note_kind"]) == ({"records": 1}, "18(3)(i)", "registers")
    place_all()
    (use,) = [one for one in door.person(given, actor=house.desk).uses if one.entry == seen.entry]
    assert (use.duty, use.fields) == ("manager", ("name",))
    assert door.verify().findings == []


def test_an_auditor_reads_everything_but_whose_it_is_and_nobody_is_named(
    house: House, auditor: Actor, given: str
) -> None:
    seen = door.inspect(ALL, actor=auditor)
    taken = door.extract(ALL, actor=auditor)

    for told in (seen, taken):
        (kept,) = told.records
        assert (told.named, kept.items.person, kept.items.course) == (False, "", COURSE)
    assert [entry["act"] for entry in entries()[-2:]] == ["read", "read"]
    assert not any("people" in entry or "fields" in entry for entry in entries()[-2:])
    place_all()
    assert not {seen.entry, taken.entry} & {use.entry for use in door.person(given, actor=house.desk).uses}


@pytest.mark.parametrize("ask", [{"named": True}, {"inspection": "person"}])
def test_an_auditor_who_wants_to_know_whose_it_is_is_refused_on_record(
    auditor: Actor, given: str, ask: dict[str, Any]
) -> None:
    wanted = door.Inspection(person=given) if "inspection" in ask else ALL

    with pytest.raises(Refused) as no:
        door.inspect(wanted, named=ask.get("named"), actor=auditor)

    said = entries()[-1]
    assert (no.value.answer.reason, no.value.answer.remedy.missing) == ("no-duty", "duty")
    assert (said["id"], said["answer"]) == (no.value.entry, "denied")
    assert "counts" not in said


@pytest.mark.parametrize("way", ["inspect", "extract"])
def test_nobody_else_is_told_even_how_many_there_are(house: House, given: str, way: str) -> None:
    look: Callable[..., object] = getattr(door, way)
    manager = staff("lapsed-manager", "manager", kind="officer", trained=False)

    for actor, wanted in (
        (house.clerk, ALL), (house.desk, ALL), (house.marketer, ALL), (manager, ALL),
        (house.clerk, door.Inspection(partner="nobody")),  # nor whether there is such a partner
    ):  # fmt: skip
        with pytest.raises(Refused) as no:
            look(wanted, actor=actor)
        assert entries()[-1]["id"] == no.value.entry
        assert "counts" not in entries()[-1]


def test_records_are_found_by_kind_partner_period_person_and_reference(
    house: House, officer: Actor, given: str
) -> None:
    shop = partner("shop", "cooperating-company", character="third-party", terms="confidentiality lawful-origin")
    related(house, shop)
    day = queries.today()
    (of_31,) = door.inspect(door.Inspection(kind="related"), actor=officer).records

    def found(**by: Any) -> list[str]:
        return [one.record_class for one in door.inspect(door.Inspection(**by), actor=officer).records]

    assert found() == ["received", "related"]
    assert (found(kind="received"), found(kind="provided")) == (["received"], [])
    assert (found(partner="co"), found(partner="partner:shop")) == (["received"], ["related"])
    assert (found(since=day, until=day), found(since=day + dt.timedelta(days=1))) == (["received", "related"], [])
    assert found(until=day - dt.timedelta(days=1)) == []
    assert (found(person=given), found(person=house.alice)) == (["received"], [])
    assert found(record=of_31.ref) == ["related"]
    assert found(kind="provided", record=None) == []


@pytest.mark.promise("6-2")
def test_what_is_related_to_persons_names_nobody_whoever_reads_it(house: House, officer: Actor) -> None:
    shop = partner("shop", "cooperating-company", character="third-party", terms="confidentiality lawful-origin")
    related(house, shop)

    seen = door.inspect(door.Inspection(kind="related"), actor=officer)

    assert (seen.named, seen.records[0].items.person, seen.records[0].items.confirmed) == (False, "", "誓約書")
    assert "people" not in entries()[-1]


@pytest.mark.parametrize(
    ("said", "error"),
    [
        ({"kind": "gifts"}, InputError), ({"partner": "nobody"}, NotFound), ({"person": "00" * 16}, NotFound),
        ({"person": "x"}, InputError), ({"record": "record:none"}, NotFound),
        ({"since": dt.date(2026, 2, 1), "until": dt.date(2026, 1, 1)}, InputError),
    ],
)  # fmt: skip
def test_what_is_not_there_is_said_to_be_so(officer: Actor, said: dict[str, Any], error: type[Exception]) -> None:
    with pytest.raises(error):
        door.inspect(door.Inspection(**said), actor=officer)


@pytest.mark.promise("2-2")
def test_after_an_erasure_the_record_is_there_and_its_reading_names_nobody(
    house: House, officer: Actor, given: str
) -> None:
    door.erase(given, actor=house.desk)

    seen = door.inspect(ALL, actor=officer)

    assert (seen.records[0].items.person, seen.records[0].entries) == (GIVEN["name"], ())
    assert "people" not in entries()[-1]
    with pytest.raises(NotFound):
        door.inspect(door.Inspection(person=given), actor=officer)


def test_a_record_made_before_partners_were_noted_is_found_by_the_partners_name(
    house: House, officer: Actor, given: str
) -> None:
    Record.objects.update(partner="")
    partner("Sample Shop", "cooperating-company")
    partner("other", "cooperating-company")

    found = [
        len(door.inspect(door.Inspection(partner=name), actor=officer).records) for name in ("Sample Shop", "other")
    ]

    assert found == [1, 0]


def test_a_page_is_part_of_what_is_there_and_names_only_who_is_on_it(house: House, officer: Actor, given: str) -> None:
    door.change(given, {"phone": "090-0000-0009"}, purpose="law:accuracy", origin=source("next"), actor=house.clerk)

    first, second = (door.inspect(ALL, skip=skip, most=1, actor=officer) for skip in (0, 1))

    assert [(one.total, one.skipped, len(one.records)) for one in (first, second)] == [(2, 0, 1), (2, 1, 1)]
    assert first.records[0].ref != second.records[0].ref
    for most, skip in ((0, 0), (101, 0), (1, -1)):
        with pytest.raises(InputError):
            door.inspect(ALL, most=most, skip=skip, actor=officer)


def keep_hundreds() -> int:
    """Keep one record more than anybody takes out alone, of people who were erased meanwhile; return how many."""
    said = Items(
        third_party=ThirdParty(name="お届け", address="東京都", representative="山田"), items=("氏名",), basis="27(1)",
        consent=True, on=queries.today(), person="見本",
    )  # fmt: skip
    with changing() as cursor:
        services.keep(cursor, "provided", [(None, said)] * (ALONE + 1), entry="", made_on=queries.today())
    return ALONE + 1


@pytest.mark.promise("3-1")
def test_a_file_with_more_than_a_hundred_names_takes_two_people(house: House, officer: Actor) -> None:
    approver, provided = staff("second", "approver"), door.Inspection(kind="provided")
    hundreds = keep_hundreds()
    with pytest.raises(Refused) as alone:
        door.extract(provided, actor=officer)
    assert (alone.value.answer.reason, entries()[-1]["act"]) == ("one-person", "export")
    assert (entries()[-1]["id"], "counts" in entries()[-1]) == (alone.value.entry, False)
    proposed = approvals.propose("registers", "provided", actor=officer).ref
    approvals.approve(proposed, actor=approver)

    with pytest.raises(Refused):
        door.extract(ALL, proposal=proposed, actor=officer)
    taken = door.extract(provided, proposal=proposed, actor=officer)

    assert (taken.total, len(taken.records), taken.named) == (hundreds, hundreds, True)
    assert entries()[-1]["act"] == "export"
    with pytest.raises(Conflict):
        door.extract(provided, proposal=proposed, actor=officer)
    assert door.extract(provided, named=False, actor=officer).total == hundreds
    assert door.inspect(provided, actor=officer).total == hundreds
