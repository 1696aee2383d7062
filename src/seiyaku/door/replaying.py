"""
What would this new policy version have refused last month? (architecture, section 3)

The ledger's asks are decided twice more, by the version in force and by the other one, on the standings of today: what
differs, differs by the version. People erased since cannot be asked about again, and are counted. Nothing is opened.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from pyroaring import BitMap

from seiyaku.core.answers import Denied, Unclear
from seiyaku.core.asks import Actor, ActorFacts, Bits, RecipientFacts
from seiyaku.core.compiled import compile_policy
from seiyaku.core.errors import InputError
from seiyaku.core.law import law
from seiyaku.core.model import Policy
from seiyaku.core.sets import SetDecision
from seiyaku.ledger import reading, transactions, writing
from seiyaku.ledger.writing import Draft
from seiyaku.partners import queries as partners
from seiyaku.people import queries as people
from seiyaku.vault import crowds as vault

from . import crowds, standings
from .asking import Sitting
from .desk import outside_transactions
from .results import Result, evidence
from .rules import Rules
from .wants import Want

REPLAYED = frozenset({"read", "find", "contact", "export", "provide"})
DAYS_AT_MOST = 366


@dataclass(frozen=True, slots=True, kw_only=True)
class WouldRefuse:
    """Asks that were allowed and that the other version refuses, for one reason: how many, about how many people."""

    act: str
    purpose: str
    why: Denied | Unclear
    asks: int
    people: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Replayed(Result):
    """
    A month's asks under another version.

    `narrowed`: fields that it would open no more, and in how many asks. `newly`: asks refused today that it allows.
    `otherwise`: asks that the version in force refuses today itself, by standings that have changed or by evidence that
    no entry holds. `erased`: people not asked about again. `skipped`: asks of kinds that cannot be replayed.
    """

    version: str
    days: int
    asks: int
    refused: tuple[WouldRefuse, ...]
    narrowed: Mapping[str, int]
    newly: int
    otherwise: int
    erased: int
    skipped: int


@dataclass(slots=True, kw_only=True)
class Trial(Sitting):
    """A sitting under a version that is not in force: what stands about actors and partners is asked anew under it."""

    actors: dict[str, ActorFacts] = field(default_factory=dict)
    recipients: dict[str, RecipientFacts | None] = field(default_factory=dict)

    def actor(self, actor: Actor) -> ActorFacts:
        """Return what would stand about an actor, without limits of a day."""
        known = self.actors.get(actor.id)
        if known is None:
            rules = self.rules
            known = people.standing(actor, rules.date, rules.bits, rules.policy)
            if actor.kind in ("person", "system"):
                known = standings.actor(self, actor)
            known = self.actors[actor.id] = replace(known, uses_at_most=0)
        return known

    def recipient(self, ref: str) -> RecipientFacts | None:
        """Return what would stand about a partner."""
        if ref not in self.recipients:
            rules = self.rules
            self.recipients[ref] = partners.standing(ref, rules.date, rules.bits, rules.policy)
        return self.recipients[ref]


@dataclass(slots=True)
class _Tally:
    asks: int = 0
    newly: int = 0
    otherwise: int = 0
    erased: int = 0
    skipped: int = 0
    refused: Counter[tuple[str, str, Denied | Unclear]] = field(default_factory=Counter)
    people: Counter[tuple[str, str, Denied | Unclear]] = field(default_factory=Counter)
    narrowed: Counter[str] = field(default_factory=Counter)


def replay(policy: Policy, *, days: int = 30, actor: Actor) -> Replayed:
    """
    Say what `policy` would have refused of the asks of the last `days`.

    Raises:
        InputError: more than a year is asked for.
    """
    outside_transactions()
    if not 0 < days <= DAYS_AT_MOST:
        raise InputError(where="days", found=str(days), expected=f"1 to {DAYS_AT_MOST}")
    since = int((dt.datetime.now(dt.UTC) - dt.timedelta(days=days)).timestamp() * 1000)
    tally = _Tally()
    with transactions.reading() as cursor:
        now = Sitting.on(cursor, limits=False)
        other = Trial(cursor=cursor, rules=_rules(now.rules, policy), head=now.head, limits=False)
        for entry in reading.lately(cursor, since):
            want = _want(entry.body)
            if want is None:
                tally.skipped += entry.body["answer"] != "done"
                continue
            ordinals, erased = reading.people_of(cursor, entry.id)
            tally.erased += erased
            if ordinals:
                _again(tally, now, other, want, ordinals)
    counts = {"days": days, "asks": tally.asks, "refused": tally.refused.total(), "erased": tally.erased}
    with transactions.deciding() as cursor:
        sitting = Sitting.on(cursor)
        said = {
            "act": "explain", "answer": "done", "actor": actor.id, "proven": actor.proven_by, "note_kind": "replay",
            "policy": sitting.rules.policy.version[:16], "standing": sitting.head, "counts": counts,
            "ref": policy.version[:16],
        }  # fmt: skip
        written = writing.append(cursor, [Draft(said)])[0]
    return Replayed(
        version=policy.version,
        days=days,
        asks=tally.asks,
        refused=tuple(
            WouldRefuse(act=key[0], purpose=key[1], why=key[2], asks=asks, people=tally.people[key])
            for key, asks in tally.refused.most_common()
        ),
        narrowed=dict(tally.narrowed.most_common()),
        newly=tally.newly,
        otherwise=tally.otherwise,
        erased=tally.erased,
        skipped=tally.skipped,
        **evidence(written),
    )


def _rules(now: Rules, policy: Policy) -> Rules:
    """Compile the other version; names it has first get places of their own, for this replay only."""
    rules = policy.rules
    bits = Bits(
        fields=_placed(now.bits.fields, rules.fields),
        purposes=_placed(now.bits.purposes, rules.purposes),
        duties=_placed(now.bits.duties, rules.duties),
    )
    gate = compile_policy(policy, bits, law(now.date))
    return Rules(policy=policy, bits=bits, gate=gate, catalogue=now.catalogue, today=now.today)


def _placed(known: Mapping[str, int], names: Mapping[str, Any]) -> dict[str, int]:
    free = max(known.values(), default=-1) + 1
    return dict(known) | {name: free + n for n, name in enumerate(sorted(names.keys() - known.keys()))}


def _want(body: Mapping[str, Any]) -> Want | None:
    """Return what was wanted, by its entry; None for what cannot be asked again: no read, or a program by itself."""
    kind, _, rest = body.get("behalf", body.get("actor", "")).partition(":")
    if body["act"] not in REPLAYED or body["answer"] == "done" or kind not in ("staff", "person") or not rest:
        return None
    who = Actor(id=f"{kind}:{rest}", kind="staff" if kind == "staff" else "person", proven_by=body.get("proven", ""))
    return Want(
        actor=who,
        act=body["act"],
        purpose=body.get("purpose"),
        fields=(*body.get("fields", ()), *body.get("left", ())),
        recipient=body.get("recipient"),
        ground=body.get("ground"),
        papers=tuple(body.get("papers", ())),
    )


def _again(tally: _Tally, now: Sitting, other: Trial, want: Want, ordinals: list[int]) -> None:
    tally.asks += 1
    kinds = now.rules.catalogue.sheets(now.ask(want).fields)
    crowd = vault.crowd(now.cursor, ordinals, kinds, crowds.place_of(other, want))
    today, then = crowds.decide(now, want, crowd)[1], crowds.decide(other, want, crowd)[1]
    allowed = _granted(today)
    if not allowed:
        tally.otherwise += 1
        tally.newly += bool(then.granted)
        return
    for why, who in then.refused:
        if lost := who & allowed:
            key = (want.act, want.purpose or want.ground or "", why)
            tally.refused[key] += 1
            tally.people[key] += len(lost)
    if then.granted:
        tally.narrowed.update(now.rules.names(_fields(today) & ~_fields(then)))


def _granted(decision: SetDecision) -> BitMap:
    return BitMap().union(*(who for _, who in decision.granted)) if decision.granted else BitMap()


def _fields(decision: SetDecision) -> int:
    fields = 0
    for answer, _ in decision.granted:
        fields |= answer.fields
    return fields
