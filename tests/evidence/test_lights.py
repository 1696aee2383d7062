"""Lights have a history, people attest what no machine can see, the public sees no more than the state (0 to 12)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from seiyaku.console.home import CHAPTER
from seiyaku.core.errors import InputError, Refused
from seiyaku.core.language import Text
from seiyaku.evidence import attesting, history
from seiyaku.evidence.models import Attestation, Stood
from seiyaku.evidence.since import noted
from seiyaku.papers.models import Paper
from seiyaku.people.days import today
from seiyaku.policy import lights, queries
from seiyaku.policy.lights import Check, Place, Seen, State
from tests import pages
from tests.browser.staffed import Staffed, arm
from tests.console.conftest import house, whole
from tests.people.sample import entries

__all__ = ["house"]

pytestmark = pytest.mark.promise("0", "2-4")
DAY = dt.timedelta(days=1)
FIGURE = Text("数字の中身", "the inside figure")


class Lamp:
    """A check whose state the test sets."""

    state: State = "kept"

    def look(self, place: Place) -> Seen:
        del place
        return Seen(state=self.state, figure=FIGURE)


@pytest.fixture
def lamp(house: Staffed) -> Iterator[Lamp]:
    made = Lamp()
    lights.register(Check(name="lamp", section="training", owner="manager", evidence="people", look=made.look))
    yield made
    lights._checks.pop("lamp")


def note() -> int:
    return history.note(queries.in_force().policy, today())


def stood() -> list[tuple[str, bool]]:
    rows = Stood.objects.filter(light="lamp").order_by("pk")
    return [(row.state, row.until is None) for row in rows]


def test_a_light_is_noted_once_for_as_long_as_it_stands_and_anew_when_it_changes(lamp: Lamp) -> None:
    note()
    first = noted().stood["2-4", "lamp"]
    assert note() == 0
    lamp.state = "broken"
    note()
    lamp.state = "kept"
    note()

    assert stood() == [("kept", False), ("broken", False), ("kept", True)]
    assert first[0] == "kept"
    assert noted().stood["2-4", "lamp"][1] > first[1]
    with pytest.raises(IntegrityError), transaction.atomic():
        Stood.objects.filter(light="lamp").update(until=None)


def test_a_check_that_is_gone_stands_no_longer(lamp: Lamp) -> None:
    note()
    lights._checks.pop("lamp")
    note()
    lights.register(Check(name="lamp", section="training", owner="manager", evidence="people", look=lamp.look))

    assert stood() == [("kept", False)]


def test_the_first_page_says_since_when_and_leads_to_how_it_stood(house: Staffed, lamp: Lamp) -> None:
    arm(house.company.manager)
    browser = whole("hoshiko")
    before = browser.get("/console/clauses/2-4").content.decode()
    note()
    Stood.objects.filter(light="lamp").update(since=dt.datetime(2026, 3, 9, 3, tzinfo=dt.UTC))

    page = browser.get("/console/").content.decode()
    clause = browser.get("/console/clauses/2-4").content.decode()

    assert "いつからかは、まだ記録がありません" in before
    assert "まだ記録がありません" not in page
    assert "2026-03-09" in page
    assert "/console/clauses/2-4" in page
    assert "2026-03-09 12:00" in clause


def test_chapters_are_folded_unless_one_is_broken_and_the_filter_leaves_only_what_needs_attention(
    house: Staffed, lamp: Lamp
) -> None:
    lamp.state = "broken"
    arm(house.company.manager)
    browser = whole("hoshiko")

    every, amiss = (pages.read(browser.get(f"/console/{query}").content) for query in ("", "?show=amiss"))

    chapters = {one.get("id"): one for one in every.xpath("//details[@class='chapter']")}
    assert list(chapters) == [
        f"c{one.id}" for one in queries.in_force().policy.clauses.values() if one.level == CHAPTER
    ]
    folded = {name for name, one in chapters.items() if one.get("open") is None}
    assert folded == {name for name, one in chapters.items() if not one.xpath("summary//*[@class='light broken']")}
    assert "c2" not in folded
    assert not amiss.xpath("//details[@class='chapter'][not(@open)]")
    lit = lit_in(every)
    assert lit_in(amiss) == {clause: found for clause, found in lit.items() if found & {"attention", "broken"}}
    assert 0 < len(lit_in(amiss)) < len(lit)


def lit_in(page: Any) -> dict[str, set[str]]:
    """What a page shows of each clause's lights."""
    found: dict[str, set[str]] = {}
    clause = ""
    for row in page.xpath("//table[@class='clauses']/tbody/tr"):
        clause = row.get("id") or clause  # what has no name of its own is more of the one above
        found.setdefault(clause, set()).update(
            each.removeprefix("light ") for each in row.xpath(".//span[starts-with(@class, 'light ')]/@class")
        )
    return found


def test_a_light_that_changed_since_it_was_noted_has_stood_so_since_today(house: Staffed, lamp: Lamp) -> None:
    def since() -> dict[str, dt.date | None]:
        return {one.check: one.since for one, _ in attesting.listed(actor=house.company.manager) if one.clause == "2-4"}

    unknown = since()["lamp"]
    note()
    lamp.state = "broken"
    changed = since()["lamp"]
    Stood.objects.update(noted_at=timezone.now() - 2 * DAY)

    assert (unknown, changed, since()["lamp"]) == (None, today(), None)  # noted two days ago: on which of them?


