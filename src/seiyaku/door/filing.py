"""
What is kept on a person besides values (policy P, 1-1, 2-3): contacts, calls, and files such as recordings and papers.

Each belongs to a field of the policy and has a source; it is opened for a purpose that needs that field, as far as what
it was acquired under allows. A file is sealed chunk by chunk between two durable entries: one that allows it, one that
makes it the person's. A file whose second entry never came belongs to nobody and is swept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field, replace

from seiyaku.core.answers import Allowed, Answer
from seiyaku.core.asks import Actor, Ask, Facts, PersonFacts
from seiyaku.core.errors import InputError, NotFound, Refused
from seiyaku.keys.grants import Grant
from seiyaku.keys.streams import Source
from seiyaku.ledger import changes, transactions, writing
from seiyaku.ledger.writing import Written
from seiyaku.vault import attachments, opening, records, selecting
from seiyaku.vault.attachments import TakenIn
from seiyaku.vault.records import Record
from seiyaku.vault.rows import Row
from seiyaku.vault.times import at, now

from . import receiving
from .acting import Acting, Task, perform
from .asking import ANYBODY, Sitting
from .changing import acquire
from .desk import outside_transactions
from .origins import Origin
from .results import Done, Result, evidence
from .wants import Want, public_id

TEXT_AT_MOST = 100_000  # characters of one note


@dataclass(frozen=True, slots=True, kw_only=True)
class Filed:
    """One contact or file of a person: what was said, or the file's name, type, size and digest."""

    ref: str
    kind: str
    recorded_at: str
    content: Mapping[str, object] = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class File(Result):
    """What is filed under one field of a person, oldest first; `left` counts what was acquired for other purposes."""

    filed: tuple[Filed, ...]
    left: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Retrieved(Result):
    """The content of one file, chunk by chunk, and its manifest."""

    manifest: Mapping[str, object] = field(repr=False)
    chunks: Iterator[bytes] = field(repr=False)


def note(
    person: str, said: Mapping[str, str], *, field: str, purpose: str, origin: Origin, actor: Actor
) -> Done:  # fmt: skip
    """
    File one contact or call with the person under `field`: what kind, between whom, what was said.

    Raises:
        Refused: nothing may be written under this field for this purpose, or from this source.
        InputError: nothing was said, or more than a note holds.
    """
    return perform(to_note(person, said, field=field, purpose=purpose, origin=origin, actor=actor))


def to_note(person: str, said: Mapping[str, str], *, field: str, purpose: str, origin: Origin, actor: Actor) -> Task:
    """Return the task of `note`."""
    if not said or sum(map(len, said.values())) > TEXT_AT_MOST:
        raise InputError(where="note", found="nothing, or too much", expected=f"1 to {TEXT_AT_MOST} characters")

    def do(acting: Acting) -> dict[str, str]:
        acquired = acquire(acting, origin)
        stored = records.note(
            acting.cursor, acting.grant(), acting.row, said,
            field=_bit(acting.sitting, field), acquired=acquired, recorded_at=now(),
        )  # fmt: skip
        changes.note(acting.cursor, "value", "note", acting.row.ordinal)
        receiving.keep_about(acting, origin, {field: ""})
        return {"note_kind": "note", "digest": stored.digest.hex(), "acquisition": str(acquired.id)}

    return Task.on(_writing(person, field, purpose, actor), [person], do, origin=origin)


def attach(
    person: str, source: Source, *, name: str, media_type: str, field: str, purpose: str, origin: Origin, actor: Actor
) -> Done:  # fmt: skip
    """
    File `source` as an attachment of the person under `field`; it is never held in memory as a whole.

    Raises:
        Refused: nothing may be written under this field for this purpose, or from this source.
    """
    task = to_attach(
        person, lambda: nullcontext(source), name=name, media_type=media_type, field=field, purpose=purpose,
        origin=origin, actor=actor,
    )  # fmt: skip
    return perform(task)


def to_attach(
    person: str, source: Callable[[], AbstractContextManager[Source]], *, name: str, media_type: str, field: str,
    purpose: str, origin: Origin, actor: Actor,
) -> Task:  # fmt: skip
    """Return the task of `attach`; `source` opens the file when its turn has come."""
    want, allowed = _writing(person, field, purpose, actor), _Allowed()
    taken: list[TakenIn] = []

    def take_in() -> None:
        with source() as opened:
            taken.append(attachments.take_in(allowed.grant, allowed.row, opened, name=name, media_type=media_type))

    def do(acting: Acting) -> dict[str, str]:
        acquired = acquire(acting, origin)
        stored = attachments.attach(
            acting.cursor, acting.grant(), acting.row, taken[-1],
            field=_bit(acting.sitting, field), acquired=acquired, recorded_at=now(),
        )  # fmt: skip
        changes.note(acting.cursor, "value", "attachment", acting.row.ordinal)
        receiving.keep_about(acting, origin, {field: ""})
        return {"note_kind": "attachment", "digest": stored.digest.hex(), "acquisition": str(acquired.id)}

    before = Task.on(want, [person], allowed.begin, origin=origin)
    return Task.on(want, [person], do, origin=origin, before=before, between=take_in)


