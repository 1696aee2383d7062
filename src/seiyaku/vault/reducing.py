"""
Taking away what has ended (policy 2-3; art. 22), with what a certificate needs: which fields, how many, and no value.

A sheet is sealed anew without the ended fields, or goes. The past, the contacts and the attachments that nothing needs
go too; files are swept after the commit. Of a value, present or past, its place stays: from which source it was, since
when it was true and known. Else what is older would be told as what was true then (2-3, ADR 47).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from seiyaku.keys.grants import Grant

from .attachments import path
from .catalogue import Catalogue
from .cells import ENDED, Origin
from .ends import Due
from .pen import Pen
from .rows import Row
from .statements import Cursor, run, run_many
from .storing import Stored


@dataclass(frozen=True, slots=True)
class Reduced:
    """What was taken away: `stored` for the ledger entry, `fields` and `counts` for the certificate."""

    stored: Stored
    fields: tuple[str, ...]
    counts: dict[str, int]


def reduce(cursor: Cursor, grant: Grant, catalogue: Catalogue, row: Row, due: Due) -> Reduced:
    """
    Take away what is due of one person, as `ends` found it, in the caller's transaction; `row` must have the sheets of
    `due.fields`.

    Raises:
        Conflict: the person's sheets have moved on since they were selected.
    """
    pen = Pen.under(grant, cursor, catalogue, row)
    names = [name for name, column in catalogue.columns.items() if due.fields >> column.bit & 1]
    for name in names:
        column = catalogue.columns[name]
        if (origin := row.origin(column.bit)) is not None:
            pen.end(column.bit, origin)
        pen.drop(column)
    counts = {
        "values": len(names),
        "facts": _facts(pen, row.ordinal, due.facts),
        "episodes": _records(pen, "episode", due.episodes),
        "attachments": _records(pen, "attachment", due.attachments),
    }
    rows = [(path(ref),) for ref in due.attachments]
    run_many(cursor, "INSERT INTO vault_sweep (path) VALUES (%s)", rows)
    return Reduced(Stored((row.ordinal,), (row.mark,), pen.close()), tuple(names), counts)


def _facts(pen: Pen, ordinal: int, keys: Sequence[tuple[int, int, int]]) -> int:
    for field, valid_from, recorded_at in keys:
        where = "person = %s AND field = %s AND valid_from = %s AND recorded_at = %s"
        key = (ordinal, field, valid_from, recorded_at)
        for basis, body in run(pen.cursor, f"SELECT basis, body FROM vault_fact WHERE {where}", key).fetchall():
            pen.changes.remove(bytes(body))
            pen.end(field, Origin(basis, ENDED, valid_from, recorded_at))
        run(pen.cursor, f"DELETE FROM vault_fact WHERE {where}", key)
    return len(keys)


def _records(pen: Pen, table: str, refs: Sequence[bytes]) -> int:
    for ref in refs:
        for (body,) in run(pen.cursor, f"SELECT body FROM vault_{table} WHERE ref = %s", (ref,)).fetchall():
            pen.changes.remove(bytes(body))
        run(pen.cursor, f"DELETE FROM vault_{table} WHERE ref = %s", (ref,))
    return len(refs)
