"""
The operator's key (policy 3-3): the one secret outside the database. It wraps the keyring, and nothing else.

    file:PATH       a file of 0600 that belongs to whoever runs the instance; inside the instance folder when relative
    env:NAME        the same line in an environment variable
    pkcs11:MODULE?token=…&label=…   an AES-256 key that never leaves its device (see `hardware`)

The line is `seiyaku-operator-key-1` and 32 random bytes in base64url. Lose it, and everything sealed is lost.
"""

from __future__ import annotations

import base64
import binascii
import fcntl
import os
import stat
from hashlib import blake2b
from pathlib import Path
from typing import Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from seiyaku.core.errors import IntegrityError, Unavailable

from .hardware import create_in_device, from_device
from .memory import remembered
from .places import no_file, no_variable

MARK = "seiyaku-operator-key-1"
WHAT = "keyring"


class OperatorKey(Protocol):
    """Whatever can wrap 32 bytes. `id` says which key it is without telling anything about it."""

    @property
    def id(self) -> str:
        """Which key this is; stored beside what it wrapped."""

    def wrap(self, secret: bytes, context: bytes) -> bytes:
        """Return the secret sealed, bound to `context`."""

    def unwrap(self, sealed: bytes, context: bytes) -> bytes:
        """Return the secret; IntegrityError if it was not wrapped by this key for this context."""


class SoftKey:
    """An operator's key held in memory: from a file or from the environment."""

    def __init__(self, secret: bytes) -> None:
        self._aead = AESGCM(secret)
        self.id = "soft:" + blake2b(b"operator key id", key=secret, digest_size=8).hexdigest()

    def wrap(self, secret: bytes, context: bytes) -> bytes:
        """Return the secret sealed, bound to `context`."""
        nonce = os.urandom(12)
        return nonce + self._aead.encrypt(nonce, secret, context)

    def unwrap(self, sealed: bytes, context: bytes) -> bytes:
        """Return the secret; IntegrityError if it was not wrapped by this key for this context."""
        if len(sealed) < 28:
            raise IntegrityError(WHAT, "a root key is cut short")
        try:
            return self._aead.decrypt(sealed[:12], sealed[12:], context)
        except InvalidTag:
            raise IntegrityError(WHAT, "a root key does not open under this operator's key") from None


def create_file(path: Path) -> None:
    """
    Write a new operator's key to `path`: 0600, synced, never over a file that holds anything (FileExistsError).

    An empty file is what a making that was cut short leaves.
    """
    line = f"{MARK} {base64.urlsafe_b64encode(os.urandom(32)).decode().rstrip('=')}\n"
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_NOFOLLOW, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        if os.fstat(descriptor).st_size:
            raise FileExistsError(path)
        os.fchmod(descriptor, 0o600)
        file.write(line)
        file.flush()
        os.fsync(descriptor)
    folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def parse(line: str, where: str) -> SoftKey:
    """Return the key written in `line`; `where` names the place, and is all that an error says."""
    mark, _, coded = line.strip().partition(" ")
    try:
        secret = base64.b64decode(coded.strip() + "=", altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        secret = b""
    if mark != MARK or len(secret) != 32:
        raise Unavailable(f"{where} does not hold an operator's key: expected {MARK!r} and 43 characters of base64url")
    return SoftKey(secret)


def from_file(path: Path) -> SoftKey:
    """Return the key in the file, which nobody but its owner may be able to read."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
    except FileNotFoundError:
        raise no_file(path) from None
    except OSError as error:
        raise Unavailable(f"the operator's key {path} cannot be read: {error.strerror}") from None
    try:
        _refuse_if_shared(path, os.fstat(descriptor))
        line = os.read(descriptor, 1024).decode(errors="replace")
    finally:
        os.close(descriptor)
    return parse(line, f"the file {path}")


def _refuse_if_shared(path: Path, status: os.stat_result) -> None:
    if not stat.S_ISREG(status.st_mode):
        raise Unavailable(f"the operator's key {path} is not a file")
    if status.st_mode & 0o077:
        raise Unavailable(f"others may read the operator's key {path}: chmod 600")
    if status.st_uid not in {os.geteuid(), 0}:
        raise Unavailable(f"the operator's key {path} belongs to another user")


def from_environment(name: str) -> SoftKey:
    """Return the key in the environment variable `name`."""
    if name not in os.environ:
        raise no_variable(name)
    return parse(os.environ[name], f"the environment variable {name}")


def at(place: str) -> OperatorKey:
    """Return the key at `place`, as the setting OPERATOR_KEY writes it."""
    scheme, _, rest = place.partition(":")
    if scheme == "file" and rest:
        return from_file(Path(settings.HOME) / rest)
    if scheme == "env" and rest:
        return from_environment(rest)
    if scheme == "pkcs11" and rest:
        return from_device(rest, settings.OPERATOR_PIN())
    raise Unavailable("SEIYAKU_OPERATOR_KEY: expected file:PATH, env:NAME or pkcs11:MODULE?token=…&label=…")


def create(place: str) -> None:
    """Make a new key at `place`; in the environment nothing can be made."""
    scheme, _, rest = place.partition(":")
    if scheme == "file" and rest:
        create_file(Path(settings.HOME) / rest)
    elif scheme == "pkcs11" and rest:
        create_in_device(rest, settings.OPERATOR_PIN())
    else:
        raise Unavailable(f"a key cannot be made at {scheme}: it must be there already")


@remembered
def operator_key() -> OperatorKey:
    """Return the operator's key that the settings name."""
    return at(settings.OPERATOR_KEY)
