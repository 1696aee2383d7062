"""
Withhold entries from their person, where the law says that they must not be told (policy 2-2; Order 5, 11; 33(2)).

Their view, extracts and receipts are complete but for these, without a trace; the act of withholding is itself
withheld. `reveal` lifts it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from seiyaku.core.asks import Actor
from seiyaku.core.errors import NotFound
from seiyaku.ledger import changes, reading

from .acting import Acting, Task, perform
from .results import Done
from .wants import Want


def withhold(person: str, entries: Iterable[str], *, reason: str, actor: Actor, purpose: str = "law:withhold") -> Done:
    """
    Withhold `entries` from the person; `reason` is the id of the paper that says why.

    Raises:
        Refused: the actor may not withhold. The refusal is in the ledger.
        NotFound: an entry does not name this person.
    """
    return perform(to_withhold(person, entries, reason=reason, actor=actor, purpose=purpose))


def to_withhold(
    person: str, entries: Iterable[str], *, reason: str, actor: Actor, purpose: str = "law:withhold"
) -> Task:
    """Return the task of `withhold`."""
    wanted = tuple(dict.fromkeys(entries))
    want = Want(actor=actor, act="withhold", purpose=purpose, person=person, papers=(reason,))

    def do(acting: Acting) -> dict[str, Any]:
        known = {entry.id for entry, _ in reading.of_person(acting.cursor, acting.row.ordinal)}
        if not known.issuperset(wanted):
            raise NotFound("ledger entry")
        acting.cursor.executemany(
            "INSERT INTO door_withheld (person, entry, reason) VALUES (%s, %s, %s) ON CONFLICT DO NOTHING",
            [(acting.row.ordinal, entry, reason) for entry in wanted],
        )
        changes.note(acting.cursor, "withholding", "on", acting.row.ordinal)
        return {"withheld": True, "counts": {"entries": len(wanted)}}

    return Task.on(want, [person], do)


def reveal(person: str, entries: Iterable[str], *, actor: Actor, purpose: str = "law:withhold") -> Done:
    """
    Lift the withholding of `entries`.

    Raises:
        Refused: the actor may not. The refusal is in the ledger.
    """
    return perform(to_reveal(person, entries, actor=actor, purpose=purpose))


def to_reveal(person: str, entries: Iterable[str], *, actor: Actor, purpose: str = "law:withhold") -> Task:
    """Return the task of `reveal`."""
    wanted = tuple(dict.fromkeys(entries))
    want = Want(actor=actor, act="withhold", purpose=purpose, person=person)

    def do(acting: Acting) -> dict[str, Any]:
        acting.cursor.executemany(
            "DELETE FROM door_withheld WHERE person = %s AND entry = %s",
            [(acting.row.ordinal, entry) for entry in wanted],
        )
        changes.note(acting.cursor, "withholding", "off", acting.row.ordinal)
        return {"withheld": True, "note_kind": "lifted", "counts": {"entries": len(wanted)}}

    return Task.on(want, [person], do)
