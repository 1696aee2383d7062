"""
Asks about many people: decided by set algebra, written as one entry that names all, opened block by block.

The entry is durable before the first block is opened. Each block reads the tail of the change log: whoever it names
since the entry is decided again, and everybody when something moved that is not one person's. Whoever withdrew, refused
or was erased meanwhile is left out, and a second entry says how many.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from pyroaring import BitMap

from seiyaku.core.answers import Allowed, Answer, Denied, Unclear
from seiyaku.core.asks import Facts
from seiyaku.core.errors import NotFound, Refused
from seiyaku.core.sets import SetDecision, Standings
from seiyaku.keys import keyring
from seiyaku.ledger import changes, reading, transactions, writing
from seiyaku.ledger.writing import Draft, Many, Seen, Written, seen
from seiyaku.vault import blocks, crowds, selecting
from seiyaku.vault.blocks import Opened, Sealed
from seiyaku.vault.crowds import CONSENTED, REFUSED, RESTRICTED_USE, STOPPED, STOPPED_PROVIDING, Crowd
from seiyaku.vault.rows import Row
from seiyaku.vault.statements import People

from . import standings
from .asking import Sitting
from .desk import outside_transactions
from .results import Left
from .rules import Rules
from .standings import NOTHING
from .wants import Want, public_id

BLOCK = 1000  # people opened at a time


@dataclass(slots=True)
class Gathering:
    """
    A bulk ask that was allowed for some: its entry, who is granted which fields, and who is left out why.

    `rules` and `head`: what it was decided under, and up to which change it is known who has `moved` since. `sealed`:
    few people's sheets as they came with what was decided on, good while nothing is written. `kept`: what was opened
    inside the entry's own transaction already, for a record that had to be made there.
    """

    want: Want
    written: Written
    answer: Allowed
    granted: list[tuple[int, BitMap]]
    left: tuple[Left, ...]
    names: frozenset[str]
    rules: Rules
    head: int
    sealed: Sealed | None = field(default=None, repr=False)
    ring: keyring.Keyring = field(default_factory=keyring.keyring, repr=False)
    opened: int = 0
    dropped: BitMap = field(default_factory=BitMap)
    moved: BitMap = field(default_factory=BitMap)
    kept: list[list[Opened]] | None = None

    @property
    def people(self) -> int:
        """How many it was granted for."""
        return sum(len(people) for _, people in self.granted)

    def blocks(self) -> Iterator[list[Opened]]:
        """Open what was granted, a block at a time."""
        if self.kept is not None:
            yield from self.kept
            return
        for fields, people in self.granted:
            for block in _cut(people):
                yield self._open(fields, block)
        self._close()

    def open_now(self, sitting: Sitting) -> list[list[Opened]]:
        """Open all of it inside the transaction that has just written the entry; released only after its commit."""
        self.kept = []
        for fields, people in self.granted:
            kinds = sitting.rules.catalogue.sheets(fields)
            for block in _cut(people):
                self.kept.append(self._opened(blocks.select(sitting.cursor, block, kinds), fields))
        self.opened = self.people
        return self.kept

    def _open(self, fields: int, ordinals: Sequence[int]) -> list[Opened]:
        """Decide again on whoever moved, and open what still may be."""
        with transactions.reading() as cursor:
            sitting = Sitting.on(cursor, limits=False)
            kinds = sitting.rules.catalogue.sheets(fields)
            moved = self._moved(sitting, ordinals)
            sealed = self._select(cursor, ordinals, kinds)
            again = self._still(sitting, selecting.rows(cursor, list(moved), kinds), fields) if moved else {}
        opened = self._opened(sealed.of(BitMap(ordinals) - moved) if moved else sealed, fields)
        for mask in set(again.values()):
            opened += self._opened(sealed.of(BitMap([who for who, still in again.items() if still == mask])), mask)
        self.dropped |= BitMap(ordinals) - BitMap([one[0] for one in opened])
        self.opened += len(opened)
        return opened

    def _select(self, cursor: transactions.Cursor, ordinals: Sequence[int], kinds: Sequence[str]) -> Sealed:
        if self.sealed is None or not self._newest(cursor):
            return blocks.select(cursor, ordinals, kinds)
        return self.sealed if len(self.sealed.people) == len(ordinals) else self.sealed.of(BitMap(ordinals))

    def _newest(self, cursor: transactions.Cursor) -> bool:
        """Whether no entry came after ours, and so no value changed or ended, nor was a key turned (SQLite only)."""
        return reading.tree_size(cursor) == self.written.number + 1 and keyring.fresh(cursor) is self.ring

    def _opened(self, sealed: Sealed, fields: int) -> list[Opened]:
        grant = writing.grant(self.written, BitMap(sealed.people), fields)
        return blocks.opened(grant, self.rules.catalogue, sealed, fields)

    def _moved(self, sitting: Sitting, ordinals: Sequence[int]) -> BitMap:
        """Return who of these must be decided again, by what the change log says since the entry."""
        if sitting.head != self.head:
            for change in changes.since(sitting.cursor, self.head):
                if change.kind not in standings.OF_PEOPLE or change.person is None:
                    self.moved |= BitMap([*(who for _, people in self.granted for who in people)])
                else:
                    self.moved.add(change.person)
            self.head, self.sealed = sitting.head, None
        return BitMap(ordinals) if sitting.rules is not self.rules else BitMap(ordinals) & self.moved

    def _still(self, sitting: Sitting, rows: Sequence[Row], fields: int) -> dict[int, int]:
        """Return whom of these it is still allowed for, and which of the fields."""
        ask = sitting.ask(self.want)
        said: dict[object, Answer] = {}
        still: dict[int, int] = {}
        agreed = standings.agreed(sitting, self.want, [row.ordinal for row in rows])
        for row in rows:
            theirs = agreed.get(row.ordinal, NOTHING)
            key = (row.bases, row.consents, row.refusals, row.stopped, row.flags, theirs)
            answer = said.get(key)
            if answer is None:
                answer = said[key] = sitting.rules.gate.decide(ask, sitting.facts(self.want, row, agreed=theirs))
            if isinstance(answer, Allowed) and answer.fields & fields:
                still[row.ordinal] = answer.fields & fields
        return still

    def _close(self) -> None:
        if not self.dropped:
            return
        with transactions.deciding() as cursor:
            sitting = Sitting.on(cursor)
            body = sitting.body(self.want, sitting.ask(self.want), self.answer, ref=self.written.id)
            body |= {"answer": "done", "counts": {"opened": self.opened, "dropped": len(self.dropped)}}
            writing.append(cursor, [Draft(body)])


Keep = Callable[[Sitting, Gathering], None]


def gather(
    want: Want, people: Iterable[str] | None, *, earlier: str | None = None, keep: Keep | None = None, **more: Any
) -> Gathering:
    """
    Decide about `people` (None: everybody), and write the one entry that names them all.

    `earlier`: those alone whom this entry, of the same act and purpose, was granted for and who are still here. `keep`
    does what must be written in the same transaction as the entry. `more`: what the entry says besides.

    Raises:
        Refused: for nobody. The refusal is in the ledger.
        NotFound: nobody of them is held.
    """
    outside_transactions()
    named: People | None = None if people is None else [public_id(each) for each in dict.fromkeys(people)]
    with transactions.changing() if keep else transactions.deciding() as cursor:
        sitting = Sitting.on(cursor)
        kinds = sitting.rules.catalogue.sheets(sitting.ask(want).fields)
        if earlier is not None:
            named, more = _granted_in(cursor, earlier, want), more | {"ref": earlier}
        crowd, sealed = crowds.look(cursor, named, kinds, place_of(sitting, want), together=BLOCK)
        want, decision = decide(sitting, want, crowd)
        answer = _said(decision)
        if answer is not None:
            refused = sum(len(who) for _, who in decision.refused)
            body = sitting.body(want, sitting.ask(want), answer, refused_n=refused or None, **more)
            written = writing.append(cursor, [Draft(body, _named(decision, crowd))])[0]
            sitting.count(want, sum(len(who) for _, who in decision.granted))
        if isinstance(answer, Allowed):
            gathering = _gathering(sitting, want, written, answer, decision)
            gathering.sealed = sealed
            if keep is not None:
                keep(sitting, gathering)
    if answer is None:
        raise NotFound("nobody of these is held")
    if not isinstance(answer, Allowed):
        raise Refused(answer, written.id)
    return gathering


def _granted_in(cursor: transactions.Cursor, entry: str, want: Want) -> list[int]:
    """Return whom an earlier ask of the same kind was granted for. Raises NotFound: the entry is of no such ask."""
    body = reading.entry(cursor, entry).body
    if (body["act"], body.get("purpose"), body["answer"]) != (want.act, want.purpose, "allowed"):
        raise NotFound("ledger entry")
    return sorted(who for some in reading.granted_in(cursor, entry, BLOCK) for who in some)


def _gathering(sitting: Sitting, want: Want, written: Written, answer: Allowed, decision: SetDecision) -> Gathering:
    granted = [(said.fields, who) for said, who in decision.granted]
    left = tuple(Left(people=len(who), why=why) for why, who in decision.refused)
    names = frozenset(name for mask, _ in granted for name in sitting.rules.names(mask))
    return Gathering(want, written, answer, granted, left, names, sitting.rules, sitting.head)


def _cut(people: BitMap) -> Iterator[list[int]]:
    """Cut people into blocks, in the order of their ordinals."""
    ordinals = list(people)
    for start in range(0, len(ordinals), BLOCK):
        yield ordinals[start : start + BLOCK]


def place_of(sitting: Sitting, want: Want) -> int:
    """Return the want's purpose as a mask, nothing for one that is none of the policy's."""
    bit = sitting.rules.bits.purposes.get(want.purpose or "")
    return 0 if bit is None else 1 << bit


def as_many(facts: Facts, people: int) -> Facts:
    """A bulk use of many people is that many uses: with the last of them the day's limit must still hold (2-1)."""
    if not facts.actor.uses_at_most and not (facts.behalf and facts.behalf.uses_at_most):
        return facts
    more = max(0, people - 1)
    behalf = replace(facts.behalf, uses_today=facts.behalf.uses_today + more) if facts.behalf else None
    return replace(facts, actor=replace(facts.actor, uses_today=facts.actor.uses_today + more), behalf=behalf)


