"""The database itself refuses to alter or remove what the ledger holds (policy 2-1), in every table that only grows."""

from __future__ import annotations

from typing import cast

import psycopg
import pytest
from django.db import DatabaseError, connection

from seiyaku.ledger.transactions import Cursor, raw_cursor

from .test_sequencing import Owner, owner

__all__ = ["owner"]
TABLES = (
    "ledger_entry", "ledger_form", "ledger_tile", "ledger_checkpoint", "ledger_change", "ledger_tombstone",
    "ledger_log",
)  # fmt: skip
ACTS = ("UPDATE {0} SET {1} = {1}", "DELETE FROM {0}")
pytestmark = pytest.mark.promise("2-1")


def a_row(cursor: Cursor, table: str) -> str:
    """Put a row of whatever fits into the table, for triggers of rows; return the name of a column."""
    cursor.execute(f"PRAGMA table_info({table})")
    columns = [(name, kind) for _, name, kind, *_ in cursor.fetchall()]
    values = [b"x" * 32 if kind.upper() == "BLOB" else "x" if kind.upper() in {"TEXT"} else 9 for _, kind in columns]
    names, marks = ", ".join(f'"{name}"' for name, _ in columns), ", ".join("%s" for _ in columns)
    cursor.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", tuple(values))
    return f'"{columns[-1][0]}"'


@pytest.mark.sqlite
@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("act", ACTS)
def test_what_was_written_is_neither_altered_nor_removed(instance: object, table: str, act: str) -> None:
    cursor = raw_cursor()
    column = a_row(cursor, table)

    with pytest.raises(DatabaseError, match="only grows"), connection.cursor() as other:
        other.execute(act.format(table, column))


@pytest.mark.postgresql
@pytest.mark.parametrize("table", TABLES)
def test_not_even_the_owner_alters_or_removes_it(instance: object, owner: Owner, table: str) -> None:
    with owner() as database:
        found = database.execute(
            "SELECT attname::text FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 ORDER BY attnum",
            (table,),
        )
        column = cast("list[tuple[str]]", found.fetchall())[-1][0]
        for statement in (*(act.format(table, f'"{column}"') for act in ACTS), f"TRUNCATE {table} CASCADE"):
            with pytest.raises(psycopg.errors.RaiseException, match="only grows"):
                database.execute(statement)
