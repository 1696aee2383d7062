"""
Contact and export (policy 4-1-B, 2-2): information leaves a screen, for the same people, by the same rules.

* `contact` opens what is needed to reach one person, `contact_many` many, for a purpose that may contact them.
* `take` lets one person's leave the screen: copied, printed, or in a file.
* `export` writes many people's information into a file: as any use, and with an id by which it can be traced.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from typing import cast

from seiyaku.core.asks import Actor
from seiyaku.core.errors import InputError
from seiyaku.people import approvals
from seiyaku.people.acting import acting

from .crowds import gather
from .results import Bulk, Handoff, Used, evidence
from .serving import read
from .using import many_of
from .wants import Want

WAYS = ("copy", "print", "file")
EVERYBODY = "everybody"
ALONE = 100  # people whose information one person takes out alone


def contact(person: str, fields: Iterable[str], *, purpose: str, actor: Actor) -> Used:
    """
    Open `fields` of one person in order to contact them.

    Raises:
        Refused: the purpose may not contact, or not this person (4-1-F, 4-1-G). The refusal is in the ledger.
    """
    named = tuple(dict.fromkeys(fields))
    want = Want(actor=actor, act="contact", purpose=purpose, fields=named, person=person)
    return cast("Used", read(want))


def contact_many(people: Iterable[str] | None, fields: Iterable[str], *, purpose: str, actor: Actor) -> Bulk:
    """
    Open `fields` of many (None: everybody) in order to contact them: one entry names all, values come block by block.

    Raises:
        Refused: the purpose may not contact, or nobody of them (4-1-F, 4-1-G). The refusal is in the ledger.
    """
    return many_of(Want(actor=actor, act="contact", purpose=purpose, fields=tuple(dict.fromkeys(fields))), people)


def whom(people: Iterable[str] | None) -> str:
    """Return how a proposal names many people: everybody, or a digest of their public ids in whatever order."""
    return EVERYBODY if people is None else hashlib.sha256(" ".join(sorted(set(people))).encode()).hexdigest()


def take(
    person: str, fields: Iterable[str], *, how: str, purpose: str, actor: Actor, occasion: str | None = None
) -> Used:
    """
    Take `fields` of one person off the screen: `how` is "copy", "print" or "file". An act of its own, as export is.

    Raises:
        Refused: the purpose lets nothing leave the house. The refusal is in the ledger.
    """
    if how not in WAYS:
        raise InputError("how", "something else", ", ".join(WAYS))
    named = tuple(dict.fromkeys(fields))
    want = Want(
        actor=actor, act="export", purpose=purpose, fields=named, person=person, occasion=occasion, how=how,
    )  # fmt: skip
    return cast("Used", read(want))


def export(
    people: Iterable[str] | None, fields: Iterable[str], *, purpose: str, proposal: str | None = None, actor: Actor
) -> Handoff:
    """
    Export `fields` of many people (None: everybody) for a purpose of the operator's own; nobody else receives it.

    More than a hundred take a second person (3-1): `proposal` is an approval of ("export", purpose, whom(people)).
    It is used up whatever the gate then says.

    Raises:
        Refused: for nobody, or nobody else has approved it. The refusal is in the ledger.
    """
    chosen = None if people is None else list(dict.fromkeys(people))
    if chosen is None or len(chosen) > ALONE:
        with acting("export", actor) as doing:
            used = approvals.use(doing, proposal, "export", purpose, whom(chosen))
            doing.done("approval", used, note_kind="export", purpose=purpose)
    named = tuple(dict.fromkeys(fields))
    ref = f"export:{secrets.token_hex(8)}"
    gathering = gather(Want(actor=actor, act="export", purpose=purpose, fields=named), chosen, export=ref)
    columns = tuple(name for name in named if name in gathering.names)
    return Handoff(
        recipient="",
        export=ref,
        columns=columns,
        rows=tuple(
            tuple(values.get(name, "") for name in columns) for block in gathering.blocks() for _, _, values in block
        ),
        left=gathering.left,
        **evidence(gathering.written, gathering.answer),
    )
