"""How the promises about what is held stand: whose (1-1), from where (5-1), and what waits in quarantine (5-1, 5-2)."""

from __future__ import annotations

from seiyaku.core.language import Text
from seiyaku.policy.lights import Check, Place, Seen, register

from . import times
from .models import Person, Quarantine

SPECIAL = "special-care"


def _held(place: Place) -> Seen:
    count = Person.objects.count()
    fields = len(place.names)
    return Seen(state="kept", figure=Text(f"{count:,} 人、項目 {fields}", f"{count:,} people, {fields} items"))


def _sources(place: Place) -> Seen:
    del place
    return _waiting("出どころ未確認の保留", "in quarantine, source unknown", exclude=True)


def _special(place: Place) -> Seen:
    del place
    return _waiting("要配慮個人情報の疑いによる保留", "in quarantine as possibly special-care", exclude=False)


def _waiting(ja: str, en: str, *, exclude: bool) -> Seen:
    rows = Quarantine.objects.exclude(reason=SPECIAL) if exclude else Quarantine.objects.filter(reason=SPECIAL)
    count = rows.count()
    first = rows.order_by("created_at").values_list("created_at", flat=True).first()
    return Seen(
        state="attention" if count else "kept",
        figure=Text(f"{ja} {count} 件", f"{count} {en}"),
        since=times.at(first).date() if first else None,
    )


def add() -> None:
    """Register them."""
    register(Check(name="held", section="fields", owner="manager", evidence="data-map", look=_held))
    register(Check(name="sources", section="sources", owner="desk", evidence="sources", look=_sources))
    register(Check(name="special-care", section="special_care", owner="desk", evidence="sources", look=_special))
