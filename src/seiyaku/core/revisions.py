"""
The revisions of the gate: what each decides otherwise than the one before, on the same ask and facts.

An entry names the revision it was decided under. Whoever decides an ask of the past again has it taken as that revision
took it; a revision that is not here cannot be decided again.

* 1  the first
* 2  3-3: a browser's session without a second factor is refused (`second-factor`); its password was enough before
* 3  27(1)(iv): a state body of another country is none that the Act means, and art. 28 is not passed by for it
"""

from __future__ import annotations

from dataclasses import replace

from .asks import Ask, Facts
from .law import STATE
from .provisioning import HOME
from .standing import HALF_PROVEN

GATE_REVISION = "3"
FIRST, SECOND = "1", "2"
REVISIONS = (FIRST, SECOND, GATE_REVISION)
PROVEN = "session"  # what any proof counted as in the first revision


def as_taken(ask: Ask, revision: str) -> Ask:
    """Return the ask as the gate of `revision` took it."""
    if revision == FIRST and ask.actor.proven_by == HALF_PROVEN:
        return replace(ask, actor=replace(ask.actor, proven_by=PROVEN))
    return ask


def known_as(facts: Facts, revision: str, article: str | None) -> Facts:
    """Return the facts as the gate of `revision` took them, of an ask that it answered with `article`."""
    if revision in (FIRST, SECOND) and article == STATE and facts.recipient is not None:
        return replace(facts, recipient=replace(facts.recipient, country=HOME))
    return facts
