"""Keyed digests under the `mac` root key: proof that this instance wrote something, for checks made by itself."""

from __future__ import annotations

import hmac
from collections.abc import Sequence
from hashlib import blake2b

from .binding import Part, encode
from .keyring import Keyring, keyring, renewed

SIZE = 32


def mac(label: str, *parts: Part) -> bytes:
    """Return the digest of the parts; `label` keeps one kind of proof from passing for another."""
    return over(encode(label, *parts))


def every(label: str, *parts: Part) -> list[bytes]:
    """Return the digest under each live key: what was kept before a key was turned is found too."""
    message = encode(label, *parts)
    return [blake2b(message, key=root.secret, digest_size=SIZE).digest() for root in keyring().live("mac")]


def proves(proof: bytes, label: str, *parts: Part) -> bool:
    """Tell whether `proof` was made here from the same parts, under any live key: also one turned a moment ago."""
    return proves_over(proof, encode(label, *parts))


def over(message: bytes) -> bytes:
    """Return the digest of a message: what `binding.encode` makes of a label and parts, however it was put together."""
    return blake2b(message, key=keyring().current("mac").secret, digest_size=SIZE).digest()


def proves_over(proof: bytes, message: bytes) -> bool:
    """Tell what `proves` tells, of a message."""
    return _made(proof, message, keyring()) or ((newer := renewed()) is not None and _made(proof, message, newer))


def all_prove(proofs: Sequence[bytes], messages: Sequence[bytes]) -> bool:
    """Tell whether each proof is under the current key, by one comparison; if not, `proves_over` tells which are."""
    secret = keyring().current("mac").secret
    made = [blake2b(message, key=secret, digest_size=SIZE).digest() for message in messages]
    return {SIZE}.issuperset(map(len, proofs)) and hmac.compare_digest(b"".join(proofs), b"".join(made))


def is_current(proof: bytes, label: str, *parts: Part) -> bool:
    """Tell whether `proof` is under the current key, so that the ones before it may go."""
    return hmac.compare_digest(proof, mac(label, *parts))


def _made(proof: bytes, message: bytes, ring: Keyring) -> bool:
    for root in ring.live("mac"):
        if hmac.compare_digest(proof, blake2b(message, key=root.secret, digest_size=SIZE).digest()):
            return True
    return False
