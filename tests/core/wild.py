"""Asks at random, of any policy: whatever it names, and some things it does not."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator

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
from seiyaku.core.model import Policy

from .grid import ACTS, EVIDENCE, LAW
from .sample import TODAY

BOB = Actor(id="staff:bob", kind="staff", proven_by="session")
ALICE = Actor(id="person:alice", kind="person", proven_by="letter")
RESEARCH = frozenset({"academic-purpose", "joint-research", "unavoidable", "no-undue-harm"})
CHARACTERS = ("entrustment", "third-party", "succession", "joint-use", "by-law", "unclassified")


class Wild:
    """Draws asks and facts, leaning to what fits so that much of it is allowed."""

    def __init__(self, policy: Policy, bits: Bits, seed: int) -> None:
        self.rules, self.bits = policy.rules, bits
        self.dice = random.Random(seed)  # noqa: S311 - a test's dice

    def draw(self, count: int) -> Iterator[tuple[Ask, Facts]]:
        for _ in range(count):
            yield self.dice.choice([self.use, self.collect, self.provide])()

    def mask(self, names: Iterable[str], bits: dict[str, int]) -> int:
        return sum(1 << bits[name] for name in set(names))

    def some(self, names: Iterable[str]) -> list[str]:
        pool = list(names)
        return self.dice.sample(pool, self.dice.randint(0, len(pool)))

    def fields(self, fitting: Iterable[str]) -> int:
        pool = self.some(fitting) if self.dice.random() < 0.8 else self.some(self.rules.fields)
        return self.mask(pool, self.bits.fields)

    def actor(self, serving: Iterable[str]) -> tuple[Actor, ActorFacts, bool]:
        own = self.dice.random() < 0.5
        if self.dice.random() < 0.1:
            return ALICE, ActorFacts(kind="person", active=True), own
        held = list(serving) if self.dice.random() < 0.8 else self.some(self.rules.duties)
        standing = ActorFacts(
            kind="staff",
            inside=self.dice.random() < 0.9,
            active=self.dice.random() < 0.97,
            duties=self.mask(held, self.bits.duties),
            trained_until=TODAY - (self.dice.random() < 0.05),
            uses_today=self.dice.randint(0, 4),
            uses_at_most=self.dice.choice([0, 0, 0, 4, 5]),
        )
        return BOB, standing, own

    def person(self) -> PersonFacts | None:
        if self.dice.random() < 0.05:
            return None
        bases = tuple(
            (
                self.dice.choice([ALL, self.mask(self.some(self.rules.fields), self.bits.fields)]),
                self.mask(self.some(self.rules.purposes), self.bits.purposes),
            )
            for _ in range(self.dice.randint(0, 3))
        )
        chance = self.dice.random
        return PersonFacts(
            bases=(*bases, (ALL, ALL)) if chance() < 0.4 else bases,
            consents=ALL if chance() < 0.4 else 0,
            refusals=ALL if chance() < 0.1 else 0,
            stopped=ALL if chance() < 0.05 else 0,
            stopped_provision=chance() < 0.05,
            restricted=chance() < 0.05,
            provide_consent=ALL if chance() < 0.6 else 0,
            foreign_consent=ALL if chance() < 0.4 else 0,
            special_consent=ALL if chance() < 0.3 else 0,
            service_held=chance() < 0.6,
        )

    def source(self) -> AcquisitionFacts | None:
        form = self.dice.choice([None, "napkin", *self.rules.forms, *self.rules.forms])
        rule = self.rules.forms.get(form or "")
        fits = rule is not None and self.dice.random() < 0.8
        sure = self.dice.random() < 0.8
        return AcquisitionFacts(
            form=form,
            source=rule.source if rule and fits else self.dice.choice([None, *self.rules.sources]),
            notice_shown=sure,
            script="1" if sure else None,
            contract_until=TODAY if sure else 0,
            provenance=sure,
            attested=sure,
            urgent=self.dice.choice([None, "21(2)", "21(4)(iii)", "21(4)(iv)"]),
        )

    def evidence(self) -> frozenset[str]:
        drawn = [*EVIDENCE, RESEARCH, *(frozenset({f"20(2)({item})"}) for item in ("ii", "v", "vi", "viii"))]
        return frozenset().union(*self.dice.sample(drawn, self.dice.randint(0, 3)))

    def use(self) -> tuple[Ask, Facts]:
        purpose = self.dice.choice([None, "resell", *LAW, *self.rules.purposes, *self.rules.purposes])
        rule = self.rules.purposes.get(purpose or "")
        act = self.dice.choice(rule.acts if rule and self.dice.random() < 0.7 else ACTS)
        actor, stands, own = self.actor(rule.duties if rule else self.rules.duties)
        ask = Ask(
            actor=actor,
            act=act,
            purpose=purpose,
            fields=self.fields(rule.needs if rule else self.rules.fields),
            past=self.dice.random() < 0.1,
        )
        return ask, self.facts(stands, own=own, told=self.source())

    def collect(self) -> tuple[Ask, Facts]:
        told = self.source() if self.dice.random() < 0.97 else None
        form = self.rules.forms.get(told.form or "") if told else None
        duties = {d for p in (form.purposes if form else self.rules.purposes) for d in self.rules.purposes[p].duties}
        actor, stands, own = self.actor(sorted(duties))
        purpose = self.dice.choice([None, *self.rules.purposes]) if self.dice.random() < 0.3 else None
        asked = self.fields(form.fields if form else self.rules.fields)
        return Ask(actor=actor, act="collect", purpose=purpose, fields=asked), self.facts(stands, own=own, told=told)

    def provide(self) -> tuple[Ask, Facts]:
        ground = self.dice.choice([None, "favour", *self.rules.provisions, *self.rules.provisions])
        rule = self.rules.provisions.get(ground or "")
        actor, stands, own = self.actor(rule.duties if rule else self.rules.duties)
        kinds = [k for k in rule.to if k != "any"] if rule else []
        fits = rule is not None and self.dice.random() < 0.8
        sure = self.dice.random() < 0.9
        kind = self.dice.choice(kinds or [*self.rules.partners, "stranger"])
        terms = self.rules.partners[kind].terms if kind in self.rules.partners else ()
        to = RecipientFacts(
            id="partner:x",
            kind=kind,
            character=rule.character if rule and fits else self.dice.choice(CHARACTERS),
            country=self.dice.choice(["JP", "JP", "FR", "US"]),
            contract_until=TODAY if sure else 0,
            terms=frozenset(terms) if sure else frozenset(),
            fields=ALL if sure else 1,
            purposes=ALL,
            equivalent_measures_until=TODAY if self.dice.random() < 0.2 else 0,
            supervised_until=TODAY if sure else 0,
        )
        purposes = [*rule.purposes] if rule and fits else []
        ask = Ask(
            actor=actor,
            act="provide",
            purpose=self.dice.choice(purposes or [None, *self.rules.purposes]),
            fields=self.mask(rule.fields, self.bits.fields) if rule and fits and rule.fields else self.fields(()),
            recipient="partner:x",
            ground=ground,
        )
        return ask, self.facts(stands, own=own, to=to)

    def facts(
        self, stands: ActorFacts, *, own: bool, told: AcquisitionFacts | None = None, to: RecipientFacts | None = None
    ) -> Facts:
        return Facts(
            today=TODAY,
            actor=stands,
            person=self.person(),
            recipient=to,
            acquisition=told,
            own=own,
            evidence=self.evidence(),
        )
