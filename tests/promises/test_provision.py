"""What goes to others (8): exactly three columns to a carrier, and the law's grounds with their evidence."""

from __future__ import annotations

from pathlib import Path

import pytest

from seiyaku import door
from seiyaku.core import errors
from seiyaku.core.asks import Actor
from seiyaku.partners import services as partners
from seiyaku.people import services as people

from .founded import ALICE, THREE, Company, carrier, charge, contract, found, hire


def handoff(company: Company, partner: str, fields: tuple[str, ...] = THREE) -> door.Handoff:
    return door.provide(
        [company.alice], fields, recipient=partner, purpose="deliver-service", ground="delivery", actor=company.clerk
    )


@pytest.mark.promise("8-2")
def test_a_carrier_gets_name_address_and_telephone_number_and_nothing_else(instance: Path) -> None:
    company = found()
    partner = carrier(company.manager)
    contract(partner, company.manager)

    given = handoff(company, partner.ref)
    with pytest.raises(errors.Refused) as fourth:
        handoff(company, partner.ref, (*THREE, "email"))

    assert given.rows == ((ALICE["name"], ALICE["address"], ALICE["phone"]),)
    assert (given.clause, given.article) == ("8-2", "27(5)(i), 25")
    assert (fourth.value.answer.clause, fourth.value.answer.reason) == ("8-2", "not-exactly")


@pytest.mark.promise("8-2")
def test_a_carrier_abroad_meets_article_28_before_anything_goes(instance: Path) -> None:
    company = found()
    partner = carrier(company.manager, country="US")
    contract(partner, company.manager)

    with pytest.raises(errors.Refused) as refused:
        handoff(company, partner.ref)

    assert (refused.value.answer.clause, refused.value.answer.article) == ("8-2", "28(1)")


def privacy_desk(company: Company) -> Actor:
    dora = hire("dora", company.manager)
    charge(dora, "desk", company.manager)
    people.complete(dora.id, "handling", actor=company.manager)
    return dora


@pytest.mark.promise("8-3-M", "8-3-C")
@pytest.mark.parametrize(
    ("evidence", "reason"),
    [((), "no-legal-ground"), (("document", "approver"), "no-legal-ground"), (("statute",), "evidence-missing")],
)
def test_a_request_without_statute_or_papers_is_declined(
    instance: Path, evidence: tuple[str, ...], reason: str
) -> None:
    company = found()
    police = partners.register("警察署", "authority", character="by-law", actor=company.manager)

    with pytest.raises(errors.Refused) as refused:
        door.provide(
            [company.alice], ("name",), recipient=police.ref, ground="by-law", evidence_of=evidence,
            actor=privacy_desk(company),
        )  # fmt: skip

    assert (refused.value.answer.clause, refused.value.answer.reason) == ("8-3-M", reason)


@pytest.mark.promise("8-3-M")
def test_what_a_statute_demands_is_given_under_its_number(instance: Path) -> None:
    company = found()
    police = partners.register("警察署", "authority", character="by-law", actor=company.manager)

    given = door.provide(
        [company.alice], ("name", "address"), recipient=police.ref, ground="by-law",
        evidence_of=("statute", "document", "approver"), actor=privacy_desk(company),
    )  # fmt: skip

    assert (given.clause, given.article) == ("8-3-M", "27(1)(i)")
    assert given.rows == ((ALICE["name"], ALICE["address"]),)
