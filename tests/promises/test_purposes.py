"""What information is used for (4-1, 4-2): each purpose its own fields, duties and people; the families do not mix."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from seiyaku import door
from seiyaku.core import errors
from seiyaku.partners import services as partners
from seiyaku.people import services as people
from seiyaku.people.days import today
from tests import proofs

from .founded import Company, carrier, charge, found, hire

OPENS = {
    "A": ("deliver-service", "clerk", "phone", "birth-date"),
    "B": ("service-contact", "clerk", "email", "birth-date"),
    "C": ("answer-questions", "support", "phone", "address"),
    "D": ("bill-and-pay", "accounting", "address", "phone"),
    "E": ("improve-service", "analyst", "birth-date", "phone"),
}


@pytest.mark.promise("4-1-A…E")
@pytest.mark.parametrize("letter", OPENS)
def test_each_purpose_opens_the_fields_it_needs_and_no_other(instance: Path, letter: str) -> None:
    company = found()
    purpose, duty, needed, not_needed = OPENS[letter]
    member = hire("ann", company.manager)
    charge(member, duty, company.manager)
    people_trained(company, member.id)

    used = door.use(company.alice, [needed, not_needed], purpose=purpose, actor=member)

    assert set(used.values) == {needed}
    assert used.clause == f"4-1-{letter}"
    assert used.left[not_needed].reason == "not-needed"


@pytest.mark.promise("4-1-F", "4-1-G")
def test_a_questionnaire_stops_at_a_refusal_and_advertising_needs_opt_in_first(instance: Path) -> None:
    company = found()
    marketer = hire("max", company.manager)
    charge(marketer, "marketing", company.manager)
    people_trained(company, marketer.id)

    with pytest.raises(errors.Refused) as unasked:
        door.use(company.alice, ["email"], purpose="send-offers", actor=marketer)
    door.refuse([company.alice], use="questionnaires", method="oral", actor=company.clerk)
    with pytest.raises(errors.Refused) as refused:
        door.use(company.alice, ["email"], purpose="questionnaires", actor=marketer)

    assert (unasked.value.answer.clause, unasked.value.answer.reason) == ("4-1-G", "no-opt-in")
    assert (refused.value.answer.clause, refused.value.answer.remedy.missing) == ("4-1-F", "refusal-lifted")


@pytest.mark.promise("4-2-A…E")
def test_what_a_partner_handed_over_serves_the_partner_purposes_only(instance: Path) -> None:
    company = found()
    given = from_partner(company)

    used = door.use(given, ["name", "phone"], purpose="partner-service", actor=company.clerk)
    with pytest.raises(errors.Refused) as mixed:
        door.use(given, ["name", "phone"], purpose="deliver-service", actor=company.clerk)
    with pytest.raises(errors.Refused) as the_other_way:
        door.use(company.alice, ["name", "phone"], purpose="partner-service", actor=company.clerk)

    assert (used.clause, set(used.values)) == ("4-2-A", {"name", "phone"})
    assert mixed.value.answer.reason == the_other_way.value.answer.reason == "not-acquired-for"


@pytest.mark.promise("4-2-A…E")
def test_from_a_partner_nothing_enters_without_contract_and_provenance(instance: Path) -> None:
    company = found()
    partner = carrier(company.manager)
    bare = door.Origin(
        source="partner-supplied", form="partner-customers", partner=partner.ref, provenance=proofs.PROVENANCE
    )

    with pytest.raises(errors.Refused) as no_contract:
        door.collect({"name": "見本 次郎"}, origin=bare, actor=company.clerk)
    with pytest.raises(errors.Refused) as no_provenance:
        from_partner(company, provenance=None)

    assert (no_contract.value.answer.clause, no_contract.value.answer.reason) == ("3-2", "contract-ended")
    assert no_provenance.value.answer.article == "30(1)"


def people_trained(company: Company, ref: str) -> None:
    """Let the manager confirm that the training was done."""

    people.complete(ref, "handling", actor=company.manager)


def from_partner(company: Company, provenance: str | None = proofs.PROVENANCE) -> str:
    """Somebody a cooperating company told us about, under its contract; returns their public id."""
    identity = {"name": "協力社", "address": "東京都", "representative": "見本 代表"}
    made = partners.register(
        "協力社", "cooperating-company", character="third-party", identity=identity, actor=company.manager
    )
    scope = partners.Scope(terms=("confidentiality", "lawful-origin"), fields=["name", "phone"], purposes=[])
    until = today() + dt.timedelta(days=365)
    partners.conclude(made.ref, b"the text", scope, starts_on=today(), until=until, actor=company.manager)
    origin = door.Origin(
        source="partner-supplied", form="partner-customers", partner=made.ref, provenance=provenance,
        course="会員登録のとき本人から",
    )  # fmt: skip
    values = {"name": "見本 次郎", "phone": "090-0000-0003"}
    return door.collect(values, origin=origin, actor=company.clerk).people[0]
