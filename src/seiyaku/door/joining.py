"""
Records put right where they stood for the wrong people (policy 2-3; art. 22): merge and split.

What either record of a merged person refused stays refused; what was withheld stays withheld. The parts of a split
start with what was refused, and with no consent.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from seiyaku.consent import queries as choice_queries
from seiyaku.consent import services as choices
from seiyaku.core.answers import Allowed
from seiyaku.core.asks import Actor
from seiyaku.core.errors import InputError
from seiyaku.credentials import services as credentials
from seiyaku.ledger import changes, transactions, writing
from seiyaku.ledger.transactions import Cursor
from seiyaku.ledger.writing import Draft, Seen, Written
from seiyaku.policy import queries
from seiyaku.registers import services as registers
from seiyaku.vault import joining, opening, organisations, selecting, standings
from seiyaku.vault.attachments import TakenIn
from seiyaku.vault.rows import Row
from seiyaku.vault.times import now

from .acting import Acting, Task, locate, perform
from .asking import Sitting
from .desk import outside_transactions
from .reaching import Reached, contacts, heed_at
from .results import Done
from .wants import Want, public_id

ACCURACY = "law:accuracy"


def merge(gone: str, into: str, *, actor: Actor, purpose: str = ACCURACY) -> Done:
    """
    Put the record `gone` into the record `into`, which turned out to be the same person's; `gone` is no more.

    Raises:
        Refused: the actor may not. The refusal is in the ledger.
        NotFound: one of them is not held.
        InputError: they are one record already, or a person and an organisation.
    """
    return perform(to_merge(gone, into, actor=actor, purpose=purpose))


def to_merge(gone: str, into: str, *, actor: Actor, purpose: str = ACCURACY) -> Task:
    """Return the task of `merge`."""
    if gone == into:
        raise InputError(where="merge", found="one record twice", expected="two records")
    want = Want(actor=actor, act="merge", purpose=purpose, fields=tuple(queries.bits().fields))
    carried: dict[bytes, TakenIn] = {}

    def carry() -> None:
        carried.update(_carried(want, gone, into))

    def do(acting: Acting) -> dict[str, Any]:
        target, source = _two(acting.rows, into, gone)
        if target.kind != source.kind:
            raise InputError(where="merge", found="a person and an organisation", expected="two of a kind")
        catalogue = acting.sitting.rules.catalogue
        reached = _reached(acting, target, source) if choices.exist() else []
        stored = joining.merge(acting.cursor, acting.grant(), catalogue, target, source, carried=carried)
        _hand_over(acting, target.ordinal, source.ordinal)
        credentials.hand_over(source.pid, target.pid)
        heed_at(acting, target.ordinal, reached)
        return {"digest": stored.digest.hex(), "counts": {"merged": 1}}

    def told(done: Done) -> Done:
        return replace(done, person=into, people=1)

    return Task.on(want, [into, gone], do, between=carry, told=told)


def _reached(acting: Acting, target: Row, source: Row) -> Reached:
    """Open how both are reached: a refusal that outlived somebody at either place holds for who they are together."""
    rules, grant = acting.sitting.rules, acting.grant()
    first, second = (
        opening.open_row(grant, rules.catalogue, row, acting.answer.fields) for row in (target, source)
    )  # fmt: skip
    return [place for values in (first, second, {**second, **first}) for place in contacts(rules, values)]


def _two(rows: list[Row], first: str, second: str) -> tuple[Row, Row]:
    by_pid = {row.pid.hex(): row for row in rows}
    return by_pid[first], by_pid[second]


def _carried(want: Want, gone: str, into: str) -> Mapping[bytes, TakenIn]:
    """Seal attachments anew under the other key, before any transaction holds others up; an entry of its own first."""
    outside_transactions()
    with transactions.deciding() as cursor:
        sitting = Sitting.on(cursor)
        rows, missing = locate(sitting, want, [public_id(into), public_id(gone)])
        ask, answer = sitting.decide(want, None)
        if missing or not isinstance(answer, Allowed):
            return {}
        target, source = _two(rows, into, gone)
        records = selecting.records(cursor, source.ordinal, "attachment", answer.fields)
        if not records:
            return {}
        written = writing.append(cursor, [sitting.draft(want, ask, answer, rows, note_kind="attachments")])[0]
        grant = writing.grant(written, [row.ordinal for row in rows], answer.fields)
    return {record.ref: joining.carry(grant, source, target, record) for record in records}


def _hand_over(acting: Acting, into: int, gone: int) -> None:
    """Give what other rooms hold under the one ordinal to the other; the standings say what the records say."""
    cursor, bits = acting.cursor, acting.sitting.rules.bits.purposes
    choices.merge(cursor, gone, into)
    consents, refusals = choice_queries.masks([into], bits).get(into, (0, 0))
    standings.turn(cursor, into, "consents", on=consents & ~refusals, off=~consents | refusals)
    standings.turn(cursor, into, "refusals", on=refusals)
    registers.merge(gone, into)
    organisations.hand_over(cursor, gone, into)
    _withheld_too(cursor, gone, into)
    for ordinal in (into, gone):
        changes.note(cursor, "merge", "person", ordinal)


def _withheld_too(cursor: Cursor, gone: int, into: int) -> None:
    cursor.execute(
        "INSERT INTO door_withheld (person, entry, reason) SELECT %s, entry, reason FROM door_withheld"
        " WHERE person = %s ON CONFLICT DO NOTHING",
        (into, gone),
    )
    cursor.execute("DELETE FROM door_withheld WHERE person = %s", (gone,))


def split(person: str, fields: tuple[str, ...], *, actor: Actor, purpose: str = ACCURACY) -> Done:
    """
    Make a new person of the present values in `fields`, which were never this one's; the answer names the new one.

    Raises:
        Refused: the actor may not. The refusal is in the ledger.
        NotFound: nobody is held under this id.
        InputError: nothing is held in these fields.
    """
    return perform(to_split(person, fields, actor=actor, purpose=purpose))


def to_split(person: str, fields: Iterable[str], *, actor: Actor, purpose: str = ACCURACY) -> Task:
    """Return the task of `split`."""
    want = Want(actor=actor, act="split", purpose=purpose, fields=tuple(dict.fromkeys(fields)), person=person)
    made: list[str] = []

    def do(acting: Acting) -> Written:
        row, catalogue = acting.row, acting.sitting.rules.catalogue
        if not row.fields & acting.answer.fields:
            raise InputError(where="fields", found="nothing held in them", expected="fields that hold something")
        stored = joining.split(acting.cursor, acting.grant(), catalogue, row, acting.answer.fields, recorded_at=now())
        made.append(stored.pids[0].hex())
        credentials.forget(row.pid)  # whose of the two they are is not known
        changes.note(acting.cursor, "merge", "split", row.ordinal)
        new = Seen(stored.ordinals[0], stored.marks[0])
        body = acting.said({"digest": stored.digest.hex(), "counts": {"made": 1}})
        return writing.append(acting.cursor, [Draft(body, [*acting.seen(), new])])[0]

    return Task.on(want, [person], do, told=lambda done: replace(done, person=made[-1] if made else None))
