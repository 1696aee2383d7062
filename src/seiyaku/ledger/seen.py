"""
Who was in an entry: the people root in the leaf, and the index beside the ledger.

* The root is that of RFC 6962 over one blinded leaf each, SHA-256(0x00 ‖ SHA-256(mark ‖ entry id) ‖ 1 or 0), sorted,
  so that a place in it says nothing about when somebody became a person here.
* The index is read through the door only. Few people: one row each. Many: a row per block of 4,096 ordinals.
* Forgetting a person clears them from the index and keeps the blind leaf as a tombstone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from typing import NamedTuple

import numpy as np

from seiyaku.core.merkle import root

from .pending import INSERT_FEW
from .transactions import Cursor

FEW = 16
SEVERAL = 2  # the mark of a row whose entry names more than one person
BLOCK = 4096
_FLAG = {True: b"\1", False: b"\0"}


class Seen(NamedTuple):
    """One person in an entry: who (ordinal, mark), whether the answer was yes for them, and whether forgotten by it."""

    ordinal: int
    mark: bytes
    granted: bool = True
    buried: bool = False


def blind_leaf(mark: bytes, entry: bytes, *, granted: bool) -> bytes:
    """Return the leaf that stands for a person in the entry, without telling who it is."""
    return sha256(b"\0" + sha256(mark + entry).digest() + _FLAG[granted]).digest()


def people_root(leaves: Iterable[bytes]) -> bytes:
    """Return the people root over blind leaves in any order."""
    return root(sorted(leaves))


def pack(inside: Sequence[int]) -> bytes:
    """Return positions within one block as bytes: `a` and 16-bit numbers when few, else `b` and 512 bytes of bits."""
    if len(inside) < 256:
        return b"a" + np.sort(np.asarray(inside, dtype="<u2")).tobytes()
    bits = np.zeros(BLOCK, dtype=np.uint8)
    bits[np.asarray(inside, dtype=np.int64)] = 1
    return b"b" + np.packbits(bits, bitorder="little").tobytes()


def unpack(packed: bytes) -> list[int]:
    """Return the positions that `pack` put away."""
    if packed[:1] == b"a":
        return [int(at) for at in np.frombuffer(packed, dtype="<u2", offset=1)]
    bits = np.unpackbits(np.frombuffer(packed, dtype=np.uint8, offset=1), bitorder="little")
    return [int(at) for at in np.flatnonzero(bits)]


def holds(packed: bytes, at: int) -> bool:
    """Tell whether the position `at` is among those that `pack` put away, without unpacking them."""
    if packed[:1] == b"b":
        return bool(packed[1 + (at >> 3)] >> (at & 7) & 1)
    wanted = at.to_bytes(2, "little")
    found = packed.find(wanted, 1)
    while found != -1 and not found & 1:  # two bytes across the border of two numbers
        found = packed.find(wanted, found + 1)
    return found != -1


def insert(cursor: Cursor, entry: bytes, people: Sequence[Seen]) -> None:
    """Write the index of an entry of several people; those it buries get their tombstone at once."""
    buried = [(entry, blind_leaf(p.mark, entry, granted=p.granted), entry) for p in people if p.buried]
    cursor.executemany("INSERT INTO ledger_tombstone (entry, leaf, erased_in) VALUES (%s, %s, %s)", buried)
    there = [p for p in people if not p.buried]
    if len(there) <= FEW:
        cursor.executemany(INSERT_FEW, [(p.ordinal, entry, SEVERAL | p.granted) for p in there])
        return
    blocks: Mapping[int, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for person in there:
        block, at = divmod(person.ordinal, BLOCK)
        blocks[block][not person.granted].append(at)
    cursor.executemany(
        "INSERT INTO ledger_block (block, entry, granted, refused) VALUES (%s, %s, %s, %s)",
        [(block, entry, pack(granted), pack(refused)) for block, (granted, refused) in sorted(blocks.items())],
    )
