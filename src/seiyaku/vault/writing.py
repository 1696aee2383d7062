"""
What every act that changes cells leaves behind: the digests of the ciphertexts it added and removed.

`settle` writes them in the caller's transaction and returns the digest for the act's ledger entry. `verify` finds cells
that are here though no act put them (an older one put back, a foreign one), and cells that are gone though none took
them away.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import blake2b

from .cells import digest
from .statements import Cursor, run

SIZE = 16
CELLS = (
    ("sheet", "SELECT person, kind, body FROM vault_sheet"),
    ("fact", "SELECT person, field, body FROM vault_fact"),
    ("episode", "SELECT person, field, body FROM vault_episode"),
    ("attachment", "SELECT person, field, body FROM vault_attachment"),
    ("quarantine", "SELECT ord, row_number, body FROM vault_quarantine"),
)


@dataclass(slots=True)
class Changes:
    """Digests gathered while an act writes."""

    added: list[bytes] = field(default_factory=list)
    removed: list[bytes] = field(default_factory=list)

    def add(self, sealed: bytes) -> bytes:
        """Remember a ciphertext put in place, and return it."""
        self.added.append(digest(sealed))
        return sealed

    def remove(self, sealed: bytes) -> None:
        """Remember a ciphertext taken away."""
        self.removed.append(digest(sealed))


def _covering(added: bytes, removed: bytes) -> bytes:
    return blake2b(len(added).to_bytes(8, "big") + added + removed, digest_size=32, person=b"seiyaku-written1").digest()


def settle(cursor: Cursor, changes: Changes) -> bytes:
    """Write down what the act changed; return the 32 bytes for its ledger entry."""
    added, removed = b"".join(changes.added), b"".join(changes.removed)
    covering = _covering(added, removed)
    run(cursor, "INSERT INTO vault_written (digest, added, removed) VALUES (%s, %s, %s)", (covering, added, removed))
    return covering


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that does not fit: a cell nobody put there (with its place), cells missing, or an altered record."""

    what: str
    person: int | None
    place: str
    count: int = 1


def written(cursor: Cursor) -> list[bytes]:
    """Return the digests of all acts, oldest first, to compare with those in the ledger's entries."""
    return [bytes(row[0]) for row in run(cursor, "SELECT digest FROM vault_written ORDER BY id").fetchall()]


def _split(digests: bytes) -> Iterator[bytes]:
    return (digests[at : at + SIZE] for at in range(0, len(digests), SIZE))


def verify(cursor: Cursor) -> list[Finding]:
    """Compare the cells that are here with what the acts say; an empty list means that they agree."""
    findings: list[Finding] = []
    due: Counter[bytes] = Counter()
    for number, said, added, removed in run(
        cursor, "SELECT id, digest, added, removed FROM vault_written ORDER BY id"
    ).fetchall():
        if _covering(bytes(added), bytes(removed)) != bytes(said):
            findings.append(Finding("altered", None, f"written {number}"))
        due.update(_split(bytes(added)))
        due.subtract(_split(bytes(removed)))
    for what, person, place, body in _cells(cursor):
        tag = digest(body)
        due[tag] -= 1
        if due[tag] < 0:
            findings.append(Finding("foreign", person, f"{what} {place}"))
    missing = sum(count for count in due.values() if count > 0)
    return [*findings, *([Finding("missing", None, "cells", missing)] if missing else [])]


def _cells(cursor: Cursor) -> Iterable[tuple[str, int, str, bytes]]:
    for what, question in CELLS:
        run(cursor, question)
        for person, place, body in cursor.fetchall():
            yield what, person, str(place), bytes(body)
