"""
The revisions of the gate: what each decides otherwise than the one before, on the same ask and facts.

An entry names the revision it was decided under. Whoever decides an ask of the past again has it taken as that revision
took it; a revision that is not here cannot be decided again.

* 1  the first
* 2  3-3: a browser's session without a second factor is refused (`second-factor`); its password was enough before
"""

from __future__ import annotations

from dataclasses import replace

from .asks import Ask
from .standing import HALF_PROVEN

GATE_REVISION = "2"
FIRST = "1"
REVISIONS = (FIRST, GATE_REVISION)
PROVEN = "session"  # what any proof counted as in the first revision


def as_taken(ask: Ask, revision: str) -> Ask:
    """Return the ask as the gate of `revision` took it."""
    if revision == FIRST and ask.actor.proven_by == HALF_PROVEN:
        return replace(ask, actor=replace(ask.actor, proven_by=PROVEN))
    return ask
