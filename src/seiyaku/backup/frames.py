"""How several things stand in one stream: each a name and its pieces, so that nothing has to know its size before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from struct import Struct

from seiyaku.core.errors import IntegrityError

LENGTH = Struct(">I")
END = 0xFFFFFFFF
LONGEST_NAME = 500
LONGEST_PIECE = 64 * 1024 * 1024


def member(name: str, pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Yield one thing: the length of its name and the name, each piece with its length, and a length of nothing."""
    coded = name.encode()
    yield LENGTH.pack(len(coded)) + coded
    for piece in pieces:
        if piece:
            yield LENGTH.pack(len(piece)) + bytes(piece)
    yield LENGTH.pack(0)


def end() -> bytes:
    """Return what stands after the last."""
    return LENGTH.pack(END)


class Frames:
    """Reads what `member` and `end` wrote, out of pieces of any size."""

    def __init__(self, pieces: Iterator[bytes], what: str) -> None:
        self._pieces = pieces
        self._what = what
        self._held = bytearray()

    def _exactly(self, count: int) -> bytes:
        while len(self._held) < count:
            try:
                self._held += next(self._pieces)
            except StopIteration:
                raise IntegrityError(self._what, "ends in the middle") from None
        taken = bytes(self._held[:count])
        del self._held[:count]
        return taken

    def _length(self, most: int) -> int:
        (length,) = LENGTH.unpack(self._exactly(LENGTH.size))
        if length > most and (length, most) != (END, LONGEST_NAME):
            raise IntegrityError(self._what, "does not read as a backup")
        return int(length)

    def members(self) -> Iterator[tuple[str, Iterator[bytes]]]:
        """Yield (name, pieces) of each thing; its pieces are read before the next, here if not by the caller."""
        while (length := self._length(LONGEST_NAME)) != END:
            name, pieces = self._exactly(length).decode(), self._body()
            yield name, pieces
            for _ in pieces:
                pass
        if self._held or next(self._pieces, b""):
            raise IntegrityError(self._what, "goes on after its end")

    def _body(self) -> Iterator[bytes]:
        while length := self._length(LONGEST_PIECE):
            yield self._exactly(length)
