"""
Sealing of streams: attachments, exports, anything too long to hold (policy 2-1). Memory stays at two chunks.

A stream is a head (mark, salt, chunk size) and chunks of AES-256-GCM. Its own key comes from the owner's key and the
salt, so that chunk numbers can serve as nonces. Each chunk's associated data is that of the whole, the head, the
chunk's number, and whether it is the last: a stream cut at a chunk border, put together from two, reordered, or
lengthened does not open (the STREAM construction of Hoang, Reyhanitabar, Rogaway and Vizár, 2015).

What is handed out before a bad chunk is reached was sealed there; whoever needs all or nothing waits for the end.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from hashlib import blake2b
from os import urandom
from struct import Struct
from typing import Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from seiyaku.core.errors import IntegrityError

MARK = b"SYS1"
SALT = 32
HEAD = Struct(f">4s{SALT}sI")
CHUNK = 256 * 1024
MOST = 16 * 1024 * 1024
TAG = 16
PLACE = Struct(">Q?")


class Source(Protocol):
    """Whatever bytes can be read from."""

    def read(self, size: int, /) -> bytes:
        """Return at most `size` bytes, none at the end."""


def _own_key(key: bytes, salt: bytes) -> AESGCM:
    return AESGCM(blake2b(b"seiyaku-stream-1" + salt, key=key, digest_size=32).digest())


def _nonce(number: int) -> bytes:
    return number.to_bytes(12, "big")


def _place(aad: bytes, head: bytes, number: int, *, last: bool) -> bytes:
    return head + PLACE.pack(number, last) + aad


def seal_stream(key: bytes, pieces: Iterable[bytes], aad: bytes, chunk: int = CHUNK) -> Iterator[bytes]:
    """Yield the sealed stream of the pieces, whatever their sizes; at least one chunk, even of nothing."""
    head = HEAD.pack(MARK, urandom(SALT), chunk)
    own = _own_key(key, head[4 : 4 + SALT])
    yield head
    number, waiting = 0, bytearray()
    for piece in pieces:
        waiting += piece
        while len(waiting) > chunk:
            yield own.encrypt(_nonce(number), bytes(waiting[:chunk]), _place(aad, head, number, last=False))
            del waiting[:chunk]
            number += 1
    yield own.encrypt(_nonce(number), bytes(waiting), _place(aad, head, number, last=True))


def open_stream(key: bytes, source: Source, aad: bytes, what: str) -> Iterator[bytes]:
    """
    Yield the plaintext of the sealed stream, chunk by chunk.

    Raises:
        IntegrityError: a chunk was altered, moved, dropped or added, or it is another's stream.
    """
    head = _exactly(source, HEAD.size)
    mark, salt, chunk = HEAD.unpack(head) if len(head) == HEAD.size else (b"", b"", 0)
    if mark != MARK or not 0 < chunk <= MOST:
        raise IntegrityError(what, "is not a sealed stream, or its beginning is missing")
    own, number = _own_key(key, salt), 0
    sealed = _exactly(source, chunk + TAG)
    while True:
        following = _exactly(source, chunk + TAG) if len(sealed) == chunk + TAG else b""
        last = not following
        try:
            yield own.decrypt(_nonce(number), sealed, _place(aad, head, number, last=last))
        except (InvalidTag, ValueError):
            raise IntegrityError(what, f"chunk {number} does not open: altered, moved or cut short") from None
        if last:
            return
        number, sealed = number + 1, following


def _exactly(source: Source, size: int) -> bytes:
    parts, missing = [], size
    while missing and (part := source.read(missing)):
        parts.append(part)
        missing -= len(part)
    return b"".join(parts)
