"""
What others may ask of this room: who is this token, and what stands about an actor today (policy 2-1, 2-4, 3-1).

Nothing here decides; what is not found is not true.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import NamedTuple

from django.db import connection
from django.db.models import Q
from django.utils import timezone

from seiyaku.core.asks import ALL, Actor, ActorFacts, Bits
from seiyaku.core.errors import NotProven
from seiyaku.core.law import LAW_BITS
from seiyaku.core.model import Policy
from seiyaku.ledger.changes import Moment
from seiyaku.ledger.transactions import raw_cursor, reported
from seiyaku.policy import queries as policies

from . import rules
from .models import Account, Completion, DutyHeld, Grace, ServiceToken, Session
from .tokens import PROGRAM, stored

ENDLESS = dt.date.max.toordinal()
UNPROVEN = "no such session, or it has ended"


def actor_of(token: str, on_behalf_of: str | None = None) -> Actor:
    """
    Return the actor that a session's token or a program's service token proves.

    `on_behalf_of`: the reference of the member of staff that a program acts for in this ask.

    Raises:
        NotProven: the token is unknown, has ended, was revoked, or its owner has left; from outside the same.
    """
    if token.startswith(PROGRAM):
        return proof_of(token, on_behalf_of).actor
    if on_behalf_of is not None:
        raise NotProven("only a program acts on behalf of somebody")
    session = Session.objects.select_related("account").filter(token=stored(token), ended_at=None).first()
    if session is None or session.ends_at <= timezone.now() or session.account.left_on is not None:
        raise NotProven(UNPROVEN)
    return Actor(id=session.account.ref, kind="staff", proven_by=session.proof, session=session.ref)


# One question for whatever is wrong with a token or with whom it acts for, so that no answer takes longer than another.
_PROVEN = (
    "SELECT t.ref, t.unattended, t.ends_at, p.ref,"
    " (SELECT 1 FROM people_account a WHERE a.ref = %s AND a.left_on IS NULL)"
    " FROM people_servicetoken t JOIN people_program p ON p.id = t.program_id"
    " WHERE t.token = %s AND t.revoked_at IS NULL AND t.ends_at > %s AND p.ended_at IS NULL"
)


class Proof(NamedTuple):
    """Whom a program's token proves, and until when at the latest (seconds since 1970)."""

    actor: Actor
    ends: float


def proof_of(token: str, on_behalf_of: str | None = None) -> Proof:
    """Return what a program's service token proves now; raises as `actor_of` does."""
    now = connection.ops.adapt_datetimefield_value(timezone.now())
    with reported():
        cursor = raw_cursor()
        cursor.execute(_PROVEN, (on_behalf_of, stored(token), now))
        row = cursor.fetchone()
    if row is None:
        raise NotProven(UNPROVEN)
    ref, unattended, ends, program, works_here = row
    behalf = None
    if on_behalf_of is not None:
        if not works_here:
            raise NotProven("nobody of that reference works here")
        behalf = Actor(id=on_behalf_of, kind="staff", proven_by=program)
    elif not unattended:
        raise NotProven("this token names the member of staff it acts for, in every ask")
    actor = Actor(id=program, kind="program", proven_by="token", session=ref, on_behalf_of=behalf)
    ends_at = ends if isinstance(ends, dt.datetime) else dt.datetime.fromisoformat(ends).replace(tzinfo=dt.UTC)
    return Proof(actor, ends_at.timestamp())


def _live(row: ServiceToken, then: Moment | None) -> bool:
    at = then.at if then is not None else timezone.now()
    over = (row.revoked_at, row.program.ended_at)
    return row.ends_at > at and all(end is None or (then is not None and end > at) for end in over)


def standing(
    actor: Actor, day: dt.date, bits: Bits | None = None, policy: Policy | None = None, then: Moment | None = None
) -> ActorFacts:
    """
    Return what stands about a member of staff or a program on `day`; under the policy in force unless one is given.

    A program stands as its owner does, narrowed to the purposes its token names; when it acts for somebody, that
    person's own standing is another fact of the same ask. Anybody else stands for nothing here. `then`: as it stood at
    that moment of the day, whatever was given or taken back since.
    """
    bits, policy = bits or policies.bits(), policy or policies.in_force(day).policy
    if actor.kind == "program":
        return _standing_of_program(actor, day, bits, policy, then)
    account = Account.objects.filter(ref=actor.id).first() if actor.kind == "staff" else None
    if account is None:
        return ActorFacts(kind=actor.kind)
    return _standing_of(account, day, bits, policy, then)


