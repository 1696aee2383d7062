"""
When information ends (policy 2-3; art. 22): what no purpose needs any more is found here, every night.

Each purpose says until when it needs its fields (`keep`, `keep_fields`): for a time after they were acquired, after the
relation ended, after the last use for it, after consent was withdrawn. A value is needed as long as one purpose that
it may be used for needs it; a past value only by purposes that need the past. The rest is due: `reducing` takes it
away.

Nothing is opened to find out: fields, sources and times stand beside the sealed bytes.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from seiyaku.core import deadlines
from seiyaku.core.asks import Bits
from seiyaku.core.model import Keep, Policy, Purpose

from . import bases, relations, times
from .bases import Grounds
from .cells import ENDED, Origin, SheetCell, origins
from .statements import Cursor, marks, padded, run

BLOCK = 512
Served = Callable[[Grounds], int]
Withdrawn = Callable[[Sequence[int]], Mapping[tuple[int, int], int]]


class Rule(NamedTuple):
    """One purpose needs `fields` for `period` after `event`; without a period, for as long as it may be used."""

    purpose: int
    fields: int
    past: bool
    event: str
    period: str


@dataclass(frozen=True, slots=True)
class Due:
    """
    What nothing needs any more of one person.

    `fields`: mask of present values. `facts`: keys of past ones. `episodes`, `attachments`: their refs. `all`: nothing
    is left, so that the person is to be erased as a whole.
    """

    ordinal: int
    fields: int = 0
    facts: tuple[tuple[int, int, int], ...] = ()
    episodes: tuple[bytes, ...] = ()
    attachments: tuple[bytes, ...] = ()
    all: bool = False


@dataclass(slots=True)
class Life:
    """What the ends of one person's values hang on."""

    ordinal: int
    consents: int
    ended_on: int
    present: list[tuple[int, Origin]] = field(default_factory=list)


def rules(policy: Policy, bits: Bits) -> list[Rule]:
    """Return until when each purpose of the policy needs which of its fields."""
    return [rule for name, purpose in policy.rules.purposes.items() for rule in of_purpose(name, purpose, bits)]


def of_purpose(name: str, purpose: Purpose, bits: Bits) -> list[Rule]:
    """Return the rules of one purpose: one for each end its fields have."""
    grouped: dict[Keep | None, int] = {}
    for needed in purpose.needs:
        keep = purpose.keep_fields.get(needed, purpose.keep)
        grouped[keep] = grouped.get(keep, 0) | 1 << bits.fields[needed]
    return [
        Rule(bits.purposes[name], fields, purpose.past, keep.until if keep else "", keep.for_ if keep else "")
        for keep, fields in grouped.items()
    ]


def due(
    cursor: Cursor, rules: Sequence[Rule], today: int, *, after: int = 0, most: int = BLOCK,
    served: Served | None = None, withdrawn: Withdrawn | None = None,
) -> tuple[list[Due], int | None]:  # fmt: skip
    """
    Go through the next people with an ordinal above `after`; return what is due, and the last ordinal looked at.

    `served` says which purposes a source still serves (by default those it was acquired for); `withdrawn` the days on
    which (person, purpose bit) consents were withdrawn. The ordinal is None when everybody has been looked at.
    """
    lives = _lives(cursor, after, min(most, BLOCK))
    if not lives:
        return [], None
    uses = relations.last_uses(cursor, list(lives))
    clock = Clock(rules, today, served, withdrawn(list(lives)) if withdrawn else {}, uses)
    kept = _kept(cursor, list(lives))
    bases.learn(cursor, {o.basis for life in lives.values() for _, o in life.present})
    bases.learn(cursor, {line[2] for every in kept.values() for line in every})
    found = [clock.due(life, kept[ordinal]) for ordinal, life in lives.items()]
    return [each for each in found if each is not None], max(lives)


Kept = tuple[str, object, int, int, int]  # table, key, basis, recorded at, field


