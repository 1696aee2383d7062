"""A house with the reference policy, some staff, and customers to ask about."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

import pytest

from seiyaku.consent.services import state
from seiyaku.core.asks import Actor
from seiyaku.core.language import Text
from seiyaku.door import Origin, collect
from seiyaku.ledger.transactions import changing
from seiyaku.papers import services as papers
from seiyaku.papers.models import Paper
from seiyaku.partners.models import Contract, Partner, Supervision
from seiyaku.people.models import Account, Completion, DutyHeld
from seiyaku.policy import queries, services
from tests import proofs

POLICY = Path(__file__).parents[2] / "policies" / "cloopen" / "2018-10-01.md"
SYSTEM = Actor(id="system:init", kind="system", proven_by="job")
SIGN_UP = Origin(source="web-form", form="sign-up", shown=proofs.shown("sign-up"))
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


def staff(login: str, *duties: str, kind: str = "employee", trained: bool = True) -> Actor:
    """Somebody who works here, signed in."""
    today = queries.today()
    long_ago = today - dt.timedelta(days=400)
    account = Account.objects.create(
        ref=f"staff:{login}", login=login, kind=kind, joined_on=long_ago, password="!", inside=True
    )
    for n, duty in enumerate(duties):
        DutyHeld.objects.create(ref=f"duty:{login}-{n}", account=account, duty=duty, reserved=False, starts_on=long_ago)
    until = today + dt.timedelta(days=100 if trained else -40)
    Completion.objects.create(
        account=account, course="handling", completed_on=until - dt.timedelta(days=365), valid_until=until
    )
    return Actor(id=account.ref, kind="staff", proven_by="session", session=f"session:{login}")


@dataclass(frozen=True)
class House:
    """Who works here, and Alice, the first customer."""

    clerk: Actor
    desk: Actor
    analyst: Actor
    marketer: Actor
    lapsed: Actor
    alice: str


@pytest.fixture
def house(instance: Path) -> House:
    """The reference policy in force, staff with their duties, and one customer."""
    services.publish(POLICY, actor=SYSTEM)
    proofs.keep()
    clerk = staff("bob", "clerk")
    return House(
        clerk=clerk,
        desk=staff("dora", "desk"),
        analyst=staff("ana", "analyst"),
        marketer=staff("max", "marketing"),
        lapsed=staff("lars", "clerk", trained=False),
        alice=collect(ALICE, origin=SIGN_UP, actor=clerk).people[0],
    )


def partner(
    name: str,
    kind: str,
    *,
    character: str = "entrustment",
    fields: str = "name address phone",
    until: int = 300,
    terms: str = "confidentiality safeguards return-or-erase no-own-use",
) -> str:
    """A partner with a contract over `fields` that ends in `until` days, supervised lately; returns its reference."""
    today = queries.today()
    paper = Paper.objects.create(
        ref=f"paper:{name}", kind="contract", size=1, body=b"sealed", kept_at=dt.datetime.now(dt.UTC)
    )
    with changing():
        identity = papers.seal(
            b'{"name":"Sample Shop","address":"Tokyo","representative":"Sample Taro"}', "partner-identity"
        )
    row = Partner.objects.create(ref=f"partner:{name}", name=name, kind=kind, character=character, identity=identity)
    Contract.objects.create(
        ref=f"contract:{name}", partner=row, starts_on=today - dt.timedelta(days=400),
        until=today + dt.timedelta(days=until), terms=terms, fields=fields, purposes="deliver-service bill-and-pay",
        digest="00", paper=paper,
    )  # fmt: skip
    Supervision.objects.create(
        ref=f"look:{name}", partner=row, subject="handling", looked_on=today - dt.timedelta(days=10),
        until=today + dt.timedelta(days=300), passed=True, findings=paper, recorded_by="staff:bob",
    )  # fmt: skip
    return row.ref


def wording() -> str:
    """The text a person was shown before they agreed; its digest."""
    return state("consent", "sample", Text("同意しますか", "Do you agree?")).digest
