"""
Erase a person (policy 2-1, 2-3; arts. 22, 35): find first, forget second, then search, and say what was proven.

One transaction writes the entry, deletes rows, choices, indexes, key and mark, and leaves tombstones in the ledger.
Files are swept after it; a second entry closes with the outcome of a search for every byte string that was held.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from seiyaku.backup import queries as backups
from seiyaku.consent import queries as choice_queries
from seiyaku.consent import services as choices
from seiyaku.core.asks import Actor
from seiyaku.ledger import changes, reading, transactions, writing
from seiyaku.ledger import erasing as ledger
from seiyaku.ledger.writing import Draft, Seen, Written
from seiyaku.people import repeating
from seiyaku.policy import queries
from seiyaku.registers import services as registers
from seiyaku.vault import attachments, opening, searching, selecting
from seiyaku.vault import erasing as vault
from seiyaku.vault.searching import Hit, Needles

from .acting import Acting, act
from .asking import Sitting
from .reaching import contacts
from .results import Erased
from .wants import Want


@dataclass(slots=True)
class Gone:
    """What must not be found afterwards, and which exports contained the person."""

    needles: Needles = field(default_factory=Needles)
    exports: tuple[str, ...] = ()


def erase(person: str, *, actor: Actor, purpose: str = "law:erase") -> Erased:
    """
    Erase everything held on a person, and search for it.

    Raises:
        Refused: the actor may not erase, or not for this purpose. The refusal is in the ledger.
        NotFound: nobody is held under this id.
    """
    every = tuple(queries.bits().fields)  # also those of older versions: what is deleted is looked for
    want = Want(actor=actor, act="erase", purpose=purpose, fields=every, person=person)
    gone = Gone()
    done = act(want, [person], lambda acting: forget(acting, gone))
    hits = search(gone.needles)
    closing = _close(want, done.entry, len(gone.needles.known), hits)
    return Erased(
        entry=done.entry,
        leaf=done.leaf,
        clause=done.clause,
        article=done.article,
        closing_entry=closing.id,
        searched_for=len(gone.needles.known),
        reach=searching.reach(),
        hits=tuple(f"{hit.what}: {hit.where}" for hit in hits),
        keys_gone_on=backups.keys_gone_on().isoformat(),
        exports=gone.exports,
    )


def forget(acting: Acting, gone: Gone) -> Written:
    """Open what is held (to know what to look for), delete all of it, and write the entry that buries."""
    cursor, row = acting.cursor, acting.row
    values, past = _opened(acting)
    entries = [entry for entry, granted in reading.of_person(cursor, row.ordinal) if granted]
    gone.exports += tuple(entry.body["export"] for entry in entries if "export" in entry.body)
    found = vault.find(cursor, row.ordinal, [*values.values(), *past])
    _suppress(acting, values)
    chosen = choices.erase(row.ordinal)
    registers.sever(row.ordinal)
    cursor.execute("DELETE FROM door_withheld WHERE person = %s", (row.ordinal,))
    forgotten = vault.forget(cursor, found)
    changes.note(cursor, "erasure", "person", row.ordinal)
    gone.needles.known |= found.needles.known
    papers = {"papers": list(chosen.papers)} if chosen.papers else {}
    body = acting.said({"digest": forgotten.digest.hex(), "counts": {**forgotten.counts, **chosen.counts}, **papers})
    repeating.forget(cursor, [spelt for spelt, what in found.needles.known.items() if what == "public id"])
    merged = [Seen(ordinal, mark) for ordinal, mark in found.merged]
    return ledger.bury(cursor, [*acting.seen(), *merged], body)


def _opened(acting: Acting) -> tuple[dict[str, str], list[str]]:
    catalogue, row, grant = acting.sitting.rules.catalogue, acting.row, acting.grant()
    values = opening.open_row(grant, catalogue, row, acting.answer.fields)
    facts = selecting.history(acting.cursor, row.ordinal, acting.answer.fields)
    past = [version.value for version in opening.open_history(grant, catalogue, row, facts) if version.value]
    return values, past


def _suppress(acting: Acting, values: dict[str, str]) -> None:
    """Let what the person refused outlive them, as keyed hashes of where they could be reached."""
    refused = [purpose for purpose, _, lifted in choice_queries.refusals(acting.row.ordinal) if lifted is None]
    if refused and (reached := contacts(acting.sitting.rules, values)):
        choices.suppress(refused, reached, on=acting.sitting.rules.date)


def search(needles: Needles) -> list[Hit]:
    """Sweep the files of those who were forgotten, and look for their bytes in everything on disk."""
    with transactions.deciding() as cursor:
        attachments.sweep(cursor)
    return searching.prove(needles)


def _close(want: Want, entry: str, searched: int, hits: list[Hit]) -> Written:
    with transactions.deciding() as cursor:
        sitting = Sitting.on(cursor)
        said: dict[str, Any] = {
            "act": "erase", "answer": "done", "actor": want.actor.id, "proven": want.actor.proven_by,
            "note_kind": f"searched-{searching.reach()}", "ref": entry,
            "policy": sitting.rules.policy.version[:16], "standing": sitting.head,
            "counts": {"searched": searched, "hits": len(hits)},
        }  # fmt: skip
        return writing.append(cursor, [Draft(said)])[0]
