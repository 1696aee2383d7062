"""
Who was in an entry: the people root in the leaf, and the index beside the ledger.

* The root is that of RFC 6962 over one blinded leaf each, SHA-256(0x00 ‖ SHA-256(mark ‖ entry id) ‖ 1 or 0), sorted,
  so that a place in it says nothing about when somebody became a person here.
* The index is read through the door only. Few people: one row each. Many: a row per block of 4,096 ordinals.
* Forgetting a person clears them from the index and keeps the blind leaf as a tombstone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

from pyroaring import BitMap

from seiyaku.core.merkle import HASH, root, split

from .pending import INSERT_FEW
from .transactions import Cursor

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FEW = 16
MARK = 16
SEVERAL = 2  # the mark of a row whose entry names more than one person
BLOCK = 4096
NOBODY = b"a"  # no position, packed
FEWER = 256  # positions that take less room as numbers than as the bits of a whole block
_FLAG = {True: b"\1", False: b"\0"}
_INSERT_BLOCK = "INSERT INTO ledger_block (block, entry, granted, refused) VALUES (%s, %s, %s, %s)"


class Seen(NamedTuple):
    """One person in an entry: who (ordinal, mark), whether the answer was yes for them, and whether forgotten by it."""

    ordinal: int
    mark: bytes
    granted: bool = True
    buried: bool = False


def blind_leaf(mark: bytes, entry: bytes, *, granted: bool) -> bytes:
    """Return the leaf that stands for a person in the entry, without telling who it is."""
    return sha256(b"\0" + sha256(mark + entry).digest() + _FLAG[granted]).digest()


@dataclass(frozen=True, slots=True, eq=False)
class Many:
    """More than FEW people in one entry: their ordinals, their marks one after the other, and who was refused."""

    ordinals: Sequence[int]
    marks: bytes = field(repr=False)
    refused: BitMap = field(default_factory=BitMap)

    def __len__(self) -> int:
        return len(self.ordinals)

    def leaves(self, entry: bytes) -> list[bytes]:
        """Return everybody's blind leaf, in the order of `ordinals`."""
        marks, sha, yes = self.marks, sha256, b"\1"
        if not self.refused:
            return [
                sha(b"\0" + sha(marks[at : at + MARK] + entry).digest() + yes).digest()
                for at in range(0, len(marks), MARK)
            ]
        refused = self.refused
        return [
            blind_leaf(marks[at * MARK : at * MARK + MARK], entry, granted=who not in refused)
            for at, who in enumerate(self.ordinals)
        ]

    def blocks(self, entry: bytes) -> list[tuple[int, bytes, bytes, bytes]]:
        """Return the rows of the index: block, entry, who was granted in it, who was refused."""
        import numpy as np  # for entries of many people; not at the start

        every = np.sort(np.asarray(self.ordinals, dtype=np.int64))
        refused = np.isin(every, np.fromiter(self.refused, dtype=np.int64, count=len(self.refused)))
        borders = np.flatnonzero(np.diff(every // BLOCK)) + 1
        return [
            (int(those[0]) // BLOCK, entry, pack(those[~no] % BLOCK), pack(those[no] % BLOCK))
            for those, no in zip(np.split(every, borders), np.split(refused, borders), strict=True)
        ]


def seen(ordinals: Sequence[int], marks: Sequence[bytes], refused: BitMap | None = None) -> Sequence[Seen] | Many:
    """Return these people as an entry names them; nobody twice."""
    if len(ordinals) > FEW:
        return Many(ordinals, b"".join(marks), refused or BitMap())
    no = refused or ()
    return [Seen(who, mark, who not in no) for who, mark in zip(ordinals, marks, strict=True)]


def people_root(leaves: Sequence[bytes]) -> bytes:
    """Return the people root over blind leaves in any order."""
    together = b"".join(leaves)
    if len(leaves) <= FEW or len(together) != HASH * len(leaves):  # a leaf altered in the index may be of any length
        return root(sorted(leaves))
    import numpy as np

    every = np.frombuffer(together, dtype=f"S{HASH}").copy()
    every.sort()
    return root(split(every.tobytes()))


def pack(inside: Sequence[int] | NDArray[np.int64]) -> bytes:
    """Return positions within one block as bytes: `a` and 16-bit numbers when few, else `b` and 512 bytes of bits."""
    import numpy as np

    if len(inside) < FEWER:
        return b"a" + np.sort(np.asarray(inside, dtype="<u2")).tobytes()
    bits = np.zeros(BLOCK, dtype=np.uint8)
    bits[np.asarray(inside, dtype=np.int64)] = 1
    return b"b" + np.packbits(bits, bitorder="little").tobytes()


def unpack(packed: bytes) -> list[int]:
    """Return the positions that `pack` put away."""
    import numpy as np

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


def without(packed: bytes, at: int) -> bytes:
    """Return what `pack` would make of these positions but for `at`."""
    if packed[:1] == b"b":
        bits = int.from_bytes(packed[1:], "little") & ~(1 << at)
        if bits.bit_count() >= FEWER:
            return b"b" + bits.to_bytes(BLOCK // 8, "little")
        return pack([place for place in unpack(packed) if place != at])
    wanted = at.to_bytes(2, "little")
    return NOBODY + b"".join(two for two in (packed[n : n + 2] for n in range(1, len(packed), 2)) if two != wanted)


def insert(cursor: Cursor, entry: bytes, people: Sequence[Seen] | Many) -> None:
    """Write the index of an entry of several people; those it buries get their tombstone at once."""
    if isinstance(people, Many):
        cursor.executemany(_INSERT_BLOCK, people.blocks(entry))
        return
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
        _INSERT_BLOCK,
        [(block, entry, pack(granted), pack(refused)) for block, (granted, refused) in sorted(blocks.items())],
    )