def decide(sitting: Sitting, want: Want, crowd: Crowd) -> tuple[Want, SetDecision]:
    """
    Decide about many people; a provision that names no ground gets the first of clause 8 that allows all of it, else
    the first for some.

    Each ground is weighed with the consents given for it, and one ground carries the whole of a handoff: what must be
    recorded of it, and for how long, hangs on the ground.
    """
    recipient = sitting.recipient(want.recipient) if want.recipient else None
    if want.act != "provide" or want.ground is not None or recipient is None:
        return want, _on(sitting, want, crowd)
    asked = sitting.ask(want).fields
    partly: tuple[Want, SetDecision] | None = None
    for ground in sitting.rules.gate.grounds_for(recipient.kind):
        named = replace(want, ground=ground)
        decision = _on(sitting, named, crowd)
        if decision.granted and not decision.refused and all(said.fields == asked for said, _ in decision.granted):
            return named, decision
        if decision.granted and partly is None:
            partly = named, decision
    return partly or (want, _on(sitting, want, crowd))


def _on(sitting: Sitting, want: Want, crowd: Crowd) -> SetDecision:
    stands = _standings(sitting, want, crowd)
    return sitting.rules.gate.decide_sets(
        sitting.ask(want), as_many(sitting.facts(want, None), len(crowd.ordinals)), stands
    )


