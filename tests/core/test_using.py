"""Using what is held: which clause lets it, and which one does not."""

from __future__ import annotations

import pytest

from seiyaku.core.answers import Allowed, Answer, Denied, Unclear
from seiyaku.core.asks import ALL, Actor, ActorFacts, PersonFacts
from seiyaku.core.law import LAW_BITS

from . import sample
from .sample import (
    ALICE,
    CUSTOMER,
    HELD,
    TODAY,
    altered,
    ask,
    changed,
    facts,
    fields,
    gate,
    purposes,
    staff,
)


def refusal(answer: Answer) -> Denied | Unclear:
    assert not isinstance(answer, Allowed), answer
    assert all((answer.text.ja, answer.text.en, answer.remedy.text.ja, answer.remedy.text.en))
    return answer


@pytest.mark.promise("2-2", "4-1-A…G")
def test_a_clerk_reads_name_and_phone_to_deliver_the_service() -> None:
    answer = gate().decide(ask("read", "deliver-service", "name", "phone"), facts())

    assert answer == Allowed(clause="4-1-A", article="17(1), 18(1)", fields=fields("name", "phone"))


@pytest.mark.promise("2-2", "4-1-A…G")
def test_a_field_the_purpose_does_not_need_is_left_and_the_purpose_that_needs_it_is_named() -> None:
    answer = gate().decide(ask("read", "deliver-service", "name", "birth-date"), facts())

    assert isinstance(answer, Allowed)
    assert (answer.fields, answer.left) == (fields("name"), fields("birth-date"))
    assert answer.why_left is not None
    assert (answer.why_left.reason, answer.why_left.remedy.clause) == ("not-needed", "4-1-E")


@pytest.mark.promise("4-3")
def test_a_purpose_outside_clause_4_is_refused_and_consent_is_the_remedy() -> None:
    answer = refusal(gate().decide(ask("read", "resell", "name"), facts()))

    assert (answer.clause, answer.article, answer.remedy.clause, answer.remedy.missing) == (
        "4-3", "18(1)", "4-3", "consent",
    )  # fmt: skip


@pytest.mark.promise("2-4")
@pytest.mark.parametrize(("trained", "grace", "allowed"), [(0, 0, True), (-1, 0, True), (-1, -1, False)])
def test_lapsed_training_refuses_unless_grace_is_given(trained: int, grace: int, allowed: bool) -> None:
    actor = staff("clerk", trained_until=TODAY + trained, grace_until=TODAY + grace)

    answer = gate().decide(ask("read", "deliver-service", "name"), facts(actor))

    assert isinstance(answer, Allowed) is allowed
    assert allowed or (refusal(answer).clause, refusal(answer).reason) == ("2-4", "untrained")


@pytest.mark.promise("2-1")
def test_an_actor_who_is_not_proven_or_not_active_gets_nothing() -> None:
    unproven = Actor(id="staff:bob", kind="staff", proven_by="")

    first = refusal(gate().decide(ask("read", "deliver-service", "name", actor=unproven), facts()))
    second = refusal(gate().decide(ask("read", "deliver-service", "name"), facts(staff("clerk", active=False))))

    assert (first.reason, second.reason) == ("not-proven", "not-active")


@pytest.mark.promise("3-1")
def test_an_outsider_never_uses_a_reserved_duty() -> None:
    wanted = ask("erase", "law:erase")

    inside = gate().decide(wanted, facts(staff("manager")))
    outside = refusal(gate().decide(wanted, facts(staff("manager", inside=False))))

    assert isinstance(inside, Allowed)
    assert (outside.clause, outside.reason) == ("3-1", "reserved-duty")


@pytest.mark.promise("2-1")
def test_a_daily_limit_ends_the_day() -> None:
    actor = staff("clerk", uses_today=50, uses_at_most=50)

    assert refusal(gate().decide(ask("read", "deliver-service", "name"), facts(actor))).reason == "daily-limit"


