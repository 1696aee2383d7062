"""
Wrapping of keys by a root key: key id (4 bytes) + nonce + ciphertext + tag, bound to what the key is of.

Open to everybody for the uses `paper` and `register`; persons' keys go through `person`, which wants a grant.
"""

from __future__ import annotations

from os import urandom
from typing import Literal

from cryptography.exceptions import InvalidTag

from seiyaku.core.errors import IntegrityError

from .binding import Part, encode
from .keyring import Keyring, Root, Use, keyring, on_turned, reread

OpenUse = Literal["paper", "register"]
HEAD = 4
SIZE = HEAD + 12 + 32 + 16
FORMAT = "seiyaku-wrap-1"

_roots: dict[bytes, tuple[Root, bytes]] = {}
on_turned(_roots.clear)


def new_key() -> bytes:
    """Return a fresh key of 32 random bytes."""
    return urandom(32)


def key_id(wrapped: bytes) -> int:
    """Return the id of the root key that wrapped this."""
    return int.from_bytes(wrapped[:HEAD], "big")


def wrap(use: OpenUse, secret: bytes, *context: Part) -> bytes:
    """Return the key wrapped under the current root key of `use`, bound to `context`."""
    return wrap_under(keyring(), keyring().current(use), secret, encode(*context))


def unwrap(use: OpenUse, wrapped: bytes, *context: Part) -> bytes:
    """Return the key; IntegrityError if it was not wrapped for this use and context, or its root is destroyed."""
    return unwrap_for(use, wrapped, encode(*context), use)


def rewrap(use: OpenUse, wrapped: bytes, *context: Part) -> bytes | None:
    """Return the key wrapped anew under the current root key of `use`, or None if it already is."""
    if key_id(wrapped) == keyring().current(use).id:
        return None
    return wrap(use, unwrap(use, wrapped, *context), *context)


def wrap_under(ring: Keyring, root: Root, secret: bytes, context: bytes) -> bytes:
    """Return the secret wrapped under `root`. For the keys room."""
    head = root.id.to_bytes(HEAD, "big")
    kept, prefix = _roots.get(head) or _root(head)
    if kept is not root:
        prefix = _prefix(ring, root, head)
    nonce = urandom(12)
    return head + nonce + root.aead.encrypt(nonce, secret, prefix + context)


def unwrap_for(use: Use, wrapped: bytes, context: bytes, what: str) -> bytes:
    """Return the secret. For the keys room; `what` names the owner in errors, without naming anybody."""
    if len(wrapped) != SIZE:
        raise IntegrityError(what, "the wrapped key is not whole")
    root, prefix = _roots.get(wrapped[:HEAD]) or _root(wrapped[:HEAD])
    if root.use != use:
        raise IntegrityError(what, "the key is wrapped for another use")
    try:
        return root.aead.decrypt(wrapped[HEAD:16], wrapped[16:], prefix + context)
    except InvalidTag:
        raise IntegrityError(what, "the wrapped key does not open: altered, or another's") from None


def _root(head: bytes) -> tuple[Root, bytes]:
    """Return the root key that a wrapped key names, and the beginning of its associated data; both are kept."""
    number = int.from_bytes(head, "big")
    ring = keyring()
    if not ring.knows(number):
        ring = reread()
    root = ring.by_id(number)
    found = _roots[head] = root, _prefix(ring, root, head)
    return found


def _prefix(ring: Keyring, root: Root, head: bytes) -> bytes:
    """Return what comes before the owner in the associated data: format, instance, use, root key."""
    return encode(FORMAT, ring.instance, root.use, head)
