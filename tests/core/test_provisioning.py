"""Giving information to others: clause 8, and the law on top."""

from __future__ import annotations

from typing import Any

import pytest

from seiyaku.core.answers import Allowed, Answer, Unclear
from seiyaku.core.asks import ALL, Ask, RecipientFacts
from seiyaku.core.gate import Gate
from seiyaku.core.law import STATE
from seiyaku.core.revisions import REVISIONS, known_as

from .sample import CARRIER, HELD, TODAY, altered, ask, changed, cloopen, compiled, facts, fields, gate, purposes, staff

THREE = ("name", "address", "phone")
POLICE = RecipientFacts(id="partner:police", kind="authority", character="by-law")
MANAGER = staff("manager", "desk")


def handoff(*names: str) -> Ask:
    return ask("provide", "deliver-service", *names, recipient=CARRIER.id, ground="delivery")


def said(answer: Answer) -> str:
    return "allowed" if isinstance(answer, Allowed) else f"{answer.clause} {answer.reason}"


@pytest.mark.promise("8-2")
def test_a_carrier_gets_exactly_three_columns() -> None:
    three = gate().decide(handoff(*THREE), facts(recipient=CARRIER))
    four = gate().decide(handoff(*THREE, "postal-code"), facts(recipient=CARRIER))
    two = gate().decide(handoff("name", "address"), facts(recipient=CARRIER))

    assert three == Allowed(clause="8-2", article="27(5)(i), 25", fields=fields(*THREE), ground="delivery")
    assert (said(four), said(two)) == ("8-2 not-exactly", "8-2 not-exactly")


@pytest.mark.promise("3-2")
@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"contract_until": TODAY - 1}, "3-2 contract-ended"),
        ({"terms": frozenset({"confidentiality"})}, "3-2 contract-terms"),
        ({"supervised_until": TODAY - 1}, "3-2 supervision-overdue"),
        ({"purposes": 0}, "8-2 outside-contract"),
        ({"character": "unclassified"}, "8-2 unclassified"),
        ({"character": "third-party"}, "8-2 not-entrusted"),
        ({"kind": "agency"}, "8-2 wrong-recipient"),
    ],
)
def test_no_valid_contract_or_overdue_supervision_no_data(changes: dict[str, object], why: str) -> None:
    answer = gate().decide(handoff(*THREE), facts(recipient=changed(CARRIER, **changes)))

    assert said(answer) == why
    assert isinstance(answer, Unclear) is why.endswith("unclassified")


@pytest.mark.promise("8-3-A")
def test_with_consent_only_what_the_person_agreed_to() -> None:
    friend = RecipientFacts(id="partner:friend", kind="somebody", character="third-party")
    wanted = ask("provide", None, "name", "email", recipient=friend.id, ground="with-consent")
    agreed = changed(HELD, provide_consent=fields("email"))

    refused = gate().decide(wanted, facts(recipient=friend))
    given = gate().decide(wanted, facts(recipient=friend, person=agreed))
    stopped = gate().decide(wanted, facts(recipient=friend, person=changed(agreed, stopped_provision=True)))

    assert said(refused) == "8-3-A no-provide-consent"
    assert said(stopped).endswith("stopped-provision")
    assert isinstance(given, Allowed)
    assert (given.fields, given.left, given.article) == (fields("email"), fields("name"), "27(1)")


@pytest.mark.promise("8-3-A…M")
def test_an_authority_needs_a_statute_and_communications_a_warrant() -> None:
    wanted = ask(
        "provide", None, "name", "communication-log", recipient=POLICE.id, ground="authority-by-statute"
    )  # fmt: skip
    papers = frozenset({"statute", "document", "approver"})

    asked_kindly = gate().decide(wanted, facts(MANAGER, recipient=POLICE))
    by_statute = gate().decide(wanted, facts(MANAGER, recipient=POLICE, evidence=papers))
    by_warrant = gate().decide(wanted, facts(MANAGER, recipient=POLICE, evidence=papers | {"warrant"}))

    assert said(asked_kindly) == "8-3-C no-legal-ground"
    assert isinstance(by_statute, Allowed)
    assert isinstance(by_warrant, Allowed)
    assert by_statute.left == fields("communication-log")
    assert by_warrant.left == 0


