"""
What is begun in a folder and an empty database, and either finishes or leaves nothing: founding, restoring.

* the folder carries a mark (`.begun`) until all is done; whoever finds the mark finds something that was cut short,
  clears it away and begins anew. While the work goes on the mark is locked, so nobody takes it for a remnant
* the database is told the mark's number before anything is put into it (SQLite: a file beside its own; PostgreSQL: a
  table), so only what this very beginning filled is emptied again

`settings.env` is written last, all of it or nothing: a folder that has it is an instance.
"""

from __future__ import annotations

import fcntl
import os
import secrets
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from seiyaku.core.errors import InputError, Unavailable

from .newfile import put_in_place

MARK = ".begun"
TABLE = "seiyaku_begun"
SETTINGS = "settings.env"
WHERE = "the database"
ELSEWHERE = "what a founding or restoration begun elsewhere left in it"
_FUNCTIONS = (
    "SELECT p.oid::regprocedure::text FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace"
    " AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')"
)


@dataclass(slots=True)
class Beginning:
    """
    Something begun in `folder`; `ours`: it made the folder.

    `owner`: who fills the database, once it does; `beside`: the file that tells SQLite's database by whom it is filled.
    """

    folder: Path
    number: str
    ours: bool
    lock: int
    owner: dict[str, str] = field(default_factory=dict)
    beside: Path | None = None
    placed: bool = False

    def fill(self) -> None:
        """
        Take the database, which must be empty but for what this beginning left there when it was cut short.

        Raises:
            InputError: there is something in it.
            Unavailable: nobody answers there, or not to us.
        """
        from django.db import Error, connection

        try:
            connection.ensure_connection()
            tables = connection.introspection.table_names()
            if tables and _number_in_database() == self.number:
                _empty_database()
                tables = connection.introspection.table_names()
        except Error as error:
            said = (str(error).strip().splitlines() or [type(error).__name__])[0]
            raise Unavailable(f"{WHERE} cannot be reached: {said}") from None
        if tables:
            elsewhere = _number_in_database() is not None
            raise InputError(
                where=WHERE,
                found=ELSEWHERE if elsewhere else f"{len(tables)} tables in it",
                expected="an empty database",
            )
        self.owner = {name: connection.settings_dict[name] for name in ("USER", "PASSWORD")}
        self.beside = _tell_database(self.number)

    def undo(self) -> None:
        """Take everything back: what was filled in, and the folder's contents; what is in place already stays."""
        from django.db import connections

        if self.placed:
            return
        if self.owner:
            connections.close_all()
            connections["default"].settings_dict.update(self.owner)
            with suppress(Exception):  # what failed is told, not that tidying up after it failed too
                _empty_database()
            connections.close_all()
        _clear(self.folder)
        (self.folder / MARK).unlink()
        if self.ours:
            self.folder.rmdir()

    def done(self) -> None:
        """Say that all is done: nothing is a remnant any more. PostgreSQL's table stays, and means nothing."""
        if self.beside is not None:
            self.beside.unlink()
        (self.folder / MARK).unlink()

    def put_in_place(self, home: Path) -> None:
        """Let the finished folder appear where it is to be, at once or not at all."""
        from django.db import connections

        connections.close_all()
        if home.exists():
            home.rmdir()
        self.folder.rename(home)
        self.placed = True
        if self.beside is not None and self.beside.is_relative_to(self.folder):
            self.beside = home / self.beside.relative_to(self.folder)
        self.folder = home


@contextmanager
def begun(folder: Path, *, stage: bool = False) -> Iterator[Beginning]:
    """
    Begin in `folder`, which must be empty, new, or what an earlier beginning left; take everything back on failure.

    `stage`: the folder is one that only ever holds something begun, so whatever is in it may go.

    Raises:
        InputError: there is something else in the folder.
        Unavailable: somebody is at it right now.
    """
    beginning = _begin(folder, stage=stage)
    try:
        yield beginning
    except BaseException:
        beginning.undo()
        raise
    finally:
        os.close(beginning.lock)


def stage(home: Path) -> Path:
    """Return the folder beside `home` in which an instance is restored."""
    return home.with_name(f".{home.name}.restoring")


