"""
Scenarios of promises 4-3, 5-2, 8-3-A and 12-3: what a person said, from the words they were shown to what is opened.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from django.utils import timezone

from seiyaku import door
from seiyaku.consent import queries, services
from seiyaku.core.asks import Actor
from seiyaku.core.errors import InputError, Refused
from seiyaku.core.language import Text
from seiyaku.ledger.transactions import changing
from seiyaku.papers import services as papers
from seiyaku.partners import services as partners
from seiyaku.partners.models import Partner
from seiyaku.people import services as people
from seiyaku.people.days import today
from seiyaku.policy import queries as policy
from seiyaku.vault.models import Person
from tests import proofs

from .founded import ALICE, Company, charge, found, hire

HEALTH = {"health-consideration": "車椅子をお使いです"}
TYPED = door.Origin(source="office-entry", form="office-sign-up", shown=proofs.shown("office-sign-up"))
CARE = door.Choice(kind="special-care", fields=("health-consideration",))
IDENTITY = {"name": "Sample Shop", "address": "東京都", "representative": "見本太郎"}


@pytest.fixture
def company(instance: Path) -> Company:
    """The company, founded as in earnest."""
    return found()


def wording(what: str = "customer-stories") -> str:
    """What Alice is shown before she says yes."""
    return services.state(
        "consent", what, Text("お客さまの声として紹介してもよいですか。", "May we tell your story?")
    ).digest


def agree(company: Company, choice: door.Choice, **how: str) -> door.Done:
    said = {"statement": wording(), "method": "button", "identity": "session"} | how
    return door.consent([company.alice], choice, actor=company.clerk, **said)


def marketer(company: Company) -> Actor:
    who = hire("max", company.manager)
    charge(who, "marketing", company.manager)
    people.complete(who.id, "handling", actor=company.manager)
    return who


@pytest.mark.promise("4-3")
def test_outside_clause_4_only_live_consent_opens_anything(company: Company) -> None:
    max_ = marketer(company)
    story = door.Choice(use="customer-stories")

    def reads() -> dict[str, str]:
        return dict(door.use(company.alice, ["name"], purpose="customer-stories", actor=max_).values)

    with pytest.raises(Refused) as before:
        reads()
    agree(company, story)
    assert reads() == {"name": ALICE["name"]}
    door.withdraw([company.alice], story, method="mail", actor=company.clerk)
    with pytest.raises(Refused):
        reads()

    assert (before.value.answer.clause, before.value.answer.remedy.missing) == ("4-3", "consent")


@pytest.mark.promise("4-3")
def test_the_history_says_what_was_shown_how_by_whom_and_when_it_ended(company: Company) -> None:
    before = timezone.now()
    agree(company, door.Choice(use="customer-stories"), method="oral", identity="call-back")
    door.withdraw([company.alice], door.Choice(use="customer-stories"), method="oral", actor=company.clerk)

    (choice,) = queries.choices(Person.objects.get().ord)
    assert (choice.statement, choice.method, choice.identity) == (wording(), "oral", "call-back")
    assert choice.policy_version == policy.in_force().version
    assert choice.withdrawn_at is not None
    assert before <= choice.given_at <= timezone.now()
    assert queries.counts() == {}


@pytest.mark.promise("4-3")
def test_a_representative_agrees_only_with_the_paper_that_shows_they_may(company: Company) -> None:
    with pytest.raises(InputError):
        agree(company, door.Choice(use="customer-stories"), giver="representative")
    assert queries.counts() == {}

    with changing():
        proof = papers.seal("戸籍謄本".encode(), "representative")
    agree(company, door.Choice(use="customer-stories"), giver="representative", proof=proof.ref)

    assert queries.counts() == {"customer-stories": 1}


@pytest.mark.promise("4-3", "12-3")
def test_going_on_using_the_service_is_on_record_and_opens_nothing(company: Company) -> None:
    max_ = marketer(company)
    services.accept(Person.objects.get().ord, policy.in_force().version, channel="portal")

    with pytest.raises(InputError):
        agree(company, door.Choice(use="customer-stories"), method="use-of-the-service")
    with pytest.raises(Refused) as refused:
        door.use(company.alice, ["name"], purpose="customer-stories", actor=max_)

    assert refused.value.answer.remedy.missing == "consent"
    assert len(queries.acceptances(Person.objects.get().ord)) == 1


@pytest.mark.promise("5-2")
def test_special_care_is_written_only_with_prior_consent_and_only_while_it_lives(company: Company) -> None:
    agree(company, door.Choice(use="considerate-service"))

    def write() -> door.Done:
        return door.change(company.alice, HEALTH, purpose="considerate-service", origin=TYPED, actor=company.clerk)

    with pytest.raises(Refused) as before:
        write()
    agree(company, CARE)
    write()
    door.withdraw([company.alice], CARE, method="mail", actor=company.clerk)
    with pytest.raises(Refused):
        write()

    assert (before.value.answer.clause, before.value.answer.remedy.missing) == (
        "5-2",
        "special-care-consent",
    )


@pytest.mark.promise("5-2")
def test_a_file_with_special_care_items_and_no_consent_waits_in_quarantine(company: Company) -> None:
    row = ALICE | HEALTH | {"member-number": "M0000002", "phone": "090-0000-0002"}

    with pytest.raises(Refused) as refused:
        door.collect(row, origin=TYPED, actor=company.clerk)

    assert refused.value.answer.clause == "5-2"
    assert Person.objects.count() == 1


def shop(company: Company) -> Partner:
    made = partners.register(
        "Sample Shop", "cooperating-company", character="third-party", identity=IDENTITY, actor=company.manager
    )
    scope = partners.Scope(
        terms=["confidentiality", "lawful-origin"], fields=["name", "email"], purposes=["deliver-service"]
    )
    partners.conclude(
        made.ref, b"text", scope, starts_on=today(), until=today() + dt.timedelta(days=30), actor=company.manager
    )
    return made


@pytest.mark.promise("8-3-A")
def test_what_goes_out_with_consent_is_what_was_agreed_to_whom_it_was_agreed(company: Company) -> None:
    to = shop(company)
    choice = door.Choice(kind="provide", fields=("name", "email"), recipient=to.ref, ground="with-consent")

    def give(*fields: str) -> door.Handoff:
        return door.provide([company.alice], fields, recipient=to.ref, ground="with-consent", actor=company.clerk)

    with pytest.raises(Refused):
        give("name", "email")
    agree(company, choice)
    given = give("name", "email")
    more = give("name", "email", "phone")
    door.withdraw([company.alice], choice, method="mail", actor=company.clerk)
    with pytest.raises(Refused) as after:
        give("name", "email")

    assert given.rows == more.rows == ((ALICE["name"], ALICE["email"]),)
    assert after.value.answer.remedy.missing == "consent"
