"""Giving to others: one ground, exactly its columns, a live contract, a live consent."""

from __future__ import annotations

import pytest

from seiyaku import door
from seiyaku.core import errors
from seiyaku.core.answers import Unclear
from seiyaku.registers.models import Record

from .conftest import ALICE, House, partner, wording

THREE = ("name", "address", "phone")


@pytest.mark.promise("8-2")
def test_a_carrier_gets_exactly_three_columns(house: House) -> None:
    carrier = partner("carrier", "delivery-carrier")

    handoff = door.provide(
        [house.alice], THREE, recipient=carrier, purpose="deliver-service", ground="delivery", actor=house.clerk
    )

    assert handoff.columns == THREE
    assert handoff.rows == ((ALICE["name"], ALICE["address"], ALICE["phone"]),)
    assert handoff.clause == "8-2"


@pytest.mark.promise("8-2")
@pytest.mark.parametrize("fields", [(*THREE, "email"), THREE[:2]])
def test_neither_a_fourth_column_nor_two_of_the_three(house: House, fields: tuple[str, ...]) -> None:
    carrier = partner("carrier", "delivery-carrier", fields="name address phone email")

    with pytest.raises(errors.Refused) as refused:
        door.provide(
            [house.alice], fields, recipient=carrier, purpose="deliver-service", ground="delivery", actor=house.clerk
        )

    assert refused.value.answer.clause == "8-2"
    assert refused.value.entry is not None


@pytest.mark.promise("3-2")
def test_a_contract_that_has_ended_gives_nothing_out(house: House) -> None:
    carrier = partner("late", "delivery-carrier", until=-1)

    with pytest.raises(errors.Refused) as refused:
        door.provide(
            [house.alice], THREE, recipient=carrier, purpose="deliver-service", ground="delivery", actor=house.clerk
        )

    assert refused.value.answer.reason == "contract-ended"


@pytest.mark.promise("8-3-A")
def test_with_consent_it_goes_and_once_withdrawn_it_stays(house: House) -> None:
    shop = partner("shop", "cooperating-company", character="third-party", terms="confidentiality lawful-origin")

    choice = door.Choice(kind="provide", fields=("name", "email"), recipient=shop, ground="with-consent")

    def give() -> door.Handoff:
        return door.provide([house.alice], ("name", "email"), recipient=shop, ground="with-consent", actor=house.clerk)

    with pytest.raises(errors.Refused):
        give()
    door.consent([house.alice], choice, statement=wording(), method="button", identity="session", actor=house.clerk)

    given = give()
    recorded = Record.objects.filter(record_class="provided").count()
    door.withdraw([house.alice], choice, method="mail", actor=house.clerk)

    assert given.rows == ((ALICE["name"], ALICE["email"]),)
    assert given.clause == "8-3-A"
    assert recorded == 1
    with pytest.raises(errors.Refused) as refused:
        give()
    assert refused.value.answer.reason == "no-provide-consent"


@pytest.mark.promise("8-3-A")
def test_only_the_fields_agreed_to_go(house: House) -> None:
    shop = partner("shop", "cooperating-company", character="third-party", terms="confidentiality lawful-origin")
    choice = door.Choice(kind="provide", fields=("email",), recipient=shop, ground="with-consent")
    door.consent([house.alice], choice, statement=wording(), method="button", identity="session", actor=house.clerk)

    handoff = door.provide([house.alice], ("name", "email"), recipient=shop, ground="with-consent", actor=house.clerk)

    assert handoff.columns == ("email",)


@pytest.mark.promise("8-1", "2-2")
def test_what_nobody_has_classified_is_refused_and_stays_in_the_ledger_as_a_gap(house: House) -> None:
    carrier = partner("carrier", "delivery-carrier", character="unclassified")

    with pytest.raises(errors.Refused) as refused:
        door.provide(
            [house.alice], THREE, recipient=carrier, purpose="deliver-service", ground="delivery", actor=house.clerk
        )

    assert isinstance(refused.value.answer, Unclear)
    assert refused.value.entry is not None
