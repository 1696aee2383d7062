"""
Packing: files into one ZIP, sealed for the recipient alone in the age format (age-encryption.org/v1).

To the recipient's public key where one is on file; else under a password that was drawn for this parcel, which goes
another way (9-4-B). What is packed is never on disk in clear.
"""

from __future__ import annotations

import secrets
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from seiyaku.core.errors import InputError

from . import bodies

ENDING = ".zip.age"
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that is read as another
GROUPS, EACH = 5, 5  # 31^25: more than 120 bits
MOST_UNDER_PASSWORD = 64 << 20
CHUNK = 256 * 1024
EPOCH = (1980, 1, 1, 0, 0, 0)

Files = Sequence[tuple[str, Iterable[bytes]]]


@dataclass(frozen=True, slots=True)
class Packed:
    """A sealed package: the body that holds it, and the password where there is no public key."""

    body: str
    password: str | None = field(repr=False)


def pack(files: Files, *, age: str) -> Packed:
    """
    Pack files (name, content) for the holder of the public key `age`, or under a new password.

    Raises:
        InputError: too much for a password; the recipient's public key would do.
    """
    if age:
        return Packed(bodies.put(_to_key(files, age)), None)
    password = "-".join("".join(secrets.choice(LETTERS) for _ in range(EACH)) for _ in range(GROUPS))
    return Packed(bodies.put([_under(files, password)]), password)


def _to_key(files: Files, age: str) -> Iterator[bytes]:
    from pyrage import encrypt_io, x25519

    with tempfile.TemporaryFile() as sealed:
        encrypt_io(_Reader(zipped(files)), sealed, [x25519.Recipient.from_str(age)])
        sealed.seek(0)
        yield from iter(partial(sealed.read, CHUNK), b"")


def _under(files: Files, password: str) -> bytes:
    from pyrage import passphrase

    whole = bytearray()
    for piece in zipped(files):
        whole += piece
        if len(whole) > MOST_UNDER_PASSWORD:
            raise InputError("package", "more than 64 MiB under a password", "a public key of the recipient (age)")
    return bytes(passphrase.encrypt(bytes(whole), password))


def zipped(files: Files) -> Iterator[bytes]:
    """Yield a ZIP of the files, a piece at a time; it says nothing of when it was made."""
    drain = _Drain()
    with ZipFile(drain, "w", ZIP_DEFLATED) as archive:
        for name, content in files:
            about = ZipInfo(name, EPOCH)
            about.compress_type = ZIP_DEFLATED
            with archive.open(about, "w", force_zip64=True) as file:
                for piece in content:
                    file.write(piece)
                    yield drain.taken()
    yield drain.taken()


class _Drain:
    """Where the ZIP is written to: holds what was not taken yet."""

    def __init__(self) -> None:
        self._held = bytearray()

    def write(self, data: bytes, /) -> int:
        """Hold it."""
        self._held += data
        return len(data)

    def flush(self) -> None:
        """Nothing waits."""

    def close(self) -> None:
        """Nothing is open."""

    def taken(self) -> bytes:
        """Return what is held, and hold it no more."""
        given = bytes(self._held)
        self._held.clear()
        return given


class _Reader:
    """Reads from pieces of any size."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces, self._held = pieces, bytearray()

    def read(self, size: int = -1, /) -> bytes:
        """Return at most `size` bytes, none at the end."""
        while size < 0 or len(self._held) < size:
            piece = next(self._pieces, None)
            if piece is None:
                break
            self._held += piece
        given = bytes(self._held if size < 0 else self._held[:size])
        del self._held[: len(given)]
        return given
