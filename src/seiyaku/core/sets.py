"""
The same decision for many people at once: one person or ten million, by algebra on compressed bitmaps.

Nothing is decided here. People are parted by the standings that matter for this ask, in the order in which the gate
tries them, and the gate is asked once for each part. A standing matters when the gate answers differently without it,
which is found out by asking.

Not here: loading bitmaps, the people root.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from pyroaring import BitMap

from .answers import Allowed, Answer, Denied, Unclear
from .asks import ALL, Ask, Facts, PersonFacts

if TYPE_CHECKING:
    from .gate import Gate

Changed = Callable[[PersonFacts], PersonFacts]
Masked = Sequence[tuple[int, BitMap]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Standings:
    """
    What stands about many people, by ordinal, for the purpose of one ask.

    `bases`: (fields, purposes, people) for each basis of values held; a person may stand in several. `consented`,
    `refused` and `stopped` are for the ask's purpose. `provide_consent` and `foreign_consent`: (fields, people) for
    its recipient.
    """

    asked: BitMap
    bases: Sequence[tuple[int, int, BitMap]] = ()
    consented: BitMap = field(default_factory=BitMap)
    refused: BitMap = field(default_factory=BitMap)
    stopped: BitMap = field(default_factory=BitMap)
    stopped_provision: BitMap = field(default_factory=BitMap)
    restricted: BitMap = field(default_factory=BitMap)
    service_held: BitMap = field(default_factory=BitMap)
    provide_consent: Masked = ()
    foreign_consent: Masked = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SetDecision:
    """Who is granted what, and who is refused why. Every person asked about stands in exactly one part."""

    granted: list[tuple[Allowed, BitMap]]
    refused: list[tuple[Denied | Unclear, BitMap]]


PERFECT = PersonFacts(
    bases=((ALL, ALL),), consents=ALL, provide_consent=ALL, foreign_consent=ALL, special_consent=ALL, service_held=True
)


class _Parting:
    """One ask about many people, parted so far into `left` (undecided yet) and the answers found."""

    def __init__(self, gate: Gate, ask: Ask, facts: Facts, sets: Standings) -> None:
        self.gate, self.ask, self.facts, self.sets = gate, ask, facts, sets
        self.left = sets.asked
        self.answers: dict[Answer, BitMap] = {}
        self.best = self.decide(PERFECT)
        self.open = ask.act == "provide" and ask.ground is None
        self.also: list[tuple[Changed, BitMap]] = []

    def decide(self, person: PersonFacts) -> Answer:
        return self.gate.decide(self.ask, replace(self.facts, person=person))

    def give(self, answer: Answer, people: BitMap) -> None:
        if people:
            kept = self.answers.get(answer)
            self.answers[answer] = people if kept is None else kept | people

    def matters(self, person: PersonFacts) -> bool:
        """Say whether the gate answers this one otherwise; where any ground may do, everything matters."""
        return self.open or self.decide(person) != self.best

    def sieve(self, change: Changed, people: BitMap) -> None:
        """Give `people` the answer of a person who is perfect but for one standing; or part them, if it may allow."""
        if self.open:
            self.also.append((change, people))
            return
        answer = self.decide(change(PERFECT))
        if answer != self.best:
            self.give(answer, self.left & people)
            self.left = self.left - people  # in place would change what the caller handed in


def decide_sets(gate: Gate, ask: Ask, facts: Facts, sets: Standings) -> SetDecision:
    """Answer one ask about many people; for each person what `gate.decide` answers for that person alone."""
    parting = _Parting(gate, ask, facts, sets)
    parting.sieve(lambda p: replace(p, restricted=True), sets.restricted)
    parting.sieve(lambda p: replace(p, stopped_provision=True), sets.stopped_provision)
    parting.sieve(lambda p: replace(p, service_held=False), sets.asked - sets.service_held)
    parting.sieve(lambda p: replace(p, stopped=ALL), sets.stopped)
    parting.sieve(lambda p: replace(p, refusals=ALL), sets.refused)
    _opted(parting)
    for person, people in _parts(parting):
        parting.give(parting.decide(person), people)
    granted: list[tuple[Allowed, BitMap]] = []
    refused: list[tuple[Denied | Unclear, BitMap]] = []
    for answer, people in parting.answers.items():
        if isinstance(answer, Allowed):
            granted.append((answer, people))
        else:
            refused.append((answer, people))
    return SetDecision(granted=granted, refused=refused)


def _opted(parting: _Parting) -> None:
    """Refuse who has not agreed, where the purpose is advertising or needs consent; elsewhere consent only widens."""
    answer = parting.decide(replace(PERFECT, consents=0))
    if not isinstance(answer, Allowed) and answer != parting.best:
        parting.give(answer, parting.left - parting.sets.consented)
        parting.left = parting.left & parting.sets.consented


def _parts(parting: _Parting) -> Iterable[tuple[PersonFacts, BitMap]]:
    """Part who is left by the masks that matter: values' bases with consent, consent to provide, consent of 28."""
    sets, asked = parting.sets, parting.ask.fields
    parts = _by_basis(parting)
    if parting.matters(replace(PERFECT, provide_consent=0)):
        parts = [
            (replace(person, provide_consent=mask), within)
            for person, people in parts
            for mask, within in _split(people, sets.provide_consent, asked)
        ]
    if parting.matters(replace(PERFECT, foreign_consent=0)):
        parts = [
            (replace(person, foreign_consent=mask), within)
            for person, people in parts
            for mask, within in _split(people, sets.foreign_consent, asked)
        ]
    for change, chosen in parting.also:
        parts = [(p, people - chosen) for p, people in parts] + [(change(p), people & chosen) for p, people in parts]
    return [(person, people) for person, people in parts if people]


def _by_basis(parting: _Parting) -> list[tuple[PersonFacts, BitMap]]:
    sets, asked, left = parting.sets, parting.ask.fields, parting.left
    bare = replace(PERFECT, bases=())
    if not (parting.matters(bare) or parting.matters(replace(bare, consents=0))):
        return [(PERFECT, left)]
    bit = parting.gate.purpose_bit(parting.ask.purpose)
    masks = [(fields, people) for fields, purposes, people in sets.bases if purposes & bit]
    parts: list[tuple[PersonFacts, BitMap]] = []
    for mask, people in _split(left, masks, asked):
        held = replace(PERFECT, bases=((mask, ALL),))
        if mask == asked and not parting.open:
            parts.append((held, people))
        else:
            parts.append((held, people & sets.consented))
            parts.append((replace(held, consents=0), people - sets.consented))
    return parts


def _split(people: BitMap, masks: Iterable[tuple[int, BitMap]], asked: int) -> list[tuple[int, BitMap]]:
    """Part people by the union of the masks (cut to what is asked) of the groups each stands in."""
    groups: dict[int, BitMap] = {}
    for mask, group in masks:
        cut = mask & asked
        if cut:
            groups[cut] = groups[cut] | group if cut in groups else group
    parts: dict[int, BitMap] = {0: people}
    for mask, group in groups.items():
        after: dict[int, BitMap] = {}
        for had, part in parts.items():
            inside = part & group
            for key, some in ((had | mask, inside), (had, part - inside)):
                if some:
                    after[key] = after[key] | some if key in after else some
        parts = after
    return list(parts.items())
