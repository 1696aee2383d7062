"""
Turns a want into the gate's ask and facts, and a decision into the body of its ledger entry.

A `Sitting` is one open transaction of the ledger: what is read through it stands until its commit, so that the facts,
the decision and the entry agree.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from seiyaku.core.answers import Allowed, Answer, Denied, Unclear
from seiyaku.core.asks import (
    ALL,
    AcquisitionFacts,
    Actor,
    ActorFacts,
    Ask,
    CallFacts,
    Facts,
    PersonFacts,
    RecipientFacts,
)
from seiyaku.core.revisions import GATE_REVISION
from seiyaku.ledger.transactions import Cursor
from seiyaku.ledger.writing import Draft, Seen
from seiyaku.people import counting
from seiyaku.policy import queries
from seiyaku.vault.rows import Row

from . import occasions, rules, standings
from .occasions import Occasion
from .rules import Rules
from .standings import NOTHING, Agreed
from .wants import Want

ANYBODY = PersonFacts(bases=((ALL, ALL),), consents=ALL)  # nobody is held: only who asks, and for what, can be wrong
SELF, OTHER = "person:self", "person:other"  # an entry names people by its root alone
SAID = {Allowed: "allowed", Denied: "denied", Unclear: "unclear"}


@dataclass(slots=True, kw_only=True)
class Sitting:
    """One transaction's view: the cursor, the rules in force, the number of the newest change."""

    cursor: Cursor
    rules: Rules
    head: int
    limits: bool = True
    occasions: dict[str, Occasion] = field(default_factory=dict)

    @classmethod
    def on(cls, cursor: Cursor, *, limits: bool = True) -> Sitting:
        """Take up the standings as `cursor`'s transaction sees them; without `limits` for what is counted already."""
        head = standings.up_to_date(cursor)
        day = queries.today().toordinal()
        return cls(cursor=cursor, rules=rules.of(standings.version(day), day), head=head, limits=limits)

    def ask(self, want: Want) -> Ask:
        """Return the gate's ask; InputError names an unknown field and its nearest."""
        return Ask(
            actor=want.actor,
            act=want.act,
            purpose=want.purpose,
            fields=self.rules.catalogue.mask(want.fields),
            past=want.past,
            recipient=want.recipient,
            ground=want.ground,
        )

    def facts(
        self,
        want: Want,
        row: Row | None,
        *,
        acquisition: AcquisitionFacts | None = None,
        agreed: Agreed | None = None,
    ) -> Facts:
        """Gather what stands about actor, recipient and person; `agreed` is looked up when it is not handed in."""
        if row is not None and agreed is None:
            agreed = standings.agreed(self, want, [row.ordinal]).get(row.ordinal)
        behalf = want.actor.on_behalf_of
        return Facts(
            today=self.rules.today,
            actor=self.actor(want.actor),
            behalf=self.actor(behalf) if behalf is not None else None,
            person=None if row is None else standings.person(self, row, agreed or NOTHING),
            recipient=None if want.recipient is None else self.recipient(want.recipient),
            acquisition=acquisition,
            evidence=want.evidence,
            own=row is not None and is_own(want.actor, row.pid),
            call=self.call(want),
        )

    def call(self, want: Want) -> CallFacts | None:
        """Return what stands of the call a want is of, about the person it asks about; None for a want of none."""
        if want.occasion is None:
            return want.call
        found = self.occasions.get(want.occasion)
        if found is None:
            found = occasions.taken_up(self.cursor, want)
            if found is None:
                return None
            self.occasions[want.occasion] = found
        return found.facts(want.person)

    def actor(self, actor: Actor) -> ActorFacts:
        """Return what stands about an actor today, with what it has used so far where a limit is set (2-1)."""
        stands = standings.actor(self, actor)
        if not stands.uses_at_most:
            return stands
        if not self.limits:
            return replace(stands, uses_at_most=0)
        return replace(stands, uses_today=counting.used_today(self.cursor, actor.id, self.rules.today))

    def count(self, want: Want, people: int) -> None:
        """Count people for the actor, and for whom it acts, where a limit is set."""
        for actor in (want.actor, want.actor.on_behalf_of):
            if actor is not None and standings.actor(self, actor).uses_at_most:
                counting.count(self.cursor, actor.id, self.rules.today, people)

    def recipient(self, ref: str) -> RecipientFacts | None:
        """Return what stands about a partner today."""
        return standings.recipient(self, ref)

    def decide(self, want: Want, row: Row | None) -> tuple[Ask, Answer]:
        """Ask the gate."""
        ask = self.ask(want)
        return ask, self.rules.gate.decide(ask, self.facts(want, row))

    def body(self, want: Want, ask: Ask, answer: Answer, **more: Any) -> dict[str, Any]:
        """Return the entry's body: names, clause and numbers, never a value."""
        said: dict[str, Any] = {
            "act": want.act,
            "answer": SAID[type(answer)],
            "actor": named(want.actor, answer),
            "behalf": want.actor.on_behalf_of.id if want.actor.on_behalf_of else None,
            "proven": want.actor.proven_by,
            "duty": self.duty(want),
            "purpose": want.purpose,
            "clause": answer.clause,
            "article": answer.article or None,
            "recipient": want.recipient,
            "ground": want.ground,
            "policy": self.rules.policy.version[:16],
            "law": self.rules.law,
            "gate": GATE_REVISION,
            "standing": self.head,
            "papers": list(want.papers) or None,
            "evidence": sorted(want.evidence) or None,
            "session": want.actor.session if want.actor.kind == "program" else None,
            "note_kind": want.how,
        }
        if isinstance(answer, Allowed):
            said["fields"] = self.rules.names(answer.fields)
            said["left"] = self.rules.names(answer.left) or None
        else:
            said["fields"] = self.rules.names(ask.fields)
            said["reason"] = answer.reason
        if want.occasion is not None:
            call = self.call(want)
            said |= {"case": want.occasion, "caller": call.said() if call is not None else None}
        said.update(more)
        return {key: value for key, value in said.items() if value is not None}

    def opened(self, answer: Answer, row: Row | None) -> dict[str, Any]:
        """Return what an entry says of the fields opened of one person: those held, not all that might have been."""
        held = answer.fields & row.fields if row is not None and isinstance(answer, Allowed) else 0
        return {"fields": self.rules.names(held)} if held else {}

    def draft(self, want: Want, ask: Ask, answer: Answer, rows: Iterable[Row] = (), **more: Any) -> Draft:
        """Return the entry to append, naming everybody of `rows` through the people root."""
        granted = isinstance(answer, Allowed)
        people = [Seen(row.ordinal, row.mark, granted) for row in rows]
        if granted and people:
            self.count(want, len(people))
        return Draft(body=self.body(want, ask, answer, **more), people=people)

    def duty(self, want: Want) -> str | None:
        """Return the duty the actor acts in: the one that serves the purpose, as the person will read it (2-2)."""
        if want.actor.kind == "person":
            return None
        held = self.actor(want.actor.on_behalf_of or want.actor).duties
        declared = self.rules.policy.rules.purposes.get(want.purpose or "")
        duties = self.rules.policy.rules.duties
        serving = declared.duties if declared else [n for n, duty in duties.items() if want.purpose in duty.law]
        bits = self.rules.bits.duties
        names = [name for name in (*serving, *duties) if held >> bits.get(name, 63) & 1]
        return names[0] if names else None


def named(actor: Actor, answer: Answer) -> str:
    """Return how an entry names who acts: a person never by their id, which goes when they are erased."""
    if actor.kind != "person":
        return actor.id
    return OTHER if isinstance(answer, Denied) and answer.reason == "not-own" else SELF


def was_own(actor: Actor) -> bool:
    """Say whether an entry names the person themself as who acted."""
    return actor.kind == "person" and actor.id == SELF


def is_own(actor: Actor, pid: bytes) -> bool:
    """Say whether the actor is the person themself, proven as such."""
    return actor.kind == "person" and actor.id == f"person:{pid.hex()}"
