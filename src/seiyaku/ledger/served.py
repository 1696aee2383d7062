"""PostgreSQL's driver, for the two transactions: imported where the records are there, never on SQLite (S1)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import psycopg

from seiyaku.keys import keyring

from . import prepared

if TYPE_CHECKING:
    from .transactions import Work

# The classes of errors that say that the database is not there for us: connection, transaction rollback (deadlock),
# resources, intervention; and single ones: read-only transaction, lock not available in time.
_OUT = ("08", "40", "53", "57", "25006", "55P03")


class RawCursor(psycopg.Cursor[Any]):
    """A raw cursor of the calling thread's connection."""

    vendor = "postgresql"
    work: Work


def at_once(connected: psycopg.Connection[Any], statements: bytes) -> int:
    """
    Begin in one exchange with the server: psycopg alone would send BEGIN by itself, and wait for it.

    The statements execute one that is prepared; where the session does not know it, all of them are prepared first, so
    that whatever is executed in this transaction is there.
    """
    try:
        result = checked(connected.pgconn.exec_(statements))
    except psycopg.errors.InvalidSqlStatementName:
        connected.pgconn.exec_(b"ROLLBACK")
        _prepare(connected)
        result = checked(connected.pgconn.exec_(statements))
    generation = result.get_value(0, 1)
    keyring.notice(None if generation is None else int(generation))
    return int(result.get_value(0, 0) or b"")


def execute(connected: psycopg.Connection[Any], name: str, values: Sequence[bytes]) -> None:
    """Execute a statement prepared under this name; the values are as PostgreSQL's binary format has them."""
    checked(connected.pgconn.exec_prepared(name.encode(), values, [1] * len(values)))


def _prepare(connected: psycopg.Connection[Any]) -> None:
    for statement in prepared.every():
        result = connected.pgconn.exec_(statement.encode())
        if result.error_field(psycopg.pq.DiagnosticField.SQLSTATE) != b"42P05":  # there already
            checked(result)


def checked(result: psycopg.pq.abc.PGresult) -> psycopg.pq.abc.PGresult:
    """Return what the server answered, unless that is an error."""
    if result.status not in {psycopg.pq.ExecStatus.TUPLES_OK, psycopg.pq.ExecStatus.COMMAND_OK}:
        raise psycopg.errors.error_from_result(result)
    return result


def why(error: BaseException) -> str | None:
    """Say why the database is not there for us, if that is what the error means."""
    if isinstance(error, psycopg.Error) and (error.sqlstate or "").startswith(_OUT):
        return f"the database says {type(error).__name__}"
    if isinstance(error, psycopg.OperationalError) and error.sqlstate is None:
        return "the database does not answer"
    return None
