"""
Training, and the few days somebody may be late with it (policy 2-4).

* A completion is good for as long as the policy says; nobody records their own, unless nobody else could.
* One grace for each lapse, for one named person, with a reason; 14 days at most, or less where the policy says less.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q

from seiyaku.core import deadlines
from seiyaku.core.asks import Actor
from seiyaku.core.errors import Conflict, InputError
from seiyaku.core.language import Text
from seiyaku.core.model import Policy
from seiyaku.papers import services as papers

from . import queries, rules
from .acting import MANAGING, PEOPLE, Acting, account_of, acting, no
from .days import today
from .models import GRACE_AT_MOST, Account, Completion, DutyHeld, Grace

REASON_KEPT = "3y"
OWN = Text("自分の研修を自分では記録できません。", "Nobody records their own training.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """A completion to be recorded: whose, which course, on which day, with which score of a hundred."""

    ref: str
    course: str
    on: dt.date
    score: int | None = None


def complete(
    ref: str,
    course: str,
    *,
    policy: Policy | None = None,
    actor: Actor,
    on: dt.date | None = None,
    score: int | None = None,
) -> Completion:
    """Record that the account completed the course `on` that day; good for as long as the policy says."""
    policy = policy or rules.in_force()
    rules.known("course", course, policy.rules.training)
    done = Done(ref=ref, course=course, on=on or today(), score=score)
    return complete_all([done], policy=policy, actor=actor)[0]


def complete_all(done: Sequence[Done], *, policy: Policy, actor: Actor) -> list[Completion]:
    """Record completions in one transaction: all of them, or none."""
    for one in done:
        if one.on > today():
            raise InputError("training", "a day to come", "today or earlier")
        if one.score is not None and not 0 <= one.score <= 100:
            raise InputError("score", "a number beyond", "0 to 100")
    with acting("complete-training", actor, program=PEOPLE) as doing:
        doing.must_hold(MANAGING)
        return [_complete(doing, one, policy) for one in done]


def _complete(doing: Acting, one: Done, policy: Policy) -> Completion:
    account = account_of(one.ref)
    _not_ones_own(doing, account)
    if Completion.objects.filter(account=account, course=one.course, completed_on=one.on).exists():
        raise Conflict("completion recorded already")
    completion = Completion.objects.create(
        account=account,
        course=one.course,
        completed_on=one.on,
        valid_until=deadlines.add(one.on, policy.rules.training[one.course].valid_for),
        score=one.score,
        recorded_by=doing.who,
    )
    doing.done("training", one.ref, case=one.course)
    return completion


def allow_grace(ref: str, course: str, days: int, reason: str, *, policy: Policy | None = None, actor: Actor) -> Grace:
    """
    Let one named person whose training lapsed go on for a few days, counted from today.

    Raises:
        Refused: the actor asks for themself.
        Conflict: this lapse had its grace, or nothing has lapsed.
    """
    policy = policy or rules.in_force()
    rule = policy.rules.training[rules.known("course", course, policy.rules.training)]
    most = min(GRACE_AT_MOST, (deadlines.add(today(), rule.grace_at_most) - today()).days)
    if not 1 <= days <= most:
        raise InputError("grace", f"{days} days", f"1 to {most}")
    if not reason.strip():
        raise InputError("grace", "no reason", "why this person, this time")
    with acting("allow-grace", actor, program=PEOPLE) as doing:
        doing.must_hold(MANAGING)
        account = account_of(ref)
        if account.ref == doing.who:
            raise no("2-4", "24", "own-training", OWN, missing="approver", helps=_OTHER)
        lapsed = _lapsed_on(account, course)
        if Grace.objects.filter(account=account, course=course, lapsed_on=lapsed).exists():
            raise Conflict("this lapse had its grace")
        paper = papers.seal(reason.encode(), "grace-reason", until=deadlines.add(today(), REASON_KEPT))
        grace = Grace.objects.create(
            account=account,
            course=course,
            lapsed_on=lapsed,
            days=days,
            until=today() + dt.timedelta(days=days - 1),
            reason=paper,
            given_by=doing.who,
        )
        doing.done("training", ref, case=course, papers=[paper.ref], counts={"days": days})
        return grace


def lapses_of(
    account: Account, day: dt.date, policy: Policy | None = None
) -> list[tuple[str, dt.date | None, dt.date | None]]:
    """
    Return (course, last good day, last day of a grace) of each of somebody's courses that has lapsed, or does soon.

    None for a course that was never completed, and where there is no grace.
    """
    policy = policy or rules.in_force()
    done = Completion.objects.filter(account=account, completed_on__lte=day).order_by("valid_until")
    good = dict(done.values_list("course", "valid_until"))
    required = rules.courses_required(policy, account.kind, queries.duties_held(account, day, policy=policy))
    found = [
        (name, good.get(name))
        for name, course in required.items()
        if name not in good or deadlines.add(day, course.warn_before) >= good[name]
    ]
    graces = Grace.objects.filter(account=account, until__gte=day).order_by("until") if found else Grace.objects.none()
    until = dict(graces.values_list("course", "until"))
    return [(name, last, until.get(name)) for name, last in found]


_OTHER = Text("ほかの管理者が記録する", "Another who manages records it")


def _not_ones_own(doing: Acting, account: Account) -> None:
    if account.ref != doing.who:
        return
    day = today()
    managing = DutyHeld.objects.filter(duty__in=MANAGING, ended_at=None, starts_on__lte=day, account__left_on=None)
    if managing.filter(Q(until=None) | Q(until__gte=day)).exclude(account=account).exists():
        raise no("2-4", "24", "own-training", OWN, missing="approver", helps=_OTHER)


def _lapsed_on(account: Account, course: str) -> dt.date:
    last = Completion.objects.filter(account=account, course=course).order_by("-valid_until").first()
    if last is None:
        return account.joined_on
    if last.valid_until >= today():
        raise Conflict("nothing has lapsed")
    return last.valid_until