@pytest.mark.promise("2-2")
def test_a_program_needs_its_own_purposes_and_somebody_behind_it() -> None:
    bob = Actor(id="staff:bob", kind="staff", proven_by="session")
    program = Actor(id="program:shop", kind="program", proven_by="token", on_behalf_of=bob)
    wanted = ask("read", "deliver-service", "name", actor=program)
    token = ActorFacts(kind="program", active=True, purposes=purposes("deliver-service"))

    answers = [
        gate().decide(wanted, facts(token, behalf=staff("clerk"))),
        gate().decide(wanted, facts(changed(token, purposes=purposes("bill-and-pay")), behalf=staff("clerk"))),
        gate().decide(wanted, facts(token, behalf=staff("accounting"))),
        gate().decide(wanted, facts(token)),
        gate().decide(wanted, facts(changed(token, unattended=True))),
        gate().decide(
            wanted, facts(changed(token, unattended=True, duties=sample.duties("clerk"), inside=True,
                                  trained_until=TODAY)),
        ),
    ]  # fmt: skip

    assert [a.clause if isinstance(a, Allowed) else a.reason for a in answers] == [
        "4-1-A", "program-purpose", "no-duty", "nobody-behind", "no-duty", "4-1-A",
    ]  # fmt: skip


@pytest.mark.promise("2-2")
def test_a_program_serves_of_the_acts_purposes_only_those_its_token_names() -> None:
    bob = Actor(id="staff:bob", kind="staff", proven_by="session")
    program = Actor(id="program:shop", kind="program", proven_by="token", on_behalf_of=bob)
    token = ActorFacts(kind="program", active=True, purposes=LAW_BITS["law:disclose"])
    desk = staff("desk")

    named = gate().decide(ask("read", "law:disclose", "name", actor=program), facts(token, behalf=desk))
    others = [
        gate().decide(ask("read", purpose, "name", actor=program), facts(token, behalf=desk))
        for purpose in ("law:correct", "law:complaint", "deliver-service")
    ]

    assert isinstance(named, Allowed)
    assert {refusal(answer).reason for answer in others} == {"program-purpose"}


@pytest.mark.promise("2-3")
def test_past_values_are_for_purposes_that_need_them() -> None:
    served = staff("clerk", "support")

    past = gate().decide(ask("read", "answer-questions", "name", past=True), facts(served))
    not_past = refusal(gate().decide(ask("read", "deliver-service", "name", past=True), facts(served)))

    assert isinstance(past, Allowed)
    assert (not_past.clause, not_past.reason) == ("2-3", "past-not-needed")


@pytest.mark.promise("2-2")
def test_a_value_serves_only_purposes_it_was_acquired_for() -> None:
    mixed = PersonFacts(bases=((fields("name"), CUSTOMER), (fields("phone"), purposes("partner-service"))))

    answer = gate().decide(ask("read", "deliver-service", "name", "phone"), facts(person=mixed))
    nothing = refusal(gate().decide(ask("read", "deliver-service", "phone"), facts(person=mixed)))

    assert isinstance(answer, Allowed)
    assert (answer.fields, answer.left) == (fields("name"), fields("phone"))
    assert answer.why_left is not None
    assert answer.why_left.reason == nothing.reason == "not-acquired-for"


@pytest.mark.promise("4-2-A…E")
def test_the_two_families_of_purposes_do_not_mix() -> None:
    family, published, notice = gate().acquired(form="partner-customers", source="partner-supplied")

    mask = gate().basis_mask(family, published, notice, today=TODAY)

    assert mask == purposes("partner-service", "partner-questions")
    assert not mask & CUSTOMER


@pytest.mark.promise("4-3", "2-2")
def test_live_consent_widens_what_a_value_serves_and_is_named_as_the_reason() -> None:
    person = PersonFacts(bases=((ALL, purposes("bill-and-pay")),), consents=purposes("deliver-service"))

    answer = gate().decide(ask("read", "deliver-service", "name"), facts(person=person))

    assert isinstance(answer, Allowed)
    assert (answer.clause, answer.fields) == ("4-3", fields("name"))


@pytest.mark.promise("4-3")
def test_a_purpose_of_4_3_needs_consent() -> None:
    wanted = ask("read", "customer-stories", "name")
    marketing = staff("marketing")

    refused = refusal(gate().decide(wanted, facts(marketing)))
    agreed = gate().decide(wanted, facts(marketing, person=changed(HELD, consents=purposes("customer-stories"))))

    assert (refused.reason, refused.remedy.clause) == ("no-consent", "4-3")
    assert isinstance(agreed, Allowed)


