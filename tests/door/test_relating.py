"""A contract or a service begins and ends by an act; what hangs on it goes in its time, or goes out while it lasts."""

from __future__ import annotations

import datetime as dt
import time

import pytest
from django.db import connection

from seiyaku import door
from seiyaku.core import errors
from seiyaku.door import taking
from seiyaku.ledger.sequencing import place_all
from seiyaku.ledger.transactions import raw_cursor, reading
from seiyaku.policy import queries
from seiyaku.vault import relations
from tests import proofs

from .conftest import SIGN_UP, House, partner, wording
from .test_ending import in_years

PAPER = door.Origin(source="paper-form", form="paper-sign-up", shown=proofs.shown("paper-sign-up"))
BORIS = {"member-number": "M0000002", "name": "見本 ぼりす", "phone": "090-0000-0002"}
AGENT_TERMS = "confidentiality safeguards no-own-use return-or-erase"


def days_ago(days: int) -> dt.date:
    return queries.today() - dt.timedelta(days=days)


def begin(house: House, *people: str, service: str | None = None, days: int = 400) -> door.Done:
    return door.begin_relation(people, service=service, on=days_ago(days), origin=SIGN_UP, actor=house.clerk)


def end(house: House, *people: str, service: str | None = None, days: int = 0) -> door.Done:
    return door.end_relation(people, service=service, on=days_ago(days), origin=SIGN_UP, actor=house.clerk)


@pytest.mark.promise("2-3")
def test_the_clock_of_a_relation_runs_from_the_day_its_last_part_ended(house: House) -> None:
    agent = partner("agent", "option-agent")
    begin(house, house.alice)
    begin(house, house.alice, service=agent)

    end(house, house.alice, days=390)
    while_a_service_lasts = door.expire()
    end(house, house.alice, service=agent, days=380)
    after = door.expire()

    assert while_a_service_lasts.reduced == 0
    assert after.reduced == 1
    assert "birth-date" in after.fields
    assert "name" not in after.fields  # 4-1-D keeps it for seven years more


