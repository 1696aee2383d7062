"""Putting the two files of a backup into an empty database and folder, before anything is decided about them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

import psycopg
from django.core.management import call_command
from django.db import connection, transaction
from psycopg import sql

from seiyaku.core.errors import InputError, IntegrityError
from seiyaku.vault import attachments

from .opening import Opened
from .snapshots import KEYS, copying

# Tables with a rule of their own for what is put into them: what comes out of a backup went through it before.
_RULED = (
    "SELECT DISTINCT c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
    " WHERE NOT t.tgisinternal AND t.tgtype & 4 = 4"
)


def load(data: Opened, keys: Opened) -> None:
    """Load both; the database is made (PostgreSQL: migrated, and by its owner) and empty."""
    if data.about["vendor"] != connection.vendor:
        raise InputError(where="the database", found=connection.vendor, expected=data.about["vendor"])
    if connection.vendor == "sqlite":
        _lite(data, keys)
    else:
        _postgresql(data, keys)


def _lite(data: Opened, keys: Opened) -> None:
    where = Path(str(connection.settings_dict["NAME"]))
    apart = where.with_name("keys.part")
    connection.close()
    try:
        for opened, path in ((data, where), (keys, apart)):
            for name, pieces in opened.members:
                if name == "database":
                    _write(path, pieces)
                else:
                    _file(name, pieces)
        _join(where, apart)
    finally:
        apart.unlink(missing_ok=True)
    call_command("migrate", verbosity=0, interactive=False)  # a backup of an older version is brought up to this one


def _write(path: Path, pieces: Iterator[bytes]) -> None:
    path.unlink(missing_ok=True)
    path.touch(mode=0o600)
    with path.open("wb") as file:
        file.writelines(pieces)


def _join(where: Path, apart: Path) -> None:
    joined = sqlite3.connect(where, isolation_level=None)
    try:
        joined.execute("ATTACH DATABASE ? AS apart", (str(apart),))
        joined.execute("BEGIN")
        for table in KEYS:
            joined.execute(f"INSERT INTO main.{table} SELECT * FROM apart.{table}")
        joined.execute("COMMIT")
        joined.execute("DETACH DATABASE apart")
        if joined.execute("PRAGMA integrity_check").fetchone() != ("ok",):
            raise IntegrityError("backup", "the database in it is not whole")
        joined.execute("PRAGMA journal_mode=WAL")
    finally:
        joined.close()


def _postgresql(data: Opened, keys: Opened) -> None:
    about = data.about
    with transaction.atomic(), connection.cursor() as wrapped:
        cursor: psycopg.Cursor[Any] = wrapped.connection.cursor()
        cursor.execute("SELECT app, name FROM django_migrations ORDER BY app, name")
        if [list(row) for row in cursor.fetchall()] != about["migrations"]:
            raise InputError(where="the backup", found="tables of another version", expected="those of this version")
        _empty(cursor, list(about["columns"]))
        ruled = [table for (table,) in cursor.execute(_RULED).fetchall()]
        _rules(cursor, ruled, "DISABLE")
        for opened in (data, keys):
            for name, pieces in opened.members:
                _table(cursor, about["columns"], name, pieces)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        _rules(cursor, ruled, "ENABLE")
        for name, last in about["sequences"].items():
            cursor.execute("SELECT setval(%s::regclass, %s)", (name, last))


def _empty(cursor: psycopg.Cursor[Any], tables: list[str]) -> None:
    """Take out what the migrations put in; tables that only grow are empty, and are not asked."""
    for table in tables:
        named = sql.Identifier(table)
        if cursor.execute(sql.SQL("SELECT 1 FROM {} LIMIT 1").format(named)).fetchone():
            cursor.execute(sql.SQL("DELETE FROM {}").format(named))


def _rules(cursor: psycopg.Cursor[Any], tables: list[str], turn: Literal["ENABLE", "DISABLE"]) -> None:
    for table in tables:
        cursor.execute(sql.SQL("ALTER TABLE {} {} TRIGGER USER").format(sql.Identifier(table), sql.SQL(turn)))


def _table(cursor: psycopg.Cursor[Any], columns: dict[str, list[str]], name: str, pieces: Iterator[bytes]) -> None:
    kind, _, which = name.partition(":")
    if kind != "table":
        _file(name, pieces)
        return
    with cursor.copy(copying(which, columns[which], "FROM STDIN")) as copy:
        for piece in pieces:
            copy.write(piece)


def _file(name: str, pieces: Iterator[bytes]) -> None:
    """Write an attachment where it belongs; the name is one we gave, and nothing else is taken for one."""
    kind, _, path = name.partition(":")
    first, _, rest = path.partition("/")
    if kind != "file" or not (rest.isalnum() and rest.startswith(first) and len(rest) == 32):
        raise IntegrityError("backup", "it holds something that no backup holds")
    system, folder = attachments.storage()
    target = f"{folder}/{path}"
    system.makedirs(target.rpartition("/")[0], exist_ok=True)
    with system.open(target, "wb") as file:
        file.writelines(pieces)


def leap(highest: int) -> None:
    """Set the next person number above `highest` and everything in the backup, as the owner."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("UPDATE sqlite_sequence SET seq = max(seq, %s) WHERE name = 'vault_person'", [highest])
            if cursor.rowcount == 0:
                cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES ('vault_person', %s)", [highest])
            return
        cursor.execute("SELECT pg_get_serial_sequence('vault_person', 'ord')")
        (name,) = cursor.fetchone()
        cursor.execute(
            "SELECT setval(%s::regclass, greatest(%s, (SELECT nextval(%s::regclass))))", [name, highest, name]
        )


def next_person() -> int:
    """Return the highest person number in the backup."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'vault_person'")
        else:
            cursor.execute("SELECT coalesce(max(ord), 0) FROM vault_person")
        return int(cursor.fetchone()[0])
