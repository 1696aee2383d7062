"""
The two transactions personal data moves in (architecture, sections 3 and 5).

* `deciding()` reads standings and writes entries. It begins by taking the head of the change log FOR SHARE, so that it
  sees everything committed before it, and whoever changes a standing waits until it is over: no stale decision.
* `changing()` changes standings. Changers take turns among themselves; the head moves as the last statement.

Both are the outermost transaction, sync before they return whatever the server's default is, and hand out a raw cursor
of the calling thread's own connection, whose placeholder is `%s` on both databases. On SQLite every writer of this
host queues for one file lock beside the database, in order, before BEGIN IMMEDIATE.
"""

from __future__ import annotations

import errno
import sqlite3
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Protocol, cast

from django.db import DEFAULT_DB_ALIAS, connection, connections, transaction
from django.db import Error as DjangoError

from seiyaku.core.errors import Unavailable
from seiyaku.keys import keyring
from seiyaku.keys.memory import on_forget

from . import pending, prepared, queueing

if TYPE_CHECKING:
    from seiyaku.core.merkle import Growth

# As long as SQLite's writers wait: sixteen on a busy machine take their turns, and no caller hears of a lock.
LOCK_TIMEOUT = "20s"

_here = threading.local()
_newest = [-1]  # the number of the newest change that this process has read, or made
on_forget(lambda: _newest.__setitem__(0, -1))


class Work:
    """What one open transaction has gathered and must still write before it commits."""

    __slots__ = ("after", "before", "changes", "changing", "head", "refused", "tree", "written")

    def __init__(self, *, changing: bool, head: int) -> None:
        self.changing = changing
        self.head = head
        self.changes = 0
        self.tree: Growth | None = None
        self.written, self.refused = "", False  # the id of the newest entry in it, and whether that one says no
        self.before: list[Callable[[Cursor], None]] = []
        self.after: list[Callable[[bool], None]] = []


class Cursor(Protocol):
    """A raw database cursor. Placeholders are `%s`; `vendor` is "sqlite" or "postgresql"."""

    vendor: str
    work: Work

    def execute(self, sql: str, params: Sequence[Any] = (), /) -> Cursor:
        """Run one statement."""
        ...

    def executemany(self, sql: str, rows: Iterable[Sequence[Any]], /) -> object:
        """Run one statement for each row."""
        ...

    def fetchone(self) -> Any:
        """Return the next row, or None."""
        ...

    def fetchall(self) -> list[Any]:
        """Return the rows that are left."""
        ...

    def fetchmany(self, size: int = ..., /) -> list[Any]:
        """Return some of the rows that are left."""
        ...

    def __iter__(self) -> Iterator[Any]: ...

    @property
    def rowcount(self) -> int:
        """How many rows the last statement touched."""
        ...


_spoken: dict[str, str] = {}


def _question(sql: str) -> str:
    said = _spoken.get(sql)
    if said is None:
        said = _spoken[sql] = sql.replace("%s", "?").replace("%%", "%")
    return said


class _Lite(sqlite3.Cursor):
    vendor = "sqlite"
    work: Work

    def execute(self, sql: str, params: Any = (), /) -> _Lite:
        return super().execute(_spoken.get(sql) or _question(sql), params)

    def executemany(self, sql: str, rows: Any, /) -> _Lite:
        return super().executemany(_question(sql), rows)


def raw_cursor() -> Cursor:
    """Return a raw cursor of this thread's connection, for reading outside the two transactions."""
    ours = connections[DEFAULT_DB_ALIAS]
    ours.ensure_connection()
    if ours.vendor == "sqlite":
        return cast("Cursor", ours.connection.cursor(_Lite))
    from .served import RawCursor

    return cast("Cursor", RawCursor(ours.connection))


def current() -> Cursor:
    """Return the cursor of the writing transaction this thread is in; there must be one."""
    cursor: Cursor | None = getattr(_here, "cursor", None)
    if cursor is None or not hasattr(cursor, "work"):
        raise RuntimeError("only inside deciding() or changing()")
    return cursor


def before_commit(cursor: Cursor, finish: Callable[[Cursor], None]) -> None:
    """Have `finish` called as the last thing before the transaction commits."""
    cursor.work.before.append(finish)


@contextmanager
def riding(rider: Callable[[Cursor], None]) -> Iterator[None]:
    """Have `rider` called before every commit that this thread makes inside; by raising it undoes the transaction."""
    _here.rider = rider
    try:
        yield
    finally:
        _here.rider = None


def on_commit(cursor: Cursor, told: Callable[[], None]) -> None:
    """Have `told` called once the transaction is durable and its locks are free; never when it failed."""
    cursor.work.after.append(lambda durable: told() if durable else None)


@contextmanager
def deciding() -> Iterator[Cursor]:
    """Open the transaction that decides and writes entries; refuses inside another one."""
    with _outermost(changing=False) as cursor:
        yield cursor


@contextmanager
def changing() -> Iterator[Cursor]:
    """Open the transaction that changes standings; refuses inside another one."""
    with _outermost(changing=True) as cursor:
        yield cursor


