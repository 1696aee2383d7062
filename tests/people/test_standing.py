"""What stands about an actor (2-1, 2-4, 3-1)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from seiyaku.core.asks import ALL, Actor, ActorFacts
from seiyaku.papers.models import Paper
from seiyaku.papers.naming import new_ref
from seiyaku.people import queries
from seiyaku.people.models import Account, Completion, DutyHeld, Grace, Program, ServiceToken
from seiyaku.people.tokens import new_token

from .sample import BITS, DAY, account, charge, policy

ONE = dt.timedelta(days=1)


def stands(of: Account, day: dt.date = DAY) -> ActorFacts:
    return queries.standing(Actor(id=of.ref, kind="staff", proven_by="session"), day, BITS, policy())


def train(of: Account, course: str, until: dt.date) -> None:
    Completion.objects.create(
        account=of, course=course, completed_on=DAY - 30 * ONE, valid_until=until, recorded_by="system:test"
    )


def grace(of: Account, course: str, until: dt.date) -> None:
    why = Paper.objects.create(ref=new_ref("paper"), kind="reason", size=1, body=b"sealed", kept_at=timezone.now())
    Grace.objects.create(
        account=of, course=course, lapsed_on=DAY - ONE, days=5, until=until, reason=why, given_by="system:test"
    )


@pytest.mark.promise("2-1")
def test_a_duty_holds_from_its_first_day_to_its_last(blank: Path) -> None:
    bob = account()
    charge(bob, "clerk", starts_on=DAY, until=DAY + ONE)

    held = [stands(bob, DAY + n * ONE).duties for n in (-1, 0, 1, 2)]

    assert held == [0, 1 << 3, 1 << 3, 0]


@pytest.mark.promise("2-1")
def test_a_duty_taken_back_is_gone_at_once_and_its_deputys_with_it(blank: Path) -> None:
    bob, carol = account(), account("carol")
    held = charge(bob, "clerk")
    charge(carol, "clerk", until=DAY, deputy_for=held)
    assert stands(carol).duties == 1 << 3

    DutyHeld.objects.filter(pk=held.pk).update(ended_at=timezone.now())

    assert (stands(bob).duties, stands(carol).duties) == (0, 0)


@pytest.mark.promise("2-4")
def test_the_course_that_lapses_first_counts_and_a_missing_one_is_never(blank: Path) -> None:
    bob = account(duties=("clerk",))
    train(bob, "basics", DAY + 100 * ONE)
    assert stands(bob).trained_until == 0

    train(bob, "counter", DAY + 7 * ONE)

    assert stands(bob).trained_until == (DAY + 7 * ONE).toordinal()


@pytest.mark.promise("2-4")
def test_nobody_is_trained_by_anothers_course_nor_by_one_that_is_not_asked_for(blank: Path) -> None:
    bob, carol = account(duties=("clerk",)), account("carol", duties=("clerk",))
    for course in ("basics", "counter"):
        train(carol, course, DAY + 50 * ONE)
    for course in ("basics", "counter"):
        train(bob, course, DAY - ONE)
    train(bob, "elsewhere", DAY + 50 * ONE)
    grace(carol, "basics", DAY + 5 * ONE)
    grace(carol, "counter", DAY + 5 * ONE)
    grace(bob, "elsewhere", DAY + 5 * ONE)
    alone = stands(bob)
    grace(bob, "basics", DAY + 3 * ONE)
    half = stands(bob)
    grace(bob, "counter", DAY + 2 * ONE)

    assert (alone.trained_until, alone.grace_until, half.grace_until) == ((DAY - ONE).toordinal(), 0, 0)
    assert stands(bob).grace_until == (DAY + 2 * ONE).toordinal()
    Completion.objects.filter(account=bob, course="counter").update(valid_until=DAY)  # good to the end of that day
    assert stands(bob).grace_until == (DAY + 3 * ONE).toordinal()


@pytest.mark.promise("2-1")
@pytest.mark.parametrize(
    ("joined", "left", "expected"),
    [(0, None, True), (1, None, False), (-1, 1, True), (-1, 0, False), (-1, -1, False), (0, 1, True)],
)
def test_somebody_stands_from_the_day_they_join_to_the_day_before_they_leave(
    blank: Path, joined: int, left: int | None, *, expected: bool
) -> None:
    bob = account(duties=("clerk",))
    Account.objects.filter(pk=bob.pk).update(
        joined_on=DAY + joined * ONE, left_on=None if left is None else DAY + left * ONE
    )

    assert stands(bob).active is expected


@pytest.mark.promise("2-1")
def test_who_is_unknown_or_has_left_or_is_of_no_kind_stands_for_nothing(blank: Path) -> None:
    bob, strange = account(duties=("clerk",)), account("strange", kind="visitor")
    Account.objects.filter(pk=bob.pk).update(left_on=DAY - ONE)
    nobody = Actor(id="staff:none", kind="staff", proven_by="session")

    assert not stands(bob).active
    assert not stands(strange).active
    assert queries.standing(nobody, DAY, BITS, policy()) == ActorFacts(kind="staff")


@pytest.mark.promise("3-1")
@pytest.mark.parametrize("duty", ["manager", "key-holder", "gate-administrator", "auditor"])
@pytest.mark.parametrize("route", ["insert", "update", "turned outside", "deputy"])
def test_the_database_refuses_a_reserved_duty_to_an_outsider(blank: Path, duty: str, route: str) -> None:
    insider, outsider = account(), account("eve", kind="entrusted", inside=False)
    reserved = duty == "auditor"
    held = charge(insider, duty, reserved=reserved)

    ways: dict[str, Callable[[], object]] = {
        "insert": lambda: charge(outsider, duty, reserved=reserved),
        "update": lambda: DutyHeld.objects.filter(pk=held.pk).update(account=outsider),
        "turned outside": lambda: Account.objects.filter(pk=insider.pk).update(inside=False),
        "deputy": lambda: charge(outsider, duty, reserved=reserved, deputy_for=held, until=DAY),
    }

    with pytest.raises(DatabaseError, match="3-1"), transaction.atomic():
        ways[route]()

    assert not stands(outsider).duties


@pytest.mark.promise("3-1")
def test_a_deputy_holds_no_other_duty_than_the_one_it_stands_in_for(blank: Path) -> None:
    held = charge(account(), "clerk")

    with pytest.raises(DatabaseError, match="deputy"), transaction.atomic():
        charge(account("carol"), "manager", deputy_for=held, until=DAY)


@pytest.mark.promise("3-1")
def test_a_kind_that_the_policy_now_counts_outside_loses_its_reserved_duties(blank: Path) -> None:
    bob = account(duties=("manager", "clerk"))
    outside = policy(staff={"employee": {"label": {"ja": "社員", "en": "staff"}, "inside": False}})

    facts = queries.standing(Actor(id=bob.ref, kind="staff", proven_by="session"), DAY, BITS, outside)

    assert (facts.inside, facts.duties) == (False, 1 << 3)


@pytest.mark.promise("2-1")
def test_a_program_is_never_more_than_its_owner(blank: Path) -> None:
    owner = account(duties=("clerk",))
    program = Program.objects.create(ref=new_ref("program"), name="sync", owner=owner)
    far = timezone.now() + dt.timedelta(days=1)
    token = ServiceToken.objects.create(
        ref=new_ref("token"), program=program, token=new_token()[1], purposes="contact gone", unattended=True,
        made_at=timezone.now(), ends_at=far,
    )  # fmt: skip
    actor = Actor(id=program.ref, kind="program", proven_by="token", session=token.ref)

    alone = queries.standing(actor, DAY, BITS, policy())
    ServiceToken.objects.update(unattended=False)
    attended = queries.standing(actor, DAY, BITS, policy())
    Account.objects.update(left_on=DAY - ONE)
    orphaned = queries.standing(actor, DAY, BITS, policy())

    assert (alone.duties, alone.purposes, alone.active, alone.unattended) == (1 << 3, 1 << 1, True, True)
    assert (attended.duties, attended.unattended) == (ALL, False)
    assert not orphaned.active