class _Allowed:
    """What the first of the two entries of a file yields: the person's row, and the grant to seal under their key."""

    row: Row
    grant: Grant

    def begin(self, acting: Acting) -> dict[str, str]:
        """Keep both; nothing is changed yet."""
        self.row, self.grant = acting.row, acting.grant()
        return {"note_kind": "receiving"}


def file_of(person: str, *, field: str, purpose: str, actor: Actor) -> File:
    """
    Open what is filed under `field` of the person: notes whole, files by their manifest.

    Raises:
        Refused: nothing of it may be read for this purpose. The refusal is in the ledger.
        NotFound: nobody is held under this id.
    """
    looked = _look(_reading(person, field, purpose, actor))
    filed = tuple(
        Filed(
            ref=record.ref.hex(),
            kind="note" if record.table == "episode" else "attachment",
            recorded_at=at(record.recorded_at).isoformat(),
            content=opening.open_record(looked.grant, looked.row, record),
        )
        for record in looked.granted
    )
    return File(filed=filed, left=looked.left, **evidence(looked.entry, looked.answer))


def retrieve(person: str, ref: str, *, field: str, purpose: str, actor: Actor) -> Retrieved:
    """
    Open one file; its chunks come one by one, each verified before it is handed out.

    Raises:
        Refused: it may not be read for this purpose. The refusal is in the ledger.
        NotFound: there is no such file of this person under this field.
    """
    looked = _look(_reading(person, field, purpose, actor))
    wanted = [r for r in looked.granted if r.table == "attachment" and r.ref.hex() == ref]
    if not wanted:
        raise NotFound("attachment")
    return Retrieved(
        manifest=opening.open_record(looked.grant, looked.row, wanted[0]),
        chunks=opening.open_attachment(looked.grant, looked.row, wanted[0]),
        **evidence(looked.entry, looked.answer),
    )


def _writing(person: str, field: str, purpose: str, actor: Actor) -> Want:
    return Want(actor=actor, act="write", purpose=purpose, fields=(field,), person=person)


def _reading(person: str, field: str, purpose: str, actor: Actor) -> Want:
    return Want(actor=actor, act="read", purpose=purpose, fields=(field,), person=person)


def _bit(sitting: Sitting, field: str) -> int:
    return sitting.rules.bits.fields[field]


@dataclass(slots=True, kw_only=True)
class _Looked:
    """What a look at a person's file came to, once its entry is durable."""

    row: Row
    answer: Allowed
    entry: Written
    grant: Grant
    granted: list[Record]
    left: int


def _look(want: Want) -> _Looked:
    """Decide on each record by what it was acquired under, write the entry, and return what may be opened."""
    outside_transactions()
    with transactions.deciding() as cursor:
        sitting = Sitting.on(cursor)
        ask = sitting.ask(want)
        row = _row(sitting, want)
        found = _records(sitting, row, ask) if row else []
        answer, granted = _weigh(sitting, want, ask, row, found)
        if row is None and isinstance(answer, Allowed):
            body = sitting.body(want, ask, answer) | {"answer": "denied", "reason": "not-here"}
            entry = writing.append(cursor, [writing.Draft(body)])[0]
        else:
            entry = writing.append(cursor, [sitting.draft(want, ask, answer, [row] if row else [])])[0]
    if not isinstance(answer, Allowed):
        raise Refused(answer, entry.id)
    if row is None:
        raise NotFound("nobody is held under this id")
    grant = writing.grant(entry, [row.ordinal], answer.fields)
    return _Looked(
        row=row, answer=answer, entry=entry, grant=grant, granted=granted, left=len(found) - len(granted)
    )  # fmt: skip


def _row(sitting: Sitting, want: Want) -> Row | None:
    pid = public_id(want.person or "")
    ordinal = selecting.ordinals(sitting.cursor, [pid]).get(pid)
    return selecting.rows(sitting.cursor, [ordinal], ())[0] if ordinal is not None else None


def _records(sitting: Sitting, row: Row, ask: Ask) -> list[Record]:
    notes = selecting.records(sitting.cursor, row.ordinal, "episode", ask.fields)
    files = selecting.records(sitting.cursor, row.ordinal, "attachment", ask.fields)
    return sorted(notes + files, key=lambda record: record.recorded_at)


def _weigh(sitting: Sitting, want: Want, ask: Ask, row: Row | None, found: list[Record]) -> tuple[Answer, list[Record]]:
    """Return the answer for all of it together, and the records that may be opened."""
    facts = sitting.facts(want, row)
    if row is None:
        return sitting.rules.gate.decide(ask, replace(facts, person=ANYBODY)), []
    bases = {record.basis for record in found}
    word = {basis: _decide(sitting, ask, facts, basis) for basis in bases}
    granted = [record for record in found if isinstance(word[record.basis], Allowed)]
    if granted:
        return word[granted[0].basis], granted
    if word:
        return next(iter(word.values())), []
    return sitting.rules.gate.decide(ask, facts), []


def _decide(sitting: Sitting, ask: Ask, facts: Facts, basis: int) -> Answer:
    own = ((ask.fields, sitting.rules.purposes_of(basis)),)
    return sitting.rules.gate.decide(ask, replace(facts, person=replace(facts.person or PersonFacts(), bases=own)))
