"""
Erase a person (policy 2-1, 2-3; arts. 22, 35): find first, forget second, then search, and say what was proven.

One transaction writes the entry, deletes rows, choices, indexes, key and mark, and leaves tombstones in the ledger.
Files are swept after it; a second entry closes with the outcome of a search for every byte string that was held.

People erased together (`many`), or by several at the same moment, are looked for together (`combing`): one pass over
everything on disk, whatever their number; each erasure is closed with what was found of its own person.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Literal

from seiyaku.backup import queries as backups
from seiyaku.consent import queries as choice_queries
from seiyaku.consent import services as choices
from seiyaku.core.asks import Actor
from seiyaku.credentials import services as credentials
from seiyaku.ledger import changes, reading, sequencing, transactions
from seiyaku.ledger import erasing as ledger
from seiyaku.ledger.writing import Draft, Seen, Written
from seiyaku.people import repeating
from seiyaku.policy import queries
from seiyaku.registers import services as registers
from seiyaku.vault import attachments, opening, searching, selecting
from seiyaku.vault import erasing as vault
from seiyaku.vault.searching import Hit, Needles

from . import batches, occasions
from .acting import Acting, Task, perform
from .asking import Sitting
from .combing import comb
from .reaching import contacts
from .results import Erased
from .wants import Want


@dataclass(slots=True)
class Gone:
    """What must not be found afterwards, in which exports the person was, and the marks that receipts are made of."""

    needles: Needles = field(default_factory=Needles)
    exports: tuple[str, ...] = ()
    marks: dict[int, bytes] = field(default_factory=dict, repr=False)


@dataclass(slots=True)
class Bury:
    """The act itself, and what it leaves to be looked for."""

    gone: Gone = field(default_factory=Gone)

    def __call__(self, acting: Acting) -> Written:
        """Forget the person; once more from the beginning, when the transaction was undone."""
        self.gone = Gone()
        return forget(acting, self.gone)

    def receipt(self, entry: str) -> dict[str, Any]:
        """Return what the person takes away of their erasure; the independent verifier checks it."""
        sequencing.place_all()
        return reading.receipt(entry, next(iter(self.gone.marks)), lambda _: self.gone.marks)


@dataclass(frozen=True, slots=True)
class Proven:
    """What was proven of one erasure, when a search for everybody erased together was over."""

    closing_entry: str
    searched_for: int
    hits: tuple[str, ...]
    keys_gone_on: str
    exports: tuple[str, ...]
    receipt: Callable[[], Mapping[str, Any]]
    reach: Literal["disk", "rows"]


def erase(person: str, *, actor: Actor, purpose: str = "law:erase") -> Erased:
    """
    Erase everything held on a person, and search for it.

    Raises:
        Refused: the actor may not erase, or not for this purpose. The refusal is in the ledger.
        NotFound: nobody is held under this id.
    """
    task = to_erase(person, actor=actor, purpose=purpose)
    done = perform(task)
    proven = prove([(task, done.entry)])[0]
    return Erased(
        entry=done.entry, leaf=done.leaf, clause=done.clause, article=done.article, closing_entry=proven.closing_entry,
        searched_for=proven.searched_for, reach=proven.reach, hits=proven.hits, keys_gone_on=proven.keys_gone_on,
        exports=proven.exports, receipt=proven.receipt,
    )  # fmt: skip


def to_erase(person: str, *, actor: Actor, purpose: str = "law:erase") -> Task:
    """Return the task of `erase`; once its entry is durable, `prove` closes it."""
    every = tuple(queries.bits().fields)  # also those of older versions: what is deleted is looked for
    want = Want(actor=actor, act="erase", purpose=purpose, fields=every, person=person)
    return Task.on(want, [person], Bury())


def prove(erased: Sequence[tuple[Task, str]]) -> list[Proven]:
    """Have everybody of these erasures, tasks with their entries, searched for, and close each with what was found."""
    buried = [(task.want, entry, task.do) for task, entry in erased if isinstance(task.do, Bury)]
    sought = [bury.gone.needles for _, _, bury in buried]

    def close(sitting: Sitting, hits: Sequence[Sequence[Hit]]) -> list[Draft]:
        each = zip(buried, sought, hits, strict=True)
        return [Draft(_closing(sitting, want, entry, needles, found)) for (want, entry, _), needles, found in each]

    combed = comb(sought, close)
    gone_on = backups.keys_gone_on().isoformat()
    return [
        Proven(
            closing_entry=closing.id, searched_for=len(bury.gone.needles.known), hits=told(hits), keys_gone_on=gone_on,
            exports=bury.gone.exports, receipt=partial(bury.receipt, entry), reach=searching.reach(),
        )
        for (_, entry, bury), hits, closing in zip(buried, combed.hits, combed.written, strict=True)
    ]  # fmt: skip


def told(hits: Sequence[Hit]) -> tuple[str, ...]:
    """Return in words what a search found, and where."""
    return tuple(f"{hit.what}: {hit.where}" for hit in hits)


def forget(acting: Acting, gone: Gone) -> Written:
    """Open what is held (to know what to look for), delete all of it, and write the entry that buries."""
    cursor, row = acting.cursor, acting.row
    values, past = _opened(acting)
    entries = [entry for entry, granted in reading.of_person(cursor, row.ordinal) if granted]
    gone.exports += tuple(entry.body["export"] for entry in entries if "export" in entry.body)
    found = vault.find(cursor, row.ordinal, [*values.values(), *past])
    _suppress(acting, values)
    chosen, proven = choices.erase(row.ordinal), credentials.forget(row.pid)
    registers.sever(row.ordinal)
    cursor.execute("DELETE FROM door_withheld WHERE person = %s", (row.ordinal,))
    occasions.forget(cursor, row.pid)
    forgotten = vault.forget(cursor, found)
    changes.note(cursor, "erasure", "person", row.ordinal)
    gone.needles.add(found.needles)
    gone.marks[row.ordinal] = row.mark
    for sealed in proven.sealed:
        gone.needles.binary("credential", sealed)
    destroyed = [*chosen.papers, *proven.papers]
    counts = {**forgotten.counts, **chosen.counts, "credentials": proven.count}
    papers = {"papers": destroyed} if destroyed else {}
    body = acting.said({"digest": forgotten.digest.hex(), "counts": counts, **papers})
    pids = [spelt for spelt, what in found.needles.known.items() if what == "public id"]
    repeating.forget(cursor, pids)
    batches.forget(cursor, pids)
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
    if not choice_queries.has_chosen(acting.row.ordinal):
        return
    refused = [purpose for purpose, _, lifted in choice_queries.refusals(acting.row.ordinal) if lifted is None]
    if refused and (reached := contacts(acting.sitting.rules, values)):
        choices.suppress(refused, reached, on=acting.sitting.rules.date)


def search(needles: Needles) -> Sequence[Hit]:
    """Sweep the files of those who were forgotten, and look for their bytes in everything on disk."""
    return comb([needles]).hits[0]


def tidy() -> None:
    """Sweep and rewrite after erasures whose search was cut off: nobody knows any more what to look for."""
    with transactions.deciding() as cursor:
        attachments.sweep(cursor)
    searching.rewrite()


def _closing(sitting: Sitting, want: Want, entry: str, needles: Needles, hits: Sequence[Hit]) -> dict[str, Any]:
    return {
        "act": "erase", "answer": "done", "actor": want.actor.id, "proven": want.actor.proven_by,
        "note_kind": f"searched-{searching.reach()}", "ref": entry,
        "policy": sitting.rules.policy.version[:16], "standing": sitting.head,
        "counts": {"searched": len(needles.known), "hits": len(hits)},
    }  # fmt: skip
