"""
What a row of a table must be to enter (policy 1-1, 5-2, 5-3), and why it goes to quarantine when it is not.

* undeclared-column  a value in a column that no field of the form is
* check-digit        an identification code whose check digit is wrong
* value              a value its type refuses
* required           a field the form requires is empty
* special-care       a special-care item with neither consent nor a ground of 20(2)
* no-source          nobody knows where it is from
* taken              somebody else has the value of a unique field

An empty cell is no value. No message carries a value.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol, cast

from seiyaku.core.codes import corporate_number_stands, individual_number_stands
from seiyaku.core.errors import InputError
from seiyaku.core.model import Policy
from seiyaku.core.terms import FieldType
from seiyaku.vault.catalogue import Plan
from seiyaku.vault.preparing import Kind, Prepared, prepare

from .rules import Rules

WIDTH = str.maketrans("０１２３４５６７８９－", "0123456789-")
Objection = tuple[str, tuple[str, ...]]
May = Callable[[int], Objection | None]
QUARANTINED_AS = {"not-collected-for": "undeclared-column", "unknown-source": "no-source"}


class Row(Protocol):
    """A row that could be read: its number in the file and its cells by column."""

    @property
    def number(self) -> int:
        """The row's number."""

    @property
    def cells(self) -> Mapping[str, str]:
        """The cells by column name."""


class Broken(Protocol):
    """A row that could not be read: its number, why (a stable code), and the text to put aside."""

    @property
    def number(self) -> int:
        """The row's number."""

    @property
    def why(self) -> str:
        """Why it could not be read."""

    @property
    def text(self) -> str:
        """What stood there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Aside:
    """A row for quarantine: its number, why, the fields or columns that offended, and all that it carried."""

    number: int
    why: str
    fields: tuple[str, ...] = ()
    cells: Mapping[str, str] = field(repr=False)


class Ready(NamedTuple):
    """A row that may enter: its number, what is stored of it, and all that it carried."""

    number: int
    prepared: Prepared
    cells: Mapping[str, str]

    def __repr__(self) -> str:
        return f"Ready(number={self.number})"


CHECKS: dict[FieldType, Callable[[str], bool]] = {
    "my-number": individual_number_stands,
    "corporate-number": corporate_number_stands,
}


def columns_of(policy: Policy, form: str | None) -> dict[str, str]:
    """Return which column is which field: by its name, or by its label in either language."""
    declared = policy.rules.forms[form].fields if form in policy.rules.forms else tuple(policy.rules.fields)
    known: dict[str, str] = {}
    for name in (*policy.rules.fields, *declared):
        rule = policy.rules.fields[name]
        known |= dict.fromkeys((rule.label["ja"], rule.label["en"], name), name)
    return known


def ready(
    row: Row | Broken,
    *,
    rules: Rules,
    columns: Mapping[str, str],
    required: tuple[str, ...],
    may: May,
    kind: Kind = "person",
) -> Ready | Aside:
    """
    Return the row ready to be stored, or put aside.

    `columns`: column to field. `may`: the gate's word on a mask of fields: None, or a code and the offending fields.
    """
    read = cells_of(row)
    if read is None:
        broken = cast("Broken", row)
        return Aside(number=row.number, why=broken.why, cells={"": broken.text})
    values = {columns.get(column, ""): cell for column, cell in read.items() if cell and not cell.isspace()}
    if "" in values:  # no field's column, or one with spaces around its name
        values, strange = _named(read, columns)
        if strange:
            return aside(row.number, read, "undeclared-column", strange)
    plan = rules.catalogue.plan(tuple(values))
    objection = _objection(plan, values, required, may)
    if objection is None:
        try:
            return Ready(row.number, prepare(rules.catalogue, values, kind=kind, plan=plan), read)
        except InputError as error:
            objection = "value", (error.where,)
    return aside(row.number, read, *objection)


def _named(read: Mapping[str, str], columns: Mapping[str, str]) -> tuple[dict[str, str], tuple[str, ...]]:
    """Return the values by field, and the places of columns that are no field."""
    values: dict[str, str] = {}
    strange: list[str] = []
    for place, (column, cell) in enumerate(read.items(), 1):
        name = columns.get(column) or columns.get(column.strip())
        if not cell or cell.isspace():
            continue
        if name is None:
            strange.append(f"column {place}")
        else:
            values[name] = cell
    return values, tuple(strange)


def cells_of(row: Row | Broken) -> Mapping[str, str] | None:
    """Return the cells, None of a row that could not be read. (To ask for the whole protocol costs more than a row.)"""
    return getattr(row, "cells", None)


def aside(number: int, cells: Mapping[str, str], why: str, fields: tuple[str, ...]) -> Aside:
    """Return a row for quarantine, with whatever its cells carried."""
    carried = {column.strip(): cell for column, cell in cells.items() if cell.strip()}
    return Aside(number=number, why=why, fields=fields, cells=carried)


def _objection(plan: Plan, values: Mapping[str, str], required: tuple[str, ...], may: May) -> Objection | None:
    if missing := [name for name in required if name not in values]:
        return "required", tuple(missing)
    if said := may(plan.fields):
        return QUARANTINED_AS.get(said[0], said[0]), said[1]
    wrong = _wrong_digits(plan, values) if plan.codes else ()
    return ("check-digit", wrong) if wrong else None


def wrong_digits(rules: Rules, values: Mapping[str, str]) -> tuple[str, ...]:
    """Return the fields whose check digit is wrong."""
    return _wrong_digits(rules.catalogue.plan(tuple(values)), values)


def _wrong_digits(plan: Plan, values: Mapping[str, str]) -> tuple[str, ...]:
    wrong = []
    for column in plan.codes:
        digits = values[column.name].strip().translate(WIDTH).replace("-", "").replace(" ", "")
        if not CHECKS[column.type](digits):
            wrong.append(column.name)
    return tuple(wrong)
