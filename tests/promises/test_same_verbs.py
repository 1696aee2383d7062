"""
What can happen with staff and partners can happen at the terminal and over HTTP alike: one list of verbs, two surfaces.
"""

from __future__ import annotations

import json
from inspect import isfunction, signature
from types import ModuleType

import pytest
from django.test import Client

from seiyaku import door
from seiyaku.anonymised import (
    collation,
    complaints,
    delivering,
    drafts,
    jobs,
    making,
    pseudonymising,
    releasing,
    sealed,
    verifying,
)  # fmt: skip
from seiyaku.cli.anonymise import anonymise as anonymise_group
from seiyaku.cli.call import call as call_group
from seiyaku.cli.partners import partners as partners_group
from seiyaku.cli.people import people as people_group
from seiyaku.cli.post import post as post_group
from seiyaku.door import occasions
from seiyaku.partners import services as partners
from seiyaku.people import services as people
from seiyaku.post import destinations
from seiyaku.post import services as post

IN_PERSON = {"approve", "token", "revoke-token", "end-program"}  # no program approves, or makes tokens
ELSEWHERE = {  # signing in, and what the house does by itself: `login`, `logout`, `init`, the nightly jobs
    "accept_invitation", "change_password", "issue_setup_code", "set_up", "sign_in", "sign_out", "remind",
}  # fmt: skip
PEOPLE = {
    "approve": "approve", "assign_supervisor": "supervisor", "allow_grace": "grace", "change_contact": "contact",
    "change_kind": "kind", "complete": "train", "deputise": "deputise", "draw": "sample", "end_program": "end-program",
    "grant_duty": "grant", "hire": "hire", "invite_again": "invite", "issue_token": "token", "leave": "leave",
    "pledge": "pledge", "propose": "grant", "register_program": "token", "review": "review", "revoke_duty": "revoke",
    "revoke_token": "revoke-token", "sign_out_everywhere": "sign-out", "take_completions": "import",
    "withdraw_proposal": "withdraw",
}  # fmt: skip
PARTNERS = {
    "agree_sub_entrustment": "sub-entrust", "change_contact": "contact", "classify": "classify",
    "conclude": "contract", "end": "end", "end_contract": "end-contract", "end_sub_entrustment": "end-sub",
    "mend": "mend", "open_contact": "open-contact", "open_contract": "text", "prove_return": "returned",
    "register": "register", "supervise": "supervise",
}  # fmt: skip

ANONYMISED = {
    (making, "preview"): "plan", (making, "make"): "release", (releasing, "approve"): "approve",
    (releasing, "publish"): "publish", (releasing, "withdraw"): "withdraw", (delivering, "deliver"): "deliver",
    (delivering, "accept"): "accept", (delivering, "use"): "use", (sealed, "facts"): "facts",
    (sealed, "report"): "document", (sealed, "complain"): "complain", (sealed, "settle"): "settle",
    (complaints, "hear"): "hear", (verifying, "recount"): "recount", (collation, "collate"): "collation",
    (pseudonymising, "make"): "pseudonymise", (pseudonymising, "use"): "use", (pseudonymising, "end"): "end",
    (jobs, "begin"): "plan", (jobs, "again"): "again", (jobs, "stop"): "stop", (jobs, "seen"): "jobs",
    (jobs, "listed"): "jobs", (drafts, "keep"): "keep", (drafts, "open_"): "draft", (drafts, "drop"): "drop",
    (drafts, "hand_in"): "hand-in",
}  # fmt: skip
# Where a verb is over HTTP, if not by its name; `jobs` by itself begins one, as `plan` and `release` do elsewhere.
AT = {
    "again": "jobs/again", "stop": "jobs/{job}", "jobs": "jobs/list", "keep": "drafts/keep", "drafts": "drafts/list",
    "draft": "drafts/show", "drop": "drafts/drop", "hand-in": "drafts/hand-in",
}  # fmt: skip
# What others call: within the services, in the night, at the door's intake.
WITHIN = {"opened", "expire", "refuse_giving", "refuse_joining", "refuse_if_released",
          "refuse_rows_if_released", "text_of"}  # fmt: skip
ON_TABLES = {"search", "run", "report", "verify"}  # of any table, without the vault
POST = {
    (post, "run_now"): "run", (post, "retry"): "retry", (post, "confirm"): "confirm", (post, "withdraw"): "withdraw",
    (post, "password"): "password", (destinations, "register"): "register", (destinations, "end"): "end",
}  # fmt: skip


def acts(*rooms: ModuleType) -> set[tuple[ModuleType, str]]:
    """Whatever somebody can do there: the functions of a room's own that take an actor."""
    return {
        (room, name)
        for room in rooms
        for name, function in vars(room).items()
        if isfunction(function) and function.__module__ == room.__name__ and name[0] != "_"
        and "actor" in signature(function).parameters
    }  # fmt: skip


def verbs(of: list[str]) -> set[str]:
    return {name for name in of if name[0].islower()}


def over_http(under: str) -> set[str]:
    paths = json.loads(Client().get("/api/v1/openapi.json").content)["paths"]
    return {path.removeprefix(f"/api/v1/{under}/") for path in paths if path.startswith(f"/api/v1/{under}/")}


@pytest.mark.promise("2-1", "2-4", "3-1")
def test_whatever_can_happen_with_staff_has_a_command_and_an_address() -> None:
    assert verbs(people.__all__) - ELSEWHERE == set(PEOPLE)
    assert set(PEOPLE.values()) <= set(people_group.commands)
    assert over_http("people") == set(people_group.commands) - IN_PERSON


@pytest.mark.promise("7-2")
def test_whatever_can_happen_in_a_call_has_a_command_and_an_address() -> None:
    """What is asked in one besides names it: `use`, `find`, `explain`, `consent`, `refuse` take `occasion`."""
    of_a_call = {"take", "decline"} | {
        name for name in verbs(door.__all__) if getattr(door, name).__module__ == occasions.__name__
    }

    assert {"going_on" if verb == "state" else verb for verb in call_group.commands} == of_a_call
    assert over_http("calls") == set(call_group.commands)


@pytest.mark.promise("3-2")
def test_whatever_can_happen_with_partners_has_a_command_and_an_address() -> None:
    assert verbs(partners.__all__) == set(PARTNERS)
    assert set(PARTNERS.values()) <= set(partners_group.commands)
    assert over_http("partners") == set(partners_group.commands)


@pytest.mark.promise("9-1", "9-2-A", "9-2-C", "9-3")
def test_whatever_can_happen_with_anonymised_information_has_a_command_and_an_address() -> None:
    rooms = {room for room, _ in ANONYMISED}

    assert {(room, name) for room, name in acts(*rooms) if name not in WITHIN} == set(ANONYMISED)
    assert set(ANONYMISED.values()) <= set(anonymise_group.commands)
    verbs_there = set(anonymise_group.commands) - ON_TABLES - IN_PERSON
    assert over_http("anonymised") == {AT.get(verb, verb) for verb in verbs_there} | {"jobs"}


@pytest.mark.promise("9-4-B")
def test_whatever_can_happen_with_parcels_has_a_command_and_an_address() -> None:
    opened_by_the_house = {"opened", "send"}

    assert {(room, name) for room, name in acts(post, destinations) if name not in opened_by_the_house} == set(POST)
    assert set(POST.values()) <= set(post_group.commands)
    assert over_http("post") == set(post_group.commands) - {"password"}
