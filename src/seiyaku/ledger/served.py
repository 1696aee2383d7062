"""PostgreSQL's driver, for the two transactions: imported where the records are there, never on SQLite (S1)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import psycopg

from seiyaku.keys import keyring

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
    """Begin in one exchange with the server: psycopg alone would send BEGIN by itself, and wait for it."""
    result = connected.pgconn.exec_(statements)
    if result.status != psycopg.pq.ExecStatus.TUPLES_OK:
        raise psycopg.errors.error_from_result(result)
    generation = result.get_value(0, 1)
    keyring.notice(None if generation is None else int(generation))
    return int(result.get_value(0, 0) or b"")


def why(error: BaseException) -> str | None:
    """Say why the database is not there for us, if that is what the error means."""
    if isinstance(error, psycopg.Error) and (error.sqlstate or "").startswith(_OUT):
        return f"the database says {type(error).__name__}"
    if isinstance(error, psycopg.OperationalError) and error.sqlstate is None:
        return "the database does not answer"
    return None
