"""
Checks the ledger against itself, its signed heads, and what receivers outside hold (policy 2-1).

* every entry has its number, its own id, and the hash the tree has for it: changed, dropped, inserted, swapped, cut off
* the tree is the one this instance left (MAC), and every head, kept here or outside, signs a beginning of it
* an outside head beyond the end: rolled back to an older copy
* the index of people and the tombstones give each entry's people root; tombstones are counted by an erasure, which on
  PostgreSQL may still be on its way to its place
* the change log has no gap; on PostgreSQL, what the sequencer found

The first bad entry is named where the tree's own leaf hashes, or a receiver's, are intact; else the interval between
the last head that holds and the first that does not.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import orjson

from seiyaku.core.errors import IntegrityError, VerificationFailed
from seiyaku.core.merkle import Growth, leaf_hash, split

from . import forms, heads, logs, tree
from .findings import Finding, Listener, Marks, Outside, Report, Silent
from .forms import Kept
from .naming import Said, check_people
from .transactions import Cursor, reading

__all__ = ["Finding", "Outside", "Report", "check", "demand", "verify"]

_CHUNK = 2000
_GAP = 1 << 20  # more missing entries than this are not stood in for: they are missing all the same


def verify(marks: Marks | None = None, outside: Outside | None = None) -> Report:
    """Check everything in one snapshot; without `marks` (the vault's) the people index is left out."""
    with reading() as cursor:
        return check(cursor, marks, outside or Outside())


def check(cursor: Cursor, marks: Marks | None, outside: Outside, listener: Listener | None = None) -> Report:
    """Check what `cursor` sees."""
    report = Report(0)
    try:
        _check(cursor, report, marks, outside, listener or Silent())
    except (sqlite3.OperationalError, IntegrityError, TypeError, ValueError) as error:
        # A row of another type than was ever written: text where bytes were, a number that is none.
        report.findings.append(Finding("row", f"something does not read as what was written: {type(error).__name__}"))
    return report


def _check(cursor: Cursor, report: Report, marks: Marks | None, outside: Outside, listener: Listener) -> None:
    cursor.execute("SELECT size, mac FROM ledger_tree WHERE id = 1")
    report.size, mac = cursor.fetchone()
    leaves, said = _entries(cursor, report, listener)
    _tree(cursor, report, leaves, mac)
    _heads(cursor, report, leaves, outside)
    waiting = _waiting(cursor)
    for entry, body in waiting.items():
        parsed = _parsed(body)
        listener.entry(entry, parsed)
        _bury(said, entry, parsed)
    if marks is not None:
        report.findings += check_people(cursor, said, waiting, marks, listener)
    _changes(cursor, report)


def _entries(cursor: Cursor, report: Report, listener: Listener) -> tuple[list[bytes], Said]:
    """Read every entry; a number that is missing stands as a leaf that is none."""
    leaves: list[bytes] = []
    people = Said()
    last = -1
    for row in _rows(cursor):
        number, entry, body = row.number, bytes(row.id), forms.body(row)
        if number < 0:
            report.findings.append(Finding("entry", "a number below the first", 0))
            continue
        if number > last + 1:
            report.findings.append(Finding("entry", f"entry {last + 1} is missing", last + 1))
        for _ in range(last + 1, min(number, report.size, last + 1 + _GAP)):
            leaves.append(b"")
            _keep(people, b"", {})
        if number >= report.size:
            report.findings.append(Finding("entry", f"entry {number} is not in the tree", number))
        last = number
        said = _parsed(body)
        if said.get("id") != entry.hex():
            report.findings.append(Finding("entry", f"entry {number} does not say its id", number))
        leaves.append(leaf_hash(body))
        _keep(people, entry, said)
        listener.entry(entry, said)
    if last + 1 < report.size:
        report.findings.append(Finding("entry", f"the log is cut off at {last + 1}", last + 1))
    return leaves, people


def _keep(people: Said, entry: bytes, said: Mapping[str, Any]) -> None:
    people.ids.append(entry)
    people.counts.append((said.get("n", 0), bytes.fromhex(said.get("people", ""))))
    _bury(people, entry, said)


def _bury(people: Said, entry: bytes, said: Mapping[str, Any]) -> None:
    if tombstones := said.get("counts", {}).get("tombstones", 0):
        people.buried[entry] = tombstones


def _rows(cursor: Cursor) -> Iterator[Kept]:
    after = -(1 << 62)
    while True:
        cursor.execute(f"{forms.SELECT} WHERE e.number > %s ORDER BY e.number LIMIT {_CHUNK}", (after,))
        rows = cursor.fetchall()
        yield from map(Kept._make, rows)
        if len(rows) < _CHUNK:
            return
        after = rows[-1][0]


def _parsed(body: bytes) -> Mapping[str, Any]:
    """Return what an entry says, or nothing when it does not read as an entry any more."""
    try:
        said: dict[str, Any] = orjson.loads(body)
        bytes.fromhex(said.get("people", ""))
        whole = isinstance(said["n"], int) and isinstance(said.get("counts", {}).get("tombstones", 0), int)
    except (ValueError, TypeError, AttributeError, KeyError):
        return {}
    return said if whole else {}


def _tree(cursor: Cursor, report: Report, leaves: list[bytes], mac: bytes | None) -> None:
    cursor.execute("SELECT level, body FROM ledger_open ORDER BY level")
    levels = [bytes(body) for _, body in cursor.fetchall()]
    if not tree.proves(mac, report.size, levels):
        report.findings.append(Finding("tree", "this instance did not leave the tree like this"))
    kept = _kept_leaves(cursor, levels)
    grown = _grown(kept)
    own = kept if grown.size == report.size and [bytes(level) for level in grown.levels] == (levels or [b""]) else None
    if own is None:
        report.findings.append(Finding("tree", "its tiles do not belong together"))
    elif (bad := _differs(leaves, own)) is not None:
        report.findings.append(Finding("entry", f"entry {bad} is not what was written", bad))
    elif sorted(grown.full) != _tiles(cursor):
        report.findings.append(Finding("tree", "a tile is not what its leaves make of it"))
    fresh = _grown(leaves[: report.size])
    if fresh.size != report.size or [bytes(level) for level in fresh.levels] != (levels or [b""]):
        report.findings.append(Finding("tree", "the entries do not make the tree that is kept"))


def _tiles(cursor: Cursor) -> list[tuple[int, int, bytes]]:
    cursor.execute("SELECT level, place, body FROM ledger_tile ORDER BY level, place")
    return [(int(level), int(place), bytes(body)) for level, place, body in cursor.fetchall()]


def _kept_leaves(cursor: Cursor, levels: list[bytes]) -> list[bytes]:
    cursor.execute("SELECT body FROM ledger_tile WHERE level = 0 ORDER BY place")
    return split(b"".join(bytes(row[0]) for row in cursor.fetchall()) + (levels[0] if levels else b""))


def _grown(leaves: Sequence[bytes]) -> Growth:
    growth = Growth()
    for leaf in leaves:
        growth.append(leaf.ljust(32, b"\0"))
    return growth


def _differs(leaves: Sequence[bytes], others: Sequence[bytes]) -> int | None:
    """Return the first place where the leaves are not the others, as far as the others go."""
    for number, other in enumerate(others):
        if number >= len(leaves) or leaves[number] != other:
            return number
    return None


def _heads(cursor: Cursor, report: Report, leaves: list[bytes], outside: Outside) -> None:
    log = heads.origin(cursor)
    earlier = {each.before: each.forked for each in logs.every(cursor)}
    before = {"kept": {log, *earlier}, "outside": {log}}
    signed: list[tuple[int, bytes, str]] = []
    for where, notes in (("kept", heads.kept(cursor)), ("outside", outside.heads)):
        for note in notes:
            try:
                origin, size, root = heads.check(note)
            except (VerificationFailed, UnicodeError) as error:
                report.findings.append(Finding(f"head, {where}", str(error)))
                continue
            if origin not in before[where]:
                report.findings.append(Finding(f"head, {where}", f"it is of another log, {origin}"))
            signed.append((size, root, where))
    _beginnings(report, leaves, sorted(signed), outside.leaves)


def _beginnings(
    report: Report, leaves: list[bytes], signed: list[tuple[int, bytes, str]], others: Sequence[bytes]
) -> None:
    """Check that every signed head is a beginning of the log."""
    growth, good = Growth(), 0
    for size, root, where in signed:
        for leaf in leaves[growth.size : size]:
            growth.append(leaf.ljust(32, b"\0"))
        if growth.size == size and growth.root() == root:
            good = size
            continue
        why = f"{where} head of {size} entries"
        if _grown(others[:size]).root() == root and (bad := _differs(leaves, others[:size])) is not None:
            report.findings.append(Finding("entry", f"entry {bad} is not what was signed ({why})", bad))
        elif len(leaves) < size:
            report.findings.append(Finding("log", f"rolled back or cut off at {len(leaves)} ({why})", len(leaves)))
        else:
            report.findings.append(Finding("log", f"bad between entries {good} and {size - 1} ({why})"))
        return


def _waiting(cursor: Cursor) -> dict[bytes, bytes]:
    """Return the bodies of the entries in PostgreSQL's queue, as they came."""
    if cursor.vendor != "postgresql":
        return {}
    cursor.execute("SELECT id, body FROM ledger_pending ORDER BY place")
    return {bytes(entry): bytes(body) for entry, body in cursor.fetchall()}


def _changes(cursor: Cursor, report: Report) -> None:
    cursor.execute("SELECT count(*), coalesce(max(number), 0), coalesce(min(number), 1) FROM ledger_change")
    count, newest, oldest = cursor.fetchone()
    cursor.execute("SELECT number FROM ledger_head WHERE id = 1")
    if (count, oldest) != (newest, 1) or newest != cursor.fetchone()[0]:
        report.findings.append(Finding("change log", "a change is missing, or one was added"))
    if cursor.vendor == "postgresql":
        cursor.execute("SELECT why, writer, counter FROM ledger_finding ORDER BY number")
        for why, writer, counter in cursor.fetchall():
            report.findings.append(Finding("queue", f"{why} (writer {bytes(writer).hex()}, {counter})"))


def demand(report: Report) -> None:
    """Raise what was found, if anything was."""
    if report.findings:
        first = min(report.findings, key=lambda found: (found.entry is None, found.entry or 0))
        raise VerificationFailed("ledger", first.why)
