"""A telephone system at the door: a call is begun, the caller made known, used in, taken from, and ended (7-2, 2-2)."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest

from seiyaku import door
from seiyaku.core.standing import TRIES_AT_MOST
from seiyaku.door.models import Occasion
from seiyaku.people.models import Repeat
from tests.door.conftest import ALICE, House, staff, wording
from tests.people.sample import entries

from .conftest import Caller, caller

pytestmark = pytest.mark.promise("7-2", "2-2")
SERVICE = "deliver-service"
BOTH = {"phone": "０９０ー００００ー０００１", "birth-date": "平成2年4月1日"}
PAPER = base64.b64encode("委任状（見本）".encode()).decode()
# verb: a body of the right shape, of a call that is nobody's
CALLS: dict[str, dict[str, Any]] = {
    "calls/begin": {"purpose": SERVICE}, "calls/identify": {"occasion": "call:none", "said": {"phone": "1"}},
    "calls/authorise": {"occasion": "call:none", "paper": PAPER}, "calls/state": {"occasion": "call:none"},
    "calls/take": {
        "occasion": "call:none", "person": "00" * 16, "fields": ["name"], "how": "copy", "purpose": SERVICE,
    },
    "calls/decline": {"occasion": "call:none", "person": "00" * 16, "use": SERVICE, "statement": "00" * 32},
    "calls/end": {"occasion": "call:none"},
}  # fmt: skip


@pytest.fixture
def switchboard(house: House) -> Caller:
    """The telephone system of the clerk."""
    return caller(house.clerk, [SERVICE, "answer-questions", "law:ask-consent", "house:papers"])


def begun(switchboard: Caller, **said: Any) -> str:
    answer = switchboard.post("calls/begin", {"purpose": SERVICE, **said})
    assert answer.status_code == 200, answer.content
    return str(answer.json()["occasion"])


def identify(switchboard: Caller, call: str, said: dict[str, str] | None = None, key: str | None = None) -> Any:
    headers = {"Idempotency-Key": key} if key is not None else {}
    return switchboard.post("calls/identify", {"occasion": call, "said": said or BOTH}, **headers)


def read(switchboard: Caller, house: House, call: str, *, purpose: str = SERVICE) -> Any:
    body = {"person": house.alice, "fields": ["name", "birth-date"], "purpose": purpose, "occasion": call}
    return switchboard.post("use", body)


def test_from_ringing_to_the_end_everything_is_on_record_and_names_the_call(house: House, switchboard: Caller) -> None:
    begin = switchboard.post("calls/begin", {"purpose": SERVICE}).json()
    call = begin["occasion"]

    early = read(switchboard, house, call)
    half = identify(switchboard, call, {"phone": ALICE["phone"]}).json()
    known = identify(switchboard, call).json()
    used = read(switchboard, house, call).json()
    taken = switchboard.post(
        "calls/take",
        {"occasion": call, "person": known["person"], "fields": ["phone"], "how": "copy", "purpose": SERVICE},
    ).json()
    state = switchboard.post("calls/state", {"occasion": call}).json()
    ended = switchboard.post("calls/end", {"occasion": call})
    late = read(switchboard, house, call)

    assert (begin["needed"], begin["person"], begin["tries_left"]) == (2, None, TRIES_AT_MOST)
    assert (early.status_code, early.json()["reason"], early.json()["clause"]) == (403, "caller-unverified", "7-2")
    assert (half["people"], half["person"]) == (1, None)
    assert known["person"] == state["person"] == house.alice
    assert used["values"] == {"name": ALICE["name"]}
    assert used["left"]["birth-date"]["reason"] == "not-needed"
    assert taken["values"] == {"phone": ALICE["phone"]}
    assert (ended.status_code, late.status_code) == (200, 422)
    told = [one for one in entries() if one.get("case") == call]
    assert [one["act"] for one in told] == [
        "begin", "read", "identify", "identify", "identify", "identify", "read", "export", "end",
    ]  # fmt: skip
    assert {one["behalf"] for one in told} == {house.clerk.id}
    assert told[-2]["note_kind"] == "copy"
    assert not [value for value in ALICE.values() if value in json.dumps(told, ensure_ascii=False)]


def test_the_purpose_is_the_calls_and_another_is_not_taken(house: House, switchboard: Caller) -> None:
    call = begun(switchboard)
    identify(switchboard, call)

    other = read(switchboard, house, call, purpose="answer-questions")

    assert other.status_code == 422
    assert switchboard.post("calls/begin", {"purpose": "send-offers"}).json()["reason"] == "program-purpose"


def test_a_call_is_theirs_for_whom_it_was_begun_and_goes_on_on_their_screen(house: House, switchboard: Caller) -> None:
    other = staff("cora", "clerk")
    call = begun(switchboard)
    identify(switchboard, call)
    same_program = Caller(switchboard.token, other.id)

    foreign = [
        same_program.post(verb, body | {"occasion": call}).status_code
        for verb, body in CALLS.items()
        if verb not in ("calls/begin", "calls/take", "calls/decline")
    ]
    read_there = read(same_program, house, call).status_code
    on_screen = door.use(house.alice, ["name"], purpose=SERVICE, occasion=call, actor=house.clerk)

    assert foreign == [422, 422, 404, 404]
    assert read_there == 422
    assert on_screen.values == {"name": ALICE["name"]}


def test_a_caller_who_guesses_is_stopped_and_a_repeat_is_no_guess(house: House, switchboard: Caller) -> None:
    call = begun(switchboard)
    wrong = BOTH | {"birth-date": "1991-04-01"}

    once = [identify(switchboard, call, wrong, key="k").json()["tries_left"] for _ in range(3)]
    for _ in range(TRIES_AT_MOST - 1):
        identify(switchboard, call, wrong)
    right = identify(switchboard, call)

    assert once == [TRIES_AT_MOST - 1] * 3
    assert (right.status_code, right.json()["reason"]) == (403, "too-many-tries")


def test_what_is_sent_twice_is_done_once_and_forgotten_with_whom_it_named(house: House, switchboard: Caller) -> None:
    key = {"Idempotency-Key": "ring-17"}
    first, second = (switchboard.post("calls/begin", {"purpose": SERVICE}, **key) for _ in range(2))
    known = [identify(switchboard, first.json()["occasion"], key="id-17") for _ in range(2)]
    ends = [
        switchboard.post("calls/end", {"occasion": first.json()["occasion"]}, **{"Idempotency-Key": "end-17"})
        for _ in range(2)
    ]

    assert first.json() == second.json()
    assert second["Idempotency-Replayed"] == known[1]["Idempotency-Replayed"] == "true"
    assert known[0].json() == known[1].json()
    assert [each.status_code for each in ends] == [200, 200]
    assert Occasion.objects.count() == 1
    door.erase(house.alice, actor=house.desk)
    assert house.alice not in str(list(Repeat.objects.values_list("answer", flat=True)))
    assert not [row for row in Repeat.objects.all() if bytes.fromhex(house.alice) in bytes(row.people)]


def test_whoever_speaks_for_another_shows_by_what_authority(house: House, switchboard: Caller) -> None:
    call = begun(switchboard, caller="family")
    identify(switchboard, call)

    without = read(switchboard, house, call)
    empty = switchboard.post("calls/authorise", {"occasion": call, "paper": ""})
    no_papers = caller(house.clerk, [SERVICE]).post("calls/authorise", {"occasion": call, "paper": PAPER})
    kept = switchboard.post("calls/authorise", {"occasion": call, "paper": PAPER})
    shown = read(switchboard, house, call)

    assert (without.json()["reason"], without.json()["clause"]) == ("no-authority", "7-2")
    assert (empty.status_code, no_papers.status_code, kept.status_code) == (422, 403, 200)
    assert shown.json()["values"] == {"name": ALICE["name"]}
    assert switchboard.post("calls/state", {"occasion": call}).json()["authority"] is True


@pytest.mark.promise("4-3")
def test_consent_is_asked_for_on_the_spot_and_a_no_changes_nothing(house: House) -> None:
    switchboard = caller(house.clerk, ["considerate-service", "law:ask-consent"])
    call = begun(switchboard, purpose="considerate-service")
    words = wording()
    asked = {"occasion": call, "statement": words}
    body = {"people": [house.alice], "choice": {"use": "considerate-service"}, "method": "oral", **asked}

    stranger = switchboard.post("consent", body | {"identity": "two-items"})
    identify(switchboard, call)
    no = switchboard.post("calls/decline", asked | {"person": house.alice, "use": "considerate-service"})
    before = read(switchboard, house, call, purpose="considerate-service")
    switchboard.post("consent", body | {"identity": "two-items"})
    after = read(switchboard, house, call, purpose="considerate-service")

    assert (stranger.status_code, stranger.json()["reason"]) == (403, "caller-unverified")
    assert (no.status_code, before.json()["reason"]) == (200, "no-consent")
    assert after.json()["values"] == {"name": ALICE["name"]}


def test_a_call_of_nobodys_is_not_there(house: House, switchboard: Caller) -> None:
    got = {verb: switchboard.post(verb, body).status_code for verb, body in CALLS.items()}

    assert got == {
        "calls/begin": 200, "calls/identify": 422, "calls/authorise": 422, "calls/state": 404, "calls/take": 422,
        "calls/decline": 422, "calls/end": 404,
    }  # fmt: skip
