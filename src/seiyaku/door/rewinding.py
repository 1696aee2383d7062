"""
What stood at a moment of the past (architecture, sections 1 and 3): of actors, recipients and people, by the number of
the standing that an entry names.

* people      their changes up to that number are gone through again: consents, refusals, stops, services, what they
              hold under which source. Of whom a merge tells, it cannot be known any more.
* actors      duties given and taken back, tokens, at that moment; training as of that day
* recipients  contracts and looks at them; kind, character and country are the newest ones

Not here: deciding.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from seiyaku.consent.models import ConsentRecord, Refusal
from seiyaku.core.asks import Actor, ActorFacts, Facts, PersonFacts
from seiyaku.ledger import changes
from seiyaku.ledger.changes import Change, Moment
from seiyaku.ledger.transactions import Cursor
from seiyaku.partners import queries as partners
from seiyaku.people import queries as people
from seiyaku.vault import selecting
from seiyaku.vault.pen import newest_fact
from seiyaku.vault.rows import Row
from seiyaku.vault.times import moment as microseconds

from .asking import was_own
from .rules import Rules
from .wants import Want

RESTRICTED = False  # no verb restricts a person yet


@dataclass(slots=True)
class Stood:
    """What stood about one person: masks, and the records that were live. `unknown`: a merge hides it."""

    consents: int = 0
    refusals: int = 0
    stopped: int = 0
    stopped_provision: bool = False
    services: set[str] = field(default_factory=set)
    live: dict[str, ConsentRecord] = field(default_factory=dict)
    unknown: bool = False


@dataclass(frozen=True, slots=True)
class Then:
    """One moment, under the rules of one version on its day."""

    cursor: Cursor
    moment: Moment
    rules: Rules

    def under(self, rules: Rules) -> Then:
        """Return the same moment under other rules."""
        return replace(self, rules=rules)

    def actor(self, who: Actor) -> ActorFacts:
        """Return what stood about an actor, without limits of a day."""
        if who.kind in ("person", "system"):
            return ActorFacts(kind=who.kind, active=True)
        rules = self.rules
        facts = people.standing(who, rules.date, rules.bits, rules.policy, self.moment)
        return replace(facts, uses_at_most=0)

    def facts(self, want: Want, row: Row | None, stood: Stood | None) -> Facts:
        """Return the facts that the gate decided on."""
        rules, behalf = self.rules, want.actor.on_behalf_of
        recipient = None
        if want.recipient is not None:
            recipient = partners.standing(want.recipient, rules.date, rules.bits, rules.policy, then=self.moment)
        return Facts(
            today=rules.today,
            actor=self.actor(want.actor),
            behalf=self.actor(behalf) if behalf is not None else None,
            person=self.person(want, row, stood) if row is not None and stood is not None else None,
            recipient=recipient,
            evidence=want.evidence,
            own=row is not None and was_own(want.actor),
            call=want.call,
        )

    def person(self, want: Want, row: Row, stood: Stood) -> PersonFacts:
        """Return what stood about a person, for this ask."""
        agreed = {"provide": 0, "foreign": 0}
        for record in stood.live.values():
            if record.kind in agreed and (record.recipient, record.ground) == (want.recipient, want.ground):
                agreed[record.kind] |= record.fields
        return PersonFacts(
            bases=tuple(self._bases(want, row)),
            consents=stood.consents,
            refusals=stood.refusals,
            stopped=stood.stopped,
            stopped_provision=stood.stopped_provision,
            restricted=RESTRICTED,
            provide_consent=agreed["provide"],
            foreign_consent=agreed["foreign"],
            service_held=want.recipient in stood.services,
        )

    def _bases(self, want: Want, row: Row) -> Iterable[tuple[int, int]]:
        """Yield (mask of fields, mask of purposes) of what was held then: the newest word that was said by then."""
        last = microseconds(self.moment.at) + 999  # an entry's time is in milliseconds
        asked = self.rules.catalogue.mask([name for name in want.fields if name in self.rules.catalogue.columns])
        for bit in (bit for bit in range(63) if asked >> bit & 1):
            origin = row.origin(bit)
            if origin is None or origin.recorded_at > last:
                former = newest_fact(self.cursor, row.ordinal, bit, known=last)
                origin = former.origin if former is not None else None
            if origin is not None:
                yield 1 << bit, self.rules.purposes_of(origin.basis)


def stood(cursor: Cursor, ordinals: Sequence[int], number: int, bits: Mapping[str, int]) -> dict[int, Stood]:
    """Return what stood about these people when `number` was the newest change."""
    found = {ordinal: Stood() for ordinal in ordinals}
    records = {record.ref: record for record in ConsentRecord.objects.filter(person__in=list(ordinals))}
    told = list(changes.of_people(cursor, list(ordinals)))
    named = {change.ref for change in told}
    for refusal in Refusal.objects.filter(person__in=list(ordinals), method="suppression"):
        if not any(c.person == refusal.person and c.ref == f"refuse:{refusal.purpose}" for c in told):
            found[refusal.person].refusals |= 1 << bits[refusal.purpose]
    for change in told:
        if change.kind == "merge" or change.ref == "merge":
            found[change.person or 0].unknown = True
        elif change.number <= number:
            _apply(found[change.person or 0], change, records, named, bits)
    return found


def _apply(
    one: Stood, change: Change, records: Mapping[str, ConsentRecord], named: set[str], bits: Mapping[str, int]
) -> None:
    what, _, rest = change.ref.partition(":")
    if change.kind == "consent":
        _consent(one, change.ref, records, named, bits)
    elif change.kind == "refusal" and rest in bits:
        on = 1 << bits[rest]
        one.refusals = one.refusals | on if what == "refuse" else one.refusals & ~on
        if what == "refuse":
            one.consents &= ~on
    elif change.kind == "stop" and rest == "provision":
        one.stopped_provision = what == "stop"
    elif change.kind == "stop" and rest in bits:
        one.stopped = one.stopped | 1 << bits[rest] if what == "stop" else one.stopped & ~(1 << bits[rest])
    elif change.kind == "relation":
        service = rest.split(":", 1)[1]
        (one.services.add if what == "begin" else one.services.discard)(service)


def _consent(
    one: Stood, ref: str, records: Mapping[str, ConsentRecord], named: set[str], bits: Mapping[str, int]
) -> None:
    """The first change of a consent is that it was given, the second that it was taken back, in whole or in part."""
    record = records.get(ref)
    if record is None:
        return
    bit = 1 << bits[record.purpose] if record.kind == "use" and record.purpose in bits else 0
    if ref not in one.live:
        one.live[ref] = record
        one.consents, one.refusals = one.consents | bit, one.refusals & ~bit
        return
    del one.live[ref]
    one.consents &= ~bit
    for rest in records.values():  # what was left of it goes on in a record that no change names
        if rest.ref not in named and rest.given_at == record.given_at and _alike(rest, record):
            one.live[rest.ref] = rest


def _alike(one: ConsentRecord, other: ConsentRecord) -> bool:
    def terms(record: ConsentRecord) -> tuple[object, ...]:
        return record.person, record.kind, record.ground, record.recipient, record.country

    return terms(one) == terms(other)


def rows(cursor: Cursor, ordinals: Sequence[int], kinds: Sequence[str]) -> dict[int, Row]:
    """Return the rows of those who are still here, by ordinal."""
    return {row.ordinal: row for row in selecting.rows(cursor, list(ordinals), kinds) if row.merged_into is None}


def at(milliseconds: int) -> dt.datetime:
    """Return the time of an entry."""
    return dt.datetime.fromtimestamp(milliseconds / 1000, dt.UTC)