def is_remnant(folder: Path) -> bool:
    """Tell whether the folder holds something that was begun and not finished, or is being finished right now."""
    return (folder / MARK).exists() and not (folder / SETTINGS).exists()


def write_settings(folder: Path, lines: Sequence[str]) -> None:
    """Write `settings.env`: all of it or nothing."""
    put_in_place(folder / SETTINGS, "\n".join(lines) + "\n", mode=0o600)


def _begin(folder: Path, *, stage: bool) -> Beginning:
    ours = not folder.exists()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not stage and (folder / SETTINGS).exists():
        raise InputError(where=str(folder), found="an instance", expected="an empty or a new folder")
    if not stage and not (folder / MARK).exists() and any(folder.iterdir()):
        raise InputError(where=str(folder), found="a folder with something in it", expected="an empty or a new folder")
    folder.chmod(0o700)
    lock = os.open(folder / MARK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(lock)
        raise Unavailable(f"somebody is founding or restoring in {folder} right now") from None
    number, _, made = os.read(lock, 100).decode(errors="replace").partition(" ")
    if len(number) == 32 and made:
        ours = made.strip() == "ours"
    else:
        number = secrets.token_hex(16)
        os.pwrite(lock, f"{number} {'ours' if ours else 'given'}\n".encode(), 0)
    _clear(folder)
    return Beginning(folder, number, ours, lock)


def _clear(folder: Path) -> None:
    for path in folder.iterdir():
        if path.name != MARK:
            shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()


def _beside() -> Path:
    """Return where SQLite's database is told by whom it is being filled."""
    from django.db import connection

    where = Path(str(connection.settings_dict["NAME"]))
    return where.with_name(f"{where.name}.begun")


def _number_in_database() -> str | None:
    """Return the number of the beginning that filled this database, if one was told."""
    from django.db import connection

    if connection.vendor == "sqlite":
        path = _beside()
        return path.read_text(encoding="ascii", errors="replace") if path.is_file() else None
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass(%s) IS NOT NULL", [f"public.{TABLE}"])
        if not cursor.fetchone()[0]:
            return None
        cursor.execute(f"SELECT number FROM {TABLE}")
        row = cursor.fetchone()
    return str(row[0]) if row else None


def _tell_database(number: str) -> Path | None:
    """Tell the database by whom it is being filled; return the file that says so, on SQLite."""
    from django.db import connection, transaction

    if connection.vendor == "sqlite":
        _beside().write_text(number, encoding="ascii")
        return _beside()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE {TABLE} (number text NOT NULL)")
        cursor.execute(f"INSERT INTO {TABLE} (number) VALUES (%s)", [number])
    return None


def _empty_database() -> None:
    from django.db import connection, connections

    if connection.vendor == "sqlite":
        connections.close_all()
        where = Path(str(connection.settings_dict["NAME"]))
        for suffix in ("", "-wal", "-shm", ".lock"):
            where.with_name(where.name + suffix).unlink(missing_ok=True)
        _beside().unlink(missing_ok=True)
        return
    from psycopg import sql

    from .foundations import role_names

    with connection.cursor() as cursor:
        cursor.execute(_FUNCTIONS)
        functions = [function for (function,) in cursor.fetchall()]
        tables = connection.introspection.table_names()
        for table in filter(TABLE.__ne__, tables):
            cursor.execute(sql.SQL("DROP TABLE IF EXISTS {} CASCADE").format(sql.Identifier(table)))
        for function in functions:
            cursor.execute(sql.SQL("DROP FUNCTION IF EXISTS ") + sql.SQL(function) + sql.SQL(" CASCADE"))
        for name in role_names(str(connection.settings_dict["NAME"])):
            cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [name])
            if cursor.fetchone():
                cursor.execute(sql.SQL("DROP OWNED BY {}").format(sql.Identifier(name)))
                cursor.execute(sql.SQL("DROP ROLE {}").format(sql.Identifier(name)))
        cursor.execute(f"DROP TABLE IF EXISTS {TABLE}")  # the last: until then it says whose remnants these are
