"""
Taking back again what was taken back after the backup (policy 2-1; arts. 22, 35), from the list kept outside.

    erasure                    the person is found, forgotten and buried again; what they refused stays refused, by the
                               keyed hashes that the erasure left (4-1-G)
    refusal, consent, stop     refused, withdrawn, stopped again; what was given, lifted or resumed is to be entered
    credential                 taken away again; one made since is to be made anew
    relation                   ended again; one begun since is to be entered
    duty, leaving, program     taken back again
    contract, partner          no contract that was touched is good until somebody concludes it anew
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from seiyaku.consent import restoring as choices
from seiyaku.consent import services as consents
from seiyaku.consent import suppression
from seiyaku.core.errors import NotFound
from seiyaku.credentials import services as credentials
from seiyaku.ledger import changes
from seiyaku.ledger import erasing as ledger
from seiyaku.ledger.changes import Change
from seiyaku.ledger.transactions import Cursor, changing
from seiyaku.ledger.writing import Draft, Seen, append
from seiyaku.partners import restoring as partners
from seiyaku.people import restoring as people
from seiyaku.policy import queries as policy
from seiyaku.registers import services as registers
from seiyaku.vault import attachments, erasing, relations, standings
from seiyaku.vault.statements import run
from seiyaku.vault.writing import Changes, settle

SYSTEM = {"actor": "system:restore", "proven": "take-away-list"}
BY_REF = {**dict.fromkeys(partners.KINDS, partners.take_back), "credential": credentials.take_back}
SILENT = frozenset({"approval", "restoration"})  # nothing to enter again: proposals are made anew


@dataclass(slots=True)
class Replayed:
    """How many of what was taken back, and the changes that gave something."""

    counts: Counter[str] = field(default_factory=Counter)
    given: list[Change] = field(default_factory=list)


def replay(tail: Sequence[Change], hashes: Sequence[Sequence[Any]] = ()) -> Replayed:
    """Take back what `tail` took back, one change in one transaction, each with its entry; keep `hashes` again."""
    done = Replayed()
    if hashes:
        with changing() as cursor:
            done.counts["suppression"] = suppression.keep_again(hashes)
            said = {"act": "take-back", "answer": "done", "note_kind": "suppression", **SYSTEM}
            append(cursor, [Draft({**said, "counts": {"hashes": len(hashes)}})])
    gone = {change.person for change in tail if change.kind == "erasure"}
    for change in tail:
        with changing() as cursor:
            if _take_back(cursor, change):
                done.counts[change.kind] += 1
            elif change.person not in gone and change.kind not in SILENT:
                done.given.append(change)
    with changing() as cursor:
        attachments.sweep(cursor)
    return done


def _take_back(cursor: Cursor, change: Change) -> bool:
    if change.kind == "erasure" and change.person is not None:
        return _erase(cursor, change.person)
    mark = _mark(cursor, change.person) if change.person is not None else None
    if change.person is not None and mark is None:
        return False
    bound = Changes()
    if not _taken(cursor, change, bound):
        return False
    if change.kind not in choices.KINDS:
        changes.note(cursor, change.kind, change.ref, change.person)
    seen = [Seen(change.person, mark)] if change.person is not None and mark is not None else []
    kind = change.ref if change.kind == "stop" else change.kind  # whoever checks standings hears of stops by entries
    said = {"act": "take-back", "answer": "done", "note_kind": kind, "ref": f"change:{change.number}", **SYSTEM}
    if bound.added or bound.removed:
        said["digest"] = settle(cursor, bound).hex()
    append(cursor, [Draft(said, seen)])
    return True


def _taken(cursor: Cursor, change: Change, bound: Changes) -> bool:
    if change.kind in people.KINDS:
        return people.take_back(change.kind, change.ref)
    if change.kind in BY_REF:
        return BY_REF[change.kind](change.ref)
    if change.person is None:
        return False
    if change.kind in choices.KINDS:
        return choices.take_back(cursor, change.kind, change.ref, change.person, policy.bits().purposes)
    if change.kind == "relation":
        return _end(cursor, change.person, change.ref, bound)
    return change.kind == "stop" and _stop(cursor, change.person, change.ref)


def _stop(cursor: Cursor, person: int, ref: str) -> bool:
    act, _, purpose = ref.partition(":")
    bits = policy.bits().purposes
    if act != "stop" or (purpose != "provision" and purpose not in bits):
        return False
    if purpose in bits:
        standings.turn(cursor, person, "stopped", on=1 << bits[purpose])
    else:
        standings.turn(cursor, person, "flags", on=standings.STOPPED_PROVISION)
    return True


def _end(cursor: Cursor, person: int, ref: str, bound: Changes) -> bool:
    """End a relation again; one that began since is for people to enter."""
    what, day, service = ref.split(":", 2)
    if what != "end":
        return False
    name = "" if service == "contract" else service
    if name and not relations.holders(cursor, [person], name):
        return True  # began after the backup, and ended before the restoration
    relations.end(cursor, [person], name, int(day), acquisition=None, changes=bound)
    return True


def _erase(cursor: Cursor, person: int) -> bool:
    """Erase a person as the door did; their values are not opened here: hashes of what they refused are carried."""
    try:
        found = erasing.find(cursor, person)
    except NotFound:
        return True  # came after the backup, went before the restoration
    counts = {**consents.erase(person).counts, "credentials": credentials.forget(_pid(cursor, person)).count}
    registers.sever(person)
    run(cursor, "DELETE FROM door_withheld WHERE person = %s", (person,))
    pid = bytes(run(cursor, "SELECT pid FROM vault_person WHERE ord = %s", (person,)).fetchone()[0])
    run(cursor, "UPDATE door_outcome SET made = NULL WHERE made = %s", (pid,))
    run(cursor, "UPDATE door_occasion SET person = '', items = 0 WHERE person = %s", (pid.hex(),))
    forgotten = erasing.forget(cursor, found)
    changes.note(cursor, "erasure", "person", person)
    body = {"act": "erase", "answer": "done", "digest": forgotten.digest.hex(), **SYSTEM}
    whom = [Seen(person, found.mark), *(Seen(ordinal, mark) for ordinal, mark in found.merged)]
    ledger.bury(cursor, whom, {**body, "counts": {**forgotten.counts, **counts}})
    return True


def _pid(cursor: Cursor, person: int) -> bytes:
    return bytes(run(cursor, "SELECT pid FROM vault_person WHERE ord = %s", (person,)).fetchone()[0])


def _mark(cursor: Cursor, person: int) -> bytes | None:
    row = run(cursor, "SELECT mark FROM vault_person WHERE ord = %s", (person,)).fetchone()
    return None if row is None else bytes(row[0])
