"""
Forgetting who was in an entry: the index is cleared, the blind leaf stays as a tombstone, so that the people root still
verifies; the entry of the erasure says how many.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from . import recent
from .seen import BLOCK, NOBODY, Seen, blind_leaf, holds, without
from .transactions import Cursor, take_head
from .writing import Draft, Written, append


def bury(cursor: Cursor, people: Sequence[Seen], body: Mapping[str, Any]) -> Written:
    """
    Write the entry of an erasure inside changing(), and leave of these people only tombstones.

    Takes the change log's head first: who is reading them now has finished, who comes later does not find them. The
    entry counts the tombstones (`counts.tombstones`), its own among them.
    """
    take_head(cursor)
    entries = [(person, _clear(cursor, person.ordinal)) for person in people]
    count = len(people) + sum(len(seen) for _, seen in entries)
    counted = {**body, "counts": {**body.get("counts", {}), "tombstones": count}}
    (written,) = append(cursor, [Draft(counted, [person._replace(buried=True) for person in people])])
    erased_in = bytes.fromhex(written.id)
    cursor.executemany(
        "INSERT INTO ledger_tombstone (entry, leaf, erased_in) VALUES (%s, %s, %s)",
        [
            (entry, blind_leaf(person.mark, entry, granted=granted), erased_in)
            for person, seen in entries
            for entry, granted in seen
        ],
    )
    return written


def _clear(cursor: Cursor, ordinal: int) -> list[tuple[bytes, bool]]:
    """Take a person out of the index; return the entries they were in, and whether the answer was yes for them."""
    cursor.execute("SELECT entry, granted & 1 FROM ledger_seen WHERE person = %s", (ordinal,))
    found = [(bytes(entry), bool(granted)) for entry, granted in cursor.fetchall()]
    cursor.execute("DELETE FROM ledger_seen WHERE person = %s", (ordinal,))
    found += [(entry, granted == 1) for entry, granted in recent.forget(cursor, ordinal)]
    block, at = divmod(ordinal, BLOCK)
    cursor.execute("SELECT entry, granted, refused FROM ledger_block WHERE block = %s", (block,))
    for entry, *sides in cursor.fetchall():
        granted, refused = (bytes(side) for side in sides)
        yes = holds(granted, at)
        if not yes and not holds(refused, at):
            continue
        found.append((bytes(entry), yes))
        _rewrite(cursor, block, bytes(entry), without(granted, at), without(refused, at))
    return found


def _rewrite(cursor: Cursor, block: int, entry: bytes, granted: bytes, refused: bytes) -> None:
    if granted == refused == NOBODY:
        cursor.execute("DELETE FROM ledger_block WHERE block = %s AND entry = %s", (block, entry))
        return
    cursor.execute(
        "UPDATE ledger_block SET granted = %s, refused = %s WHERE block = %s AND entry = %s",
        (granted, refused, block, entry),
    )