def _standing_of(account: Account, day: dt.date, bits: Bits, policy: Policy, then: Moment | None) -> ActorFacts:
    inside = rules.is_own(account, policy)
    held = duties_held(account, day, then, policy)
    trained, grace = training(account, day, rules.courses_required(policy, account.kind, held))
    return ActorFacts(
        kind="staff",
        inside=inside,
        active=_employed(account, day) and account.kind in policy.rules.staff,
        duties=_mask(held, bits.duties),
        trained_until=trained,
        grace_until=grace,
        uses_at_most=account.uses_at_most,
    )


def _standing_of_program(actor: Actor, day: dt.date, bits: Bits, policy: Policy, then: Moment | None) -> ActorFacts:
    found = ServiceToken.objects.select_related("program__owner").filter(ref=actor.session, program__ref=actor.id)
    row = found.first()
    if row is None:
        return ActorFacts(kind="program", purposes=0)
    owner = _standing_of(row.program.owner, day, bits, policy, then)
    return ActorFacts(
        kind="program",
        inside=owner.inside,
        active=owner.active and _live(row, then),
        duties=owner.duties if row.unattended else ALL,
        trained_until=owner.trained_until,
        grace_until=owner.grace_until,
        purposes=_mask(row.purposes.split(), bits.purposes) | _of_the_act(row.purposes.split()),
        unattended=row.unattended,
        uses_at_most=owner.uses_at_most,
    )


def duties_held(account: Account, day: dt.date, then: Moment | None = None, policy: Policy | None = None) -> set[str]:
    """
    Return the names of the duties the account is charged with on `day`; under the policy in force unless one is given.

    A deputy's duty holds only while the one it stands in for has not been taken back. Somebody of a kind that counts as
    outside holds none that is for the operator's own people, however they came by it (3-1).
    """
    lasting, deputed = Q(ended_at=None), Q(deputy_for=None) | Q(deputy_for__ended_at=None)
    if then is not None:
        lasting, deputed = lasting | Q(ended_at__gt=then.at), deputed | Q(deputy_for__ended_at__gt=then.at)
    charged = DutyHeld.objects.filter(lasting, deputed, account=account, starts_on__lte=day)
    rows = charged.filter(Q(until=None) | Q(until__gte=day)).values_list("duty", "ref")
    held = {duty for duty, ref in rows if then is None or then.knew(ref)}
    policy = policy or rules.lately()
    return held if rules.is_own(account, policy) else held - rules.own_peoples(policy)


def training(account: Account, day: dt.date, required: Iterable[str]) -> tuple[int, int]:
    """
    Return until when the account's training is good, and until when its grace lasts; days as ordinals, 0 for never.

    The course that lapses first counts. Grace helps only if every lapsed course has one.
    """
    courses = set(required)
    if not courses:
        return ENDLESS, 0
    good = dict.fromkeys(courses, 0)
    done = Completion.objects.filter(account=account, course__in=courses, completed_on__lte=day)
    for course, until in done.values_list("course", "valid_until"):
        good[course] = max(good[course], until.toordinal())
    lapsed = {course for course, until in good.items() if until < day.toordinal()}
    graces = dict.fromkeys(lapsed, 0)
    for course, until in Grace.objects.filter(account=account, course__in=lapsed).values_list("course", "until"):
        graces[course] = max(graces[course], until.toordinal())
    return min(good.values()), min(graces.values(), default=0)


def _employed(account: Account, day: dt.date) -> bool:
    """Tell whether the account is open on `day`; who leaves is out at once, on the day itself already."""
    return account.joined_on <= day and (account.left_on is None or day < account.left_on)


def _of_the_act(names: Iterable[str]) -> int:
    """Return the bits of the purposes that the Act itself gives."""
    mask = 0
    for name in names:
        mask |= LAW_BITS.get(name, 0)
    return mask


def _mask(names: Iterable[str], places: dict[str, int]) -> int:
    mask = 0
    for name in names:
        if name in places:
            mask |= 1 << places[name]
    return mask
