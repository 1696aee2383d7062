"""
Supervisors review how their people use personal data (policy 2-4; art. 24).

* The supervisor reviews; where somebody has none, whoever manages does. Nobody reviews themself; nobody from outside
  reviews.
* What is looked at is drawn at random, from every use since the last review: no day is left out, nobody chooses, and a
  sample that was drawn is signed before another is.
* What was found is a sealed paper; whether all was well is not.
* Everybody with a duty is reviewed every month, counted from joining, unless the policy says otherwise; who is late is
  told.
"""

from __future__ import annotations

import datetime as dt
import secrets
from hashlib import sha256
from typing import get_args
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Max
from django.utils import timezone

from seiyaku.core import deadlines
from seiyaku.core.asks import Actor
from seiyaku.core.errors import Conflict, InputError, NotFound
from seiyaku.core.language import Text
from seiyaku.core.model import Policy
from seiyaku.core.terms import Act
from seiyaku.ledger import sampling
from seiyaku.papers import services as papers
from seiyaku.papers.naming import new_ref

from . import rules
from .acting import MANAGING, PEOPLE, Acting, account_of, acting, no
from .days import today
from .models import Account, Review, Sample

KEPT = "3y"
SIZE, MOST = 20, 200
USES = frozenset(get_args(Act))  # whatever is done with customers' information
NOT_YOURS = Text("この人の利用を点検する立場にありません。", "The actor does not supervise this person.")
_DAY = dt.timedelta(days=1)


def draw(
    ref: str, *, since: dt.date | None = None, until: dt.date | None = None, size: int = SIZE, actor: Actor
) -> Sample:
    """
    Draw uses of one member of staff at random, from all of them since the last review up to `until` (else today).

    Raises:
        Refused: the actor neither supervises them nor, where nobody does, manages; or it is themself.
        Conflict: the last sample is not signed yet.
    """
    if not 1 <= size <= MOST:
        raise InputError("sample", f"{size} uses", f"1 to {MOST}")
    with acting("draw-sample", actor, program=PEOPLE) as doing:
        account, reviewer = account_of(ref), doing.member()
        _must_supervise(account, reviewer, doing.duties)
        first, last = _days(account, since, until)
        if Sample.objects.filter(account=account, review=None).exists():
            raise Conflict("the last sample is not signed yet")
        return _drawn(doing, account, reviewer, (first, last), size)


def _drawn(doing: Acting, account: Account, reviewer: Account, days: tuple[dt.date, dt.date], size: int) -> Sample:
    pool = sampling.ids_of(doing.cursor, account.ref, _moment(days[0]), _moment(days[1] + _DAY), USES)
    chosen = secrets.SystemRandom().sample(pool, min(size, len(pool)))
    made = Sample.objects.create(
        ref=new_ref("sample"),
        account=account,
        drawn_by=reviewer,
        since=days[0],
        until=days[1],
        population=len(pool),
        pool=sha256(" ".join(pool).encode()).hexdigest(),
        size=len(chosen),
        entries=" ".join(chosen),
        drawn_at=timezone.now(),
    )
    counts = {"population": made.population, "sample": made.size}
    doing.done("review", made.ref, case=account.ref, digest=made.pool, counts=counts)
    return made


def _days(account: Account, since: dt.date | None, until: dt.date | None) -> tuple[dt.date, dt.date]:
    """Return the days to be looked at: from the first one that no review has covered."""
    last = account.reviews.aggregate(last=Max("until"))["last"]
    first = last + _DAY if last else account.joined_on
    if since is not None and since > first:
        raise InputError("review", f"from {since}", f"{first} or earlier: no day is left out")
    begins, ends = since or first, until or today()
    if ends < begins or ends > today():
        raise InputError("review", f"{begins} to {ends}", "days in order, up to today")
    return begins, ends


def _moment(day: dt.date) -> int:
    at = dt.datetime.combine(day, dt.time(), ZoneInfo(settings.OPERATOR_TIME_ZONE))
    return int(at.timestamp() * 1000)


def review(sample: str, findings: str, *, passed: bool, actor: Actor) -> Review:
    """
    Sign off a sample: what was found in it, and whether all was well.

    Raises:
        Refused: the actor neither supervises them nor, where nobody does, manages; or it is themself.
        Conflict: it is signed already.
    """
    if not findings.strip():
        raise InputError("review", "no findings", "what was looked at, and what was found")
    with acting("review", actor, program=PEOPLE) as doing:
        drawn = Sample.objects.select_related("account").filter(ref=sample).first()
        if drawn is None:
            raise NotFound("sample")
        account, reviewer = account_of(drawn.account.ref), doing.member()
        _must_supervise(account, reviewer, doing.duties)
        if Review.objects.filter(sample=drawn).exists():
            raise Conflict("the sample is signed already")
        paper = papers.seal(findings.encode(), "review", until=deadlines.add(today(), KEPT))
        made = Review.objects.create(
            ref=new_ref("review"),
            account=account,
            reviewer=reviewer,
            since=drawn.since,
            until=drawn.until,
            uses=drawn.size,
            sample=drawn,
            passed=passed,
            findings=paper,
            done_on=today(),
        )
        said = {"note_kind": "passed" if passed else "found", "counts": {"uses": drawn.size}}
        doing.done("review", made.ref, case=account.ref, papers=[paper.ref], **said)
        return made


def overdue(day: dt.date, policy: Policy | None = None) -> list[tuple[str, dt.date]]:
    """Return (account, since when) of everybody with a duty whose last review is too old, the longest overdue first."""
    every = rules.review_every(policy or rules.in_force())
    charged = Account.objects.filter(left_on=None, duties__ended_at=None, duties__isnull=False).distinct()
    late = []
    for ref, joined, last in charged.annotate(last=Max("reviews__until")).values_list("ref", "joined_on", "last"):
        due = deadlines.add(last or joined, every)
        if due < day:
            late.append((ref, due))
    return sorted(late, key=lambda one: one[1])


def unmended() -> set[str]:
    """Return the accounts whose last review found something."""
    newest = dict(Review.objects.order_by("done_on", "pk").values_list("account__ref", "passed"))
    return {ref for ref, passed in newest.items() if passed is False}


def may_review(account: Account, reviewer: Account, duties: frozenset[str]) -> bool:
    """Tell whether somebody reviews an account's uses: its supervisor, or who manages where it has none."""
    over = account.supervisor_id == reviewer.pk if account.supervisor_id else not MANAGING.isdisjoint(duties)
    return account.pk != reviewer.pk and over and rules.is_own(reviewer)


def _must_supervise(account: Account, reviewer: Account, duties: frozenset[str]) -> None:
    helps = Text("上長が点検する", "The supervisor reviews it")
    if not may_review(account, reviewer, duties):
        raise no("2-4", "24", "not-supervisor", NOT_YOURS, missing="supervisor", helps=helps)
