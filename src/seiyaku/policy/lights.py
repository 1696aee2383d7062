"""
The registry of checks behind the lights (policy 0 to 12): each room says, for what stands in its clauses, how it is.

* A check is registered by the room that keeps the promise, for sections of the policy's rules (`training` …), never
  for clause numbers: another operator's policy numbers them otherwise.
* It looks at what really stands, today, and says one figure. One that fails is broken: what cannot be seen is not kept.
* A clause with rules and without any check says so: it is not built yet.
* What several checks ask of the whole house is asked once for all lights looked at together (`Place.once`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal, TypeVar, cast

from seiyaku.core.language import Text
from seiyaku.core.model import Policy

from .offering import gather

State = Literal["kept", "attention", "broken", "unbuilt"]
WORST: tuple[State, ...] = ("broken", "attention", "unbuilt", "kept")
OPERATOR = "operator"  # not a section of rules: who promises, from when
Found = TypeVar("Found")
UNSEEN = Text("点検できません", "it cannot be checked")
UNBUILT = Text("この条項の画面と点検はまだありません", "no screen and no check keeps this clause yet")


Shared = dict[Callable[["Place"], Any], Any]  # what is asked once, by what asks it


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """What a check is asked about: the policy, the day, the clause, and the names that one section has in it."""

    policy: Policy
    day: dt.date
    clause: str
    names: tuple[str, ...]
    shared: Shared = field(default_factory=dict, repr=False, compare=False)

    def once(self, ask: Callable[[Place], Found]) -> Found:
        """Return what `ask` finds, which hangs on the policy and the day alone: asked once for all that look now."""
        if ask not in self.shared:
            self.shared[ask] = ask(self)
        return cast("Found", self.shared[ask])


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What a check saw: how it stands, one figure, and since when it is not as it should be."""

    state: State
    figure: Text
    since: dt.date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One check: its name, the section it is about, the duty that answers for it, which screen shows the evidence."""

    name: str
    section: str
    owner: str
    evidence: str
    look: Callable[[Place], Seen]


@dataclass(frozen=True, slots=True, kw_only=True)
class Light:
    """What one check says beside one clause."""

    clause: str
    check: str
    owner: str
    evidence: str
    state: State
    figure: Text
    since: dt.date | None


_checks: dict[str, Check] = {}


def register(check: Check) -> None:
    """Have the check asked; for a room's `checks.add`. The same name again replaces it."""
    _checks[check.name] = check


def registered() -> tuple[Check, ...]:
    """Return every check."""
    gather()
    return tuple(_checks.values())


_counts: dict[str, Callable[[dt.date], int]] = {}


def counts(name: str, look: Callable[[dt.date], int]) -> None:
    """Have a figure of the band "today" counted by the room that knows it; for a room's `checks.add`."""
    _counts[name] = look


def counted(name: str, day: dt.date) -> int | None:
    """Return such a figure; None where no room counts it yet."""
    gather()
    return _counts[name](day) if name in _counts else None


def whole(policy: Policy, day: dt.date) -> Place:
    """Return the house as a whole, to be asked what hangs on no clause."""
    return Place(policy=policy, day=day, clause="", names=())


def lit(policy: Policy, day: dt.date, shared: Shared | None = None) -> dict[str, list[Light]]:
    """Return the lights beside each clause that has rules, the worst first; `shared`: of a place already asked."""
    gather()
    found: dict[str, list[Light]] = {}
    known: Shared = {} if shared is None else shared
    for clause, sections in sections_of(policy).items():
        lights = [
            _light(check, Place(policy=policy, day=day, clause=clause, names=sections[check.section], shared=known))
            for check in _checks.values()
            if check.section in sections
        ]
        found[clause] = sorted(lights, key=lambda one: WORST.index(one.state)) or [_unbuilt(clause)]
    return found


def worst(lights: list[Light]) -> State:
    """Return the state that counts for a clause, or for a chapter of them."""
    return min((one.state for one in lights), key=WORST.index, default="kept")


def sections_of(policy: Policy) -> dict[str, dict[str, tuple[str, ...]]]:
    """Return, for each clause that has rules, the names that each section has in it."""
    found: dict[str, dict[str, list[str]]] = {clause: {} for clause in policy.clauses}
    for section in type(policy.rules).model_fields:
        for name, item in getattr(policy.rules, section).items():
            found.setdefault(item.clause, {}).setdefault(section, []).append(name)
    found[operator_clause(policy)][OPERATOR] = [policy.operator.id]
    return {
        clause: {section: tuple(names) for section, names in sections.items()}
        for clause, sections in found.items()
        if sections
    }


def operator_clause(policy: Policy) -> str:
    """Return the clause that names the operator: 0, else the first."""
    return "0" if "0" in policy.clauses else next(iter(policy.clauses))


def _light(check: Check, place: Place) -> Light:
    try:
        seen = check.look(place)
    except Exception:  # noqa: BLE001  # one room's failure is one broken light, whatever it is
        seen = Seen(state="broken", figure=UNSEEN)
    return Light(
        clause=place.clause,
        check=check.name,
        owner=check.owner,
        evidence=check.evidence,
        state=seen.state,
        figure=seen.figure,
        since=seen.since,
    )


def _unbuilt(clause: str) -> Light:
    return Light(clause=clause, check="none", owner="manager", evidence="", state="unbuilt", figure=UNBUILT, since=None)
