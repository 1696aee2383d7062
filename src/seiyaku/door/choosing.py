"""
What a person chooses (policy 4-3, 5-2, 7, 8-3-A; arts. 18, 20, 27, 28, 35): consent, withdraw, refuse, stop, resume.

Each changes a standing, its row of the change log and its entry in one transaction: once it is answered, no entry
committed later leans on what stood before.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from seiyaku.consent import services as choices
from seiyaku.consent.services import Evidence, Terms
from seiyaku.core.answers import Denied, Unclear
from seiyaku.core.asks import Actor
from seiyaku.core.errors import InputError
from seiyaku.ledger import changes
from seiyaku.vault import standings

from .acting import Acting, Task, act, perform
from .asking import Sitting
from .results import Done
from .wants import Want

ASKING = "law:ask-consent"
STOPPING = "law:stop"


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """
    What is agreed to, or taken back.

    `use`: a purpose (4-3). `kind` "provide" or "foreign": `fields` to `recipient` on `ground` (27(1), 28(1));
    "special-care": `fields` may be held (20(2)).
    """

    kind: str = "use"
    use: str | None = None
    fields: tuple[str, ...] = ()
    recipient: str | None = None
    ground: str | None = None

    def terms(self, acting: Acting) -> Terms:
        """Return it in the consent room's words."""
        rules = acting.sitting.rules
        partner = acting.sitting.recipient(self.recipient) if self.recipient else None
        return Terms(
            kind=self.kind,
            purpose=self.use or "",
            bit=place_of(acting, self.use) if self.kind == "use" else None,
            fields=rules.catalogue.mask(self.fields),
            ground=self.ground or "",
            recipient=self.recipient or "",
            country=partner.country if partner and self.kind == "foreign" else "",
        )

    def named(self) -> dict[str, Any]:
        """Return what the entry says of it."""
        return {"note_kind": f"{self.kind}:{self.use or self.ground or 'fields'}", "fields": list(self.fields)}


def consent(
    people: Iterable[str],
    choice: Choice,
    *,
    statement: str,
    method: str,
    identity: str,
    giver: str = "person",
    proof: str | None = None,
    actor: Actor,
    purpose: str = ASKING,
    occasion: str | None = None,
) -> Done:
    """
    Record that people agreed to `choice`.

    `statement`: digest of the text shown (`consent.services.state`); `method`, `identity`, `giver`, `proof`: how it was
    given, how they were confirmed, by whom, the paper of a representative. `purpose` is that of the act itself;
    `occasion` the call it was given in, where the gate asks that whoever gave it is known.

    Raises:
        Refused: the actor may not record it. The refusal is in the ledger.
        InputError: the evidence is not whole.
    """
    named = tuple(people)
    want = Want(
        actor=actor, act="consent", purpose=purpose, recipient=choice.recipient, occasion=occasion,
        person=named[0] if len(named) == 1 else None,
    )  # fmt: skip

    def do(acting: Acting) -> dict[str, Any]:
        evidence = Evidence(
            statement=statement, policy_version=acting.sitting.rules.policy.version, method=method, identity=identity,
            giver=giver, proof=proof,
        )  # fmt: skip
        people_ = [row.ordinal for row in acting.rows]
        choices.give(acting.cursor, people_, choice.terms(acting), evidence)
        return choice.named()

    return act(want, named, do)


def withdraw(people: Iterable[str], choice: Choice, *, method: str, actor: Actor, purpose: str = ASKING) -> Done:
    """
    Record that people take a consent back. When this returns, nothing later leans on it.

    Raises:
        Refused: the actor may not record it. The refusal is in the ledger.
    """
    want = Want(actor=actor, act="withdraw", purpose=purpose, recipient=choice.recipient)

    def do(acting: Acting) -> dict[str, Any]:
        terms = choice.terms(acting)
        for row in acting.rows:
            choices.withdraw(acting.cursor, row.ordinal, terms, method=method)
        return choice.named()

    return act(want, people, do)


def refuse(
    people: Iterable[str], *, use: str, method: str, actor: Actor, purpose: str = ASKING, occasion: str | None = None
) -> Done:
    """
    Record that people refuse a purpose (4-1-F, 4-1-G): honoured at once, and above any consent given before.

    Raises:
        Refused: the actor may not record it, or the purpose is none that can be refused: nobody is told that it was
            done, and what would help is a stop (art. 35). The refusal is in the ledger.
    """
    named = tuple(people)
    person = named[0] if len(named) == 1 else None
    want = Want(actor=actor, act="refuse", purpose=purpose, occasion=occasion, person=person)

    def barred(sitting: Sitting) -> Denied | Unclear | None:
        return sitting.rules.gate.barred("refuse", use)

    def do(acting: Acting) -> dict[str, Any]:
        for row in acting.rows:
            choices.refuse(acting.cursor, row.ordinal, use, place_of(acting, use), method=method)
        return {"note_kind": f"refusal:{use}"}

    return perform(Task.on(want, named, do, barred=barred))


def decline(person: str, *, use: str, statement: str, actor: Actor, occasion: str, purpose: str = ASKING) -> Done:
    """
    Record that somebody who was asked for consent in a call said no. No standing changes: what was closed stays so.

    Raises:
        Refused: the actor may not record it, or nobody is known in the call. The refusal is in the ledger.
    """
    want = Want(actor=actor, act="refuse", purpose=purpose, occasion=occasion, person=person)

    def do(acting: Acting) -> dict[str, Any]:
        place_of(acting, use)
        return {"note_kind": f"declined:{use}", "text": statement}

    return act(want, [person], do)


def stop(people: Iterable[str], *, use: str | None, actor: Actor, purpose: str = STOPPING) -> Done:
    """
    Stop the use for one purpose, or every provision to third parties when `use` is None (35(1), 35(3)).

    Raises:
        Refused: the actor may not stop it. The refusal is in the ledger.
    """
    return _turn("stop", people, use=use, actor=actor, purpose=purpose, on=True)


def resume(people: Iterable[str], *, use: str | None, actor: Actor, purpose: str = STOPPING) -> Done:
    """
    Lift what `stop` stopped.

    Raises:
        Refused: the actor may not lift it. The refusal is in the ledger.
    """
    return _turn("resume", people, use=use, actor=actor, purpose=purpose, on=False)


def _turn(what: str, people: Iterable[str], *, use: str | None, actor: Actor, purpose: str, on: bool) -> Done:
    want = Want(actor=actor, act=what, purpose=purpose)

    def do(acting: Acting) -> dict[str, Any]:
        standing = "flags" if use is None else "stopped"
        bit = standings.STOPPED_PROVISION if use is None else 1 << place_of(acting, use)
        for row in acting.rows:
            standings.turn(acting.cursor, row.ordinal, standing, on=bit if on else 0, off=0 if on else bit)
            changes.note(acting.cursor, "stop", f"{what}:{use or 'provision'}", row.ordinal)
        return {"note_kind": f"{what}:{use or 'provision'}"}

    return act(want, people, do)


def place_of(acting: Acting, use: str | None) -> int:
    """Return the bit of a purpose of the policy."""
    purposes = acting.sitting.rules.bits.purposes
    if use is None or use not in purposes:
        raise InputError(where="use", found=use or "no purpose", expected="a purpose of the policy")
    return purposes[use]
