"""The reference policy, compiled, and short ways to say who asks for what."""

from __future__ import annotations

import dataclasses
import datetime as dt
import functools
from pathlib import Path
from typing import Any

from seiyaku.core.asks import (
    ALL,
    AcquisitionFacts,
    Actor,
    ActorFacts,
    Ask,
    Bits,
    Facts,
    PersonFacts,
    RecipientFacts,
)
from seiyaku.core.compiled import compile_policy
from seiyaku.core.gate import Gate
from seiyaku.core.law import law
from seiyaku.core.model import Policy
from seiyaku.policy.loading import load

POLICIES = Path(__file__).parents[2] / "policies"
DAY = dt.date(2026, 11, 23)
TODAY = DAY.toordinal()
CLERK = Actor(id="staff:bob", kind="staff", proven_by="session", session="s1")
ALICE = Actor(id="person:alice", kind="person", proven_by="letter")
JOB = Actor(id="system:expiry", kind="system", proven_by="job")


@functools.cache
def cloopen() -> Policy:
    return load(POLICIES / "cloopen" / "2018-10-01.md")


def bits_of(policy: Policy) -> Bits:
    rules = policy.rules
    return Bits(
        fields={name: bit for bit, name in enumerate(rules.fields)},
        purposes={name: bit for bit, name in enumerate(rules.purposes)},
        duties={name: bit for bit, name in enumerate(rules.duties)},
    )


def compiled(policy: Policy, day: dt.date = DAY) -> Gate:
    return compile_policy(policy, bits_of(cloopen()), law(day))


@functools.cache
def gate() -> Gate:
    return compiled(cloopen())


def altered(section: str, **more: dict[str, Any]) -> Gate:
    """The reference policy with some rules of a section otherwise, compiled."""
    rules = cloopen().rules
    items = dict(getattr(rules, section))
    items |= {name: items[name].model_copy(update=changes) for name, changes in more.items()}
    return compiled(cloopen().model_copy(update={"rules": rules.model_copy(update={section: items})}))


def fields(*names: str) -> int:
    return gate().fields_mask(names)


def purposes(*names: str) -> int:
    return sum(1 << bits_of(cloopen()).purposes[name] for name in names)


def duties(*names: str) -> int:
    return sum(1 << bits_of(cloopen()).duties[name] for name in names)


CUSTOMER = purposes(
    "deliver-service", "service-contact", "answer-questions", "bill-and-pay", "improve-service", "questionnaires",
    "send-offers",
)  # fmt: skip
HELD = PersonFacts(bases=((ALL, CUSTOMER),))


def staff(*held: str, **more: Any) -> ActorFacts:
    standing: dict[str, Any] = {"inside": True, "active": True, "trained_until": TODAY + 90}
    return ActorFacts(kind="staff", duties=duties(*held), **(standing | more))


def facts(actor: ActorFacts | None = None, **more: Any) -> Facts:
    known: dict[str, Any] = {"person": HELD}
    return Facts(today=TODAY, actor=actor or staff("clerk"), **(known | more))


def ask(act: str, purpose: str | None, *names: str, actor: Actor = CLERK, **more: Any) -> Ask:
    return Ask(actor=actor, act=act, purpose=purpose, fields=fields(*names), **more)


CARRIER = RecipientFacts(
    id="partner:carrier",
    kind="delivery-carrier",
    character="entrustment",
    contract_until=TODAY + 200,
    terms=frozenset({"confidentiality", "safeguards", "return-or-erase"}),
    fields=fields("name", "address", "phone", "postal-code"),
    purposes=purposes("deliver-service", "bill-and-pay"),
    supervised_until=TODAY + 100,
)
LIFE = frozenset({"20(2)(ii)", "reason", "consent-is-hard"})  # a ground of 20(2), with all that it asks
SIGN_UP = AcquisitionFacts(form="sign-up", source="web-form", notice_shown=True)


def changed(thing: Any, **more: Any) -> Any:
    return dataclasses.replace(thing, **more)
