"""What no purpose needs any more goes, by night, with a certificate."""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from seiyaku import door
from seiyaku.core import errors
from seiyaku.door import checking, erasing
from seiyaku.ledger import reading
from seiyaku.ledger.sequencing import place_all
from seiyaku.ledger.transactions import raw_cursor
from seiyaku.policy import queries
from seiyaku.vault import searching
from seiyaku.vault.searching import Needles

from .conftest import ALICE, SIGN_UP, House, staff
from .test_collecting import row
from .test_past import LEGACY, LETTER
from .test_quarantine import waiting


def leave(person: str, years: int) -> None:
    """Let the person's relation with the house have ended that long ago."""
    day = (queries.today() - dt.timedelta(days=366 * years)).toordinal()
    cursor = raw_cursor()
    cursor.execute("UPDATE vault_person SET relation_ended_on = %s WHERE pid = %s", (day, bytes.fromhex(person)))


def in_years(years: int, monkeypatch: pytest.MonkeyPatch, *, report: bool = False) -> door.Expired:
    """Run the nightly job as it will run one night in so many years."""
    day = queries.today() + dt.timedelta(days=366 * years)
    with monkeypatch.context() as then:
        then.setattr(queries, "today", lambda: day)
        return door.expire(report=report)


@pytest.mark.promise("2-3")
def test_while_a_purpose_needs_it_nothing_goes(house: House) -> None:
    run = door.expire()

    assert (run.reduced, run.erased) == (0, 0)
    assert door.person(house.alice, actor=house.desk).held


