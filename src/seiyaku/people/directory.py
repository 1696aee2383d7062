"""
Who works here, and with which duties (policy 2-1, 3-1): references, kinds and days; no contact data.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import Count, Min, Q, QuerySet

from seiyaku.core import deadlines
from seiyaku.core.asks import Actor
from seiyaku.core.errors import NotFound
from seiyaku.core.model import Policy

from . import factors, reviews, rules
from .acting import PEOPLE, acting
from .days import day_of, today
from .models import Account, Completion, DutyHeld, Proposal
from .queries import ENDLESS
from .sessions import normal_login


@dataclass(frozen=True, slots=True, kw_only=True)
class Charge:
    """A duty somebody holds: its reference, its name, and for how long."""

    ref: str
    duty: str
    starts_on: dt.date
    until: dt.date | None
    deputy: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One member of staff. `trained_until`: None when no course is asked of them, the day itself otherwise."""

    ref: str
    login: str
    kind: str
    inside: bool
    department: str
    duties: tuple[Charge, ...]
    trained: bool
    trained_until: dt.date | None


def members(day: dt.date, policy: Policy | None = None, roll: Roll | None = None) -> list[Member]:
    """Return everybody who works here on `day`, by login."""
    rule, (everybody, files) = policy or rules.in_force(), roll or called(day)
    return [_member(account, files, day, rule) for account in everybody]


def member(ref: str, day: dt.date, policy: Policy | None = None) -> Member:
    """Return one member of staff who works here; NotFound otherwise."""
    account = Account.objects.filter(ref=ref, left_on=None).first()
    if account is None:
        raise NotFound("account")
    return _member(account, _files(day, account), day, policy or rules.in_force())


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How one member of staff stands: course to last good day (None: never taken), factors, pledge, review."""

    member: Member
    courses: dict[str, dt.date | None]
    armed: bool
    pledged_on: dt.date | None
    review_overdue_since: dt.date | None
    review_found: bool


def matrix(day: dt.date, policy: Policy | None = None, ref: str | None = None) -> list[Standing]:
    """
    Return how everybody stands on `day`, and who is not current (2-4); courses not asked of them are left out.

    `ref`: only the one of that reference, if they work here.
    """
    rule, roll = policy or rules.in_force(), called(day, ref)
    everybody = members(day, rule, roll)
    bare = factors.without([one.ref for one in everybody])
    late, found = dict(reviews.overdue(day, rule)), reviews.unmended()
    return [
        Standing(
            member=one,
            courses={
                name: roll.files.good.get(account.pk, {}).get(name)
                for name in rules.courses_required(rule, one.kind, {held.duty for held in one.duties})
            },
            armed=one.ref not in bare,
            pledged_on=account.pledged_on,
            review_overdue_since=late.get(one.ref),
            review_found=one.ref in found,
        )
        for account, one in zip(roll.everybody, everybody, strict=True)
    ]


def logins(day: dt.date) -> list[tuple[str, str]]:
    """Return (reference, login) of everybody who works here on `day`, by login."""
    return list(_everybody(day).values_list("ref", "login"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Standin:
    """A deputy: who stands in for whom, with which duty, from when until when; `begun`: already."""

    ref: str
    duty: str
    holder: str
    deputy: str
    holder_ref: str
    deputy_ref: str
    starts_on: dt.date
    until: dt.date
    begun: bool


def deputies(day: dt.date) -> list[Standin]:
    """Return whoever stands in for somebody on `day` or will, the nearest first."""
    found = DutyHeld.objects.filter(
        deputy_for__isnull=False, deputy_for__ended_at=None, ended_at=None, until__gte=day, account__left_on=None
    ).select_related("account", "deputy_for__account")
    return [
        Standin(
            ref=one.ref,
            duty=one.duty,
            holder=one.deputy_for.account.login,
            deputy=one.account.login,
            holder_ref=one.deputy_for.account.ref,
            deputy_ref=one.account.ref,
            starts_on=one.starts_on,
            until=one.until,
            begun=one.starts_on <= day,
        )
        for one in found.order_by("starts_on", "pk")
        if one.deputy_for is not None and one.until is not None
    ]


def coming(ref: str, day: dt.date) -> list[Charge]:
    """Return the duties that somebody is charged with from a later day on."""
    found = DutyHeld.objects.filter(account__ref=ref, ended_at=None, starts_on__gt=day).order_by("starts_on", "pk")
    return [
        Charge(
            ref=one.ref, duty=one.duty, starts_on=one.starts_on, until=one.until, deputy=one.deputy_for_id is not None
        )
        for one in found
    ]


def may_list(*, actor: Actor) -> None:
    """Refuse a program whose token does not name that it keeps these records, and whoever does not work here."""
    with acting("list-staff", actor, program=PEOPLE):
        pass


def listed(*, actor: Actor) -> list[Standing]:
    """Return how everybody stands today, to whoever works here, or to their program."""
    may_list(actor=actor)
    return matrix(today())


def ref_of(name: str) -> str:
    """Return the reference of the member of staff with this login, or this reference; NotFound otherwise."""
    found = Account.objects.filter(Q(ref=name) | Q(login=normal_login(name)), left_on=None).first()
    if found is None:
        raise NotFound("account")
    return found.ref


def holders(duty: str, day: dt.date) -> list[tuple[str, str]]:
    """Return (reference, staff kind) of everybody who holds a duty on `day`: who manages, who keeps the keys (3-1)."""
    held = _live(day).filter(duty=duty).order_by("account__login").distinct()
    return list(held.values_list("account__ref", "account__kind"))


def open_proposals(now: dt.datetime) -> list[Proposal]:
    """Return the proposals that wait for somebody, the oldest first."""
    live = Proposal.objects.filter(used_at=None, withdrawn_at=None, ends_at__gt=now)
    return list(live.select_related("proposed_by", "approved_by").order_by("proposed_at"))


def awaiting(account: Account, now: dt.datetime) -> int:
    """Return how many proposals wait for somebody's approval: not their own, and not about themselves."""
    live = Proposal.objects.filter(used_at=None, withdrawn_at=None, ends_at__gt=now, approved_by=None)
    return live.exclude(proposed_by=account).exclude(beneficiary=account.ref).count()


