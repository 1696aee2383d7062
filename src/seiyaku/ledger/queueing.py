"""
The queue of SQLite's writers: one file lock per host beside the database, first come, first served within a process.

SQLite's own busy handler polls and starves; here a writer sleeps until it is its turn.
"""

from __future__ import annotations

import fcntl
import os
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper


class Turn:
    """One lock file and the threads of this process that wait for it, in order."""

    def __init__(self, path: str) -> None:
        self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        self._guard = threading.Lock()
        self._waiting: deque[threading.Lock] = deque()
        self._taken = False

    def take(self) -> None:
        """Wait for this process's turn among its threads, then for the host's."""
        with self._guard:
            gate = None
            if self._taken:
                gate = threading.Lock()
                gate.acquire()
                self._waiting.append(gate)
            self._taken = True
        if gate is not None:
            gate.acquire()
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX)
        except BaseException:
            self._next()
            raise

    def leave(self) -> None:
        """Hand the turn on."""
        fcntl.flock(self._file, fcntl.LOCK_UN)
        self._next()

    def _next(self) -> None:
        with self._guard:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._taken = False


_turns: dict[tuple[int, str], Turn] = {}
_opening = threading.Lock()


def _turn(path: str) -> Turn:
    # A file lock is shared with a forked child: each process opens its own.
    key = (os.getpid(), path)
    if (found := _turns.get(key)) is None:
        with _opening:
            if (found := _turns.get(key)) is None:
                for stale in [old for old in _turns if old[0] != key[0]]:
                    del _turns[stale]
                found = _turns[key] = Turn(path + ".lock")
    return found


@contextmanager
def turn(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Hold the writers' turn of the database; nothing to do on PostgreSQL, which queues by itself."""
    if connection.vendor != "sqlite":
        yield
        return
    mine = _turn(str(connection.settings_dict["NAME"]))
    mine.take()
    try:
        yield
    finally:
        mine.leave()
