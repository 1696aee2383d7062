"""What hostile or careless callers send: refused early, told where, and never repeated."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from django.conf import settings

from seiyaku.people import pace
from seiyaku.rest import rates
from tests.door.conftest import ALICE, House

from .conftest import JSON, Caller

SECRET = "090-0000-0001"
SECOND = 1_000_000
NOON = 1_800_000_000 * SECOND
HOSTILE = [
    b" ", b"{", b"[]", b"null", b'"a"', b"\xff\xfe", b'{"person": NaN}',
    b'{"by": {"phone": "\\ud800"}, "purpose": "deliver-service"}',
    b'{"by": {"phone": "0900000\\u00000001"}, "purpose": "deliver-service"}',
    b'{"by": ' + b"[" * 50 + b"]" * 50 + b"}",
    b"[" * 100_000,
    b'{"by": {"phone": "090-0000-0001"}, "purpose": "deliver-service", "090-0000-0001": 1}',
    b'{"by": {"090-0000-0001": ["090-0000-0001"]}, "purpose": "deliver-service"}',
    b'{"by": {"name!": "090-0000-0001"}, "purpose": "deliver-service"}',
    b'{"by": {"phone": "090-0000-0001"}, "purpose": "090 0000 0001"}',
    b'{"by": {"phone": 9000000001}, "purpose": "deliver-service"}',
]  # fmt: skip


@pytest.mark.promise("2-1")
def test_a_body_that_cannot_be_used_is_422_and_comes_back_in_no_answer_and_no_log(
    house: House, clerks: Caller, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        answers = [clerks.post("find", body) for body in HOSTILE]

    assert {answer.status_code for answer in answers} == {422}
    assert not [answer.content for answer in answers if b"0000" in answer.content]
    assert SECRET not in caplog.text


@pytest.mark.promise("2-1")
def test_a_value_its_type_refuses_is_not_repeated(
    house: House, clerks: Caller, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        answer = clerks.post("find", {"by": {"phone": "not-a-phone-4711"}, "purpose": "deliver-service"})

    assert answer.status_code == 422
    assert b"4711" not in answer.content
    assert "4711" not in caplog.text


def test_a_body_is_json_and_not_larger_than_the_limit(house: House, clerks: Caller) -> None:
    headers = {"Authorization": f"Bearer {clerks.token}", "On-Behalf-Of": clerks.behalf or ""}

    form = clerks.http.post("/api/v1/find", "a=b", content_type="application/x-www-form-urlencoded", headers=headers)
    large = clerks.http.post("/api/v1/find", b" " * (settings.API_BODY_BYTES + 1), content_type=JSON, headers=headers)

    assert (form.status_code, form.json()["code"]) == (415, "not-json")
    assert (large.status_code, large.json()["code"]) == (413, "too-large")


@pytest.mark.promise("2-1")
def test_a_token_that_asks_too_much_waits_and_others_do_not(
    house: House, clerks: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "API_PER_MINUTE", 2)
    monkeypatch.setattr(rates, "_now", lambda now: now or NOON)  # nothing is given back meanwhile
    body = {"fields": ["name"], "purpose": "deliver-service"}

    statuses = [clerks.post("explain", body).status_code for _ in range(3)]
    last = clerks.post("explain", body)

    assert statuses == [200, 200, 429]
    assert last["Retry-After"] == "30"
    rates.spend("token:other")


def test_asks_come_back_with_time(instance: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "API_PER_MINUTE", 60)
    for _ in range(60):
        rates.spend("token:a", now=NOON)

    with pytest.raises(rates.TooMany):
        rates.spend("token:a", now=NOON + SECOND // 2)
    rates.spend("token:a", now=NOON + SECOND)


def test_more_processes_are_not_more_asks(instance: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each asks as if it were alone; what one has taken and not given out is nobody else's."""
    monkeypatch.setattr(settings, "API_PER_MINUTE", 400)
    given = 0
    for process in range(300):
        rates.forget()  # another process has nothing in hand
        try:
            for _ in range(1 + process % 3):
                rates.spend("token:a", now=NOON)
                given += 1
        except rates.TooMany:
            continue

    assert 100 <= given <= 400
    with pytest.raises(rates.TooMany):
        rates.spend("token:a", now=NOON)


def test_what_is_in_hand_is_not_kept_for_later(instance: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "API_PER_MINUTE", 200)
    rates.spend("token:a", now=NOON)

    pace.owe("token:a", 10_000, per_minute=200, now=NOON)
    rates.spend("token:a", now=NOON + SECOND)  # the second of the two that were taken

    with pytest.raises(rates.TooMany):
        rates.spend("token:a", now=NOON + 2 * SECOND)


@pytest.mark.promise("2-1")
def test_a_list_counts_as_many_asks_as_it_has_acts(
    house: House, clerks: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "API_PER_MINUTE", 60)
    monkeypatch.setattr(rates, "_now", lambda now: now or NOON)
    asks = [{"person": "00" * 16, "values": {"name": "x"}}] * 100

    listed = clerks.post("correct-many", {"asks": asks, "purpose": "deliver-service", "origin": {"source": "x"}})
    after = clerks.post("explain", {"fields": ["name"], "purpose": "deliver-service"})

    assert listed.status_code == 200
    assert (after.status_code, after["Retry-After"]) == (429, "41")


@pytest.mark.promise("2-1")
def test_a_mistake_of_ours_is_told_by_its_type_alone(
    house: House, clerks: Caller, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    from seiyaku import door

    def broken(*_: object, **__: object) -> None:
        raise ValueError(ALICE["name"])

    monkeypatch.setattr(door, "find", broken, raising=False)

    answer = clerks.post("find", {"by": {"phone": SECRET}, "purpose": "deliver-service"})

    assert (answer.status_code, answer.json()["code"]) == (500, "error")
    assert ALICE["name"] not in answer.content.decode() + caplog.text


@pytest.mark.parametrize(("asked", "spoken"), [("en", "en"), ("ja", "ja"), ("fr", "ja"), ("ja;q=0.1, en;q=0.9", "en")])
def test_a_problem_speaks_the_language_it_is_asked_in(house: House, asked: str, spoken: str) -> None:
    answer = Caller("", None, language=asked).post("find", {})

    assert answer["Content-Language"] == spoken
    assert ("Who is asking" in answer.json()["title"]) == (spoken == "en")
