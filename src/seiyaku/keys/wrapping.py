"""
Wrapping of keys by a root key: key id (4 bytes) + nonce + ciphertext + tag, bound to what the key is of.

Open to everybody for the uses `paper` and `register`; persons' keys go through `person`, which wants a grant.
"""

from __future__ import annotations

from collections.abc import Sequence
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
    return wrap_each(ring, root, [(secret, context)])[0]


def wrap_each(ring: Keyring, root: Root, secrets: Sequence[tuple[bytes, bytes]]) -> list[bytes]:
    """Return each (secret, context) wrapped under `root`, in order. For the keys room."""
    head = root.id.to_bytes(HEAD, "big")
    kept, prefix = _roots.get(head) or _root(head)
    if kept is not root:
        prefix = _prefix(ring, root, head)
    encrypt, nonces = root.aead.encrypt, urandom(12 * len(secrets))
    wrapped = []
    for place, (secret, context) in enumerate(secrets):
        nonce = nonces[12 * place : 12 * place + 12]
        wrapped.append(head + nonce + encrypt(nonce, secret, prefix + context))
    return wrapped


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


def unwrap_each(use: Use, wrapped: Sequence[bytes], contexts: Sequence[bytes], what: str) -> list[bytes]:
    """Return the secret of each under its context, as `unwrap_for` does: a root key is looked up once for many."""
    secrets: list[bytes] = []
    head, open_, prefix = b"", None, b""
    for sealed, context in zip(wrapped, contexts, strict=True):
        if open_ is None or not sealed.startswith(head):
            head = sealed[:HEAD]
            root, prefix = _roots.get(head) or _root(head)
            if root.use != use:
                raise IntegrityError(what, "the key is wrapped for another use")
            open_ = root.aead.decrypt
        try:
            secrets.append(open_(sealed[HEAD:16], sealed[16:], prefix + context))
        except (InvalidTag, ValueError):
            secrets.append(unwrap_for(use, sealed, context, what))  # says what is wrong with it
    return secrets


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
