"""How accounts begin: the first by a code, every other by invitation; no default password anywhere (3-1, 3-3)."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.db import connections
from django.utils import timezone

from seiyaku.core.asks import Actor
from seiyaku.core.errors import Conflict, InputError, NotProven, Refused
from seiyaku.papers.models import Paper
from seiyaku.people import services
from seiyaku.people.days import today
from seiyaku.people.models import Account, Invitation, SetupCode
from seiyaku.people.queries import actor_of, duties_held

from .sample import PASSWORD, account, entries, policy

POLICY = policy()
NEW = "a quite different sentence"


def acts(of: Account) -> Actor:
    return Actor(id=of.ref, kind="staff", proven_by="session")


@pytest.mark.promise("3-1", "3-3")
def test_the_first_account_is_made_once_with_the_code_and_manages(instance: Path) -> None:
    code = services.issue_setup_code()

    signed = services.set_up(code, "alice", PASSWORD, kind="employee", policy=POLICY)

    alice = Account.objects.get()
    assert actor_of(signed.token).id == alice.ref
    assert duties_held(alice, today()) == {"manager", "key-holder", "gate-administrator", "administrator"}
    assert code.encode() not in bytes(SetupCode.objects.get().code)
    assert {entry["proven"] for entry in entries()} == {"setup-code"}
    with pytest.raises(NotProven):
        services.set_up(code, "mallory", PASSWORD, kind="employee", policy=POLICY)
    with pytest.raises(Conflict):
        services.issue_setup_code()


@pytest.mark.promise("3-3")
@pytest.mark.parametrize("how", ["wrong", "over", "replaced"])
def test_a_code_that_is_wrong_over_or_replaced_makes_nothing(instance: Path, how: str) -> None:
    code = services.issue_setup_code()
    if how == "over":
        SetupCode.objects.update(ends_at=timezone.now())
    elif how == "replaced":
        services.issue_setup_code()

    with pytest.raises(NotProven):
        services.set_up("x" if how == "wrong" else code, "alice", PASSWORD, kind="employee", policy=POLICY)

    assert not Account.objects.exists()


@pytest.mark.promise("3-1")
def test_no_outsider_is_the_first_account(instance: Path) -> None:
    with pytest.raises(InputError):
        services.set_up(services.issue_setup_code(), "eve", PASSWORD, kind="entrusted", policy=POLICY)


@pytest.mark.promise("3-1")
def test_of_two_first_accounts_at_once_there_is_one(instance: Path) -> None:
    code = services.issue_setup_code()

    def one(login: str) -> bool:
        try:
            services.set_up(code, login, PASSWORD, kind="employee", policy=POLICY)
        except NotProven:
            return False
        finally:
            connections.close_all()
        return True

    with ThreadPoolExecutor(2) as pool:
        made = list(pool.map(one, ("alice", "mallory")))

    assert sorted(made) == [False, True]
    assert Account.objects.count() == 1


@pytest.mark.promise("3-3")
def test_who_is_hired_sets_their_own_password_once(instance: Path) -> None:
    alice = account("alice", duties=("manager",))

    hired = services.hire("carol", "employee", actor=acts(alice), policy=POLICY)

    with pytest.raises(NotProven):
        services.sign_in("carol", "")
    signed = services.accept_invitation(hired.invitation, NEW)
    assert actor_of(signed.token).id == hired.account.ref
    assert services.sign_in("carol", NEW)
    with pytest.raises(NotProven):
        services.accept_invitation(hired.invitation, PASSWORD)
    assert hired.invitation not in repr(hired)


@pytest.mark.promise("3-3")
def test_an_invitation_is_worth_nothing_when_over_or_its_owner_left(instance: Path) -> None:
    alice = account("alice", duties=("manager",))
    late = services.hire("late", "employee", actor=acts(alice), policy=POLICY)
    gone = services.hire("gone", "employee", actor=acts(alice), policy=POLICY)
    Invitation.objects.filter(account=late.account).update(ends_at=timezone.now())
    services.leave(gone.account.ref, actor=acts(alice))

    for hired in (late, gone):
        with pytest.raises(NotProven):
            services.accept_invitation(hired.invitation, NEW)


@pytest.mark.promise("2-1")
def test_an_account_is_of_a_kind_the_policy_names_and_its_login_is_its_own(instance: Path) -> None:
    alice = account("alice", duties=("manager",))
    services.hire("Carol", "employee", actor=acts(alice), policy=POLICY)

    with pytest.raises(InputError) as caught:
        services.hire("dave", "employe", actor=acts(alice), policy=POLICY)
    assert caught.value.nearest == "employee"
    with pytest.raises(Conflict):
        services.hire("ＣＡＲＯＬ", "employee", actor=acts(alice), policy=POLICY)
    with pytest.raises(Refused):
        services.hire("erin", "employee", actor=acts(Account.objects.get(login="carol")), policy=POLICY)


@pytest.mark.promise("2-1")
def test_a_members_contact_is_sealed_with_an_end_and_replaced_whole(instance: Path) -> None:
    alice = account("alice", duties=("manager",))
    said = {"name": "山田花子", "email": "hanako@mail.example"}
    with pytest.raises(InputError):
        services.hire("carol", "employee", contact=said, actor=acts(alice), policy=POLICY)
    hired = services.hire("carol", "employee", contact=said, contact_until=today(), actor=acts(alice), policy=POLICY)
    first = hired.account.contact
    assert first is not None
    assert "山田".encode() not in bytes(first.body or b"")

    services.change_contact(hired.account.ref, said, until=today() + dt.timedelta(days=9), actor=acts(hired.account))

    assert Paper.objects.get(pk=first.pk).destroyed_at is not None
    assert Account.objects.get(login="carol").contact != first
    assert "山田" not in str(entries())


@pytest.mark.promise("2-1")
def test_another_members_contact_is_changed_only_by_who_manages(instance: Path) -> None:
    bob, carol = account(), account("carol")

    with pytest.raises(Refused):
        services.change_contact(carol.ref, {"name": "x"}, until=today(), actor=acts(bob))
