"""
How values are sealed: a sheet of present values, a fact of the past, each bound to its place, source and times.

A sealed cell opens only where it was put: the associated data names the format, the instance, the person, the sheet
or field, the version, the source and both times. Swapped, cut or altered cells are a named `IntegrityError`.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from hashlib import blake2b
from typing import Any, NamedTuple

import orjson
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from seiyaku.keys import binding, sealing
from seiyaku.keys.memory import on_forget

from . import bases

_SHEET = struct.Struct(">16sIqqqiq")
_FACT = struct.Struct(">16shqqiq")
_PLACE = struct.Struct(">Iq")  # with the person before it and the origin after it, the parts of _SHEET
_ORIGIN = struct.Struct(">qqiq")
SOURCE = 16
ENDED = 0  # the acquisition of a past cell whose value was taken away; no collection has this number
_EXCEPTION = struct.Struct(">qqqiq")

_prefixes: dict[str, bytes] = {}
on_forget(_prefixes.clear)


class Origin(NamedTuple):
    """Where a value is from and since when: basis, acquisition, the day it holds from, the moment it was recorded."""

    basis: int
    acquisition: int
    valid_from: int
    recorded_at: int

    @property
    def ended(self) -> bool:
        """Whether the value that stood here was taken away: nothing is held, and what is older is not what was true."""
        return self.acquisition == ENDED


class SheetCell(NamedTuple):
    """A sealed sheet as it stands in its table."""

    kind: str
    version: int
    fields: int
    origin: Origin
    meta: bytes
    body: bytes


class FactCell(NamedTuple):
    """A sealed past value as it stands in its table."""

    field: int
    origin: Origin
    body: bytes


@cache
def _bound(what: str, kind: str) -> Callable[..., bytes]:
    return sealing.binding(what, kind)


def digest(sealed: bytes) -> bytes:
    """Return the digest by which the ledger covers a ciphertext."""
    return blake2b(sealed, digest_size=16).digest()


def exceptions(meta: bytes) -> list[tuple[int, Origin]]:
    """Return the fields (as masks) whose origin is not the sheet's, with their origin."""
    return [(found[0], Origin(*found[1:])) for found in _EXCEPTION.iter_unpack(meta)]


def parted(fields: int, basis: int, meta: bytes) -> list[tuple[int, int]]:
    """Return (fields, basis) for each basis on which a sheet's fields are held."""
    special = exceptions(meta)
    for mask, _ in special:
        fields &= ~mask
    return [(fields, basis), *((mask, origin.basis) for mask, origin in special)]


def meta(excepted: Mapping[Origin, int]) -> bytes:
    """Return the sheet column that says which fields have another origin."""
    return b"".join(_EXCEPTION.pack(mask, *origin) for origin, mask in sorted(excepted.items()))


def origins(cell: SheetCell) -> list[tuple[int, Origin]]:
    """Return every field of the sheet, as masks, with its origin."""
    if not cell.meta:
        return [(cell.fields, cell.origin)]
    special = exceptions(cell.meta)
    rest = cell.fields
    for mask, _ in special:
        rest &= ~mask
    return [*([(rest, cell.origin)] if rest else []), *special]


def sources(cell: SheetCell) -> bytes:
    """Return the digests of the bases of a sheet, in the order of `origins`."""
    if not cell.meta:
        return bases.digest(cell.origin.basis)
    return b"".join(bases.digest(origin.basis) for _, origin in origins(cell))


def head(kind: str) -> bytes:
    """Return how the binding of every sheet of this kind without exceptions begins; public id and `tail` follow."""
    prefix = _prefixes.get(kind)
    if prefix is None:
        rest = bytes(_SHEET.size + SOURCE)
        prefix = _prefixes[kind] = _bound("sheet", kind)(rest)[: -len(rest)]
    return prefix


def tail(version: int, fields: int, *origin: int) -> bytes:
    """Return how the binding of a sheet without exceptions ends: version, fields, and where they are from."""
    return _PLACE.pack(version, fields) + _ORIGIN.pack(*origin) + bases.digest(origin[0])


