"""How the promises about anonymised information stand (9): releases published, none waiting unseen, none overdue."""

from __future__ import annotations

from django.db.models import Count

from seiyaku.core.language import Text
from seiyaku.policy.lights import Check, Place, Seen, register

from .models import Complaint, Release


def _counts(place: Place) -> tuple[int, int, int]:
    """Return how many releases are published, how many wait, and how many complaints are open."""
    del place
    states = dict(Release.objects.values_list("state").annotate(releases=Count("pk")).order_by())
    waiting = sum(states.get(state, 0) for state in ("made", "approved"))
    return states.get("published", 0), waiting, Complaint.objects.filter(settled_at=None).count()


def _releases(place: Place) -> Seen:
    out, waiting, open_ = place.once(_counts)
    if waiting or open_:
        said = Text(
            f"公表済み {out}、承認・公表待ち {waiting}、対応中の苦情 {open_}",
            f"{out} published, {waiting} waiting for approval or publication, {open_} complaints open",
        )
        return Seen(state="attention", figure=said)
    return Seen(state="kept", figure=Text(f"公表済みの匿名加工情報 {out}", f"{out} releases published"))


def add() -> None:
    """Register it."""
    register(Check(name="anonymised", section="anonymised", owner="manager", evidence="releases", look=_releases))
