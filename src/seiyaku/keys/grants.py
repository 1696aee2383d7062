"""
Grants: what a written entry yields, and without which no person's key is unwrapped (policy 2-2).

A grant names the entry, the people, the fields, and when it ends, under a MAC. Only the ledger issues them (`issuing`,
import contract); anybody may check one.

* not issued here, or altered since: NotProven      * ended: NotProven      * somebody it does not name: NotProven
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from struct import Struct, pack
from time import time
from weakref import WeakValueDictionary

from pyroaring import BitMap, FrozenBitMap

from seiyaku.core.errors import NotProven

from . import macs
from .memory import on_forget

LABEL = "seiyaku-grant-1"
FEW = 16  # up to here a plain set is quicker than a bitmap

_HEAD = Struct(">?16sdI")  # whether few, fields, when it ends, length of the entry's id

_proven: WeakValueDictionary[int, Grant] = WeakValueDictionary()
_last: list[Grant] = []
on_forget(_proven.clear)
on_forget(_last.clear)


@dataclass(frozen=True, slots=True, weakref_slot=True, eq=False)
class Grant:
    """People (ordinals) and fields (mask) that the entry `entry` opened until `expires` (seconds since 1970)."""

    entry: str
    people: frozenset[int] | FrozenBitMap
    fields: int
    expires: float
    mac: bytes = field(repr=False)


def fixed(people: frozenset[int] | BitMap | FrozenBitMap) -> frozenset[int] | FrozenBitMap:
    """Return the people in a form that cannot change under a grant."""
    if isinstance(people, frozenset) and len(people) <= FEW:
        return people
    return people if isinstance(people, FrozenBitMap) else FrozenBitMap(people)


def message(entry: str, people: frozenset[int] | FrozenBitMap, fields: int, expires: float) -> bytes:
    """Return what the MAC of a grant covers: what is of one length first, so that no two grants read the same."""
    few = isinstance(people, frozenset)
    written = pack(f">{len(people)}Q", *sorted(people)) if few else FrozenBitMap(people).serialize()
    named = entry.encode()
    return _HEAD.pack(few, fields.to_bytes(16, "big", signed=True), expires, len(named)) + named + written


def proven(grant: Grant) -> Grant:
    """Remember that this very object was issued here, so that its MAC is not worked out again; return it."""
    _proven[id(grant)] = grant
    return grant


def prove(grant: Grant) -> None:
    """Check that the grant was issued here and has not ended; the MAC is worked out once per grant."""
    if not (_last and _last[0] is grant) and _proven.get(id(grant)) is not grant:
        if isinstance(grant.people, BitMap) or not macs.proves(
            grant.mac, LABEL, message(grant.entry, grant.people, grant.fields, grant.expires)
        ):
            raise NotProven("the grant was not issued by the ledger of this instance")
        proven(grant)
    _last[:] = [grant]
    if grant.expires < time():
        raise NotProven("the grant has ended")


def check(grant: Grant, ordinal: int) -> None:
    """Check that the grant stands and names this person."""
    prove(grant)
    if ordinal not in grant.people:
        raise NotProven("the grant does not name this person")


def check_all(grant: Grant, ordinals: Iterable[int]) -> None:
    """Check that the grant stands and names all of these people."""
    prove(grant)
    if BitMap(ordinals) - BitMap(grant.people):
        raise NotProven("the grant does not name one of these people")
