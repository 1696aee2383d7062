"""Who may act at all, and whom a caller must be known as: each condition alone, and on the day it turns."""

from __future__ import annotations

import dataclasses

import pytest

from seiyaku.core.answers import Allowed, Answer
from seiyaku.core.asks import Actor, ActorFacts, Ask, CallFacts, Facts
from seiyaku.core.standing import HALF_PROVEN, TRIES_AT_MOST

from .sample import CARRIER, CLERK, HELD, SIGN_UP, TODAY, ask, changed, facts, fields, gate, purposes, staff

HALF = changed(CLERK, proven_by=HALF_PROVEN)
EVERYWHERE: list[tuple[Ask, Facts]] = [
    (ask("read", "deliver-service", "name"), facts()),
    (ask("correct", "deliver-service", "phone"), facts()),
    (ask("erase", "law:erase"), facts(staff("manager"))),
    (ask("collect", None, "name"), facts(acquisition=SIGN_UP)),
    (ask("collect", None, "name"), facts(acquisition=changed(SIGN_UP, form=None))),
    (ask("provide", "deliver-service", "name", recipient=CARRIER.id, ground="delivery"), facts(recipient=CARRIER)),
    (ask("provide", "deliver-service", "name", recipient=CARRIER.id, ground="favour"), facts(recipient=CARRIER)),
    (ask("provide", "deliver-service", "name", recipient=CARRIER.id), facts(recipient=CARRIER)),
    (ask("sell", "deliver-service", "name"), facts()),
    (ask("read", "resell", "name"), facts()),
    (ask("read", None, "name"), facts()),
]


def said(answer: Answer) -> str:
    return "allowed" if isinstance(answer, Allowed) else answer.reason


@pytest.mark.promise("2-1", "3-3")
@pytest.mark.parametrize(("wanted", "known"), EVERYWHERE, ids=lambda case: getattr(case, "act", ""))
def test_nobody_goes_on_unproven_by_a_password_alone_or_after_leaving(wanted: Ask, known: Facts) -> None:
    gone = changed(known, actor=changed(known.actor, active=False))

    answers = [
        gate().decide(changed(wanted, actor=changed(CLERK, proven_by="")), gone),
        gate().decide(changed(wanted, actor=changed(CLERK, kind="program")), gone),
        gate().decide(changed(wanted, actor=HALF), gone),
        gate().decide(wanted, gone),
    ]

    assert [said(answer) for answer in answers] == ["not-proven", "not-proven", "second-factor", "not-active"]


PROGRAM = Actor(id="program:shop", kind="program", proven_by="token", on_behalf_of=CLERK)
TOKEN = ActorFacts(kind="program", active=True, purposes=purposes("deliver-service"))


@pytest.mark.promise("2-1", "2-2", "2-4")
@pytest.mark.parametrize(
    ("token", "behind", "expected"),
    [
        ({}, {}, "allowed"),
        ({"uses_today": 8, "uses_at_most": 9}, {}, "allowed"),
        ({"uses_today": 9, "uses_at_most": 9}, {}, "daily-limit"),
        ({"uses_today": 9}, {"uses_today": 9}, "allowed"),  # without a limit nothing is counted
        ({}, {"uses_today": 8, "uses_at_most": 9}, "allowed"),
        ({}, {"uses_today": 9, "uses_at_most": 9}, "daily-limit"),
        ({}, {"trained_until": TODAY}, "allowed"),
        ({}, {"trained_until": TODAY - 1}, "untrained"),
        ({}, {"trained_until": TODAY - 1, "grace_until": TODAY}, "allowed"),
        ({}, {"trained_until": TODAY - 1, "grace_until": TODAY - 1}, "untrained"),
        ({}, {"active": False}, "not-active"),
        ({}, {"kind": "program"}, "not-proven"),
        ({"purposes": purposes("send-offers")}, {}, "program-purpose"),
    ],
)
def test_a_program_is_held_to_its_own_limits_and_to_those_of_who_is_behind_it(
    token: dict[str, int], behind: dict[str, int], expected: str
) -> None:
    known = facts(changed(TOKEN, **token), behalf=changed(staff("clerk"), **behind))

    assert said(gate().decide(ask("read", "deliver-service", "name", actor=PROGRAM), known)) == expected


