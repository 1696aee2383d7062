"""
The Merkle tree of RFC 6962 (9162 section 2.1), kept as tiles of 256 hashes.

* leaf = SHA-256(0x00 ‖ entry), node = SHA-256(0x01 ‖ left ‖ right); the empty tree's root is SHA-256 of nothing.
* A tile of level n holds 256 neighbouring hashes of height 8n; what is not full yet is the open tile of its level.
* Proofs are worked out from tiles alone, so that a receiver of tiles can make them too.

Not here: where tiles are kept, signing, and checking proofs (the independent verifier does that, on its own code).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from hashlib import sha256

WIDTH = 256
HASH = 32
EMPTY = sha256(b"").digest()

ReadTile = Callable[[int, int], bytes]


def leaf_hash(entry: bytes) -> bytes:
    """Return the hash of one leaf."""
    return sha256(b"\0" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of an inner node."""
    return sha256(b"\1" + left + right).digest()


def split(data: bytes) -> list[bytes]:
    """Return the 32-byte hashes that `data` is made of."""
    return [data[at : at + HASH] for at in range(0, len(data), HASH)]


def root(leaves: Sequence[bytes]) -> bytes:
    """Return the root over these leaf hashes, level by level: an odd last one is carried up unchanged."""
    if not leaves:
        return EMPTY
    level = list(leaves)
    while len(level) > 1:
        paired = [sha256(b"\1" + left + right).digest() for left, right in zip(level[0::2], level[1::2], strict=False)]
        if len(level) & 1:
            paired.append(level[-1])
        level = paired
    return level[0]


def path(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """Return the inclusion proof of leaf `index` in the tree over these leaf hashes."""
    if not 0 <= index < len(leaves):
        raise IndexError(f"leaf {index} of {len(leaves)}")
    proof, level = [], list(leaves)
    while len(level) > 1:
        if (sibling := index ^ 1) < len(level):
            proof.append(level[sibling])
        paired = [node_hash(left, right) for left, right in zip(level[0::2], level[1::2], strict=False)]
        if len(level) & 1:
            paired.append(level[-1])
        level, index = paired, index >> 1
    return proof


class Growth:
    """
    A tree that grows: its size and the open tile of every level, as they are kept between two appends.

    `full` collects the tiles that became full since the last look, as (level, index, 8,192 bytes).
    """

    __slots__ = ("full", "levels", "size")

    def __init__(self, size: int = 0, levels: Iterable[bytes] = ()) -> None:
        self.size = size
        self.levels = [bytearray(level) for level in levels] or [bytearray()]
        self.full: list[tuple[int, int, bytes]] = []
        whole = size >> (8 * len(self.levels)) == 0
        if not whole or any(len(level) != HASH * self._open(at) for at, level in enumerate(self.levels)):
            raise ValueError("open tiles do not fit the size of the tree")

    def _open(self, level: int) -> int:
        return (self.size >> (8 * level)) % WIDTH

    def append(self, leaf: bytes) -> int:
        """Add a leaf hash; return its index."""
        index = self.size
        self.size = index + 1
        bottom = self.levels[0]
        bottom += leaf
        if len(bottom) == WIDTH * HASH:
            self._close(0)
        return index

    def extend(self, leaves: Sequence[bytes]) -> None:
        """Add leaf hashes, as `append` does one by one."""
        bottom, done = self.levels[0], 0
        while done < len(leaves):
            some = leaves[done : done + WIDTH - len(bottom) // HASH]
            bottom += b"".join(some)
            done += len(some)
            self.size += len(some)
            if len(bottom) == WIDTH * HASH:
                self._close(0)

    def _close(self, level: int) -> None:
        tile = bytes(self.levels[level])
        self.levels[level].clear()
        self.full.append((level, (self.size >> (8 * (level + 1))) - 1, tile))
        if level + 1 == len(self.levels):
            self.levels.append(bytearray())
        above = self.levels[level + 1]
        above += root(split(tile))
        if len(above) == WIDTH * HASH:
            self._close(level + 1)

    def root(self) -> bytes:
        """Return the root of the tree as it stands."""
        found: bytes | None = None
        for level in self.levels:
            if level:
                # What is left of the levels below is the smaller, last subtree: it pairs like an odd last leaf.
                found = root(split(bytes(level)) + ([found] if found else []))
        return EMPTY if found is None else found


class Tiles:
    """Roots and proofs of a tree of `size` leaves whose tiles `read(level, index)` returns, full or open."""

    def __init__(self, size: int, read: ReadTile) -> None:
        self.size = size
        self._read = read

    def tile(self, level: int, place: int) -> bytes:
        """Return a tile, full or open."""
        return self._read(level, place)

    def root(self, size: int | None = None) -> bytes:
        """Return the root the tree had at `size` leaves."""
        size = self._sane(self.size if size is None else size)
        return self._subtree(0, size) if size else EMPTY

    def inclusion(self, index: int, size: int | None = None) -> list[bytes]:
        """Return the proof that leaf `index` is in the tree of `size` leaves (RFC 9162, 2.1.3.1)."""
        size = self._sane(self.size if size is None else size)
        if not 0 <= index < size:
            raise IndexError(f"leaf {index} of {size}")
        return self._path(index, 0, size)

    def consistency(self, size1: int, size2: int | None = None) -> list[bytes]:
        """Return the proof that the tree of `size1` leaves is the beginning of that of `size2` (2.1.4.1)."""
        size2 = self._sane(self.size if size2 is None else size2)
        if not 0 < size1 <= size2:
            raise IndexError(f"from {size1} to {size2} leaves")
        return [] if size1 == size2 else self._grown(size1, 0, size2, known=True)

    def _sane(self, size: int) -> int:
        if not 0 <= size <= self.size:
            raise IndexError(f"{size} of {self.size} leaves")
        return size

    def _subtree(self, start: int, end: int) -> bytes:
        count = end - start
        if count & (count - 1) == 0:
            return self._perfect(start, count.bit_length() - 1)
        middle = start + _below(count)
        return node_hash(self._subtree(start, middle), self._subtree(middle, end))

    def _perfect(self, start: int, height: int) -> bytes:
        level, inside = divmod(height, 8)
        first = start >> (8 * level)
        tile = self._read(level, first // WIDTH)
        at = first % WIDTH * HASH
        return root(split(tile[at : at + (HASH << inside)]))

    def _path(self, index: int, start: int, end: int) -> list[bytes]:
        if end - start == 1:
            return []
        middle = start + _below(end - start)
        if index < middle:
            return [*self._path(index, start, middle), self._subtree(middle, end)]
        return [*self._path(index, middle, end), self._subtree(start, middle)]

    def _grown(self, size1: int, start: int, end: int, *, known: bool) -> list[bytes]:
        if size1 == end:
            return [] if known else [self._subtree(start, end)]
        middle = start + _below(end - start)
        if size1 <= middle:
            return [*self._grown(size1, start, middle, known=known), self._subtree(middle, end)]
        return [*self._grown(size1, middle, end, known=False), self._subtree(start, middle)]


def _below(count: int) -> int:
    """Return the largest power of two smaller than `count`."""
    return 1 << ((count - 1).bit_length() - 1)
