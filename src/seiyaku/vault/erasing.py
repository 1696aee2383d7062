"""
Erasing: find first, forget second, then search (policy 2-1, 2-3; arts. 22, 35).

`find` gathers everything that is held on a person, before anything goes: rows, files, and the bytes to search for.
`forget` deletes rows, past, indexes, attachments, key and mark in the caller's transaction. After its commit,
`attachments.sweep` removes the files, `searching.settle` takes the last copies out of the write-ahead log, and
`searching.search` looks for the bytes in everything on disk.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from seiyaku.core.errors import NotFound

from . import relations
from .attachments import path, storage
from .searching import Needles
from .statements import Cursor, run, run_many
from .writing import Changes, settle

_SEALED = ("sheet", "fact", "episode", "attachment")
_INDEXED = ("blind", "unique")
_STANDING = ("lastuse",)
_HEAD = 64  # the head of a sealed file: its mark, its random salt, its chunk size, and the first ciphertext


@dataclass(frozen=True, slots=True)
class Found:
    """
    Everything held on one person: how many of what, the files, and the bytes that must not be found afterwards.

    `merged`: ordinals and marks that were merged into the person; the entries that name them are the person's too.
    """

    ordinal: int
    mark: bytes
    merged: tuple[tuple[int, bytes], ...]
    counts: dict[str, int]
    files: tuple[str, ...]
    sealed: tuple[bytes, ...]
    needles: Needles


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What `forget` did; `digest` goes into the entry of the erasure."""

    ordinal: int
    mark: bytes
    counts: dict[str, int]
    digest: bytes


def find(cursor: Cursor, ordinal: int, values: Iterable[str] = ()) -> Found:
    """
    Find everything held on a person. `values` are the plain texts, which only the door can open.

    Raises:
        NotFound: nobody has this ordinal, or has it any more.
    """
    who = run(cursor, "SELECT pid, mark FROM vault_person WHERE ord = %s", (ordinal,)).fetchone()
    if who is None:
        raise NotFound("person")
    needles = Needles()
    run(cursor, "SELECT ord, pid, mark FROM vault_person WHERE merged_into = %s ORDER BY ord", (ordinal,))
    merged = [(int(line[0]), bytes(line[1]), bytes(line[2])) for line in cursor.fetchall()]
    for pid, mark in [(bytes(who[0]), bytes(who[1])), *((pid, mark) for _, pid, mark in merged)]:
        needles.binary("public id", pid)
        needles.binary("mark", mark)
    for value in values:
        needles.text("value", value)
    counts, sealed = {}, []
    for table in _SEALED:
        bodies = [
            bytes(b) for (b,) in run(cursor, f"SELECT body FROM vault_{table} WHERE person = %s", (ordinal,)).fetchall()
        ]
        counts[table] = len(bodies)
        sealed += bodies
    for body in sealed:
        needles.binary("ciphertext", body)
    for (wrapped,) in run(cursor, "SELECT wrapped FROM vault_personkey WHERE person = %s", (ordinal,)).fetchall():
        needles.binary("wrapped key", bytes(wrapped))
    for salt in relations.salts(cursor, ordinal):
        needles.binary("relation", salt)
    for digest in _digests(cursor, ordinal):
        needles.digest(digest)
    files = tuple(
        path(bytes(r))
        for (r,) in run(cursor, "SELECT ref FROM vault_attachment WHERE person = %s", (ordinal,)).fetchall()
    )
    _heads(files, needles)
    return Found(ordinal, bytes(who[1]), tuple((o, m) for o, _, m in merged), counts, files, tuple(sealed), needles)


def _digests(cursor: Cursor, ordinal: int) -> list[bytes]:
    """Return the digests that stand for this person alone; one shared with somebody of the same name is theirs too."""
    found: list[bytes] = []
    for table in _INDEXED:
        run(
            cursor,
            f"SELECT mine.digest FROM vault_{table} AS mine WHERE mine.person = %s AND NOT EXISTS (SELECT 1 FROM"
            f" vault_{table} AS other WHERE other.field = mine.field AND other.digest = mine.digest"
            " AND other.person <> mine.person)",
            (ordinal,),
        )
        found += [bytes(line[0]) for line in cursor.fetchall()]
    return found


def _heads(files: tuple[str, ...], needles: Needles) -> None:
    if not files:
        return
    system, folder = storage()
    for file in files:
        if system.exists(f"{folder}/{file}"):
            needles.binary("attachment", bytes(system.read_block(f"{folder}/{file}", 0, _HEAD)))


def forget(cursor: Cursor, found: Found) -> Forgotten:
    """Delete everything that was found, in the caller's transaction; files are left to be swept after its commit."""
    changes = Changes()
    for body in found.sealed:
        changes.remove(body)
    relations.forget(cursor, found.ordinal, changes)
    run_many(cursor, "INSERT INTO vault_sweep (path) VALUES (%s)", [(file,) for file in found.files])
    for table in (*_SEALED, *_INDEXED, *_STANDING, "personkey"):
        run(cursor, f"DELETE FROM vault_{table} WHERE person = %s", (found.ordinal,))
    run(
        cursor,
        "DELETE FROM vault_representative WHERE person = %s OR organisation = %s",
        (found.ordinal, found.ordinal),
    )
    run(cursor, "DELETE FROM vault_person WHERE ord = %s OR merged_into = %s", (found.ordinal, found.ordinal))
    return Forgotten(found.ordinal, found.mark, found.counts, settle(cursor, changes))
