"""
Persons' keys: one random 256-bit key each, stored only wrapped, unwrapped only against a grant (policy 2-1, 2-2).

A wrapped key is bound to the person's ordinal and public id, so that nobody's key opens under a grant for another.
"""

from __future__ import annotations

from collections.abc import Sequence
from struct import Struct
from typing import Any

from .binding import encode
from .grants import Grant, check, check_all
from .keyring import keyring
from .wrapping import key_id, new_key, unwrap_each, unwrap_for, wrap_each, wrap_under

__all__ = ["new_key", "rewrap", "unwrap", "unwrap_many", "wrap", "wrap_many"]

WHAT = "person key"
PID = 16

_OWNER = Struct(">cqcI16s")  # what `encode` makes of an ordinal and a public id


def _owner(ordinal: int, pid: bytes) -> bytes:
    return _OWNER.pack(b"i", ordinal, b"b", PID, pid) if len(pid) == PID else encode(ordinal, pid)


def wrap(key: bytes, ordinal: int, pid: bytes) -> bytes:
    """Return the person's key wrapped under the current wrap key: 64 bytes that begin with the root key's id."""
    ring = keyring()
    return wrap_under(ring, ring.current("wrap"), key, _owner(ordinal, pid))


def wrap_many(keys: Sequence[tuple[bytes, int, bytes]]) -> list[bytes]:
    """Return the key of each (key, ordinal, public id), wrapped, in order."""
    ring = keyring()
    return wrap_each(ring, ring.current("wrap"), [(key, _owner(ordinal, pid)) for key, ordinal, pid in keys])


def unwrap(grant: Grant, ordinal: int, pid: bytes, wrapped: bytes) -> bytes:
    """
    Return the person's key.

    Raises:
        NotProven: the grant was not issued here, has ended, or does not name this person.
        IntegrityError: the wrapped key is not this person's, is altered, or its root key is destroyed.
    """
    check(grant, ordinal)
    return unwrap_for("wrap", wrapped, _owner(ordinal, pid), WHAT)


def unwrap_many(grant: Grant, rows: Sequence[tuple[Any, ...]]) -> list[bytes]:
    """
    Return the key of each row, in order; one check of the grant for all. A row begins with ordinal, public id, wrapped.

    Raises:
        NotProven: the grant was not issued here, has ended, or does not name one of them.
        IntegrityError: a wrapped key is not that person's, is altered, or its root key is destroyed.
    """
    check_all(grant, [row[0] for row in rows])
    return unwrap_each("wrap", [row[2] for row in rows], [_owner(row[0], row[1]) for row in rows], WHAT)


def rewrap(ordinal: int, pid: bytes, wrapped: bytes) -> bytes | None:
    """Return the key wrapped anew under the current wrap key, or None if it already is; nobody sees the key itself."""
    if key_id(wrapped) == keyring().current("wrap").id:
        return None
    return wrap(unwrap_for("wrap", wrapped, _owner(ordinal, pid), WHAT), ordinal, pid)
