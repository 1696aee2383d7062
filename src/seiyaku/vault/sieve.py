"""Looks for many byte strings at once: one pass over the bytes, whatever the number of needles."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from typing import Any, Generic, NamedTuple, TypeVar

LEAST = 4
_LONG, _MIDDLE = 7, 5
_SURE = 11  # of this length on, the word behind any of the first four is the needle's too
_SPREAD = 0x9E3779B1  # Knuth's multiplicative hashing
_ANY = -1  # no word: whatever stands behind will do
_LEAST_BITS, _MOST_BITS, _ROOM = 16, 22, 8  # of a table: eight bits more than its words take, in memory that is near

Name = TypeVar("Name", bound=Hashable)


class _Words(NamedTuple):
    """
    Words that are looked for at every fourth position from `offset` on, in order, with whose they are.

    `needle` and `shift` say of which needle, and how far into it; `behind` is the word that follows, or any.
    """

    offset: int
    words: Any
    needle: Any
    shift: Any
    behind: Any
    table: Any
    bits: int


class Sieve(Generic[Name]):
    """
    Finds which of `needles` (each of at least four bytes, with its name) are in a window of bytes.

    The window is read as words of four bytes, side by side. Whatever is seven bytes long or longer holds one of them
    whole, wherever it begins: so for such needles a fourth of the positions is enough, if each is known by any of its
    first four words. Shorter ones want words from every second position (five and six bytes) or from every one.

    Each word is tried against a table by a hash of it, the few that pass against the words themselves and the words
    behind them, and those that still pass against the needles.
    """

    def __init__(self, needles: Mapping[bytes, Name]) -> None:
        import numpy as np

        self._numpy = np
        self._needles, self._names = list(needles), list(needles.values())
        self.overlap = max(map(len, self._needles), default=1)
        groups: dict[tuple[int, tuple[int, ...]], list[int]] = {}
        for at, needle in enumerate(self._needles):
            groups.setdefault(_places(len(needle)), []).append(at)
        parts: dict[int, list[tuple[Any, ...]]] = {}
        for (shifts, offsets), members in groups.items():
            columns = self._columns(members, shifts)
            for offset in offsets:
                parts.setdefault(offset, []).extend(columns)
        self._words = [self._table(offset, parts[offset]) for offset in sorted(parts)]

    def _columns(self, members: Sequence[int], shifts: int) -> list[tuple[Any, ...]]:
        """Return, for each of the first words of these needles: the words, whose, how far in, and the words behind."""
        np = self._numpy
        heads = b"".join(self._needles[at][:_SURE].ljust(_SURE, b"\0") for at in members)
        letters = np.frombuffer(heads, dtype=np.uint8).reshape(-1, _SURE)
        words = [np.ascontiguousarray(letters[:, at : at + 4]).view("<u4").ravel() for at in range(_SURE - 3)]
        sure = np.array([len(self._needles[at]) >= _SURE for at in members])
        mine = np.array(members)
        return [
            (words[shift], mine, np.full(len(mine), shift), np.where(sure, words[shift + 4].astype(np.int64), _ANY))
            for shift in range(shifts)
        ]

    def _table(self, offset: int, parts: Sequence[tuple[Any, ...]]) -> _Words:
        np = self._numpy
        columns = [np.concatenate(column) for column in zip(*parts, strict=True)]
        order = np.argsort(columns[0], kind="stable")
        words, needle, shift, behind = (column[order] for column in columns)
        bits = min(max(_LEAST_BITS, len(words).bit_length() + _ROOM), _MOST_BITS)
        table = np.zeros(1 << bits, dtype=bool)
        table[(words * np.uint32(_SPREAD)) >> np.uint32(32 - bits)] = True
        return _Words(offset, words, needle, shift, behind, table, bits)

    def caught(self, window: bytes) -> set[Name]:
        """Return the names of the needles that are in the window."""
        return {
            self._names[needle]
            for known in self._words
            if len(window) >= known.offset + 4
            for place, needle in self._likely(window, known)
            if place >= 0 and window.startswith(self._needles[needle], place)
        }

    def _likely(self, window: bytes, known: _Words) -> Iterator[tuple[int, int]]:
        """Return where needles may begin, by the words that stand in the window, and which."""
        np = self._numpy
        words = np.frombuffer(window, dtype="<u4", offset=known.offset, count=(len(window) - known.offset) // 4)
        hashes = words * np.uint32(_SPREAD)
        hashes >>= np.uint32(32 - known.bits)
        places = np.flatnonzero(np.take(known.table, hashes.astype(np.intp), mode="clip"))
        first = np.searchsorted(known.words, words[places])
        many = np.searchsorted(known.words, words[places], side="right") - first
        which = np.repeat(first - np.cumsum(many) + many, many) + np.arange(many.sum())
        places = np.repeat(places, many)
        behind, sought = np.take(words, places + 1, mode="clip"), known.behind[which]
        whole = (behind == sought) | (sought == _ANY) | (places + 1 == len(words))
        which, places = which[whole], places[whole]
        begin = places * 4 + known.offset - known.shift[which]
        return zip(begin.tolist(), known.needle[which].tolist(), strict=True)


def _places(length: int) -> tuple[int, tuple[int, ...]]:
    """Return by how many of its first words a needle of this length is known, and from which offsets words are read."""
    if length < LEAST:
        raise ValueError("a needle of fewer than four bytes")
    if length >= _LONG:
        return 4, (0,)
    return (2, (0, 2)) if length >= _MIDDLE else (1, (0, 1, 2, 3))
