"""
Change and correction (policy 2-3): two different acts, both inside the transaction whose cursor the caller passes.

* A *change* says that a value became different on a day. Until that day the former one was true.
* A *correction* says that what was recorded was wrong from the start: it takes the day of the value it replaces.

Every value ever said is an assertion (valid from, recorded at, value). What was true on a day, as known at a moment, is
the newest by (valid from, recorded at) among those not after either. The newest of all is the present one and stands on
the sheet; the others are facts of the past. Nothing is overwritten.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import orjson

from seiyaku.core import identity
from seiyaku.core.errors import Conflict, InputError, NotProven
from seiyaku.keys import keyring, person, sealing
from seiyaku.keys.grants import Grant

from . import bases, cells, storing
from .bases import Acquired
from .catalogue import CHECKED, Catalogue, Column
from .cells import FactCell, Origin, SheetCell
from .rows import Row
from .statements import Cursor, marks, run, run_many
from .storing import Stored
from .writing import Changes, settle

_FACT = f"INSERT INTO vault_fact (person, field, valid_from, recorded_at, basis, acquisition, body) VALUES ({marks(7)})"


@dataclass(slots=True)
class Leaf:
    """One sheet while it is rewritten: its values, where each field is from, and the version it had."""

    kind: str
    version: int
    values: dict[str, str]
    origins: dict[str, Origin]
    sealed: bytes | None


class Pen:
    """Rewrites the sheets of one person under one grant."""

    def __init__(self, cursor: Cursor, grant: Grant, catalogue: Catalogue, row: Row) -> None:
        self.cursor, self.grant, self.catalogue, self.row = cursor, grant, catalogue, row
        self.key = sealing.ready(person.unwrap(grant, row.ordinal, row.pid, row.wrapped))
        self.changes = Changes()
        self.leaves: dict[str, Leaf] = {}
        self.facts: list[tuple[object, ...]] = []
        self._cells = {cell.kind: cell for cell in row.sheets}

    def leaf(self, kind: str) -> Leaf:
        """Return the sheet `kind`, opened once; an empty one if the person has none."""
        if kind in self.leaves:
            return self.leaves[kind]
        cell = self._cells.get(kind)
        leaf = Leaf(kind, 0, {}, {}, None)
        if cell is not None:
            values = cells.open_sheet(self.key, self.row.pid, cell)
            leaf = Leaf(kind, cell.version, values, self._origins(cell, values), cell.body)
        self.leaves[kind] = leaf
        return leaf

    def _origins(self, cell: SheetCell, values: Mapping[str, str]) -> dict[str, Origin]:
        bits = {name: self.catalogue.columns[name].bit for name in values}
        return {name: o for mask, o in cells.origins(cell) for name, bit in bits.items() if mask >> bit & 1}

    def fact(self, column: Column, origin: Origin, value: str | None) -> None:
        """Seal one past value, to be written by `close`."""
        cell = FactCell(column.bit, origin, b"")
        body = self.changes.add(cells.seal_fact(self.key, self.row.pid, cell, value))
        basis, acquisition, valid_from, recorded_at = origin
        self.facts.append((self.row.ordinal, column.bit, valid_from, recorded_at, basis, acquisition, body))

    def drop(self, column: Column) -> None:
        """Take the present value of a field away, without a past; and what it was found by."""
        leaf = self.leaf(column.sheet)
        leaf.values.pop(column.name, None)
        leaf.origins.pop(column.name, None)
        _reindex(self.cursor, self.row.ordinal, column, None)

    def close(self) -> bytes:
        """Seal every sheet that was opened, write it over the version that was seen, and settle."""
        for leaf in self.leaves.values():
            self._write(leaf)
        if run_many(self.cursor, _FACT, self.facts) != len(self.facts):
            raise Conflict(what="past values: a newer version is here")
        return settle(self.cursor, self.changes)

    def _write(self, leaf: Leaf) -> None:
        where = (self.row.ordinal, leaf.kind, leaf.version)
        if leaf.sealed is not None:
            self.changes.remove(leaf.sealed)
            run(self.cursor, "DELETE FROM vault_sheet WHERE person = %s AND kind = %s AND version = %s", where)
            if self.cursor.rowcount != 1:
                raise Conflict(what=f"sheet {leaf.kind}: a newer version is here")
        if not leaf.values:
            return
        cell = self._cell(leaf)
        body = self.changes.add(cells.seal_sheet(self.key, self.row.pid, cell, orjson.dumps(leaf.values)))
        run(
            self.cursor,
            storing.SHEET + " ON CONFLICT DO NOTHING",
            (self.row.ordinal, cell.kind, cell.version, cell.fields, *cell.origin, cell.meta, body),
        )
        if self.cursor.rowcount != 1:
            raise Conflict(what=f"sheet {leaf.kind}: a newer version is here")

    def _cell(self, leaf: Leaf) -> SheetCell:
        masks: dict[Origin, int] = {}
        for name, origin in leaf.origins.items():
            masks[origin] = masks.get(origin, 0) | 1 << self.catalogue.columns[name].bit
        usual = max(masks, key=lambda origin: masks[origin].bit_count())
        every = sum(masks.values())
        del masks[usual]
        return SheetCell(leaf.kind, leaf.version + 1, every, usual, cells.meta(masks), b"")


def change(
    cursor: Cursor, grant: Grant, catalogue: Catalogue, row: Row, values: Mapping[str, str | None], *,
    acquired: Acquired, valid_from: int, recorded_at: int,
) -> Stored:  # fmt: skip
    """
    Record that `values` became true on the day `valid_from` (None: there is no such value any more).

    Raises:
        Conflict: `row` is not the newest version any more, or a unique value is taken.
        NotProven: the grant does not cover the person and these fields.
    """
    origin = Origin(acquired.basis, acquired.id, valid_from, recorded_at)
    return _assert(Pen(cursor, grant, catalogue, row), values, dict.fromkeys(values, origin))


def correct(
    cursor: Cursor, grant: Grant, catalogue: Catalogue, row: Row, values: Mapping[str, str | None], *,
    acquired: Acquired, recorded_at: int, of: int | None = None,
) -> Stored:  # fmt: skip
    """
    Record that what was held as true on the day `of` (None: now) was wrong from the start, and `values` are right.

    Raises:
        InputError: nothing was held then, so that there is nothing to correct.
    """
    origins = {
        name: Origin(acquired.basis, acquired.id, _held_since(cursor, catalogue, row, name, of), recorded_at)
        for name in values
    }
    return _assert(Pen(cursor, grant, catalogue, row), values, origins)


def _assert(pen: Pen, values: Mapping[str, str | None], origins: Mapping[str, Origin]) -> Stored:
    row = pen.row
    if pen.catalogue.mask(values) & ~pen.grant.fields:
        raise NotProven("the grant does not cover these fields")
    keyring.for_writing(pen.cursor)
    bases.learn(pen.cursor, {origin.basis for origin in origins.values()})
    last = _last_recorded(pen.cursor, row)
    for name, value in values.items():
        column = pen.catalogue.column(name)
        if value is not None and (column.indexed or column.type in CHECKED):
            identity.normalise(column.type, value)
        origin = origins[name]._replace(recorded_at=max(origins[name].recorded_at, last + 1))
        if _enter(pen, column, origin, value):
            _reindex(pen.cursor, row.ordinal, column, value)
    return Stored((row.ordinal,), (row.mark,), pen.close())


def _enter(pen: Pen, column: Column, origin: Origin, value: str | None) -> bool:
    """Put one assertion where it belongs; say whether it is the present one now."""
    leaf = pen.leaf(column.sheet)
    present = leaf.origins.get(column.name)
    if present is None:
        newest = newest_fact(pen.cursor, pen.row.ordinal, column.bit)
        is_present = newest is None or origin.valid_from >= newest.origin.valid_from
    else:
        is_present = origin.valid_from >= present.valid_from
    if is_present and present is not None:
        pen.fact(column, present, leaf.values.pop(column.name))
        del leaf.origins[column.name]
    if is_present and value is not None:
        leaf.values[column.name] = value
        leaf.origins[column.name] = origin
    else:
        pen.fact(column, origin, value)
    return is_present


def newest_fact(
    cursor: Cursor, ordinal: int, bit: int, on: int | None = None, known: int | None = None
) -> FactCell | None:
    """Return the newest past assertion on one field, not after the day `on` nor the moment `known`."""
    limits = ("" if on is None else " AND valid_from <= %s") + ("" if known is None else " AND recorded_at <= %s")
    run(
        cursor,
        "SELECT field, basis, acquisition, valid_from, recorded_at, body FROM vault_fact"
        f" WHERE person = %s AND field = %s{limits} ORDER BY valid_from DESC, recorded_at DESC LIMIT 1",
        (ordinal, bit, *(limit for limit in (on, known) if limit is not None)),
    )
    found = cursor.fetchone()
    if found is None:
        return None
    bases.learn(cursor, [found[1]])
    return FactCell(found[0], Origin(*found[1:5]), bytes(found[5]))


def _held_since(cursor: Cursor, catalogue: Catalogue, row: Row, name: str, of: int | None) -> int:
    column = catalogue.column(name)
    present = row.origin(column.bit)
    if present is not None and (of is None or present.valid_from <= of):
        return present.valid_from
    found = newest_fact(cursor, row.ordinal, column.bit, on=of)
    if found is None:
        raise InputError(where=name, found="nothing held on that day", expected="a value to correct")
    return found.origin.valid_from


def _last_recorded(cursor: Cursor, row: Row) -> int:
    run(cursor, "SELECT COALESCE(MAX(recorded_at), 0) FROM vault_fact WHERE person = %s", (row.ordinal,))
    last = int(cursor.fetchone()[0])
    return max([last, *(origin.recorded_at for sheet in row.sheets for _, origin in cells.origins(sheet))])


def _reindex(cursor: Cursor, ordinal: int, column: Column, value: str | None) -> None:
    if not column.indexed:
        return
    for table in ("vault_blind", "vault_unique"):
        run(cursor, f"DELETE FROM {table} WHERE person = %s AND field = %s", (ordinal, column.bit))
    if value is not None:
        storing.index(cursor, [(ordinal, [(column, identity.normalise(column.type, value))])])
