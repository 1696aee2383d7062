"""The reference policy: what it says, and that it says all of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from seiyaku.core.model import Policy
from seiyaku.policy.loading import load
from seiyaku.policy.references import items

POLICIES = Path(__file__).parents[2] / "policies"


def lettered(clause: str, letters: str) -> list[str]:
    return [f"{clause}-{letter}" for letter in letters]


PROMISED = [
    *["P", "0", "1-1", "1-2", "2-1", "2-2", "2-3", "2-4", "3-1", "3-2", "3-3"],
    *lettered("4-1", "ABCDEFG"),
    *lettered("4-2", "ABCDE"),
    *["4-3", "5-1", "5-2", "5-3", "5-4", "6-1", "6-2", "7-1", "7-2", "7-3", "8-1", "8-2"],
    *lettered("8-3", "ABCDEFGHIJKLM"),
    *["9-1", "9-2-A", "9-2-B", "9-2-C", "9-2-D", "9-3", "9-4-A", "9-4-B", "10", "11-1", "11-2", "12-1", "12-2", "12-3"],
]


@pytest.fixture(scope="module")
def cloopen() -> Policy:
    return load(POLICIES / "cloopen" / "2018-10-01.md")


@pytest.mark.parametrize("clause", PROMISED)
def test_every_promise_is_a_sentence_in_both_languages_with_a_rule_under_it(clause: str, cloopen: Policy) -> None:
    sentence = cloopen.clauses[clause]

    assert all(sentence.title.values())
    assert all(sentence.prose.values())
    # The rule of 0 is the front matter: the operator, its address, its people, its dates.
    assert clause == "0" or any(item.clause == clause for _, _, item in items(cloopen.rules))


@pytest.mark.promise("0")
def test_the_operator_names_itself_and_a_date(cloopen: Policy) -> None:
    operator = cloopen.operator

    assert all((operator.name["ja"], operator.address["ja"], operator.representative["ja"], operator.manager["ja"]))
    assert cloopen.effective.isoformat() == "2018-10-01"
    assert operator.email.endswith(".example")


def test_it_says_that_it_is_a_sample_and_not_affiliated(cloopen: Policy) -> None:
    assert cloopen.note is not None
    assert "Not affiliated" in cloopen.note["en"]


@pytest.mark.promise("P")
def test_organisations_are_in_the_catalogue_with_their_number(cloopen: Policy) -> None:
    number = cloopen.rules.fields["corporate-number"]

    assert (number.of, number.type, number.unique) == ("organisation", "corporate-number", True)


@pytest.mark.promise("1-1")
def test_the_catalogue_has_every_kind_of_information(cloopen: Policy) -> None:
    fields = cloopen.rules.fields.values()

    assert {field.kind for field in fields} >= {
        "identifier",
        "quasi-identifier",
        "contact",
        "content",
        "picture",
        "voice",
    }
    assert {field.klass for field in fields} >= {"personal", "special-care", "communications", "related"}


@pytest.mark.promise("2-3")
def test_each_purpose_says_until_when_and_only_two_need_the_past(cloopen: Policy) -> None:
    purposes = cloopen.rules.purposes

    assert all(purpose.keep for purpose in purposes.values())
    assert {name for name, purpose in purposes.items() if purpose.past} == {"answer-questions", "bill-and-pay"}


@pytest.mark.promise("3-1")
def test_the_duties_of_the_whole_are_reserved(cloopen: Policy) -> None:
    duties = cloopen.rules.duties

    assert all(duties[name].reserved for name in ("manager", "key-holder", "gate-administrator"))
    assert not cloopen.rules.staff["entrusted"].inside


@pytest.mark.promise("4-1-A", "4-2-A", "4-3")
def test_the_three_families_stand_under_their_clauses(cloopen: Policy) -> None:
    families = {purpose.clause[:3]: purpose.family for purpose in cloopen.rules.purposes.values()}

    assert (families["4-1"], families["4-2"], families["4-3"]) == ("customer", "partner", "consent")


@pytest.mark.promise("4-1-F", "4-1-G")
def test_questionnaires_and_offers_can_be_refused_and_offers_are_advertising(cloopen: Policy) -> None:
    questionnaires, offers = (cloopen.rules.purposes[name] for name in ("questionnaires", "send-offers"))

    assert questionnaires.refusable
    assert offers.refusable
    assert offers.marketing


@pytest.mark.promise("7-2")
def test_cards_that_nobody_can_hold_any_more_are_not_accepted(cloopen: Policy) -> None:
    identity = cloopen.rules.requests["identity"]

    assert set(identity.not_accepted) == {"resident-register-card", "health-insurance-card"}
    assert not set(identity.not_accepted) & set(identity.documents)


@pytest.mark.promise("8-2")
def test_a_carrier_gets_exactly_three_items(cloopen: Policy) -> None:
    delivery = cloopen.rules.provisions["delivery"]

    assert (delivery.clause, set(delivery.fields), delivery.exactly) == ("8-2", {"name", "address", "phone"}, True)


@pytest.mark.promise("8-3-D", "8-3-J")
def test_the_law_is_stricter_than_the_words_where_it_is(cloopen: Policy) -> None:
    welfare, profiling = (cloopen.rules.provisions[name] for name in ("public-welfare", "own-profiling"))

    assert set(welfare.law) == {"27(1)(i)", "27(1)(ii)", "27(1)(iii)", "27(1)(iv)"}
    assert (profiling.character, profiling.needs, profiling.acts) == ("own-use", ("purpose-covers",), ("profile",))


@pytest.mark.promise("8-3-A")
def test_no_opt_out_is_declared(cloopen: Policy) -> None:
    assert not [p for p in cloopen.rules.provisions.values() if any(law.startswith("27(2)") for law in p.law)]


@pytest.mark.promise("9-2-D")
def test_the_negation_that_the_law_asks_for_is_there(cloopen: Policy) -> None:
    assert cloopen.rules.anonymised["no-reidentification"].no_reidentification
    assert "しません" in cloopen.clauses["9-2-D"].prose["ja"]


@pytest.mark.promise("9-4-A", "9-4-B")
def test_six_items_and_three_ways(cloopen: Policy) -> None:
    rules = cloopen.rules.anonymised

    assert (len(rules["items"].items), len(rules["delivery"].delivery)) == (6, 3)


@pytest.mark.promise("11-1")
def test_the_policy_names_its_law(cloopen: Policy) -> None:
    assert cloopen.rules.governing["law-of-japan"].law == "japan"


@pytest.mark.promise("12-3")
def test_using_the_service_is_acceptance_and_never_consent(cloopen: Policy) -> None:
    acceptance = cloopen.rules.changes["acceptance"]

    assert (acceptance.use_is_acceptance, acceptance.use_is_consent) == (True, False)