@pytest.mark.promise("8-3-A…M")
def test_public_welfare_alone_gives_nothing_out() -> None:
    wanted = ask("provide", None, "name", recipient=POLICE.id, ground="public-welfare")
    judged = frozenset({"approver", "document", "reason"})

    alone = gate().decide(wanted, facts(staff("manager"), recipient=POLICE, evidence=judged))
    mapped = gate().decide(wanted, facts(staff("manager"), recipient=POLICE, evidence=judged | {"consent-is-hard"}))

    assert said(alone) == "8-3-D no-legal-ground"
    assert isinstance(mapped, Allowed)
    assert mapped.article == "27(1)(ii)"


@pytest.mark.promise("8-3-A…M")
def test_own_profiling_gives_nothing_out() -> None:
    wanted = ask("provide", "recommend", "usage-history", recipient=CARRIER.id, ground="own-profiling")

    answer = gate().decide(wanted, facts(staff("marketing"), recipient=CARRIER))

    assert said(answer) == "8-3-J own-use"


@pytest.mark.promise("8-3-K")
def test_a_business_goes_over_two_months_after_everybody_was_told() -> None:
    successor = RecipientFacts(
        id="partner:new", kind="successor", character="succession", contract_until=TODAY,
        terms=frozenset({"confidentiality", "predecessor-purposes"}),
    )  # fmt: skip
    wanted = ask("provide", None, "name", recipient=successor.id, ground="succession")
    papers = frozenset({"approver", "document"})

    early = gate().decide(wanted, facts(staff("manager"), recipient=successor, evidence=papers))
    due = gate().decide(
        wanted, facts(staff("manager"), recipient=successor, evidence=papers | {"notice-two-months"})
    )  # fmt: skip

    assert said(early) == "8-3-K evidence-missing"
    assert isinstance(due, Allowed)
    assert due.article == "27(5)(ii), 18(2)"


@pytest.mark.promise("8-3-A…M")
@pytest.mark.parametrize(
    ("country", "measures", "agreed", "allowed"),
    [
        ("JP", 0, 0, True),
        ("DE", 0, 0, True),
        ("GB", 0, 0, True),
        ("US", 0, 0, False),
        ("US", TODAY, 0, True),
        ("US", TODAY - 1, 0, False),
        ("US", 0, fields(*THREE), True),
        ("US", 0, fields("name"), False),
    ],
)
def test_a_recipient_abroad_meets_article_28_first(country: str, measures: int, agreed: int, allowed: bool) -> None:
    abroad = changed(CARRIER, country=country, equivalent_measures_until=measures)

    answer = gate().decide(handoff(*THREE), facts(recipient=abroad, person=changed(HELD, foreign_consent=agreed)))

    assert isinstance(answer, Allowed) is allowed
    assert allowed or said(answer) == "8-2 foreign"


@pytest.mark.promise("8-3-A…M")
def test_without_a_ground_named_the_first_that_allows_is_taken() -> None:
    wanted = ask("provide", "deliver-service", *THREE, recipient=CARRIER.id)

    answer = gate().decide(wanted, facts(recipient=CARRIER))

    assert isinstance(answer, Allowed)
    assert answer.clause == "8-2"


@pytest.mark.promise("8-1")
def test_an_optional_service_is_served_for_people_who_have_it() -> None:
    agent = changed(
        CARRIER, id="partner:opt", kind="option-agent",
        terms=frozenset({"confidentiality", "safeguards", "no-own-use", "return-or-erase"}),
    )  # fmt: skip
    wanted = ask("provide", "deliver-service", "name", recipient=agent.id, ground="option-service-for-us")

    without = gate().decide(wanted, facts(recipient=agent))
    having = gate().decide(wanted, facts(recipient=agent, person=changed(HELD, service_held=True)))

    assert (said(without), said(having)) == ("8-1 service-not-held", "allowed")


