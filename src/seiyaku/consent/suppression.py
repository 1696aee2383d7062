"""
Refusals that outlive erasure, as keyed hashes of where somebody could be reached (policy 4-1-F, 4-1-G): a mail address,
a telephone number, a name at a postal address.

They are made when a person who refused is erased, and honoured whenever somebody is to be reached at the same place:
when they are taken in, let out of quarantine, moved there, or merged. Outside they stand in the sealed take-away list,
so that a restoration keeps what was refused after its backup.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils import timezone

from seiyaku.keys import blind
from seiyaku.ledger.transactions import Cursor, current, raw_cursor, take_head
from seiyaku.papers.naming import new_ref
from seiyaku.vault.standings import turn
from seiyaku.vault.statements import marks, run

from . import queries
from .models import Refusal, Suppression

CHUNK = 500
CHAIN = "suppressed"


def suppress(purposes: Iterable[str], contacts: Iterable[tuple[str, str]], *, on: dt.date) -> int:
    """
    Keep keyed hashes so that refusals outlive an erasure; return how many.

    `contacts`: (field name, normalised value), from the hands of the erasure. They are hashed and let go.
    """
    take_head(current())  # numbers in the order of commits: whoever carries them outside misses none
    rows = [
        Suppression(field=field, purpose=purpose, key=key, digest=digest, made_on=on)
        for field, value in contacts
        for key, digest in blind.suppressions(field, value)
        for purpose in purposes
    ]
    Suppression.objects.bulk_create(rows, ignore_conflicts=True, batch_size=CHUNK)
    return len(rows)


def since(cursor: Cursor, number: int) -> list[list[Any]]:
    """Return the hashes after `number`, as they are carried outside: number, field, purpose, key, digest, day."""
    cursor.execute(
        "SELECT id, field, purpose, key, digest, made_on FROM consent_suppression WHERE id > %s ORDER BY id", (number,)
    )
    return [
        [int(row), field, purpose, int(key), bytes(digest).hex(), str(day)]
        for row, field, purpose, key, digest, day in cursor.fetchall()
    ]


def newest(cursor: Cursor) -> int:
    """Return the number of the newest hash."""
    cursor.execute("SELECT coalesce(max(id), 0) FROM consent_suppression")
    return int(cursor.fetchone()[0])


def keep_again(rows: Sequence[Sequence[Any]]) -> int:
    """Keep hashes that were carried outside, as `since` gave them; return how many."""
    kept = [
        Suppression(
            field=field, purpose=purpose, key=key, digest=bytes.fromhex(digest), made_on=dt.date.fromisoformat(day)
        )
        for _, field, purpose, key, digest, day in rows
    ]
    Suppression.objects.bulk_create(kept, ignore_conflicts=True, batch_size=CHUNK)
    return len(kept)


def exist(fields: Iterable[str] = ()) -> bool:
    """Say whether any refusal has outlived anybody (at one of `fields`): if none has, no address need be looked at."""
    named = list(fields)
    at = f" WHERE field IN ({marks(len(named))})" if named else ""
    return run(raw_cursor(), f"SELECT 1 FROM consent_suppression{at} LIMIT 1", named).fetchone() is not None


def honour(cursor: Cursor, people: Iterable[tuple[int, Iterable[tuple[str, str]]]], bits: Mapping[str, int]) -> int:
    """
    Refuse anew, for people just taken in, what whoever had their addresses refused before being erased (4-1-G).

    `people`: (ordinal, pairs of field name and normalised value). Nobody has leaned on their standing yet, so no
    change is numbered. Returns how many refusals there are now.
    """
    if not exist():
        return 0
    rows = []
    for person, contacts in people:
        for purpose in sorted(queries.suppressed(contacts)):
            rows.append(
                Refusal(
                    ref=new_ref("refusal"),
                    person=person,
                    purpose=purpose,
                    method="suppression",
                    refused_at=timezone.now(),
                )
            )
            turn(cursor, person, "refusals", on=1 << bits[purpose])
    Refusal.objects.bulk_create(rows, batch_size=CHUNK)
    return len(rows)
