"""Getting Django and the instance ready for a command that needs them, and who is signed in."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from seiyaku.core.errors import Unavailable
from seiyaku.keys import memory, places

UNSET = "not-a-secret"


def get_ready(*, instance: bool) -> None:
    """Set up Django; with `instance`, refuse a folder that `seiyaku init` has not made."""
    _enter()
    import django

    django.setup()
    memory.settle()
    if instance:
        demand_instance()


def _enter() -> None:
    os.umask(0o077)  # whatever a command writes belongs to its owner alone
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "seiyaku.config.settings")


def demand_instance() -> None:
    """Read the settings, without setting Django up, and refuse a folder that `seiyaku init` has not made."""
    _enter()
    from django.conf import settings

    from . import beginnings

    if beginnings.is_remnant(settings.HOME):
        raise Unavailable(f"the founding of {settings.HOME} is under way, or was cut short: run `seiyaku init` again")
    if beginnings.stage(settings.HOME).exists() and not settings.HOME.exists():
        raise Unavailable(
            f"the restoration of {settings.HOME} is under way, or was cut short: run `seiyaku restore from` again"
        )
    if settings.SECRET_KEY.startswith(UNSET):
        raise Unavailable(f"no instance in {settings.HOME}: run `seiyaku init` first, or name its folder with --home")
    _demand_own(settings.HOME)


def _demand_own(home: Path) -> None:
    if not home.is_dir():
        return
    found = home.stat()
    if os.geteuid() not in {0, found.st_uid}:
        raise Unavailable(f"{home} belongs to another user: let them run it, or name another folder with --home")
    if stat.S_IMODE(found.st_mode) & 0o077:
        raise Unavailable(f"{home} is open to other users: chmod 700 it")


def demand_key() -> None:
    """Refuse to begin where the operator's key is not where the settings say."""
    from django.conf import settings

    if not settings.OPERATOR_KEY_NEXT:  # while it is being changed, either may be the one
        places.demand_there(settings.OPERATOR_KEY, settings.HOME)


@contextmanager
def placing() -> Iterator[None]:
    """On PostgreSQL, have a sequencer place what the command writes, whether or not the house is served meanwhile."""
    from django.db import connection

    if connection.vendor != "postgresql":
        yield
        return
    from psycopg import Error

    from seiyaku.ledger import sequencing

    sequencer = sequencing.Sequencer()
    with suppress(Error):  # a database that is not there: the command itself says so, the doctor most of all
        sequencing.place_all()
        sequencer.start()
    try:
        yield
    finally:
        if sequencer.is_alive():
            sequencer.stop()
            sequencing.place_all()