@pytest.mark.promise("4-1-G")
def test_advertising_through_a_mailing_house_stops_at_a_refusal() -> None:
    house = changed(
        CARRIER, id="partner:mail", kind="mailing-house", purposes=purposes("send-offers"),
        terms=frozenset({"confidentiality", "safeguards", "no-own-use", "return-or-erase"}),
    )  # fmt: skip
    wanted = ask("provide", "send-offers", "name", "postal-code", "address", recipient=house.id, ground="mail-out")
    opted = changed(HELD, consents=purposes("send-offers"))

    answers = [
        gate().decide(wanted, facts(staff("marketing"), recipient=house, person=person))
        for person in (HELD, opted, changed(opted, refusals=purposes("send-offers")))
    ]

    assert [said(a).split()[-1] for a in answers] == ["no-opt-in", "allowed", "refused"]


@pytest.mark.promise("8-3-A…M")
@pytest.mark.parametrize(
    ("purpose", "expected"),
    [("recommend", "allowed"), ("bill-and-pay", "profiling-not-told"), (None, "profiling-not-told")],
)
def test_a_ground_that_wants_a_purpose_that_says_so_gives_nothing_without_one(
    purpose: str | None, expected: str
) -> None:
    asking = altered("provisions", **{"with-consent": {"needs": ("consent", "purpose-covers")}})
    friend = RecipientFacts(id="partner:friend", kind="somebody", character="third-party")
    agreed = changed(HELD, provide_consent=ALL, consents=purposes("recommend"))
    wanted = ask("provide", purpose, "member-number", recipient=friend.id, ground="with-consent")

    answer = asking.decide(wanted, facts(recipient=friend, person=agreed))

    assert said(answer).split()[-1] == expected


@pytest.mark.promise("8-3-A…M")
def test_a_purpose_the_policy_does_not_have_goes_on_no_ground() -> None:
    friend = RecipientFacts(id="partner:friend", kind="somebody", character="third-party")
    wanted = ask("provide", "resell", "name", recipient=friend.id, ground="with-consent")

    answer = gate().decide(wanted, facts(recipient=friend, person=changed(HELD, provide_consent=ALL)))

    assert said(answer).split()[-1] == "unknown-purpose"


@pytest.mark.promise("8-3-A…M")
def test_where_clause_8_has_no_ground_nothing_goes_to_anybody() -> None:
    policy = cloopen().model_copy(update={"rules": cloopen().rules.model_copy(update={"provisions": {}})})
    wanted = ask("provide", "deliver-service", "name", recipient=CARRIER.id)

    assert said(compiled(policy).decide(wanted, facts(recipient=CARRIER))).split()[-1] == "no-ground"


def otherwise(**grounds: dict[str, Any]) -> Gate:
    """The reference policy with some grounds of clause 8 otherwise, and carriers as `carrier` says; compiled."""
    rules = cloopen().rules
    kinds = dict(rules.partners)
    kinds["delivery-carrier"] = kinds["delivery-carrier"].model_copy(update=grounds.pop("carrier", {}))
    provisions = dict(rules.provisions)
    for name, changes in grounds.items():
        key = name.replace("_", "-")
        provisions[key] = provisions[key].model_copy(update=changes)
    return compiled(
        cloopen().model_copy(update={"rules": rules.model_copy(update={"partners": kinds, "provisions": provisions})})
    )


YESTERDAY = TODAY - 1
ENDED = {"contract_until": YESTERDAY}
UNSEEN = {"supervised_until": YESTERDAY}