@dataclass(frozen=True, slots=True)
class _Files:
    """What is on file of several accounts, by their keys: duties held on a day, and until when courses are good."""

    held: dict[int, list[DutyHeld]]
    good: dict[int, dict[str, dt.date]]


class Roll(NamedTuple):
    """Who works here on a day, and what is on file of them; read once for whatever is asked about all of them."""

    everybody: list[Account]
    files: _Files


def called(day: dt.date, ref: str | None = None) -> Roll:
    """Call the roll of a day; `ref`: only the one of that reference."""
    if ref is None:
        return Roll(list(_everybody(day)), _files(day))
    found = list(_everybody(day).filter(ref=ref))
    return Roll(found, _files(day, found[0]) if found else _Files({}, {}))


def _files(day: dt.date, account: Account | None = None) -> _Files:
    """Read what is on file, of one account or of all, in two questions whatever their number."""
    held: dict[int, list[DutyHeld]] = {}
    good: dict[int, dict[str, dt.date]] = {}
    of = {} if account is None else {"account": account}
    for one in _live(day).filter(**of).order_by("duty", "pk"):
        held.setdefault(one.account_id, []).append(one)
    done = Completion.objects.filter(completed_on__lte=day, account__left_on=None, **of)
    for key, course, until in done.values_list("account_id", "course", "valid_until"):
        mine = good.setdefault(key, {})
        mine[course] = max(mine.get(course, until), until)
    return _Files(held, good)


def _member(account: Account, files: _Files, day: dt.date, policy: Policy) -> Member:
    held, good = files.held.get(account.pk, []), files.good.get(account.pk, {})
    courses = rules.courses_required(policy, account.kind, {one.duty for one in held})
    until = min((good[name].toordinal() if name in good else 0 for name in courses), default=ENDLESS)
    return Member(
        ref=account.ref,
        login=account.login,
        kind=account.kind,
        inside=account.inside and rules.is_inside(policy, account.kind),
        department=account.department,
        duties=tuple(
            Charge(
                ref=one.ref,
                duty=one.duty,
                starts_on=one.starts_on,
                until=one.until,
                deputy=one.deputy_for_id is not None,
            )
            for one in held
        ),
        trained=until >= day.toordinal(),
        trained_until=dt.date.fromordinal(until) if 0 < until < ENDLESS else None,
    )


def _everybody(day: dt.date) -> QuerySet[Account]:
    return Account.objects.filter(left_on=None, joined_on__lte=day).order_by("login")


def _live(day: dt.date) -> QuerySet[DutyHeld]:
    charged = DutyHeld.objects.filter(ended_at=None, starts_on__lte=day, account__left_on=None)
    standing = charged.filter(Q(until=None) | Q(until__gte=day))
    return standing.filter(Q(deputy_for=None) | Q(deputy_for__ended_at=None))


def charges(ref: str, duty: str) -> list[str]:
    """Return the references of what charges an account with a duty, deputies' included."""
    held = DutyHeld.objects.filter(account__ref=ref, duty=duty, ended_at=None)
    return list(held.order_by("pk").values_list("ref", flat=True))


def supervised_by(ref: str) -> frozenset[str]:
    """Return whom somebody supervises, by reference."""
    found = Account.objects.filter(supervisor__ref=ref, left_on=None)
    return frozenset(found.values_list("ref", flat=True))


def charge(held: str) -> DutyHeld:
    """Return one charge that was not taken back; NotFound otherwise."""
    found = DutyHeld.objects.select_related("account", "deputy_for__account").filter(ref=held, ended_at=None).first()
    if found is None:
        raise NotFound("duty")
    return found


def lapsing(
    day: dt.date, policy: Policy | None = None, roll: Roll | None = None
) -> list[tuple[str, str, dt.date | None]]:
    """
    Return (account, course, last good day) of everybody whose training has lapsed, or does within the policy's warning.

    None for a course that was never completed (2-4).
    """
    rule, (everybody, files) = policy or rules.in_force(), roll or called(day)
    found: list[tuple[str, str, dt.date | None]] = []
    for account in everybody:
        held = {one.duty for one in files.held.get(account.pk, ())}
        for name, course in rules.courses_required(rule, account.kind, held).items():
            last = files.good.get(account.pk, {}).get(name)
            if last is None or deadlines.add(day, course.warn_before) >= last:
                found.append((account.ref, name, last))
    return found


def contacts_kept() -> tuple[int, int]:
    """Return of how many members of staff a sealed contact is kept, and since which day the oldest (an ordinal)."""
    kept = Account.objects.filter(contact__destroyed_at=None, contact__isnull=False)
    return contacts(kept.aggregate(many=Count("pk"), oldest=Min("contact__kept_at")))


def contacts(found: Mapping[str, Any]) -> tuple[int, int]:
    """Return how many contacts were counted, and the operator's day of the oldest."""
    return found["many"], day_of(found["oldest"]).toordinal() if found["oldest"] else 0
