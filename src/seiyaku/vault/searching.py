"""
The proof of an erasure: a search for bytes over everything on disk (policy 2-1; promise V8 of the benchmarks).

Needles are recorded before the erasure, in every spelling a value could have been written down in. Every file of the
instance folder is read through (the SQLite database and its log after a checkpoint that was not busy); on PostgreSQL
every column of every table that can hold text or bytes is copied out and read through: one pass, whatever is sought,
and for however many. Each is told of their own bytes alone.

The server shows rows, not its disk: a deleted row lies in its pages until they are vacuumed, in its write-ahead log and
whatever archives that, until those are recycled. `reach` says which of the two a search was.
"""

from __future__ import annotations

import base64
import json
import os
import stat
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from django.conf import settings
from django.db import connection

from seiyaku.core.errors import Unavailable
from seiyaku.keys import disk, remains
from seiyaku.ledger import queueing, transactions

from .sieve import Name, Sieve

Owned = tuple[int, str]  # whose a needle is, by place, and what of theirs
DIGEST = "index digest"
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
    """
    Byte strings to look for, each with what it is; `too_short` counts those that would prove nothing.

    `digests`: those of them that may come to stand for somebody else who has the same number.
    """

    known: dict[bytes, str] = field(default_factory=dict)
    too_short: int = 0
    digests: set[bytes] = field(default_factory=set)

    def add(self, more: Needles) -> None:
        """Look for another's too."""
        self.known |= more.known
        self.too_short += more.too_short
        self.digests |= more.digests

    def binary(self, what: str, found: bytes) -> None:
        """Look for bytes, their beginning and their end, as they are and in hexadecimal and base64."""
        for spelling in _spellings(found):
            self.known[spelling] = what

    def digest(self, found: bytes) -> None:
        """Look for a digest by which a person was found."""
        self.digests.add(found)
        self.binary(DIGEST, found)

    def leave(self, digests: set[bytes]) -> None:
        """Look no more for these: they are somebody else's."""
        self.digests -= digests
        for digest in digests:
            for spelling in _spellings(digest):
                self.known.pop(spelling, None)

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


def _spellings(found: bytes) -> Iterator[bytes]:
    for part in {found[:PART], found[-PART:]}:
        yield from (part, part.hex().encode(), base64.b64encode(part))


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
    return search_each([needles], *folders)[0]


def search_each(sought: Sequence[Needles], *folders: Path) -> list[list[Hit]]:
    """Look for the needles of several in one pass; return what was found of each, whoever else it was found of."""
    hits: list[list[Hit]] = [[] for _ in sought]
    if not any(needles.known for needles in sought):
        return hits
    sieve = Sieve(_owned(sought))
    for where, caught in _everywhere(sieve, [Path(settings.HOME), *folders]):
        for place, what in sorted({one for owners in caught for one in owners}):
            hits[place].append(Hit(what, where))
    return hits


def prove(sought: Sequence[Needles]) -> list[list[Hit] | Unavailable]:
    """
    Have the disk settle after deletions, and look for what is left of each; what SQLite left on its pages is taken off.

    Where the file could not be written anew, those of whom something was left in it are told so, and no others.

    Raises:
        Unavailable: as `settle`, for all of them.
    """
    settle()
    proven: list[list[Hit] | Unavailable] = [*search_each(sought)]
    taken = [place for place, hits in enumerate(proven) if _of_digest(hits) and _taken_since(sought[place])]
    _again(proven, sought, taken, search_each)
    _again(proven, sought, [place for place, hits in enumerate(proven) if _in_database(hits)], _anew)
    return proven


def _again(
    proven: list[list[Hit] | Unavailable], sought: Sequence[Needles], places: Sequence[int],
    search: Callable[[Sequence[Needles]], Sequence[list[Hit] | Unavailable]],
) -> None:  # fmt: skip
    """Search once more for some, if any, and put down what came of it."""
    if places:
        for place, found in zip(places, search([sought[place] for place in places]), strict=True):
            proven[place] = found


def _of_digest(hits: list[Hit] | Unavailable) -> bool:
    return not isinstance(hits, Unavailable) and any(hit.what == DIGEST for hit in hits)


