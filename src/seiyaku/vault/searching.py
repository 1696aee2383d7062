"""
The proof of an erasure: a search for bytes over everything on disk (policy 2-1; promise V8 of the benchmarks).

Needles are recorded before the erasure, in every spelling a value could have been written down in. Every file of the
instance folder is read through (the SQLite database and its log after a checkpoint that was not busy); on PostgreSQL
every column of every table that can hold text or bytes is copied out and read through: one pass, whatever is sought.

The server shows rows, not its disk: a deleted row lies in its pages until they are vacuumed, in its write-ahead log and
whatever archives that, until those are recycled. `reach` says which of the two a search was.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from django.conf import settings
from django.db import connection

from seiyaku.core.errors import Unavailable
from seiyaku.keys import disk, remains
from seiyaku.ledger import queueing

from .sieve import Sieve

SHORTEST = 6  # bytes: shorter ones are found everywhere and prove nothing
PART = 48  # of a long one: a database may cut the rest into pages
BLOCK = 512 * 1024
SPELLINGS = ("utf-8", "cp932", "utf-16-le")
_COLUMNS = """
    SELECT table_schema, table_name, column_name FROM information_schema.columns
    JOIN information_schema.tables USING (table_schema, table_name)
    WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema')
    AND udt_name IN ('bytea', 'text', 'varchar', 'bpchar', 'json', 'jsonb', '_text', '_varchar')
"""


@dataclass(slots=True)
class Needles:
    """Byte strings to look for, each with what it is; `too_short` counts those that would prove nothing."""

    known: dict[bytes, str] = field(default_factory=dict)
    too_short: int = 0

    def binary(self, what: str, found: bytes) -> None:
        """Look for bytes, their beginning and their end, as they are and in hexadecimal and base64."""
        for part in {found[:PART], found[-PART:]}:
            for spelling in (part, part.hex().encode(), base64.b64encode(part)):
                self.known[spelling] = what

    def text(self, what: str, value: str) -> None:
        """Look for a text in the encodings and escapes of this trade."""
        if len(value.encode()) < SHORTEST:
            self.too_short += 1
            return
        self.known[json.dumps(value)[1:-1].encode()] = what
        for encoding in SPELLINGS:
            try:
                self.known[value.encode(encoding)] = what
            except UnicodeEncodeError:
                continue


@dataclass(frozen=True, slots=True)
class Hit:
    """Something that should be gone: what it was (never the value) and where it stands."""

    what: str
    where: str


def settle(*, within: float = 5.0) -> None:
    """
    Take deleted bytes out of SQLite's log: a TRUNCATE checkpoint that no reader stood in the way of.

    It takes its turn among the writers: otherwise, with sixteen of them, there is never a moment without one.

    Raises:
        Unavailable: a reader held on for longer than `within` seconds; try again.
    """
    if connection.vendor == "sqlite":
        with queueing.turn(connection):
            _settle(within)


def rewrite(*, within: float = 5.0) -> None:
    """
    Take off SQLite's disk what deleted bytes left behind where they once stood (see `keys.remains`), and settle.

    Writers wait meanwhile, for about as long as the database takes to copy.

    Raises:
        Unavailable: as `settle`.
    """
    if connection.vendor == "sqlite":
        with queueing.turn(connection):
            remains.rewrite()
            _settle(within)


def _settle(within: float) -> None:
    if not remains.empty_log(within=within):
        raise Unavailable("a reader keeps the database's log from being emptied: try again")


def reach() -> Literal["disk", "rows"]:
    """Return how far `search` sees of the database: everything on disk, or the rows that the server shows."""
    return "rows" if connection.vendor == "postgresql" else "disk"


def search(needles: Needles, *folders: Path) -> list[Hit]:
    """Look for every needle in every file of the instance folder and `folders`, and in PostgreSQL's tables."""
    hits = [hit for folder in (Path(settings.HOME), *folders) for hit in _in_folder(needles, folder)]
    if connection.vendor == "postgresql":
        hits += _in_tables(needles)
    return hits


def prove(needles: Needles) -> list[Hit]:
    """
    Have the disk settle after a deletion and look for what is left; what SQLite left behind on its pages is taken off.

    Raises:
        Unavailable: as `settle`.
    """
    settle()
    hits = search(needles)
    if any(Path(settings.HOME) / hit.where == Path(str(connection.settings_dict["NAME"])) for hit in hits):
        rewrite()
        hits = search(needles)
    return hits


def _in_folder(needles: Needles, folder: Path) -> Iterator[Hit]:
    sieve = Sieve(needles.known)
    for file in sorted(folder.rglob("*")):
        if file.is_file() and not file.is_symlink():
            for what in sorted(_in_file(sieve, file)):
                yield Hit(what, str(file.relative_to(folder)))


def _in_file(sieve: Sieve, file: Path) -> set[str]:
    found: set[str] = set()
    tail = b""
    for block in disk.blocks(file, BLOCK):
        window = tail + block
        found |= sieve.caught(window)
        tail = window[-sieve.overlap :]
    return found


def _in_tables(needles: Needles) -> Iterator[Hit]:
    sieve = Sieve(needles.known)
    with connection.cursor() as cursor:
        cursor.execute(_COLUMNS)
        columns = cursor.fetchall()
    for schema, table, column in columns:
        for what in sorted(_in_column(sieve, f'"{schema}"."{table}"', f'"{column}"')):
            yield Hit(what, f"{table}.{column}")


def _in_column(sieve: Sieve, table: str, column: str) -> set[str]:
    """Read one column through, as the server copies it out: texts in UTF-8 and bytes as they are."""
    found: set[str] = set()
    window = bytearray()
    said = f"COPY {table} ({column}) TO STDOUT (FORMAT binary)"
    with connection.connection.cursor() as cursor, cursor.copy(said) as rows:
        for row in rows:
            window += row
            if len(window) >= BLOCK:
                found |= sieve.caught(bytes(window))
                del window[: -sieve.overlap]
    return found | sieve.caught(bytes(window))
