"""
What one kind of want has come to before: the same actor, act, purpose and fields, about people who stand alike.

The gate is pure, so one answer serves everybody whose standings are the same; and what an entry says of them differs in
nothing but the number of the newest change. Remembered as long as the actors' standings are (see `standings`), under
the same rules of the same day; never where an actor's uses are counted, for then the answer hangs on how many.
"""

from __future__ import annotations

from collections.abc import Hashable
from typing import TYPE_CHECKING, Any

from seiyaku.core.answers import Answer
from seiyaku.core.asks import Ask
from seiyaku.vault.rows import Row

from . import standings
from .rules import Rules
from .standings import NOTHING
from .wants import Want

if TYPE_CHECKING:
    from .asking import Sitting

AT_MOST = 4_096  # kinds of wants, and of people under each


class Said:
    """An answer, and what an entry says of it up to a change."""

    __slots__ = ("_body", "_head", "answer")

    def __init__(self, answer: Answer, body: dict[str, Any], head: int) -> None:
        self.answer = answer
        self._body, self._head = body, head

    def body(self, head: int) -> dict[str, Any]:
        """Return the entry's body as of this change; not to be written into."""
        if head != self._head:
            self._body, self._head = {**self._body, "standing": head}, head
        return self._body


class Usual:
    """One kind of want under one day's rules: its ask, and what was said about whom."""

    __slots__ = ("_said", "ask", "rules")

    def __init__(self, ask: Ask, rules: Rules) -> None:
        self.ask, self.rules = ask, rules
        self._said: dict[Hashable, Said] = {}

    def on(self, sitting: Sitting, want: Want, row: Row | None) -> Said:
        """Return what is said about somebody who stands like `row`."""
        key: Hashable = None
        agreed = None
        if row is not None:
            agreed = standings.agreed(sitting, want, [row.ordinal]).get(row.ordinal, NOTHING)
            own = want.actor.kind == "person" and want.actor.id == f"person:{row.pid.hex()}"
            key = (row.bases, row.consents, row.refusals, row.stopped, row.flags, agreed, own)
        said = self._said.get(key)
        if said is None:
            answer = self.rules.gate.decide(self.ask, sitting.facts(want, row, agreed=agreed))
            body = sitting.body(want, self.ask, answer, **sitting.opened(answer, row))
            if len(self._said) >= AT_MOST:
                self._said.clear()
            said = self._said[key] = Said(answer, body, sitting.head)
        return said


def usual(sitting: Sitting, want: Want) -> Usual | None:
    """Return what is known of this kind of want; None for one that is weighed anew each time."""
    if want.past or want.occasion is not None or not sitting.limits:
        return None
    about = (want.recipient, want.ground, want.evidence, want.papers, want.how)
    key = (want.actor, want.act, want.purpose, want.fields, *about)
    kept = standings.kinds()
    found = kept.get(key)
    if found is None or found.rules is not sitting.rules:
        if any(standings.actor(sitting, who).uses_at_most for who in (want.actor, want.actor.on_behalf_of) if who):
            return None
        if len(kept) >= AT_MOST:
            kept.clear()
        found = kept[key] = Usual(sitting.ask(want), sitting.rules)
    return found
