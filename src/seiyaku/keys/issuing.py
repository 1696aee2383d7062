"""Issues grants. Only the ledger imports this (import contract): a grant exists because an entry does."""

from __future__ import annotations

from time import time

from pyroaring import BitMap, FrozenBitMap

from . import macs
from .grants import LABEL, Grant, fixed, message, proven


def issue(entry: str, people: frozenset[int] | BitMap | FrozenBitMap, fields: int, ttl: float = 60.0) -> Grant:
    """Return a grant of `fields` about `people`, on the strength of the entry `entry`, for `ttl` seconds."""
    expires = time() + ttl
    whom = fixed(people)
    return proven(Grant(entry, whom, fields, expires, macs.mac(LABEL, message(entry, whom, fields, expires))))
