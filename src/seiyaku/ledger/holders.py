"""
What the ledger answers for when the `mac` root key is turned (policy 3-3): the tree as it was left, and the queue.

Entries that stand in the tree need no MAC: the tree and its signed heads prove them, under whichever key. Grants live
for a minute, in the memory of the process that was given them.
"""

from __future__ import annotations

from typing import Literal

from django.db import connection

from . import pending, sequencing, tree
from .transactions import deciding, raw_cursor


class TreeAndQueue:
    """The MAC over the tree, and those of entries that wait for their place."""

    name = "tree-and-queue"
    use: Literal["mac"] = "mac"

    def behind(self) -> int:
        """Return how many of them are not under the current key."""
        cursor = raw_cursor()
        waiting = pending.behind(cursor) if connection.vendor == "postgresql" else 0
        return waiting + (not tree.is_current(cursor))

    def move(self, after: int, limit: int) -> int | None:  # noqa: ARG002  the protocol's
        """Place what waits, and leave the tree anew; it is all done at once."""
        if connection.vendor == "postgresql":
            sequencing.place_all()
            sequencing.reseal()
        else:
            with deciding() as cursor:
                tree.reseal(cursor)
        return None

    def clear(self, after: int, limit: int) -> int | None:
        """Once more: what was on its way while the key was turned is under the old one."""
        return self.move(after, limit)
