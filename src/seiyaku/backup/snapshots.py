"""
One state of the whole database, in two parts: everything but the tables of wrapped keys, and those tables alone.

* SQLite: SQLite's own backup into a copy; the keys move to a file of their own, and the copy is rewritten without them.
* PostgreSQL: COPY of every table in one repeatable-read snapshot.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
from django.db import connection
from psycopg import sql

from seiyaku.ledger import changes, heads, tree
from seiyaku.ledger.transactions import Cursor, reading

from .frames import member

KEYS = ("keys_rootkey", "papers_paperkey", "post_bodykey", "registers_registerkey", "vault_personkey")
NOT_COPIED = frozenset({"ledger_turn", "seiyaku_begun"})  # one row that only says that it is there; whose founding
PIECE = 1 << 20


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One state: what it is (`about`), and its two parts as pieces to be sealed."""

    about: dict[str, Any]
    data: Iterator[bytes]
    keys: Iterator[bytes]
    attachments: list[bytes] = field(default_factory=list)


@contextmanager
def taken(spill: Path) -> Iterator[Snapshot]:
    """Hold one state of the database; `spill` is an empty folder of our own. Read `data` before `keys`."""
    if connection.vendor == "sqlite":
        yield _lite(spill)
        return
    with reading() as cursor:
        yield _postgresql(cursor)


def _about(cursor: Cursor, size: int) -> dict[str, Any]:
    return {"vendor": cursor.vendor, "origin": heads.origin(cursor), "size": size,
            "root": tree.tiles(cursor).root(size).hex() if size else ""}  # fmt: skip


def _lite(spill: Path) -> Snapshot:
    connection.ensure_connection()
    copy, apart = spill / "data.sqlite3", spill / "keys.sqlite3"
    target = sqlite3.connect(copy, isolation_level=None)
    try:
        connection.connection.backup(target)
        for said in ("journal_mode=DELETE", "secure_delete=ON", "foreign_keys=OFF"):
            target.execute(f"PRAGMA {said}")
        target.execute("ATTACH DATABASE ? AS apart", (str(apart),))
        for table in KEYS:
            target.execute(f"CREATE TABLE apart.{table} AS SELECT * FROM main.{table}")
            target.execute(f"DELETE FROM main.{table}")
        target.execute("DETACH DATABASE apart")
        target.execute("VACUUM")
        (size,) = target.execute("SELECT size FROM ledger_tree").fetchone()
        (head,) = target.execute("SELECT number FROM ledger_head WHERE id = 1").fetchone()
        refs = [bytes(ref) for (ref,) in target.execute("SELECT ref FROM vault_attachment ORDER BY id")]
    finally:
        target.close()
    with reading() as cursor:
        about = {**_about(cursor, size), "change": head}
    data, keys = member("database", _read(copy)), member("database", _read(apart))
    return Snapshot(about, data, keys, refs)


def _read(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            yield piece


def _postgresql(cursor: Cursor) -> Snapshot:
    names = sorted(set(_names(cursor)) - NOT_COPIED)
    columns = {name: _columns(cursor, name) for name in names}
    cursor.execute("SELECT size FROM ledger_tree WHERE id = 1")
    about = {**_about(cursor, int(cursor.fetchone()[0])), "change": changes.head(cursor), "columns": columns}
    cursor.execute("SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'public'")
    about["sequences"] = {name: last for name, last in cursor.fetchall() if last is not None}
    cursor.execute("SELECT app, name FROM django_migrations ORDER BY app, name")
    about["migrations"] = [list(row) for row in cursor.fetchall()]
    cursor.execute("SELECT ref FROM vault_attachment ORDER BY id")
    refs = [bytes(row[0]) for row in cursor.fetchall()]
    apart = [name for name in names if name in KEYS]
    rest = [name for name in names if name not in KEYS]
    return Snapshot(about, _tables(cursor, rest, columns), _tables(cursor, apart, columns), refs)


def _names(cursor: Cursor) -> list[str]:
    cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    return [str(name) for (name,) in cursor.fetchall()]


def _columns(cursor: Cursor, table: str) -> list[str]:
    cursor.execute(
        "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped"
        " ORDER BY attnum",
        (table,),
    )
    return [str(name) for (name,) in cursor.fetchall()]


def copying(table: str, columns: list[str], way: str) -> sql.Composed:
    """Return the statement that copies a table out ("TO STDOUT") or in ("FROM STDIN")."""
    named = sql.SQL(", ").join(map(sql.Identifier, columns))
    ways = {"TO STDOUT": sql.SQL("TO STDOUT"), "FROM STDIN": sql.SQL("FROM STDIN")}
    return sql.SQL("COPY {} ({}) {} (FORMAT BINARY)").format(sql.Identifier(table), named, ways[way])


def _tables(cursor: Cursor, names: list[str], columns: dict[str, list[str]]) -> Iterator[bytes]:
    for name in names:
        yield from member(f"table:{name}", _rows(cursor, name, columns[name]))


def _rows(cursor: Cursor, table: str, columns: list[str]) -> Iterator[bytes]:
    raw = cursor if isinstance(cursor, psycopg.Cursor) else None
    if raw is None:
        raise TypeError("COPY is PostgreSQL's")
    with raw.copy(copying(table, columns, "TO STDOUT")) as copy:
        for piece in copy:
            yield bytes(piece)
