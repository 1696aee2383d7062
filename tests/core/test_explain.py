"""Which clause would let me?"""

from __future__ import annotations

import pytest

from seiyaku.core.answers import Allowed
from seiyaku.core.asks import AcquisitionFacts, RecipientFacts
from seiyaku.core.explain import which_clause_would_let
from seiyaku.core.missing import everything_missing

from .sample import HELD, ask, changed, cloopen, facts, gate, purposes, staff


@pytest.mark.promise("2-2")
def test_an_ask_that_is_allowed_has_nothing_to_explain() -> None:
    assert which_clause_would_let(gate(), ask("read", "deliver-service", "name"), facts()) == []


@pytest.mark.promise("2-2", "4-1-A…G")
def test_a_purpose_the_actors_duties_could_use_is_named() -> None:
    both = staff("clerk", "accounting")

    ways = which_clause_would_let(gate(), ask("read", "deliver-service", "bank-account"), facts(both))

    assert [(way.clause, way.missing) for way in ways] == [("4-1-D", "purpose")]


@pytest.mark.promise("4-3")
def test_where_only_consent_would_do_consent_is_named() -> None:
    ways = which_clause_would_let(gate(), ask("read", "send-offers", "name", "portrait"), facts(staff("marketing")))

    assert [(way.clause, way.missing) for way in ways] == [("4-3", "consent")]


@pytest.mark.promise("8-3-A")
def test_for_a_provision_the_grounds_are_searched() -> None:
    friend = RecipientFacts(id="partner:friend", kind="somebody", character="third-party")
    wanted = ask("provide", None, "name", recipient=friend.id, ground="delivery")

    ways = which_clause_would_let(gate(), wanted, facts(recipient=friend))

    assert ("8-3-A", "consent") in [(way.clause, way.missing) for way in ways]
    assert not isinstance(gate().decide(wanted, facts(recipient=friend)), Allowed)


@pytest.mark.promise("2-4", "4-1-G")
def test_all_that_is_missing_is_named_and_not_only_the_first() -> None:
    lapsed = staff("marketing", trained_until=0)
    person = changed(HELD, refusals=purposes("send-offers"), restricted=True)

    missing = everything_missing(gate(), ask("contact", "send-offers", "email"), facts(lapsed, person=person))

    assert [way.missing for way in missing] == ["training", "restriction-lifted", "refusal-lifted", "opt-in"]


@pytest.mark.promise("3-2", "8-2")
def test_a_partner_with_nothing_in_order_is_told_everything() -> None:
    bare = RecipientFacts(id="partner:new", kind="delivery-carrier", character="entrustment", country="US")
    wanted = ask("provide", "deliver-service", "name", "address", "phone", recipient=bare.id, ground="delivery")

    missing = everything_missing(gate(), wanted, facts(recipient=bare))

    assert [way.missing for way in missing] == [
        "contract", "terms", "supervision", "contract-scope", "foreign-consent",
    ]  # fmt: skip


@pytest.mark.promise("5-1", "5-4")
def test_a_collection_is_told_what_it_lacks() -> None:
    told = AcquisitionFacts(form="partner-customers", source="partner-supplied")

    missing = everything_missing(gate(), ask("collect", None, "name"), facts(acquisition=told))

    assert [way.missing for way in missing] == ["contract", "provenance"]


@pytest.mark.promise("8-3-A…M")
@pytest.mark.parametrize("ground", [*cloopen().rules.provisions])
def test_what_is_supplied_leads_to_an_answer_and_never_in_circles(ground: str) -> None:
    rule = cloopen().rules.provisions[ground]
    bare = RecipientFacts(
        id="partner:new", kind=next((k for k in rule.to if k != "any"), "authority"), character=rule.character
    )  # fmt: skip
    wanted = ask("provide", next(iter(rule.purposes), None), "name", "member-number", recipient=bare.id, ground=ground)

    missing = everything_missing(gate(), wanted, facts(staff(*rule.duties), recipient=bare))

    assert 0 < len(missing) < 10
    assert len({way.missing for way in missing}) >= len(missing) - 1


@pytest.mark.promise("2-4")
def test_where_nothing_else_helps_the_refusals_own_remedy_stands() -> None:
    lapsed = staff("clerk", trained_until=0)

    ways = which_clause_would_let(gate(), ask("read", "deliver-service", "name"), facts(lapsed))

    assert [(way.clause, way.missing) for way in ways] == [("2-4", "training")]
