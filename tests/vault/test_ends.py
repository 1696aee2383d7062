"""What no purpose needs any more goes, and nothing else does."""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from seiyaku.core import deadlines
from seiyaku.core.asks import Bits
from seiyaku.core.model import Purpose
from seiyaku.keys import memory
from seiyaku.vault import attachments, bases, ends, opening, records, reducing, selecting, times, writing
from seiyaku.vault.catalogue import Catalogue
from seiyaku.vault.ends import Due, Rule
from seiyaku.vault.rows import Row

from .conftest import ALICE, BIRTH, BOB, EMAIL, EVERY, GROUNDS, NAME, NOTE, NOW, PHONE, TODAY, grant, reading, store
from .conftest import writing as transaction
from .test_changing import say

SERVE, CALL, MAIL = range(3)
CONTACT = 1 << NAME | 1 << PHONE
RULES = [
    Rule(SERVE, CONTACT | 1 << BIRTH, past=False, event="relation-ends", period="1y"),
    Rule(CALL, CONTACT | 1 << NOTE, past=True, event="acquired", period="6m"),
    Rule(MAIL, 1 << EMAIL, past=False, event="last-use", period="30d"),
]


def test_a_policy_says_until_when_each_field_is_needed() -> None:
    keep = {"until": "relation-ends", "for": "1y"}
    purpose = {
        "label": {"ja": "対応", "en": "care"}, "family": "customer", "duties": (), "past": True,
        "needs": ("name", "phone", "note"), "keep": keep, "keep_fields": {"note": {"until": "acquired", "for": "6m"}},
    }  # fmt: skip
    asked = Purpose.model_validate(purpose)
    bits = Bits(fields={"name": NAME, "phone": PHONE, "note": NOTE}, purposes={"care": 5}, duties={})

    kept = Purpose.model_validate({**purpose, "keep": None, "keep_fields": {}})
    assert ends.of_purpose("care", kept, bits) == [Rule(5, CONTACT | 1 << NOTE, past=True, event="", period="")]
    assert set(ends.of_purpose("care", asked, bits)) == {
        Rule(5, 1 << NOTE, past=True, event="acquired", period="6m"),
        Rule(5, CONTACT, past=True, event="relation-ends", period="1y"),
    }


def due(rules: list[Rule] = RULES, *, today: int = TODAY) -> list[Due]:
    with reading() as cursor:
        return ends.due(cursor, rules, today)[0]


def end_relation(ordinal: int, day: int) -> None:
    with transaction() as cursor:
        cursor.execute("UPDATE vault_person SET relation_ended_on = %s WHERE ord = %s", (day, ordinal))


def row_of(ordinal: int) -> Row:
    with reading() as cursor:
        return selecting.rows(cursor, [ordinal], ("identity", "birth-date", "contact", "account", "usage"))[0]


@pytest.mark.promise("2-3")
def test_nothing_ends_while_a_purpose_needs_it(kept: Path, catalogue: Catalogue) -> None:
    store(catalogue, ALICE)

    assert due() == []


@pytest.mark.promise("2-3")
def test_a_field_ends_with_the_last_purpose_that_needs_it(kept: Path, catalogue: Catalogue) -> None:
    (alice,) = store(catalogue, ALICE).ordinals
    memory.forget()  # the night is another process, which has met nothing yet

    (ended,) = due(today=TODAY + 31)

    assert ended == Due(alice, fields=1 << EMAIL)


@pytest.mark.promise("2-3")
def test_what_ended_is_taken_away_and_the_rest_stays(kept: Path, catalogue: Catalogue) -> None:
    (alice,) = store(catalogue, ALICE).ordinals
    (ended,) = due(today=TODAY + 31)

    with transaction() as cursor:
        reduced = reducing.reduce(cursor, grant(alice), catalogue, row_of(alice), ended)

    assert reduced.fields == ("email",)
    assert opening.open_row(grant(alice), catalogue, row_of(alice), EVERY) == {
        name: value for name, value in ALICE.items() if name != "email"
    }
    assert due(today=TODAY + 31) == []
    with reading() as cursor:
        assert selecting.find(cursor, catalogue, {"email": ALICE["email"]}) == []
        assert writing.verify(cursor) == []