@pytest.mark.promise("3-2", "8-2")
@pytest.mark.parametrize(
    ("policy", "to", "expected"),
    [
        ({}, {}, "allowed"),
        ({}, {"contract_until": TODAY, "supervised_until": TODAY}, "allowed"),
        ({"carrier": {"terms": ()}}, ENDED, "contract-ended"),
        ({"carrier": {"terms": ()}, "delivery": {"needs": ()}}, ENDED, "contract-ended"),
        ({"carrier": {"supervise_every": None}}, {}, "supervision-overdue"),
        ({"delivery": {"to": ("any",)}}, {"kind": "stranger"}, "supervision-overdue"),
        ({"delivery": {"needs": ()}}, UNSEEN, "supervision-overdue"),
        ({"delivery": {"acts": ("contact",)}}, {}, "ground-act"),
        ({"delivery": {"unclear": "nobody has decided"}}, {}, "undecided"),
        ({"delivery": {"character": "unclassified"}}, {}, "unclassified"),
        ({"carrier": {"unclear": "nobody has decided"}}, {}, "undecided"),
    ],
)
def test_whoever_is_entrusted_is_bound_and_supervised_whatever_the_policy_asks(
    policy: dict[str, Any], to: dict[str, Any], expected: str
) -> None:
    answer = otherwise(**policy).decide(handoff(*THREE), facts(recipient=changed(CARRIER, **to)))

    assert said(answer).split()[-1] == expected


@pytest.mark.promise("3-2", "8-3-A")
@pytest.mark.parametrize(
    ("needs", "to", "expected"),
    [
        (("consent",), {}, "allowed"),
        (("consent", "contract"), ENDED, "contract-ended"),
        (("consent", "contract"), {"contract_until": TODAY}, "allowed"),
        (("consent", "supervision"), UNSEEN, "supervision-overdue"),
        (("consent", "supervision"), {"supervised_until": TODAY}, "allowed"),
    ],
)
def test_a_third_party_is_bound_or_supervised_where_the_ground_asks(
    needs: tuple[str, ...], to: dict[str, Any], expected: str
) -> None:
    friend = RecipientFacts(id="partner:friend", kind="somebody", character="third-party")
    wanted = ask("provide", None, "name", recipient=friend.id, ground="with-consent")
    known = facts(recipient=changed(friend, **to), person=changed(HELD, provide_consent=ALL))

    assert said(otherwise(with_consent={"needs": needs}).decide(wanted, known)).split()[-1] == expected


@pytest.mark.promise("8-3-A…M")
@pytest.mark.parametrize(
    ("legal", "to", "expected"),
    [
        ("27(1)(iv)", {"kind": "authority"}, "allowed"),
        ("27(1)(iv)", {"kind": "authority", "country": "US"}, "no-legal-ground"),
        ("27(1)(iv)", {"kind": "authority", "country": "FR"}, "no-legal-ground"),
        ("27(1)(iv)", {"kind": "delivery-carrier"}, "no-legal-ground"),
        ("27(1)(iv)", {"kind": "stranger"}, "no-legal-ground"),
        ("27(1)(vii)", {"kind": "authority"}, "no-legal-ground"),
        ("28(1)", {"kind": "stranger", "country": "US"}, "allowed"),
        ("28(1)", {"kind": "stranger", "country": "US", "equivalent_measures_until": TODAY}, "no-legal-ground"),
        ("28(1)", {"kind": "stranger", "country": "FR"}, "no-legal-ground"),
        ("28(1)", {"kind": "stranger"}, "no-legal-ground"),
    ],
)
def test_some_grounds_of_the_act_are_for_some_recipients_only(legal: str, to: dict[str, Any], expected: str) -> None:
    body = changed(CARRIER, id="partner:body", character="third-party", **to)
    wanted = ask("provide", None, "name", recipient=body.id, ground="with-consent")
    shown = frozenset({"statute", "consent-hinders", "academic-purpose", "no-undue-harm"})
    agreed = changed(HELD, provide_consent=0 if legal == "28(1)" else ALL, foreign_consent=ALL)

    known, gate = facts(recipient=body, person=agreed, evidence=shown), otherwise(with_consent={"law": (legal,)})
    answer = gate.decide(wanted, known)

    assert said(answer).split()[-1] == expected
    assert not isinstance(answer, Allowed) or answer.article == legal
    before = [type(gate.decide(wanted, known_as(known, revision, legal))) for revision in REVISIONS]
    counted = Allowed if legal == STATE and to["kind"] == "authority" else type(answer)  # until the third revision
    assert before == [counted, counted, type(answer)]


