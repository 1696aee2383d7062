"""Records of staff and partners over HTTP: for the token owner alone, refused as at the terminal (2, 3)."""

from __future__ import annotations

import base64
import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest

from seiyaku.core.asks import Actor
from seiyaku.core.errors import Refused
from seiyaku.partners.checklists import ITEMS
from seiyaku.people import services as people
from seiyaku.people.days import today
from seiyaku.people.models import Completion, DutyHeld
from tests.people.sample import entries
from tests.promises.founded import Company, charge, found, hire

from .conftest import Caller, token_for

BOTH = ("house:people", "house:partners")
DAY = dt.timedelta(days=1)
PAPER = base64.b64encode(b"the text").decode()
SCOPE = {"fields": ["name", "address", "phone"], "purposes": ["deliver-service"]}
LASTS = {"starts_on": str(today()), "until": str(today() + 30 * DAY)}
OF = {"who": "bob"}
# verb: a body of the right shape
RECORDS: dict[str, dict[str, Any]] = {
    "people/list": {}, "people/deputies": {}, "people/proposals": {}, "people/attention": {},
    "people/hire": {"login": "x", "kind": "employee"}, "people/invite": OF, "people/sign-out": OF,
    "people/kind": OF | {"kind": "employee"}, "people/contact": OF | {"contact": {"phone": "1"}, "until": "2099-01-05"},
    "people/supervisor": OF, "people/pledge": OF | {"on": "2026-01-05"}, "people/grant": OF | {"duty": "desk"},
    "people/deputise": OF | {"held": "duty:x", **LASTS}, "people/revoke": OF | {"duty": "clerk"},
    "people/leave": OF, "people/withdraw": {"proposal": "proposal:x"}, "people/train": OF | {"course": "handling"},
    "people/import": {"csv": "login,course,date\nbob,handling,2026-01-05\n"},
    "people/grace": OF | {"course": "handling", "days": 3, "reason": "病欠"}, "people/sample": OF,
    "people/review": {"sample": "sample:x", "passed": True, "findings": "よし"},
    "partners/list": {}, "partners/attention": {}, "partners/checklist": {},
    "partners/register": {"name": "見本運送", "kind": "delivery-carrier"},
    "partners/classify": {"partner": "p", "character": "entrustment"},
    "partners/contact": {"partner": "p", "contact": {"name": "x"}, "until": "2099-01-05"},
    "partners/open-contact": {"partner": "p"}, "partners/contract": {"partner": "p", "text": PAPER, **SCOPE, **LASTS},
    "partners/text": {"contract": "c"}, "partners/end-contract": {"contract": "c"},
    "partners/sub-entrust": {"contract": "c", "name": "n", "consent": PAPER, "fields": ["name"], "until": "2099-01-05"},
    "partners/end-sub": {"sub": "s"}, "partners/returned": {"contract": "c", "proof": PAPER},
    "partners/supervise": {"partner": "p", "findings": PAPER, "passed": True},
    "partners/mend": {"look": "l", "item": "systems", "proof": PAPER}, "partners/end": {"partner": "p"},
}  # fmt: skip


@pytest.fixture
def company(instance: Path) -> Company:
    return found()


def program(owner: Actor, *purposes: str, behalf: str | None = None) -> Caller:
    return Caller(token=token_for(owner, *(purposes or BOTH)), behalf=behalf or owner.id)


def does(by: Caller, verb: str, **body: Any) -> Any:
    answer = by.post(verb, RECORDS.get(verb, {}) | body)
    assert answer.status_code == 200, answer.content
    return json.loads(answer.content)


def refused(by: Caller, verb: str, **body: Any) -> Any:
    answer = by.post(verb, RECORDS.get(verb, {}) | body)
    assert answer.status_code == 403, answer.content
    said = json.loads(answer.content)
    assert said["entry"] == entries()[-1]["id"]
    return said


@pytest.mark.promise("2-1", "3-1")
def test_a_token_that_does_not_name_the_records_and_a_program_of_anothers_keep_none(company: Company) -> None:
    partner = does(program(company.manager), "partners/register")["ref"]
    other = program(company.manager, "deliver-service")
    for_another = program(company.clerk, *BOTH, behalf=company.manager.id)
    verbs = {
        verb: body | ({"partner": partner} if "partner" in body else {})
        for verb, body in RECORDS.items()
        if verb not in {"partners/checklist", "people/deputise"}  # one is public in kind, one looks its charge up
    }
    held = DutyHeld.objects.filter(duty="clerk").get().ref

    told = {verb: refused(other, verb, **body)["reason"] for verb, body in verbs.items()}
    meant = {verb: refused(for_another, verb, **body)["reason"] for verb, body in verbs.items()}
    deputised = refused(for_another, "people/deputise", held=held)

    assert set(told.values()) == {"program-purpose"}
    assert set(meant.values()) | {deputised["reason"]} == {"not-staff"}


@pytest.mark.promise("2-1", "2-4", "3-1")
def test_a_clerks_program_is_no_more_than_a_clerk(company: Company) -> None:
    clerk = program(company.clerk)

    assert {one["login"] for one in does(clerk, "people/list")["people"]} == {"bob", "hoshiko"}
    for verb in ("people/hire", "people/grant", "people/train", "people/import", "partners/register"):
        assert refused(clerk, verb, **({"who": "hoshiko"} if "who" in RECORDS[verb] else {}))["reason"] == "no-duty"
    assert not Completion.objects.exclude(account__login="bob").exists()


