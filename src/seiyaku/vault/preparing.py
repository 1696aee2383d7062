"""
Getting what a person is to be held with ready to be stored, before any transaction: nothing here touches the database.

* every field must be one of the policy's (5-3); else InputError with the nearest name
* identification codes are checked by their check digits, days are read, findable values are normalised (1-1, 2-3)
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple

import orjson

from seiyaku.core import identity
from seiyaku.core.errors import InputError
from seiyaku.keys import blind

from .catalogue import Catalogue, Column, Plan

Kind = Literal["person", "organisation"]


PreparedSheet = tuple[str, int, bytes]  # a sheet's kind, the mask of its fields, and the text that will be sealed


class Prepared(NamedTuple):
    """
    Somebody ready to be stored. `found_by`: the normalised text of every value kept findable or unique.

    `fields`: the mask of the fields it carries.
    """

    kind: Kind
    sheets: Sequence[PreparedSheet]
    found_by: Sequence[tuple[Column, str]]
    fields: int

    def __repr__(self) -> str:
        return f"Prepared(kind={self.kind!r}, fields={self.fields})"


def prepare(
    catalogue: Catalogue, values: Mapping[str, str], *, kind: Kind = "person", plan: Plan | None = None
) -> Prepared:
    """
    Check `values` (field name to text), and part them into sheets and what they are found by; `plan`: how, if known.

    Raises:
        InputError: a field the policy does not have, nothing to hold, or a value that its type refuses.
    """
    if not values:
        raise InputError(where="values", found="nothing", expected="at least one field")
    parted = plan or catalogue.plan(tuple(values))
    normalise, dumps = identity.normalise, orjson.dumps
    for column in parted.checked:
        normalise(column.type, values[column.name])
    return Prepared(
        kind,
        [(sheet, mask, dumps({name: values[name] for name in names})) for sheet, mask, names in parted.sheets],
        [(column, normalise(column.type, values[column.name])) for column in parted.index],
        parted.fields,
    )


def digests(column: Column, normalised: str) -> tuple[tuple[int, bytes], ...]:
    """Return (key id, digest) of the value under every live index key."""
    return blind.digests(column.name, normalised)