@pytest.mark.promise("2-3")
def test_whoever_no_purpose_needs_is_erased_and_searched_for(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    leave(house.alice, 1)
    copied = Path(settings.HOME) / "copied.txt"
    copied.write_text(ALICE["email"], encoding="utf-8")

    run = in_years(50, monkeypatch)

    assert (run.erased, run.reduced) == (1, 0)
    assert [hit for hit in run.hits if copied.name in hit] == list(run.hits) != []  # searched for everywhere
    assert run.counts["erased"] == 1
    place_all()
    certificate = reading.entry(raw_cursor(), run.entry).body
    assert (certificate["answer"], certificate["note_kind"]) == ("done", "certificate")
    assert certificate["counts"]["searched"] > 0
    assert certificate["counts"]["hits"] == len(run.hits)
    assert "left" not in certificate
    with pytest.raises(errors.NotFound):
        door.use(house.alice, ["name"], purpose="deliver-service", actor=house.clerk)


@pytest.mark.promise("2-3")
def test_values_that_one_purpose_still_needs_stay_and_the_rest_goes(house: House) -> None:
    leave(house.alice, 2)

    waiting(house, row(3, 備考="犬が二匹いる"))
    cursor = raw_cursor()
    cursor.execute("UPDATE vault_quarantine SET expires_on = %s", (queries.today().toordinal(),))

    told = door.expire(report=True)
    assert told.counts.get("quarantined", 0) == 0
    run = door.expire()

    assert run.counts["quarantined"] == 0  # the last day is still to come
    assert run.reduced == told.reduced == 1
    place_all()
    report, certificate = (reading.entry(raw_cursor(), one.entry).body for one in (told, run))
    assert (report["note_kind"], certificate["note_kind"]) == ("report", "certificate")
    assert report["fields"] == certificate["fields"] == sorted(run.fields)
    gone = [use for use in door.person(house.alice, actor=house.desk).uses if use.act == "expire"]
    assert [sorted(use.fields) for use in gone if len(use.fields) == len(run.fields)] == [sorted(run.fields)]
    assert [found for found in checking.verify().findings if found.what != "standing"] == []  # `leave` has no act
    assert run.erased == 0
    assert set(run.fields) == set(told.fields)
    held = {one.name for one in door.person(house.alice, actor=house.desk).held}
    assert held
    assert held.isdisjoint(run.fields)
    assert held | set(run.fields) == set(ALICE)
    assert door.expire().reduced == 0


@pytest.mark.promise("2-3")
def test_a_past_value_of_a_narrow_source_ends_before_the_person_does(house: House) -> None:
    old = {"member-number": "M5000001", "name": "見本 古", "phone": "09000005001"}
    person = door.collect(old, origin=LEGACY, actor=house.clerk).people[0]
    door.change(person, {"phone": "090-0000-0002"}, purpose="law:correct", origin=LETTER, actor=house.desk)

    run = door.expire()

    assert run.counts["facts"] == 1
    assert all(one.present for one in door.person(person, actor=house.desk).held)


@pytest.mark.promise("2-2", "2-3")
def test_of_what_has_ended_both_questions_of_the_past_say_so_and_nothing_older_takes_its_place(house: House) -> None:
    today, support = queries.today(), staff("sue", "support")
    phones = {30: "090-0000-0030", 20: "090-0000-0020", 10: "090-0000-0010"}
    person = door.collect(
        {**ALICE, "member-number": "M5000001", "phone": phones[30]},
        origin=SIGN_UP, actor=house.clerk, valid_from=today.toordinal() - 30,
    ).people[0]  # fmt: skip
    for ago, origin in ((20, LEGACY), (10, LETTER)):
        since = today - dt.timedelta(days=ago)
        door.change(person, {"phone": phones[ago]}, purpose="law:correct", origin=origin, actor=house.desk, since=since)
    before = dt.datetime.now(dt.UTC)

    run = door.expire()

    def told(ago: int, known: dt.datetime | None = None) -> door.Used:
        return door.use(
            person, ["phone"], purpose="law:complaint", actor=house.desk, on=today - dt.timedelta(days=ago), known=known
        )

    assert run.counts["facts"] == 1
    for known in (None, before):
        assert [told(ago, known).values.get("phone") for ago in (25, 15, 5)] == [phones[30], None, phones[10]]
        assert [told(ago, known).ended for ago in (25, 15, 5)] == [(), ("phone",), ()]
        assert told(15, known).missing == ()
    whole = door.use(person, ["phone"], purpose="law:complaint", actor=house.desk, past=True)
    assert [(one.value, one.ended) for one in whole.past["phone"]] == [(phones[30], False), (None, True)]
    assert whole.ended == ()
    assert door.use(person, ["phone"], purpose="answer-questions", actor=support, past=True).past_left
    assert [one.value for one in door.person(person, actor=house.desk).held if one.name == "phone"] == [
        phones[10], phones[30],
    ]  # fmt: skip
    with pytest.raises(errors.InputError):
        door.correct(
            person, {"phone": phones[20]}, purpose="law:correct", origin=LETTER, actor=house.desk,
            of=today - dt.timedelta(days=15),
        )  # fmt: skip
    assert door.expire().counts.get("facts", 0) == 0


@pytest.mark.promise("2-3")
def test_a_clerk_does_not_run_it(house: House) -> None:
    leave(house.alice, 50)

    with pytest.raises(errors.Refused) as refused:
        door.expire(actor=house.clerk)

    assert refused.value.entry is not None
    assert door.person(house.alice, actor=house.desk).held


@pytest.mark.promise("2-1", "2-3")
def test_an_erasure_that_was_cut_off_before_its_search_is_seen_through_by_night(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    door.attach(
        house.alice, io.BytesIO(b"letter"), name="letter.txt", media_type="text/plain", field="inquiry",
        purpose="answer-questions", origin=SIGN_UP, actor=house.clerk,
    )  # fmt: skip
    sought = Needles()

    def cut_off(erased: Any) -> None:
        ((task, _),) = erased
        sought.known |= task.do.gone.needles.known
        raise KeyboardInterrupt

    with monkeypatch.context() as dying:
        dying.setattr(erasing, "prove", cut_off)
        with pytest.raises(KeyboardInterrupt):
            door.erase(house.alice, actor=house.desk)
    before = {hit.what for hit in searching.search(sought)}

    night = door.expire()

    assert "attachment" in before
    assert (night.erased, searching.search(sought)) == (0, [])
