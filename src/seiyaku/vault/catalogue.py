"""Which fields there are, in which sheet each is sealed, and by which it may be found (policy 1-1)."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from seiyaku.core.asks import Bits
from seiyaku.core.errors import InputError
from seiyaku.core.model import FieldRule, Policy
from seiyaku.core.terms import FieldType

PLANS_AT_MOST = 4_096  # a table has few kinds of rows; whoever makes up more gets none remembered
CODES = frozenset({"my-number", "corporate-number"})
# Read wherever they enter, also where nobody is found by them: check digits, and days that callers are known by.
CHECKED = CODES | {"date"}


@dataclass(frozen=True, slots=True)
class Column:
    """One field as the vault sees it."""

    name: str
    bit: int
    sheet: str
    type: FieldType
    findable: str
    unique: bool

    @property
    def indexed(self) -> bool:
        """Whether a digest of the value is kept."""
        return self.unique or self.findable != "no"


@dataclass(frozen=True, slots=True)
class Plan:
    """
    How values of certain fields are parted: which go on which sheet, which are indexed, which only checked.

    `codes`: the fields that have check digits.
    """

    fields: int
    sheets: tuple[tuple[str, int, tuple[str, ...]], ...]
    index: tuple[Column, ...]
    checked: tuple[Column, ...]
    codes: tuple[Column, ...]

    @classmethod
    def of(cls, columns: Sequence[Column]) -> Plan:
        """Work out the plan."""
        sheets: dict[str, list[Column]] = {}
        for column in columns:
            sheets.setdefault(column.sheet, []).append(column)
        return cls(
            fields=sum({1 << column.bit for column in columns}),
            sheets=tuple((s, sum(1 << c.bit for c in held), tuple(c.name for c in held)) for s, held in sheets.items()),
            index=tuple(column for column in columns if column.indexed),
            checked=tuple(column for column in columns if not column.indexed and column.type in CHECKED),
            codes=tuple(column for column in columns if column.type in CODES),
        )


@dataclass(frozen=True, slots=True, eq=False)
class Catalogue:
    """Every field of every version, each as its newest version has it."""

    columns: dict[str, Column]
    names: dict[int, str] = field(default_factory=dict)
    plans: dict[tuple[str, ...], Plan] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, policies: Iterable[Policy], bits: Bits) -> Catalogue:
        """Build the catalogue of `policies`, oldest first."""
        rules: dict[str, FieldRule] = {}
        for policy in policies:
            rules.update(policy.rules.fields)
        columns = {
            name: Column(name, bits.fields[name], rule.sheet, rule.type, rule.findable, rule.unique)
            for name, rule in rules.items()
        }
        return cls(columns, {column.bit: name for name, column in columns.items()})

    def column(self, name: str) -> Column:
        """Return the field `name`, or say which name is nearest."""
        found = self.columns.get(name)
        if found is None:
            near = difflib.get_close_matches(name, self.columns, n=1)
            raise InputError(
                where="field", found=name, expected="a field of the policy", nearest=next(iter(near), None)
            )
        return found

    def plan(self, names: tuple[str, ...]) -> Plan:
        """Return the plan for these fields, worked out once; InputError for one that is no field of the policy."""
        found = self.plans.get(names)
        if found is None:
            found = Plan.of([self.column(name) for name in names])
            if len(self.plans) < PLANS_AT_MOST:
                self.plans[names] = found
        return found

    def mask(self, names: Iterable[str]) -> int:
        """Return the mask of `names`."""
        mask = 0
        for name in names:
            mask |= 1 << self.column(name).bit
        return mask

    def sheets(self, mask: int) -> tuple[str, ...]:
        """Return the sheets that hold any field of `mask`."""
        return tuple(dict.fromkeys(c.sheet for c in self.columns.values() if mask >> c.bit & 1))
