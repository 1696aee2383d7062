"""
Checks the ledger against itself, its signed heads, and what receivers outside hold (policy 2-1).

* every entry has its number, its own id, and the hash the tree has for it: changed, dropped, inserted, swapped, cut off
* the tree is the one this instance left (MAC), and every head, kept here or outside, signs a beginning of it
* an outside head beyond the end: rolled back to an older copy
* the index of people and the tombstones give each entry's people root; tombstones are counted by an erasure
* the change log has no gap; on PostgreSQL, what the sequencer found

The first bad entry is named where the tree's own leaf hashes, or a receiver's, are intact; else the interval between
the last head that holds and the first that does not.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import orjson

from seiyaku.core.errors import VerificationFailed
from seiyaku.core.merkle import Growth, leaf_hash, split

from . import heads, tree
from .seen import BLOCK, blind_leaf, people_root, unpack
from .transactions import Cursor, reading

Marks = Callable[[Sequence[int]], Mapping[int, bytes]]
_CHUNK = 2000
_GAP = 1 << 20  # more missing entries than this are not stood in for: they are missing all the same


class Finding(NamedTuple):
    """Something that is not as it must be. `entry` is the first bad entry's number, where it can be told."""

    what: str
    why: str
    entry: int | None = None


@dataclass(slots=True)
class Outside:
    """What receivers hold: signed heads, and leaf hashes from the first entry on."""

    heads: Sequence[str] = ()
    leaves: Sequence[bytes] = ()


@dataclass(slots=True)
class Report:
    """How many entries there are, and everything found."""

    size: int
    findings: list[Finding] = field(default_factory=list)

    @property
    def first_bad(self) -> int | None:
        """The number of the first bad entry, if it can be told."""
        return min((found.entry for found in self.findings if found.entry is not None), default=None)


class _Read(NamedTuple):
    leaves: list[bytes]
    ids: list[bytes]
    counts: list[tuple[int, bytes]]
    buried: Counter[bytes]


def verify(marks: Marks | None = None, outside: Outside | None = None) -> Report:
    """Check everything in one snapshot; without `marks` (the vault's) the people index is left out."""
    with reading() as cursor:
        return check(cursor, marks, outside or Outside())


def check(cursor: Cursor, marks: Marks | None, outside: Outside) -> Report:
    """Check what `cursor` sees."""
    report = Report(0)
    try:
        _check(cursor, report, marks, outside)
    except (sqlite3.OperationalError, TypeError, ValueError) as error:
        # A row of another type than was ever written: text where bytes were, a number that is none.
        report.findings.append(Finding("row", f"something does not read as what was written: {type(error).__name__}"))
    return report


def _check(cursor: Cursor, report: Report, marks: Marks | None, outside: Outside) -> None:
    cursor.execute("SELECT size, mac FROM ledger_tree WHERE id = 1")
    report.size, mac = cursor.fetchone()
    read = _entries(cursor, report)
    _tree(cursor, report, read.leaves, mac)
    _heads(cursor, report, read.leaves, outside)
    if marks is not None:
        _people(cursor, report, read, marks)
    _changes(cursor, report)


def _entries(cursor: Cursor, report: Report) -> _Read:
    """Read every entry; a number that is missing stands as a leaf that is none."""
    read = _Read([], [], [], Counter())
    last = -1
    for number, entry, body in _bodies(cursor):
        if number < 0:
            report.findings.append(Finding("entry", "a number below the first", 0))
            continue
        if number > last + 1:
            report.findings.append(Finding("entry", f"entry {last + 1} is missing", last + 1))
        for _ in range(last + 1, min(number, report.size, last + 1 + _GAP)):
            _keep(read, b"", b"", {})
        if number >= report.size:
            report.findings.append(Finding("entry", f"entry {number} is not in the tree", number))
        last = number
        said = _parsed(body)
        if said.get("id") != entry.hex():
            report.findings.append(Finding("entry", f"entry {number} does not say its id", number))
        _keep(read, leaf_hash(body), entry, said)
    if last + 1 < report.size:
        report.findings.append(Finding("entry", f"the log is cut off at {last + 1}", last + 1))
    return read


