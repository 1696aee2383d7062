"""
Quarantine (policy 5-1, 5-2): rows that may not enter yet. The desk looks, lets them in after all, or throws them away.

Only who holds the duty for `law:quarantine` opens one, and each look is an entry. A row that is let in passes the same
gate as any other, from an origin that the desk states; what still may not enter stays where it is.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from seiyaku.core.answers import Allowed
from seiyaku.core.asks import Actor
from seiyaku.core.errors import NotFound, Refused
from seiyaku.ledger import erasing as ledger
from seiyaku.ledger import transactions, writing
from seiyaku.ledger.writing import Draft, Seen, Written
from seiyaku.policy import queries
from seiyaku.vault import opening, quarantining, selecting
from seiyaku.vault.preparing import Kind
from seiyaku.vault.quarantining import Detained

from .asking import Sitting
from .desk import outside_transactions
from .origins import Origin
from .results import Collected, Done, InQuarantine, Looked, Quarantined, Waiting, evidence
from .rows import columns_of
from .taking import Block, Taking
from .wants import Want, public_id

DECIDING = "law:quarantine"
T = TypeVar("T")
Corrections = Mapping[str, Mapping[str, str | None]]


@dataclass(frozen=True, slots=True)
class _Cells:
    """A row as it stands in quarantine, ready to be sorted again."""

    number: int
    cells: Mapping[str, str] = field(repr=False)


@dataclass(slots=True)
class _Case:
    """Rows in quarantine that somebody decides about, in one open transaction."""

    sitting: Sitting
    want: Want
    answer: Allowed
    rows: list[Detained]
    written: Written

    def opened(self) -> list[dict[str, str]]:
        """Return the cells of every row, in order."""
        grant = writing.grant(self.written, [row.ordinal for row in self.rows], self.answer.fields)
        return [opening.open_detained(grant, row) for row in self.rows]


def quarantine(*, file: str | None = None, actor: Actor) -> Waiting:
    """
    List what is in quarantine (of one file): where each row came from, why it is there and until when; no value.

    Raises:
        Refused: the actor is not the desk. The refusal is in the ledger.
    """

    def do(case: _Case) -> tuple[InQuarantine, ...]:
        return tuple(_told(row) for row in case.rows)

    rows, written, answer = _decided("read", None, actor, do, file=file, note="quarantine-list")
    return Waiting(rows=rows, **evidence(written, answer))


def look(rows: Iterable[str], *, actor: Actor) -> Looked:
    """
    Open rows in quarantine, for somebody to decide about them.

    Raises:
        Refused: the actor is not the desk. The refusal is in the ledger.
        NotFound: a row is not there, or not any more.
    """

    def do(case: _Case) -> dict[str, Mapping[str, str]]:
        return {row.qid.hex(): cells for row, cells in zip(case.rows, case.opened(), strict=True)}

    cells, written, answer = _decided("read", rows, actor, do, note="quarantine-look")
    return Looked(cells=cells, **evidence(written, answer))


def discard(rows: Iterable[str], *, actor: Actor) -> Done:
    """
    Throw rows in quarantine away, key and all.

    Raises:
        Refused: the actor is not the desk. The refusal is in the ledger.
        NotFound: a row is not there, or not any more.
    """

    def do(case: _Case) -> int:
        return let_go(case.sitting, case.want, case.rows, ref=case.written.id)

    count, written, answer = _decided("erase", rows, actor, do, note="quarantine-discard")
    return Done(people=count, **evidence(written, answer))


def release(
    rows: Iterable[str],
    *,
    origin: Origin,
    actor: Actor,
    corrected: Corrections | None = None,
    evidence_of: Iterable[str] = (),
    kind: Kind = "person",
) -> Collected:
    """
    Let rows into the vault after all, from the origin that the desk has found out.

    `corrected`: by row, values by field as they should have been; None leaves one out. `evidence_of`: grounds of 20(2)
    on paper. What still may not enter stays in quarantine; the answer says which and why.

    Raises:
        Refused: the actor is not the desk, or may not collect in this way. The refusal is in the ledger.
        NotFound: a row is not there, or not any more.
    """
    letting = _Letting(origin, actor, corrected or {}, frozenset(evidence_of), kind)
    block, written, answer = _decided("read", rows, actor, letting.do, note="quarantine-release")
    if letting.refusal is not None:
        raise letting.refusal
    aside = tuple(Quarantined(number=one.number, why=one.why, fields=one.fields) for one in block.aside)
    people = tuple(block.people)
    return Collected(
        file="", people=people, collected=len(people), quarantined=aside, **evidence(letting.stored or written, answer)
    )


@dataclass(slots=True)
class _Letting:
    """What is let in, from where, and what came of it."""

    origin: Origin
    actor: Actor
    corrected: Corrections
    evidence: frozenset[str]
    kind: Kind
    refusal: Refused | None = None
    stored: Written | None = None

    def do(self, case: _Case) -> Block:
        """Sort the rows once more; store what may enter now, and empty their places."""
        want = Want(actor=self.actor, act="collect", purpose=None, evidence=self.evidence)
        taking = Taking.begin(case.sitting.cursor, want, self.origin)
        objection = taking.objection()
        if objection is not None:
            self.refusal = Refused(objection, taking.refuse(objection).id)
            return Block([], [])
        rows = [
            _Cells(place, self._right(case, row, cells))
            for place, (row, cells) in enumerate(zip(case.rows, case.opened(), strict=True))
        ]
        block = taking.sort(rows, None, self.kind)
        if block.rows:
            entering = [case.rows[ready.number] for ready in block.rows]
            let_in = Block(block.rows, [])
            taking.acquired = taking.acquire(None)
            self.stored = taking.store(let_in, file=None, valid_from=None)
            block.people = let_in.people
            let_go(case.sitting, case.want, entering, ref=self.stored.id)
        block.aside = [replace(aside, number=case.rows[aside.number].row_number) for aside in block.aside]
        return block

    def _right(self, case: _Case, row: Detained, cells: dict[str, str]) -> dict[str, str]:
        """Return the row's cells by field, with what the desk has put right."""
        columns = columns_of(case.sitting.rules.policy, self.origin.form)
        mine = self.corrected.get(row.qid.hex(), {})
        kept = {column: cell for column, cell in cells.items() if columns.get(column, column) not in mine}
        return kept | {name: value for name, value in mine.items() if value is not None}