def sheet_aad(pid: bytes, cell: SheetCell) -> bytes:
    """Return what a sheet's body is bound to: place, version, fields, and where they are from."""
    fixed = _SHEET.pack(pid, cell.version, cell.fields, *cell.origin)
    if not cell.meta:
        return b"".join((head(cell.kind), fixed, bases.digest(cell.origin.basis)))
    return _bound("sheet", cell.kind)(fixed + cell.meta + sources(cell))


def fact_aad(pid: bytes, cell: FactCell) -> bytes:
    """Return what a past value's body is bound to."""
    return _bound("fact", "")(_FACT.pack(pid, cell.field, *cell.origin) + bases.digest(cell.origin.basis))


def open_sheet(key: sealing.Key, pid: bytes, cell: SheetCell) -> dict[str, str]:
    """Open one sheet of the person `pid`."""
    opened = sealing.open_(key, cell.body, sheet_aad(pid, cell), f"sheet {cell.kind}")
    values: dict[str, str] = orjson.loads(opened)
    return values


def seal_sheet(key: sealing.Key, pid: bytes, cell: SheetCell, plain: bytes) -> bytes:
    """Seal the JSON text of one sheet."""
    return sealing.seal(key, plain, sheet_aad(pid, cell))


class Fresh:
    """Seals first versions of many people's sheets, all with one origin: as `seal_sheet` does, worked out once."""

    def __init__(self, origin: Origin) -> None:
        self._origin = origin
        self._tails: dict[int, bytes] = {}
        self._heads: dict[str, bytes] = {}
        self._nonces = sealing.nonces()

    def seal(self, key: AESGCM, pid: bytes, kind: str, fields: int, plain: bytes) -> bytes:
        """Seal the JSON text of one new sheet."""
        first = self._heads.get(kind) or self._heads.setdefault(kind, head(kind))
        last = self._tails.get(fields) or self._tails.setdefault(fields, tail(1, fields, *self._origin))
        nonce = next(self._nonces)
        return nonce + key.encrypt(nonce, plain, first + pid + last)


def open_fact(key: sealing.Key, pid: bytes, cell: FactCell) -> str | None:
    """Open one past value; None says that nothing was held."""
    value: str | None = orjson.loads(sealing.open_(key, cell.body, fact_aad(pid, cell), "past value"))
    return value


def seal_fact(key: sealing.Key, pid: bytes, cell: FactCell, value: str | None) -> bytes:
    """Seal one past value."""
    return sealing.seal(key, orjson.dumps(value), fact_aad(pid, cell))


RELATION = ("person", "service", "began_on", "ended_on", "begun_by", "ended_by", "salt")


class RelationRow(NamedTuple):
    """A relation as it stands in its table: no value, so not sealed, but bound like a cell by what covers it."""

    person: int
    service: str
    began_on: int
    ended_on: int
    begun_by: int | None
    ended_by: int | None
    salt: bytes

    @classmethod
    def new(
        cls, person: int, service: str, began_on: int, ended_on: int = 0, *,
        begun_by: int | None = None, ended_by: int | None = None,
    ) -> RelationRow:  # fmt: skip
        """Return a row that is to be."""
        return cls(person, service, began_on, ended_on, begun_by, ended_by, os.urandom(SOURCE))

    @classmethod
    def read(cls, line: Sequence[Any]) -> RelationRow:
        """Return a row as it came from its table."""
        person, service, began_on, ended_on, begun_by, ended_by, salt = line
        return cls(person, service, began_on, ended_on, begun_by, ended_by, bytes(salt))


def relation(row: RelationRow) -> bytes:
    """Return what the digest of a relation is taken over."""
    said = (row.person, row.service, row.began_on, row.ended_on, row.begun_by or 0, row.ended_by or 0, row.salt)
    return binding.encode("seiyaku-relation-1", *said)
