"""A small house for the commands that are cut short: who works there, whom it holds, and what must be left of it."""

from __future__ import annotations

from typing import Any

from seiyaku import door
from seiyaku.cli import signing
from seiyaku.core.asks import Actor
from seiyaku.ledger import sequencing
from seiyaku.ledger.transactions import changing
from seiyaku.papers import services as papers
from seiyaku.people import approvals, sessions, turning
from seiyaku.people import services as people
from seiyaku.people.models import Account
from seiyaku.vault.models import Person
from tests import proofs

PASSWORD = "a long and private sentence"
HELD = [
    {"member-number": f"M{number:07}", "name": f"見本 {number}", "phone": f"090-0000-{number:04}"}
    for number in range(1, 4)
]


def settle(code: str) -> dict[str, str]:
    """Have two people work here, take three customers in, seal a paper; return what is approved, by what it is for."""
    with _placing():
        manager = people.set_up(code, "hoshiko", PASSWORD, kind="officer").actor
        second = _hire("carol", manager, "approver")
        clerk = _hire("bob", manager, "clerk")
        people.grant_duty(clerk.id, "desk", actor=manager)  # may erase, and so take a file back
        people.complete(clerk.id, "handling", actor=manager)
        proofs.keep()
        origin = door.Origin(source="web-form", form="sign-up", shown=proofs.shown("sign-up"))
        for values in HELD:
            door.collect(values, origin=origin, actor=clerk)
        with changing():
            approved = {"paper": papers.seal(b"evidence", "attestation").ref}
        for act, what in ((turning.ACT, "wrap"), (turning.ACT, "index"), (turning.OPERATOR, "file:next.key")):
            proposal = approvals.propose(act, what, actor=manager)
            approvals.approve(proposal.ref, actor=second)
            approved[what] = proposal.ref
    return approved


def _hire(login: str, manager: Actor, duty: str) -> Actor:
    actor = people.accept_invitation(people.hire(login, "employee", actor=manager).invitation, PASSWORD).actor
    people.grant_duty(actor.id, duty, actor=manager)
    return actor


def sign_in(login: str) -> dict[str, str]:
    """Sit somebody down at the terminal."""
    with _placing():
        signing.keep(sessions.begin(Account.objects.get(login=login)).token)
    return {}


def whole(sealed: str) -> dict[str, Any]:
    """What is wrong with the house, and whom it holds: every person opened under their own key."""
    with _placing():
        clerk = Actor(id=Account.objects.get(login="bob").ref, kind="staff", proven_by="session")
        bulk = door.use_many(None, ["name"], purpose="deliver-service", actor=clerk)
        names = sorted(values["name"] for block in bulk.blocks for _, values in block)
        sequencing.place_all()
        findings = [f"{each.what}: {each.why}" for each in door.verify().findings]
        paper = papers.open_(sealed, actor=clerk)
    return {"findings": findings, "names": names, "held": Person.objects.count(), "paper": paper.decode()}


def _placing() -> Any:
    from seiyaku.cli.readiness import placing

    return placing()


def csv(rows: int) -> str:
    """A file to take in: so many people who are not here yet."""
    lines = ["member-number,name,phone"]
    lines += [f"M{number:07},見本 {number},090-1111-{number:04}" for number in range(101, 101 + rows)]
    return "\n".join(lines) + "\n"
