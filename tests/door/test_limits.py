"""A daily limit counts people, whoever acts for whom, and one at a time or many at once (2-1)."""

from __future__ import annotations

import pytest

from seiyaku import door
from seiyaku.core import errors
from seiyaku.core.asks import Actor, ActorFacts, Facts
from seiyaku.door.crowds import as_many
from seiyaku.people.models import Account, UseCount

from .conftest import SIGN_UP, House, staff


def limited(most: int) -> Actor:
    carl = staff("carl", "clerk")
    Account.objects.filter(ref=carl.id).update(uses_at_most=most)
    return carl


def read(house: House, actor: Actor) -> door.Used:
    return door.use(house.alice, ["name"], purpose="deliver-service", actor=actor)


@pytest.mark.promise("2-1")
def test_the_last_use_of_the_day_is_followed_by_a_refusal(house: House) -> None:
    carl = limited(2)
    read(house, carl)
    read(house, carl)

    with pytest.raises(errors.Refused) as refused:
        read(house, carl)

    assert (refused.value.answer.clause, refused.value.answer.reason) == ("2-1", "daily-limit")


@pytest.mark.promise("2-1")
def test_many_at_once_are_many_uses(house: House) -> None:
    others = [
        door.collect({"member-number": f"M900000{n}", "name": "見本 太郎", "phone": f"0900000009{n}"},
                     origin=SIGN_UP, actor=house.clerk).people[0]
        for n in range(2)
    ]  # fmt: skip
    carl = limited(3)

    bulk = door.use_many([house.alice, *others], ["name"], purpose="deliver-service", actor=carl)
    opened = [person for block in bulk.blocks for person in block]

    assert len(opened) == 3
    assert UseCount.objects.get(actor=carl.id).people == 3
    with pytest.raises(errors.Refused):
        read(house, carl)


@pytest.mark.promise("2-1")
def test_a_bulk_over_the_limit_opens_nobody(house: House) -> None:
    other = door.collect(
        {"member-number": "M9000001", "name": "見本 太郎", "phone": "09000000099"}, origin=SIGN_UP, actor=house.clerk
    ).people[0]
    carl = limited(1)

    with pytest.raises(errors.Refused) as refused:
        door.use_many([house.alice, other], ["name"], purpose="deliver-service", actor=carl)

    assert refused.value.answer.reason == "daily-limit"
    assert read(house, carl).values


@pytest.mark.promise("2-1")
@pytest.mark.parametrize(("actor", "behalf"), [(2, 0), (0, 2), (2, 2)])
def test_the_limit_of_whoever_has_one_holds_for_many_at_once(actor: int, behalf: int) -> None:
    facts = Facts(
        today=1, actor=ActorFacts(kind="program", uses_today=1, uses_at_most=actor),
        behalf=ActorFacts(kind="staff", uses_today=1, uses_at_most=behalf),
    )  # fmt: skip
    alone = Facts(today=1, actor=ActorFacts(kind="staff", uses_today=1, uses_at_most=2))

    many, one, own = as_many(facts, 3), as_many(facts, 1), as_many(alone, 3)

    assert many.behalf is not None
    assert (many.actor.uses_today, many.behalf.uses_today, own.actor.uses_today) == (3, 3, 3)
    assert one == facts


def test_without_a_limit_nothing_is_counted(house: House) -> None:
    read(house, house.clerk)

    assert not UseCount.objects.exists()
