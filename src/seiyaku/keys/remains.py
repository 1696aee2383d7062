"""
What SQLite leaves on the disk of bytes that are deleted, and how it is taken away.

`secure_delete` overwrites a deleted cell where it stands. But when a page is split or joined with its neighbour, cells
move, and what they leave behind on their page is not overwritten (balance_nonroot in SQLite's btree.c): a cell that
moved once and is deleted later can still be read in the gap of a page. Only a file that is written anew is free of it.
The write-ahead log holds deleted bytes until it is emptied. So bytes are looked for first, and the file is written anew
only if they still stand in it.

On PostgreSQL a table is written anew by who owns it (or, from 17 on, may MAINTAIN it). The application's role is
neither: for it VACUUM does nothing, and says so in a warning that nobody reads.
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import Literal

from django.db import connection

from . import disk

PART = 16  # of bytes sought: what is left of them may have lost its beginning or its end
MAINTAIN = 170000  # the version of PostgreSQL that knows this right
Reach = Literal["disk", "rows"]  # deleted bytes are off the disk, or only out of what the server shows


def empty_log(*, within: float) -> bool:
    """Write SQLite's log into the database and empty it; False if a reader stood in the way for `within` seconds."""
    with connection.cursor() as cursor:
        patience = cursor.execute("PRAGMA busy_timeout").fetchone()[0]
        cursor.execute(f"PRAGMA busy_timeout = {int(within * 1000)}")
        try:
            busy = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {patience}")
    return not busy


def rewrite() -> None:
    """Write SQLite's database anew, of what it holds and nothing else; the old pages go when the log is emptied."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA temp_store=FILE")  # a copy of everything is for the disk, not for memory
        try:
            cursor.execute("VACUUM")
        finally:
            cursor.execute("PRAGMA temp_store=MEMORY")


def still_lie(gone: Collection[bytes]) -> bool:
    """Tell whether a part of these byte strings, random ones that no part of occurs by chance, is in SQLite's files."""
    parts = {each[at : at + PART] for each in gone for at in (*range(0, len(each) - PART, PART), len(each) - PART)}
    return any(_in_file(Path(f"{connection.settings_dict['NAME']}{suffix}"), parts) for suffix in ("", "-wal"))


def _in_file(path: Path, parts: Collection[bytes]) -> bool:
    if not path.exists():
        return False
    tail = b""
    for block in disk.blocks(path):
        window = tail + block
        if any(part in window for part in parts):
            return True
        tail = window[1 - PART :]
    return False


def may_rewrite(table: str) -> bool:
    """Tell whether this role of PostgreSQL may write the table anew: its owner, or one that may MAINTAIN it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_has_role(relowner, 'USAGE') FROM pg_class WHERE oid = %s::regclass", [table])
        owns = bool(cursor.fetchone()[0])
        if owns or connection.pg_version < MAINTAIN:  # type: ignore[attr-defined]  # PostgreSQL's has it
            return owns
        cursor.execute("SELECT has_table_privilege(%s, 'MAINTAIN')", [table])
        return bool(cursor.fetchone()[0])
