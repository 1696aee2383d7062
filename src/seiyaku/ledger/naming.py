"""Checks whom entries name: the index of people and the tombstones must give each entry's people root (policy 2-1)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterator
from dataclasses import dataclass, field

from . import recent
from .findings import Finding, Listener, Marks
from .seen import BLOCK, blind_leaf, people_root, unpack
from .transactions import Cursor

_CHUNK = 2000


@dataclass(slots=True)
class Said:
    """What the entries say of people: by number, the id and (how many, people root); and tombstones by erasure."""

    ids: list[bytes] = field(default_factory=list)
    counts: list[tuple[int, bytes]] = field(default_factory=list)
    buried: Counter[bytes] = field(default_factory=Counter)


def check_people(
    cursor: Cursor, said: Said, waiting: Container[bytes], marks: Marks, listener: Listener
) -> Iterator[Finding]:
    """Check the index against every people root, and the tombstones against the erasures that count them."""
    leaves: dict[bytes, list[bytes]] = {}
    for rows in _index(cursor):
        marked = marks(list({who for _, who, _ in rows}))
        for entry, who, yes in rows:
            # Somebody the vault does not know has no leaf: the count of the entry shows it.
            leaves.setdefault(entry, []).extend([blind_leaf(marked[who], entry, granted=yes)] if who in marked else [])
            listener.person(entry, who, granted=yes)
    cursor.execute("SELECT entry, leaf, erased_in FROM ledger_tombstone")
    buried: Counter[bytes] = Counter()
    for entry, leaf, erased_in in cursor.fetchall():
        leaves.setdefault(bytes(entry), []).append(bytes(leaf))
        buried[bytes(erased_in)] += 1
    for number, (entry, (count, root)) in enumerate(zip(said.ids, said.counts, strict=True)):
        here = leaves.pop(entry, [])
        if len(here) != count or (here and people_root(here) != root):
            yield Finding("people", f"entry {number} does not name whom the index says", number)
    for entry in leaves:
        if entry not in waiting:
            yield Finding("people", f"the index names an entry that is not there: {entry.hex()}")
    for entry in buried | said.buried:
        if buried[entry] != said.buried[entry]:
            yield Finding("people", f"tombstones that no erasure counts: {entry.hex()}")


def _index(cursor: Cursor) -> Iterator[list[tuple[bytes, int, bool]]]:
    """Yield (entry, person, whether yes) of the whole index, some thousands at a time."""
    cursor.execute("SELECT entry, person, granted & 1 FROM ledger_seen")
    few = cursor.fetchall()
    for at in range(0, len(few), _CHUNK):
        yield [(bytes(entry), int(person), bool(granted)) for entry, person, granted in few[at : at + _CHUNK]]
    newest = list(recent.every(cursor))
    for at in range(0, len(newest), _CHUNK):
        yield [(entry, person, granted == 1) for person, entry, granted in newest[at : at + _CHUNK]]
    cursor.execute("SELECT entry, block, granted, refused FROM ledger_block")
    for entry, block, granted, refused in cursor.fetchall():
        sides = ((bytes(granted), True), (bytes(refused), False))
        yield [(bytes(entry), int(block) * BLOCK + at, yes) for side, yes in sides for at in unpack(side)]
