"""
Since when each light has stood as it does (policy 0 to 12): noted by a job, read by the first page and the public one.

What the public sees is what was noted last: no more than the state of each clause, and as of when.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from seiyaku.core.model import Policy
from seiyaku.policy import lights
from seiyaku.policy.lights import State

from .attesting import lit
from .models import Stood


def note(policy: Policy, day: dt.date) -> int:
    """Note how every light stands; return how many have changed since they were noted last."""
    now, changed = timezone.now(), 0
    found = {(one.clause, one.check): one for several in lit(policy, day).values() for one in several}
    with transaction.atomic():
        open_ = {(one.clause, one.light): one for one in Stood.objects.select_for_update().filter(until=None)}
        for key, row in open_.items():
            light = found.get(key)
            if light is not None and light.state == row.state:
                continue
            Stood.objects.filter(pk=row.pk).update(until=now)
            changed += 1
        Stood.objects.filter(until=None).update(noted_at=now)
        fresh = [key for key, light in found.items() if key not in open_ or open_[key].state != light.state]
        Stood.objects.bulk_create(
            Stood(
                clause=clause, light=name, owner=found[clause, name].owner, state=found[clause, name].state, since=now,
                noted_at=now,
            )
            for clause, name in fresh
        )  # fmt: skip
    return changed


def of(clause: str) -> list[Stood]:
    """Return how the lights of a clause stood, the newest first."""
    return list(Stood.objects.filter(clause=clause).order_by("-since", "light")[:200])


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What the public may see: the state of each clause, and when it was noted."""

    states: dict[str, State]
    noted_at: dt.datetime


def public() -> Shown | None:
    """Return what was noted last, clause by clause; None where nothing has been yet."""
    rows = list(Stood.objects.filter(until=None).values_list("clause", "state", "noted_at"))
    if not rows:
        return None
    states: dict[str, State] = {}
    for clause, state, _ in rows:
        known = [each for each in lights.WORST if each in {state, states.get(clause)}]
        states[clause] = known[0]
    return Shown(states=states, noted_at=max(noted for _, _, noted in rows))
