"""Another machine: an empty home and an empty database, while the first instance stays where it is."""

from __future__ import annotations

import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connections

from seiyaku.keys import memory
from seiyaku.ledger import roles
from tests.conftest import _create, _drop


@contextmanager
def elsewhere(instance: Path, template: str, owner: str) -> Iterator[Path]:
    """Be another machine that has a copy of the operator's key; on PostgreSQL as the owner of the database."""
    mine = connections["default"].settings_dict
    before = {name: mine[name] for name in ("NAME", "USER")}
    home = instance.parent / f"other-{uuid.uuid4().hex[:6]}"
    home.mkdir(mode=0o700)
    shutil.copy(instance / "operator.key", home)
    sqlite = mine["ENGINE"].endswith("sqlite3")
    connections.close_all()
    memory.forget()
    mine["USER"] = owner if not sqlite else mine["USER"]
    mine["NAME"] = str(home / "seiyaku.sqlite3") if sqlite else _create(f"r_{uuid.uuid4().hex}", template)
    settings.HOME = home
    try:
        yield home
    finally:
        if not sqlite:
            _drop(mine["NAME"])
        connections.close_all()
        mine.update(before)
        settings.HOME = instance
        memory.forget()


OWNER = "postgres"
APPLICATION = roles.APPLICATION
