"""
The newest part of the index of people: one row a commit, all its entries about one person packed together.

Who is seen is scattered over everybody, so an index by person has a page to write for nearly every entry. Here the
newest entries stand as they came, 21 bytes each, and go into the index by person some thousands at a time, sorted. The
two together are the index: whoever asks about a person looks into both. SQLite alone keeps recent ones: PostgreSQL's
writers are many, and would stand in each other's way.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from operator import itemgetter
from struct import Struct

from seiyaku.core.errors import IntegrityError

from .rows import insert
from .transactions import Cursor

FOLD = 8192
ONE = Struct("<Q12sB")  # ordinal, entry, granted
_SEEN = "ledger_seen (person, entry, granted)"

One = tuple[int, bytes, int]


def keep(cursor: Cursor, first: int, size: int, few: Iterable[One]) -> None:
    """Keep who was in the entries from number `first` on; fold when the log has grown past a multiple of `FOLD`."""
    if packed := b"".join([ONE.pack(*one) for one in few]):
        cursor.execute("INSERT INTO ledger_recent (number, packed) VALUES (%s, %s)", (first, packed))
    if first // FOLD != size // FOLD:
        fold(cursor)


def fold(cursor: Cursor) -> None:
    """Move everything recent into the index by person."""
    # Sorted by person alone: their entries came in order, and what is left of an order costs more than it saves.
    by_person = sorted(every(cursor), key=itemgetter(0))
    insert(cursor, _SEEN, [(person, bytearray(entry), granted) for person, entry, granted in by_person])
    cursor.execute("DELETE FROM ledger_recent")


def every(cursor: Cursor) -> Iterator[One]:
    """Return everything recent: ordinal, entry, granted."""
    return chain.from_iterable(ONE.iter_unpack(packed) for _, packed in _rows(cursor))


def of(cursor: Cursor, ordinal: int) -> list[tuple[bytes, int]]:
    """Return the recent entries a person was in, each with whether the answer was yes for them."""
    return [(entry, granted) for _, packed in _holding(cursor, ordinal) for entry, granted in _inside(packed, ordinal)]


def named_by(cursor: Cursor, entry: bytes) -> list[int]:
    """Return whom a recent entry names."""
    rows = [packed for _, packed in _rows(cursor) if entry in packed]
    return [person for packed in rows for person, one, _ in ONE.iter_unpack(packed) if one == entry]


def granted_by(cursor: Cursor, entry: bytes) -> list[int]:
    """Return for whom a recent entry's answer was yes."""
    rows = [packed for _, packed in _rows(cursor) if entry in packed]
    return [who for packed in rows for who, one, granted in ONE.iter_unpack(packed) if one == entry and granted & 1]


def forget(cursor: Cursor, ordinal: int) -> list[tuple[bytes, int]]:
    """Take a person out; return what `of` would have."""
    found: list[tuple[bytes, int]] = []
    for number, packed in _holding(cursor, ordinal):
        found += _inside(packed, ordinal)
        left = b"".join(ONE.pack(*one) for one in ONE.iter_unpack(packed) if one[0] != ordinal)
        if left:
            cursor.execute("UPDATE ledger_recent SET packed = %s WHERE number = %s", (left, number))
        else:
            cursor.execute("DELETE FROM ledger_recent WHERE number = %s", (number,))
    return found


def _rows(cursor: Cursor) -> Iterator[tuple[int, bytes]]:
    cursor.execute("SELECT number, packed FROM ledger_recent ORDER BY number")
    for number, packed in cursor.fetchall():
        if len(packed) % ONE.size:
            raise IntegrityError("ledger", f"the newest part of the index of people does not read, at {number}")
        yield int(number), bytes(packed)


def _holding(cursor: Cursor, ordinal: int) -> list[tuple[int, bytes]]:
    """Return the rows that may hold a person: those in which the bytes of the ordinal occur at all."""
    wanted = ordinal.to_bytes(8, "little")
    return [(number, packed) for number, packed in _rows(cursor) if wanted in packed]


def _inside(packed: bytes, ordinal: int) -> list[tuple[bytes, int]]:
    return [(entry, granted) for person, entry, granted in ONE.iter_unpack(packed) if person == ordinal]
