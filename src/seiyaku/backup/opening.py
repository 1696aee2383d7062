"""
Reading a backup's two files (policy 2-1): each with the private half of whom it is sealed to, to its very end.

Wrong key, wrong file, swapped files, a file cut short or altered, two files of different backups: each is said.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils import timezone

from seiyaku.core.errors import InputError, IntegrityError
from seiyaku.keys import recipients as envelopes
from seiyaku.keys.keyring import keyring
from seiyaku.ledger import sequencing, tree
from seiyaku.ledger.transactions import deciding, reading
from seiyaku.ledger.writing import record

from . import recipients
from .frames import Frames
from .models import Backup
from .taking import FORMAT, SYSTEM

SAYS = {"data": "the data file", "keys": "the key file"}


@dataclass(frozen=True, slots=True)
class Opened:
    """A file that is being read: what it is of, and its members in order."""

    about: dict[str, Any]
    members: Iterator[tuple[str, Iterator[bytes]]]


@contextmanager
def opened(path: Path, kind: str, keys: Path) -> Iterator[Opened]:
    """
    Open one of the two files.

    Raises:
        IntegrityError: it is not what it should be; `why` says how.
        NotFound: the private half is not in `keys` (a folder, or the one file).
    """
    what = f"{SAYS[kind]} {path.name}"
    with path.open("rb") as source:
        head, to = envelopes.addressed(source, what)
        if to.kind != kind:
            raise IntegrityError(what, f"is {SAYS.get(to.kind, 'something else')}: were the two swapped?")
        private = recipients.private(to, keys)
        members = Frames(envelopes.open_(private, head, source, what), what).members()
        name, pieces = next(members, ("", iter(())))
        about = json.loads(b"".join(pieces)) if name == "about" else {}
        if about.get("format") != FORMAT:
            raise IntegrityError(what, "does not read as a backup of this version")
        yield Opened(about, members)


def same(data: Opened, keys: Opened) -> None:
    """Refuse two files of different backups."""
    if (data.about["ref"], data.about["instance"]) != (keys.about["ref"], keys.about["instance"]):
        raise InputError(
            where="the key file", found=f"of backup {keys.about['ref']}", expected=f"of backup {data.about['ref']}"
        )


def test(data: Path, keys: Path, private: Path) -> dict[str, Any]:
    """
    Open both files to their ends and compare them with this instance; return what they are of. Nothing is restored.

    Raises:
        IntegrityError: they would not bring this instance back.
    """
    counts: dict[str, int] = {}
    with opened(data, "data", private) as first, opened(keys, "keys", private) as second:
        same(first, second)
        for part in (first, second):
            for name, pieces in part.members:
                counts[name.partition(":")[0]] = counts.get(name.partition(":")[0], 0) + 1
                for _ in pieces:
                    pass
    about = first.about
    if about["instance"] != keyring().instance.hex():
        raise IntegrityError("backup", "it is of another instance")
    with reading() as cursor:
        kept = tree.tiles(cursor)
        if about["size"] > kept.size or (about["size"] and kept.root(about["size"]).hex() != about["root"]):
            raise IntegrityError("backup", "its ledger is not a beginning of the one here")
    _tested(str(about["ref"]))
    return {"ref": about["ref"], "entries": about["size"], "members": counts}


def _tested(ref: str) -> None:
    with deciding():
        record({"act": "test-backup", "answer": "done", "ref": f"backup:{ref}", **SYSTEM})
        Backup.objects.filter(ref=ref).update(tested_at=timezone.now())
    sequencing.place_all()
