"""
Sealing to somebody who is not here (policy 2-1, 3-3): X25519, HKDF and AES-GCM in chunks, as an envelope does it.

The house keeps public halves only, so that it can write a backup that it cannot read. An envelope is a head (mark, what
it is, whose public half, a public half made for it alone) and a sealed stream that the whole head is bound to.
"""

from __future__ import annotations

import base64
import binascii
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from struct import Struct

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from seiyaku.core.errors import InputError, IntegrityError

from .streams import Source, open_stream, seal_stream

MARK = b"SYB1"
HEAD = Struct(">4s8s32s32s")
LINE = "seiyaku-recipient-1"


@dataclass(frozen=True, slots=True)
class Recipient:
    """Whom an envelope is sealed to: the public half, and what it is for (`kind`)."""

    kind: str
    public: bytes

    @property
    def id(self) -> str:
        """Which recipient this is; on the envelope, and in the name of the private half's file."""
        return sha256(self.public).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Private:
    """The private half. It shows in no text."""

    recipient: Recipient
    secret: bytes = field(repr=False)

    def line(self) -> str:
        """Return what is written in its file."""
        coded = base64.urlsafe_b64encode(self.secret).decode().rstrip("=")
        return f"{LINE} {self.recipient.kind} {coded}\n"


def new(kind: str) -> Private:
    """Make a recipient; whoever keeps the private half can open what is sealed to it."""
    return _whole(kind, os.urandom(32))


def parse(line: str, where: str) -> Private:
    """Return the private half written in `line`; `where` names the file, and is all that an error says."""
    mark, kind, coded = (*line.split(), "", "", "")[:3]
    try:
        secret = base64.b64decode(coded + "=", altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        secret = b""
    if mark != LINE or len(secret) != 32:
        raise InputError(where=where, found="something else", expected="the private half of a recipient")
    return _whole(kind, secret)


def _whole(kind: str, secret: bytes) -> Private:
    public = X25519PrivateKey.from_private_bytes(secret).public_key().public_bytes_raw()
    return Private(Recipient(kind, public), secret)


def seal(to: Recipient, pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the envelope of the pieces."""
    once = X25519PrivateKey.generate()
    mine = once.public_key().public_bytes_raw()
    head = HEAD.pack(MARK, _kind(to.kind), to.public, mine)
    shared = once.exchange(X25519PublicKey.from_public_bytes(to.public))
    yield head
    yield from seal_stream(_key(shared, head), pieces, head)


def addressed(source: Source, what: str) -> tuple[bytes, Recipient]:
    """Return the head of an envelope, and to whom it is sealed."""
    head = source.read(HEAD.size)
    mark, kind, public, _ = HEAD.unpack(head) if len(head) == HEAD.size else (b"", b"", b"", b"")
    if mark != MARK:
        raise IntegrityError(what, "is not a sealed backup file, or its beginning is missing")
    return head, Recipient(kind.rstrip(b"\0").decode("ascii", "replace"), public)


def open_(private: Private, head: bytes, source: Source, what: str) -> Iterator[bytes]:
    """Yield what is in the envelope; IntegrityError when it is cut short, altered, or sealed to somebody else."""
    _, _, public, theirs = HEAD.unpack(head)
    if public != private.recipient.public:
        sealed_to = Recipient(private.recipient.kind, public).id
        raise IntegrityError(what, f"is sealed to recipient {sealed_to}, the key given is {private.recipient.id}")
    shared = X25519PrivateKey.from_private_bytes(private.secret).exchange(X25519PublicKey.from_public_bytes(theirs))
    yield from open_stream(_key(shared, head), source, head, what)


def _kind(kind: str) -> bytes:
    return kind.encode("ascii").ljust(8, b"\0")


def _key(shared: bytes, head: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=b"seiyaku-backup-1" + head).derive(shared)
