"""How the promises about consent stand: live consents (4-3), and what was shown before anything was taken (5-4)."""

from __future__ import annotations

from seiyaku.core.language import Text
from seiyaku.policy.lights import Check, Place, Seen, register

from . import queries
from .models import Showing


def _live(place: Place) -> int:
    del place
    return sum(queries.counts().values())


def _consents(place: Place) -> Seen:
    live = place.once(_live)
    return Seen(state="kept", figure=Text(f"有効な同意 {live:,} 件", f"{live:,} live consents"))


def _proofs(place: Place) -> int:
    del place
    return Showing.objects.count()


def _shown(place: Place) -> Seen:
    proofs = place.once(_proofs)
    return Seen(
        state="kept",
        figure=Text(
            f"通知 {len(place.names)} 種、表示の証拠 {proofs:,} 件",
            f"{len(place.names)} notices, {proofs:,} proofs of showing",
        ),
    )


def add() -> None:
    """Register them."""
    register(Check(name="consents", section="consent", owner="manager", evidence="purposes", look=_consents))
    register(Check(name="notices", section="notices", owner="manager", evidence="sources", look=_shown))
