"""
What an instance is founded on: its tables, and on PostgreSQL the roles it works in (policy 3-3).

The owner's address serves for founding only. The instance knows two others, made here with passwords of their own: the
application's, which can neither change nor remove a ledger entry, and the sequencer's.
"""

from __future__ import annotations

import secrets
from typing import NamedTuple
from urllib.parse import quote, unquote, urlsplit

from seiyaku.core.errors import InputError

from . import schema
from .beginnings import WHERE


class Addresses(NamedTuple):
    """How the instance's two roles reach its database."""

    application: str
    sequencer: str


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
