"""Since when each light stands as it does (policy 0 to 12): what was noted last, and what has changed after that."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from seiyaku.people.days import day_of
from seiyaku.policy.lights import Light

from .models import Stood


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    """What was noted last: by clause and check the state, and since when it has been so; and when that was."""

    stood: dict[tuple[str, str], tuple[str, dt.datetime]]
    at: dt.datetime | None

    def since(self, light: Light, day: dt.date) -> dt.date | None:
        """Return since when a light stands as it does: as noted, today where it has changed since; else unknown."""
        state, since = self.stood.get((light.clause, light.check), ("", None))
        if since is not None and state == light.state:
            return day_of(since)
        return day if self.at is not None and day_of(self.at) == day else None


def noted() -> Noted:
    """Return what was noted last."""
    rows = list(Stood.objects.filter(until=None).values_list("clause", "light", "state", "since", "noted_at"))
    return Noted(
        stood={(clause, light): (state, since) for clause, light, state, since, _ in rows},
        at=max((noted for *_, noted in rows), default=None),
    )
