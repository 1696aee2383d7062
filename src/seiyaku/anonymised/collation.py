"""
The collation report (policy 1-2; art. 2(1)(i)): which items single people out when they are put together.

For every set of up to three of the items: how many people are alone with their values, how many in groups below k.
Read through the door for the duty of art. 43(1), counted in the engine; only counts come out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from seiyaku import door
from seiyaku.core.asks import Actor
from seiyaku.core.errors import InputError
from seiyaku.policy import queries as policies

from . import engines
from .sources import named
from .vaulting import PURPOSE

MOST_FIELDS = 12
MOST_TOGETHER = 3
EDGES = ((1, 1), (2, 2), (3, 4), (5, 9), (10, 19), (20, 49), (50, 99), (100, None))


@dataclass(frozen=True, slots=True, kw_only=True)
class Collated:
    """One set of items: people alone, people in groups below k, and how many are in groups of which size."""

    fields: tuple[str, ...]
    people: int
    alone: int
    below: int
    groups: tuple[dict[str, int | None], ...]

    @property
    def singles_out(self) -> bool:
        """Whether somebody is alone with these: then they are treated as personal (1-2)."""
        return self.alone > 0

    def as_json(self) -> dict[str, Any]:
        """Return it in plain values."""
        return {
            "fields": list(self.fields), "people": self.people, "alone": self.alone, "below": self.below,
            "singles_out": self.singles_out, "groups": list(self.groups),
        }  # fmt: skip


def collate(fields: Sequence[str], *, k: int, actor: Actor) -> tuple[list[Collated], str]:
    """
    Measure every set of up to three of `fields`; return them, the most telling first, and the entry of the look.

    Raises:
        Refused: the actor may not, or nothing may be read.
        InputError: no item, too many, one twice, or one that the policy does not have.
    """
    _checked(fields, k)
    bulk = door.use_many(None, fields, purpose=PURPOSE, actor=actor)
    engine = engines.connect()
    try:
        engine.execute("SET temp_directory = ''")
        engine.execute(f"CREATE TEMP TABLE held ({', '.join(f'{named(name)} VARCHAR' for name in fields)})")
        for block in bulk.blocks:
            rows = [[values.get(name) for name in fields] for _, values in block]
            engine.executemany(f"INSERT INTO held VALUES ({', '.join('?' * len(fields))})", rows)
        sets = [each for size in range(1, MOST_TOGETHER + 1) for each in combinations(fields, size)]
        found = [_measured(engine, each, k) for each in sets]
    finally:
        engine.close()
    return sorted(found, key=lambda one: (-one.alone, -one.below, len(one.fields))), bulk.entry


def _checked(fields: Sequence[str], k: int) -> None:
    known = policies.in_force().policy.rules.fields
    if not 0 < len(fields) <= MOST_FIELDS or len(set(fields)) != len(fields) or k < 2:
        raise InputError("collation", f"{len(fields)} items, k = {k}", f"1 to {MOST_FIELDS} items, each once; k from 2")
    unknown = [name for name in fields if name not in known]
    if unknown:
        raise InputError("collation", repr(unknown[0]), "an item of the policy")


def _measured(engine: Any, fields: tuple[str, ...], k: int) -> Collated:
    by = ", ".join(named(name) for name in fields)
    sizes = engine.execute(
        f"SELECT n, count(*) * n FROM (SELECT count(*) AS n FROM held GROUP BY {by}) GROUP BY n"
    ).fetchall()
    groups = tuple(
        {"from": low, "to": high, "people": sum(int(p) for n, p in sizes if low <= n and (high is None or n <= high))}
        for low, high in EDGES
    )
    return Collated(
        fields=fields,
        people=sum(int(people) for _, people in sizes),
        alone=sum(int(people) for n, people in sizes if n == 1),
        below=sum(int(people) for n, people in sizes if n < k),
        groups=groups,
    )