@pytest.mark.promise("8-3-A")
@pytest.mark.parametrize(("needs", "legal"), [((), "27(1)"), (("consent",), "27(1)(iv)"), (("consent",), "27(1)")])
def test_consent_is_asked_where_the_ground_asks_for_it_and_where_article_27_does(
    needs: tuple[str, ...], legal: str
) -> None:
    body = changed(CARRIER, id="partner:body", kind="authority", character="third-party")
    wanted = ask("provide", None, "name", recipient=body.id, ground="with-consent")
    shown = frozenset({"statute", "consent-hinders"})
    answering = otherwise(with_consent={"needs": needs, "law": (legal,)})

    answers = [
        answering.decide(wanted, facts(recipient=body, evidence=shown, person=changed(HELD, provide_consent=agreed)))
        for agreed in (0, fields("email"), fields("name"))
    ]

    assert [said(answer).split()[-1] for answer in answers] == ["no-provide-consent", "no-provide-consent", "allowed"]


@pytest.mark.promise("8-3-A…M")
@pytest.mark.parametrize(
    ("character", "legal", "shown"),
    [
        ("joint-use", "27(5)(iii)", {"joint-use-published"}),
        ("by-law", "27(1)(vii)", {"academic-purpose", "no-undue-harm"}),
        ("third-party", "27(1)", set[str]()),
    ],
)
def test_who_has_stopped_provision_goes_to_no_third_party(character: str, legal: str, shown: set[str]) -> None:
    answering = otherwise(
        carrier={"academic": True}, with_consent={"character": character, "law": (legal,), "needs": ()}
    )
    body = changed(CARRIER, id="partner:body", character=character)
    wanted = ask("provide", "deliver-service", "name", recipient=body.id, ground="with-consent")
    agreed = changed(HELD, provide_consent=ALL)

    answers = [
        answering.decide(wanted, facts(recipient=body, person=person, evidence=frozenset(shown)))
        for person in (agreed, changed(agreed, stopped_provision=True))
    ]

    assert [said(answer).split()[-1] for answer in answers] == ["allowed", "stopped-provision"]


@pytest.mark.promise("8-3-A…M")
@pytest.mark.parametrize(
    ("country", "entrusted", "by_law"),
    [
        ("JP", "27(5)(i), 25", "27(1)(i)"),
        ("FR", "27(5)(i), 25", "27(1)(i)"),
        ("US", "27(5)(i), 25; 28(1)", "27(1)(i)"),
    ],
)
def test_the_article_named_is_that_of_going_abroad_too_where_it_asks(country: str, entrusted: str, by_law: str) -> None:
    to = changed(CARRIER, country=country)
    agreed = changed(HELD, foreign_consent=ALL)
    shown = frozenset({"statute", "document", "approver"})

    carried = gate().decide(handoff(*THREE), facts(recipient=to, person=agreed))
    demanded = gate().decide(
        ask("provide", None, "name", recipient=POLICE.id, ground="by-law"),
        facts(MANAGER, recipient=changed(POLICE, country=country), evidence=shown),
    )

    assert isinstance(carried, Allowed)
    assert isinstance(demanded, Allowed)
    assert (carried.article, demanded.article) == (entrusted, by_law)


@pytest.mark.promise("8-2")
def test_a_field_that_nobody_has_decided_on_goes_to_nobody() -> None:
    open_ = altered("fields", phone={"unclear": "nobody has decided"})

    assert said(open_.decide(handoff(*THREE), facts(recipient=CARRIER))).split()[-1] == "undecided-field"
