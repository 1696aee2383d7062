"""
Information enters (policy 5): from a source, after its notice, only the fields the form may carry.

One person's values enter whole or not at all. A file enters block by block, each block one durable transaction with
one entry; rows that may not enter go to quarantine with their number and why. A file that was cut off resumes after
its last durable block, and says so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace

from seiyaku.core.asks import Actor
from seiyaku.core.errors import Conflict, InputError, Refused
from seiyaku.ledger import transactions
from seiyaku.vault import storing
from seiyaku.vault.preparing import Kind, Prepared, prepare
from seiyaku.vault.statements import roomy

from . import intake
from .desk import outside_transactions
from .intake import Progress
from .origins import Origin
from .results import Collected, Quarantined
from .rows import Broken, Ready, Row, wrong_digits
from .taking import Agreement, Block, Overtaken, Taking
from .wants import Want

BLOCK = 1_000  # rows to a transaction: one durable write each; a page that many of them touch is written once
ATTEMPTS = 20  # for a block whose unique values others keep taking meanwhile


def collect(
    values: Mapping[str, str],
    *,
    origin: Origin,
    actor: Actor,
    evidence: Iterable[str] = (),
    agreed: Agreement | None = None,
    kind: Kind = "person",
    valid_from: int | None = None,
) -> Collected:
    """
    Take in what is held of one new person: all of `values`, or nothing.

    `evidence`: grounds of 20(2) and the like that the actor has on paper. `agreed`: how the person agreed beforehand
    that special-care items among the values are held (5-2); kept as their consent. `valid_from`: the day (ordinal)
    from which the values hold; today when not said.

    Raises:
        Refused: source, notice or fields are not what policy 5 allows. The refusal is in the ledger.
        InputError: a field or value that cannot be held; where says which.
        Conflict: a unique value is taken; `what` names the field.
    """
    outside_transactions()
    want = Want(actor=actor, act="collect", purpose=None, fields=tuple(values), evidence=frozenset(evidence))
    with transactions.changing() if agreed else transactions.deciding() as cursor:
        taking = Taking.begin(cursor, want, origin, agreed)
        refusal = taking.refusal_of(taking.sitting.ask(want).fields)
        if refusal is not None:
            written = taking.refuse(refusal)
        else:
            block = Block([Ready(1, _prepared(taking, values, kind), {})], [])
            taking.acquired = taking.acquire(None)
            written = taking.store(block, file=None, valid_from=valid_from)
    if refusal is not None:
        raise Refused(refusal, written.id)
    return Collected(file="", people=tuple(block.people), collected=1, quarantined=(), **taking.evidence(written))


def _prepared(taking: Taking, values: Mapping[str, str], kind: Kind) -> Prepared:
    rules = taking.sitting.rules
    if wrong := wrong_digits(rules, values):
        raise InputError(where=wrong[0], found="a wrong check digit", expected="the digits as issued")
    prepared = prepare(rules.catalogue, values, kind=kind)
    for name in storing.taken(taking.sitting.cursor, [prepared]).values():
        raise Conflict(what=name)
    return prepared


def collect_rows(
    rows: Iterable[Row | Broken],
    *,
    file: str,
    origin: Origin,
    actor: Actor,
    columns: Mapping[str, str] | None = None,
    evidence: Iterable[str] = (),
    kind: Kind = "person",
    valid_from: int | None = None,
    on_block: Callable[[int], None] | None = None,
) -> Collected:
    """
    Take in a table, row by row; what may not enter is put aside in quarantine with its number and why.

    `file` is the caller's digest of the file: the same file again resumes after its last durable block. A small file's
    digest can be guessed, so it is kept under a key of the house only, as the answer's `file`. `columns` says
    which column is which field, where it is not the field's name or label. `valid_from`: the day (ordinal) from which
    the values hold; today when not said. `on_block` hears the last durable row.

    Raises:
        Refused: the actor may not collect, or not in this way. The refusal is in the ledger.
        Conflict: the file is in already, or somebody else is taking it in.
    """
    outside_transactions()
    want = Want(actor=actor, act="collect", purpose=None, evidence=frozenset(evidence))
    table = Table(want, origin, intake.name_of(file), columns, kind, valid_from)
    with roomy(transactions.raw_cursor()):
        for block in intake.blocks(rows, BLOCK):
            table.take_in(block)
            if on_block is not None:
                on_block(block[-1].number)
    return table.close()


@dataclass(slots=True)
class Table:
    """A file on its way in, and what its blocks have come to."""

    want: Want
    origin: Origin
    file: str
    columns: Mapping[str, str] | None
    kind: Kind
    valid_from: int | None = None
    people: list[str] = field(default_factory=list)
    aside: list[Quarantined] = field(default_factory=list)
    resumed_after: int | None = None

    def take_in(self, rows: list[Row | Broken]) -> None:
        """Take in one block; begin again when somebody else took a unique value of it meanwhile."""
        for _ in range(ATTEMPTS - 1):
            try:
                return self._attempt(rows)
            except Overtaken:
                continue
        return self._attempt(rows)

    def _attempt(self, rows: list[Row | Broken]) -> None:
        """Take in one block, in one durable transaction."""
        block, refused = Block([], []), None
        with transactions.deciding() as cursor:
            taking = Taking.begin(cursor, self.want, self.origin)
            before = intake.of(cursor, self.file)
            if before.state != "open":
                raise Conflict(what=f"this file is {before.state} already")
            if self.resumed_after is None:
                self.resumed_after = before.done
            fresh = [row for row in rows if row.number > before.done]
            objection = taking.objection()
            if objection is not None:
                refused = Refused(objection, taking.refuse(objection).id)
            elif fresh:
                block = self._store(taking, before, fresh)
        if refused is not None:
            raise refused
        self.people += block.people
        self.aside += [Quarantined(number=a.number, why=a.why, fields=a.fields) for a in block.aside]

    def _store(self, taking: Taking, before: Progress, rows: list[Row | Broken]) -> Block:
        block = taking.sort(rows, self.columns, self.kind)
        taking.acquired = taking.acquire(before)
        taking.store(block, file=self.file, valid_from=self.valid_from)
        after = before.further(
            acquisition=taking.acquired.id if taking.acquired else 0,
            to=rows[-1].number,
            collected=len(block.rows),
            quarantined=len(block.aside),
        )
        intake.move(taking.sitting.cursor, before, after)
        return block

    def close(self) -> Collected:
        """Write that the file is in, with its counts."""
        with transactions.deciding() as cursor:
            taking = Taking.begin(cursor, self.want, self.origin)
            before = intake.of(cursor, self.file)
            after = replace(before, state="done")
            intake.move(cursor, before, after)
            written = taking.closing(after)
        return Collected(
            file=self.file,
            people=tuple(self.people),
            collected=len(self.people),
            quarantined=tuple(self.aside),
            resumed_after=self.resumed_after or 0,
            **taking.evidence(written),
        )
