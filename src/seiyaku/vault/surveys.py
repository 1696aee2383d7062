"""
What is held, counted: by field, by source, by age (policy 1-1, 2-3, 5-1, 5-3). Names nobody and opens nothing.

* Present values stand on sheets; a sheet says of which fields the origin is not its own, and those are counted by
  theirs. Sheets that hold alike are one row of one statement that reads an index alone: millions are a few rows.
* Past values, contacts (calls, messages) and files are counted beside them.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import cast

from django.db.models import Count, Min, Q, QuerySet

from seiyaku.core.asks import Bits
from seiyaku.ledger.transactions import raw_cursor

from . import times
from .cells import ENDED, exceptions
from .models import Attachment, Basis, Episode, Fact, Person, Quarantine, Sheet
from .statements import Cursor, run

RECORDS = (Episode, Attachment)
_RECORDS = (
    "(SELECT field, person, recorded_at FROM vault_episode"
    " UNION ALL SELECT field, person, recorded_at FROM vault_attachment) r"
)
_COUNTED = f"SELECT field, COUNT(*), COUNT(DISTINCT person), MIN(recorded_at) FROM {_RECORDS} GROUP BY field"


@dataclass(slots=True, kw_only=True)
class Holding:
    """
    What is held of one field: of how many people, how many records (contacts, files) and past values.

    `oldest`: the day on which the oldest value or record still held as present was recorded, an ordinal; 0 for none.
    `stale`: how many people's value was recorded before the day that was asked about.
    """

    people: int = 0
    records: int = 0
    past: int = 0
    oldest: int = 0
    stale: int = 0

    def recorded(self, moment: int) -> None:
        """Take in when something was recorded."""
        day = times.local_day(moment)
        self.oldest = min(self.oldest or day, day)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where values came from: the source, the partner it was, the notice that was shown, and whether only attested."""

    source: str
    partner: str
    notice: str
    attested: bool


@dataclass(slots=True)
class Sourced:
    """How many values came from one source: present ones, past ones, and records (contacts, files)."""

    present: int = 0
    past: int = 0
    records: int = 0


@dataclass(frozen=True, slots=True)
class _Alike:
    """So many sheets that hold `fields` on one basis; when the oldest was recorded, and how many before each moment."""

    fields: int
    basis: int
    sheets: int
    oldest: int
    before: tuple[int, ...]


def people() -> int:
    """Return how many people and organisations are held."""
    return Person.objects.count()


def holdings(bits: Bits, stale_before: Mapping[str, dt.datetime] | None = None) -> dict[str, Holding]:
    """
    Return what is held of each field of which anything is.

    `stale_before`: for fields that grow stale, the moment before which a value counts as that. A field is on one sheet
    only, so the sheets that hold it are the people of whom it is held.
    """
    limits = {name: times.moment(at) for name, at in (stale_before or {}).items()}
    moments = sorted(set(limits.values()))
    names = {bit: name for name, bit in bits.fields.items()}
    found: defaultdict[str, Holding] = defaultdict(Holding)
    for alike in _sheets(moments):
        for bit in _set(alike.fields):
            if bit in names:
                one = found[names[bit]]
                one.people += alike.sheets
                one.recorded(alike.oldest)
                if names[bit] in limits:
                    one.stale += alike.before[moments.index(limits[names[bit]])]
    for bit, records, many, oldest in run(_cursor(), _COUNTED).fetchall():
        if bit in names:
            one = found[names[bit]]
            one.people = one.people + _besides(bit) if one.people else many
            one.records = records
            one.recorded(oldest)
    for bit, past in _values().values_list("field").annotate(past=Count("*")).order_by():
        if bit in names:
            found[names[bit]].past += past
    return dict(found)


def sources() -> list[tuple[Source, Sourced]]:
    """Return from where everything held came, the most first (5-1)."""
    by_basis: defaultdict[int, Sourced] = defaultdict(Sourced)
    for alike in _sheets(()):
        by_basis[alike.basis].present += alike.sheets * alike.fields.bit_count()
    for model in RECORDS:
        for basis, records in model.objects.values_list("basis").annotate(records=Count("*")).order_by():
            by_basis[basis].records += records
    for basis, past in _values().values_list("basis").annotate(past=Count("*")).order_by():
        by_basis[basis].past += past
    rows = Basis.objects.filter(id__in=list(by_basis)).values_list("id", "source", "partner", "notice", "attested")
    found: defaultdict[Source, Sourced] = defaultdict(Sourced)
    for number, source, partner, notice, attested in rows:
        one = found[Source(source=source, partner=partner, notice=notice, attested=attested)]
        one.present += by_basis[number].present
        one.past += by_basis[number].past
        one.records += by_basis[number].records
    return sorted(found.items(), key=lambda each: (-each[1].present - each[1].records, each[0].source, each[0].notice))


def _values() -> QuerySet[Fact]:
    """Return past values; a place that one has left is none."""
    return Fact.objects.exclude(acquisition=ENDED)


def quarantined() -> dict[str, int]:
    """Return how many rows wait in quarantine, by why."""
    rows = Quarantine.objects.values_list("reason").annotate(rows=Count("ord"))
    return dict(rows)


def _sheets(moments: Iterable[int]) -> Iterable[_Alike]:
    """Return what sheets hold alike, fields whose origin is not their sheet's apart."""
    limits = list(moments)
    before = {
        f"before_{place}": Count("recorded_at", filter=Q(recorded_at__lt=limit)) for place, limit in enumerate(limits)
    }
    rows = Sheet.objects.values_list("fields", "basis", "meta").annotate(
        sheets=Count("*"), oldest=Min("recorded_at"), **before
    )
    plain: list[_Alike] = []
    mixed: Counter[tuple[int, int]] = Counter()
    oldest: dict[tuple[int, int], int] = {}
    late: defaultdict[tuple[int, int], list[int]] = defaultdict(lambda: [0] * len(limits))

    def add(fields: int, basis: int, sheets: int, at: int, old: Iterable[int]) -> None:
        key = fields, basis
        mixed[key] += sheets
        oldest[key] = min(oldest.get(key, at), at)
        if limits:
            late[key] = [one + more for one, more in zip(late[key], old, strict=True)]

    for fields, basis, meta, sheets, at, *old in rows.order_by():
        if not meta:
            plain.append(_Alike(fields, basis, sheets, at, tuple(old)))
            continue
        for mask, origin in exceptions(bytes(meta)):
            then = origin.recorded_at
            add(mask, origin.basis, sheets, then, [sheets * (then < limit) for limit in limits])
            fields &= ~mask  # noqa: PLW2901  # what is left has the sheet's own origin
        add(fields, basis, sheets, at, old)
    return plain + [_Alike(*key, sheets, oldest[key], tuple(late[key])) for key, sheets in mixed.items() if key[0]]


def _besides(bit: int) -> int:
    """Return of how many people records of a field are held, and no present value of it."""
    held = "SELECT 1 FROM vault_sheet s WHERE s.person = r.person AND (s.fields & %s) <> 0"
    question = f"SELECT COUNT(DISTINCT person) FROM {_RECORDS} WHERE field = %s AND NOT EXISTS ({held})"
    (many,) = run(_cursor(), question, (bit, 1 << bit)).fetchone()
    return int(many)


def _cursor() -> Cursor:
    return cast("Cursor", raw_cursor())


def _set(mask: int) -> Iterable[int]:
    return (bit for bit in range(mask.bit_length()) if mask >> bit & 1)
