"""Supervisors look at how their people use data; who is late with it, or with training, is told (2-4)."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction

from seiyaku.core.asks import Actor
from seiyaku.core.errors import InputError, Refused
from seiyaku.papers.models import Paper
from seiyaku.people import directory, reviews, services
from seiyaku.people.days import today
from seiyaku.people.models import Account, Completion, Review

from .sample import account, entries, label, policy

pytestmark = pytest.mark.promise("2-4")
DAY = dt.timedelta(days=1)


def acts(of: Account) -> Actor:
    return Actor(id=of.ref, kind="staff", proven_by="session")


def look(of: Account, by: Account, findings: str = "夜間の閲覧はなし") -> Review:
    return services.review(of.ref, findings, since=today() - 30 * DAY, until=today(), uses=12, actor=acts(by))


def supervised() -> tuple[Account, Account]:
    above, below = account("alice", duties=("clerk",)), account(duties=("clerk",))
    Account.objects.filter(pk=below.pk).update(supervisor=above)
    return above, below


def test_the_supervisor_reviews_and_the_findings_are_sealed(instance: Path) -> None:
    above, below = supervised()

    made = look(below, above)

    assert "夜間".encode() not in bytes(Paper.objects.get(pk=made.findings.pk).body or b"")
    assert (entries()[-1]["act"], entries()[-1]["counts"]) == ("review", {"uses": 12})
    assert "夜間" not in str(entries())


@pytest.mark.parametrize("who", ["themself", "colleague", "another manager"])
def test_nobody_else_does(instance: Path, who: str) -> None:
    _, below = supervised()
    by = {"themself": lambda: below, "colleague": lambda: account("carol", duties=("clerk",))}.get(
        who, lambda: account("dave", duties=("manager",))
    )()

    with pytest.raises(Refused) as refused:
        look(below, by)

    assert (refused.value.answer.clause, refused.value.entry) == ("2-4", entries()[-1]["id"])
    assert not Review.objects.exists()


def test_where_nobody_supervises_whoever_manages_does_but_not_themself(instance: Path) -> None:
    manager, lone = account("alice", duties=("manager",)), account(duties=("clerk",))

    assert look(lone, manager)
    with pytest.raises(Refused):
        look(manager, manager)
    with pytest.raises(IntegrityError), transaction.atomic():
        Review.objects.update(reviewer=lone)


def test_a_review_says_what_was_found_over_days_that_were(instance: Path) -> None:
    above, below = supervised()

    with pytest.raises(InputError):
        look(below, above, findings=" ")
    with pytest.raises(InputError):
        services.review(below.ref, "x", since=today(), until=today() + DAY, uses=0, actor=acts(above))


def test_who_is_late_is_told_until_the_review_is_done(instance: Path) -> None:
    above, below = supervised()
    account("idle")
    assert {ref for ref, _ in reviews.overdue(today())} == {above.ref, below.ref}

    look(below, above)

    assert {ref for ref, _ in reviews.overdue(today())} == {above.ref}
    assert {ref for ref, _ in reviews.overdue(today() + 200 * DAY)} == {above.ref, below.ref}


def test_a_training_about_to_lapse_is_told_in_time(instance: Path) -> None:
    rules = policy(training={"basics": {"label": label("基礎"), "valid_for": "1y", "warn_before": "30d"}})
    late, soon, fresh, never = (account(login) for login in ("late", "soon", "fresh", "never"))
    for who, days in ((late, -1), (soon, 30), (fresh, 31)):
        until = today() + days * DAY
        Completion.objects.create(
            account=who, course="basics", completed_on=until - 365 * DAY, valid_until=until, recorded_by="system:test"
        )

    told = {ref: last for ref, _, last in directory.lapsing(today(), rules)}

    assert told == {late.ref: today() - DAY, soon.ref: today() + 30 * DAY, never.ref: None}
    assert fresh.ref not in told
