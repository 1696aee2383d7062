"""How the promise about safeguards stands (3-3): what the doctor finds."""

from __future__ import annotations

from seiyaku.core.language import Text
from seiyaku.policy.lights import Check, Place, Seen, State, register

from . import posture

STATES: dict[posture.State, State] = {"green": "kept", "attention": "attention", "red": "broken"}


def _safeguards(place: Place) -> Seen:
    del place
    found = posture.lately()
    amiss = [one for one in found if one.state != "green"]
    return Seen(
        state=STATES[posture.worst(found)],
        figure=Text(
            f"点検 {len(found)}、要確認・不適合 {len(amiss)}", f"{len(found)} checks, {len(amiss)} want attention"
        ),
    )


def add() -> None:
    """Register it."""
    register(Check(name="safeguards", section="safeguards", owner="manager", evidence="security", look=_safeguards))