@contextmanager
def _outermost(*, changing: bool) -> Iterator[Cursor]:
    ours = connections[DEFAULT_DB_ALIAS]  # looked up once: the proxy looks it up for every attribute
    if ours.in_atomic_block or getattr(_here, "cursor", None) is not None:
        raise RuntimeError("the ledger's transactions are the outermost: leave the one you are in first")
    work: Work | None = None
    durable = False
    try:
        with reported(), queueing.turn(ours):
            cursor = raw_cursor()
            if cursor.vendor == "sqlite":
                cursor.execute("PRAGMA synchronous=FULL")
            else:
                pending.refuse_when_behind(cursor, str(ours.settings_dict["NAME"]))
            with transaction.atomic(durable=True):
                work = cursor.work = Work(changing=changing, head=_begin(cursor, changing=changing))
                _here.cursor = cursor
                try:
                    yield cursor
                    if (rider := getattr(_here, "rider", None)) is not None:
                        rider(cursor)
                    for finish in work.before:
                        finish(cursor)
                    if work.changes:
                        cursor.execute("UPDATE ledger_head SET number = %s WHERE id = 1", (work.head + work.changes,))
                finally:
                    _here.cursor = None
            durable = True
    finally:
        if work is not None:
            _newest[0] = max(_newest[0], work.head + (work.changes if durable else 0))
        for told in work.after if work else ():
            told(durable)


def newest() -> int:
    """Return the number of the newest change that this process knows of; -1 while it knows of none."""
    return _newest[0]


def take_head(cursor: Cursor) -> None:
    """Wait until everybody who decides is done, and hold newcomers back until this change is committed."""
    if not cursor.work.changing:
        raise RuntimeError("only inside changing()")
    if cursor.vendor == "postgresql":
        cursor.execute("SELECT number FROM ledger_head WHERE id = 1 FOR UPDATE")


@contextmanager
def reading() -> Iterator[Cursor]:
    """Open a snapshot to read from with the raw cursor only: one state of everything, whatever is written meanwhile."""
    if connection.in_atomic_block or getattr(_here, "cursor", None) is not None:
        raise RuntimeError("a snapshot is the outermost: leave the transaction you are in first")
    with reported():
        cursor = raw_cursor()
        postgresql = cursor.vendor == "postgresql"
        cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY" if postgresql else "BEGIN DEFERRED")
        _here.cursor = cursor
        try:
            yield cursor
        finally:
            _here.cursor = None
            cursor.execute("ROLLBACK")


def _begin(cursor: Cursor, *, changing: bool) -> int:
    if cursor.vendor == "postgresql":
        from .served import at_once

        return at_once(connection.connection, _CHANGING if changing else _DECIDING)
    cursor.execute(_HEAD)
    number, generation = cursor.fetchone()
    keyring.notice(generation)
    return int(number)


# Together with the head, whether another process turned a key: nothing is written under one that is to be destroyed.
_HEAD = "SELECT number, (SELECT generation FROM keys_instance WHERE id = 1) FROM ledger_head WHERE id = 1"
_DURABLE = f"BEGIN; SET LOCAL synchronous_commit = on; SET LOCAL lock_timeout = '{LOCK_TIMEOUT}'; "
_TURN = "SELECT number FROM ledger_head WHERE id = 2 FOR UPDATE"
_DECIDING = f"{_DURABLE}EXECUTE {prepared.named(f'{_HEAD} FOR SHARE OF ledger_head')}".encode()
_CHANGING = f"{_DURABLE}EXECUTE {prepared.named(_TURN)}; EXECUTE {prepared.named(_HEAD)}".encode()


_CLOSED = {
    sqlite3.SQLITE_FULL: "the disk is full",
    sqlite3.SQLITE_READONLY: "the database cannot be written",
    sqlite3.SQLITE_IOERR: "the disk does not answer",
    sqlite3.SQLITE_CANTOPEN: "the database cannot be opened",
    sqlite3.SQLITE_BUSY: "the database is held by somebody else",
    sqlite3.SQLITE_LOCKED: "the database is held by somebody else",
}


@contextmanager
def reported() -> Iterator[None]:
    """Turn what only means that the database is not there for us into Unavailable; for reading outside both, too."""
    try:
        yield
    except _errors() as error:
        why = _why(error) or (_why(error.__cause__) if error.__cause__ else None)
        if why is None:
            raise
        raise Unavailable(why) from error


def _why(error: BaseException) -> str | None:
    if isinstance(error, sqlite3.OperationalError):
        return _CLOSED.get(getattr(error, "sqlite_errorcode", 0) & 0xFF)
    if isinstance(error, OSError) and error.errno in {errno.ENOSPC, errno.EROFS, errno.EACCES}:
        return "the folder of the database cannot be written"
    if isinstance(error, _driver()):
        from .served import why

        return why(error)
    return None


def _errors() -> tuple[type[BaseException], ...]:
    return (sqlite3.OperationalError, DjangoError, OSError, *_driver())


def _driver() -> tuple[type[BaseException], ...]:
    """PostgreSQL's errors; none where its driver is not loaded, since nobody raises them there."""
    loaded = sys.modules.get("psycopg")
    return (loaded.Error,) if loaded is not None else ()
