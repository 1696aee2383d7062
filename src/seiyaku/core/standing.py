"""
Whether this actor may act at all (policy 2-1, 2-2, 2-4, 3-1; articles 23, 24), and what stands about a person.

An actor is tried in this order:

* 2-1  The actor is proven, and active.
* 3-3  In a browser, by a second factor too.
* 2-2  A program acts only for the purposes of its token, and only for somebody whose own standing passes too.
* 2-2  A person acts only about themself; a job of the house only where the Act makes it act.
* 7-2  A person known by a link to their mail alone chooses, and is shown nothing that is held.
* 3-1  Reserved duties are not exercised by an outsider.
* 2-2  One of the duties held may do it.
* 2-4  Training is current, or within the grace given to one named person.
* 2-1  Today's limit of uses is not reached.

In a call or visit: the person is known by as many items as 7-2 asks, and whoever speaks for them may.

* 35, 4-1-G, 4-3  A person: not restricted, not stopped, not refused; opt-in and consent where they are needed.

Not here: purposes, fields.
"""

from __future__ import annotations

from typing import Protocol

from .asks import ActorFacts, Ask, CallFacts, Facts, PersonFacts
from .tables import Use

TRIES_AT_MOST = 5  # how often a caller may say what does not agree
BEFORE_KNOWN = frozenset({"find", "identify"})  # what is done to come to know a caller
HALF_PROVEN = "password"  # how a browser's session is proven until a second factor is
BY_MAIL = "mail-link"  # how a person is proven who only opened a link sent to a mail address held
CHOOSING = frozenset({"consent", "refuse", "withdraw"})


class Row(Protocol):
    """What is asked of any row: who may do it, and for which purposes it is done."""

    bit: int
    duties: int
    undecided_duties: int
    reserved: int
    person: bool
    system: bool


def objection(row: Row, ask: Ask, facts: Facts) -> str | None:
    """Return the reason why the actor may not, or None."""
    actor, stands = ask.actor, facts.actor
    kind = stands.kind
    if kind != actor.kind or not actor.proven_by:
        return "not-proven"
    if actor.proven_by == HALF_PROVEN:
        return "second-factor"
    if not stands.active:
        return "not-active"
    if kind == "staff":
        return _staff(row, stands, facts.today)
    if kind == "program":
        return _program(row, ask, facts)
    if kind == "person":
        return _person(row, ask, facts)
    return None if row.system else "no-duty"


def _person(row: Row, ask: Ask, facts: Facts) -> str | None:
    if not row.person:
        return "no-duty"
    if not facts.own:
        return "not-own"
    return "more-proof" if ask.actor.proven_by == BY_MAIL and ask.act not in CHOOSING else None


def _staff(row: Row, stands: ActorFacts, today: int) -> str | None:
    duties = row.duties & stands.duties
    if not stands.inside and duties:
        duties &= ~row.reserved
        if not duties:
            return "reserved-duty"
    if not duties:
        return "undecided" if row.undecided_duties & stands.duties else "no-duty"
    if stands.trained_until < today and stands.grace_until < today:
        return "untrained"
    if stands.uses_at_most and stands.uses_today >= stands.uses_at_most:
        return "daily-limit"
    return None


def _program(row: Row, ask: Ask, facts: Facts) -> str | None:
    stands, behind, behalf = facts.actor, ask.actor.on_behalf_of, facts.behalf
    if not stands.purposes & row.bit:
        return "program-purpose"
    if stands.unattended:
        return _staff(row, stands, facts.today)
    if stands.uses_at_most and stands.uses_today >= stands.uses_at_most:
        return "daily-limit"
    if behind is None or behalf is None:
        return "nobody-behind"
    if behind.kind != "staff" or behalf.kind != "staff" or not behind.proven_by:
        return "not-proven"
    if not behalf.active:
        return "not-active"
    return _staff(row, behalf, facts.today)


def recognised(ask: Ask, facts: Facts) -> str | None:
    """Return why the actor is not even recognised, or None: asked first when no row is found."""
    if facts.actor.kind != ask.actor.kind or not ask.actor.proven_by:
        return "not-proven"
    if ask.actor.proven_by == HALF_PROVEN:
        return "second-factor"
    return None if facts.actor.active else "not-active"


def unknown_caller(act: str, call: CallFacts, items: int) -> str | None:
    """Return why nothing may be told in this call, or None; `items`: how many must agree (7-2)."""
    if act in BEFORE_KNOWN:
        return None
    if call.items < items:
        return "caller-unverified"
    return "no-authority" if call.caller != "person" and not call.authority else None


def stands_against(use: Use, person: PersonFacts) -> str | None:
    """Return why this person's standings forbid the purpose, or None."""
    bit = use.bit
    if person.restricted:
        return "restricted"
    if person.stopped & bit:
        return "stopped"
    if use.refusable and person.refusals & bit:
        return "refused"
    if use.opt_in and not person.consents & bit:
        return "no-opt-in"
    if use.consent_only and not person.consents & use.consent_bit:
        return "undecided" if person.consents & use.undecided_consent else "no-consent"
    return None


def usable_fields(bit: int, person: PersonFacts) -> int:
    """Return the fields whose values were acquired for this purpose."""
    usable = 0
    for fields, purposes in person.bases:
        if purposes & bit:
            usable |= fields
    return usable
