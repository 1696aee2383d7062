"""What is held, counted: by field, by source, by age (policy 1-1, 2-3, 5-1, 5-3). Names nobody and opens nothing."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count, Min

from seiyaku.core.asks import Bits

from . import times
from .models import Basis, Person, Quarantine, Sheet


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """How many people's sheets hold a field, and the day the oldest of those was recorded (an ordinal)."""

    people: int = 0
    oldest: int = 0


def people() -> int:
    """Return how many people and organisations are held."""
    return Person.objects.count()


def holdings(bits: Bits) -> dict[str, Holding]:
    """Return what is held of each field; sheets that hold alike are counted together: millions are a few rows."""
    rows = Sheet.objects.values("fields").annotate(people=Count("person"), oldest=Min("recorded_at"))
    found: dict[str, Holding] = {}
    for row in rows:
        for name, bit in bits.fields.items():
            if row["fields"] >> bit & 1:
                so_far = found.get(name, Holding())
                day = times.local_day(row["oldest"])
                found[name] = Holding(people=so_far.people + row["people"], oldest=min(so_far.oldest or day, day))
    return found


def sources() -> list[tuple[str, str, bool, int]]:
    """Return (source, notice, attested, sheets) of everything held: from where it came (5-1)."""
    counts: Counter[int] = Counter()
    for basis, sheets in Sheet.objects.values_list("basis").annotate(sheets=Count("person")):
        counts[basis] += sheets
    rows = Basis.objects.filter(id__in=list(counts)).values_list("id", "source", "notice", "attested")
    found: Counter[tuple[str, str, bool]] = Counter()
    for number, source, notice, attested in rows:
        found[source, notice, attested] += counts[number]
    return [(source, notice, attested, sheets) for (source, notice, attested), sheets in found.most_common()]


def quarantined() -> dict[str, int]:
    """Return how many rows wait in quarantine, by why."""
    rows = Quarantine.objects.values_list("reason").annotate(rows=Count("ord"))
    return dict(rows)
