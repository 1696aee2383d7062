"""
Opens sealed values; wants a grant. Only the door imports this.

A sheet without a granted field is not opened; a field not granted does not leave this module (policy 2-2, 4).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from seiyaku.keys import person, sealing
from seiyaku.keys.grants import Grant

from . import bases
from .catalogue import Catalogue
from .cells import SheetCell, open_sheet, origins
from .selecting import Row


def sources(cell: SheetCell) -> bytes:
    """Return the digests of the bases a sheet's body is bound to."""
    if not cell.meta:
        return bases.digest(cell.origin.basis)
    return b"".join(bases.digest(origin.basis) for _, origin in origins(cell))


def open_row(grant: Grant, catalogue: Catalogue, row: Row, fields: int) -> dict[str, str]:
    """
    Return the values of `row` in the mask `fields`, as far as the grant goes.

    Raises:
        NotProven: the grant does not stand, or does not name this person.
        IntegrityError: what is kept is not what was put there.
    """
    key = sealing.ready(person.unwrap(grant, row.ordinal, row.pid, row.wrapped))
    wanted = fields & grant.fields
    opened: dict[str, str] = {}
    for cell in row.sheets:
        if not cell.fields & wanted:
            continue
        values = open_sheet(key, row.pid, cell, sources(cell))
        if cell.fields & ~wanted:
            columns = catalogue.columns
            values = {name: value for name, value in values.items() if wanted >> columns[name].bit & 1}
        opened.update(values)
    return opened


def open_rows(grant: Grant, catalogue: Catalogue, rows: Iterable[Row], fields: int) -> Iterator[dict[str, str]]:
    """Open many rows under one grant, one after the other."""
    for row in rows:
        yield open_row(grant, catalogue, row, fields)
