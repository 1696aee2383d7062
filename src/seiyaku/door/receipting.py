"""
A receipt of one entry, for the person it names to take away (policy 2-1, 2-2; art. 33).

An entry that the law withholds from them is answered like one that is not there, or is about somebody else: before any
proof is worked out, so that no time tells them apart.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from seiyaku.core.asks import Actor
from seiyaku.core.errors import NotFound
from seiyaku.ledger import reading, sequencing
from seiyaku.ledger.transactions import raw_cursor
from seiyaku.vault import auditing, selecting

from .acting import Acting, act
from .results import Result
from .showing import withheld
from .wants import Want


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt(Result):
    """What the independent verifier checks: the entry, its place in the log, and the person's own leaf."""

    person: str
    document: dict[str, Any] = field(repr=False)


def receipt(person: str, of: str, *, actor: Actor, purpose: str = "law:disclose") -> Receipt:
    """
    Return the receipt of the entry `of`, as far as it is about the person; they ask, or the desk for them.

    Raises:
        Refused: the actor is neither. The refusal is in the ledger.
        NotFound: nobody is held under this id, or there is no such entry that they may be told of.
    """
    found: list[int] = []

    def do(acting: Acting) -> dict[str, Any]:
        cursor, row = acting.cursor, acting.row
        ordinals = [row.ordinal, *selecting.merged(cursor, row.ordinal)]
        hidden = withheld(cursor, row.ordinal)
        for ordinal in ordinals:
            told = {one.id for one, _ in reading.of_person(cursor, ordinal) if not one.body.get("withheld")}
            if of in told - hidden:
                found.append(ordinal)
        return {"note_kind": "receipt"}

    want = Want(actor=actor, act="disclose", purpose=purpose, fields=("name",), person=person, past=True)
    done = act(want, [person], do)
    if not found:
        raise NotFound("ledger entry")
    sequencing.place_all()
    document = reading.receipt(of, found[0], _marks)
    return Receipt(
        person=done.person or "", document=document, entry=done.entry, leaf=done.leaf, clause=done.clause,
        article=done.article,
    )  # fmt: skip


def _marks(ordinals: Any) -> dict[int, bytes]:
    known = auditing.known(raw_cursor(), list(ordinals))  # inside the snapshot that works the proof out
    return {who: one.mark for who, one in known.items()}