@pytest.mark.promise("3-1")
def test_overall_management_takes_two_over_http_and_goes_to_no_outsider(company: Company) -> None:
    manager = program(company.manager)
    second, eve = hire("ann", company.manager), hire("eve", company.manager, kind="entrusted")
    charge(second, "approver", company.manager)

    alone = refused(manager, "people/grant", who="bob", duty="manager")
    proposal = does(manager, "people/grant", who="bob", duty="manager", propose=True)["proposal"]
    unapproved = refused(manager, "people/grant", who="bob", duty="manager", proposal=proposal)
    by_program = program(second).post("people/approve", {"proposal": proposal})
    people.approve(proposal, actor=second)
    granted = does(manager, "people/grant", who="bob", duty="manager", proposal=proposal)
    outside = [refused(manager, "people/grant", who="eve", duty=duty) for duty in ("manager", "key-holder")]
    stands_in = refused(manager, "people/deputise", who="eve", held=granted["ref"])

    assert {alone["reason"], unapproved["reason"]} == {"one-person"}
    assert by_program.status_code == 404
    assert {one["clause"] for one in (*outside, stands_in)} == {"3-1"}
    assert not DutyHeld.objects.filter(account__ref=eve.id).exists()


@pytest.mark.promise("3-1", "2-4")
def test_nobody_gains_by_a_program_of_their_own(company: Company) -> None:
    second = hire("ann", company.manager)
    charge(second, "approver", company.manager)
    proposal = people.propose("grant-duty", "x", "y", beneficiary=second.id, actor=company.manager)
    administrator = program(company.manager)

    assert refused(administrator, "people/grant", who="hoshiko", duty="desk")["reason"] == "one-person"
    assert refused(administrator, "people/grace", who="hoshiko")["reason"] == "own-training"
    assert refused(administrator, "people/sample", who="hoshiko")["reason"] == "not-supervisor"
    with pytest.raises(Refused):
        people.approve(proposal.ref, actor=second)


@pytest.mark.promise("2-4")
def test_staff_is_kept_over_http_from_the_invitation_to_the_review(company: Company) -> None:
    manager = program(company.manager)

    hired = does(manager, "people/hire", login="carol", supervisor="hoshiko")
    held = does(manager, "people/grant", who="carol", duty="clerk")["ref"]
    does(manager, "people/deputise", who="bob", held=held)
    does(manager, "people/pledge", who="carol")
    does(manager, "people/contact", who="carol")
    wrong = manager.post("people/import", {"csv": "login,course,date\ncarol,handling,2026-13-05\nca,handling,never\n"})
    does(manager, "people/import", csv=f"login,course,date,score\ncarol,handling,{today() - 24 * DAY},77\n")
    drawn = does(manager, "people/sample", who="carol")
    signed = does(manager, "people/review", sample=drawn["ref"])

    assert (hired["mailed"], bool(hired["invitation"])) == (False, True)
    assert [one["where"] for one in json.loads(wrong.content)["errors"]] == [
        "line 2, date", "line 3, login", "line 3, date",
    ]  # fmt: skip
    assert wrong.status_code == 422
    assert "never" not in wrong.content.decode()
    (carol,) = (one for one in does(manager, "people/list")["people"] if one["login"] == "carol")
    assert (carol["trained"], carol["pledged_on"], carol["duties"][0]["duty"]) == (True, "2026-01-05", "clerk")
    assert [one["deputy"] for one in does(manager, "people/deputies")["deputies"]] == ["bob"]
    assert (drawn["population"], signed["uses"]) == (0, 0)
    assert Completion.objects.get(account__login="carol").score == 77


@pytest.mark.promise("3-2")
def test_a_partner_is_kept_over_http_from_the_contract_to_the_return(company: Company) -> None:
    manager = program(company.manager)
    ref = does(manager, "partners/register", character="entrustment")["ref"]
    named = {"partner": "見本運送"}
    terms = ["confidentiality", "safeguards", "return-or-erase", "sub-entrustment"]
    answers = {item: {"answer": "yes"} for item in ITEMS} | {
        "systems": {"answer": "no", "due_on": str(today() + 9 * DAY)}
    }

    assert does(manager, "partners/attention")["closed"][0]["article"]
    signed = does(manager, "partners/contract", **named, terms=terms)
    look = does(manager, "partners/supervise", **named, answers=answers)
    (listed,) = does(manager, "partners/list")["partners"]
    wide = manager.post("partners/sub-entrust", {**RECORDS["partners/sub-entrust"], "contract": signed["ref"]})
    sub = does(manager, "partners/sub-entrust", contract=signed["ref"], until=str(today() + DAY))["ref"]
    does(manager, "partners/mend", look=look["ref"])
    does(manager, "partners/contact", **named)
    assert does(manager, "partners/open-contact", **named)["contact"] == {"name": "x"}
    assert base64.b64decode(does(manager, "partners/text", contract=signed["ref"])["text"]) == b"the text"
    does(manager, "partners/end-contract", contract=signed["ref"])
    early = manager.post("partners/returned", {"contract": signed["ref"], "proof": PAPER})
    does(manager, "partners/end-sub", sub=sub)
    does(manager, "partners/returned", contract=signed["ref"])

    assert (listed["ref"], listed["closed"]) == (ref, [])
    assert listed["supervised_until"] == str(today() + 9 * DAY)
    assert (wide.status_code, early.status_code) == (422, 409)
    assert does(manager, "partners/attention")["unreturned"] == []
    assert does(manager, "partners/end", **named)["ref"] == ref
