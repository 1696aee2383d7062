"""Durations, as the Civil Code counts."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seiyaku.core.deadlines import add, is_over, last_day
from seiyaku.core.errors import InputError

DAYS = st.dates(min_value=date(1900, 1, 1), max_value=date(2200, 1, 1))


@pytest.mark.promise("2-3")
@pytest.mark.parametrize(
    ("day", "duration", "expected"),
    [
        (date(2026, 1, 31), "1m", date(2026, 2, 28)), (date(2024, 1, 31), "1m", date(2024, 2, 29)),
        (date(2024, 2, 29), "1y", date(2025, 2, 28)), (date(2024, 2, 29), "4y", date(2028, 2, 29)),
        (date(2026, 12, 31), "2m", date(2027, 2, 28)), (date(2026, 11, 23), "30d", date(2026, 12, 23)),
        (date(2026, 11, 23), "5y", date(2031, 11, 23)), (date(2026, 8, 31), "6m", date(2027, 2, 28)),
        (date(9999, 12, 1), "2m", date.max), (date(9999, 12, 1), "99d", date.max),
        (date(2026, 1, 1), "99999y", date.max),
    ],
)  # fmt: skip
def test_the_corresponding_day_or_the_months_last(day: date, duration: str, expected: date) -> None:
    assert add(day, duration) == expected


@pytest.mark.promise("2-3")
@pytest.mark.parametrize(
    ("event", "duration", "expected"),
    [
        (date(2026, 2, 28), "1m", date(2026, 3, 31)),  # starts on 1 March, ends with March
        (date(2026, 1, 30), "1m", date(2026, 2, 28)),  # starts on the 31st; February has none
        (date(2026, 1, 31), "1m", date(2026, 2, 28)),
        (date(2026, 11, 23), "1m", date(2026, 12, 23)),
        (date(2026, 11, 23), "3y", date(2029, 11, 23)),
        (date(2026, 11, 23), "14d", date(2026, 12, 7)),
        (date(2024, 2, 28), "1y", date(2025, 2, 28)),
        (date.max, "1y", date.max),
    ],
)
def test_a_period_ends_as_articles_140_and_143_say(event: date, duration: str, expected: date) -> None:
    assert last_day(event, duration) == expected
    assert not is_over(event, duration, expected)


@given(day=DAYS, months=st.integers(1, 600))
def test_months_never_skip_a_month_and_keep_the_day_where_there_is_one(day: date, months: int) -> None:
    later = add(day, f"{months}m")

    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == day.day or (later + timedelta(days=1)).day == 1


@given(day=DAYS, years=st.integers(1, 100))
def test_a_year_is_twelve_months(day: date, years: int) -> None:
    assert add(day, f"{years}y") == add(day, f"{12 * years}m")


@given(event=DAYS, number=st.integers(1, 999), unit=st.sampled_from("dmy"))
def test_a_period_ends_after_it_began_and_not_before_the_corresponding_day(event: date, number: int, unit: str) -> None:
    end = last_day(event, f"{number}{unit}")

    assert add(event, f"{number}{unit}") <= end <= add(event, f"{number}{unit}") + timedelta(days=3)
    assert is_over(event, f"{number}{unit}", end + timedelta(days=1))


@pytest.mark.parametrize("duration", ["", "0d", "5", "d", "-1d", "5w", "５d", "1y6m", "5D", "100000d"])
def test_what_is_no_duration_is_refused(duration: str) -> None:
    with pytest.raises(InputError):
        add(date(2026, 1, 1), duration)
