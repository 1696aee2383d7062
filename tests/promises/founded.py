"""An instance founded as in earnest: the reference policy, a first account by its code, staff hired by services."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from seiyaku import door
from seiyaku.core.asks import Actor
from seiyaku.partners import services as partners
from seiyaku.partners.models import Contract, Partner
from seiyaku.people import services as people
from seiyaku.people.days import today
from seiyaku.policy import services as policy
from tests import proofs

POLICY = Path(__file__).parents[2] / "policies" / "cloopen" / "2018-10-01.md"
PASSWORD = "a long and private sentence"
SIGN_UP = door.Origin(source="web-form", form="sign-up", shown=proofs.shown("sign-up"))
ALICE = {
    "member-number": "M0000001",
    "name": "髙﨑 愛理子",
    "kana": "タカサキ アリス",
    "phone": "090-0000-0001",
    "email": "alice@mail.example",
    "postal-code": "170-0001",
    "address": "東京都豊島区北見本1-2-3",
    "birth-date": "1990-04-01",
}
THREE = ("name", "address", "phone")


@dataclass(frozen=True)
class Company:
    """The manager, a trained clerk, and Alice, whom the clerk signed up."""

    manager: Actor
    clerk: Actor
    alice: str


def found() -> Company:
    """Found the company; every step by the service that the product has for it."""
    policy.publish(POLICY, actor=Actor(id="system:init", kind="system", proven_by="job"))
    proofs.keep()
    manager = people.set_up(people.issue_setup_code(), "hoshiko", PASSWORD, kind="officer").actor
    clerk = hire("bob", manager)
    charge(clerk, "clerk", manager)
    people.complete(clerk.id, "handling", actor=manager)
    return Company(manager, clerk, door.collect(ALICE, origin=SIGN_UP, actor=clerk).people[0])


def hire(login: str, manager: Actor, kind: str = "employee") -> Actor:
    """Hire somebody; they set their own password and are signed in."""
    return people.accept_invitation(people.hire(login, kind, actor=manager).invitation, PASSWORD).actor


def charge(who: Actor, duty: str, manager: Actor) -> str:
    """Charge somebody with an ordinary duty; return the charge's reference."""
    return people.grant_duty(who.id, duty, actor=manager).ref


def carrier(manager: Actor, country: str = "JP") -> Partner:
    """A delivery company, supervised, under no contract yet."""
    made = partners.register("お届け", "delivery-carrier", character="entrustment", country=country, actor=manager)
    partners.supervise(made.ref, b"check list", passed=True, actor=manager)
    return made


def contract(partner: Partner, manager: Actor, *, terms: tuple[str, ...] | None = None, days: int = 30) -> Contract:
    """A contract over the three items of 8-2, in force from today for `days` days."""
    scope = partners.Scope(
        terms=terms or ("confidentiality", "safeguards", "return-or-erase"), fields=THREE, purposes=["deliver-service"]
    )
    until = today() + dt.timedelta(days=days)
    return partners.conclude(partner.ref, b"the text", scope, starts_on=today(), until=until, actor=manager)
