"""Taking information in: sources, notices, minimum, special care."""

from __future__ import annotations

import pytest

from seiyaku.core.answers import Allowed, Answer
from seiyaku.core.asks import AcquisitionFacts, ActorFacts, PersonFacts

from .sample import (
    ALICE,
    HELD,
    LIFE,
    SIGN_UP,
    altered,
    ask,
    changed,
    cloopen,
    facts,
    fields,
    gate,
    purposes,
    staff,
)


def said(answer: Answer) -> str:
    return "allowed" if isinstance(answer, Allowed) else f"{answer.clause} {answer.reason}"


@pytest.mark.promise("5-1")
def test_nothing_enters_without_a_source() -> None:
    wanted = ask("collect", None, "name", "phone")

    answers = [
        gate().decide(wanted, facts(acquisition=acquisition))
        for acquisition in (
            SIGN_UP,
            None,
            changed(SIGN_UP, source="friend"),
            changed(SIGN_UP, source="telephone", script="v1"),
            changed(SIGN_UP, form="napkin"),
        )
    ]

    assert [said(a) for a in answers] == [
        "allowed", "5-1 unknown-source", "5-1 unknown-source", "5-1 wrong-source", "5-3 unknown-form",
    ]  # fmt: skip


@pytest.mark.promise("5-4")
def test_the_notice_comes_first_unless_an_urgent_exception_is_evidenced() -> None:
    unseen = changed(SIGN_UP, notice_shown=False)
    urgent = changed(unseen, urgent="21(2)")
    wanted = ask("collect", None, "name")

    refused = gate().decide(wanted, facts(acquisition=unseen))
    claimed = gate().decide(wanted, facts(acquisition=urgent))
    evidenced = gate().decide(wanted, facts(acquisition=urgent, evidence=frozenset({"reason"})))

    assert [said(a) for a in (refused, claimed, evidenced)] == ["5-4 no-notice", "5-4 no-notice", "allowed"]


@pytest.mark.promise("5-4")
def test_by_telephone_the_script_that_was_read_is_the_proof() -> None:
    call = AcquisitionFacts(form="inquiry", source="telephone", script="2026-04")

    assert said(gate().decide(ask("collect", None, "name", "inquiry"), facts(acquisition=call))) == "allowed"
    unread = altered("sources", telephone={"needs": ()})  # then the notice that the form has is shown
    silent = changed(call, script=None)
    assert said(unread.decide(ask("collect", None, "name"), facts(acquisition=silent))).endswith("no-notice")
    assert (
        said(unread.decide(ask("collect", None, "name"), facts(acquisition=changed(silent, notice_shown=True))))
        == "allowed"
    )
    assert said(
        gate().decide(ask("collect", None, "name"), facts(acquisition=changed(call, script=None)))
    ).endswith("no-script")  # fmt: skip


@pytest.mark.promise("5-3")
def test_a_column_no_purpose_of_the_form_needs_is_left_and_named() -> None:
    answer = gate().decide(ask("collect", None, "name", "bank-account"), facts(acquisition=SIGN_UP))

    assert isinstance(answer, Allowed)
    assert (answer.fields, answer.left) == (fields("name"), fields("bank-account"))
    assert answer.why_left is not None
    assert (answer.why_left.clause, answer.why_left.reason) == ("5-3", "not-collected-for")


@pytest.mark.promise("5-2")
def test_special_care_needs_consent_a_ground_or_the_persons_own_letter() -> None:
    wanted = ask("collect", None, "name", "health-consideration")
    letter = AcquisitionFacts(form="letter", source="letter")
    health = fields("health-consideration")
    answers = [
        gate().decide(wanted, facts(acquisition=SIGN_UP)),
        gate().decide(wanted, facts(acquisition=SIGN_UP, person=PersonFacts(special_consent=health))),
        gate().decide(wanted, facts(acquisition=SIGN_UP, evidence=LIFE)),
        gate().decide(wanted, facts(acquisition=SIGN_UP, evidence=frozenset({"20(2)(v)"}))),
        gate().decide(wanted, facts(staff("support"), acquisition=letter)),
        gate().decide(
            changed(wanted, actor=ALICE),
            facts(ActorFacts(kind="person", active=True), own=True, acquisition=SIGN_UP),
        ),
    ]

    kept = [bool(a.fields & health) for a in answers if isinstance(a, Allowed)]

    assert kept == [False, True, True, False, True, True]


@pytest.mark.promise("5-1")
def test_legacy_data_is_attested_and_serves_only_what_was_published_then() -> None:
    legacy = AcquisitionFacts(form="legacy-customers", source="legacy-import")
    wanted = ask("collect", None, "name")

    refused = gate().decide(wanted, facts(acquisition=legacy))
    taken = gate().decide(wanted, facts(acquisition=changed(legacy, attested=True)))
    family, published, notice = gate().acquired(form="legacy-customers", source="legacy-import")

    assert (said(refused), said(taken)) == ("5-1 not-attested", "allowed")
    assert gate().basis_mask(family, published, notice, today=1, attested=True) == purposes(
        "deliver-service", "service-contact", "bill-and-pay"
    )


@pytest.mark.promise("4-2-A…E", "3-2")
def test_from_a_partner_contract_and_provenance_come_first() -> None:
    handed = AcquisitionFacts(form="partner-customers", source="partner-supplied", contract_until=999_999)
    wanted = ask("collect", None, "name")

    answers = [
        gate().decide(wanted, facts(acquisition=a))
        for a in (changed(handed, contract_until=0), handed, changed(handed, provenance=True))
    ]

    assert [said(a) for a in answers] == ["3-2 contract-ended", "5-1 no-provenance", "allowed"]


