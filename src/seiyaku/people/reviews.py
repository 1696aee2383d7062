"""
Supervisors review how their people use personal data (policy 2-4; art. 24).

* The supervisor reviews; where somebody has none, whoever manages does. Nobody reviews themself.
* A review names the days it covers and how many uses were looked at; what was found is a sealed paper.
* Everybody with a duty is reviewed at least every half year, counted from joining; who is late is told.
"""

from __future__ import annotations

import datetime as dt

from django.db.models import Max

from seiyaku.core import deadlines
from seiyaku.core.asks import Actor
from seiyaku.core.errors import InputError
from seiyaku.core.language import Text
from seiyaku.papers import services as papers
from seiyaku.papers.naming import new_ref

from .acting import MANAGING, account_of, acting, no
from .days import today
from .models import Account, Review

EVERY = "6m"
KEPT = "3y"
NOT_YOURS = Text("この人の利用を点検する立場にありません。", "The actor does not supervise this person.")


def review(ref: str, findings: str, *, since: dt.date, until: dt.date, uses: int, actor: Actor) -> Review:
    """
    Record a review of one person's uses over some days.

    Raises:
        Refused: the actor neither supervises them nor, where nobody does, manages; or it is themself.
    """
    if until < since or until > today():
        raise InputError("review", f"{since} to {until}", "days in order, up to today")
    if not findings.strip():
        raise InputError("review", "no findings", "what was looked at, and what was found")
    with acting("review", actor) as doing:
        account, reviewer = account_of(ref), doing.member()
        _must_supervise(account, reviewer, doing.duties)
        paper = papers.seal(findings.encode(), "review", until=deadlines.add(today(), KEPT))
        made = Review.objects.create(
            ref=new_ref("review"),
            account=account,
            reviewer=reviewer,
            since=since,
            until=until,
            uses=uses,
            findings=paper,
            done_on=today(),
        )
        doing.done("review", made.ref, case=ref, papers=[paper.ref], counts={"uses": uses})
        return made


def overdue(day: dt.date) -> list[tuple[str, dt.date]]:
    """Return (account, since when) of everybody with a duty whose last review is too old, the longest overdue first."""
    charged = Account.objects.filter(left_on=None, duties__ended_at=None, duties__isnull=False).distinct()
    late = []
    for ref, joined, last in charged.annotate(last=Max("reviews__until")).values_list("ref", "joined_on", "last"):
        due = deadlines.add(last or joined, EVERY)
        if due < day:
            late.append((ref, due))
    return sorted(late, key=lambda one: one[1])


def _must_supervise(account: Account, reviewer: Account, duties: frozenset[str]) -> None:
    helps = Text("上長が点検する", "The supervisor reviews it")
    over = account.supervisor_id == reviewer.pk if account.supervisor_id else not MANAGING.isdisjoint(duties)
    if account.pk == reviewer.pk or not over:
        raise no("2-4", "24", "not-supervisor", NOT_YOURS, missing="supervisor", helps=helps)
