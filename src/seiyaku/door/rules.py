"""
The policy in force, compiled: gate, catalogue of fields, bits. Worked out once a day and after each publication.

The bases that values were acquired under are turned into purpose masks here, because what they allow depends on the
policy in force (related purposes) and on the day.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from seiyaku.core.asks import Bits
from seiyaku.core.compiled import compile_policy
from seiyaku.core.gate import Gate
from seiyaku.core.law import LAW_REVISION, law
from seiyaku.core.model import Policy
from seiyaku.keys.memory import on_forget
from seiyaku.policy import queries
from seiyaku.vault import bases
from seiyaku.vault.catalogue import Catalogue

EVERY_NOTICE = -1  # what the notice told is taken off the purposes when a basis is written (`origins`)


@dataclass(slots=True, kw_only=True)
class Rules:
    """Everything a decision of one day leans on that is not a standing of somebody."""

    policy: Policy
    bits: Bits
    gate: Gate
    catalogue: Catalogue
    today: int
    law: str = LAW_REVISION
    allowed: dict[int, int] = field(default_factory=dict)
    named: dict[int, list[str]] = field(default_factory=dict)
    parted: dict[int, tuple[str, ...]] = field(default_factory=dict)

    @property
    def date(self) -> dt.date:
        """The day as a date."""
        return dt.date.fromordinal(self.today)

    def purposes_of(self, basis: int) -> int:
        """Return the mask of purposes that values acquired under `basis` may be used for today (2-2)."""
        mask = self.allowed.get(basis)
        if mask is None:
            mask = self.allowed[basis] = purposes_under(self, bases.grounds(basis))
        return mask

    def sheets(self, fields: int) -> tuple[str, ...]:
        """Return the sheets that hold any of the fields in a mask."""
        found = self.parted.get(fields)
        if found is None:
            found = self.parted[fields] = self.catalogue.sheets(fields)
        return found

    def names(self, fields: int) -> list[str]:
        """Return the names of the fields in a mask, in the policy's order; always the same list."""
        named = self.named.get(fields)
        if named is None:
            named = self.named[fields] = [n for bit, n in self.catalogue.names.items() if fields >> bit & 1]
        return named


def purposes_under(rules: Rules, grounds: bases.Grounds) -> int:
    """Return the mask of purposes that `grounds` allow today."""
    return rules.gate.basis_mask(
        grounds.family, grounds.purposes, EVERY_NOTICE, today=rules.today, attested=grounds.attested
    )


@lru_cache(maxsize=8)
def _compiled(version: str, today: int) -> Rules:
    day = dt.date.fromordinal(today)
    policy = queries.version(version).policy
    every = [known.policy for known in reversed(queries.versions())]
    bits = queries.bits()
    return Rules(
        policy=policy,
        bits=bits,
        gate=compile_policy(policy, bits, law(day)),
        catalogue=Catalogue.of(every, bits),
        today=today,
    )


on_forget(_compiled.cache_clear)


def under(now: Rules, policy: Policy, day: dt.date) -> Rules:
    """Return the rules of a version that need not be published, on a day; its new names get places of their own."""
    rules = policy.rules
    bits = Bits(
        fields=_placed(now.bits.fields, rules.fields),
        purposes=_placed(now.bits.purposes, rules.purposes),
        duties=_placed(now.bits.duties, rules.duties),
    )
    gate = compile_policy(policy, bits, law(day))
    return Rules(policy=policy, bits=bits, gate=gate, catalogue=now.catalogue, today=day.toordinal())


def _placed(known: Mapping[str, int], names: Mapping[str, Any]) -> dict[str, int]:
    free = max(known.values(), default=-1) + 1
    return dict(known) | {name: free + n for n, name in enumerate(sorted(names.keys() - known.keys()))}


def of(version: str, today: int) -> Rules:
    """Return the rules of one version of the policy on one day."""
    return _compiled(version, today)
