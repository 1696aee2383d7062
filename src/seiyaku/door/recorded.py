"""
The records of what was given to others and came from them, told to the person (policy 8-3; arts. 29, 30, 33(5)).

Only those the Act wants: one kept voluntarily is no 第三者提供記録. What is withheld from the person (Order 11: that it
is there would harm life, safety, an investigation) is not among them, and nothing shows that it is not.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from seiyaku.core.asks import Actor
from seiyaku.registers import queries as registers
from seiyaku.registers.items import only
from seiyaku.registers.queries import Kept

from .acting import Acting, act
from .results import Done, Result
from .showing import withheld
from .wants import Want

PURPOSE = "law:provision-records"


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordOfMine:
    """
    One record: that something was provided or received, when, to or from whom, which items, on which article.

    `until`: the last day, where it tells of several `times`, as one of a batch does (R.19(2), R.23(2)). `whose`: the
    name as it was recorded; `confirmed`: what was seen of an opt-out, that it is published ("27(4)", R.24(1)(i)).
    """

    kind: str
    on: str
    third_party: str = field(repr=False)
    address: str = field(repr=False)
    representative: str = field(repr=False)
    items: tuple[str, ...]
    basis: str
    consent: bool
    course: str = field(default="", repr=False)
    until: str = ""
    times: int = 1
    whose: str = field(default="", repr=False)
    confirmed: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded(Result):
    """The records of one person, oldest first."""

    person: str
    records: tuple[RecordOfMine, ...]


def records(person: str, *, actor: Actor, purpose: str = PURPOSE) -> Recorded:
    """
    Return the records of provision about a person (33(5)); the person asks, or the desk asks for them.

    Raises:
        Refused: the actor is neither. The refusal is in the ledger.
        NotFound: nobody is held under this id.
    """
    want = Want(actor=actor, act="disclose", purpose=purpose, fields=("name",), person=person, past=True)
    found: list[Kept] = []

    def do(acting: Acting) -> dict[str, Any]:
        hidden = withheld(acting.cursor, acting.row.ordinal)
        found.extend(_open_to(registers.of_person(acting.grant(), acting.row.ordinal), hidden))
        return {"note_kind": "provision-records"}

    done: Done = act(want, [person], do)
    return Recorded(
        person=done.person or "",
        records=tuple(map(_told, found)),
        entry=done.entry,
        leaf=done.leaf,
        clause=done.clause,
        article=done.article,
    )


def _open_to(kept: Iterable[Kept], hidden: set[str]) -> list[Kept]:
    """Leave out what is withheld: of a batch the times that are, and all of it only where every time is."""
    told = []
    for one in kept:
        times = [place for place, entry in enumerate(one.entries) if entry not in hidden]
        if one.legal and times:
            told.append(replace(one, items=only(one.items, times)))
    return told


def _told(kept: Kept) -> RecordOfMine:
    said, party = kept.items, kept.items.third_party
    return RecordOfMine(
        kind=kept.record_class,
        on=dt.date.isoformat(said.on),
        third_party=party.name,
        address=party.address,
        representative=party.representative,
        items=said.items,
        basis=said.basis,
        consent=said.consent,
        course=said.course,
        until=said.last.isoformat() if said.times else "",
        times=len(said.times) or 1,
        whose=said.person,
        confirmed=said.confirmed,
    )
