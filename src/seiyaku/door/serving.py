"""
Serves a batch of reading errands at the desk: locate, decide, write, open; released only after the commit.

The order is the promise (architecture, section 3): facts, decision, entry, durable, release. What goes wrong with one
errand stays with that errand; only a failed commit fails all.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from seiyaku.core.answers import Allowed, Answer, Denied, Unclear
from seiyaku.core.asks import Ask
from seiyaku.core.errors import IntegrityError, NotFound, Refused
from seiyaku.ledger import transactions, writing
from seiyaku.ledger.writing import Draft, Seen, Written
from seiyaku.vault import opening, selecting
from seiyaku.vault.rows import Row

from . import past
from .asking import ANYBODY, Sitting
from .desk import Errand, desk_for, outside_transactions
from .past import Former, Weighed
from .results import Found, Used, evidence
from .usual import Usual, usual
from .wants import Want, public_id

FOUND_AT_MOST = 100


class Case:
    """One errand while it is served."""

    __slots__ = ("answer", "ask", "errand", "pid", "row", "rows", "usual", "want", "weighed")

    def __init__(self, errand: Errand) -> None:
        self.errand = errand
        self.want: Want = errand.want
        self.ask: Ask | None = None
        self.answer: Answer | None = None
        self.pid: bytes | None = None
        self.row: Row | None = None
        self.rows: list[Row] = []
        self.usual: Usual | None = None
        self.weighed: Weighed | None = None

    @property
    def live(self) -> bool:
        """Whether nothing has gone wrong with it yet."""
        return self.errand.error is None

    def attempt(self, step: Callable[..., Any], *facts: Any) -> Any:
        """Do one step; what it raises is this errand's answer and nobody else's."""
        if not self.live:
            return None
        try:
            return step(self, *facts)
        except Exception as error:  # noqa: BLE001  # one bad ask must not sink the batch
            self.errand.error = error
            return None


def read(want: Want) -> Any:
    """Have `want` served by this process's desk: a `Found` or a `Used`; raises what went wrong, `Refused` included."""
    outside_transactions()
    return desk_for(serve).run(want)


def serve(batch: Sequence[Errand]) -> None:
    """Serve all in one durable transaction."""
    cases = [Case(errand) for errand in batch]
    with transactions.deciding() as cursor:
        sitting = Sitting.on(cursor)
        _locate(cases, sitting)
        drafts = [(case, case.attempt(_decide, sitting)) for case in cases]
        decided = [(case, draft) for case, draft in drafts if draft is not None]
        written = writing.append(cursor, [draft for _, draft in decided])
        for (case, _), entry in zip(decided, written, strict=True):
            case.attempt(_answer, sitting, entry)


def _locate(cases: list[Case], sitting: Sitting) -> None:
    """Select the rows of everybody who is asked about, all in one statement."""
    for case in cases:
        case.attempt(_prepare, sitting)
    asked = [case for case in cases if case.live and case.pid is not None]
    if not asked:
        return
    mask = 0
    for case in asked:
        mask |= case.ask.fields if case.ask else 0
    pids = list({case.pid for case in asked if case.pid})
    found = selecting.rows_of(sitting.cursor, pids, sitting.rules.sheets(mask))
    for case in asked:
        case.row = found.get(case.pid or b"")


def _prepare(case: Case, sitting: Sitting) -> None:
    case.usual = usual(sitting, case.want)
    case.ask = case.usual.ask if case.usual is not None else sitting.ask(case.want)
    if case.want.person is not None:
        case.pid = public_id(case.want.person)


def _decide(case: Case, sitting: Sitting) -> Draft:
    """Decide on one errand, and say what its entry will be."""
    want, ask = case.want, case.ask
    assert ask is not None  # noqa: S101  # _prepare set it, or the case is not live
    if case.usual is not None and (case.row is not None) == (case.pid is not None):
        said = case.usual.on(sitting, want, case.row)
        case.answer = said.answer
        if want.act == "find" and isinstance(said.answer, Allowed):
            case.rows = _found(sitting, want)
        elif case.row is not None:
            case.rows = [case.row]
        granted = isinstance(said.answer, Allowed)
        return Draft(said.body(sitting.head), [Seen(row.ordinal, row.mark, granted) for row in case.rows])
    facts = sitting.facts(want, case.row)
    if case.pid is not None and case.row is None:
        facts = replace(facts, person=ANYBODY)
    if ask.past and case.row is not None:
        case.weighed = past.weigh(sitting, want, ask, case.row, facts)
    answer = case.answer = case.weighed.answer if case.weighed else sitting.rules.gate.decide(ask, facts)
    if want.act == "find" and isinstance(answer, Allowed):
        case.rows = _found(sitting, want)
        return sitting.draft(want, ask, answer, case.rows)
    case.rows = [case.row] if case.row is not None else []
    if ask.past and case.rows:
        return sitting.draft(want, ask, answer, case.rows, note_kind="past")
    if case.pid is not None and case.row is None and isinstance(answer, Allowed):
        return Draft(body={**sitting.body(want, ask, answer), "answer": "denied", "reason": "not-here"}, people=())
    return sitting.draft(want, ask, answer, case.rows, **sitting.opened(answer, case.row))


def _found(sitting: Sitting, want: Want) -> list[Row]:
    found = selecting.find(sitting.cursor, sitting.rules.catalogue, want.by)
    return selecting.rows(sitting.cursor, found[:FOUND_AT_MOST], ())


def _answer(case: Case, sitting: Sitting, entry: Written) -> None:
    """Open what was granted. Nothing of it reaches the caller before the commit."""
    answer, want = case.answer, case.want
    if not isinstance(answer, Allowed):
        assert answer is not None  # noqa: S101  # decided before it was written
        raise Refused(answer, entry.id)
    if want.act == "find":
        case.errand.result = Found(people=tuple(row.pid.hex() for row in case.rows), **evidence(entry, answer))
        return
    if case.row is None:
        raise NotFound("nobody is held under this id")
    grant = writing.grant(entry, [case.row.ordinal], answer.fields)
    left, former = _left(answer, sitting), Former()
    past_left: Mapping[str, Denied | Unclear] = {}
    gone: tuple[str, ...] = ()
    if case.weighed is None:
        values = opening.open_row(grant, sitting.rules.catalogue, case.row, grant.fields)
    else:
        values, former = past.opened(sitting, want, case.row, grant, case.weighed)
        left, past_left = left | case.weighed.left, case.weighed.past_left
        gone = past.ended(sitting, want, case.weighed)
    shut = {*values, *left, *gone}
    case.errand.result = Used(
        person=case.row.pid.hex(),
        values=values,
        left=left,
        missing=tuple(n for n in sitting.rules.names(answer.fields) if n not in shut),
        unheld=_unheld(answer, case.row, sitting),
        past=former,
        past_left=past_left,
        ended=gone,
        **evidence(entry, answer),
    )


def _unheld(answer: Allowed, row: Row, sitting: Sitting) -> tuple[str, ...]:
    """Return which of the fields left for want of an acquisition are not held at all."""
    if answer.why_left is None or answer.why_left.reason != "not-acquired-for":
        return ()
    held = 0
    for cell in row.sheets:
        held |= cell.fields
    return tuple(sitting.rules.names(answer.left & ~held))


def _left(answer: Allowed, sitting: Sitting) -> dict[str, Any]:
    """Say of every field asked for and not opened why it was not."""
    if answer.left and answer.why_left is None:
        raise IntegrityError("answer", "fields were left without a reason")
    return dict.fromkeys(sitting.rules.names(answer.left), answer.why_left)
