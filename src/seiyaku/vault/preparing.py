"""
Getting what a person is to be held with ready to be stored, before any transaction: nothing here touches the database.

* every field must be one of the policy's (5-3); else InputError with the nearest name
* identification codes are checked by their check digits, findable values are normalised (1-1)
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple

import orjson

from seiyaku.core import identity
from seiyaku.core.errors import InputError
from seiyaku.keys import blind

from .catalogue import Catalogue, Column

Kind = Literal["person", "organisation"]


class PreparedSheet(NamedTuple):
    """The fields of one sheet: their mask and the text that will be sealed."""

    kind: str
    fields: int
    plain: bytes


@dataclass(frozen=True, slots=True)
class Prepared:
    """Somebody ready to be stored. `index`: (bit, normalised text, unique) of every value kept findable or unique."""

    kind: Kind
    sheets: tuple[PreparedSheet, ...]
    index: tuple[tuple[Column, str], ...]

    @property
    def fields(self) -> int:
        """The mask of the fields it carries."""
        mask = 0
        for sheet in self.sheets:
            mask |= sheet.fields
        return mask


def prepare(catalogue: Catalogue, values: Mapping[str, str], *, kind: Kind = "person") -> Prepared:
    """
    Check `values` (field name to text), and part them into sheets and what they will be found by.

    Raises:
        InputError: a field the policy does not have, nothing to hold, or a value that its type refuses.
    """
    if not values:
        raise InputError(where="values", found="nothing", expected="at least one field")
    parted = catalogue.plan(tuple(values))
    for column in parted.checked:
        identity.normalise(column.type, values[column.name])
    index = tuple([(column, identity.normalise(column.type, values[column.name])) for column in parted.index])
    sheets = []
    for sheet, mask, names in parted.sheets:
        sheets.append(PreparedSheet(sheet, mask, orjson.dumps({name: values[name] for name in names})))
    return Prepared(kind, tuple(sheets), index)


def digests(column: Column, normalised: str) -> tuple[tuple[int, bytes], ...]:
    """Return (key id, digest) of the value under every live index key."""
    return blind.digests(column.name, normalised)
