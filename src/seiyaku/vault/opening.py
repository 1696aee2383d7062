"""
Opens sealed values; wants a grant. Only the door imports this.

A sheet without a granted field is not opened; a field not granted does not leave this module (policy 2-2, 4).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from seiyaku.keys import person, sealing
from seiyaku.keys.grants import Grant

from .catalogue import Catalogue
from .cells import FactCell, Origin, open_fact, open_sheet
from .rows import Row
from .selecting import Then


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
        values = open_sheet(key, row.pid, cell)
        if cell.fields & ~wanted:
            columns = catalogue.columns
            values = {name: value for name, value in values.items() if wanted >> columns[name].bit & 1}
        opened.update(values)
    return opened


def open_rows(grant: Grant, catalogue: Catalogue, rows: Iterable[Row], fields: int) -> Iterator[dict[str, str]]:
    """Open many rows under one grant, one after the other."""
    for row in rows:
        yield open_row(grant, catalogue, row, fields)


def open_then(grant: Grant, catalogue: Catalogue, row: Row, then: Then) -> dict[str, str]:
    """Return the values that were true then; a field that was not held is not there."""
    opened = open_row(grant, catalogue, row, then.present)
    for version in open_history(grant, catalogue, row, then.past):
        if version.value is not None:
            opened[version.field] = version.value
    return opened


@dataclass(frozen=True, slots=True)
class Version:
    """One value a field once had; None says that it had none from that day."""

    field: str
    value: str | None
    origin: Origin


def open_history(grant: Grant, catalogue: Catalogue, row: Row, past: Iterable[FactCell]) -> list[Version]:
    """Return past values as far as the grant goes."""
    key = sealing.ready(person.unwrap(grant, row.ordinal, row.pid, row.wrapped))
    return [
        Version(catalogue.names[cell.field], open_fact(key, row.pid, cell), cell.origin)
        for cell in past
        if grant.fields >> cell.field & 1
    ]