def _decided(
    act: str, refs: Iterable[str] | None, actor: Actor, do: Callable[[_Case], T], *, file: str | None = None, note: str
) -> tuple[T, Written, Allowed]:
    """Decide, write the entry that names the rows (a list names none), and do it in the same transaction."""
    outside_transactions()
    want = Want(actor=actor, act=act, purpose=DECIDING, fields=tuple(queries.bits().fields))
    qids = None if refs is None else [public_id(ref) for ref in dict.fromkeys(refs)]
    came: list[T] = []
    with transactions.changing() as cursor:
        sitting = Sitting.on(cursor)
        ask, answer = sitting.decide(want, None)
        allowed = isinstance(answer, Allowed)
        rows = selecting.detained(cursor, file, qids=qids)
        seen = [Seen(row.ordinal, row.mark, allowed) for row in rows] if qids is not None else []
        body = sitting.body(want, ask, answer, note_kind=note, counts={"rows": len(rows)}, ref=file)
        missing = qids is not None and len(rows) != len(qids)
        if missing and allowed:
            body |= {"answer": "denied", "reason": "not-here"}
        written = writing.append(cursor, [Draft(body, seen)])[0]
        if isinstance(answer, Allowed) and not missing:
            came.append(do(_Case(sitting, want, answer, rows, written)))
    if not isinstance(answer, Allowed):
        raise Refused(answer, written.id)
    if not came:
        raise NotFound("a row in quarantine")
    return came[0], written, answer


def _told(row: Detained) -> InQuarantine:
    return InQuarantine(
        row=row.qid.hex(),
        file=row.batch,
        number=row.row_number,
        why=row.reason,
        fields=tuple(name for name in row.fields.split(",") if name),
        until=dt.date.fromordinal(row.expires_on).isoformat(),
    )


def let_go(sitting: Sitting, want: Want, rows: Sequence[Detained], *, ref: str | None = None) -> int:
    """Let rows go, key and all, in the open changing() transaction: tombstones stay in the ledger; return how many."""
    if not rows:
        return 0
    gone = quarantining.discard(sitting.cursor, [row.ordinal for row in rows])
    said = {
        "act": want.act, "answer": "done", "actor": want.actor.id, "proven": want.actor.proven_by,
        "purpose": want.purpose, "policy": sitting.rules.policy.version[:16], "standing": sitting.head, "ref": ref,
        "digest": gone.digest.hex(), "counts": {"rows": len(rows)}, "note_kind": "quarantine-emptied",
    }  # fmt: skip
    body = {key: value for key, value in said.items() if value is not None}
    ledger.bury(sitting.cursor, [Seen(row.ordinal, row.mark) for row in rows], body)
    return len(rows)
