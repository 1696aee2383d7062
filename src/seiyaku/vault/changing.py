"""
Change and correction (policy 2-3): two different acts, both inside the transaction whose cursor the caller passes.

* A *change* says that a value became different on a day. Until that day the former one was true.
* A *correction* says that what was recorded was wrong from the start: it takes the day of the value it replaces.

Every value ever said is an assertion (valid from, recorded at, value). What was true on a day, as known at a moment, is
the newest by (valid from, recorded at) among those not after either. The newest of all is the present one and stands on
the sheet; the others are facts of the past. Nothing is overwritten. What has ended (22) is no value to correct.
"""

from __future__ import annotations

from collections.abc import Mapping

from seiyaku.core import identity
from seiyaku.core.errors import InputError, NotProven
from seiyaku.keys import keyring
from seiyaku.keys.grants import Grant

from . import bases, cells, times
from .bases import Acquired
from .catalogue import CHECKED, Catalogue
from .cells import Origin
from .pen import Pen, newest_fact, reindex
from .rows import Row
from .statements import Cursor, run
from .storing import Stored


def change(
    cursor: Cursor, grant: Grant, catalogue: Catalogue, row: Row, values: Mapping[str, str | None], *,
    acquired: Acquired, valid_from: int, recorded_at: int,
) -> Stored:  # fmt: skip
    """
    Record that `values` became true on the day `valid_from` (None: there is no such value any more).

    Raises:
        Conflict: `row` is not the newest version any more, or a unique value is taken.
        InputError: the day is still to come, or a value its type refuses.
        NotProven: the grant does not cover the person and these fields.
    """
    if valid_from > times.local_day(recorded_at):
        raise InputError(where="valid from", found="a day to come", expected="a day not after today")
    _covers(grant, catalogue, values)
    origin = Origin(acquired.basis, acquired.id, valid_from, recorded_at)
    return _assert(Pen.under(grant, cursor, catalogue, row), values, dict.fromkeys(values, origin))


def correct(
    cursor: Cursor, grant: Grant, catalogue: Catalogue, row: Row, values: Mapping[str, str | None], *,
    acquired: Acquired, recorded_at: int, of: int | None = None,
) -> Stored:  # fmt: skip
    """
    Record that what was held as true on the day `of` (None: now) was wrong from the start, and `values` are right.

    Raises:
        InputError: nothing was held then, so that there is nothing to correct.
    """
    _covers(grant, catalogue, values)
    origins = {
        name: Origin(acquired.basis, acquired.id, _held_since(cursor, catalogue, row, name, of), recorded_at)
        for name in values
    }
    return _assert(Pen.under(grant, cursor, catalogue, row), values, origins)


def _covers(grant: Grant, catalogue: Catalogue, values: Mapping[str, str | None]) -> None:
    if catalogue.mask(values) & ~grant.fields:
        raise NotProven("the grant does not cover these fields")


def _assert(pen: Pen, values: Mapping[str, str | None], origins: Mapping[str, Origin]) -> Stored:
    row = pen.row
    keyring.for_writing(pen.cursor)
    bases.learn(pen.cursor, {origin.basis for origin in origins.values()})
    last = _last_recorded(pen.cursor, row)
    for name, value in values.items():
        column = pen.catalogue.column(name)
        if value is not None and (column.indexed or column.type in CHECKED):
            identity.normalise(column.type, value)
        origin = origins[name]._replace(recorded_at=max(origins[name].recorded_at, last + 1))
        if pen.enter(column, origin, value):
            reindex(pen.cursor, row.ordinal, column, value)
    return Stored((row.ordinal,), (row.mark,), pen.close())


def _held_since(cursor: Cursor, catalogue: Catalogue, row: Row, name: str, of: int | None) -> int:
    column = catalogue.column(name)
    present = row.origin(column.bit)
    if present is not None and (of is None or present.valid_from <= of):
        return present.valid_from
    found = newest_fact(cursor, row.ordinal, column.bit, on=of)
    if found is None or found.origin.ended:
        raise InputError(where=name, found="nothing held on that day", expected="a value to correct")
    return found.origin.valid_from


def _last_recorded(cursor: Cursor, row: Row) -> int:
    run(cursor, "SELECT COALESCE(MAX(recorded_at), 0) FROM vault_fact WHERE person = %s", (row.ordinal,))
    last = int(cursor.fetchone()[0])
    return max([last, *(origin.recorded_at for sheet in row.sheets for _, origin in cells.origins(sheet))])
