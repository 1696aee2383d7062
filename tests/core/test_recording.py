"""Records of what was given and came: which rule asks what of them, how long they are kept, and who is told whose."""

from __future__ import annotations

import datetime as dt

import pytest

from seiyaku.core import recording

pytestmark = pytest.mark.promise("8-1", "8-3-A", "8-3-M")


@pytest.mark.parametrize(
    ("mode", "made", "last", "month"),
    [
        ("each", dt.date(2026, 11, 23), dt.date(2026, 11, 23), dt.date(2029, 12, 1)),
        ("each", dt.date(2026, 12, 31), dt.date(2026, 12, 1), dt.date(2030, 1, 1)),
        ("batch", dt.date(2026, 11, 23), dt.date(2027, 2, 28), dt.date(2030, 3, 1)),
        ("contract", dt.date(2026, 11, 23), dt.date(2026, 11, 30), dt.date(2027, 12, 1)),
        ("each", dt.date(2024, 2, 29), dt.date(2024, 2, 29), dt.date(2027, 3, 1)),
    ],
)
def test_the_period_runs_from_the_record_or_from_the_last_provision(
    mode: str, made: dt.date, last: dt.date, month: dt.date
) -> None:
    assert recording.month_of_end(mode, made, last) == month


@pytest.mark.parametrize(
    ("record_class", "basis", "rule"),
    [
        ("provided", "27(2)", "R.20(1)(i)"), ("provided", "27(1)", "R.20(1)(ii)"),
        ("provided", "28(1)", "R.20(1)(ii)"), ("received", "27(2)", "R.24(1)(i)"),
        ("received", "28(1)", "R.24(1)(ii)"), ("received", "31(1)", "R.24(1)(iii)"),
        ("received", "30(1)", "R.24(1)(iv)"), ("related", "31(1)", "R.28(1)"),
    ],
)  # fmt: skip
def test_each_record_stands_under_the_item_of_the_rule_that_it_rests_on(
    record_class: str, basis: str, rule: str
) -> None:
    assert recording.rule(record_class, basis) == rule


@pytest.mark.parametrize(
    ("article", "at_home", "abroad"),
    [
        ("27(1)", "27(1)", "28(1)"), ("27(1); 28(1)", "27(1)", "28(1)"), ("28(1)", None, "28(1)"),
        *((f"27(1)({item})", None, None) for item in ("i", "ii", "iii", "iv", "v", "vi", "vii")),
        ("27(5)(i), 25", None, "28(1)"), ("27(5)(i), 25; 28(1)", None, "28(1)"), ("27(5)(ii), 18(2)", None, "28(1)"),
        ("27(5)(iii)", None, "28(1)"), ("18(1)", None, "28(1)"),
    ],
)  # fmt: skip
def test_a_record_is_wanted_of_consent_and_of_all_that_goes_abroad_but_on_a_ground_of_27_1(
    article: str, at_home: str | None, abroad: str | None
) -> None:
    assert [recording.basis(article, abroad=way) for way in (False, True)] == [at_home, abroad]


@pytest.mark.parametrize(
    ("record_class", "mode", "rule"),
    [("provided", "each", "R.21(iii)"), ("received", "batch", "R.25(ii)"), ("related", "contract", "R.29(i)")],
)
def test_how_long_stands_in_the_rule_of_its_class_and_making(record_class: str, mode: str, rule: str) -> None:
    assert recording.period_rule(record_class, mode) == rule


@pytest.mark.parametrize(("mode", "day"), [("each", 1), ("batch", 9), ("contract", 9)])
def test_a_period_runs_from_the_making_or_from_the_last_time_of_what_goes_on(mode: str, day: int) -> None:
    assert recording.starts_on(mode, dt.date(2026, 5, 1), dt.date(2026, 5, 9)) == dt.date(2026, 5, day)


@pytest.mark.parametrize(
    ("record_class", "asked", "manages", "told"),
    [
        (None, None, True, True), (None, None, False, False), ("provided", False, True, False),
        ("received", True, False, True), ("related", None, True, False), ("related", True, True, False),
    ],
)  # fmt: skip
def test_a_look_tells_whose_where_that_is_asked_and_unasked_to_who_manages(
    record_class: str | None, asked: bool | None, manages: bool, told: bool
) -> None:
    assert recording.tells_whose(record_class, asked=asked, manages=manages) == told


@pytest.mark.parametrize(
    ("whose", "manages", "of_one_person", "refused"),
    [
        (True, True, True, False), (True, True, False, False), (False, False, False, False),
        (False, True, False, False),
        (True, False, False, True), (True, False, True, True), (False, False, True, True), (False, True, True, True),
    ],
)  # fmt: skip
def test_who_does_not_manage_learns_nobodys_name_not_even_by_looking_for_one(
    whose: bool, manages: bool, of_one_person: bool, refused: bool
) -> None:
    answer = recording.objection(whose=whose, manages=manages, of_one_person=of_one_person)

    assert (answer is not None) == refused
    assert answer is None or (answer.clause, answer.article, answer.reason) == ("8", "29, 30", "no-duty")