def test_the_public_sees_the_state_of_each_clause_and_nothing_of_the_insides(house: Staffed, lamp: Lamp) -> None:
    assert 'class="light' not in Client().get("/").content.decode()
    lamp.state = "broken"
    note()

    ja, en = (Client().get(address).content.decode() for address in ("/", "/en/"))

    assert 'class="light broken">不適合' in ja
    assert 'class="light broken">Broken' in en
    for inside in (*FIGURE, "hoshiko", "lamp"):
        assert inside not in ja + en


def test_the_manager_attests_until_a_day_and_it_outshines_no_check(house: Staffed, lamp: Lamp) -> None:
    manager, policy = house.company.manager, queries.in_force().policy
    unbuilt = next(clause for clause, found in lights.lit(policy, today()).items() if found[0].state == "unbuilt")
    lamp.state = "broken"

    for clause in (unbuilt, "2-4"):
        attesting.attest(clause, "現地で確かめた", until=today() + 9 * DAY, actor=manager)

    found = attesting.lit(policy, today())
    assert [one.state for one in found[unbuilt]] == ["kept"]
    assert lights.worst(found["2-4"]) == "broken"
    assert "hoshiko" in found[unbuilt][0].figure.ja
    over = attesting.lit(policy, today() + 10 * DAY)[unbuilt]
    assert [(one.state, one.since) for one in over] == [("attention", today() + 9 * DAY)]
    assert "現地".encode() not in b"".join(bytes(one.body or b"") for one in Paper.objects.all())
    assert "現地" not in str(entries())


def test_another_attestation_ends_the_one_before_and_one_taken_back_is_gone(house: Staffed) -> None:
    manager = house.company.manager
    attesting.attest("11-1", "a", until=today(), actor=manager)
    second = attesting.attest("11-1", "b", until=today() + DAY, actor=manager)

    assert {clause: one.ref for clause, one in attesting.standing().items()} == {"11-1": second.ref}
    attesting.end(second.ref, actor=manager)

    assert attesting.standing() == {}
    assert Attestation.objects.count() == 2


def test_nobody_else_attests_and_nothing_without_words_a_clause_and_a_day_within_a_year(house: Staffed) -> None:
    for who in (house.company.clerk, house.auditor):
        with pytest.raises(Refused) as refused:
            attesting.attest("2-4", "x", until=today(), actor=who)
        assert refused.value.entry == entries()[-1]["id"]
    for clause, said, until in (("99", "x", today()), ("2-4", " ", today()), ("2-4", "x", today() - DAY),
                                ("2-4", "x", today() + 400 * DAY)):  # fmt: skip
        with pytest.raises(InputError):
            attesting.attest(clause, said, until=until, actor=house.company.manager)

    assert not Attestation.objects.exists()


def test_incidents_say_that_no_screen_keeps_them_until_a_room_counts_them(house: Staffed) -> None:
    arm(house.company.manager)
    browser = whole("hoshiko")

    before = browser.get("/console/", headers={"Accept-Language": "en"}).content.decode()
    lights.counts("incidents", lambda _day: 3)
    try:
        after = browser.get("/console/", headers={"Accept-Language": "en"}).content.decode()
    finally:
        lights._counts.pop("incidents")

    assert "no screen keeps incidents yet" in before
    assert "<b>3</b>" in after


def test_what_many_lights_ask_of_the_whole_house_is_asked_once(house: Staffed) -> None:
    asked: list[str] = []

    def everybody(place: Place) -> int:
        asked.append(place.clause)
        return 7

    def look(place: Place) -> Seen:
        return Seen(state="kept", figure=Text(str(place.once(everybody)), place.clause))

    for name in ("one", "two"):
        lights.register(Check(name=name, section="purposes", owner="manager", evidence="people", look=look))
    found = lights.lit(queries.in_force().policy, today())
    for name in ("one", "two"):
        lights._checks.pop(name)

    seen = [one for several in found.values() for one in several if one.check in {"one", "two"}]
    assert len(seen) > 4
    assert {one.figure.ja for one in seen} == {"7"}
    assert {one.figure.en for one in seen} == {one.clause for one in seen}
    assert len(asked) == 1
    lights.lit(queries.in_force().policy, today())
    assert len(asked) == 1


def test_a_question_that_fails_darkens_every_light_that_asked_it_and_no_other(house: Staffed) -> None:
    def broken(place: Place) -> int:
        raise OSError(place.clause)

    def look(place: Place) -> Seen:
        return Seen(state="kept", figure=Text(str(place.once(broken)), ""))

    lights.register(Check(name="one", section="purposes", owner="manager", evidence="people", look=look))
    found = lights.lit(queries.in_force().policy, today())
    lights._checks.pop("one")

    assert {one.state for several in found.values() for one in several if one.check == "one"} == {"broken"}
    assert {one.state for several in found.values() for one in several if one.check == "purposes"} == {"kept"}
