"""Giving to others: one ground, exactly its columns, a live contract, a live consent."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection

from seiyaku import door
from seiyaku.core import errors
from seiyaku.core.answers import Unclear
from seiyaku.ledger.reading import entry as entry_of
from seiyaku.ledger.sequencing import place_all
from seiyaku.ledger.transactions import raw_cursor, reading
from seiyaku.partners.models import Partner
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


def agreed(house: House, shop: str, ground: str, *fields: str) -> None:
    choice = door.Choice(kind="provide", fields=fields, recipient=shop, ground=ground)
    door.consent([house.alice], choice, statement=wording(), method="button", identity="session", actor=house.clerk)


@pytest.mark.promise("8-2", "8-3-A")
def test_without_a_ground_the_first_of_clause_8_that_allows_it_is_taken(house: House) -> None:
    carrier = partner("carrier", "delivery-carrier")

    handoff = door.provide([house.alice], THREE, recipient=carrier, purpose="deliver-service", actor=house.clerk)

    assert handoff.ground == "delivery"
    assert handoff.columns == THREE
    assert body_of(handoff.entry)["ground"] == "delivery"
    assert Record.objects.count() == 0


@pytest.mark.promise("8-3-A")
def test_without_a_ground_consent_given_for_one_counts_and_is_recorded(house: House) -> None:
    shop = partner("shop", "cooperating-company", character="third-party", terms="confidentiality lawful-origin")
    agreed(house, shop, "with-consent", "name", "email")

    handoff = door.provide([house.alice], ("name", "email"), recipient=shop, actor=house.clerk)

    assert handoff.ground == "with-consent"
    assert handoff.rows == ((ALICE["name"], ALICE["email"]),)
    assert list(Record.objects.values_list("entry", flat=True)) == [handoff.entry]


@pytest.mark.promise("8-3-A")
def test_without_a_ground_and_without_any_that_allows_it_nothing_goes(house: House) -> None:
    shop = partner("shop", "cooperating-company", character="third-party", terms="confidentiality lawful-origin")
    agreed(house, partner("other", "cooperating-company", character="third-party"), "with-consent", "name")

    with pytest.raises(errors.Refused) as refused:
        door.provide([house.alice], ("name",), recipient=shop, actor=house.clerk)

    assert refused.value.entry is not None
    assert body_of(refused.value.entry)["answer"] == "denied"
    assert Record.objects.count() == 0


@pytest.mark.promise("8-3-A")
def test_the_record_and_the_entry_stand_or_fall_together(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    shop = partner("shop", "cooperating-company", character="third-party", terms="confidentiality lawful-origin")
    agreed(house, shop, "with-consent", "name")
    before = entries()

    def no_room(*_: object, **__: object) -> None:
        raise OSError(28, "no space left on device")

    monkeypatch.setattr("seiyaku.registers.services.keep", no_room)
    with pytest.raises(errors.Unavailable):
        door.provide([house.alice], ("name",), recipient=shop, ground="with-consent", actor=house.clerk)

    assert entries() == before


def test_a_recipient_whose_identity_is_not_on_file_gets_nothing_that_must_be_recorded(house: House) -> None:
    shop = partner("shop", "cooperating-company", character="third-party", terms="confidentiality lawful-origin")
    agreed(house, shop, "with-consent", "name")
    Partner.objects.filter(ref=shop).update(identity=None)

    with pytest.raises(errors.InputError):
        door.provide([house.alice], ("name",), recipient=shop, ground="with-consent", actor=house.clerk)

    assert Record.objects.count() == 0


def body_of(entry: str) -> dict[str, Any]:
    place_all()
    return entry_of(raw_cursor(), entry).body


def entries() -> int:
    with reading() as cursor:
        total = 0
        for table in ("ledger_entry", "ledger_pending") if connection.vendor == "postgresql" else ("ledger_entry",):
            cursor.execute(f"SELECT COUNT(*) FROM {table}")
            total += cursor.fetchone()[0]
        return total