@pytest.mark.promise("2-3")
def test_a_person_of_whom_nothing_is_needed_is_due_as_a_whole(kept: Path, catalogue: Catalogue) -> None:
    (alice,) = store(catalogue, ALICE).ordinals
    end_relation(alice, TODAY)

    (ended,) = due(today=TODAY + 370)

    assert ended.all
    assert ended.fields == CONTACT | 1 << BIRTH | 1 << EMAIL


@pytest.mark.promise("2-3")
def test_past_values_end_with_the_purposes_that_need_the_past(kept: Path, catalogue: Catalogue) -> None:
    (alice,) = store(catalogue, {**ALICE, "note": "x"}, valid_from=TODAY - 9).ordinals
    say(catalogue, alice, {"phone": "090-1111-2222"}, on=TODAY)
    memory.forget()

    assert due() == []
    (ended,) = due(today=TODAY + 200)
    assert [key[:2] for key in ended.facts] == [(PHONE, TODAY - 9)]
    assert ended.fields == 1 << EMAIL | 1 << NOTE

    with transaction() as cursor:
        reduced = reducing.reduce(cursor, grant(alice), catalogue, row_of(alice), ended)
    assert reduced.counts == {"values": 2, "facts": 1, "episodes": 0, "attachments": 0}
    with reading() as cursor:
        places = selecting.history(cursor, alice, EVERY)
        assert writing.verify(cursor) == []
    assert [cell.origin.ended for cell in places] == [True] * 3
    assert [one.value for one in opening.open_history(grant(alice), catalogue, row_of(alice), places)] == [None] * 3
    assert due(today=TODAY + 200) == []


@pytest.mark.promise("2-3", "P")
def test_calls_and_recordings_end_too(kept: Path, catalogue: Catalogue) -> None:
    (alice,) = store(catalogue, ALICE).ordinals
    row = row_of(alice)
    taken = attachments.take_in(grant(alice), row, io.BytesIO(b"voice"), name="a.wav", media_type="audio/wav")
    with transaction() as cursor:
        acquired = bases.acquisition(cursor, GROUNDS, at=times.moment(NOW), channel="phone")
        about = {"field": NOTE, "acquired": acquired, "recorded_at": times.moment(NOW)}
        records.note(cursor, grant(alice), row, {"note": "a call"}, **about)  # type: ignore[arg-type]  # as named
        attachments.attach(cursor, grant(alice), row, taken, **about)  # type: ignore[arg-type]  # as named

    (ended,) = due(today=TODAY + 200)
    with transaction() as cursor:
        reduced = reducing.reduce(cursor, grant(alice), catalogue, row_of(alice), ended)
    with transaction() as cursor:
        assert attachments.sweep(cursor) == 1

    assert reduced.counts == {"values": 1, "facts": 0, "episodes": 1, "attachments": 1}
    with reading() as cursor:
        assert [selecting.records(cursor, alice, table, EVERY) for table in ("episode", "attachment")] == [[], []]
        assert writing.verify(cursor) == []
    assert not [path for path in (kept / "files").rglob("*") if path.is_file()]


@pytest.mark.promise("2-3", "P")
def test_a_call_that_is_needed_keeps_the_person_and_what_is_needed_of_nobody_does_not(
    kept: Path, catalogue: Catalogue
) -> None:
    alice, bob = store(catalogue, {"email": ALICE["email"]}, {"email": BOB["email"]}).ordinals
    with transaction() as cursor:
        acquired = bases.acquisition(cursor, GROUNDS, at=times.moment(NOW), channel="phone")
        about = {"field": NOTE, "acquired": acquired, "recorded_at": times.moment(NOW)}
        records.note(cursor, grant(alice), row_of(alice), {"note": "a call"}, **about)  # type: ignore[arg-type]  # as named

    assert due(today=TODAY + 31) == [Due(alice, fields=1 << EMAIL), Due(bob, fields=1 << EMAIL, all=True)]


