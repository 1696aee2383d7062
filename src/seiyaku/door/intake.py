"""How far a file has come in, kept in the same transactions as its rows: so it resumes where it was cut off."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import TypeVar

from seiyaku.core.errors import Conflict
from seiyaku.keys import blind
from seiyaku.keys.keyring import keyring
from seiyaku.ledger.transactions import Cursor

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """A file's progress: its acquisition, the number of the last durable row, how many entered and were put aside."""

    ref: str
    acquisition: int | None
    done: int
    collected: int
    quarantined: int
    state: str

    def further(self, *, acquisition: int, to: int, collected: int, quarantined: int) -> Progress:
        """Return the progress one block later."""
        return replace(
            self,
            acquisition=acquisition,
            done=to,
            collected=self.collected + collected,
            quarantined=self.quarantined + quarantined,
        )


_COLUMNS = "ref, acquisition, done, collected, quarantined, state"


def name_of(digest: str) -> str:
    """Return the name a file goes by here, for good: its digest under a key that is not in the database, and stays."""
    return blind.digest("intake-file", digest, keyring().live("suppress")[-1].id).hex()


def of(cursor: Cursor, ref: str) -> Progress:
    """Return how far the file has come, beginning it when it is new."""
    cursor.execute(
        f"INSERT INTO door_intake ({_COLUMNS}) VALUES (%s, NULL, 0, 0, 0, 'open') ON CONFLICT DO NOTHING", (ref,)
    )
    found = known(cursor, ref)
    assert found is not None  # noqa: S101  # it was begun a line ago
    return found


def known(cursor: Cursor, ref: str) -> Progress | None:
    """Return how far the file has come, None when it was never begun."""
    cursor.execute(f"SELECT {_COLUMNS} FROM door_intake WHERE ref = %s", (ref,))
    row = cursor.fetchone()
    if row is None:
        return None
    number, acquisition, done, collected, quarantined, state = row
    return Progress(
        ref=number, acquisition=acquisition, done=done, collected=collected, quarantined=quarantined, state=state
    )


def close(cursor: Cursor, ref: str) -> None:
    """Let nobody go on with the file: it is being taken back."""
    cursor.execute("UPDATE door_intake SET state = 'rolling-back' WHERE ref = %s", (ref,))


def move(cursor: Cursor, old: Progress, new: Progress) -> None:
    """
    Write the progress down.

    Raises:
        Conflict: somebody else is taking in the same file.
    """
    cursor.execute(
        "UPDATE door_intake SET acquisition = %s, done = %s, collected = %s, quarantined = %s, state = %s"
        " WHERE ref = %s AND done = %s AND state = %s",
        (new.acquisition, new.done, new.collected, new.quarantined, new.state, old.ref, old.done, old.state),
    )
    if cursor.rowcount != 1:
        raise Conflict(what="this file is being taken in by somebody else")


def blocks(rows: Iterable[T], size: int) -> Iterator[list[T]]:
    """Cut `rows` into lists of at most `size`."""
    those = iter(rows)
    while block := list(islice(those, size)):
        yield block
