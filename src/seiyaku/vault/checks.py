"""How the promises about what is held stand: whose (1-1), from where (5-1), and what waits in quarantine (5-1, 5-2)."""

from __future__ import annotations

import datetime as dt

from django.db.models import Count, Min

from seiyaku.core.language import Text
from seiyaku.policy.lights import Check, Place, Seen, register

from . import times
from .models import Person, Quarantine

SPECIAL = "special-care"


def _people(place: Place) -> int:
    del place
    return Person.objects.count()


def _held(place: Place) -> Seen:
    count = place.once(_people)
    fields = len(place.names)
    return Seen(state="kept", figure=Text(f"{count:,} 人、項目 {fields}", f"{count:,} people, {fields} items"))


def _sources(place: Place) -> Seen:
    return _waiting(place, "出どころ未確認の保留", "in quarantine, source unknown", exclude=True)


def _special(place: Place) -> Seen:
    return _waiting(place, "要配慮個人情報の疑いによる保留", "in quarantine as possibly special-care", exclude=False)


def _detained(place: Place) -> list[tuple[str, int, int]]:
    """Return (reason, rows, when the first came) of what waits in quarantine."""
    del place
    return list(
        Quarantine.objects.values_list("reason").annotate(rows=Count("ord"), first=Min("created_at")).order_by()
    )


def _waiting(place: Place, ja: str, en: str, *, exclude: bool) -> Seen:
    rows = [row for row in place.once(_detained) if (row[0] != SPECIAL) == exclude]
    count, first = sum(row[1] for row in rows), min((row[2] for row in rows), default=None)
    return Seen(
        state="attention" if count else "kept",
        figure=Text(f"{ja} {count} 件", f"{count} {en}"),
        since=dt.date.fromordinal(times.local_day(first)) if first else None,
    )


def add() -> None:
    """Register them."""
    register(Check(name="held", section="fields", owner="manager", evidence="data-map", look=_held))
    register(Check(name="sources", section="sources", owner="desk", evidence="sources", look=_sources))
    register(Check(name="special-care", section="special_care", owner="desk", evidence="sources", look=_special))
