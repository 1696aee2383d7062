"""
What the Act adds to the policy, through HTTP: the tests of 27(1), research that nobody opened, and consent under 28.

The abroad scenario is the web shop's: nothing here is bent to the reference policy.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from seiyaku.core.asks import Actor
from seiyaku.partners import services as partners
from seiyaku.people import services as people
from seiyaku.people.days import today
from seiyaku.policy import services as policy
from tests import proofs

from .founded import PASSWORD, Company, charge, found, hire
from .surfaces import Program
from .test_surfaces import IDENTITY, employ

WEBSHOP = Path(__file__).parents[2] / "policies" / "webshop" / "2025-10-01.md"
RESEARCH = ["academic-purpose", "joint-research", "unavoidable", "no-undue-harm", "27(1)(vii)", "approver", "reason"]
JUDGED = ["approver", "document", "reason"]


@pytest.fixture
def company(instance: Path) -> Company:
    """The company, founded as in earnest."""
    return found()


@pytest.mark.surface("http")
@pytest.mark.promise("8-3-B")
def test_protecting_somebody_takes_the_need_and_the_hardship_of_asking(company: Company) -> None:
    hospital = partners.register("病院（見本）", "authority", character="by-law", actor=company.manager).ref
    desk = Program(employ(company, "dora", "desk"), ("law:provision",))
    order = {"people": [company.alice], "fields": ["name"], "recipient": hospital, "ground": "protect-others"}

    no_need = desk.refused("provide", **order, evidence=["consent-is-hard", "approver"])
    could_ask = desk.refused("provide", **order, evidence=["reason", "approver"])
    given = desk.does("provide", **order, evidence=["consent-is-hard", "reason", "approver"])

    assert no_need["reason"] == could_ask["reason"] == "no-legal-ground"
    assert given["clause"] == "8-3-B"


@pytest.mark.surface("http")
@pytest.mark.promise("8-3-D", "8-3-C")
def test_public_welfare_is_no_way_round_the_act(company: Company) -> None:
    city = partners.register("市役所（見本）", "authority", character="by-law", actor=company.manager).ref
    firm = partners.register("民間（見本）", "contractor", character="third-party", actor=company.manager).ref
    people.complete(company.manager.id, "handling", actor=company.manager)
    manager = Program(company.manager, ("law:provision",))
    order = {"people": [company.alice], "fields": ["name"], "ground": "public-welfare"}
    hindered = [*JUDGED, "consent-hinders"]

    judged = manager.refused("provide", **order, recipient=city, evidence=JUDGED)
    private = manager.refused("provide", **order, recipient=firm, evidence=hindered)
    given = manager.does("provide", **order, recipient=city, evidence=[*JUDGED, "statute", "consent-hinders"])

    assert judged["reason"] == private["reason"] == "no-legal-ground"
    assert given["clause"] == "8-3-D"


@pytest.mark.surface("http")
@pytest.mark.promise("8-3-A", "2-2")
def test_research_opens_nothing_that_the_policy_does_not_say(company: Company) -> None:
    university = partners.register(
        "大学（見本）", "cooperating-company", character="third-party", identity=IDENTITY, actor=company.manager
    ).ref
    desk = Program(employ(company, "dora", "desk"), ("law:provision", "law:ask-consent"))
    words = desk.does("statements", name="study", ja="研究に渡してよいですか", en="May we?")["statement"]
    order = {"people": [company.alice], "fields": ["name"], "recipient": university}
    choice = {"kind": "provide", "fields": ["name"], "recipient": university, "ground": "with-consent"}
    text = partners.Scope(terms=("confidentiality", "lawful-origin"), fields=("name",), purposes=("deliver-service",))
    partners.conclude(university, b"text", text, starts_on=today(), until=today(), actor=company.manager)

    studied = desk.refused("provide", **order, evidence=RESEARCH)
    named = desk.refused("provide", **order, evidence=RESEARCH, ground="with-consent")
    desk.does(
        "consent", people=[company.alice], statement=words, method="button", identity="session", choice=choice
    )  # fmt: skip
    given = desk.does("provide", **order, ground="with-consent")

    assert studied["clause"].startswith("8-3")
    assert named["reason"] == "no-provide-consent"
    assert given["clause"] == "8-3-A"


@pytest.mark.surface("http")
@pytest.mark.promise("8-3-A")
def test_a_parcel_goes_abroad_on_the_consent_of_28_and_on_no_other(instance: Path) -> None:
    owner, shop, buyer = shop_and_buyer()
    abroad = {
        country: partners.register(
            f"運送（見本）{country}", "overseas-carrier", character="third-party", country=country, identity=IDENTITY,
            actor=owner,
        ).ref
        for country in ("US", "FR")
    }  # fmt: skip
    fields = ["ship-name", "ship-address"]
    scope = partners.Scope(terms=("confidentiality", "safeguards"), fields=fields, purposes=("ship-orders",))
    for ref in abroad.values():
        partners.conclude(ref, b"text", scope, starts_on=today(), until=today(), actor=owner)
    counter = Program(shop, ("ship-orders", "law:ask-consent"))
    words = counter.does("statements", name="abroad", ja="米国の運送会社に渡します", en="To a US carrier")["statement"]
    agreed = {"people": [buyer], "statement": words, "method": "button", "identity": "session"}
    parcel = {"people": [buyer], "fields": fields, "ground": "parcel-abroad", "purpose": "ship-orders"}
    choice = {"fields": fields, "ground": "parcel-abroad"}

    unasked = counter.refused("provide", **parcel, recipient=abroad["US"])
    counter.does("consent", choice={"kind": "provide", **choice, "recipient": abroad["US"]}, **agreed)
    not_told = counter.refused("provide", **parcel, recipient=abroad["US"])
    counter.does("consent", choice={"kind": "foreign", **choice, "recipient": abroad["US"]}, **agreed)
    counter.does("consent", choice={"kind": "foreign", **choice, "recipient": abroad["FR"]}, **agreed)
    sent = counter.does("provide", **parcel, recipient=abroad["US"])
    near = counter.refused("provide", **parcel, recipient=abroad["FR"])

    assert (unasked["clause"], unasked["reason"], not_told["reason"]) == ("5.1", "foreign", "foreign")
    assert (sent["clause"], sent["article"]) == ("5.1", "28(1)")
    assert near["reason"] == "no-provide-consent"


def shop_and_buyer() -> tuple[Actor, Actor, str]:
    """The web shop's owner, who keeps the shop for her, and somebody who ordered something."""
    policy.publish(WEBSHOP, actor=Actor(id="system:init", kind="system", proven_by="job"))
    proofs.keep()
    owner = people.set_up(people.issue_setup_code(), "toko", PASSWORD, kind="owner").actor
    keeper = hire("ann", owner, "helper")
    charge(keeper, "shopkeeper", owner)
    people.complete(keeper.id, "basics", actor=owner)
    counter = Program(keeper, ("ship-orders", "take-payment", "care"))
    taken = counter.does(
        "collect", values={
            "account-email": "alice@mail.example", "buyer-name": "見本 愛", "ship-name": "見本 愛",
            "ship-address": "1 Sample Street, Springfield",
        },
        origin={"source": "checkout", "form": "order", "shown": proofs.shown("order")},
    )  # fmt: skip
    return owner, keeper, str(taken["people"][0])