def _taken_since(needles: Needles) -> bool:
    """Leave those digests to whoever came with the same number meanwhile; tell whether there are any."""
    cursor = transactions.raw_cursor()
    taken = {
        digest
        for digest in needles.digests
        for table in ("blind", "unique")
        if cursor.execute(f"SELECT 1 FROM vault_{table} WHERE digest = %s LIMIT 1", (digest,)).fetchone()
    }
    needles.leave(taken)
    return bool(taken)


def _anew(sought: Sequence[Needles]) -> Sequence[list[Hit] | Unavailable]:
    try:
        with transactions.reported():
            rewrite()
    except Unavailable as error:
        return [Unavailable(error.why) for _ in sought]
    return search_each(sought)


def _in_database(hits: list[Hit] | Unavailable) -> bool:
    file = Path(str(connection.settings_dict["NAME"]))
    return not isinstance(hits, Unavailable) and any(Path(settings.HOME) / hit.where == file for hit in hits)


def _owned(sought: Sequence[Needles]) -> dict[bytes, tuple[Owned, ...]]:
    """Return all the needles with whose they are, and what of them; one may be several people's."""
    owned: dict[bytes, tuple[Owned, ...]] = {}
    for place, needles in enumerate(sought):
        for needle, what in needles.known.items():
            owned[needle] = (*owned.get(needle, ()), (place, what))
    return owned


def _everywhere(sieve: Sieve[Name], folders: Sequence[Path]) -> Iterator[tuple[str, set[Name]]]:
    """Yield every place where something was caught, and what."""
    for folder in folders:
        yield from _in_folder(sieve, folder)
    if connection.vendor == "postgresql":
        yield from _in_tables(sieve)


def _in_folder(sieve: Sieve[Name], folder: Path) -> Iterator[tuple[str, set[Name]]]:
    """Read every file of a folder; where one was taken away or moved meanwhile, what came in its place, too."""
    seen: set[Path] = set()
    while True:
        gone: list[OSError] = []
        for file in (file for file in _files(folder, gone) if file not in seen):
            seen.add(file)
            try:
                caught = _in_file(sieve, file) if stat.S_ISREG(file.lstat().st_mode) else set()
            except FileNotFoundError as error:
                gone.append(error)
                continue
            if caught:
                yield str(file.relative_to(folder)), caught
        if not gone:
            return


def _files(folder: Path, gone: list[OSError]) -> list[Path]:
    """Return what a folder holds, at all depths; note folders that went away while they were listed, and no others."""

    def unlisted(error: OSError) -> None:
        if not isinstance(error, FileNotFoundError) or Path(str(error.filename)) == folder:
            raise error  # whoever may not look somewhere does not know that nothing is there
        gone.append(error)

    return sorted(Path(at, name) for at, _, names in os.walk(folder, onerror=unlisted) for name in names)


def _in_file(sieve: Sieve[Name], file: Path) -> set[Name]:
    found: set[Name] = set()
    tail = b""
    for block in disk.blocks(file, BLOCK):
        window = tail + block
        found |= sieve.caught(window)
        tail = window[-sieve.overlap :]
    return found


def _in_tables(sieve: Sieve[Name]) -> Iterator[tuple[str, set[Name]]]:
    with connection.cursor() as cursor:
        cursor.execute(_COLUMNS)
        columns = cursor.fetchall()
    for schema, table, column in columns:
        if caught := _in_column(sieve, f'"{schema}"."{table}"', f'"{column}"'):
            yield f"{table}.{column}", caught


def _in_column(sieve: Sieve[Name], table: str, column: str) -> set[Name]:
    """Read one column through, as the server copies it out: texts in UTF-8 and bytes as they are."""
    found: set[Name] = set()
    window = bytearray()
    said = f"COPY {table} ({column}) TO STDOUT (FORMAT binary)"
    with connection.connection.cursor() as cursor, cursor.copy(said) as rows:
        for row in rows:
            window += row
            if len(window) >= BLOCK:
                found |= sieve.caught(bytes(window))
                del window[: -sieve.overlap]
    return found | sieve.caught(bytes(window))
