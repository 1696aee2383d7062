"""
How a person proves who they are, and what they chose: told and changed through the door (policy 7-2; arts. 33, 37).

Each leaves an entry that names the person, so that they see it on their own page. Who is known by a link to their mail
alone may be told what they chose, and nothing that is held.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from seiyaku.consent import queries as choices
from seiyaku.core.asks import Actor
from seiyaku.core.standing import BY_MAIL
from seiyaku.ledger import writing
from seiyaku.ledger.transactions import Cursor
from seiyaku.ledger.writing import Draft, Written
from seiyaku.policy import queries
from seiyaku.vault import opening
from seiyaku.vault.times import local_day

from .acting import Acting, act
from .choosing import ASKING
from .results import Done, Result
from .showing import chosen_by
from .wants import Want

DISCLOSING = "law:disclose"
# What a link to one's mail is enough for. Whatever would be enough by itself from then on (a passkey, a linked sign-in)
# asks for the proof that it gives, else whoever reads somebody's mail could give themself more than the mail gives.
BY_LINK = frozenset({"sign-in", "letter-asked"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen(Result):
    """What a person chose: consents as on their own page; purposes refused and stopped at this moment."""

    person: str
    consents: tuple[Mapping[str, Any], ...]
    refused: tuple[str, ...]
    stopped: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Addressed(Result):
    """Where a letter to a person goes; `since`: the day (ordinal) we last learned any of it."""

    values: Mapping[str, str] = field(repr=False)
    since: int


def chosen(person: str, *, actor: Actor) -> Chosen:
    """
    Return what the person chose; they ask, or staff who keep choices ask for them.

    Raises:
        Refused: the actor is neither. The refusal is in the ledger.
        NotFound: nobody is held under this id.
    """
    found: list[Acting] = []

    def do(acting: Acting) -> Written:
        found.append(acting)
        return _told(acting, "choices")

    done = act(Want(actor=actor, act="consent", purpose=ASKING, person=person), [person], do)
    row, bits = found[0].row, found[0].sitting.rules.bits.purposes
    return Chosen(
        person=row.pid.hex(),
        consents=tuple(chosen_by(row.ordinal)),
        refused=tuple(purpose for purpose, _, lifted in choices.refusals(row.ordinal) if lifted is None),
        stopped=tuple(name for name, bit in bits.items() if row.stopped >> bit & 1),
        **_evidence(done),
    )


def proof(person: str, note: str, do: Callable[[Cursor, int], object] | None = None, *, actor: Actor) -> Done:
    """
    Note that a person signed in, or that how they can changed; `do` writes it down in the same transaction.

    `do` is given the transaction's cursor and the person's number; `note` is a word of the entry ("passkey-added").

    Raises:
        Refused: the actor is neither the person nor the desk, or proven by a link alone where that is too little.
            The refusal is in the ledger.
        NotFound: nobody is held under this id.
    """

    def write(acting: Acting) -> Written:
        if do is not None:
            do(acting.cursor, acting.row.ordinal)
        return _told(acting, note)

    if actor.proven_by == BY_MAIL and note in BY_LINK:
        want = Want(actor=actor, act="consent", purpose=ASKING, person=person)
    else:
        some = next(iter(queries.in_force().policy.rules.fields))
        want = Want(actor=actor, act="disclose", purpose=DISCLOSING, fields=(some,), person=person)
    return act(want, [person], write)


def address(person: str, fields: Iterable[str], *, actor: Actor) -> Addressed:
    """
    Open where a letter to the person goes, for the desk that sends it.

    Raises:
        Refused: the actor does not answer people. The refusal is in the ledger.
        NotFound: nobody is held under this id.
    """
    opened: dict[str, str] = {}
    since: list[int] = []

    def do(acting: Acting) -> dict[str, Any]:
        catalogue = acting.sitting.rules.catalogue
        opened.update(opening.open_row(acting.grant(), catalogue, acting.row, acting.answer.fields))
        found = [acting.row.origin(catalogue.column(name).bit) for name in opened]
        since.extend(local_day(origin.recorded_at) for origin in found if origin is not None)
        return {"note_kind": "letter"}

    named = tuple(dict.fromkeys(fields))
    done = act(Want(actor=actor, act="contact", purpose=DISCLOSING, fields=named, person=person), [person], do)
    return Addressed(values=opened, since=max(since, default=0), **_evidence(done))


def _told(acting: Acting, note: str) -> Written:
    body = acting.said({"act": "explain", "note_kind": note, "fields": []})
    return writing.append(acting.cursor, [Draft(body, acting.seen())])[0]


def _evidence(done: Done) -> Any:
    return {"entry": done.entry, "leaf": done.leaf, "clause": done.clause, "article": done.article}
