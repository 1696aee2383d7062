"""The same house as the door's tests, and everything that can be asked of it afterwards."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from urllib.parse import quote

from django.db import connection, connections

from seiyaku.ledger import forms, roles, sequencing, verification
from seiyaku.ledger.transactions import deciding
from seiyaku.vault import writing
from seiyaku.vault.models import Person, Quarantine
from tests.door.conftest import House, house

__all__ = ["House", "environment", "house", "marks", "unwhole"]


def marks(ordinals: object) -> dict[int, bytes]:
    """The marks of everybody held and of every row in quarantine, for checking who is named in which entry."""
    tables = Person.objects.values_list("ord", "mark"), Quarantine.objects.values_list("ord", "mark")
    return {int(ordinal): bytes(mark) for table in tables for ordinal, mark in table}


def unwhole() -> list[str]:
    """Everything that does not fit: ledger against tree and people, cells against acts, acts against entries."""
    sequencing.place_all()
    found = [f"{each.what}: {each.why}" for each in verification.verify(marks).findings]
    with deciding() as cursor:
        found += [f"vault: {each}" for each in writing.verify(cursor)]
        told = [digest.hex() for digest in writing.written(cursor)]
        bodies = list(forms.bodies(cursor))
    entries = sorted(digest for body in bodies for digest in _digests(body))
    if sorted(told) != entries:
        found.append(f"{len(told)} changes of cells, {len(entries)} entries that tell of one")
    return found


def _digests(body: bytes) -> list[str]:
    import orjson

    said = orjson.loads(body)
    return [said["digest"]] if len(said.get("digest", "")) == 64 else []


def environment(home: Path) -> dict[str, str]:
    """What another process needs to work on the same instance."""
    settings = connections["default"].settings_dict
    given = {**os.environ, "SEIYAKU_HOME": str(home), "DJANGO_SETTINGS_MODULE": "seiyaku.config.settings"}
    given |= {"PYTHONPATH": os.pathsep.join(sys.path), "OPENBLAS_NUM_THREADS": "1"}
    if connection.vendor == "sqlite":
        return given | {"SEIYAKU_DATABASE_URL": f"sqlite:///{settings['NAME']}"}
    where = f"@/{settings['NAME']}?host={quote(str(settings['HOST']))}"
    given["SEIYAKU_DATABASE_URL"] = f"postgresql://{settings['USER']}{where}"
    return given | {"SEIYAKU_SEQUENCER_DATABASE_URL": f"postgresql://{roles.SEQUENCER}{where}"}