def _standings(sitting: Sitting, want: Want, crowd: Crowd) -> Standings:
    agreed = standings.agreed(sitting, want, crowd.ordinals)
    return Standings(
        asked=BitMap(crowd.ordinals),
        bases=[(mask, sitting.rules.purposes_of(basis), who) for (mask, basis), who in crowd.held.items()],
        consented=crowd.standing(CONSENTED),
        refused=crowd.standing(REFUSED),
        stopped=crowd.standing(STOPPED),
        restricted=crowd.standing(RESTRICTED_USE),
        stopped_provision=crowd.standing(STOPPED_PROVIDING),
        provide_consent=_by_mask({who: said.provide for who, said in agreed.items()}),
        foreign_consent=_by_mask({who: said.foreign for who, said in agreed.items()}),
        service_held=BitMap([who for who, said in agreed.items() if said.service]),
    )


def _by_mask(masks: Mapping[int, int]) -> list[tuple[int, BitMap]]:
    groups: dict[int, list[int]] = {}
    for who, mask in masks.items():
        groups.setdefault(mask, []).append(who)
    return [(mask, BitMap(who)) for mask, who in groups.items() if mask]


def _said(decision: SetDecision) -> Allowed | Denied | Unclear | None:
    """Return the answer that the entry states: the one granted to most, or why all were refused."""
    if decision.granted:
        return max(decision.granted, key=lambda part: len(part[1]))[0]
    return max(decision.refused, key=lambda part: len(part[1]))[0] if decision.refused else None


def _named(decision: SetDecision, crowd: Crowd) -> Sequence[Seen] | Many:
    refused = BitMap()
    for _, who in decision.refused:
        refused |= who
    return seen(crowd.ordinals, crowd.marks, refused)
