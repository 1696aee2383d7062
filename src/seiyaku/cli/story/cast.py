"""Who plays in the story: the staff of the sample company, signed in with passwords of their own, and its partners."""

from __future__ import annotations

import datetime as dt
import secrets
from dataclasses import dataclass

from seiyaku.core.asks import Actor
from seiyaku.partners import services as partners
from seiyaku.people import services as people
from seiyaku.policy.queries import today

TERMS = ("confidentiality", "safeguards", "no-own-use", "return-or-erase")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cast:
    """The actors, each proven by a sign-in, and the partners' references."""

    manager: Actor
    clerk: Actor
    lapsed: Actor
    desk: Actor
    analyst: Actor
    accountant: Actor
    approver: Actor
    carrier: str
    former_carrier: str
    provider: str


def gather(setup_code: str) -> Cast:
    """
    Give everybody an account, a duty and training, sign them in, and record the partners and their contracts.

    All have pledged confidentiality but one, whose training has lapsed, too (2-4).
    """
    manager = people.set_up(setup_code, "hoshiko.mihon", _password(), kind="officer").actor
    people.complete(manager.id, "handling", actor=manager)  # nobody else is there yet who could record it
    people.pledge(manager.id, today(), actor=manager)
    return Cast(
        manager=manager,
        clerk=_hire(manager, "bob.sample", "employee", "clerk"),
        lapsed=_hire(manager, "larry.sample", "dispatched", "clerk", trained_days_ago=400, pledged=False),
        desk=_hire(manager, "dora.sample", "employee", "desk"),
        analyst=_hire(manager, "ana.sample", "fixed-term", "analyst"),
        accountant=_hire(manager, "kei.sample", "employee", "accounting"),
        approver=_hire(manager, "aki.sample", "employee", "approver"),
        carrier=_partner(manager, "みほん運輸株式会社", "delivery-carrier"),
        former_carrier=_partner(manager, "むかし運輸株式会社", "delivery-carrier", ended=True),
        provider=_partner(manager, "みほん音楽配信株式会社", "option-provider", character="third-party"),
    )


def _password() -> str:
    return secrets.token_urlsafe(18)


def _hire(
    manager: Actor, login: str, kind: str, duty: str, *, trained_days_ago: int = 30, pledged: bool = True
) -> Actor:
    hired = people.hire(login, kind, actor=manager)
    signed_in = people.accept_invitation(hired.invitation, _password())
    ref = hired.account.ref
    people.grant_duty(ref, duty, actor=manager)
    people.complete(ref, "handling", actor=manager, on=today() - dt.timedelta(days=trained_days_ago))
    if pledged:
        people.pledge(ref, today() - dt.timedelta(days=trained_days_ago), actor=manager)
    return signed_in.actor


def _partner(manager: Actor, name: str, kind: str, *, character: str = "entrustment", ended: bool = False) -> str:
    ref: str = partners.register(name, kind, character=character, actor=manager, identity=_identity(name)).ref
    first = today() - dt.timedelta(days=700 if ended else 100)
    last = today() - dt.timedelta(days=10) if ended else today() + dt.timedelta(days=265)
    scope = partners.Scope(
        terms=TERMS,
        fields=("name", "address", "phone", "member-number", "email"),
        purposes=("deliver-service", "bill-and-pay"),
    )
    contract = f"秘密保持契約書（見本）: {name}".encode()
    partners.conclude(ref, contract, scope, starts_on=first, until=last, actor=manager)
    partners.supervise(ref, "問題なし（見本）".encode(), passed=True, actor=manager, on=today() - dt.timedelta(days=20))
    return ref


def _identity(name: str) -> dict[str, str]:
    return {"name": name, "address": "東京都見本区一丁目1番1号", "representative": "代表取締役 見本 太郎"}