@pytest.mark.promise("2-3")
def test_long_after_the_end_the_person_is_erased_by_the_night_alone(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin(house, house.alice)
    end(house, house.alice)

    early, late = in_years(1, monkeypatch), in_years(9, monkeypatch)

    assert (early.erased, late.erased, late.hits) == (0, 1, ())
    assert not relations.of_people(raw_cursor(), [1])
    with pytest.raises(errors.NotFound):
        door.use(house.alice, ["name"], purpose="deliver-service", actor=house.clerk)


@pytest.mark.promise("2-3")
def test_whoever_comes_back_stops_the_clock(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    begin(house, house.alice)
    end(house, house.alice, days=300)
    begin(house, house.alice, days=10)

    assert in_years(9, monkeypatch).erased == 0
    (first, second) = door.person(house.alice, actor=house.desk).relations
    assert (first["ended_on"], second["ended_on"]) == (days_ago(300).isoformat(), None)


@pytest.mark.promise("2-3", "5-1")
def test_a_relation_has_a_source_a_day_that_was_and_somebody_who_may_record_it(house: House) -> None:
    with pytest.raises(errors.Refused) as nowhere:
        door.begin_relation([house.alice], origin=door.Origin(source=None), actor=house.clerk)
    with pytest.raises(errors.Refused) as nobody:
        door.end_relation([house.alice], origin=SIGN_UP, actor=house.analyst)
    with pytest.raises(errors.InputError):
        end(house, house.alice, days=-1)
    with pytest.raises(errors.InputError):
        end(house, house.alice, service=partner("agent", "option-agent"))
    with pytest.raises(errors.InputError):
        begin(house, house.alice, service="partner:nobody")
    begin(house, house.alice, days=5)
    with pytest.raises(errors.InputError):
        end(house, house.alice, days=6)

    assert nowhere.value.answer.reason == "unknown-source"
    assert nobody.value.answer.reason == "no-duty"
    assert nowhere.value.entry is not None


@pytest.mark.promise("2-2")
def test_one_entry_names_everybody_and_says_where_it_is_known_from(house: House) -> None:
    boris = door.collect(BORIS, origin=SIGN_UP, actor=house.clerk).people[0]

    done = begin(house, house.alice, boris)

    place_all()
    with reading() as cursor:
        from seiyaku.ledger.reading import entry, people_of

        body, (named, _) = entry(cursor, done.entry).body, people_of(cursor, done.entry)
    assert (done.people, len(named)) == (2, 2)
    assert (body["act"], body["note_kind"], body["source"]) == ("relate", "begin:contract", "web-form")
    assert door.verify().findings == []


@pytest.mark.promise("2-3", "4-1-G")
def test_a_use_keeps_what_is_kept_until_the_last_use_and_a_read_writes_nothing_for_it(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    then = time.time_ns() // 1000 - 300 * 86_400 * 1_000_000
    with monkeypatch.context() as earlier:
        earlier.setattr(taking, "now", lambda: then)
        used, unused = (
            door.collect({"name": f"見本 {n}", "fax": f"03-0000-000{n}"}, origin=PAPER, actor=house.clerk).people[0]
            for n in (1, 2)
        )
    for person in (used, unused):
        door.consent(
            [person], door.Choice(use="send-offers"), statement=wording(), method="written", identity="counter",
            actor=house.clerk,
        )  # fmt: skip
    door.use(used, ["fax"], purpose="send-offers", actor=house.marketer)
    place_all()
    assert not relations.last_uses(raw_cursor(), [1, 2, 3])

    in_a_year = queries.today() + dt.timedelta(days=100)
    with monkeypatch.context() as later:
        later.setattr(queries, "today", lambda: in_a_year)
        run = door.expire()

    assert (run.reduced, run.fields) == (1, {"fax": 1})
    assert {one.name for one in door.person(used, actor=house.desk).held} == {"name", "fax"}
    assert {one.name for one in door.person(unused, actor=house.desk).held} == {"name"}


@pytest.mark.promise("8-1")
@pytest.mark.parametrize("bulk", [False, True])
def test_a_service_goes_to_its_operator_only_for_people_who_have_it_whatever_the_caller_says(
    house: House, *, bulk: bool
) -> None:
    agent = partner("agent", "option-agent", fields="name phone", terms=AGENT_TERMS)
    boris = door.collect(BORIS, origin=SIGN_UP, actor=house.clerk).people[0]
    people = [house.alice, boris] if bulk else [house.alice]

    def hand_over() -> door.Handoff:
        return door.provide(
            people, ("name", "phone"), recipient=agent, purpose="deliver-service", ground="option-service-for-us",
            evidence_of=("service-held",), actor=house.clerk,
        )  # fmt: skip

    with pytest.raises(errors.Refused) as without:
        hand_over()
    begin(house, house.alice, service=agent)
    given = hand_over()
    end(house, house.alice, service=agent)
    with pytest.raises(errors.Refused) as over:
        hand_over()

    assert without.value.answer.clause == over.value.answer.clause == "8-1"
    assert without.value.answer.reason == over.value.answer.reason == "service-not-held"
    assert len(given.rows) == 1
    assert [(left.people, left.why.reason) for left in given.left] == ([(1, "service-not-held")] if bulk else [])


@pytest.mark.promise("2-3", "8-1")
def test_a_merged_person_has_what_either_had_and_a_split_one_only_what_is_over(house: House) -> None:
    agent = partner("agent", "option-agent")
    boris = door.collect(BORIS, origin=SIGN_UP, actor=house.clerk).people[0]
    begin(house, house.alice, boris)
    begin(house, boris, service=agent)
    end(house, boris, days=20)

    door.merge(boris, house.alice, actor=house.desk)
    new = door.split(house.alice, ("birth-date",), actor=house.desk).person

    mine = door.person(house.alice, actor=house.desk).relations
    assert {(one["service"], one["ended_on"] is None) for one in mine} == {("", True), ("", False), (agent, True)}
    assert [one["ended_on"] is None for one in door.person(new or "", actor=house.desk).relations] == [False]


TAMPERED = {
    "ended later": "UPDATE vault_relation SET ended_on = ended_on + 3650 WHERE ended_on > 0",
    "ended by nobody": "UPDATE vault_relation SET ended_on = began_on + 1 WHERE service <> '' AND ended_on = 0",
    "another service": "UPDATE vault_relation SET service = 'partner:other' WHERE service <> ''",
    "another person": "UPDATE vault_relation SET person = person + 1 WHERE service <> ''",
    "another source": "UPDATE vault_relation SET begun_by = begun_by + 1",
    "made up": "INSERT INTO vault_relation (person, service, began_on, ended_on, salt)"
    " SELECT person, 'partner:other', began_on, 0, salt FROM vault_relation WHERE service <> ''",
    "taken away": "DELETE FROM vault_relation WHERE service <> ''",
    "another clock": "UPDATE vault_person SET relation_ended_on = 1 WHERE ord IN (SELECT person FROM vault_relation)",
}


@pytest.mark.promise("2-1", "2-3", "8-1")
@pytest.mark.parametrize("how", TAMPERED)
def test_a_relation_altered_behind_the_systems_back_is_found_and_named(house: House, how: str) -> None:
    agent = partner("agent", "option-agent")
    boris = door.collect(BORIS, origin=SIGN_UP, actor=house.clerk).people[0]
    begin(house, house.alice, service=agent)
    begin(house, house.alice)
    end(house, house.alice)
    begin(house, boris)
    door.erase(boris, actor=house.desk)
    place_all()
    assert door.verify().findings == []

    with connection.cursor() as cursor:
        cursor.execute(TAMPERED[how])
        assert cursor.rowcount > 0

    said = [f"{finding.what}: {finding.why}" for finding in door.verify().findings]
    assert any("relation" in each or "gone" in each for each in said), said
    if how not in {"taken away", "another person"}:
        assert any(house.alice in each for each in said), said
