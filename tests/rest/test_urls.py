"""One table: who gets which status at which address. Whatever an address does, it says no to the same people."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.utils import timezone

from seiyaku.people.days import today
from tests.addresses import routes, without_row
from tests.door.conftest import SIGN_UP, House

from .conftest import Caller, caller, token_for
from .test_attesting import OF_THE_POLICY
from .test_calls import CALLS
from .test_records import RECORDS
from .test_releases import RELEASES

P = "00" * 16
E = "00" * 12
ORIGIN = {"source": "web-form", "form": "sign-up", "shown": SIGN_UP.shown}
CHOICE = {"kind": "use", "use": "send-offers"}
WROTE = {"person": P, "values": {"name": "見本"}, "purpose": "deliver-service", "origin": ORIGIN}
WHY = {"purpose": "answer-questions", "origin": ORIGIN}
LISTED = {"asks": [{"person": P, "values": {"name": "見本"}}], **WHY}
STANDS = {"organisation": P, "person": "11" * 16, "role": "contact"}
APPOINTED = STANDS | WHY
MARKETING = {"people": [P], "use": "send-offers", "method": "mail"}

# verb: (a body of the right shape about nobody, status for a clerk, for the desk, for somebody untrained)
VERBS: dict[str, tuple[dict[str, Any], int, int, int]] = {
    "find": ({"by": {"phone": "09099999999"}, "purpose": "deliver-service"}, 200, 403, 403),
    "use": ({"person": P, "fields": ["name"], "purpose": "deliver-service"}, 404, 403, 403),
    "contact": ({"person": P, "fields": ["name"], "purpose": "service-contact"}, 404, 403, 403),
    "use-many": ({"people": [P], "fields": ["name"], "purpose": "deliver-service"}, 404, 404, 404),
    "statistics": ({"people": [P], "by": {"address": "prefecture"}, "purpose": "deliver-service"}, 404, 404, 404),
    "explain": ({"fields": ["name"], "purpose": "deliver-service"}, 200, 200, 200),
    "person": ({"person": P}, 403, 404, 403),
    "collect": ({"values": {"name": "見本"}, "origin": ORIGIN | {"form": "none"}}, 403, 403, 403),
    "collect-many": ({"rows": [{"name": "見本"}], "origin": ORIGIN | {"form": "none"}}, 403, 403, 403),
    "correct": (WROTE, 404, 403, 403),
    "change": (WROTE, 404, 403, 403),
    "consent": (
        {"people": [P], "choice": CHOICE, "statement": "00" * 32, "method": "button", "identity": "session"},
        404, 404, 403,
    ),
    "withdraw": ({"people": [P], "choice": CHOICE, "method": "mail"}, 404, 404, 403),
    "refuse": (MARKETING, 404, 404, 403),
    "stop": ({"people": [P]}, 403, 404, 403),
    "resume": ({"people": [P]}, 403, 404, 403),
    "accept": ({"people": [P], "channel": "web"}, 404, 404, 403),
    "scan": ({"part": "見本", "field": "name", "purpose": "law:disclose"}, 403, 200, 403),
    "begin-relation": ({"people": [P], "origin": ORIGIN}, 404, 404, 403),
    "end-relation": ({"people": [P], "origin": ORIGIN}, 404, 404, 403),
    "withhold": ({"person": P, "entries": [E], "reason": "paper:none"}, 403, 404, 403),
    "reveal": ({"person": P, "entries": [E]}, 403, 404, 403),
    "erase": ({"person": P}, 403, 404, 403),
    "provide": (
        {"people": [P], "fields": ["name"], "recipient": "partner:none", "purpose": "deliver-service"}, 404, 404, 404,
    ),
    "provide-related": (
        {"fields": ["cookie"], "recipient": "partner:none", "confirmed": "paper:none", "how": "told"}, 403, 403, 403,
    ),
    "records": ({"person": P}, 403, 404, 403),
    "receipt": ({"person": P, "entry": E}, 403, 404, 403),
    "registers": ({}, 403, 403, 403),
    "registers/export": ({"form": "csv"}, 403, 403, 403),
    "merge": ({"gone": P, "into": "11" * 16}, 403, 404, 403),
    "split": ({"person": P, "fields": ["name"]}, 403, 404, 403),
    "roll-back": ({"file": "00" * 32}, 403, 404, 403),
    "export": ({"people": [P], "fields": ["name"], "purpose": "deliver-service"}, 404, 404, 404),
    "correct-many": (LISTED, 200, 200, 200),
    "change-many": (LISTED, 200, 200, 200),
    "contact-many": ({"people": [P], "fields": ["name"], "purpose": "service-contact"}, 404, 404, 404),
    "person-many": ({"people": [P]}, 200, 200, 200),
    "note": ({"person": P, "said": {"text": "x"}, "field": "inquiry", **WHY}, 404, 404, 403),
    "note-many": ({"asks": [{"person": P, "said": {"text": "x"}}], "field": "inquiry", **WHY}, 200, 200, 200),
    "appoint": (APPOINTED, 404, 404, 403),
    "dismiss": (APPOINTED, 404, 404, 403),
    "appoint-many": ({"asks": [STANDS], **WHY}, 200, 200, 200),
    "dismiss-many": ({"asks": [STANDS], **WHY}, 200, 200, 200),
    "merge-many": ({"asks": [{"gone": P, "into": "11" * 16}]}, 200, 200, 200),
    "split-many": ({"asks": [{"person": P, "fields": ["name"]}]}, 200, 200, 200),
    "withhold-many": ({"asks": [{"person": P, "entries": [E]}], "reason": "paper:none"}, 200, 200, 200),
    "reveal-many": ({"asks": [{"person": P, "entries": [E]}]}, 200, 200, 200),
    "erase-many": ({"people": [P]}, 200, 200, 200),
    "files": ({"person": P, "field": "inquiry", "purpose": "answer-questions"}, 404, 404, 403),
    "retrieve": ({"person": P, "field": "inquiry", "purpose": "answer-questions", "ref": P}, 404, 404, 403),
    "quarantine": ({}, 403, 200, 403),
    "look": ({"rows": [P]}, 403, 404, 403),
    "release": ({"rows": [P], "origin": ORIGIN}, 403, 404, 403),
    "discard": ({"rows": [P]}, 403, 404, 403),
    "papers": ({"content": "eA==", "kind": "consent", "until": "2199-01-01"}, 200, 200, 200),
    "expire": ({"report": True}, 403, 403, 403),
    "replay": ({"days": 1}, 403, 403, 403),
    "notices": ({"form": "none"}, 422, 422, 422),
    "statements": ({"name": "offers", "ja": "よいですか", "en": "May we?"}, 200, 200, 200),
}  # fmt: skip
OF_FILES = ("attach",)  # what takes bytes, not JSON
READ = ("reports", "reports/data-map")  # what is read without a body; who may: tests/console/test_reports.py
OPEN = ("health", "policy", "problems/refused", "openapi.json")
EVERYTHING = (
    "deliver-service", "service-contact", "send-offers", "law:ask-consent", "law:stop", "law:erase", "law:disclose",
    "law:withhold", "law:provision", "law:accuracy", "law:provision-records", "law:quarantine", "law:retention",
    "law:statutory-record", "answer-questions", "house:papers",
)  # fmt: skip


@pytest.fixture
def roles(house: House) -> dict[str, Caller]:
    return {
        "clerk": caller(house.clerk, EVERYTHING),
        "desk": caller(house.desk, EVERYTHING),
        "lapsed": caller(house.lapsed, EVERYTHING),
    }


def test_the_tables_hold_every_address() -> None:
    of_one = (f"entries/{E}", "anonymised/jobs/job:none")
    asked = (*VERBS, *OF_FILES, *RECORDS, *CALLS, *OF_THE_POLICY, *RELEASES, *READ, *OPEN, *of_one)
    verbs = {f"/api/v1/{one}" for one in asked}
    empty = {"/api/v1/", "/api/v1/nothing"}  # nothing is there, and says so as a problem

    where = "to VERBS or OPEN in tests/rest/test_urls.py, or to RECORDS in tests/rest/test_records.py"
    assert without_row(routes("api/"), verbs | empty, where) == ""


def test_the_table_holds_every_verb_that_is_described(house: House) -> None:
    described = Caller("", None).get("openapi.json").json()["paths"]

    asked = {path.removeprefix("/api/v1/") for path, ways in described.items() if "post" in ways}

    assert asked == {*VERBS, *OF_FILES, *RECORDS, *CALLS, *OF_THE_POLICY, *RELEASES}


@pytest.mark.promise("2-2", "2-4")
def test_each_role_gets_its_status_at_each_address(roles: dict[str, Caller]) -> None:
    got = {
        verb: tuple(roles[role].post(verb, body).status_code for role in ("clerk", "desk", "lapsed"))
        for verb, (body, *_) in VERBS.items()
    }

    assert got == {verb: tuple(statuses) for verb, (_, *statuses) in VERBS.items()}


@pytest.mark.promise("2-1")
def test_whoever_is_not_proven_gets_401_everywhere_in_the_same_words(house: House) -> None:
    from seiyaku.people import services
    from seiyaku.people.models import Account, ServiceToken

    token = token_for(house.clerk, "deliver-service")
    revoked = token_for(house.clerk, "deliver-service")
    services.revoke_token(ServiceToken.objects.order_by("-pk")[0].ref, actor=house.clerk)
    expired = token_for(house.clerk, "deliver-service")
    ServiceToken.objects.filter(pk=ServiceToken.objects.order_by("-pk")[0].pk).update(ends_at=timezone.now())
    ownerless = token_for(house.marketer, "send-offers")
    Account.objects.filter(ref=house.marketer.id).update(left_on=today())
    strangers = [
        Caller("", house.clerk.id), Caller("syk_" + "x" * 43, house.clerk.id), Caller(revoked, house.clerk.id),
        Caller(expired, house.clerk.id), Caller(ownerless, house.marketer.id), Caller(token, house.marketer.id),
        Caller(token, None), Caller(token, "staff:nobody"), Caller(token, "staff:\u00e9"), Caller(token[4:], None),
    ]  # fmt: skip

    every = {verb: body for verb, (body, *_) in VERBS.items()} | CALLS | OF_THE_POLICY
    answers = [stranger.post(verb, body) for verb, body in every.items() for stranger in strangers]
    answers += [stranger.get(address) for stranger in strangers for address in (f"entries/{E}", *READ)]

    assert {answer.status_code for answer in answers} == {401}
    assert len({answer.content for answer in answers}) == 1
    assert {answer["WWW-Authenticate"] for answer in answers} == {"Bearer"}


@pytest.mark.parametrize("address", OPEN)
def test_what_is_public_needs_no_token_and_takes_no_other_method(house: House, address: str) -> None:
    anybody = Caller("", None)

    assert anybody.get(address).status_code == 200
    assert anybody.post(address, {}).status_code == 405
    assert anybody.get(address)["Cache-Control"] == "no-store"


@pytest.mark.parametrize("address", [*VERBS, *OF_FILES, "nothing", "use/", "../up", "entries/"])
def test_another_method_or_address_is_a_problem_and_no_page(house: House, clerks: Caller, address: str) -> None:
    answer = clerks.get(address)

    assert answer.status_code == (405 if address in {*VERBS, *OF_FILES} else 404)
    if answer["Content-Type"] == "application/problem+json":
        assert json.loads(answer.content)["type"].startswith("/api/v1/problems/")
    else:
        assert address == "../up"


@pytest.mark.promise("2-2")
def test_an_entry_of_somebody_else_is_not_there(house: House, roles: dict[str, Caller]) -> None:
    entry = roles["clerk"].post("explain", {"fields": ["name"], "purpose": "deliver-service"}).json()["entry"]

    mine = roles["clerk"].get(f"entries/{entry}")
    others, none = (roles["desk"].get(f"entries/{one}") for one in (entry, E))

    assert mine.status_code == 200
    assert json.loads(mine.json()["entry"])["id"] == entry
    assert (others.status_code, none.status_code) == (404, 404)
    assert others.content == none.content
