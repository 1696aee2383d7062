"""Duties are granted, stood in for and taken back by whom the policy lets (2-1, 3-1)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from django.db import connections
from django.utils import timezone

from seiyaku.core.asks import Actor
from seiyaku.core.errors import Conflict, InputError, NotProven, Refused
from seiyaku.people import services
from seiyaku.people.days import today
from seiyaku.people.models import Account, DutyHeld, Program, Proposal, ServiceToken, Session
from seiyaku.people.queries import actor_of, duties_held

from .sample import PASSWORD, account, charge, entries, policy

POLICY = policy()


def acts(of: Account) -> Actor:
    return Actor(id=of.ref, kind="staff", proven_by="session", session="session:test")


def held(of: Account) -> set[str]:
    return duties_held(of, today())


def proposal(by: Account, of: Account, duty: str) -> Proposal:
    return services.propose("grant-duty", of.ref, duty, beneficiary=of.ref, actor=acts(by))


@pytest.mark.promise("2-1")
def test_a_manager_charges_a_clerk_and_the_entry_names_the_duty(instance: Path) -> None:
    alice, bob = account("alice", duties=("manager",)), account()

    services.grant_duty(bob.ref, "clerk", policy=POLICY, actor=acts(alice))

    assert held(bob) == {"clerk"}
    (entry,) = entries()
    assert (entry["act"], entry["answer"], entry["actor"], entry["duty"]) == ("grant-duty", "done", alice.ref, "clerk")


@pytest.mark.promise("2-1")
@pytest.mark.parametrize("who", ["clerk", "left", "program", "nobody"])
def test_who_does_not_manage_charges_nobody_and_the_refusal_is_on_record(instance: Path, who: str) -> None:
    bob, carol = account(duties=("clerk",)), account("carol")
    gone = account("gone", duties=("manager",))
    Account.objects.filter(pk=gone.pk).update(left_on=today())
    actor = {
        "clerk": acts(bob),
        "left": acts(gone),
        "program": Actor(id="program:x", kind="program", proven_by="token"),
        "nobody": Actor(id="staff:none", kind="staff", proven_by="session"),
    }[who]

    with pytest.raises(Refused) as caught:
        services.grant_duty(carol.ref, "clerk", policy=POLICY, actor=actor)

    assert not held(carol)
    (entry,) = entries()
    assert (entry["id"], entry["answer"]) == (caught.value.entry, "denied")


@pytest.mark.promise("3-1")
@pytest.mark.parametrize("duty", ["manager", "key-holder", "gate-administrator", "administrator"])
def test_a_reserved_duty_takes_a_second_person(instance: Path, duty: str) -> None:
    alice, dave, bob = account("alice", duties=("manager",)), account("dave", duties=("approver",)), account()
    grant: Callable[..., Any] = lambda ref: services.grant_duty(  # noqa: E731
        bob.ref, duty, policy=POLICY, actor=acts(alice), proposal=ref
    )
    proposed = proposal(alice, bob, duty)
    with pytest.raises(Refused):
        grant(None)
    with pytest.raises(Refused):
        grant(proposed.ref)

    services.approve(proposed.ref, actor=acts(dave))
    grant(proposed.ref)

    assert held(bob) == {duty}
    with pytest.raises(Conflict):
        grant(proposed.ref)


@pytest.mark.promise("3-1")
@pytest.mark.parametrize("what", ["another uses it", "it is over", "it was withdrawn"])
def test_an_approval_is_used_by_those_two_alone_soon_and_not_after_it_was_withdrawn(instance: Path, what: str) -> None:
    alice, dave = account("alice", duties=("manager",)), account("dave", duties=("approver",))
    carol, bob = account("carol", duties=("manager",)), account()
    proposed = proposal(alice, bob, "key-holder")
    services.approve(proposed.ref, actor=acts(dave))
    if what == "it is over":
        Proposal.objects.update(ends_at=timezone.now())
    if what == "it was withdrawn":
        with pytest.raises(Refused):  # nobody else takes it back
            services.withdraw_proposal(proposed.ref, actor=acts(bob))
        services.withdraw_proposal(proposed.ref, actor=acts(alice))
    by = carol if what == "another uses it" else alice

    with pytest.raises((Refused, Conflict)):
        services.grant_duty(bob.ref, "key-holder", policy=POLICY, actor=acts(by), proposal=proposed.ref)

    assert not held(bob)


@pytest.mark.promise("3-1")
@pytest.mark.parametrize("who", ["proposer", "beneficiary", "clerk"])
def test_nobody_approves_for_themself(instance: Path, who: str) -> None:
    alice, bob = account("alice", duties=("manager",)), account(duties=("approver",))
    clerk = account("clerk", duties=("clerk",))
    proposed = proposal(alice, bob, "manager")

    with pytest.raises(Refused):
        services.approve(proposed.ref, actor=acts({"proposer": alice, "beneficiary": bob, "clerk": clerk}[who]))

    assert Proposal.objects.get().approved_by is None


@pytest.mark.promise("3-1")
def test_an_approval_is_for_exactly_what_was_proposed(instance: Path) -> None:
    alice, dave = account("alice", duties=("manager",)), account("dave", duties=("approver",))
    bob, carol = account(), account("carol")
    proposed = proposal(alice, bob, "key-holder")
    services.approve(proposed.ref, actor=acts(dave))

    for who, duty in ((carol, "key-holder"), (bob, "manager")):
        with pytest.raises(Refused):
            services.grant_duty(who.ref, duty, policy=POLICY, actor=acts(alice), proposal=proposed.ref)


@pytest.mark.promise("3-1")
@pytest.mark.parametrize("how", ["taken back", "gone"])
def test_an_approver_who_lost_the_duty_approved_nothing(instance: Path, how: str) -> None:
    alice, dave, bob = account("alice", duties=("manager",)), account("dave"), account()
    charged = charge(dave, "approver")
    proposed = proposal(alice, bob, "manager")
    services.approve(proposed.ref, actor=acts(dave))
    if how == "gone":
        Account.objects.filter(pk=dave.pk).update(left_on=today())
    else:
        services.revoke_duty(charged.ref, actor=acts(alice))

    with pytest.raises(Refused):
        services.grant_duty(bob.ref, "manager", policy=POLICY, actor=acts(alice), proposal=proposed.ref)


@pytest.mark.promise("3-1")
@pytest.mark.parametrize("duty", ["manager", "key-holder", "gate-administrator", "administrator", "approver"])
def test_no_approval_gives_an_outsider_a_reserved_duty_nor_makes_one_a_deputy(instance: Path, duty: str) -> None:
    alice, dave = account("alice", duties=("manager", duty)), account("dave", duties=("approver",))
    eve = account("eve", kind="entrusted", inside=False)
    proposed = proposal(alice, eve, duty)
    services.approve(proposed.ref, actor=acts(dave))
    charged = DutyHeld.objects.filter(account=alice, duty=duty).first()
    assert charged is not None

    with pytest.raises(Refused) as granted:
        services.grant_duty(eve.ref, duty, policy=POLICY, actor=acts(alice), proposal=proposed.ref)
    with pytest.raises(Refused) as deputised:
        services.deputise(
            charged.ref,
            eve.ref,
            policy=POLICY,
            actor=acts(alice),
            starts_on=today(),
            until=today(),
            proposal=proposed.ref,
        )

    assert {granted.value.answer.reason, deputised.value.answer.reason} == {"outside-kind"}
    assert not held(eve)


@pytest.mark.promise("3-1")
@pytest.mark.parametrize("holds", ["key-holder", "administrator", "approver", "somebody under them"])
def test_a_holder_of_a_duty_of_our_own_does_not_become_an_outsider(instance: Path, holds: str) -> None:
    supervises = holds == "somebody under them"
    alice, bob = account("alice", duties=("manager",)), account(duties=() if supervises else (holds,))
    account("carol") if not supervises else services.assign_supervisor(
        account("carol").ref, bob.ref, policy=POLICY, actor=acts(alice)
    )

    with pytest.raises(Refused) as refused:
        services.change_kind(bob.ref, "entrusted", policy=POLICY, actor=acts(alice))

    assert refused.value.answer.reason == "outside-kind"
    assert Account.objects.get(pk=bob.pk).inside


@pytest.mark.promise("2-4", "3-1")
def test_an_outsider_audits_and_neither_supervises_nor_acts_on_a_duty_of_ours(instance: Path) -> None:
    alice, bob = account("alice", duties=("manager",)), account()
    eve = account("eve", kind="entrusted", inside=False)

    services.grant_duty(eve.ref, "auditor", policy=POLICY, actor=acts(alice))
    with pytest.raises(Refused) as over_bob:
        services.assign_supervisor(bob.ref, eve.ref, policy=POLICY, actor=acts(alice))
    with pytest.raises(Refused) as over_new:
        services.hire("new", "employee", supervisor=eve.ref, policy=POLICY, actor=acts(alice))
    for duty in ("administrator", "approver"):
        charge(eve, duty)  # however they came by it; what the three are for, the database itself refuses
    with pytest.raises(Refused) as charging:
        services.grant_duty(bob.ref, "clerk", policy=POLICY, actor=acts(eve))
    proposed = proposal(alice, bob, "key-holder")
    with pytest.raises(Refused) as approving:
        services.approve(proposed.ref, actor=acts(eve))
    Account.objects.filter(pk=bob.pk).update(supervisor=eve)
    with pytest.raises(Refused) as reviewing:
        services.draw(bob.ref, actor=acts(eve))

    assert held(eve) == {"auditor"}
    assert {(one.value.answer.clause, one.value.answer.article) for one in (over_bob, over_new)} == {("2-4", "24")}
    assert {one.value.answer.reason for one in (charging, approving)} == {"no-duty"}
    assert reviewing.value.answer.reason == "not-supervisor"
    assert not Account.objects.filter(login="new").exists()


@pytest.mark.promise("3-1")
def test_nobody_charges_themself_alone(instance: Path) -> None:
    alice = account("alice", duties=("manager",))

    with pytest.raises(Refused):
        services.grant_duty(alice.ref, "clerk", policy=POLICY, actor=acts(alice))

    assert held(alice) == {"manager"}


@pytest.mark.promise("3-1")
def test_a_single_approver_waits_for_the_declared_delay(instance: Path, settings: Any) -> None:
    settings.SINGLE_APPROVER_DELAY_HOURS = "1"
    alice, bob = account("alice", duties=("manager",)), account()
    proposed = proposal(alice, bob, "manager")
    assert proposed.ripe_at is not None
    assert proposed.ripe_at - proposed.proposed_at >= dt.timedelta(hours=24)
    with pytest.raises(Refused):
        services.grant_duty(bob.ref, "manager", policy=POLICY, actor=acts(alice), proposal=proposed.ref)

    Proposal.objects.update(ripe_at=timezone.now())
    services.grant_duty(bob.ref, "manager", policy=POLICY, actor=acts(alice), proposal=proposed.ref)

    assert held(bob) == {"manager"}


@pytest.mark.promise("2-1")
def test_a_clerk_names_a_deputy_for_some_days_and_no_longer(instance: Path) -> None:
    bob, carol = account(duties=("clerk",)), account("carol")
    charged = DutyHeld.objects.get(account=bob)
    week = today() + dt.timedelta(days=7)

    services.deputise(charged.ref, carol.ref, policy=POLICY, actor=acts(bob), starts_on=today(), until=week)

    assert held(carol) == {"clerk"}
    assert not duties_held(carol, week + dt.timedelta(days=1))


@pytest.mark.promise("3-1")
def test_nobody_but_its_holder_or_who_manages_lends_or_takes_back_a_duty_and_its_deputies_go_with_it(
    instance: Path,
) -> None:
    alice, bob, carol = account("alice", duties=("manager",)), account(duties=("clerk",)), account("carol")
    dave, charged = account("dave"), DutyHeld.objects.get(duty="clerk")
    days: dict[str, Any] = {"policy": POLICY, "starts_on": today(), "until": today()}

    with pytest.raises(Refused) as lending:
        services.deputise(charged.ref, carol.ref, actor=acts(carol), **days)
    with pytest.raises(Refused) as taking:
        services.revoke_duty(charged.ref, actor=acts(carol))
    services.deputise(charged.ref, carol.ref, actor=acts(bob), **days)
    services.deputise(charged.ref, dave.ref, actor=acts(alice), **days)
    standing_in = held(carol), held(dave)
    services.revoke_duty(charged.ref, actor=acts(alice))

    assert lending.value.answer.reason == taking.value.answer.reason == "no-duty"
    assert standing_in == ({"clerk"}, {"clerk"})
    assert held(bob) == held(carol) == held(dave) == set()
    assert not DutyHeld.objects.filter(duty="clerk", ended_at=None).exists()  # taken back, each, and on record


@pytest.mark.promise("3-1")
def test_the_last_manager_is_not_let_go(instance: Path) -> None:
    alice = account("alice", duties=("manager",))
    charged = DutyHeld.objects.get()

    with pytest.raises(Conflict):
        services.revoke_duty(charged.ref, actor=acts(alice))
    with pytest.raises(Conflict):
        services.leave(alice.ref, actor=acts(alice))


@pytest.mark.promise("2-1")
def test_who_leaves_is_out_at_once(instance: Path) -> None:
    alice, bob = account("alice", duties=("manager",)), account(duties=("clerk", "manager"))
    signed = services.sign_in("bob", PASSWORD)
    program = services.register_program("sync", actor=acts(bob))
    services.issue_token(program.ref, ["house:people"], policy=POLICY, actor=acts(bob))

    services.leave(bob.ref, actor=acts(alice))

    assert not held(bob)
    left = (Session.objects.filter(ended_at=None), ServiceToken.objects.filter(revoked_at=None),
            Program.objects.filter(ended_at=None), DutyHeld.objects.filter(account=bob, ended_at=None))  # fmt: skip
    assert not any(rows.exists() for rows in left)  # each by itself, should anybody open the account again
    with pytest.raises(NotProven):
        actor_of(signed.token)
    with pytest.raises(NotProven):
        services.sign_in("bob", PASSWORD)


@pytest.mark.promise("2-1")
def test_a_program_whose_owner_is_gone_changes_nothing_even_with_a_token_that_somebody_forgot(instance: Path) -> None:
    account("alice", duties=("manager",))
    bob = account(duties=("manager",))
    program = services.register_program("sync", actor=acts(bob))
    token = services.issue_token(program.ref, ["house:people"], policy=POLICY, actor=acts(bob))
    asking = Actor(id=program.ref, kind="program", proven_by="token", session=token.ref, on_behalf_of=acts(bob))
    services.grant_duty(account("carol").ref, "clerk", policy=POLICY, actor=asking)
    Account.objects.filter(pk=bob.pk).update(left_on=today())

    with pytest.raises(Refused) as refused:
        services.grant_duty(account("dave").ref, "clerk", policy=POLICY, actor=asking)

    assert refused.value.answer.reason == "not-staff"


@pytest.mark.promise("2-1")
def test_an_unknown_duty_names_the_nearest(instance: Path) -> None:
    alice = account("alice", duties=("manager",))

    with pytest.raises(InputError) as caught:
        services.grant_duty(alice.ref, "clark", policy=POLICY, actor=acts(alice))

    assert caught.value.nearest == "clerk"


def race(*steps: Callable[[], object]) -> list[str]:
    def one(step: Callable[[], object]) -> str:
        try:
            step()
        except (Refused, Conflict) as error:
            return type(error).__name__
        finally:
            connections.close_all()
        return "done"

    with ThreadPoolExecutor(len(steps)) as pool:
        return sorted(pool.map(one, steps))


@pytest.mark.promise("3-1")
def test_of_two_who_approve_at_once_one_is_first(instance: Path) -> None:
    alice, bob = account("alice", duties=("manager",)), account()
    approvers = [account(f"approver-{n}", duties=("approver",)) for n in range(2)]
    proposed = proposal(alice, bob, "manager")

    said = race(*(lambda who=who: services.approve(proposed.ref, actor=acts(who)) for who in approvers))

    assert said == ["Conflict", "done"]
    assert Proposal.objects.get().approved_by in approvers


@pytest.mark.promise("3-1")
def test_an_approval_used_twice_at_once_is_used_once(instance: Path) -> None:
    alice, dave = account("alice", duties=("manager",)), account("dave", duties=("approver",))
    bob = account()
    proposed = proposal(alice, bob, "manager")
    services.approve(proposed.ref, actor=acts(dave))
    grant = lambda: services.grant_duty(  # noqa: E731
        bob.ref, "manager", policy=POLICY, actor=acts(alice), proposal=proposed.ref
    )

    assert race(grant, grant) == ["Conflict", "done"]
    assert DutyHeld.objects.filter(account=bob).count() == 1


@pytest.mark.promise("3-1")
def test_a_duty_taken_back_while_it_is_used_stops_whatever_comes_after(instance: Path) -> None:
    alice, bob = account("alice", duties=("manager",)), account(duties=("gate-administrator",))
    charged = DutyHeld.objects.get(account=bob)
    others = [account(f"clerk-{n}") for n in range(6)]

    def grant(to: Account) -> Callable[[], object]:
        return lambda: services.grant_duty(to.ref, "clerk", policy=POLICY, actor=acts(bob))

    steps = [grant(to) for to in others]
    steps.insert(3, lambda: services.revoke_duty(charged.ref, actor=acts(alice)))
    race(*steps)

    said = [(e["act"], e["answer"]) for e in entries()]
    revoked = said.index(("revoke-duty", "done"))
    assert ("grant-duty", "done") not in said[revoked:]
    assert said.count(("grant-duty", "done")) == sum(held(one) == {"clerk"} for one in others)


@pytest.mark.promise("3-1")
def test_the_first_approver_is_charged_by_one_and_every_other_by_two(instance: Path) -> None:
    alice, dave, erin = account("alice", duties=("manager",)), account("dave"), account("erin")

    first = services.grant_duty(dave.ref, "approver", policy=POLICY, actor=acts(alice))
    with pytest.raises(Refused) as alone:
        services.grant_duty(erin.ref, "approver", policy=POLICY, actor=acts(alice))
    proposed = proposal(alice, erin, "approver")
    services.approve(proposed.ref, actor=acts(dave))
    second = services.grant_duty(erin.ref, "approver", policy=POLICY, actor=acts(alice), proposal=proposed.ref)

    assert alone.value.answer.reason == "one-person"
    assert (first.proposal, second.proposal) == ("", proposed.ref)
    kinds = [entry.get("note_kind") for entry in entries() if entry["act"] == "grant-duty"]
    assert kinds == ["first-approver", None, None]


@pytest.mark.promise("3-1")
def test_an_operator_whose_approvers_are_gone_declares_a_single_one_and_waits(instance: Path, settings: Any) -> None:
    alice, dave, erin = account("alice", duties=("manager",)), account("dave"), account("erin")
    gone = services.grant_duty(dave.ref, "approver", policy=POLICY, actor=acts(alice))
    services.revoke_duty(gone.ref, actor=acts(alice))
    with pytest.raises(Refused):
        services.grant_duty(erin.ref, "approver", policy=POLICY, actor=acts(alice))

    settings.SINGLE_APPROVER_DELAY_HOURS = "24"
    proposed = proposal(alice, erin, "approver")
    with pytest.raises(Refused):
        services.grant_duty(erin.ref, "approver", policy=POLICY, actor=acts(alice), proposal=proposed.ref)
    Proposal.objects.update(ripe_at=timezone.now())
    services.grant_duty(erin.ref, "approver", policy=POLICY, actor=acts(alice), proposal=proposed.ref)

    assert held(erin) == {"approver"}


@pytest.mark.promise("3-1")
def test_two_first_approvers_at_once_are_one(instance: Path) -> None:
    alice = account("alice", duties=("manager",))
    others = [account(f"first-{n}") for n in range(2)]

    said = race(
        *(lambda one=one: services.grant_duty(one.ref, "approver", policy=POLICY, actor=acts(alice)) for one in others)
    )

    assert said == ["Refused", "done"]