def _keep(read: _Read, leaf: bytes, entry: bytes, said: Mapping[str, Any]) -> None:
    read.leaves.append(leaf)
    read.ids.append(entry)
    read.counts.append((said.get("n", 0), bytes.fromhex(said.get("people", ""))))
    if tombstones := said.get("counts", {}).get("tombstones", 0):
        read.buried[entry] = tombstones


def _bodies(cursor: Cursor) -> Iterator[tuple[int, bytes, bytes]]:
    after = -(1 << 62)
    while True:
        cursor.execute(
            f"SELECT number, id, body FROM ledger_entry WHERE number > %s ORDER BY number LIMIT {_CHUNK}", (after,)
        )
        rows = cursor.fetchall()
        yield from ((int(number), bytes(entry), bytes(body)) for number, entry, body in rows)
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
    signed: list[tuple[int, bytes, str]] = []
    for where, notes in (("kept", heads.kept(cursor)), ("outside", outside.heads)):
        for note in notes:
            try:
                origin, size, root = heads.check(note)
            except (VerificationFailed, UnicodeError) as error:
                report.findings.append(Finding(f"head, {where}", str(error)))
                continue
            if origin != log:
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


def _people(cursor: Cursor, report: Report, read: _Read, marks: Marks) -> None:
    """Check the index against every people root, and the tombstones against the erasures that count them."""
    leaves: dict[bytes, list[bytes]] = {}
    for rows in _index(cursor):
        marked = marks(list({who for _, who, _ in rows}))
        for entry, who, yes in rows:
            # Somebody the vault does not know has no leaf: the count of the entry shows it.
            leaves.setdefault(entry, []).extend([blind_leaf(marked[who], entry, granted=yes)] if who in marked else [])
    cursor.execute("SELECT entry, leaf, erased_in FROM ledger_tombstone")
    buried: Counter[bytes] = Counter()
    for entry, leaf, erased_in in cursor.fetchall():
        leaves.setdefault(bytes(entry), []).append(bytes(leaf))
        buried[bytes(erased_in)] += 1
    for number, (entry, (count, root)) in enumerate(zip(read.ids, read.counts, strict=True)):
        here = leaves.pop(entry, [])
        if len(here) != count or (here and people_root(here) != root):
            report.findings.append(Finding("people", f"entry {number} does not name whom the index says", number))
    for entry in leaves.keys() - _waiting(cursor):
        report.findings.append(Finding("people", f"the index names an entry that is not there: {entry.hex()}"))
    for entry in buried | read.buried:
        if buried[entry] != read.buried[entry]:
            report.findings.append(Finding("people", f"tombstones that no erasure counts: {entry.hex()}"))


def _index(cursor: Cursor) -> Iterator[list[tuple[bytes, int, bool]]]:
    """Yield (entry, person, whether yes) of the whole index, some thousands at a time."""
    cursor.execute("SELECT entry, person, granted & 1 FROM ledger_seen")
    few = cursor.fetchall()
    for at in range(0, len(few), _CHUNK):
        yield [(bytes(entry), int(person), bool(granted)) for entry, person, granted in few[at : at + _CHUNK]]
    cursor.execute("SELECT entry, block, granted, refused FROM ledger_block")
    for entry, block, granted, refused in cursor.fetchall():
        sides = ((bytes(granted), True), (bytes(refused), False))
        yield [(bytes(entry), int(block) * BLOCK + at, yes) for side, yes in sides for at in unpack(side)]


def _waiting(cursor: Cursor) -> set[bytes]:
    if cursor.vendor != "postgresql":
        return set()
    cursor.execute("SELECT id FROM ledger_pending")
    return {bytes(row[0]) for row in cursor.fetchall()}


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
