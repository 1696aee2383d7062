"""The engine that reads and writes tables: DuckDB in memory, which asks no network and says nothing of its own."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING
from weakref import WeakSet

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_here: WeakSet[DuckDBPyConnection] = WeakSet()
OFF = (
    "autoinstall_known_extensions",  # they would be fetched from outside
    "enable_progress_bar",  # it would be drawn into the answer on standard output
)


def connect() -> DuckDBPyConnection:
    """Return an engine of one's own, to be closed."""
    import duckdb

    engine = duckdb.connect()
    for setting in OFF:
        engine.execute(f"SET {setting} = false")
    _here.add(engine)
    return engine


def interrupt() -> None:
    """Have every engine of this process stop what it is asked now; one that is asked nothing is not touched by it."""
    for engine in list(_here):
        halt(engine)


def halt(engine: DuckDBPyConnection) -> None:
    """Have one engine stop what it is asked now; one that was closed meanwhile has nothing to stop."""
    import duckdb

    with suppress(duckdb.ConnectionException):
        engine.interrupt()
