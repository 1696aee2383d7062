"""
Opens sealed values; wants a grant. Only the door imports this.

A sheet without a granted field is not opened; a field not granted does not leave this module (policy 2-2, 4).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import orjson

from seiyaku.core.errors import NotProven
from seiyaku.keys import person, sealing
from seiyaku.keys.grants import Grant

from . import attachments
from .catalogue import Catalogue
from .cells import FactCell, Origin, open_fact, open_sheet
from .quarantining import Detained, bound
from .records import Record, place
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


def open_record(grant: Grant, row: Row, record: Record) -> dict[str, object]:
    """Return the content of a contact, or the manifest of an attachment, if the grant covers its field."""
    key = _key_for(grant, row, record)
    content: dict[str, object] = orjson.loads(sealing.open_(key, record.body, place(row.pid, record), record.table))
    return content


def open_attachment(grant: Grant, row: Row, record: Record) -> Iterator[bytes]:
    """Yield the content of an attachment, chunk by chunk, if the grant covers its field."""
    return attachments.read(_key_for(grant, row, record), row.pid, record.ref)


def _key_for(grant: Grant, row: Row, record: Record) -> bytes:
    if not grant.fields >> record.field & 1:
        raise NotProven("the grant does not cover this field")
    return person.unwrap(grant, row.ordinal, row.pid, row.wrapped)


def open_detained(grant: Grant, row: Detained) -> dict[str, str]:
    """Return the cells of a row in quarantine, for the desk that decides about it."""
    key = person.unwrap(grant, row.ordinal, row.qid, row.wrapped)
    cells: dict[str, str] = orjson.loads(sealing.open_(key, row.body, bound(row), "row in quarantine"))
    return cells
