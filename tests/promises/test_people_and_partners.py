"""
Scenarios of promises 2-4, 3-1 and 3-2, from the record of a person or a partner to the answer at the door.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from django.db import DatabaseError, connection, transaction

from seiyaku import door
from seiyaku.core.asks import Actor
from seiyaku.core.errors import Refused
from seiyaku.partners import services as partners
from seiyaku.partners.models import Partner
from seiyaku.people import services as people
from seiyaku.people.days import today
from seiyaku.people.models import Account, DutyHeld, Grace
from seiyaku.people.queries import standing
from seiyaku.policy import queries as policy

from .founded import ALICE, THREE, Company, carrier, charge, contract, found, hire


@pytest.fixture
def company(instance: Path) -> Company:
    """The company, founded as in earnest."""
    return found()


def reads(company: Company, who: Actor) -> bool:
    """Whether they get to read Alice's name; a refusal must stand in the ledger."""
    try:
        used = door.use(company.alice, ["name"], purpose="deliver-service", actor=who)
    except Refused as refused:
        return refused.entry is None
    return used.values == {"name": ALICE["name"]}


def hand_over(company: Company, to: Partner) -> door.Handoff:
    """Give Alice's name, address and telephone number to a delivery company."""
    about = {"recipient": to.ref, "purpose": "deliver-service", "ground": "delivery"}
    return door.provide([company.alice], THREE, **about, actor=company.clerk)


@pytest.mark.promise("2-4")
def test_training_that_lapsed_closes_the_door_and_training_opens_it(company: Company) -> None:
    carol = hire("carol", company.manager)
    charge(carol, "clerk", company.manager)
    long_ago = today() - dt.timedelta(days=400)
    people.complete(carol.id, "handling", on=long_ago, actor=company.manager)

    with pytest.raises(Refused) as refused:
        door.use(company.alice, ["name"], purpose="deliver-service", actor=carol)
    assert (refused.value.answer.clause, refused.value.answer.remedy.missing) == ("2-4", "training")

    people.complete(carol.id, "handling", actor=company.manager)
    assert reads(company, carol)


@pytest.mark.promise("2-4")
def test_a_grace_opens_it_for_that_person_for_those_days(company: Company) -> None:
    carol, dave = hire("carol", company.manager), hire("dave", company.manager)
    for who in (carol, dave):
        charge(who, "clerk", company.manager)
        people.complete(who.id, "handling", on=today() - dt.timedelta(days=400), actor=company.manager)

    people.allow_grace(carol.id, "handling", 3, "入院のため", actor=company.manager)

    assert reads(company, carol)
    assert not reads(company, dave)
    after = today() + dt.timedelta(days=3)
    assert Grace.objects.get().until == after - dt.timedelta(days=1)
    assert standing(carol, after).grace_until < after.toordinal()


@pytest.mark.promise("3-1")
def test_a_duty_taken_back_closes_the_door_at_the_next_ask(company: Company) -> None:
    carol = hire("carol", company.manager)
    held = charge(carol, "clerk", company.manager)
    people.complete(carol.id, "handling", actor=company.manager)
    assert reads(company, carol)

    people.revoke_duty(held, actor=company.manager)

    assert not reads(company, carol)


@pytest.mark.promise("3-1")
@pytest.mark.parametrize("duty", ["manager", "key-holder", "gate-administrator"])
def test_overall_management_is_given_to_no_outsider_by_any_route(company: Company, duty: str) -> None:
    eve = hire("eve", company.manager, kind="entrusted")
    approver = hire("ann", company.manager)
    charge(approver, "approver", company.manager)
    proposed = people.propose("grant-duty", eve.id, duty, beneficiary=eve.id, actor=company.manager)
    people.approve(proposed.ref, actor=approver)
    own = DutyHeld.objects.get(account__ref=company.manager.id, duty=duty)
    account = Account.objects.get(ref=eve.id)

    with pytest.raises(Refused) as granted:
        people.grant_duty(eve.id, duty, proposal=proposed.ref, actor=company.manager)
    with pytest.raises(Refused):
        people.deputise(own.ref, eve.id, starts_on=today(), until=today(), proposal=proposed.ref, actor=company.manager)
    with pytest.raises(DatabaseError, match="3-1"), transaction.atomic():
        DutyHeld.objects.create(
            ref="duty:raw", account=account, duty=duty, reserved=False, starts_on=today(), granted_by="nobody"
        )
    with pytest.raises(DatabaseError, match="3-1"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE people_dutyheld SET account_id = %s WHERE id = %s", (account.pk, own.pk))

    assert granted.value.answer.clause == "3-1"
    assert standing(eve, today()).duties == 0


@pytest.mark.promise("3-1")
def test_an_insider_who_becomes_an_outsider_brings_no_such_duty_along(company: Company) -> None:
    approver = hire("ann", company.manager)
    charge(approver, "approver", company.manager)
    carol = hire("carol", company.manager)
    proposed = people.propose("grant-duty", carol.id, "manager", beneficiary=carol.id, actor=company.manager)
    people.approve(proposed.ref, actor=approver)
    held = people.grant_duty(carol.id, "manager", proposal=proposed.ref, actor=company.manager)

    with pytest.raises(Refused):
        people.change_kind(carol.id, "entrusted", actor=company.manager)
    people.revoke_duty(held.ref, actor=company.manager)
    people.change_kind(carol.id, "entrusted", actor=company.manager)

    assert not standing(carol, today()).inside
    assert standing(carol, today()).duties >> policy.bits().duties["manager"] & 1 == 0


@pytest.mark.promise("3-2")
def test_nothing_goes_to_a_partner_but_under_a_contract_in_force(company: Company) -> None:
    post = carrier(company.manager)

    with pytest.raises(Refused) as without:
        hand_over(company, post)
    signed = contract(post, company.manager)
    given = hand_over(company, post)
    partners.end_contract(signed.ref, actor=company.manager)
    with pytest.raises(Refused) as ended:
        hand_over(company, post)

    assert without.value.answer.clause == ended.value.answer.clause == "3-2"
    assert given.rows == (tuple(ALICE[name] for name in THREE),)


@pytest.mark.promise("3-2")
@pytest.mark.parametrize("fault", ["a term is missing", "supervision found something", "the partner was let go"])
def test_a_contract_alone_is_not_enough(company: Company, fault: str) -> None:
    post = carrier(company.manager)
    contract(post, company.manager, terms=("confidentiality",) if fault == "a term is missing" else None)
    if fault == "supervision found something":
        partners.supervise(post.ref, b"an open door", passed=False, actor=company.manager)
    elif fault == "the partner was let go":
        partners.end(post.ref, actor=company.manager)

    with pytest.raises(Refused) as refused:
        hand_over(company, post)

    assert refused.value.entry is not None
    assert refused.value.answer.clause in {"3-2", "8-2"}
