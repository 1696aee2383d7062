"""
What the policy in force says about staff (policy 2-1, 2-4, 3-1), in the words this room asks in.

* 2-1  Every account is of a staff kind that the policy names.
* 2-4  Which courses a kind must have completed, and how often uses are reviewed.
* 3-1  Which duties only the operator's own people may hold. Whatever the policy says: managing, the keys, the gate and
  charging others with duties (the overall management), and approving, for an approver is the second person of each.
* 2-4  Who supervises staff, and signs for their uses, is one of the operator's own people too (24). An auditor may come
  from outside: who looks at what was done, and sees no value, is the better for it.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping

from seiyaku.core.errors import InputError, NotFound
from seiyaku.core.model import Course, Policy
from seiyaku.policy import queries

from .models import Account

ALWAYS_RESERVED = frozenset({"manager", "key-holder", "gate-administrator"})
CHARGING = ALWAYS_RESERVED | {"administrator"}  # the overall management
OWN = frozenset({"approver", "supervisor"})


def in_force() -> Policy:
    """Return the policy in force today."""
    return queries.in_force().policy


def reserved_duties(policy: Policy) -> frozenset[str]:
    """Return the duties that are never given to an outside kind (3-1)."""
    own = {name for name, duty in policy.rules.duties.items() if duty.reserved}
    listed = {name for rule in policy.rules.reserved.values() for name in rule.duties}
    return CHARGING | own | listed


def own_peoples(policy: Policy | None = None) -> frozenset[str]:
    """Return the duties that nobody of an outside kind holds: the reserved ones, approving and supervising (3-1)."""
    return OWN | (reserved_duties(policy) if policy is not None else CHARGING)


def lately() -> Policy | None:
    """Return the policy in force today, None before there is one."""
    try:
        return in_force()
    except NotFound:
        return None


def is_inside(policy: Policy, kind: str) -> bool:
    """Tell whether the policy counts this kind among the operator's own people; an unknown kind is outside."""
    rule = policy.rules.staff.get(kind)
    return rule is not None and rule.inside


def is_own(account: Account, policy: Policy | None = None) -> bool:
    """Tell whether somebody is of the operator's own people: when they were hired, and under the policy in force."""
    policy = policy or lately()
    return account.inside and (policy is None or is_inside(policy, account.kind))


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
