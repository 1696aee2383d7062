"""
Selects rows of people for the door, still sealed. Only the door imports this.

One statement brings what a decision and an opening need: standings with the wrapped key, and the sheets beside them in
the same line. Lists are padded to powers of two, so that a handful of statements serves every size.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from seiyaku.core import identity
from seiyaku.core.errors import InputError
from seiyaku.keys import keyring

from . import bases
from .catalogue import Catalogue
from .cells import FactCell, Origin, SheetCell, exceptions
from .pen import newest_fact
from .preparing import digests
from .quarantining import Detained
from .records import Record, Table
from .rows import STANDINGS, Row, made
from .statements import AT_ONCE, Cursor, joined, marks, padded, run

BLOCK = 512  # ordinals to a statement: below every driver's limit on parameters
_STANDINGS = (
    "p.ord, p.pid, p.mark, p.kind, p.consents, p.refusals, p.stopped, p.flags, p.relation_ended_on,"
    " p.merged_into, k.wrapped"
)
_SHEET = ("version", "fields", "basis", "acquisition", "valid_from", "recorded_at", "meta", "body")
_FROM = "FROM vault_person p JOIN vault_personkey k ON k.person = p.ord"


def find(cursor: Cursor, catalogue: Catalogue, items: Mapping[str, str], *, beside: bool = False) -> list[int]:
    """
    Return the ordinals of everybody who holds all of `items` (field name to text, in any usual spelling).

    `beside`: whoever asks has another item to compare, which stands for a second one.

    Raises:
        InputError: a field that is not findable, or one that is so only together with a second item, alone.
    """
    keyring.fresh(cursor)
    columns = [catalogue.column(name) for name in items]
    for column in columns:
        if column.findable == "no" and not column.unique:
            raise InputError(where=column.name, found="a field that is not findable", expected="a findable field")
    if len(columns) == 1 and columns[0].findable == "joined" and not beside:
        raise InputError(where=columns[0].name, found="one item alone", expected="a second item beside it")
    found: set[int] | None = None
    for column, text in zip(columns, items.values(), strict=True):
        wanted = [digest for _, digest in digests(column, identity.normalise(column.type, text))]
        table = "vault_unique" if column.findable == "no" else "vault_blind"
        run(
            cursor,
            f"SELECT person FROM {table} WHERE field = %s AND digest IN ({marks(len(wanted))})",
            (column.bit, *wanted),
        )
        holders = {int(row[0]) for row in cursor.fetchall()}
        found = holders if found is None else found & holders
    return sorted(found or ())


def ordinals(cursor: Cursor, pids: Sequence[bytes]) -> dict[bytes, int]:
    """Return the ordinals of everybody of these public ids who is still here."""
    found: dict[bytes, int] = {}
    for start in range(0, len(pids), BLOCK):
        wanted = padded(pids[start : start + BLOCK])
        run(cursor, f"SELECT pid, ord FROM vault_person WHERE pid IN ({marks(len(wanted))})", wanted)
        found.update((bytes(pid), int(ordinal)) for pid, ordinal in cursor.fetchall())
    return found


def rows(cursor: Cursor, ordinals: Sequence[int], kinds: Sequence[str]) -> list[Row]:
    """Return a row for everybody of `ordinals` who is still here, with their sheets of `kinds`, in the order asked."""
    found: dict[int, Row] = {}
    for start in range(0, len(ordinals), BLOCK):
        _select(cursor, "ord", ordinals[start : start + BLOCK], kinds, found)
    return [found[ordinal] for ordinal in ordinals if ordinal in found]


def rows_of(cursor: Cursor, pids: Sequence[bytes], kinds: Sequence[str]) -> dict[bytes, Row]:
    """Return a row for everybody of these public ids who is still here, with their sheets of `kinds`."""
    found: dict[int, Row] = {}
    for start in range(0, len(pids), BLOCK):
        _select(cursor, "pid", pids[start : start + BLOCK], kinds, found)
    return {row.pid: row for row in found.values()}


def _select(cursor: Cursor, by: str, wanted: Sequence[object], kinds: Sequence[str], found: dict[int, Row]) -> None:
    asked = padded(wanted)
    for first in range(0, len(kinds) or 1, AT_ONCE):
        some = tuple(kinds[first : first + AT_ONCE])
        run(cursor, _question(by, some, len(asked)), (*some, *asked))
        lines = cursor.fetchall()
        if not first:
            found.update((line[0], made(line)) for line in lines)
        _add_sheets(cursor, found, some, lines)


@lru_cache(maxsize=256)
def _question(by: str, kinds: tuple[str, ...], people: int) -> str:
    columns = "".join(f", s{place}.{column}" for place in range(len(kinds)) for column in _SHEET)
    return f"SELECT {_STANDINGS}{columns} {_FROM}{joined(kinds, 'p.ord')} WHERE p.{by} IN ({marks(people)})"


def _add_sheets(cursor: Cursor, found: dict[int, Row], kinds: Sequence[str], lines: Sequence[Sequence[Any]]) -> None:
    """Give the rows the sheets that stand in their lines, after the standings."""
    places = list(zip(range(STANDINGS, STANDINGS + len(kinds) * len(_SHEET), len(_SHEET)), kinds, strict=True))
    met: set[int] = set()
    for line in lines:
        row = found.get(line[0])
        if row is None:
            continue  # entered between two statements, where they do not share a snapshot
        for at, kind in places:
            if line[at] is None:
                continue
            version, fields, basis, acquisition, valid_from, recorded_at, meta, body = line[at : at + len(_SHEET)]
            origin = Origin(basis, acquisition, valid_from, recorded_at)
            row.sheets.append(SheetCell(kind, version, fields, origin, bytes(meta), bytes(body)))
            met.add(basis)
            if meta:
                met.update(excepted.basis for _, excepted in exceptions(bytes(meta)))
    bases.learn(cursor, met)


def next_people(cursor: Cursor, after: int, most: int) -> list[int]:
    """Return the next ordinals above `after`, of people who were merged into nobody."""
    run(
        cursor,
        "SELECT ord FROM vault_person WHERE ord > %s AND merged_into IS NULL ORDER BY ord LIMIT %s",
        (after, most),
    )
    return [int(line[0]) for line in cursor.fetchall()]


def merged(cursor: Cursor, ordinal: int) -> list[int]:
    """Return the ordinals that were merged into this one: entries of the ledger name the person by them too."""
    run(cursor, "SELECT ord FROM vault_person WHERE merged_into = %s ORDER BY ord", (ordinal,))
    return [int(line[0]) for line in cursor.fetchall()]


def records(cursor: Cursor, ordinal: int, table: Table, fields: int) -> list[Record]:
    """Return the contacts ("episode") or attachments of a person in `fields`, oldest first, still sealed."""
    run(
        cursor,
        f"SELECT ref, field, basis, acquisition, recorded_at, body FROM vault_{table} WHERE person = %s ORDER BY id",
        (ordinal,),
    )
    found = [Record._make((table, *_plain(line))) for line in cursor.fetchall()]
    bases.learn(cursor, {record.basis for record in found})
    return [record for record in found if fields >> record.field & 1]


def only_from(cursor: Cursor, acquisition: int, most: int) -> list[int]:
    """Return the next people all of whose sheets came with one acquisition."""
    run(
        cursor,
        "SELECT DISTINCT person FROM vault_sheet s WHERE acquisition = %s AND NOT EXISTS (SELECT 1 FROM vault_sheet o"
        " WHERE o.person = s.person AND o.acquisition <> s.acquisition) ORDER BY person LIMIT %s",
        (acquisition, most),
    )
    return [int(line[0]) for line in cursor.fetchall()]


def detained(cursor: Cursor, batch: str | None = None, *, qids: Sequence[bytes] | None = None) -> list[Detained]:
    """Return the rows in quarantine (of one batch, or of these ids alone), still sealed."""
    if qids is None:
        return _detained(cursor, "batch = %s" if batch is not None else "1 = 1", [] if batch is None else [batch[:40]])
    found: list[Detained] = []
    for start in range(0, len(qids), BLOCK):
        wanted = padded(qids[start : start + BLOCK])
        found += _detained(cursor, f"qid IN ({marks(len(wanted))})", wanted)
    return found


def _detained(cursor: Cursor, condition: str, values: Sequence[object]) -> list[Detained]:
    run(
        cursor,
        "SELECT ord, qid, mark, batch, row_number, reason, fields, created_at, expires_on, body, wrapped"
        f" FROM vault_quarantine JOIN vault_personkey ON person = ord WHERE {condition} ORDER BY ord",
        values,
    )
    return [Detained._make(_plain(line)) for line in cursor.fetchall()]


def _plain(line: Sequence[Any]) -> list[Any]:
    """Return the columns with every buffer as bytes, whatever the driver hands out."""
    return [bytes(column) if isinstance(column, memoryview) else column for column in line]


@dataclass(frozen=True, slots=True)
class Then:
    """What was held of one person on a day, as known at a moment: fields still on their sheets, and past cells."""

    present: int
    past: tuple[FactCell, ...]


def then(cursor: Cursor, row: Row, fields: int, *, on: int | None = None, known: int | None = None) -> Then:
    """
    Return what was true on the day `on` (None: now) as it was known at the moment `known` (None: now).

    One indexed read for each field that has moved on since; `row` must have the sheets of `fields`.
    """
    present, past = 0, []
    for bit in (bit for bit in range(63) if fields >> bit & 1):
        origin = row.origin(bit)
        if origin and (on is None or origin.valid_from <= on) and (known is None or origin.recorded_at <= known):
            present |= 1 << bit
        elif cell := newest_fact(cursor, row.ordinal, bit, on, known):
            past.append(cell)
    return Then(present, tuple(past))


def history(cursor: Cursor, ordinal: int, fields: int) -> list[FactCell]:
    """Return every past cell of the person in `fields`, oldest first."""
    run(
        cursor,
        "SELECT field, basis, acquisition, valid_from, recorded_at, body FROM vault_fact WHERE person = %s"
        " ORDER BY field, valid_from, recorded_at",
        (ordinal,),
    )
    found = [FactCell(line[0], Origin(*line[1:5]), bytes(line[5])) for line in cursor.fetchall()]
    bases.learn(cursor, {cell.origin.basis for cell in found})
    return [cell for cell in found if fields >> cell.field & 1]
