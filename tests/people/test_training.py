"""Training lapses; a grace is short, reasoned and not repeated (2-4)."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction

from seiyaku.core.asks import Actor, ActorFacts
from seiyaku.core.errors import Conflict, InputError, Refused
from seiyaku.papers.models import Paper
from seiyaku.people import queries, services
from seiyaku.people.days import today
from seiyaku.people.models import Account, Completion, Grace

from .sample import BITS, account, entries, label, policy

pytestmark = pytest.mark.promise("2-4")
POLICY = policy(training={"basics": {"label": label("基礎"), "valid_for": "1y"}})
DAY = dt.timedelta(days=1)


def acts(of: Account) -> Actor:
    return Actor(id=of.ref, kind="staff", proven_by="session")


def stands(of: Account) -> ActorFacts:
    return queries.standing(acts(of), today(), BITS, POLICY)


def lapse(of: Account, since: int) -> None:
    last = today() - since * DAY
    Completion.objects.create(
        account=of, course="basics", completed_on=last - 365 * DAY, valid_until=last, recorded_by="system:test"
    )


def test_a_completion_is_good_for_as_long_as_the_policy_says(instance: Path) -> None:
    alice, bob = account("alice", duties=("manager",)), account()

    done = services.complete(bob.ref, "basics", actor=acts(alice), policy=POLICY)

    assert stands(bob).trained_until == done.valid_until.toordinal()
    assert 365 <= (done.valid_until - today()).days <= 366
    with pytest.raises(Conflict):
        services.complete(bob.ref, "basics", actor=acts(alice), policy=POLICY)


def test_nobody_records_their_own_unless_nobody_else_could(instance: Path) -> None:
    alice = account("alice", duties=("manager",))
    services.complete(alice.ref, "basics", actor=acts(alice), policy=POLICY)
    account("dave", duties=("gate-administrator",))

    with pytest.raises(Refused) as caught:
        services.complete(alice.ref, "basics", on=today() - DAY, actor=acts(alice), policy=POLICY)

    assert caught.value.answer.clause == "2-4"
    assert entries()[-1]["id"] == caught.value.entry


def test_a_clerk_records_nobodys(instance: Path) -> None:
    bob, carol = account(duties=("clerk",)), account("carol")

    with pytest.raises(Refused):
        services.complete(carol.ref, "basics", actor=acts(bob), policy=POLICY)


def test_a_training_yet_to_come_counts_for_nothing(instance: Path) -> None:
    alice, bob = account("alice", duties=("manager",)), account()

    with pytest.raises(InputError):
        services.complete(bob.ref, "basics", on=today() + DAY, actor=acts(alice), policy=POLICY)
    with pytest.raises(InputError):
        services.complete(bob.ref, "basic", actor=acts(alice), policy=POLICY)


def test_a_grace_is_for_one_person_for_some_days_with_a_sealed_reason(instance: Path) -> None:
    alice, bob, carol = account("alice", duties=("manager",)), account(), account("carol")
    lapse(bob, 1)
    lapse(carol, 1)

    given = services.allow_grace(bob.ref, "basics", 14, "入院のため", actor=acts(alice), policy=POLICY)

    assert stands(bob).grace_until == (today() + 13 * DAY).toordinal()
    assert stands(carol).grace_until == 0
    assert "入院".encode() not in bytes(Paper.objects.get(pk=given.reason.pk).body or b"")
    assert "入院" not in str(entries())


@pytest.mark.parametrize("days", [0, 15, -1])
def test_no_grace_is_longer_than_a_fortnight(instance: Path, days: int) -> None:
    alice, bob = account("alice", duties=("manager",)), account()
    lapse(bob, 1)

    with pytest.raises(InputError):
        services.allow_grace(bob.ref, "basics", days, "reason", actor=acts(alice), policy=POLICY)


def test_the_database_itself_keeps_no_longer_one(instance: Path) -> None:
    alice, bob = account("alice", duties=("manager",)), account()
    lapse(bob, 1)
    services.allow_grace(bob.ref, "basics", 3, "reason", actor=acts(alice), policy=POLICY)

    with pytest.raises(IntegrityError), transaction.atomic():
        Grace.objects.update(days=15)


def test_no_second_grace_is_chained_to_the_first(instance: Path) -> None:
    alice, bob = account("alice", duties=("manager",)), account()
    lapse(bob, 20)
    services.allow_grace(bob.ref, "basics", 1, "reason", actor=acts(alice), policy=POLICY)

    with pytest.raises(Conflict):
        services.allow_grace(bob.ref, "basics", 14, "reason", actor=acts(alice), policy=POLICY)


def test_no_grace_for_oneself_nor_without_a_reason_nor_before_a_lapse(instance: Path) -> None:
    alice, bob = account("alice", duties=("manager",)), account()
    lapse(alice, 1)

    with pytest.raises(Refused):
        services.allow_grace(alice.ref, "basics", 3, "reason", actor=acts(alice), policy=POLICY)
    with pytest.raises(InputError):
        services.allow_grace(bob.ref, "basics", 3, "  ", actor=acts(alice), policy=POLICY)
    lapse(bob, 0)
    with pytest.raises(Conflict):
        services.allow_grace(bob.ref, "basics", 3, "reason", actor=acts(alice), policy=POLICY)
