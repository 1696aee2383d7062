"""
Blind indexes: keyed BLAKE2b of a normalised value, so that a value can be found without being readable (policy 2-1).

Each field has its own key, worked out from the index root key, so that equal values in two fields do not show. While
an index key is being turned there are two digests of each value; both are written, and either finds.
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import blake2b

from .keyring import Root, Use, keyring, on_turned

SIZE = 16

_keyed: dict[tuple[int, str], blake2b] = {}
on_turned(_keyed.clear)


def _key(root: Root, field: str) -> blake2b:
    keyed = _keyed.get((root.id, field))
    if keyed is None:
        own = blake2b(b"seiyaku-blind-1\0" + field.encode(), key=root.secret, digest_size=32).digest()
        keyed = _keyed[root.id, field] = blake2b(key=own, digest_size=SIZE)
    return keyed


def _digest(root: Root, field: str, normalised: str) -> bytes:
    digest = _key(root, field).copy()
    digest.update(normalised.encode())
    return digest.digest()


def _digests(use: Use, field: str, normalised: str) -> tuple[tuple[int, bytes], ...]:
    return tuple([(root.id, _digest(root, field, normalised)) for root in keyring().live(use)])


def digest(field: str, normalised: str, key_id: int) -> bytes:
    """Return the 16-byte digest of a normalised value under the index key `key_id`."""
    return _digest(keyring().by_id(key_id), field, normalised)


def digests(field: str, normalised: str) -> tuple[tuple[int, bytes], ...]:
    """Return (key id, digest) under every live index key, newest first: write all of them, look for any of them."""
    return _digests("index", field, normalised)


def every(field: str, normalised: Iterable[str]) -> list[tuple[int, list[bytes]]]:
    """Return (key id, the digest of each value in order) under every live index key, newest first."""
    values = [value.encode() for value in normalised]
    return [(root.id, _all(_key(root, field), values)) for root in keyring().live("index")]


def _all(keyed: blake2b, values: Iterable[bytes]) -> list[bytes]:
    digests = []
    for value in values:
        one = keyed.copy()
        one.update(value)
        digests.append(one.digest())
    return digests


def suppressions(field: str, normalised: str) -> tuple[tuple[int, bytes], ...]:
    """Return (key id, digest) under every live suppress key: who must not be contacted again, erased or not (4-1-G)."""
    return _digests("suppress", field, normalised)
