"""
What one person may see of themselves (policy 2-2; art. 33): what is held, from where, who used it, for what.

Staff appear as the duty they acted in, never by name. What is withheld by law is not in it, and nothing shows that it
is not: no number, no gap, no count.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from seiyaku.consent import queries as choices
from seiyaku.core.answers import Allowed
from seiyaku.core.asks import Actor
from seiyaku.core.errors import NotFound, Refused, SeiyakuError
from seiyaku.ledger import reading, transactions, writing
from seiyaku.ledger.transactions import Cursor
from seiyaku.ledger.writing import Written
from seiyaku.policy import queries
from seiyaku.vault import bases, opening, relations, selecting
from seiyaku.vault.cells import FactCell, Origin
from seiyaku.vault.rows import Row
from seiyaku.vault.times import at

from .acting import locate
from .asking import SELF, Sitting
from .desk import outside_transactions
from .intake import blocks
from .results import Held, Mine, UseOfMine, evidence
from .wants import Want, public_id

BLOCK = 50  # people told of in one transaction


def person(person: str, *, actor: Actor, purpose: str = "law:disclose") -> Mine:
    """
    Return everything the person may see about themselves; the person asks, or the desk asks for them.

    Raises:
        Refused: the actor is neither. The refusal is in the ledger.
        NotFound: nobody is held under this id.
    """
    outside_transactions()
    told = _told([_Telling(person, public_id(person))], actor, purpose)[0]
    if isinstance(told, SeiyakuError):
        raise told
    return told


def person_many(
    people: Iterable[str], *, actor: Actor, purpose: str = "law:disclose"
) -> Iterator[tuple[str, Mine | Refused | NotFound]]:
    """
    Tell of each of many people, by public id, everything they may see about themselves, or why it is not told.

    Each has an entry of their own; a block of them is durable before anything of it is handed out.
    """
    asked = [_Telling(person, public_id(person)) for person in dict.fromkeys(people)]
    for block in blocks(asked, BLOCK):
        outside_transactions()
        yield from zip((one.person for one in block), _told(block, actor, purpose), strict=True)


class _Telling(NamedTuple):
    """One person to be told: their public id, as it was said and in bytes."""

    person: str
    pid: bytes


def _told(asked: Sequence[_Telling], actor: Actor, purpose: str) -> list[Mine | Refused | NotFound]:
    """Decide on each, write the entries, and open what was granted; handed out when the entries are durable."""
    every = tuple(queries.in_force().policy.rules.fields)
    told: list[Mine | Refused | NotFound] = []
    with transactions.deciding() as cursor:
        sitting = Sitting.on(cursor)
        for one in asked:
            want = Want(actor=actor, act="disclose", purpose=purpose, fields=every, person=one.person, past=True)
            told.append(_tell(sitting, want, one.pid))
    return told


def _tell(sitting: Sitting, want: Want, pid: bytes) -> Mine | Refused | NotFound:
    rows, missing = locate(sitting, want, [pid])
    row = None if missing else rows[0]
    former = [] if row is None else selecting.history(sitting.cursor, row.ordinal, sitting.ask(want).fields)
    past = [cell for cell in former if not cell.origin.ended]
    if row is not None:
        want = replace(want, fields=_kept(sitting, row, past) or want.fields)
    ask = sitting.ask(want)
    answer = sitting.rules.gate.decide(ask, sitting.facts(want, row))
    written = writing.append(sitting.cursor, [sitting.draft(want, ask, answer, rows)])[0]
    if not isinstance(answer, Allowed):
        return Refused(answer, written.id)
    return NotFound("nobody is held under this id") if row is None else _mine(sitting, row, past, written, answer)


def _kept(sitting: Sitting, row: Row, past: Sequence[FactCell]) -> tuple[str, ...]:
    """Return what is held of a person, now or in the past: an entry says what was told, not what might have been."""
    held = row.fields
    for cell in past:
        held |= 1 << cell.field
    return tuple(sitting.rules.names(held))


def _mine(sitting: Sitting, row: Row, past: Sequence[FactCell], written: Written, answer: Allowed) -> Mine:
    return Mine(
        person=row.pid.hex(),
        held=tuple(_held(sitting, row, past, written, answer)),
        uses=tuple(_uses(sitting.cursor, row)),
        consents=tuple(chosen_by(row.ordinal)),
        relations=tuple(_relations(sitting.cursor, row.ordinal)),
        refusals=tuple(_refusals(row.ordinal)),
        **evidence(written, answer),
    )


def _held(sitting: Sitting, row: Row, past: Sequence[FactCell], written: Written, answer: Allowed) -> list[Held]:
    catalogue = sitting.rules.catalogue
    grant = writing.grant(written, [row.ordinal], answer.fields)
    held: list[Held] = []
    for name, value in opening.open_row(grant, catalogue, row, answer.fields).items():
        origin = row.origin(catalogue.column(name).bit)
        if origin is not None:
            held.append(_one(sitting, name, value, origin, present=True))
    former = [cell for cell in past if answer.fields >> cell.field & 1]
    versions = opening.open_history(grant, catalogue, row, former)
    return held + [_one(sitting, one.field, one.value or "", one.origin, present=False) for one in versions]


def _one(sitting: Sitting, name: str, value: str, origin: Origin, *, present: bool) -> Held:
    grounds, allowed = bases.grounds(origin.basis), sitting.rules.purposes_of(origin.basis)
    return Held(
        name=name,
        value=value,
        present=present,
        source=grounds.source,
        notice=grounds.notice,
        purposes=tuple(purpose for purpose, bit in sitting.rules.bits.purposes.items() if allowed >> bit & 1),
        valid_from=dt.date.fromordinal(origin.valid_from).isoformat(),
        recorded_at=at(origin.recorded_at).isoformat(),
    )


def withheld(cursor: Cursor, ordinal: int) -> set[str]:
    """Return the entries that this person must not be told of."""
    cursor.execute("SELECT entry FROM door_withheld WHERE person = %s", (ordinal,))
    return {entry for (entry,) in cursor.fetchall()}


def _uses(cursor: Cursor, row: Row) -> list[UseOfMine]:
    hidden = withheld(cursor, row.ordinal)
    ordinals = [row.ordinal, *selecting.merged(cursor, row.ordinal)]
    entries = [found for ordinal in ordinals for found in reading.of_person(cursor, ordinal)]
    entries.sort(key=lambda found: found[0].body["at"])
    return [
        _use(entry.id, entry.body, granted=granted)
        for entry, granted in entries
        if entry.id not in hidden and not entry.body.get("withheld")
    ]


def _use(entry: str, body: dict[str, Any], *, granted: bool) -> UseOfMine:
    return UseOfMine(
        entry=entry,
        at=dt.datetime.fromtimestamp(body["at"] / 1000, dt.UTC).isoformat(),
        act=body["act"],
        duty=body.get("duty", ""),
        purpose=body.get("purpose", ""),
        clause=body.get("clause", ""),
        fields=tuple(body.get("fields", ())),
        granted=granted,
        recipient=body.get("recipient"),
        own=body.get("actor") == SELF,
    )


def _relations(cursor: Cursor, ordinal: int) -> list[dict[str, Any]]:
    def day(number: int) -> str | None:
        return dt.date.fromordinal(number).isoformat() if number else None

    return [
        {"service": one.service, "began_on": day(one.began_on), "ended_on": day(one.ended_on)}
        for one in relations.of_people(cursor, [ordinal])
    ]


def _refusals(ordinal: int) -> list[dict[str, Any]]:
    return [
        {"purpose": use, "refused_at": at_.isoformat(), "lifted_at": lifted.isoformat() if lifted else None}
        for use, at_, lifted in choices.refusals(ordinal)
    ]


def chosen_by(ordinal: int) -> list[dict[str, Any]]:
    """Return every consent of a person, as it is told to them."""
    return [
        {
            "kind": choice.kind,
            "purpose": choice.purpose,
            "ground": choice.ground,
            "recipient": choice.recipient,
            "given_at": choice.given_at.isoformat(),
            "withdrawn_at": choice.withdrawn_at.isoformat() if choice.withdrawn_at else None,
        }
        for choice in choices.choices(ordinal)
    ]