@pytest.mark.promise("5-1", "2-3")
def test_a_correction_has_a_source_of_its_own() -> None:
    wanted = ask("correct", "deliver-service", "phone")
    call = AcquisitionFacts(form=None, source="telephone", script="2026-04")

    silent = changed(call, script=None)

    web = AcquisitionFacts(form=None, source="web-form")

    assert said(gate().decide(wanted, facts(acquisition=web))) == "5-4 no-notice"  # though no form has shown one
    assert said(gate().decide(wanted, facts(acquisition=changed(web, notice_shown=True)))) == "allowed"
    assert said(gate().decide(wanted, facts())).endswith("unknown-source")
    assert said(gate().decide(wanted, facts(acquisition=silent))) == "5-4 no-script"
    assert said(gate().decide(wanted, facts(acquisition=call))) == "allowed"


@pytest.mark.promise("5-2")
def test_a_correction_writes_down_special_care_only_with_consent_and_the_rest_without() -> None:
    served = facts(
        staff("clerk"), acquisition=AcquisitionFacts(form=None, source="web-form", notice_shown=True),
        person=changed(HELD, consents=purposes("considerate-service")),
    )  # fmt: skip
    agreed = changed(served, person=changed(served.person, special_consent=fields("health-consideration")))

    def of(*names: str) -> Answer:
        return gate().decide(ask("correct", "considerate-service", *names), served)

    assert said(of("health-consideration")).endswith("special-care")
    both = of("name", "health-consideration")
    assert isinstance(both, Allowed)
    assert (both.fields, both.left) == (fields("name"), fields("health-consideration"))
    whole = gate().decide(ask("correct", "considerate-service", "health-consideration"), agreed)
    assert isinstance(whole, Allowed)
    assert whole.fields == fields("health-consideration")


@pytest.mark.promise("5-2")
def test_a_field_barred_beside_another_that_is_not_asked_for_is_still_barred_alone() -> None:
    numbers = altered("fields", **{"member-number": {"type": "my-number"}})
    served = facts(
        staff("clerk"), acquisition=AcquisitionFacts(form=None, source="web-form", notice_shown=True),
        person=changed(HELD, consents=purposes("considerate-service")),
    )  # fmt: skip

    answers = [
        numbers.decide(ask("correct", "considerate-service", *names), served)
        for names in (("health-consideration",), ("member-number",), ("member-number", "health-consideration"))
    ]

    assert [said(answer).split()[-1] for answer in answers] == ["special-care", "my-number", "my-number"]


@pytest.mark.promise("5-2")
@pytest.mark.parametrize(
    ("evidence", "expected"),
    [
        (set[str](), "special-care"), ({"reason"}, "special-care"), ({"20(2)(ii)"}, "special-care"),
        ({"20(2)(ii)", "reason"}, "special-care"), ({"20(2)(viii)"}, "special-care"), (LIFE, "allowed"),
        ({"20(2)(viii)", "reason"}, "allowed"),
    ],
)  # fmt: skip
def test_a_ground_of_20_2_is_there_with_all_it_asks_or_not_at_all(evidence: set[str], expected: str) -> None:
    known = facts(acquisition=SIGN_UP, evidence=frozenset(evidence))

    assert said(gate().decide(ask("collect", None, "health-consideration"), known)).split()[-1] == expected


@pytest.mark.promise("5-2")
def test_given_by_the_person_is_consent_only_where_the_policy_says_so() -> None:
    strict = altered("special_care", **{"prior-consent": {"direct_is_consent": False}})
    wanted = ask("collect", None, "health-consideration", actor=ALICE)
    own = facts(ActorFacts(kind="person", active=True), own=True, acquisition=SIGN_UP)
    letter = facts(staff("support"), acquisition=AcquisitionFacts(form="letter", source="letter"))

    assert said(gate().decide(wanted, own)) == "allowed"
    assert said(strict.decide(wanted, own)).split()[-1] == "special-care"
    forwarded = altered("sources", letter={"direct": False})
    cared_for = changed(HELD, consents=purposes("considerate-service"))
    told = facts(staff("support"), acquisition=AcquisitionFacts(form=None, source="letter"), person=cared_for)
    corrected = ask("correct", "considerate-service", "health-consideration")
    assert said(gate().decide(corrected, told)) == "allowed"
    assert said(forwarded.decide(corrected, told)).split()[-1] == "special-care"
    by_letter = strict.decide(ask("collect", None, "name", "health-consideration"), letter)
    assert isinstance(by_letter, Allowed)
    assert by_letter.left == fields("health-consideration")


@pytest.mark.promise("5-3", "5-4")
def test_what_nobody_has_decided_on_is_a_gap_only_where_it_matters() -> None:
    urgent = changed(SIGN_UP, urgent="21(2)")
    open_ = altered("urgent", **{name: {"unclear": "nobody has decided"} for name in cloopen().rules.urgent})
    fields_ = altered("fields", phone={"unclear": "nobody has decided"})
    wanted = ask("collect", None, "name")

    assert said(open_.decide(wanted, facts(acquisition=urgent))) == "allowed"
    assert said(open_.decide(wanted, facts(acquisition=changed(urgent, notice_shown=False)))).endswith("undecided")
    assert said(fields_.decide(wanted, facts(acquisition=SIGN_UP))) == "allowed"
    assert said(fields_.decide(ask("collect", None, "name", "phone"), facts(acquisition=SIGN_UP))).endswith(
        "undecided-field"
    )