def _lives(cursor: Cursor, after: int, most: int) -> dict[int, Life]:
    run(
        cursor,
        "SELECT ord, consents, relation_ended_on FROM vault_person"
        " WHERE ord > %s AND merged_into IS NULL ORDER BY ord LIMIT %s",
        (after, most),
    )
    lives = {int(line[0]): Life(*line) for line in cursor.fetchall()}
    if not lives:
        return lives
    people = padded(list(lives))
    run(
        cursor,
        "SELECT person, kind, fields, basis, acquisition, valid_from, recorded_at, meta FROM vault_sheet"
        f" WHERE person IN ({marks(len(people))})",
        people,
    )
    for person, kind, fields, basis, acquisition, valid_from, recorded_at, meta in cursor.fetchall():
        origin = Origin(basis, acquisition, valid_from, recorded_at)
        lives[person].present += origins(SheetCell(kind, 0, fields, origin, bytes(meta), b""))
    return lives


def _kept(cursor: Cursor, people: Sequence[int]) -> dict[int, list[Kept]]:
    """Return what is held on people besides present values."""
    found: dict[int, list[Kept]] = {person: [] for person in people}
    wanted = padded(people)
    where = f"WHERE person IN ({marks(len(wanted))})"
    facts = f"SELECT person, field, valid_from, recorded_at, basis FROM vault_fact {where} AND acquisition <> {ENDED}"
    run(cursor, facts, wanted)
    for person, field_, valid_from, recorded_at, basis in cursor.fetchall():
        found[person].append(("fact", (field_, valid_from, recorded_at), basis, recorded_at, field_))
    for table in ("episode", "attachment"):
        run(cursor, f"SELECT person, ref, basis, recorded_at, field FROM vault_{table} {where}", wanted)
        for person, ref, basis, recorded_at, field_ in cursor.fetchall():
            found[person].append((table, bytes(ref), basis, recorded_at, field_))
    return found


class Clock:
    """Tells what is still needed today."""

    def __init__(
        self, rules: Sequence[Rule], today: int, served: Served | None, withdrawn: Mapping[tuple[int, int], int],
        used: Mapping[tuple[int, int], int],
    ) -> None:  # fmt: skip
        self._rules, self._today, self._withdrawn, self._used = rules, today, withdrawn, used
        self._served = served or (lambda grounds: grounds.purposes)

    def due(self, life: Life, kept: Sequence[Kept]) -> Due | None:
        """Return what nothing needs any more of one person; None if all of it is needed."""
        fields, remaining = 0, 0
        for mask, origin in life.present:
            needed = self.needed(life, origin.basis, origin.recorded_at, past=False)
            fields |= mask & ~needed
            remaining |= mask & needed
        ended: dict[str, list[object]] = {"fact": [], "episode": [], "attachment": []}
        for table, key, basis, recorded_at, bit in kept:
            if self.needed(life, basis, recorded_at, past=table == "fact") >> bit & 1:
                remaining |= table != "fact"
            else:
                ended[table].append(key)
        if not fields and not any(ended.values()):
            return None
        facts, episodes, attachments = (tuple(keys) for keys in ended.values())
        return Due(life.ordinal, fields, facts, episodes, attachments, all=not remaining)  # type: ignore[arg-type]  # keys by table

    def needed(self, life: Life, basis: int, recorded_at: int, *, past: bool) -> int:
        """Return the mask of the fields that some purpose still needs of what was acquired so."""
        purposes = self._served(bases.grounds(basis)) | life.consents
        acquired = times.local_day(recorded_at)
        mask = 0
        for rule in self._rules:
            serves = purposes >> rule.purpose & 1 or self._served_until_lately(rule, life)
            if serves and (rule.past or not past) and not self._over(rule, life, acquired):
                mask |= rule.fields
        return mask

    def _served_until_lately(self, rule: Rule, life: Life) -> bool:
        """Say whether the person had agreed to the purpose, and the policy keeps its fields on after a withdrawal."""
        return rule.event == "consent-withdrawn" and (life.ordinal, rule.purpose) in self._withdrawn

    def _over(self, rule: Rule, life: Life, acquired: int) -> bool:
        event = acquired
        if not rule.period:
            return False
        if rule.event == "relation-ends":
            event = life.ended_on
        elif rule.event == "last-use":
            event = max(self._used.get((life.ordinal, rule.purpose), 0), acquired)
        elif rule.event == "consent-withdrawn":
            live = life.consents >> rule.purpose & 1
            event = 0 if live else self._withdrawn.get((life.ordinal, rule.purpose), acquired)
        return bool(event) and _is_over(event, rule.period, self._today)


@lru_cache(maxsize=65_536)
def _is_over(event: int, period: str, today: int) -> bool:
    return deadlines.is_over(dt.date.fromordinal(event), period, dt.date.fromordinal(today))
