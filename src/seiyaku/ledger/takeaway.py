"""
The take-away list (policy 2-1, 4-1-G): what people took back, sealed and outside, so that it stays taken back.

It is a chain of files, each naming the one before it, so that a missing one shows. The chain `take-away` holds the
change log; rooms above add chains of their own with `carry`, for what must be taken back and is no change: rows of
identifiers and keyed hashes. Each is sealed under a key that the instance's `paper` key wraps. What ends before a
backup is not opened after it, so that the keys of those days may be gone.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from seiyaku.core.errors import IntegrityError
from seiyaku.keys import sealing, wrapping
from seiyaku.keys.keyring import keyring

from . import changes, recent
from .seen import BLOCK
from .transactions import Cursor

if TYPE_CHECKING:
    from .outside import Folder

CHANGES = "take-away"
WHAT = "take-away list"

Rows = Sequence[Sequence[Any]]
Since = Callable[[Cursor, int], Rows]
_chains: dict[str, Since] = {}


class _Part(NamedTuple):
    changes: list[changes.Change]
    highest: int


def carry(chain: str, since: Since) -> None:
    """Have the rows that `since` gives (each begins with its number, which only grows) carried outside as `chain`."""
    _chains[chain] = since


def hand_over(folder: Folder, cursor: Cursor) -> None:
    """Hand over what came since the last time: first what goes with the changes, then the changes."""
    for chain, since in _chains.items():
        last = _last(folder, chain)
        if rows := since(cursor, last):
            _put(folder, chain, last, int(rows[-1][0]), {"rows": rows})
    last = _last(folder, CHANGES)
    if noted := changes.since(cursor, last):
        _put(folder, CHANGES, last, noted[-1].number, {"changes": noted, "highest": highest(cursor)})


def highest(cursor: Cursor) -> int:
    """Return the highest person number that any entry of the ledger names now."""
    cursor.execute("SELECT coalesce(max(person), 0) FROM ledger_seen")
    few = int(cursor.fetchone()[0])
    newest = max((person for person, _, _ in recent.every(cursor)), default=0)
    cursor.execute("SELECT coalesce(max(block) + 1, 0) FROM ledger_block")
    return max(few, newest, int(cursor.fetchone()[0]) * BLOCK)


def take_away(folder: Folder, after: int = 0) -> list[changes.Change]:
    """Return the changes a receiver holds after number `after`, in order; IntegrityError when a part is missing."""
    return [change for part in _parts(folder, after) for change in part.changes if change.number > after]


def highest_known(folder: Folder, after: int = 0) -> int:
    """Return the highest person number that the parts after number `after` know of."""
    return max((part.highest for part in _parts(folder, after)), default=0)


def carried(folder: Folder, chain: str, after: int = 0) -> list[list[Any]]:
    """Return the rows of a chain that a receiver holds after number `after`; IntegrityError when a part is missing."""
    return [row for said in _read(folder, chain, after) for row in said["rows"] if row[0] > after]


def _parts(folder: Folder, after: int) -> Iterator[_Part]:
    for said in _read(folder, CHANGES, after):
        rows = [changes.Change(*row) for row in said["changes"]]
        yield _Part(rows, max(said.get("highest", 0), *(row.person or 0 for row in rows)))


def _last(folder: Folder, chain: str) -> int:
    names = folder.names(chain)
    return int(names[-1]) if names else 0


def _put(folder: Folder, chain: str, last: int, number: int, said: dict[str, Any]) -> None:
    key = wrapping.new_key()
    sealed = sealing.seal(key, json.dumps({"after": last, **said}).encode(), sealing.aad(chain, last, number))
    wrapped = wrapping.wrap("paper", key, chain, last, number)
    folder.put(f"{chain}/{number:015d}", last.to_bytes(8, "big") + wrapped + sealed)


def _read(folder: Folder, chain: str, after: int) -> Iterator[dict[str, Any]]:
    last, head = 0, 8 + wrapping.SIZE
    for name in folder.names(chain):
        data = folder.get(f"{chain}/{name}") or b""
        before, number = int.from_bytes(data[:8], "big"), int(name)
        if before != last:
            raise IntegrityError(WHAT, f"what follows {last} is missing")
        if number > after:
            yield _opened(chain, before, number, data[8:head], data[head:])
        last = number


def _opened(chain: str, before: int, number: int, wrapped: bytes, sealed: bytes) -> dict[str, Any]:
    if not keyring().knows(wrapping.key_id(wrapped)):
        raise IntegrityError(WHAT, "its key is not in the keyring: the backup is older than a turn of the paper key")
    key = wrapping.unwrap("paper", wrapped, chain, before, number)
    said: dict[str, Any] = json.loads(sealing.open_(key, sealed, sealing.aad(chain, before, number), WHAT))
    return said
