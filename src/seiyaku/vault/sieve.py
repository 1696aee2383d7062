"""Looks for many byte strings at once: one pass over the bytes, whatever the number of needles."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

LEAST = 4
_LONG, _MIDDLE = 7, 5
_SPREAD, _BITS = 0x9E3779B1, 16  # Knuth's multiplicative hashing


class Sieve:
    """
    Finds which of `needles` (each of at least four bytes, with its name) are in a window of bytes.

    The window is read as words of four bytes, side by side. Whatever is seven bytes long or longer holds one of them
    whole, wherever it begins: so for such needles a fourth of the positions is enough, if each is known by any of its
    first four words. Shorter ones want words from every second position (five and six bytes) or from every one.

    Each word is tried against a table by a hash of it, the few that pass against the words themselves, and those that
    still pass against the needles.
    """

    def __init__(self, needles: Mapping[bytes, str]) -> None:
        import numpy as np

        self._numpy = np
        self.overlap = max((len(needle) for needle in needles), default=1)
        words: list[dict[int, list[tuple[bytes, int, str]]]] = [defaultdict(list) for _ in range(4)]
        for needle, name in needles.items():
            for offset, shifts in _places(len(needle)):
                for shift in range(shifts):
                    word = int.from_bytes(needle[shift : shift + 4], "little")
                    words[offset][word].append((needle, shift, name))
        self._words = [(offset, known, *self._tables(sorted(known))) for offset, known in enumerate(words) if known]

    def _tables(self, known: list[int]) -> tuple[Any, Any]:
        np = self._numpy
        words = np.array(known, dtype=np.uint32)
        table = np.zeros(1 << _BITS, dtype=bool)
        table[(words * np.uint32(_SPREAD)) >> np.uint32(32 - _BITS)] = True
        return words, table

    def caught(self, window: bytes) -> set[str]:
        """Return the names of the needles that are in the window."""
        return {
            name
            for offset, known, words, table in self._words
            if len(window) >= offset + 4
            for place, word in self._likely(window, offset, words, table)
            for needle, shift, name in known[word]
            if place >= shift and window.startswith(needle, place - shift)
        }

    def _likely(self, window: bytes, offset: int, known: Any, table: Any) -> Iterator[tuple[int, int]]:
        """Return the places, four bytes apart from `offset` on, where a known word stands, and the word."""
        np = self._numpy
        words = np.frombuffer(window, dtype="<u4", offset=offset, count=(len(window) - offset) // 4)
        hashes = words * np.uint32(_SPREAD)
        hashes >>= np.uint32(32 - _BITS)
        places = np.flatnonzero(np.take(table, hashes, mode="clip"))
        passed = words[places]
        nearest = np.searchsorted(known, passed)
        same = np.take(known, nearest, mode="clip") == passed
        return zip((places[same] * 4 + offset).tolist(), passed[same].tolist(), strict=True)


def _places(length: int) -> list[tuple[int, int]]:
    """Return from which offsets words are taken to find a needle of this length, and how many of its words to know."""
    if length < LEAST:
        raise ValueError("a needle of fewer than four bytes")
    if length >= _LONG:
        return [(0, 4)]
    return [(0, 2), (2, 2)] if length >= _MIDDLE else [(offset, 1) for offset in range(4)]
