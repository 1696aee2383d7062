"""
Merging two records of one person, and parting one record that was two people's (policy 2-3: accuracy).

Values keep where they are from and both their times. Of two values for one field the newer stands, the other becomes
past. Refusals, stops and restrictions of either record hold for the merged one; consents are not carried over: what
the merged person agrees to is what the remaining record says. An ordinal that was merged stays, empty and pointing
on, because entries of the ledger name it; it goes when the person is erased.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import closing

import orjson

from seiyaku.core.errors import Conflict
from seiyaku.keys import keyring, person, sealing
from seiyaku.keys.grants import Grant

from . import attachments, bases, cells, records, relations, storing
from .attachments import TakenIn
from .catalogue import Catalogue
from .cells import FactCell, Origin
from .pen import Pen, reindex
from .records import Record, Table
from .rows import Row
from .statements import Cursor, run, run_many
from .storing import Stored

_CARRIED: tuple[Table, ...] = ("episode", "attachment")
_EMPTIED = ("sheet", "fact", "episode", "attachment", "blind", "unique", "personkey")


def carry(grant: Grant, gone: Row, into: Row, record: Record) -> TakenIn:
    """Seal an attachment anew under the other person's key, before any transaction; `merge` wants it."""
    key = person.unwrap(grant, gone.ordinal, gone.pid, gone.wrapped)
    about = orjson.loads(sealing.open_(key, record.body, records.place(gone.pid, record), record.table))
    with closing(Pieces(attachments.read(key, gone.pid, record.ref))) as source:
        return attachments.take_in(grant, into, source, name=about["name"], media_type=about["media_type"])


class Pieces:
    """Pieces of a stream, readable like a file."""

    def __init__(self, pieces: attachments.Stream) -> None:
        self._pieces, self._rest = pieces, b""

    def read(self, size: int = -1, /) -> bytes:
        """Return at most `size` bytes, none at the end."""
        while not self._rest:
            piece = next(self._pieces, None)
            if piece is None:
                return b""
            self._rest = piece
        given, self._rest = self._rest[:size], self._rest[size:]
        return given

    def close(self) -> None:
        """Let the stream go."""
        self._pieces.close()


def merge(
    cursor: Cursor, grant: Grant, catalogue: Catalogue, into: Row, gone: Row, *, carried: Mapping[bytes, TakenIn]
) -> Stored:
    """
    Move everything held as `gone` to `into`; both rows must have all their sheets, and the grant must name both.

    Raises:
        Conflict: a sheet has moved on, or an attachment was not carried before (`carry`).
    """
    keyring.for_writing(cursor)
    target, source = Pen.under(grant, cursor, catalogue, into), Pen.under(grant, cursor, catalogue, gone)
    facts, held = _facts(cursor, gone), _records(cursor, gone, carried)
    for table in ("blind", "unique"):
        run(cursor, f"DELETE FROM vault_{table} WHERE person = %s", (gone.ordinal,))
    used = _used(cursor, into)
    for cell in facts:
        target.changes.remove(cell.body)
        column, origin = catalogue.columns[catalogue.names[cell.field]], _free(used, cell.field, cell.origin)
        if origin.ended:
            target.end(cell.field, origin)
        else:
            target.enter(column, origin, cells.open_fact(source.key, gone.pid, cell))
    for sheet in gone.sheets:
        target.changes.remove(sheet.body)
        leaf = source.leaf(sheet.kind)
        for name, value in leaf.values.items():
            column = catalogue.columns[name]
            if target.enter(column, _free(used, column.bit, leaf.origins[name]), value):
                reindex(cursor, into.ordinal, column, value)
    for record in held:
        _move(target, source, record, carried.get(record.ref))
    _empty(cursor, into, gone, held)
    relations.hand_over(cursor, gone.ordinal, into.ordinal, target.changes)
    return Stored((into.ordinal, gone.ordinal), (into.mark, gone.mark), target.close())


def _facts(cursor: Cursor, row: Row) -> list[FactCell]:
    run(
        cursor,
        "SELECT field, basis, acquisition, valid_from, recorded_at, body FROM vault_fact WHERE person = %s",
        (row.ordinal,),
    )
    found = [FactCell(line[0], Origin(*line[1:5]), bytes(line[5])) for line in cursor.fetchall()]
    bases.learn(cursor, {cell.origin.basis for cell in found})
    return found


