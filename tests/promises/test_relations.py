"""A contract ends over HTTP, and the night lets go of what it kept; a service goes only to who has it (2-3, 8-1)."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from seiyaku import door
from seiyaku.client import NotFound, Refused
from seiyaku.core.asks import Actor
from seiyaku.policy import queries
from tests.door.conftest import House, house, partner, wording
from tests.proofs import PROVENANCE

from .test_api import ORIGIN, program

__all__ = ["house"]

PURPOSES = ("deliver-service", "partner-service", "law:accuracy", "law:provision")
TERMS = "confidentiality safeguards no-own-use return-or-erase"


@pytest.mark.promise("2-3")
def test_a_contract_that_ended_lets_the_night_erase_in_its_time(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    today = queries.today()
    with program(house.clerk, *PURPOSES) as clerk, program(house.analyst, *PURPOSES) as analyst:
        clerk.begin_relation([house.alice], origin=ORIGIN, on=today - dt.timedelta(days=30))
        with pytest.raises(Refused) as refused:
            analyst.end_relation([house.alice], origin=ORIGIN)
        ended = clerk.end_relation([house.alice], origin=ORIGIN)

        erased = [_night(monkeypatch, today + dt.timedelta(days=366 * years)) for years in (6, 9)]

        assert refused.value.reason == "no-duty"
        assert ended.clause == "2-3"
        assert erased == [0, 1]
        with pytest.raises(NotFound):
            clerk.use(house.alice, ["name"], purpose="deliver-service")


def _night(monkeypatch: pytest.MonkeyPatch, day: dt.date) -> int:
    with monkeypatch.context() as then:
        then.setattr(queries, "today", lambda: day)
        return door.expire(actor=Actor(id="system:nightly", kind="system", proven_by="job")).erased


@pytest.mark.promise("8-1")
def test_a_services_operator_gets_nothing_about_who_has_not_the_service(house: House) -> None:
    agent = partner("agent", "option-agent", fields="name phone", terms=TERMS)
    asked: dict[str, Any] = {
        "purpose": "deliver-service",
        "ground": "option-service-for-us",
        "evidence": ["service-held"],
    }
    with program(house.clerk, *PURPOSES) as clerk:
        with pytest.raises(Refused) as refused:
            clerk.provide([house.alice], ["name", "phone"], recipient=agent, **asked)
        clerk.begin_relation([house.alice], service=agent, origin=ORIGIN)
        given = clerk.provide([house.alice], ["name", "phone"], recipient=agent, **asked)

    assert (refused.value.clause, refused.value.reason) == ("8-1", "service-not-held")
    assert (given.clause, given.columns) == ("8-1", ("name", "phone"))


@pytest.mark.promise("8-1")
def test_what_goes_on_to_a_provider_is_one_record_a_month_that_the_person_can_have(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    provider, ended = (
        partner(name, "option-provider", character="third-party", fields="name email", terms=TERMS, until=until)
        for name, until in (("provider", 300), ("ended", -1))
    )
    asked: dict[str, Any] = {
        "purpose": "deliver-service", "ground": "option-service-on-its-own", "evidence": ["service-held"],
    }  # fmt: skip
    with program(house.clerk, *PURPOSES) as clerk, program(house.desk, "law:provision-records") as desk:
        for to in (provider, ended):
            clerk.begin_relation([house.alice], service=to, origin=ORIGIN)
            choice = door.Choice(
                kind="provide", fields=("name", "email"), recipient=to, ground="option-service-on-its-own"
            )
            door.consent(
                [house.alice], choice, statement=wording(), method="button", identity="session", actor=house.clerk
            )
        for fields in (["name"], ["name", "email"]):
            clerk.provide([house.alice], fields, recipient=provider, **asked)
        with pytest.raises(Refused) as refused:
            clerk.provide([house.alice], ["name"], recipient=ended, **asked)
        (record,) = desk.records(house.alice)
        _night(monkeypatch, queries.today() + dt.timedelta(days=40))
        (kept,) = desk.records(house.alice)
        with pytest.raises(Refused):
            clerk.records(house.alice)

    assert (refused.value.clause, refused.value.article, refused.value.reason) == ("3-2", "25, 27(5)", "contract-ended")
    assert (record["times"], record["items"], record["until"]) == (2, ["氏名", "メールアドレス"], record["on"])
    assert kept == record


@pytest.mark.promise("4-2-A…E", "8-3-A")
def test_what_a_partner_gave_is_on_record_and_the_person_can_have_the_record(house: House) -> None:
    shop = partner("shop", "cooperating-company", character="third-party", terms="confidentiality lawful-origin")
    origin = {"source": "partner-supplied", "form": "partner-customers", "partner": shop, "provenance": PROVENANCE}
    with program(house.clerk, *PURPOSES) as clerk, program(house.desk, "law:provision-records") as desk:
        with pytest.raises(Refused) as refused:
            clerk.collect({"name": "見本 次郎"}, origin=origin)
        (person,) = clerk.collect({"name": "見本 次郎"}, origin=origin | {"course": "本人の申し込み"}).people
        with pytest.raises(Refused):
            clerk.records(person)
        (record,) = desk.records(person)

    assert refused.value.reason == "no-provenance"
    assert (record["kind"], record["third_party"], record["items"]) == ("received", "Sample Shop", ["氏名"])


@pytest.mark.promise("6-2")
def test_cookies_go_to_whoever_ties_them_to_people_only_once_consent_is_confirmed(house: House) -> None:
    shop = partner("shop", "cooperating-company", character="third-party", terms="confidentiality lawful-origin")
    with program(house.marketer, "law:provision") as marketing:
        with pytest.raises(Refused) as refused:
            marketing.provide_related(["cookie"], recipient=shop, confirmed="paper:made-up", how="they say so")
        went = marketing.provide_related(["cookie"], recipient=shop, confirmed=PROVENANCE, how="in writing")

    assert refused.value.reason == "no-provide-consent"
    assert went.article == "31(1)"
