"""Keyed digests under the `mac` root key: proof that this instance wrote something, for checks made by itself."""

from __future__ import annotations

import hmac
from hashlib import blake2b

from .binding import Part, encode
from .keyring import keyring

SIZE = 32


def mac(label: str, *parts: Part) -> bytes:
    """Return the digest of the parts; `label` keeps one kind of proof from passing for another."""
    return blake2b(encode(label, *parts), key=keyring().current("mac").secret, digest_size=SIZE).digest()


def proves(proof: bytes, label: str, *parts: Part) -> bool:
    """Tell whether `proof` was made here from the same parts, under any live key."""
    message = encode(label, *parts)
    return any(
        hmac.compare_digest(proof, blake2b(message, key=root.secret, digest_size=SIZE).digest())
        for root in keyring().live("mac")
    )
