"""
The logs of an instance (architecture, section 5): it begins with log 1, and every restoration begins another.

A later log has the entries before the restoration in common with the one before it, and its first entry of its own
names the head that was known of that one. Who only has the database cannot pretend a restoration: the entry is signed
over, and receivers outside compare the head it names with the one they hold.

While it is not decided that a restored instance may be used, it is closed.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from seiyaku.core.errors import VerificationFailed

from . import changes, heads
from .transactions import Cursor
from .writing import Draft, Written, append

_CLOSED = 3  # the row of the head that says so


class Log(NamedTuple):
    """A log begun by a restoration: its name, the one before, and the head known of that; where the two part."""

    number: int
    origin: str
    before: str
    size: int
    root: bytes
    entry: bytes
    forked: int


def number(origin: str) -> int:
    """Return the number of a log by its name."""
    last = origin.rpartition("/")[2]
    if not last.isdecimal():
        raise VerificationFailed("ledger", f"this is another log, {origin}")
    return int(last)


def every(cursor: Cursor) -> list[Log]:
    """Return the logs that restorations began, oldest first."""
    cursor.execute("SELECT number, origin, before, size, root, entry, forked FROM ledger_log ORDER BY number")
    return [Log(n, own, old, size, bytes(root), bytes(entry), at) for n, own, old, size, root, entry, at in cursor]


def begin(cursor: Cursor, known: tuple[int, bytes], forked: int, said: Mapping[str, Any]) -> Written:
    """
    Begin another log inside changing(), as the owner, and close the instance; `said` is what the entry tells besides.

    `known`: size and root of the newest head of the log before that anybody outside holds; `forked`: how many entries
    the two have in common.
    """
    before = heads.origin(cursor)
    mine = number(before) + 1
    origin = f"{heads.name()}/{mine}"
    cursor.execute("UPDATE ledger_tree SET origin = %s WHERE id = 1", (origin,))
    size, root = known
    body = {"act": "restore", "answer": "done", "origin": before, "head": root.hex(), **said}
    (written,) = append(cursor, [Draft({**body, "counts": {"known": size, "forked": forked}})])
    cursor.execute(
        "INSERT INTO ledger_log (number, origin, before, size, root, entry, forked)"
        " VALUES (%s, %s, %s, %s, %s, %s, %s)",
        (mine, origin, before, size, root, bytes.fromhex(written.id), forked),
    )
    cursor.execute(
        "INSERT INTO ledger_head (id, number) VALUES (%s, 1) ON CONFLICT (id) DO UPDATE SET number = 1", (_CLOSED,)
    )
    changes.note(cursor, "restoration", written.id)
    return written


def open_(cursor: Cursor) -> None:
    """Let a restored instance be used again, inside changing()."""
    cursor.execute("UPDATE ledger_head SET number = 0 WHERE id = %s", (_CLOSED,))
    changes.note(cursor, "restoration", "opened")


def is_closed(cursor: Cursor) -> bool:
    """Tell whether the instance was restored and nobody decided yet that it may be used."""
    cursor.execute("SELECT number FROM ledger_head WHERE id = %s", (_CLOSED,))
    row = cursor.fetchone()
    return row is not None and row[0] == 1
