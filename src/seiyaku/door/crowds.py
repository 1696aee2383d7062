"""
Asks about many people: decided by set algebra, written as one entry that names all, opened block by block.

The entry is durable before the first block is opened. Each block looks at the standings again: whoever withdrew,
refused or was erased meanwhile is left out, and a second entry says how many.
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
from seiyaku.ledger import transactions, writing
from seiyaku.ledger.writing import Draft, Seen, Written
from seiyaku.vault import crowds, opening, selecting
from seiyaku.vault import standings as flags
from seiyaku.vault.crowds import Crowd
from seiyaku.vault.rows import Row

from . import standings
from .asking import Sitting
from .desk import outside_transactions
from .results import Left
from .standings import NOTHING
from .wants import Want, public_id

BLOCK = 1000  # people opened at a time

Opened = list[tuple[Row, dict[str, str]]]


@dataclass(slots=True)
class Gathering:
    """
    A bulk ask that was allowed for some: its entry, who is granted which fields, and who is left out why.

    `kept`: what was opened inside the entry's own transaction already, for a record that had to be made there.
    """

    want: Want
    written: Written
    answer: Allowed
    granted: list[tuple[int, BitMap]]
    left: tuple[Left, ...]
    names: frozenset[str]
    opened: int = 0
    dropped: BitMap = field(default_factory=BitMap)
    kept: list[Opened] | None = None

    @property
    def people(self) -> int:
        """How many it was granted for."""
        return sum(len(people) for _, people in self.granted)

    def blocks(self) -> Iterator[Opened]:
        """Open what was granted, a block at a time."""
        if self.kept is not None:
            yield from self.kept
            return
        for fields, people in self.granted:
            ordinals = list(people)
            for start in range(0, len(ordinals), BLOCK):
                yield self._open(fields, ordinals[start : start + BLOCK])
        self._close()

    def open_now(self, sitting: Sitting) -> list[Opened]:
        """Open all of it inside the transaction that has just written the entry; released only after its commit."""
        self.kept = []
        catalogue = sitting.rules.catalogue
        for fields, people in self.granted:
            rows = selecting.rows(sitting.cursor, list(people), catalogue.sheets(fields))
            grant = writing.grant(self.written, [row.ordinal for row in rows], fields)
            self.kept.append([(row, opening.open_row(grant, catalogue, row, fields)) for row in rows])
        self.opened = self.people
        return self.kept

    def _open(self, fields: int, ordinals: Sequence[int]) -> Opened:
        """Look at the standings again, and open what still may be."""
        with transactions.reading() as cursor:
            sitting = Sitting.on(cursor, limits=False)
            rows = selecting.rows(cursor, ordinals, sitting.rules.catalogue.sheets(fields))
            still = self._still(sitting, rows, fields)
        self.dropped |= BitMap(ordinals) - BitMap([row.ordinal for row, _ in still])
        grant = writing.grant(self.written, [row.ordinal for row, _ in still], fields)
        catalogue = sitting.rules.catalogue
        self.opened += len(still)
        return [(row, opening.open_row(grant, catalogue, row, mask)) for row, mask in still]

    def _still(self, sitting: Sitting, rows: Sequence[Row], fields: int) -> list[tuple[Row, int]]:
        ask = sitting.ask(self.want)
        said: dict[object, Answer] = {}
        still: list[tuple[Row, int]] = []
        agreed = standings.agreed(sitting, self.want, [row.ordinal for row in rows])
        for row in rows:
            theirs = agreed.get(row.ordinal, NOTHING)
            key = (row.bases, row.consents, row.refusals, row.stopped, row.flags, theirs)
            answer = said.get(key)
            if answer is None:
                answer = said[key] = sitting.rules.gate.decide(ask, sitting.facts(self.want, row, agreed=theirs))
            if isinstance(answer, Allowed) and answer.fields & fields:
                still.append((row, answer.fields & fields))
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


def gather(want: Want, people: Iterable[str] | None, *, keep: Keep | None = None, **more: Any) -> Gathering:
    """
    Decide about `people` (None: everybody), and write the one entry that names them all.

    `keep` does what must be written in the same transaction as the entry. `more`: what the entry says besides.

    Raises:
        Refused: for nobody. The refusal is in the ledger.
        NotFound: nobody of them is held.
    """
    outside_transactions()
    pids = None if people is None else [public_id(person) for person in dict.fromkeys(people)]
    with transactions.changing() if keep else transactions.deciding() as cursor:
        sitting = Sitting.on(cursor)
        ordinals = None if pids is None else sorted(selecting.ordinals(cursor, pids).values())
        crowd = crowds.crowd(cursor, ordinals, sitting.rules.catalogue.sheets(sitting.ask(want).fields))
        want, decision = decide(sitting, want, crowd)
        answer = _said(decision)
        if answer is not None:
            body = sitting.body(want, sitting.ask(want), answer, refused_n=_refused(decision) or None, **more)
            written = writing.append(cursor, [Draft(body, _seen(decision, crowd))])[0]
            sitting.count(want, sum(len(who) for _, who in decision.granted))
        if isinstance(answer, Allowed):
            gathering = _gathering(sitting, want, written, answer, decision)
            if keep is not None:
                keep(sitting, gathering)
    if answer is None:
        raise NotFound("nobody of these is held")
    if not isinstance(answer, Allowed):
        raise Refused(answer, written.id)
    return gathering


def _gathering(sitting: Sitting, want: Want, written: Written, answer: Allowed, decision: SetDecision) -> Gathering:
    granted = [(said.fields, who) for said, who in decision.granted]
    left = tuple(Left(people=len(who), why=why) for why, who in decision.refused)
    names = frozenset(name for mask, _ in granted for name in sitting.rules.names(mask))
    return Gathering(want, written, answer, granted, left, names)


def _as_many(facts: Facts, people: int) -> Facts:
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
        sitting.ask(want), _as_many(sitting.facts(want, None), len(crowd.tags)), stands
    )


def _standings(sitting: Sitting, want: Want, crowd: Crowd) -> Standings:
    bit = 1 << sitting.rules.bits.purposes[want.purpose] if want.purpose in sitting.rules.bits.purposes else 0
    agreed = standings.agreed(sitting, want, list(crowd.tags))
    stands = crowd.standings
    return Standings(
        asked=BitMap(list(crowd.tags)),
        bases=[(mask, sitting.rules.purposes_of(basis), BitMap(who)) for (mask, basis), who in crowd.held.items()],
        consented=BitMap([s[0] for s in stands if s[1] & bit]),
        refused=BitMap([s[0] for s in stands if s[2] & bit]),
        stopped=BitMap([s[0] for s in stands if s[3] & bit]),
        restricted=BitMap([s[0] for s in stands if s[4] & flags.RESTRICTED]),
        stopped_provision=BitMap([s[0] for s in stands if s[4] & flags.STOPPED_PROVISION]),
        provide_consent=_by_mask({who: said.provide for who, said in agreed.items()}),
        foreign_consent=_by_mask({who: said.foreign for who, said in agreed.items()}),
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


def _refused(decision: SetDecision) -> int:
    return sum(len(who) for _, who in decision.refused)


def _seen(decision: SetDecision, crowd: Crowd) -> list[Seen]:
    tags = crowd.tags
    granted = [Seen(who, tags[who], granted=True) for _, people in decision.granted for who in people]
    return granted + [Seen(who, tags[who], granted=False) for _, people in decision.refused for who in people]
