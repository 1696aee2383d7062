"""
What SQLite leaves on the disk of bytes that are deleted, and how it is taken away.

`secure_delete` overwrites a deleted cell where it stands. But when a page is split or joined with its neighbour, cells
move, and what they leave behind on their page is not overwritten (balance_nonroot in SQLite's btree.c): a cell that
moved once and is deleted later can still be read in the gap of a page. Only a file that is written anew is free of it.
The write-ahead log holds deleted bytes until it is emptied.
"""

from __future__ import annotations

from django.db import connection


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
