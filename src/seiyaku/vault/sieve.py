"""Looks for many byte strings at once: one pass over the bytes, whatever the number of needles."""

from __future__ import annotations

from collections.abc import Mapping

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
            self._pairs[int.from_bytes(needle[:2], "big")] = True
            self._needles.setdefault(int.from_bytes(needle[:LEAST], "big"), []).append((needle, name))
        self._heads = np.array(sorted(self._needles), dtype=np.uint32)
        self.overlap = max((len(needle) for needle in needles), default=1)

    def caught(self, window: bytes) -> set[str]:
        """Return the names of the needles that are in the window."""
        np = self._numpy
        if len(window) < LEAST or not len(self._heads):
            return set()
        octets = np.frombuffer(window, dtype=np.uint8)
        pairs = (octets[:-1].astype(np.uint16) << 8) | octets[1:]
        places = np.flatnonzero(self._pairs[pairs[:-2]])
        heads = (pairs[places].astype(np.uint32) << 16) | pairs[places + 2]
        passed = np.isin(heads, self._heads)
        return {
            name
            for place, head in zip(places[passed].tolist(), heads[passed].tolist(), strict=True)
            for needle, name in self._needles[head]
            if window.startswith(needle, place)
        }