@pytest.mark.promise("2-3")
def test_a_past_value_ends_though_another_field_of_its_source_is_needed(kept: Path, catalogue: Catalogue) -> None:
    (alice,) = store(catalogue, ALICE, valid_from=TODAY - 9).ordinals
    say(catalogue, alice, {"name": "髙橋 あい"}, on=TODAY)
    every = Rule(SERVE, EVERY, past=False, event="", period="")
    rules = [every, Rule(CALL, 1 << PHONE, past=True, event="", period="")]

    (ended,) = due(rules)
    with reading() as cursor:
        nothing, last = ends.due(cursor, rules, TODAY, served=lambda _: 0)

    assert [key[0] for key in ended.facts] == [NAME]
    assert (ended.fields, ended.all) == (0, False)
    assert (nothing[0].all, last) == (True, alice)


def test_consent_keeps_what_it_covers_until_it_is_withdrawn(kept: Path, catalogue: Catalogue) -> None:
    consent = 9
    rule = Rule(consent, 1 << EMAIL, past=False, event="consent-withdrawn", period="30d")
    (alice,) = store(catalogue, {"email": ALICE["email"]}).ordinals
    with transaction() as cursor:
        cursor.execute("UPDATE vault_person SET consents = %s WHERE ord = %s", (1 << consent, alice))
    whole = [Due(alice, fields=1 << EMAIL, all=True)]
    assert due([rule], today=TODAY + 400) == []
    assert due([rule._replace(event="acquired")], today=TODAY + 400) == whole

    with transaction() as cursor:  # what else somebody agreed to is another thing
        cursor.execute("UPDATE vault_person SET consents = %s WHERE ord = %s", (1 << consent + 3, alice))

    assert due([rule], today=TODAY + 400) == whole
    with reading() as cursor:
        for today, ended in ((TODAY + 420, []), (TODAY + 421, whole)):
            found = ends.due(cursor, [rule], today, withdrawn=lambda people: {(people[0], consent): TODAY + 390})
            assert found == (ended, alice)
        others = [rule._replace(event="acquired", period="2y"), rule._replace(purpose=consent + 1)]
        assert ends.due(cursor, others, TODAY + 5, withdrawn=lambda people: {(people[0], consent): TODAY})[0] == whole


kept_by = st.tuples(
    st.sampled_from(["acquired", "relation-ends", "last-use"]), st.sampled_from(["30d", "6m", "1y", "2y"])
)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    days=st.tuples(st.integers(0, 800), st.integers(0, 400), st.integers(0, 400)),
    purposes=st.integers(0, 7),
    keeps=st.lists(kept_by, min_size=3, max_size=3),
)
def test_ends_agree_with_a_plain_calculation(
    kept: Path, days: tuple[int, int, int], purposes: int, keeps: list[tuple[str, str]]
) -> None:
    later, ended, used = days
    origin = times.moment(NOW)
    life = ends.Life(1, consents=0, ended_on=TODAY + ended if ended else 0)
    uses = {(1, MAIL): TODAY + used, (2, CALL): TODAY + 999}
    rules = [rule._replace(event=keep[0], period=keep[1]) for rule, keep in zip(RULES, keeps, strict=True)]
    grounds = bases.Grounds(family="customer", policy_version="v", purposes=purposes, source="s")
    with transaction() as cursor:
        number = bases.basis(cursor, grounds)
        bases.learn(cursor, [number])

    needed = ends.Clock(rules, TODAY + later, None, {}, uses).needed(life, number, origin, past=False)

    expected = set[int]()
    for rule in rules:
        if not purposes & 1 << rule.purpose:
            continue
        start = TODAY + ended if rule.event == "relation-ends" else TODAY
        if rule.event == "last-use" and rule.purpose == MAIL:
            start = TODAY + used
        running = rule.event == "relation-ends" and not ended
        last = deadlines.last_day(dt.date.fromordinal(start), rule.period).toordinal()
        if running or TODAY + later <= last:
            expected |= {bit for bit in range(63) if rule.fields >> bit & 1}
    assert {bit for bit in range(63) if needed >> bit & 1} == expected
