"""
Acts that change something about people: decided, done and written in one transaction that changers take turns for.

One code path for one person and for many: whoever may be acted upon is, the others are named as refused in the same
entry. If nobody may, the refusal is raised after its entry is durable, and nothing was done.

An act is a `Task`: `perform` does one in a transaction of its own, `many` does a list of them, block by block.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from seiyaku.core.answers import Allowed, Denied, Unclear
from seiyaku.core.asks import Ask
from seiyaku.core.errors import NotFound, Refused
from seiyaku.keys.grants import Grant
from seiyaku.ledger import transactions, writing
from seiyaku.ledger.transactions import Cursor
from seiyaku.ledger.writing import Draft, Seen, Written
from seiyaku.vault import selecting
from seiyaku.vault.rows import Row

from . import standings
from .asking import ANYBODY, Sitting
from .desk import outside_transactions
from .origins import Origin
from .results import Done, Left, evidence
from .standings import NOTHING
from .wants import Want, public_id


@dataclass(slots=True)
class Acting:
    """One act while it is done: on whom it may be done, on whom not and why, and what the gate granted."""

    sitting: Sitting
    want: Want
    ask: Ask
    answer: Allowed
    rows: list[Row]
    refused: list[tuple[Row, Denied | Unclear]] = field(default_factory=list)
    first: Written | None = None

    @property
    def cursor(self) -> Cursor:
        """The cursor of the open transaction."""
        return self.sitting.cursor

    @property
    def row(self) -> Row:
        """The one person it is done on."""
        return self.rows[0]

    def grant(self) -> Grant:
        """Write that it is allowed, and return the grant that this entry yields: sealing and opening want one."""
        if self.first is None:
            draft = self.sitting.draft(self.want, self.ask, self.answer, self.rows)
            self.first = writing.append(self.cursor, [draft])[0]
        return writing.grant(self.first, [row.ordinal for row in self.rows], self.answer.fields)

    def seen(self) -> list[Seen]:
        """Return everybody for the entry that closes the act."""
        done = [Seen(row.ordinal, row.mark) for row in self.rows]
        return done + [Seen(row.ordinal, row.mark, granted=False) for row, _ in self.refused]

    def said(self, more: Mapping[str, Any]) -> dict[str, Any]:
        """Return the body of the entry that closes the act."""
        body = self.sitting.body(self.want, self.ask, self.answer, **more) | {"answer": "done"}
        if self.first is not None:
            body["ref"] = self.first.id
        if self.refused:
            body["refused_n"] = len(self.refused)
        return body

    def close(self, more: Mapping[str, Any]) -> Written:
        """Write that it was done."""
        return writing.append(self.cursor, [Draft(self.said(more), self.seen())])[0]


Do = Callable[[Acting], Mapping[str, Any] | Written | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """
    One act to be done: what is wanted, on whom, and what `do` changes.

    `do` returns what the entry says besides, or the entry when it has written it itself. `barred`: why nobody may do
    it, whoever asks. `before`: an act whose entry must be durable first; `between`: work that belongs in no
    transaction, done after it; `told`: the answer as the verb gives it.
    """

    want: Want
    people: tuple[bytes, ...]
    do: Do = field(repr=False)
    origin: Origin | None = None
    barred: Callable[[Sitting], Denied | Unclear | None] | None = None
    before: Task | None = None
    between: Callable[[], None] | None = None
    told: Callable[[Done], Done] = lambda done: done

    @classmethod
    def on(cls, want: Want, people: Iterable[str], do: Do, **more: Any) -> Task:
        """Return the task for people by their public ids; InputError where one is none."""
        return cls(want=want, people=tuple(public_id(person) for person in people), do=do, **more)


@dataclass(frozen=True, slots=True)
class Weighed:
    """A task that was decided on, in an open transaction; nothing is written yet."""

    task: Task
    rows: list[Row]
    outcome: Acting | Denied | Unclear
    missing: bool

    @property
    def refusal(self) -> Denied | Unclear | None:
        """Why it may not be done, None where it may."""
        return None if isinstance(self.outcome, Acting) else self.outcome

    def carry_out(self, sitting: Sitting) -> Written:
        """Do it and write its entry; where it may not be done, or somebody is not held, only write so."""
        if not isinstance(self.outcome, Acting) or self.missing:
            return _refuse(sitting, self.task.want, self.rows, self.outcome)
        came_of_it = self.task.do(self.outcome)
        return came_of_it if isinstance(came_of_it, Written) else self.outcome.close(came_of_it or {})

    def answer(self, written: Written) -> Done:
        """
        Return what came of it, once that is durable.

        Raises:
            Refused: it might be done on none of them.
            NotFound: somebody is not held.
        """
        if not isinstance(self.outcome, Acting):
            raise Refused(self.outcome, written.id)
        if self.missing:
            raise NotFound("nobody is held under this id")
        outcome = self.outcome
        done = Done(
            **evidence(written, outcome.answer),
            person=outcome.rows[0].pid.hex() if len(outcome.rows) == 1 else None,
            people=len(outcome.rows),
            left=counted(outcome.refused),
        )
        return self.task.told(done)


def act(want: Want, people: Iterable[str], do: Do, *, origin: Origin | None = None) -> Done:
    """
    Do one act on `people`: decide on each, let `do` change what it changes, write one entry that names all.

    Raises:
        Refused: it may be done on none of them. The refusal is in the ledger.
        NotFound: somebody is not held.
    """
    return perform(Task.on(want, people, do, origin=origin))


def perform(task: Task) -> Done:
    """Do one task; raises as `act` does."""
    outside_transactions()
    if task.before is not None:
        perform(task.before)
    if task.between is not None:
        task.between()
    with transactions.changing() as cursor:
        sitting = Sitting.on(cursor)
        weighed = weigh(sitting, task)
        written = weighed.carry_out(sitting)
    return weighed.answer(written)


def weigh(sitting: Sitting, task: Task) -> Weighed:
    """Decide on a task; reads only."""
    rows, missing = locate(sitting, task.want, task.people)
    outcome = _decide(sitting, task.want, rows, task.origin)
    if task.barred is not None and isinstance(outcome, Acting):
        outcome = task.barred(sitting) or outcome
    return Weighed(task, rows, outcome, missing)


def locate(sitting: Sitting, want: Want, pids: Sequence[bytes]) -> tuple[list[Row], bool]:
    """Return the rows of these people with the sheets that the fields stand on, and whether somebody is missing."""
    known = selecting.ordinals(sitting.cursor, pids)
    kinds = sitting.rules.catalogue.sheets(sitting.rules.catalogue.mask(want.fields))
    rows = selecting.rows(sitting.cursor, list(known.values()), kinds)
    return rows, len(rows) != len(set(pids))


def _decide(sitting: Sitting, want: Want, rows: list[Row], origin: Origin | None) -> Acting | Denied | Unclear:
    ask = sitting.ask(want)
    acquisition = origin.facts(sitting) if origin is not None else None
    granted: list[Row] = []
    refused: list[tuple[Row, Denied | Unclear]] = []
    allowed: Allowed | None = None
    agreed = standings.agreed(sitting, want, [row.ordinal for row in rows])
    for row in rows:
        facts = sitting.facts(want, row, acquisition=acquisition, agreed=agreed.get(row.ordinal, NOTHING))
        answer = sitting.rules.gate.decide(ask, facts)
        if isinstance(answer, Allowed) and answer.why_left is None:
            allowed = answer
            granted.append(row)
        else:
            refused.append((row, answer.why_left or _never() if isinstance(answer, Allowed) else answer))
    if allowed is not None:
        return Acting(sitting, want, ask, allowed, granted, refused)
    if refused:
        return refused[0][1]
    facts = replace(sitting.facts(want, None, acquisition=acquisition), person=ANYBODY)
    answer = sitting.rules.gate.decide(ask, facts)
    return Acting(sitting, want, ask, answer, []) if isinstance(answer, Allowed) else answer


def _never() -> Denied | Unclear:
    raise AssertionError("fields were left without a reason")


def _refuse(sitting: Sitting, want: Want, rows: list[Row], outcome: Acting | Denied | Unclear) -> Written:
    ask = sitting.ask(want)
    if isinstance(outcome, Acting):
        body = sitting.body(want, ask, outcome.answer) | {"answer": "denied", "reason": "not-here"}
        return writing.append(sitting.cursor, [Draft(body)])[0]
    return writing.append(sitting.cursor, [sitting.draft(want, ask, outcome, rows)])[0]


def counted(refused: Iterable[tuple[Row, Denied | Unclear]]) -> tuple[Left, ...]:
    """Return how many were left out, by why."""
    groups: dict[str, list[Denied | Unclear]] = {}
    for _, why in refused:
        groups.setdefault(why.reason, []).append(why)
    return tuple(Left(people=len(group), why=group[0]) for group in groups.values())
