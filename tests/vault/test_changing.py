"""Changes and corrections, and both questions of the past."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from seiyaku.core.errors import Conflict, InputError, NotProven
from seiyaku.vault import bases, changing, opening, reducing, selecting, times, writing
from seiyaku.vault.catalogue import Catalogue
from seiyaku.vault.ends import Due
from seiyaku.vault.rows import Row

from .conftest import ALICE, BOB, EVERY, GROUNDS, NAME, NOW, PHONE, TODAY, grant, reading, store
from .conftest import writing as transaction

SHEETS = ("identity", "birth-date", "contact", "account", "usage")
NEVER = -1


def row_of(ordinal: int) -> Row:
    with reading() as cursor:
        return selecting.rows(cursor, [ordinal], SHEETS)[0]


def say(
    catalogue: Catalogue, ordinal: int, values: dict[str, str | None], *, on: int = NEVER, of: int | None = None,
    later: int = 1, row: Row | None = None, fields: int = EVERY,
) -> None:  # fmt: skip
    """A change on the day `on`; without one, a correction of what was held `of` a day."""
    seen = row or row_of(ordinal)
    moment = times.moment(NOW) + later
    with transaction() as cursor:
        acquired = bases.acquisition(cursor, GROUNDS, at=moment, channel="phone")
        allowed = grant(ordinal, fields=fields)
        if on == NEVER:
            changing.correct(cursor, allowed, catalogue, seen, values, acquired=acquired, recorded_at=moment, of=of)
        else:
            changing.change(
                cursor, allowed, catalogue, seen, values, acquired=acquired, valid_from=on, recorded_at=moment
            )


def then(catalogue: Catalogue, ordinal: int, *, on: int | None = None, known: int | None = None) -> dict[str, str]:
    row = row_of(ordinal)
    with reading() as cursor:
        was = selecting.then(cursor, row, EVERY, on=on, known=known)
    return opening.open_then(grant(ordinal), catalogue, row, was)


@pytest.mark.promise("2-3")
def test_a_change_leaves_what_was_true_before_it(kept: Path, catalogue: Catalogue) -> None:
    (alice,) = store(catalogue, ALICE, valid_from=TODAY - 100).ordinals

    say(catalogue, alice, {"phone": "090-1111-2222"}, on=TODAY - 10)

    assert then(catalogue, alice)["phone"] == "090-1111-2222"
    assert then(catalogue, alice, on=TODAY - 11)["phone"] == ALICE["phone"]
    assert then(catalogue, alice, on=TODAY - 101) == {}
    assert then(catalogue, alice, known=times.moment(NOW))["phone"] == ALICE["phone"]


@pytest.mark.promise("2-3")
def test_a_correction_was_right_from_the_start_but_not_known(kept: Path, catalogue: Catalogue) -> None:
    (alice,) = store(catalogue, ALICE, valid_from=TODAY - 100).ordinals

    say(catalogue, alice, {"name": "高橋 愛"})

    assert then(catalogue, alice, on=TODAY - 100)["name"] == "高橋 愛"
    assert then(catalogue, alice, on=TODAY, known=times.moment(NOW))["name"] == ALICE["name"]


def test_a_value_of_the_past_can_be_corrected_without_touching_the_present(kept: Path, catalogue: Catalogue) -> None:
    (alice,) = store(catalogue, ALICE, valid_from=TODAY - 100).ordinals
    say(catalogue, alice, {"phone": "090-1111-2222"}, on=TODAY - 10)

    say(catalogue, alice, {"phone": "03-9999-0000"}, of=TODAY - 50, later=2)

    assert then(catalogue, alice)["phone"] == "090-1111-2222"
    assert then(catalogue, alice, on=TODAY - 50)["phone"] == "03-9999-0000"
    with pytest.raises(InputError):
        say(catalogue, alice, {"phone": "03-9999-0000"}, of=TODAY - 500, later=3)


def test_a_changed_value_is_found_and_the_old_one_no_more(kept: Path, catalogue: Catalogue) -> None:
    (alice,) = store(catalogue, ALICE).ordinals

    say(catalogue, alice, {"phone": "090-1111-2222", "email": None}, on=TODAY)

    with reading() as cursor:
        assert selecting.find(cursor, catalogue, {"phone": "090-1111-2222"}) == [alice]
        assert selecting.find(cursor, catalogue, {"phone": ALICE["phone"]}) == []
        assert selecting.find(cursor, catalogue, {"email": ALICE["email"]}) == []


def test_who_comes_second_with_an_old_version_is_told(kept: Path, catalogue: Catalogue) -> None:
    (alice,) = store(catalogue, ALICE).ordinals
    seen = row_of(alice)
    say(catalogue, alice, {"phone": "090-1111-2222"}, on=TODAY)

    with pytest.raises(Conflict):
        say(catalogue, alice, {"phone": "090-3333-4444"}, on=TODAY, row=seen, later=2)

    assert then(catalogue, alice)["phone"] == "090-1111-2222"


def test_a_change_needs_a_grant_for_its_fields(kept: Path, catalogue: Catalogue) -> None:
    (alice,) = store(catalogue, ALICE).ordinals

    for on in (TODAY, NEVER):
        for fields in (1 << NAME, EVERY & ~(1 << PHONE)):
            with pytest.raises(NotProven):
                say(catalogue, alice, {"phone": "090-1111-2222"}, on=on, fields=fields)


@pytest.mark.promise("2-3")
def test_nothing_changes_before_its_day_nor_into_what_its_type_refuses(kept: Path, catalogue: Catalogue) -> None:
    (alice,) = store(catalogue, ALICE).ordinals

    with pytest.raises(InputError):
        say(catalogue, alice, {"phone": "090-1111-2222"}, on=TODAY + 1)
    for on in (TODAY, NEVER):
        with pytest.raises(InputError):
            say(catalogue, alice, {"phone": "ring"}, on=on)

    assert then(catalogue, alice) == ALICE


@pytest.mark.promise("2-2", "2-3")
def test_a_past_value_is_opened_only_under_a_grant_for_its_field(kept: Path, catalogue: Catalogue) -> None:
    (alice,) = store(catalogue, ALICE, valid_from=TODAY - 1).ordinals
    say(catalogue, alice, {"phone": "090-1111-2222"}, on=TODAY)
    row = row_of(alice)
    with reading() as cursor:
        past = selecting.history(cursor, alice, EVERY)

    opened = [
        [version.value for version in opening.open_history(grant(alice, fields=fields), catalogue, row, past)]
        for fields in (EVERY & ~(1 << PHONE), 1 << PHONE)
    ]

    assert opened == [[], [ALICE["phone"]]]


def test_a_row_shows_where_each_field_is_from_after_a_change(kept: Path, catalogue: Catalogue) -> None:
    (alice,) = store(catalogue, ALICE, valid_from=TODAY - 100).ordinals
    say(catalogue, alice, {"phone": "090-1111-2222"}, on=TODAY - 10)

    origin = row_of(alice).origin(PHONE)

    assert origin is not None
    assert origin.valid_from == TODAY - 10
    assert len(row_of(alice).bases) == 4


@pytest.mark.promise("2-1")
def test_every_cell_that_is_here_was_put_here(kept: Path, catalogue: Catalogue) -> None:
    alice, _ = store(catalogue, ALICE, BOB, valid_from=TODAY - 100).ordinals
    say(catalogue, alice, {"phone": "090-1111-2222", "note": "x"}, on=TODAY - 10)
    say(catalogue, alice, {"note": None}, on=TODAY - 5, later=2)

    with reading() as cursor:
        assert writing.verify(cursor) == []


days = st.integers(TODAY - 6, TODAY)
texts = st.sampled_from(["03-1200-0001", "03-1200-0002", "03-1200-0003"])
acts = st.lists(st.tuples(st.sampled_from(["change", "correct"]), days, texts | st.none()), max_size=8)


@pytest.mark.promise("2-3")
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(acts=acts, ended=st.sets(st.integers(0, 4), max_size=3))
def test_the_past_is_what_a_naive_list_of_assertions_says_and_what_has_ended_is_told_as_nothing_else(
    kept: Path, catalogue: Catalogue, acts: list[tuple[str, int, str | None]], ended: set[int]
) -> None:
    (alice,) = store(catalogue, {"phone": "03-1200-0000"}, valid_from=TODAY - 4).ordinals
    start = times.moment(NOW)
    said: list[tuple[int, int, str | None]] = [(TODAY - 4, start, "03-1200-0000")]
    for step, (act, day, value) in enumerate(acts, start=1):
        if act == "change":
            say(catalogue, alice, {"phone": value}, on=day, later=step)
            said.append((day, start + step, value))
            continue
        before = [a for a in said if a[0] <= day]
        if before:
            say(catalogue, alice, {"phone": value}, of=day, later=step)
            said.append((max(before)[0], start + step, value))
    gone = {said[place][:2] for place in ended if place < len(said)}
    end(catalogue, alice, gone, present=max(said))

    for day in range(TODAY - 7, TODAY + 1):
        for known in range(start - 1, start + len(acts) + 1):
            told = [a for a in said if a[0] <= day and a[1] <= known]
            newest = max(told, key=lambda a: a[:2]) if told else (0, 0, None)
            over = newest[:2] in gone
            assert then(catalogue, alice, on=day, known=known).get("phone") == (None if over else newest[2])
            with reading() as cursor:
                past = selecting.then(cursor, row_of(alice), 1 << PHONE, on=day, known=known).past
            assert [cell.origin.ended for cell in past if cell.origin.ended] == [True] * over
    with reading() as cursor:
        assert writing.verify(cursor) == []


def end(
    catalogue: Catalogue, ordinal: int, gone: set[tuple[int, int]], *, present: tuple[int, int, str | None],
    bit: int = PHONE,
) -> None:  # fmt: skip
    """Take away what was asserted at these times, as the night does."""
    held = present[:2] in gone and present[2] is not None
    facts = tuple((bit, *times) for times in gone if not held or times != present[:2])
    with transaction() as cursor:
        reducing.reduce(
            cursor, grant(ordinal), catalogue, row_of(ordinal), Due(ordinal, fields=held << bit, facts=facts)
        )


def test_times_are_written_as_microseconds_and_read_back() -> None:
    assert times.at(times.moment(NOW)) == NOW
    assert times.day(dt.date(1, 1, 1)) == 1