@pytest.mark.promise("4-1-G")
def test_advertising_needs_opt_in_and_a_refusal_ends_it() -> None:
    wanted = ask("contact", "send-offers", "name", "email")
    opted = changed(HELD, consents=purposes("send-offers"))

    answers = [
        gate().decide(wanted, facts(staff("marketing"), person=person))
        for person in (HELD, opted, changed(opted, refusals=purposes("send-offers")))
    ]

    assert [a.clause if isinstance(a, Allowed) else a.reason for a in answers] == ["no-opt-in", "4-1-G", "refused"]


@pytest.mark.promise("2-2")
def test_what_the_act_commands_passes_a_stop_but_serves_nothing_else() -> None:
    stopped = changed(HELD, stopped=purposes("deliver-service"), restricted=True)

    disclosed = gate().decide(ask("read", "law:disclose", "name"), facts(staff("desk"), person=stopped))
    used = refusal(gate().decide(ask("read", "deliver-service", "name"), facts(person=stopped)))
    advertised = refusal(gate().decide(ask("profile", "law:disclose", "name"), facts(staff("desk"))))

    assert isinstance(disclosed, Allowed)
    assert disclosed.article == "33(2); 18(3)(i)"
    assert used.reason == "restricted"
    assert advertised.reason == "profiling-not-told"


@pytest.mark.promise("8-3-A…M")
def test_profiling_is_refused_until_a_purpose_that_says_so_has_consent() -> None:
    told = changed(HELD, consents=purposes("recommend"))

    refused = refusal(gate().decide(ask("profile", "improve-service", "usage-history"), facts(staff("analyst"))))
    covered = gate().decide(ask("profile", "recommend", "usage-history"), facts(staff("analyst"), person=told))

    assert (refused.clause, refused.reason) == ("8-3-J", "profiling-not-told")
    assert isinstance(covered, Allowed)


def test_a_search_takes_a_second_item_where_one_alone_would_find_too_many() -> None:
    answers = [
        gate().decide(ask("find", "deliver-service", *names), facts(person=None))
        for names in (("phone",), ("name",), ("name", "kana"), ("address",))
    ]

    assert [a.clause if isinstance(a, Allowed) else a.reason for a in answers] == [
        "4-1-A", "second-item", "4-1-A", "not-findable",
    ]  # fmt: skip


@pytest.mark.promise("4-1-F")
def test_a_person_chooses_about_themself_and_about_nobody_else() -> None:
    person = ActorFacts(kind="person", active=True)

    own = gate().decide(ask("refuse", "questionnaires", actor=ALICE), facts(person, own=True))
    others = refusal(gate().decide(ask("refuse", "questionnaires", actor=ALICE), facts(person)))
    not_refusable = refusal(gate().decide(ask("refuse", "bill-and-pay", actor=ALICE), facts(person, own=True)))
    staffs_act = refusal(gate().decide(ask("read", "deliver-service", "name", actor=ALICE), facts(person, own=True)))

    assert isinstance(own, Allowed)
    assert (others.reason, not_refusable.reason, staffs_act.reason) == ("not-own", "not-refusable", "no-duty")


@pytest.mark.promise("2-2")
def test_where_no_duty_of_the_policy_serves_a_purpose_the_remedy_says_so() -> None:
    served = altered("duties", desk={"law": ["law:erase"]})

    some = refusal(gate().decide(ask("read", "law:quarantine", "name"), facts())).remedy.text
    none = refusal(served.decide(ask("read", "law:quarantine", "name"), facts())).remedy.text

    assert some.en == "a duty that serves it: Personal information desk"
    assert none.en == "a duty that serves it: no duty of this policy does yet"
    assert none.ja.endswith(": このポリシーのどの職務も担っていません")


@pytest.mark.promise("2-3")
def test_only_the_acts_jobs_run_without_a_person() -> None:
    job = ActorFacts(kind="system", active=True)

    expired = gate().decide(ask("expire", "law:retention", actor=sample.JOB), facts(job))
    read = refusal(gate().decide(ask("read", "deliver-service", "name", actor=sample.JOB), facts(job)))

    assert isinstance(expired, Allowed)
    assert read.reason == "no-duty"


