"""
One transaction of a collection: decides by rows, stores what may enter, puts the rest aside, writes the entry.

Not here: blocks, files, and what the caller is told (`collecting`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import orjson

from seiyaku.consent import services as choices
from seiyaku.core.answers import Allowed, Answer, Denied, Remedy, Unclear
from seiyaku.core.asks import ALL, Ask, Facts, PersonFacts
from seiyaku.core.errors import Conflict
from seiyaku.core.language import Text
from seiyaku.ledger import writing
from seiyaku.ledger.transactions import Cursor
from seiyaku.ledger.writing import Draft, Many, Seen, Written, seen
from seiyaku.vault import bases, quarantining, storing
from seiyaku.vault.bases import Acquired
from seiyaku.vault.preparing import Kind
from seiyaku.vault.quarantining import Held
from seiyaku.vault.times import now

from . import receiving
from .asking import Sitting
from .intake import Progress
from .origins import Origin
from .reaching import contacts
from .results import Evidence, evidence
from .rows import Aside, Broken, Objection, Ready, Row, aside, columns_of, ready
from .wants import Want

OF_THE_ROW = frozenset({"not-collected-for", "special-care", "my-number", "unknown-source", "undecided-field"})
DAYS_IN_QUARANTINE = 30
ASIDE = Text("隔離して判断を待ちます", "put aside until somebody decides")


class Overtaken(Conflict):
    """Somebody else took a unique value while this transaction was under way: begun again, it sees who has it."""


@dataclass(slots=True)
class Block:
    """Rows that enter, rows put aside, and the public ids of those who are now held."""

    rows: list[Ready]
    aside: list[Aside]
    people: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """How somebody agreed, before anything was taken in, to special-care items being held: see `consent.evidence`."""

    statement: str
    method: str
    identity: str
    giver: str = "person"
    proof: str | None = None


@dataclass(slots=True)
class Taking:
    """A want to collect, in one sitting; what the gate said of each set of fields is remembered."""

    sitting: Sitting
    want: Want
    origin: Origin
    facts: Facts
    agreed: Agreement | None = None
    acquired: Acquired | None = None
    said: dict[int, Answer] = field(default_factory=dict)

    @classmethod
    def begin(cls, cursor: Cursor, want: Want, origin: Origin, agreed: Agreement | None = None) -> Taking:
        """Take up a collection in the open transaction."""
        sitting = Sitting.on(cursor)
        facts = sitting.facts(want, None, acquisition=origin.facts(sitting))
        if agreed is not None:
            facts = replace(facts, person=PersonFacts(special_consent=ALL))
        return cls(sitting, want, origin, facts, agreed)

    def word(self, fields: int) -> Answer:
        """Return the gate's word on these fields."""
        answer = self.said.get(fields)
        if answer is None:
            want = self.want
            ask = Ask(actor=want.actor, act="collect", purpose=want.purpose, fields=fields)
            answer = self.said[fields] = self.sitting.rules.gate.decide(ask, self.facts)
        return answer

    def refusal_of(self, fields: int) -> Denied | Unclear | None:
        """Return why these fields may not enter together, or None: nothing enters in part (5-3)."""
        answer = self.word(fields)
        return answer.why_left if isinstance(answer, Allowed) else answer

    def objection(self) -> Denied | Unclear | None:
        """Return why nothing at all may be collected by this actor in this way, whatever the rows say."""
        every = 0
        rules = self.sitting.rules
        form = rules.policy.rules.forms.get(self.origin.form or "")
        every = rules.catalogue.mask(form.fields if form else rules.policy.rules.fields)
        refusal = self.refusal_of(every)
        return None if refusal is None or refusal.reason in OF_THE_ROW else refusal

    def sort(self, rows: Sequence[Row | Broken], columns: Mapping[str, str] | None, kind: Kind) -> Block:
        """Part the rows into those that enter and those put aside, each with why."""
        rules = self.sitting.rules
        form = rules.policy.rules.forms.get(self.origin.form or "")
        known = columns_of(rules.policy, self.origin.form) if columns is None else columns
        block = Block([], [])
        for row in rows:
            sorted_ = ready(
                row, rules=rules, columns=known, required=form.required if form else (), may=self._may, kind=kind
            )
            if isinstance(sorted_, Aside):
                block.aside.append(sorted_)
            else:
                block.rows.append(sorted_)
        self._without_taken(block)
        return block

    def _may(self, fields: int) -> Objection | None:
        answer = self.word(fields)
        if isinstance(answer, Allowed):
            if answer.why_left is None:
                return None
            return answer.why_left.reason, tuple(self.sitting.rules.names(answer.left))
        return answer.reason, tuple(self.sitting.rules.names(fields)) if answer.reason != "unknown-source" else ()

    def _without_taken(self, block: Block) -> None:
        taken = storing.taken(self.sitting.cursor, [row.prepared for row in block.rows])
        for position, name in taken.items():
            row = block.rows[position]
            block.aside.append(aside(row.number, row.cells, "taken", (name,)))
        block.rows = [row for position, row in enumerate(block.rows) if position not in taken]
        block.aside.sort(key=lambda row: row.number)

    def acquire(self, before: Progress | None) -> Acquired | None:
        """Return the acquisition of this collection, one for all blocks of a file; None when there is no source."""
        cursor, origin = self.sitting.cursor, self.origin
        if origin.source not in self.sitting.rules.policy.rules.sources:
            return None
        grounds = origin.grounds(self.sitting)
        if before is not None and before.acquisition:
            return Acquired(id=before.acquisition, basis=bases.basis(cursor, grounds))
        return bases.acquisition(
            cursor,
            grounds,
            at=now(),
            channel=origin.channel(self.sitting),
            form=origin.form or "",
            shown=origin.shown or origin.script or "",
            evidence=origin.attested or "",
            provenance=origin.provenance or "",
        )

    def store(self, block: Block, *, file: str | None, valid_from: int | None) -> Written:
        """Store what may enter, put the rest aside, and write the one entry that names them all."""
        cursor, rules = self.sitting.cursor, self.sitting.rules
        people: Sequence[Seen] | Many = ()
        more: dict[str, Any] = {}
        if block.rows:
            assert self.acquired is not None  # noqa: S101  # without a source no row is ready
            prepared = [row.prepared for row in block.rows]
            try:
                stored = storing.create(
                    cursor, prepared, acquired=self.acquired, valid_from=valid_from or rules.today, recorded_at=now()
                )
            except Conflict as taken:
                raise Overtaken(taken.what) from taken
            people = seen(stored.ordinals, stored.marks)
            block.people = [pid.hex() for pid in stored.pids]
            held = zip(stored.ordinals, block.rows, strict=True)
            reached = ((who, contacts(rules, _values(row))) for who, row in held)
            choices.honour(cursor, reached, rules.bits.purposes)
            more = {"digest": stored.digest.hex(), "acquisition": str(self.acquired.id)}
        fields = 0
        for row in block.rows:
            fields |= row.prepared.fields
        if people and self.agreed is not None:
            self._agree(stored.ordinals, fields & rules.gate.house.special)
        if block.aside:
            self._put_aside(block.aside, file)
        written = self._write(fields, people, {"collected": len(block.rows)}, file, **more)
        if people and receiving.is_wanted(self.sitting, self.origin):
            came = [(who, _values(row)) for who, row in zip(stored.ordinals, block.rows, strict=True)]
            receiving.keep(self.sitting, self.origin, came, actor=self.want.actor, entry=written.id)
        return written

    def _agree(self, people: Sequence[int], fields: int) -> None:
        """Keep what they agreed to before (5-2), in the transaction that takes the values in."""
        said, version = self.agreed, self.sitting.rules.policy.version
        if said is None or not fields:
            return
        evidence = choices.Evidence(
            statement=said.statement, policy_version=version, method=said.method, identity=said.identity,
            giver=said.giver, proof=said.proof,
        )  # fmt: skip
        choices.give(self.sitting.cursor, people, choices.Terms(kind="special-care", fields=fields), evidence)

    def _put_aside(self, rows: Sequence[Aside], file: str | None) -> None:
        """Put rows into quarantine, with an entry of their own: how many for which reason, never a value (5-1)."""
        held = [Held(row_number=a.number, reason=a.why, fields=a.fields, cells=a.cells) for a in rows]
        stored = quarantining.hold(
            self.sitting.cursor,
            held,
            batch=(file or "")[:40],
            expires_on=self.sitting.rules.today + DAYS_IN_QUARANTINE,
            recorded_at=now(),
        )
        refusal = Denied(
            clause="5-1", article="20(1)", reason="quarantined", text=ASIDE, remedy=Remedy(
                clause="5-1", missing="decision", text=ASIDE),
        )  # fmt: skip
        body = self.sitting.body(
            self.want, self.sitting.ask(self.want), refusal, counts=dict(Counter(a.why for a in rows)),
            digest=stored.digest.hex(), **self._named(file),
        )  # fmt: skip
        people = [Seen(*who, granted=False) for who in zip(stored.ordinals, stored.marks, strict=True)]
        writing.append(self.sitting.cursor, [Draft(body, people)])

    def _named(self, file: str | None) -> dict[str, str]:
        return {k: v for k, v in (("ref", file), ("source", self.origin.source)) if v}

    def _write(
        self, fields: int, people: Sequence[Seen] | Many, counts: dict[str, int], file: str | None, **more: Any
    ) -> Written:
        answer = self.word(fields) if fields else None
        allowed = answer if isinstance(answer, Allowed) else Allowed(clause="5-1", article="20(1)", fields=0)
        ask = self.sitting.ask(self.want)
        body = self.sitting.body(self.want, ask, allowed, counts=counts, **self._named(file), **more)
        return writing.append(self.sitting.cursor, [Draft(body | {"answer": "done"}, people)])[0]

    def closing(self, after: Progress) -> Written:
        """Write that a file is in, with its counts."""
        counts = {"collected": after.collected, "quarantined": after.quarantined}
        return self._write(0, (), counts, after.ref)

    def refuse(self, refusal: Denied | Unclear) -> Written:
        """Write the refusal of the whole collection."""
        ask = self.sitting.ask(self.want)
        return writing.append(self.sitting.cursor, [self.sitting.draft(self.want, ask, refusal)])[0]

    def evidence(self, written: Written) -> Evidence:
        """Return what every result carries."""
        said = next((a for a in self.said.values() if isinstance(a, Allowed)), None)
        return evidence(written, said)


def _values(row: Ready) -> dict[str, str]:
    """Return the row's values by field."""
    return {name: value for _, _, plain in row.prepared.sheets for name, value in orjson.loads(plain).items()}