@pytest.mark.promise("2-2")
@pytest.mark.parametrize("behind", [changed(CLERK, proven_by=""), changed(CLERK, kind="person"), None])
def test_whoever_stands_behind_a_program_is_staff_and_proven(behind: Actor | None) -> None:
    program = changed(PROGRAM, on_behalf_of=behind)

    answer = gate().decide(
        ask("read", "deliver-service", "name", actor=program), facts(TOKEN, behalf=staff("clerk"))
    )  # fmt: skip

    assert said(answer) == ("nobody-behind" if behind is None else "not-proven")


CALLS = [
    (CallFacts(items=2), "allowed"),
    (CallFacts(items=3), "allowed"),
    (CallFacts(items=1), "caller-unverified"),
    (CallFacts(), "caller-unverified"),
    (CallFacts(caller="family", items=2), "no-authority"),
    (CallFacts(caller="agent", items=2), "no-authority"),
    (CallFacts(caller="agent", items=2, authority=True), "allowed"),
    (CallFacts(caller="agent", items=1, authority=True), "caller-unverified"),
    (CallFacts(items=2, authority=True), "allowed"),
    (None, "allowed"),
]


@pytest.mark.promise("7-2")
@pytest.mark.parametrize(("call", "expected"), CALLS)
@pytest.mark.parametrize(
    ("act", "purpose", "duty"),
    [("read", "deliver-service", "clerk"), ("export", "law:disclose", "desk"), ("stop", "law:stop", "desk")],
)
def test_in_a_call_nothing_is_done_about_whom_nobody_is_known_as(
    act: str, purpose: str, duty: str, call: CallFacts | None, expected: str
) -> None:
    assert said(gate().decide(ask(act, purpose, "name"), facts(staff(duty), call=call))) == expected


@pytest.mark.promise("2-1", "7-2")
def test_a_known_caller_makes_nobody_able_who_is_not() -> None:
    gone = facts(staff("clerk", active=False), call=CallFacts(items=2))

    assert said(gate().decide(ask("read", "deliver-service", "name"), gone)) == "not-active"


@pytest.mark.promise("7-2")
@pytest.mark.parametrize(
    ("names", "tries", "expected"),
    [
        (("phone",), 0, "allowed"),
        (("phone", "birth-date"), TRIES_AT_MOST - 1, "allowed"),
        (("phone", "birth-date"), TRIES_AT_MOST, "too-many-tries"),
        (("name", "birth-date"), 0, "allowed"),  # a second item, though nobody can be found by it
        (("name", "kana"), 0, "allowed"),
        (("name",), 0, "second-item"),
        (("birth-date",), 0, "nothing-asked"),  # nobody is found by it
        ((), 0, "nothing-asked"),
        (("phone", "bank-account"), 0, "not-needed"),
    ],
)
def test_a_caller_is_compared_by_items_of_which_one_finds_somebody(
    names: tuple[str, ...], tries: int, expected: str
) -> None:
    answers = [
        gate().decide(ask("identify", "deliver-service", *names), facts(person=None, call=call))
        for call in (CallFacts(tries=tries), None)
    ]

    assert [said(answer) for answer in answers] == [expected, "allowed" if tries else expected]


@pytest.mark.promise("2-2")
def test_a_search_is_whole_or_it_is_another_search() -> None:
    held = dataclasses.replace(facts().person, bases=((fields("phone"), -1),))  # type: ignore[type-var]

    found = gate().decide(ask("find", "deliver-service", "phone", "email"), facts(person=None))
    less = gate().decide(ask("find", "deliver-service", "phone", "email"), facts(person=held))

    assert (said(found), said(less)) == ("allowed", "not-acquired-for")


CHOSEN = {
    "refusals": "refused",
    "stopped": "stopped",
    "consents": "allowed",
}


@pytest.mark.promise("4-1-F", "4-1-G", "4-3")
@pytest.mark.parametrize(("standing", "expected"), CHOSEN.items())
def test_what_somebody_chose_about_another_purpose_changes_nothing_here(standing: str, expected: str) -> None:
    opted = changed(HELD, consents=purposes("send-offers"))
    wanted, marketing = ask("contact", "send-offers", "name", "email"), staff("marketing")

    def about(purpose: str) -> str:
        person = changed(opted if standing != "consents" else HELD, **{standing: purposes(purpose)})
        return said(gate().decide(wanted, facts(marketing, person=person)))

    other = "no-opt-in" if standing == "consents" else "allowed"
    assert (about("send-offers"), about("questionnaires")) == (expected, other)
