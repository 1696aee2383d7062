"""
Signed heads of the log, in the form of C2SP `tlog-checkpoint` (a signed note: origin, size, root).

https://c2sp.org/tlog-checkpoint. The key's name is the instance's; the origin ends in the number of the log, because a
restored instance starts a new one.
"""

from __future__ import annotations

import time
from base64 import b64decode, b64encode

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from seiyaku.core.errors import VerificationFailed
from seiyaku.keys import signing
from seiyaku.keys.keyring import keyring

from . import tree
from .transactions import Cursor, deciding, raw_cursor, reading


def name() -> str:
    """Return the name this instance signs under."""
    return f"seiyaku/{keyring().instance.hex()}"


def origin(cursor: Cursor) -> str:
    """Return which log this is."""
    cursor.execute("SELECT origin FROM ledger_tree WHERE id = 1")
    return str(cursor.fetchone()[0]) or f"{name()}/1"


def keys() -> list[str]:
    """Return every key this instance signed heads with, newest first, as a verifier is given them."""
    return [signing.verifier_key(name(), public) for public in signing.public_keys()]


def sign(cursor: Cursor, size: int | None = None) -> str:
    """Return a signed head of the log at `size` entries, or at all of them; the cursor reads one snapshot."""
    kept = tree.tiles(cursor)
    size = kept.size if size is None else size
    return signing.note(name(), f"{origin(cursor)}\n{size}\n{b64encode(kept.root(size)).decode()}\n")


def check(note: str) -> tuple[str, int, bytes]:
    """Return origin, size and root of a head, once a key of this instance proves to have signed it."""
    text, _, line = note.rpartition("\n\n")
    text += "\n"
    try:
        signature = b64decode(line.strip().rpartition(" ")[2], validate=True)
        log, size, encoded = text.split("\n")[:3]
        found = log, int(size), b64decode(encoded, validate=True)
    except ValueError as error:
        raise VerificationFailed("head", "it does not read as one") from error
    for public in signing.public_keys():
        if signature[:4] == signing.key_id(name(), public):
            try:
                Ed25519PublicKey.from_public_bytes(public).verify(signature[4:], text.encode())
            except InvalidSignature:
                continue
            return found
    raise VerificationFailed("head", "no key of this instance signed it")


def size_of(note: str) -> int:
    """Return the size a head of our own says."""
    return int(note.split("\n", 2)[1])


def checkpoint() -> str:
    """Sign the log as it stands, keep the head beside the ledger, and return it."""
    with reading() as snapshot:
        note = sign(snapshot)
    with deciding() as cursor:
        cursor.execute(
            "INSERT INTO ledger_checkpoint (size, note, at) VALUES (%s, %s, %s) ON CONFLICT (size) DO NOTHING",
            (size_of(note), note, time.time_ns() // 1_000_000),
        )
    return note


def kept(cursor: Cursor | None = None) -> list[str]:
    """Return the heads kept beside the ledger, oldest first."""
    cursor = cursor or raw_cursor()
    cursor.execute("SELECT note FROM ledger_checkpoint ORDER BY size")
    return [str(row[0]) for row in cursor.fetchall()]
