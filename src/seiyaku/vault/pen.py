"""
Rewriting the sheets of one person: opened once, altered field by field, sealed anew over the version that was seen.

Every value ever said is an assertion (valid from, recorded at, value); the newest of all stands on the sheet, the
others are facts of the past. An assertion whose value has ended keeps its place there, without a value (ADR 47).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import orjson

from seiyaku.core import identity
from seiyaku.core.errors import Conflict
from seiyaku.keys import person, sealing
from seiyaku.keys.grants import Grant

from . import bases, cells, storing
from .catalogue import Catalogue, Column
from .cells import ENDED, FactCell, Origin, SheetCell
from .rows import Row
from .statements import Cursor, marks, run, run_many
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
    """Rewrites the sheets of one person, whose key a grant has opened."""

    def __init__(self, cursor: Cursor, key: bytes, catalogue: Catalogue, row: Row) -> None:
        self.cursor, self.catalogue, self.row = cursor, catalogue, row
        self.key = sealing.ready(key)
        self.changes = Changes()
        self.leaves: dict[str, Leaf] = {}
        self.facts: list[tuple[object, ...]] = []
        self._cells = {cell.kind: cell for cell in row.sheets}

    @classmethod
    def under(cls, grant: Grant, cursor: Cursor, catalogue: Catalogue, row: Row) -> Pen:
        """Take up the pen under a grant; NotProven if it does not stand or does not name the person."""
        return cls(cursor, person.unwrap(grant, row.ordinal, row.pid, row.wrapped), catalogue, row)

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

    def fact(self, bit: int, origin: Origin, value: str | None) -> None:
        """Seal one past value of the field `bit`, to be written by `close`."""
        cell = FactCell(bit, origin, b"")
        body = self.changes.add(cells.seal_fact(self.key, self.row.pid, cell, value))
        basis, acquisition, valid_from, recorded_at = origin
        self.facts.append((self.row.ordinal, bit, valid_from, recorded_at, basis, acquisition, body))

    def enter(self, column: Column, origin: Origin, value: str | None) -> bool:
        """Put one assertion where it belongs; say whether it is the present one now."""
        leaf = self.leaf(column.sheet)
        present = leaf.origins.get(column.name)
        if present is None:
            newest = newest_fact(self.cursor, self.row.ordinal, column.bit, held=True)
            is_present = newest is None or _newer(origin, newest.origin)
        else:
            is_present = _newer(origin, present)
        if is_present and present is not None:
            self.fact(column.bit, present, leaf.values.pop(column.name))
            del leaf.origins[column.name]
        if is_present and value is not None:
            leaf.values[column.name] = value
            leaf.origins[column.name] = origin
        else:
            self.fact(column.bit, origin, value)
        return is_present

    def end(self, bit: int, origin: Origin) -> None:
        """Say of an assertion whose value goes that something stood here, from which source and when, not what."""
        self.fact(bit, origin._replace(acquisition=ENDED), None)

    def drop(self, column: Column) -> None:
        """Take the present value of a field away, without a past; and what it was found by."""
        leaf = self.leaf(column.sheet)
        leaf.values.pop(column.name, None)
        leaf.origins.pop(column.name, None)
        reindex(self.cursor, self.row.ordinal, column, None)

    def close(self) -> bytes:
        """Write everything, and settle: return the digest for the act's ledger entry."""
        self.write()
        return settle(self.cursor, self.changes)

    def write(self) -> None:
        """Seal every sheet that was opened over the version that was seen, and add the past values."""
        for leaf in self.leaves.values():
            self._write(leaf)
        if run_many(self.cursor, _FACT, self.facts) != len(self.facts):
            raise Conflict(what="past values: a newer version is here")

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


def _newer(one: Origin, other: Origin) -> bool:
    return (one.valid_from, one.recorded_at) > (other.valid_from, other.recorded_at)


def newest_fact(
    cursor: Cursor, ordinal: int, bit: int, on: int | None = None, known: int | None = None, *, held: bool = False
) -> FactCell | None:
    """
    Return the newest past assertion on one field, not after the day `on` nor the moment `known`.

    `held`: of those alone whose value has not ended.
    """
    limits = ("" if on is None else " AND valid_from <= %s") + ("" if known is None else " AND recorded_at <= %s")
    limits += f" AND acquisition <> {ENDED}" if held else ""
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


def reindex(cursor: Cursor, ordinal: int, column: Column, value: str | None) -> None:
    """Have the person found by `value` of the field from now on, and by no other."""
    if not column.indexed:
        return
    for table in ("vault_blind", "vault_unique"):
        run(cursor, f"DELETE FROM {table} WHERE person = %s AND field = %s", (ordinal, column.bit))
    if value is not None:
        storing.index(cursor, [(ordinal, [(column, identity.normalise(column.type, value))])])
