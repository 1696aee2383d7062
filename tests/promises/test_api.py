"""The promises as a program meets them: over HTTP, permitted and refused, and every answer on record."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from seiyaku.client import Client, Refused
from seiyaku.config.wsgi import application
from seiyaku.core.asks import Actor
from tests.door.conftest import ALICE, SIGN_UP, House, house, partner, staff
from tests.rest.conftest import token_for

__all__ = ["house"]

PURPOSES = ("deliver-service", "improve-service", "considerate-service", "law:ask-consent", "law:provision")
ORIGIN = {"source": "web-form", "form": "sign-up", "shown": SIGN_UP.shown or ""}
BORIS = {"member-number": "M0000002", "name": "見本 ぼりす", "phone": "090-0000-0002"}
THREE = ("name", "address", "phone")


def program(owner: Actor, *purposes: str) -> Client:
    return Client(
        "http://localhost", token_for(owner, *purposes), on_behalf_of=owner.id, language="en",
        transport=httpx.WSGITransport(app=application),
    )  # fmt: skip


@pytest.fixture
def clerks(house: House) -> Iterator[Client]:
    with program(house.clerk, *PURPOSES) as made:
        yield made


@pytest.mark.promise("2-2")
def test_a_program_uses_only_for_the_purposes_of_its_token_and_the_refusal_is_on_record(
    house: House, clerks: Client
) -> None:
    used = clerks.use(house.alice, ["name"], purpose="deliver-service")
    with program(house.clerk, "send-offers") as narrow, pytest.raises(Refused) as refused:
        narrow.use(house.alice, ["name"], purpose="deliver-service")

    assert used.values == {"name": ALICE["name"]}
    assert refused.value.reason == "program-purpose"
    written = json.loads(clerks.entry(used.entry)["entry"])
    assert (written["answer"], written["behalf"], written["fields"]) == ("allowed", house.clerk.id, ["name"])


@pytest.mark.promise("2-2", "2-4")
def test_a_program_can_do_no_more_than_the_one_it_asks_for(house: House) -> None:
    with program(house.lapsed, "deliver-service") as lapsed, pytest.raises(Refused) as refused:
        lapsed.use(house.alice, ["name"], purpose="deliver-service")

    assert (refused.value.clause, refused.value.reason) == ("2-4", "untrained")


@pytest.mark.promise("4-1-A")
def test_only_what_the_purpose_needs_is_opened(house: House, clerks: Client) -> None:
    used = clerks.use(house.alice, ["name", "birth-date"], purpose="deliver-service")

    assert set(used.values) == {"name"}
    assert (used.clause, used.left["birth-date"]["reason"]) == ("4-1-A", "not-needed")
    with pytest.raises(Refused):
        clerks.use(house.alice, ["birth-date"], purpose="deliver-service")


@pytest.mark.promise("4-3")
def test_a_purpose_outside_clause_4_takes_consent_and_ends_with_it(house: House) -> None:
    support = staff("sue", "support", "clerk")
    choice = {"kind": "use", "use": "considerate-service"}
    with program(support, *PURPOSES) as asking:
        words = asking.state("care", ja="配慮に使ってよいですか", en="May we use it to take care?")

        def use() -> object:
            return asking.use(house.alice, ["name"], purpose="considerate-service")

        with pytest.raises(Refused) as before:
            use()
        asking.consent([house.alice], choice, statement=words, method="button", identity="session")
        agreed = use()
        asking.withdraw([house.alice], choice, method="mail")
        with pytest.raises(Refused) as after:
            use()

    assert agreed
    assert before.value.reason == after.value.reason == "no-consent"
    assert before.value.remedy.missing == "consent"


@pytest.mark.promise("5-4")
def test_nobody_is_taken_in_before_the_notice_was_shown(house: House, clerks: Client) -> None:
    with pytest.raises(Refused) as refused:
        clerks.collect(BORIS, origin={"source": "web-form", "form": "sign-up"})
    with pytest.raises(Refused):
        clerks.collect(BORIS, origin=ORIGIN | {"shown": "showing:made-up"})

    taken = clerks.collect(BORIS, origin=ORIGIN | {"shown": clerks.show_notice("sign-up")})

    assert (refused.value.clause, refused.value.reason) == ("5-4", "no-notice")
    assert len(taken.people) == 1


@pytest.mark.promise("8-2")
def test_a_carrier_gets_three_columns_and_not_four(house: House, clerks: Client) -> None:
    carrier = partner("carrier", "delivery-carrier", fields="name address phone email")

    given = clerks.provide([house.alice], THREE, recipient=carrier, purpose="deliver-service", ground="delivery")
    with pytest.raises(Refused) as refused:
        clerks.provide(
            [house.alice], [*THREE, "email"], recipient=carrier, purpose="deliver-service", ground="delivery"
        )

    assert given.columns == THREE
    assert given.rows == ((ALICE["name"], ALICE["address"], ALICE["phone"]),)
    assert refused.value.clause == "8-2"


@pytest.mark.promise("8-3-A")
def test_consent_lets_it_go_to_this_recipient_and_to_no_other(house: House, clerks: Client) -> None:
    terms = "confidentiality lawful-origin"
    shop, other = (partner(n, "cooperating-company", character="third-party", terms=terms) for n in ("shop", "other"))
    choice = {"kind": "provide", "fields": ["email"], "recipient": shop, "ground": "with-consent"}
    words = clerks.state("shop", ja="お店に伝えてよいですか", en="May we tell the shop?")
    clerks.consent([house.alice], choice, statement=words, method="button", identity="session")

    given = clerks.provide([house.alice], ["email"], recipient=shop, ground="with-consent")
    with pytest.raises(Refused) as elsewhere:
        clerks.provide([house.alice], ["email"], recipient=other, ground="with-consent")
    clerks.withdraw([house.alice], choice, method="mail")
    with pytest.raises(Refused) as after:
        clerks.provide([house.alice], ["email"], recipient=shop, ground="with-consent")

    assert given.rows == ((ALICE["email"],),)
    assert elsewhere.value.reason == after.value.reason == "no-provide-consent"


@pytest.mark.promise("8-3-M")
def test_an_authority_gets_what_a_statute_orders_and_nothing_on_its_word_alone(house: House) -> None:
    court = partner("court", "authority", character="by-law", terms="")
    shown: dict[str, Any] = {"ground": "by-law", "evidence": ["document", "approver", "statute"]}
    with program(house.desk, "law:provision") as desk, program(house.clerk, "law:provision") as clerk:
        given = desk.provide([house.alice], ["name", "address"], recipient=court, **shown)
        with pytest.raises(Refused) as bare:
            desk.provide([house.alice], ["name"], recipient=court, ground="by-law", evidence=["statute"])
        with pytest.raises(Refused) as unfit:
            clerk.provide([house.alice], ["name"], recipient=court, **shown)

    assert given.clause == "8-3-M"
    assert given.article.startswith("27(1)(i)")
    assert (bare.value.clause, unfit.value.reason) == ("8-3-M", "no-duty")
