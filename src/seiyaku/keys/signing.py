"""
Signing of checkpoints and receipts: Ed25519, in the forms of C2SP `signed-note`.

https://c2sp.org/signed-note: a key has a name and a 4-byte id, SHA-256(name ‖ 0x0A ‖ 0x01 ‖ public key)[:4].
"""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from .keyring import keyring, on_turned
from .models import RootKey

ED25519 = b"\x01"

_keys: dict[bytes, Ed25519PrivateKey] = {}
on_turned(_keys.clear)


def sign(message: bytes) -> bytes:
    """Return the 64-byte Ed25519 signature of the message under the current sign key."""
    return _private(keyring().current("sign").secret).sign(message)


def public_key() -> bytes:
    """Return the 32-byte public key that `sign` signs for now."""
    return _private(keyring().current("sign").secret).public_key().public_bytes_raw()


def _private(secret: bytes) -> Ed25519PrivateKey:
    kept = _keys.get(secret)
    if kept is None:
        kept = _keys[secret] = Ed25519PrivateKey.from_private_bytes(secret)
    return kept


def public_keys() -> tuple[bytes, ...]:
    """Return every public key this instance ever signed for, newest first: they outlive their private halves."""
    rows = RootKey.objects.filter(use="sign").order_by("-number").values_list("public", flat=True)
    return tuple(bytes(row) for row in rows if row is not None)


def key_id(name: str, public: bytes) -> bytes:
    """Return the 4 bytes by which a signed note names its key."""
    return sha256(name.encode() + b"\n" + ED25519 + public).digest()[:4]


def verifier_key(name: str, public: bytes | None = None) -> str:
    """Return the key as a verifier is given it: `name+id+base64(0x01 ‖ public key)`."""
    public = public_key() if public is None else public
    return f"{name}+{key_id(name, public).hex()}+{b64encode(ED25519 + public).decode()}"


def note(name: str, text: str) -> str:
    """Return the text signed as a note: the text (ending in a newline), an empty line, and one signature line."""
    line = b64encode(key_id(name, public_key()) + sign(text.encode())).decode()
    return f"{text}\n— {name} {line}\n"
