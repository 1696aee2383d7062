"""Looks for many byte strings at once: one pass over the bytes, whatever the number of needles."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

LEAST = 4


class Sieve:
    """
    Finds which of `needles` (each of at least four bytes, with its name) are in a window of bytes.

    Every position is tried against a table of the needles' first two bytes, the few that pass against their first
    four, and those that still pass against the needles themselves.
    """

    def __init__(self, needles: Mapping[bytes, str]) -> None:
        import numpy as np

        self._numpy = np
        self._needles: dict[int, list[tuple[bytes, str]]] = {}
        self._pairs = np.zeros(65_536, dtype=bool)
        for needle, name in needles.items():
            if len(needle) < LEAST:
                raise ValueError("a needle of fewer than four bytes")
            self._pairs[int.from_bytes(needle[:2], "little")] = True
            self._needles.setdefault(int.from_bytes(needle[:LEAST], "little"), []).append((needle, name))
        self._heads = np.array(sorted(self._needles), dtype=np.uint32)
        self.overlap = max((len(needle) for needle in needles), default=1)

    def caught(self, window: bytes) -> set[str]:
        """Return the names of the needles that are in the window."""
        if len(window) < LEAST or not len(self._heads):
            return set()
        return {
            name
            for offset in (0, 1)
            for place, head in self._likely(window, offset)
            for needle, name in self._needles[head]
            if window.startswith(needle, place)
        }

    def _likely(self, window: bytes, offset: int) -> Iterator[tuple[int, int]]:
        """Return the places at even or odd distance from the start where the head of a needle stands, and the head."""
        np = self._numpy
        pairs = np.frombuffer(window, dtype="<u2", offset=offset, count=(len(window) - offset) // 2)
        places = np.flatnonzero(self._pairs.take(pairs[:-1], mode="clip"))
        heads = pairs[places].astype(np.uint32) | (pairs[places + 1].astype(np.uint32) << 16)
        passed = np.isin(heads, self._heads)
        return zip((places[passed] * 2 + offset).tolist(), heads[passed].tolist(), strict=True)
