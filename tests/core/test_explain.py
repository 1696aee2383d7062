"""Which clause would let me?"""

from __future__ import annotations

import pytest

from seiyaku.core.answers import Allowed
from seiyaku.core.asks import RecipientFacts
from seiyaku.core.explain import which_clause_would_let

from .sample import ask, facts, gate, staff


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


@pytest.mark.promise("2-4")
def test_where_nothing_else_helps_the_refusals_own_remedy_stands() -> None:
    lapsed = staff("clerk", trained_until=0)

    ways = which_clause_would_let(gate(), ask("read", "deliver-service", "name"), facts(lapsed))

    assert [(way.clause, way.missing) for way in ways] == [("2-4", "training")]