def _records(cursor: Cursor, row: Row, carried: Mapping[bytes, TakenIn]) -> list[Record]:
    found: list[Record] = []
    for table in _CARRIED:
        run(
            cursor,
            f"SELECT ref, field, basis, acquisition, recorded_at, body FROM vault_{table} WHERE person = %s",
            (row.ordinal,),
        )
        found += [
            Record(table, bytes(line[0]), line[1], line[2], line[3], line[4], bytes(line[5]))
            for line in cursor.fetchall()
        ]
    if any(record.table == "attachment" and record.ref not in carried for record in found):
        raise Conflict(what="an attachment was not carried over before the merge")
    bases.learn(cursor, {record.basis for record in found})
    return found


def _used(cursor: Cursor, row: Row) -> set[tuple[int, int, int]]:
    run(cursor, "SELECT field, valid_from, recorded_at FROM vault_fact WHERE person = %s", (row.ordinal,))
    used = {(line[0], line[1], line[2]) for line in cursor.fetchall()}
    for cell in row.sheets:
        for mask, origin in cells.origins(cell):
            used |= {(bit, origin.valid_from, origin.recorded_at) for bit in range(63) if mask >> bit & 1}
    return used


def _free(used: set[tuple[int, int, int]], bit: int, origin: Origin) -> Origin:
    """Return the origin, a microsecond earlier for each assertion that has its very times already."""
    while (bit, origin.valid_from, origin.recorded_at) in used:
        origin = origin._replace(recorded_at=origin.recorded_at - 1)
    used.add((bit, origin.valid_from, origin.recorded_at))
    return origin


def _move(target: Pen, source: Pen, record: Record, taken: TakenIn | None) -> None:
    plain = sealing.open_(source.key, record.body, records.place(source.row.pid, record), record.table)
    moved = record._replace(ref=taken.ref if taken else record.ref)
    body = target.changes.add(sealing.seal(target.key, plain, records.place(target.row.pid, moved)))
    target.changes.remove(record.body)
    run(
        target.cursor,
        f"UPDATE vault_{record.table} SET person = %s, ref = %s, body = %s WHERE ref = %s",
        (target.row.ordinal, moved.ref, body, record.ref),
    )


def _empty(cursor: Cursor, into: Row, gone: Row, held: list[Record]) -> None:
    swept = [(attachments.path(record.ref),) for record in held if record.table == "attachment"]
    run_many(cursor, "INSERT INTO vault_sweep (path) VALUES (%s)", swept)
    for table in _EMPTIED:
        run(cursor, f"DELETE FROM vault_{table} WHERE person = %s", (gone.ordinal,))
    run(cursor, "UPDATE vault_person SET merged_into = %s WHERE merged_into = %s", (into.ordinal, gone.ordinal))
    run(cursor, "UPDATE vault_person SET merged_into = %s, consents = 0 WHERE ord = %s", (into.ordinal, gone.ordinal))
    run(
        cursor,
        "UPDATE vault_person SET refusals = refusals | %s, stopped = stopped | %s, flags = flags | %s,"
        " consents = consents & %s WHERE ord = %s",
        (gone.refusals, gone.stopped, gone.flags, ~gone.refusals, into.ordinal),
    )


def split(cursor: Cursor, grant: Grant, catalogue: Catalogue, row: Row, fields: int, *, recorded_at: int) -> Stored:
    """
    Make a new person of the present values in `fields`, which were never this one's; what was refused holds for both.

    Their past stays where it is: it cannot be told whose it was.
    """
    keyring.for_writing(cursor)
    pen = Pen.under(grant, cursor, catalogue, row)
    (ordinal,) = storing.reserve(cursor, 1)
    pid, mark, key = os.urandom(16), os.urandom(16), person.new_key()
    run(cursor, storing.PERSON, (ordinal, pid, mark, row.kind, recorded_at))
    run(
        cursor,
        "UPDATE vault_person SET refusals = %s, stopped = %s, flags = %s WHERE ord = %s",
        (row.refusals, row.stopped, row.flags, ordinal),
    )
    wrapped = person.wrap(key, ordinal, pid)
    run(cursor, "INSERT INTO vault_personkey (person, wrapped) VALUES (%s, %s)", (ordinal, wrapped))
    standing = (0, row.refusals, row.stopped, row.flags, 0, None)
    other = Pen(cursor, key, catalogue, Row(ordinal, pid, mark, row.kind, *standing, wrapped, []))
    for name in [name for name, column in catalogue.columns.items() if (fields & row.fields) >> column.bit & 1]:
        column = catalogue.columns[name]
        leaf = pen.leaf(column.sheet)
        value, origin = leaf.values[name], leaf.origins[name]
        pen.drop(column)
        other.enter(column, origin, value)
        reindex(cursor, ordinal, column, value)
    pen.changes = other.changes
    relations.part(cursor, row.ordinal, ordinal, other.changes)
    pen.write()
    return Stored((ordinal, row.ordinal), (mark, row.mark), other.close(), (pid, row.pid))
