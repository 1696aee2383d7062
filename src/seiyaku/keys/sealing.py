"""
Sealing (policy 2-1, 3-3): AES-256-GCM, bound to what the value is and where it stands.

A sealed value is nonce (12 bytes) + ciphertext + tag (16 bytes). Its associated data names the format, the instance,
what it is, and every part the caller gives (public id, sheet, version or times …), so that

* a cell moved to another person, sheet, version or instance does not open (swap);
* a cell cut short, altered, or opened with another key does not open.

Each of these is the same named `IntegrityError`, which carries neither value nor key.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from os import urandom

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from seiyaku.core.errors import IntegrityError

from .binding import Part, encode
from .keyring import keyring
from .memory import on_forget

FORMAT = "seiyaku-seal-1"
NONCE = 12
TAG = 16
OVERHEAD = NONCE + TAG

Key = bytes | AESGCM

_prefixes: dict[tuple[Part, ...], bytes] = {}
on_forget(_prefixes.clear)


def ready(key: bytes) -> AESGCM:
    """Return the key set up once, for whoever opens or seals several things under it."""
    return AESGCM(key)


def _prefix(*fixed: Part) -> bytes:
    prefix = _prefixes.get(fixed)
    if prefix is None:
        prefix = _prefixes[fixed] = encode(FORMAT, keyring().instance, *fixed)
    return prefix


def aad(what: str, *parts: Part) -> bytes:
    """Return the associated data of `what`: format, instance, what, and the parts, in one canonical encoding."""
    return _prefix(what) + encode(*parts)


def binding(what: str, *fixed: Part) -> Callable[..., bytes]:
    """Return `aad` with its first parts fixed: `binding("sheet", "identity")(pid, version)`, encoded once."""

    def bind(*parts: Part) -> bytes:
        return _prefix(what, *fixed) + encode(*parts)

    return bind


def seal(key: Key, plaintext: bytes, aad: bytes) -> bytes:
    """Return the plaintext sealed under `key` (32 bytes, or `ready`) with a fresh random nonce."""
    nonce = urandom(NONCE)
    return nonce + (AESGCM(key) if isinstance(key, bytes) else key).encrypt(nonce, plaintext, aad)


def nonces(at_once: int = 256) -> Iterator[bytes]:
    """Yield fresh random nonces without end, many from one call of the system; for one caller, never shared."""
    while True:
        many = urandom(NONCE * at_once)
        for at in range(0, len(many), NONCE):
            yield many[at : at + NONCE]


def open_(key: Key, sealed: bytes, aad: bytes, what: str) -> bytes:
    """
    Return the plaintext.

    Raises:
        IntegrityError: it was not sealed under this key for this place; `what` names it (never a value).
    """
    if len(sealed) < OVERHEAD:
        raise IntegrityError(what, "cut short")
    try:
        return (AESGCM(key) if isinstance(key, bytes) else key).decrypt(sealed[:NONCE], sealed[NONCE:], aad)
    except InvalidTag:
        raise IntegrityError(what, "does not open: altered, moved, or sealed under another key") from None
