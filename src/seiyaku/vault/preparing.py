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

from .catalogue import CHECKED, Catalogue, Column

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
    parted: dict[str, dict[str, str]] = {}
    masks: dict[str, int] = {}
    index: list[tuple[Column, str]] = []
    columns = catalogue.columns
    for name, value in values.items():
        column = columns.get(name) or catalogue.column(name)
        parted.setdefault(column.sheet, {})[name] = value
        masks[column.sheet] = masks.get(column.sheet, 0) | 1 << column.bit
        if column.indexed:
            index.append((column, identity.normalise(column.type, value)))
        elif column.type in CHECKED:
            identity.normalise(column.type, value)
    if not parted:
        raise InputError(where="values", found="nothing", expected="at least one field")
    sheets = tuple(PreparedSheet(sheet, masks[sheet], orjson.dumps(held)) for sheet, held in parted.items())
    return Prepared(kind, sheets, tuple(index))


def digests(column: Column, normalised: str) -> tuple[tuple[int, bytes], ...]:
    """Return (key id, digest) of the value under every live index key."""
    return blind.digests(column.name, normalised)
