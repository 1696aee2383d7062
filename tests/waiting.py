"""
Waiting for what happens in another thread or process: for the thing itself, never for a while.

A bound here ends a test that hangs; nothing that is right comes near it on a busy machine.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from django.db import connection
from django.db.backends.utils import CursorWrapper

from seiyaku.ledger import queueing
from seiyaku.ledger.transactions import Cursor

HANGS = 300.0  # seconds


def until(true: Callable[[], object]) -> None:
    """Return when it is true."""
    end = time.monotonic() + HANGS
    while not true():
        if time.monotonic() > end:
            raise AssertionError("it never came")
        time.sleep(0.01)


def until_somebody_waits(cursor: Cursor | CursorWrapper) -> None:
    """Return when another writer waits for what this transaction holds."""
    if connection.vendor == "sqlite":
        turn = queueing._turn(str(connection.settings_dict["NAME"]))
        until(lambda: turn._waiting)
        return

    def blocked() -> int:
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pg_backend_pid() = ANY(pg_blocking_pids(pid))"
        )
        return int(cursor.fetchone()[0])

    until(blocked)


@contextmanager
def at_once(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Yield what is noted of everything that takes time: each turn taken at the database, each sleep in between."""
    noted: list[str] = []
    turn, sleep = queueing.turn, time.sleep

    def turned(*given: object) -> object:
        noted.append("turn")
        return turn(*given)  # type: ignore[arg-type]  # handed on as it came

    def slept(seconds: float) -> None:
        noted.append("sleep")
        sleep(seconds)

    with monkeypatch.context() as watched:
        watched.setattr(queueing, "turn", turned)
        watched.setattr(time, "sleep", slept)
        yield noted
