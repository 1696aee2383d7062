"""
What an instance is founded on: an empty database, its tables, and on PostgreSQL the roles it works in (policy 3-3).

The owner's address serves for founding only. The instance knows two others, made here with passwords of their own: the
application's, which can neither change nor remove a ledger entry, and the sequencer's.
"""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote, unquote, urlsplit

from seiyaku.core.errors import InputError, Unavailable

from . import schema

WHERE = "the database"
_FUNCTIONS = (
    "SELECT p.oid::regprocedure::text FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace"
    " AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')"
)


class Addresses(NamedTuple):
    """How the instance's two roles reach its database."""

    application: str
    sequencer: str


def demand_empty() -> None:
    """
    Refuse a database that cannot be reached, or that holds something.

    Raises:
        InputError: there are tables in it.
        Unavailable: nobody answers there, or not to us.
    """
    from django.db import Error, connection

    try:
        connection.ensure_connection()
        tables = connection.introspection.table_names()
    except Error as error:
        said = (str(error).strip().splitlines() or [type(error).__name__])[0]
        raise Unavailable(f"{WHERE} cannot be reached: {said}") from None
    if tables:
        raise InputError(where=WHERE, found=f"{len(tables)} tables in it", expected="an empty database")


def lay(url: str) -> Addresses | None:
    """Make the tables, and on PostgreSQL the roles; return the roles' addresses, made from the owner's."""
    from django.core.management import call_command
    from django.db import connection

    if connection.vendor != "sqlite" or not schema.lay():
        call_command("migrate", verbosity=0, interactive=False)
    return give_roles(url) if connection.vendor == "postgresql" else None


def give_roles(url: str) -> Addresses:
    """Make the two roles of this database, as its owner, and give them what they may do."""
    from django.db import ProgrammingError, connection
    from psycopg import sql

    from seiyaku.ledger import roles

    made: list[str] = []
    with connection.cursor() as cursor:
        names = role_names(str(connection.settings_dict["NAME"]))
        try:
            roles.create(cursor, *names)
            for name in names:
                password = secrets.token_urlsafe(32)
                said = sql.SQL("ALTER ROLE {} PASSWORD {}").format(sql.Identifier(name), sql.Literal(password))
                cursor.execute(said)
                made.append(_address(url, name, password))
            roles.install(cursor, *names)
        except ProgrammingError:
            raise InputError(
                where=WHERE, found="a role that may not make roles", expected="its owner, with CREATEROLE"
            ) from None
    return Addresses(*made)


def role_names(database: str) -> tuple[str, str]:
    """Return what the roles of a database are called: two instances on one server share none."""
    return f"{database[:50]}_app", f"{database[:50]}_sequencer"


def _address(url: str, name: str, password: str) -> str:
    parts = urlsplit(url)
    place = parts.netloc.rpartition("@")[2]
    return parts._replace(netloc=f"{quote(name, safe='')}:{password}@{place}").geturl()


def work_as_the_application(addresses: Addresses | None) -> None:
    """From here on this process works in the instance's own roles."""
    if addresses is None:
        return
    from django.conf import settings
    from django.db import connections

    connections.close_all()
    connections["default"].settings_dict.update(_who(addresses.application))
    settings.SEQUENCER_DATABASE = _who(addresses.sequencer)


def _who(address: str) -> dict[str, str]:
    parts = urlsplit(address)
    return {"USER": unquote(parts.username or ""), "PASSWORD": unquote(parts.password or "")}


@dataclass(slots=True)
class Undo:
    """What may be taken back: the tables and roles only in a database that was seen to be empty."""

    was_empty: bool = False


@contextmanager
def undone(home: Path, *, ours: bool) -> Iterator[Undo]:
    """Take everything back when what is inside fails: what was filled in, and the folder where it is `ours`."""
    from django.db import connections

    mine = connections["default"].settings_dict
    owner = {name: mine[name] for name in ("USER", "PASSWORD")}
    undo = Undo()
    try:
        yield undo
    except BaseException:
        connections.close_all()
        connections["default"].settings_dict.update(owner)
        with suppress(Exception):  # what failed is told, not that tidying up after it failed too
            if undo.was_empty:
                _sweep_database()
        connections.close_all()
        for path in home.iterdir():
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        if ours:
            home.rmdir()
        raise


def _sweep_database() -> None:
    from django.db import connection
    from psycopg import sql

    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(sql.SQL("DROP TABLE IF EXISTS {} CASCADE").format(sql.Identifier(table)))
        cursor.execute(_FUNCTIONS)
        for (function,) in cursor.fetchall():
            cursor.execute(sql.SQL("DROP FUNCTION IF EXISTS ") + sql.SQL(function) + sql.SQL(" CASCADE"))
        for name in role_names(str(connection.settings_dict["NAME"])):
            cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [name])
            if cursor.fetchone():
                cursor.execute(sql.SQL("DROP OWNED BY {}").format(sql.Identifier(name)))
                cursor.execute(sql.SQL("DROP ROLE {}").format(sql.Identifier(name)))


def put_in_place(stage: Path, home: Path) -> None:
    """Let the finished folder appear where it is to be, at once or not at all."""
    from django.db import connections

    connections.close_all()
    if home.exists():
        home.rmdir()
    stage.rename(home)