def said(answer: Answer) -> str:
    return "allowed" if isinstance(answer, Allowed) else answer.reason


@pytest.mark.promise("4-3")
@pytest.mark.parametrize(
    ("purpose", "agreed", "expected"),
    [
        ("deliver-service", "deliver-service", "undecided"), ("deliver-service", "bill-and-pay", "not-acquired-for"),
        ("customer-stories", "customer-stories", "undecided"), ("customer-stories", "recommend", "no-consent"),
    ],
)  # fmt: skip
def test_a_consent_that_nobody_has_said_what_it_takes_opens_nothing_and_is_a_gap(
    purpose: str, agreed: str, expected: str
) -> None:
    open_ = altered("consent", **{"other-purposes": {"unclear": "nobody has decided"}})
    person = PersonFacts(consents=purposes(agreed))
    known = facts(staff("clerk", "marketing"), person=person)

    assert said(open_.decide(ask("read", purpose, "name"), known)) == expected
    assert said(gate().decide(ask("read", purpose, "name"), known)) == (
        "allowed" if agreed == purpose else "not-acquired-for" if purpose == "deliver-service" else "no-consent"
    )


@pytest.mark.promise("2-2", "7-2")
def test_a_field_that_nobody_has_decided_on_is_neither_read_nor_searched_by_nor_compared() -> None:
    open_ = altered("fields", phone={"unclear": "nobody has decided"})
    asks = [("read", facts()), ("find", facts(person=None)), ("identify", facts(person=None)), ("correct", facts())]

    for act, known in asks:
        assert said(open_.decide(ask(act, "deliver-service", "phone"), known)) == "undecided-field", act
        answer = open_.decide(ask(act, "deliver-service", "email"), known)
        assert said(answer) == ("unknown-source" if act == "correct" else "allowed"), act


@pytest.mark.promise("2-2", "5-2")
def test_nobody_looks_through_everybodys_numbers_health_or_letters_for_a_part() -> None:
    numbers = altered("fields", **{"bank-account": {"type": "my-number"}})
    desk = facts(staff("desk"))

    for name in ("bank-account", "health-consideration", "communication-log"):
        assert said(numbers.decide(ask("scan", "law:disclose", "name", name), desk)) == "not-findable", name
    assert said(gate().decide(ask("scan", "law:disclose", "name", "bank-account"), desk)) == "allowed"


@pytest.mark.promise("2-2")
def test_what_the_act_allows_of_nobody_in_particular_is_decided_too() -> None:
    assert said(gate().decide(ask("read", "law:supervise", "name"), facts(staff("manager"), person=None))) == "allowed"


@pytest.mark.promise("4-1-F", "4-1-G")
def test_what_cannot_be_refused_is_barred_for_everybody_and_nothing_else_is() -> None:
    barred = gate().barred("refuse", "bill-and-pay")

    assert barred is not None
    assert barred.reason == "not-refusable"
    for act, purpose in (("refuse", "questionnaires"), ("refuse", "resell"), ("stop", "bill-and-pay"), ("sell", "x")):
        assert gate().barred(act, purpose) is None


@pytest.mark.promise("2-2", "4-2-A…E", "4-3")
def test_a_value_serves_the_published_purposes_of_its_own_family_and_none_that_needs_consent() -> None:
    both = purposes("deliver-service", "partner-service", "recommend")
    _, unasked, _ = gate().acquired(form=None, source="letter")
    _, signed_up, _ = gate().acquired(form="sign-up", source="web-form")  # it is for considerate service, too

    assert gate().basis_mask("customer", both, -1, today=TODAY) == purposes("deliver-service")
    assert gate().basis_mask("partner", both, -1, today=TODAY) == purposes("partner-service")
    assert unasked & CUSTOMER == CUSTOMER
    assert not (unasked | signed_up) & purposes("considerate-service", "recommend", "partner-service")


def test_fields_are_named_by_the_mask_that_they_make() -> None:
    assert gate().names(fields("phone", "name")) == ["name", "phone"]
    assert gate().names(0) == []
