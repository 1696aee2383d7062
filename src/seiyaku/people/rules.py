"""
What the policy in force says about staff (policy 2-1, 2-4, 3-1), in the words this room asks in.

* 2-1  Every account is of a staff kind that the policy names.
* 2-4  Which courses a kind must have completed, and how often uses are reviewed.
* 3-1  Which duties only the operator's own people may hold; three of them whatever the policy says.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping

from seiyaku.core.errors import InputError
from seiyaku.core.model import Course, Policy
from seiyaku.policy import queries

ALWAYS_RESERVED = frozenset({"manager", "key-holder", "gate-administrator"})


def in_force() -> Policy:
    """Return the policy in force today."""
    return queries.in_force().policy


def reserved_duties(policy: Policy) -> frozenset[str]:
    """Return the duties that are never given to an outside kind (3-1)."""
    own = {name for name, duty in policy.rules.duties.items() if duty.reserved}
    listed = {name for rule in policy.rules.reserved.values() for name in rule.duties}
    return ALWAYS_RESERVED | own | listed


def is_inside(policy: Policy, kind: str) -> bool:
    """Tell whether the policy counts this kind among the operator's own people; an unknown kind is outside."""
    rule = policy.rules.staff.get(kind)
    return rule is not None and rule.inside


def courses_required(policy: Policy, kind: str, duties: Iterable[str] = ()) -> dict[str, Course]:
    """Return the courses that staff of this kind, charged with these duties, must have completed (2-4)."""
    whom = {kind, *duties}
    return {
        name: course
        for name, course in policy.rules.training.items()
        if not course.required_of or whom.intersection(course.required_of)
    }


def review_every(policy: Policy) -> str:
    """Return how often everybody's uses are reviewed: monthly, unless the policy says otherwise (2-4)."""
    return next((rule.review_every for rule in policy.rules.use.values()), "1m")


def known(where: str, name: str, among: Mapping[str, object]) -> str:
    """Return `name` if the policy knows it; InputError with the nearest name otherwise."""
    if name not in among:
        nearest = difflib.get_close_matches(name, among, n=1)
        raise InputError(where, repr(name), f"one of {', '.join(sorted(among))}", nearest[0] if nearest else None)
    return name
