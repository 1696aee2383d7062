"""An instance of its own for every test that asks: a folder, keys, and a migrated database copied from a template."""

from __future__ import annotations

import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.contrib.auth.hashers import ScryptPasswordHasher
from django.core.management import call_command
from django.db import connections
from pytest_django.plugin import DjangoDbBlocker

from seiyaku.keys import memory
from seiyaku.ledger import pending, roles
from seiyaku.ledger.sequencing import Sequencer

from .databases import copying
from .waiting import HANGS

# Passwords are hashed as in earnest, but not slowly: half a second of a core for each, and there are thousands.
SLOW = ScryptPasswordHasher.work_factor
ScryptPasswordHasher.work_factor = 2


@pytest.fixture(scope="session")
def template(django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A migrated, empty database to copy from; its name (PostgreSQL) or path (SQLite)."""
    with django_db_blocker.unblock():
        settings = connections["default"].settings_dict
        if settings["ENGINE"].endswith("sqlite3"):
            settings["NAME"] = str(tmp_path_factory.mktemp("template") / "template.sqlite3")
        else:
            settings["NAME"] = _create(f"template_{uuid.uuid4().hex[:8]}", "template0")
        call_command("migrate", verbosity=0)
        if settings["ENGINE"].endswith("postgresql"):
            with connections["default"].cursor() as cursor:
                roles.create(cursor)
                roles.install(cursor)
        if settings["ENGINE"].endswith("sqlite3"):
            with connections["default"].cursor() as cursor:
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connections.close_all()
        return str(settings["NAME"])


def _create(name: str, source: str) -> str:
    settings = connections["default"].settings_dict
    connections.close_all()
    kept, settings["NAME"] = settings["NAME"], "postgres"
    try:
        with connections["default"].cursor() as cursor:
            cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{source}" STRATEGY {copying()}')
    finally:
        connections.close_all()
        settings["NAME"] = kept
    return name


def _drop(name: str) -> None:
    settings = connections["default"].settings_dict
    connections.close_all()
    settings["NAME"] = "postgres"
    with connections["default"].cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    connections.close_all()


@pytest.fixture
def blank(
    template: str, tmp_path: Path, django_db_blocker: DjangoDbBlocker, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Path]:
    """An instance with migrated tables and nothing in them; returns its folder (`SEIYAKU_HOME`)."""
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    monkeypatch.setenv("SEIYAKU_HOME", str(home))
    monkeypatch.setattr(django_settings, "HOME", home)
    settings = connections["default"].settings_dict
    sqlite = settings["ENGINE"].endswith("sqlite3")
    with django_db_blocker.unblock():
        connections.close_all()
        memory.forget()
        if sqlite:
            settings["NAME"] = str(shutil.copy(template, home / "seiyaku.sqlite3"))
            yield home
        else:
            settings["NAME"] = _create(f"t_{uuid.uuid4().hex}", template)
            with _as_the_application(settings, monkeypatch):
                yield home
            _drop(settings["NAME"])
        memory.forget()
        connections.close_all()
        settings["NAME"] = template


@contextmanager
def _as_the_application(settings: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The test works in the application's role, which owns nothing; a sequencer in its own role places entries."""
    owner, settings["USER"] = settings["USER"], roles.APPLICATION
    monkeypatch.setattr(django_settings, "SEQUENCER_DATABASE", {"USER": roles.SEQUENCER})
    monkeypatch.setattr(pending, "TOO_OLD", HANGS)  # on a busy machine entries may well wait for five seconds
    sequencer = Sequencer()
    sequencer.start()
    try:
        yield
    finally:
        sequencer.stop()
        sequencer.join(HANGS)
        settings["USER"] = owner


@pytest.fixture
def instance(blank: Path) -> Path:
    """An instance with its operator's key and its keyring; returns its folder."""
    from seiyaku.keys.keyring import create_keyring
    from seiyaku.keys.operator import create_file

    create_file(blank / "operator.key")
    create_keyring()
    return blank
