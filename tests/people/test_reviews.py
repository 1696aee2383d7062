"""Supervisors look at how their people use data; who is late with it, or with training, is told (2-4)."""

from __future__ import annotations

import datetime as dt
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from seiyaku.core.asks import Actor
from seiyaku.core.errors import Conflict, InputError, Refused
from seiyaku.ledger import sequencing
from seiyaku.ledger.transactions import deciding
from seiyaku.ledger.writing import record
from seiyaku.papers.models import Paper
from seiyaku.people import directory, reviews, services
from seiyaku.people.days import today
from seiyaku.people.models import Account, Completion, Review, Sample

from .sample import account, entries, label, policy

pytestmark = pytest.mark.promise("2-4")
DAY = dt.timedelta(days=1)


def acts(of: Account) -> Actor:
    return Actor(id=of.ref, kind="staff", proven_by="session")


def drawn(of: Account, by: Account, **more: Any) -> Sample:
    return services.draw(of.ref, actor=acts(by), **more)


def look(of: Account, by: Account, findings: str = "夜間の閲覧はなし", *, passed: bool = True) -> Review:
    return services.review(drawn(of, by).ref, findings, passed=passed, actor=acts(by))


def supervised() -> tuple[Account, Account]:
    above, below = account("alice", duties=("clerk",)), account(duties=("clerk",))
    Account.objects.filter(pk=below.pk).update(supervisor=above)
    return above, below


def test_the_supervisor_reviews_and_the_findings_are_sealed(instance: Path) -> None:
    above, below = supervised()

    made = look(below, above)

    assert "夜間".encode() not in bytes(Paper.objects.get(pk=made.findings.pk).body or b"")
    assert (entries()[-1]["act"], entries()[-1]["counts"]) == ("review", {"uses": 0})
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
        drawn(below, above, until=today() + DAY)
    with pytest.raises(InputError):
        drawn(below, above, size=0)
    with pytest.raises(InputError):
        look(below, above, findings=" ")
    assert not Review.objects.exists()


def used(by: Account, times: int) -> set[str]:
    """Entries of uses that somebody made, and others that are none of theirs."""
    other = account("other")
    with deciding():
        theirs = {
            record({"act": "read", "answer": "allowed", "actor": by.ref, "purpose": "service"}).id for _ in range(times)
        }
        record({"act": "read", "answer": "allowed", "actor": other.ref, "purpose": "service"})
        record({"act": "pledge", "answer": "done", "actor": by.ref})
        theirs.add(
            record({"act": "find", "answer": "denied", "actor": "program:1", "behalf": by.ref, "purpose": "service"}).id
        )
    sequencing.place_all()
    return theirs


def test_the_sample_is_drawn_from_their_uses_and_says_what_it_was_drawn_from(instance: Path) -> None:
    above, below = supervised()
    theirs = used(below, 7)

    whole = drawn(below, above)

    assert set(whole.entries.split()) == theirs
    assert (whole.population, whole.size, whole.since) == (8, 8, below.joined_on)
    told = entries()[-1]
    assert (told["act"], told["counts"], told["digest"]) == ("draw-sample", {"population": 8, "sample": 8}, whole.pool)
    assert whole.pool == sha256(" ".join(sampling_order(theirs)).encode()).hexdigest()


def sampling_order(ids: set[str]) -> list[str]:
    return [one["id"] for one in entries() if one["id"] in ids]


def test_fewer_are_drawn_than_there_are_and_nobody_chooses_which(instance: Path) -> None:
    above, below = supervised()
    theirs = used(below, 30)
    chosen = set()

    for _ in range(6):
        one = drawn(below, above, size=5)
        chosen.add(one.entries)
        assert len(set(one.entries.split())) == one.size == 5
        assert set(one.entries.split()) <= theirs
        one.delete()

    assert len(chosen) > 1  # the same five of thirty-one six times over: once in 10^26


def test_another_sample_is_not_drawn_until_the_last_one_is_signed_and_no_day_is_left_out(instance: Path) -> None:
    above, below = supervised()
    first = drawn(below, above, until=today() - DAY)

    with pytest.raises(Conflict):
        drawn(below, above)
    services.review(first.ref, "よし", passed=True, actor=acts(above))
    with pytest.raises(Conflict):
        services.review(first.ref, "よし", passed=True, actor=acts(above))
    with pytest.raises(InputError, match="no day is left out"):
        drawn(below, above, since=today() + DAY)

    assert drawn(below, above).since == today()


def test_what_was_found_stands_until_a_later_review_finds_nothing(instance: Path) -> None:
    above, below = supervised()
    day_before = drawn(below, above, until=today() - DAY)
    services.review(day_before.ref, "目的の取り違え", passed=False, actor=acts(above))
    assert reviews.unmended() == {below.ref}

    look(below, above)

    assert reviews.unmended() == set()


def test_who_is_late_is_told_until_the_review_is_done(instance: Path) -> None:
    rules = policy()
    above, below = supervised()
    account("idle")
    assert {ref for ref, _ in reviews.overdue(today(), rules)} == {above.ref, below.ref}

    look(below, above)

    assert {ref for ref, _ in reviews.overdue(today(), rules)} == {above.ref}
    assert {ref for ref, _ in reviews.overdue(today() + 32 * DAY, rules)} == {above.ref, below.ref}


def test_uses_are_reviewed_every_month_unless_the_policy_says_otherwise(instance: Path) -> None:
    rarer = policy(use={"default": {"default": "deny", "review_every": "3m"}})
    above, below = supervised()
    Account.objects.update(joined_on=today() - 40 * DAY)

    assert {ref for ref, _ in reviews.overdue(today(), policy())} == {above.ref, below.ref}
    assert reviews.overdue(today(), rarer) == []


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
