"""
What every act that changes cells leaves behind: the digests of the ciphertexts it added and removed.

`settle` writes them in the caller's transaction and returns the digest for the act's ledger entry. `verify` finds cells
that are here though no act put them (an older one put back, a foreign one), and cells that are gone though none took
them away.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import blake2b

from .cells import RELATION, RelationRow, digest, relation
from .statements import Cursor, run

SIZE = 16
RANGE = 4096  # people to a statement: memory stays flat whatever is held
CELLS = {
    "sheet": ("person", "kind"),
    "fact": ("person", "field"),
    "episode": ("person", "field"),
    "attachment": ("person", "field"),
    "quarantine": ("ord", "row_number"),
}


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


def verify(cursor: Cursor) -> list[Finding]:
    """Compare the cells that are here with what the acts say; an empty list means that they agree."""
    findings, added, removed = _acts(cursor)
    present = b"".join(digest(body) for _, _, body in _cells(cursor))
    missing, foreign = _balance(added, removed + present)
    if foreign:
        named = [(person, place) for person, place, body in _cells(cursor) if digest(body) in foreign]
        findings += [Finding("foreign", person, place) for person, place in named]
        if not named:
            findings.append(Finding("altered", None, "written: taken away, but never put there", len(foreign)))
    return [*findings, *([Finding("missing", None, "cells", missing)] if missing else [])]


def _acts(cursor: Cursor) -> tuple[list[Finding], bytes, bytes]:
    findings, came, went = [], bytearray(), bytearray()
    last = 0
    question = "SELECT id, digest, added, removed FROM vault_written WHERE id > %s ORDER BY id LIMIT 64"
    while lines := run(cursor, question, (last,)).fetchall():
        for number, said, added, removed in lines:
            if _covering(bytes(added), bytes(removed)) != bytes(said):
                findings.append(Finding("altered", None, f"written {number}"))
            came += bytes(added)
            went += bytes(removed)
            last = number
    return findings, bytes(came), bytes(went)


def _balance(plus: bytes, minus: bytes) -> tuple[int, set[bytes]]:
    """Return how many digests are only in `plus`, and which are in `minus` more often than in `plus`."""
    import numpy as np

    whole = len(plus) // SIZE * SIZE
    tags = np.frombuffer(plus[:whole] + minus[: len(minus) // SIZE * SIZE], dtype=">u8").reshape(-1, 2)
    if not len(tags):
        return 0, set()
    sign = np.where(np.arange(len(tags)) < whole // SIZE, 1, -1)
    order = np.lexsort((tags[:, 1], tags[:, 0]))
    tags, sign = tags[order], sign[order]
    first = np.concatenate(([True], (tags[1:] != tags[:-1]).any(axis=1)))
    sums = np.add.reduceat(sign, np.flatnonzero(first))
    heads = tags[first]
    return int(sums[sums > 0].sum()), {head.tobytes() for head in heads[sums < 0]}


def _cells(cursor: Cursor) -> Iterator[tuple[int, str, bytes]]:
    for table, (who, what) in CELLS.items():
        run(cursor, f"SELECT MIN({who}), MAX({who}) FROM vault_{table}")
        lowest, highest = cursor.fetchone()
        for start in range(lowest, highest + 1, RANGE) if lowest is not None else ():
            question = f"SELECT {who}, {what}, body FROM vault_{table} WHERE {who} BETWEEN %s AND %s"
            for person, place, body in run(cursor, question, (start, start + RANGE - 1)).fetchall():
                yield person, f"{table} {place}", bytes(body)
    yield from _relations(cursor)


def _relations(cursor: Cursor) -> Iterator[tuple[int, str, bytes]]:
    last = 0
    question = f"SELECT id, {', '.join(RELATION)} FROM vault_relation WHERE id > %s ORDER BY id LIMIT {RANGE}"
    while lines := run(cursor, question, (last,)).fetchall():
        for number, *line in lines:
            row, last = RelationRow.read(line), number
            yield row.person, f"relation {row.service or 'contract'}", relation(row)
