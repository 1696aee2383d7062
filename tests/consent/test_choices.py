"""What a person chose counts from the moment they said so, and nothing else does (4-3, 5-2, 8-3-A, 12-3)."""

from __future__ import annotations

import datetime as dt
import secrets
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from seiyaku.consent import queries, services
from seiyaku.consent.models import Acceptance, ConsentRecord, Refusal, Suppression
from seiyaku.consent.services import Evidence, Terms
from seiyaku.core.errors import InputError, NotFound
from seiyaku.core.language import Text
from seiyaku.ledger import changes
from seiyaku.ledger.transactions import changing, raw_cursor
from seiyaku.papers import services as papers
from seiyaku.papers.models import Paper
from seiyaku.people.days import today
from seiyaku.policy.queries import in_force
from seiyaku.vault.models import Person
from tests.portal.sample import publish_first

NAME, PHONE, ILLNESS = 1, 4, 8
BITS = {"newsletter": 2, "survey": 3}
NEWSLETTER = Terms(kind="use", purpose="newsletter", bit=2)
TO_PARTNER = Terms(kind="provide", fields=NAME | PHONE, ground="8-3-A", recipient="partner:post")
WORDS = Text("お知らせを送ってもよいですか。", "May we send you news?")


def person() -> int:
    row = Person.objects.create(pid=secrets.token_bytes(16), mark=secrets.token_bytes(16), created_at=0)
    return row.ord


def evidence(**more: Any) -> Evidence:
    said = services.state("consent", "news", WORDS)
    given = {"statement": said.digest, "policy_version": "0" * 64, "method": "checkbox", "identity": "session"}
    return Evidence(**given | more)


def give(*people: int, terms: Terms = NEWSLETTER, **more: Any) -> list[str]:
    with changing() as cursor:
        return services.give(cursor, people, terms, evidence(**more))


def withdraw(one: int, terms: Terms = NEWSLETTER) -> list[str]:
    with changing() as cursor:
        return services.withdraw(cursor, one, terms, method="button")


def refuse(one: int, purpose: str = "newsletter") -> str:
    with changing() as cursor:
        return services.refuse(cursor, one, purpose, BITS[purpose], method="mail")


def stands(*people: int) -> list[tuple[int, int]]:
    """What the row says, which must be what the records say."""
    rows = {p.ord: (p.consents, p.refusals) for p in Person.objects.filter(ord__in=people)}
    assert {k: v for k, v in rows.items() if v != (0, 0)} == {
        k: v for k, v in queries.masks(people, BITS).items() if v != (0, 0)
    }
    return [rows[one] for one in people]


@pytest.mark.promise("4-3")
def test_a_consent_counts_from_when_it_was_given_until_it_is_withdrawn(instance: Path) -> None:
    alice, other = person(), person()

    give(alice)
    assert stands(alice, other) == [(1 << 2, 0), (0, 0)]
    assert queries.counts() == {"newsletter": 1}

    assert len(withdraw(alice)) == 1
    assert stands(alice) == [(0, 0)]
    assert withdraw(alice) == []
    assert queries.counts() == {}


@pytest.mark.promise("4-3")
def test_the_record_says_what_was_shown_when_how_and_who_gave_it(instance: Path) -> None:
    alice, before = person(), timezone.now()

    (ref,) = give(alice, method="oral", identity="call-back")

    (choice,) = queries.choices(alice)
    assert (choice.ref, choice.method, choice.identity, choice.giver) == (ref, "oral", "call-back", "person")
    assert choice.statement == services.state("consent", "news", WORDS).digest
    assert before <= choice.given_at <= timezone.now()


@pytest.mark.promise("4-3", "12-3")
@pytest.mark.parametrize(
    "lacking",
    [
        {"method": "use-of-the-service"},
        {"method": ""},
        {"identity": ""},
        {"giver": "friend"},
        {"giver": "representative"},
        {"giver": "representative", "proof": "paper:none"},
        {"at": timezone.now() + dt.timedelta(days=1)},
    ],
)
def test_a_consent_that_lacks_its_evidence_is_none(instance: Path, lacking: dict[str, Any]) -> None:
    alice = person()

    with pytest.raises(InputError):
        give(alice, **lacking)

    assert stands(alice) == [(0, 0)]


@pytest.mark.promise("4-3")
def test_words_that_nobody_kept_cannot_have_been_shown(instance: Path) -> None:
    with pytest.raises(NotFound):
        give(person(), statement="f" * 64)


@pytest.mark.promise("4-3")
def test_a_representative_gives_it_with_proof_and_only_where_the_policy_lets_one(instance: Path) -> None:
    child = person()
    with changing():
        proof = papers.seal(b"family register", "representative")

    give(child, giver="representative", proof=proof.ref)

    assert queries.choices(child)[0].giver == "representative"
    with changing() as cursor, pytest.raises(InputError):
        services.give(
            cursor, [child], NEWSLETTER, evidence(giver="representative", proof=proof.ref), representative=False
        )


@pytest.mark.promise("4-1-G")
def test_the_newest_word_counts(instance: Path) -> None:
    alice = person()

    give(alice)
    refuse(alice)
    assert stands(alice) == [(0, 1 << 2)]
    refuse(alice)
    assert Refusal.objects.count() == 1

    give(alice)
    assert stands(alice) == [(1 << 2, 0)]


@pytest.mark.promise("4-1-F")
def test_a_refusal_is_lifted_by_saying_so_and_makes_no_consent(instance: Path) -> None:
    alice = person()
    refuse(alice, "survey")

    with changing() as cursor:
        assert services.lift(cursor, alice, "survey", BITS["survey"]) == 1

    assert stands(alice) == [(0, 0)]


@pytest.mark.promise("8-3-A")
def test_a_consent_to_provide_is_for_its_items_recipient_and_ground_only(instance: Path) -> None:
    alice, other = person(), person()
    give(alice, terms=TO_PARTNER)
    cursor = raw_cursor()

    def may(**to: str) -> dict[int, tuple[int, int]]:
        return queries.provisions(cursor, [alice, other], **{"ground": "8-3-A", "recipient": "partner:post"} | to)

    assert may() == {alice: (NAME | PHONE, 0)}
    assert may(recipient="partner:other") == {}
    assert may(ground="8-3-L") == {}


@pytest.mark.promise("8-3-A")
def test_items_can_be_withdrawn_one_by_one(instance: Path) -> None:
    alice = person()
    give(alice, terms=TO_PARTNER)

    withdraw(alice, Terms(kind="provide", fields=PHONE))

    found = queries.provisions(raw_cursor(), [alice], ground="8-3-A", recipient="partner:post")
    assert found == {alice: (NAME, 0)}


@pytest.mark.promise("8-3-A")
def test_consent_to_go_abroad_names_the_country_and_is_another_consent(instance: Path) -> None:
    alice = person()
    abroad = {"fields": NAME, "ground": "8-3-A", "recipient": "partner:post"}
    with pytest.raises(InputError):
        give(alice, terms=Terms(kind="foreign", **abroad))  # type: ignore[arg-type]

    give(alice, terms=Terms(kind="foreign", country="US", **abroad))  # type: ignore[arg-type]

    found = queries.provisions(raw_cursor(), [alice], ground="8-3-A", recipient="partner:post")
    assert found == {alice: (0, NAME)}


@pytest.mark.promise("5-2")
def test_special_care_consent_is_for_the_items_named(instance: Path) -> None:
    alice, other = person(), person()

    give(alice, terms=Terms(kind="special-care", fields=ILLNESS))

    assert queries.special(raw_cursor(), [alice, other]) == {alice: ILLNESS}
    assert stands(alice) == [(0, 0)]


@pytest.mark.promise("12-3")
def test_using_the_service_after_a_change_is_kept_once_and_is_never_consent(instance: Path) -> None:
    alice = person()
    before = changes.head(raw_cursor())

    assert services.accept(alice, "1" * 64, channel="portal")
    assert not services.accept(alice, "1" * 64, channel="portal")

    assert [version for version, _ in queries.acceptances(alice)] == ["1" * 64]
    assert stands(alice) == [(0, 0)]
    assert not ConsentRecord.objects.exists()
    assert changes.head(raw_cursor()) == before


@pytest.mark.promise("5-4")
def test_what_was_shown_can_be_fetched_word_for_word(instance: Path) -> None:
    notice = services.state("notice", "sign-up", Text("利用目的", "Purposes"), ["service"])

    shown = services.show(notice.digest, policy_version="0" * 64, channel="form", form="sign-up")

    found = queries.showing(shown.ref)
    assert found is not None
    assert (found.statement.ja, found.statement.purposes, found.form) == ("利用目的", "service", "sign-up")
    assert services.state("notice", "sign-up", Text("利用目的", "Purposes"), ["service"]) == notice
    assert services.state("notice", "sign-up", Text("利用目的です", "Purposes"), ["service"]) != notice


@pytest.mark.promise("4-1-G")
def test_a_refusal_outlives_the_person_as_a_keyed_hash(instance: Path) -> None:
    alice = person()
    refuse(alice)
    address = "alice@mail.example"

    with changing():
        services.suppress(["newsletter"], [("email", address)], on=dt.date(2026, 11, 23))
        services.erase(alice)

    assert queries.suppressed([("email", address)]) == {"newsletter"}
    assert queries.suppressed([("email", "bob@mail.example")]) == frozenset()
    assert queries.suppressed([("phone", address)]) == frozenset()
    assert address.encode() not in bytes(Suppression.objects.get().digest)


@pytest.mark.promise("2-2")
def test_nothing_of_a_person_is_left_after_erasure_and_of_others_everything(instance: Path) -> None:
    alice, other = person(), person()
    with changing():
        own, shared = papers.seal(b"own", "representative"), papers.seal(b"shared", "representative")
    give(alice, giver="representative", proof=own.ref)
    give(alice, other, terms=TO_PARTNER, giver="representative", proof=shared.ref)
    refuse(alice, "survey")
    services.accept(alice, "1" * 64, channel="portal")

    with changing():
        erased = services.erase(alice)

    assert erased.counts == {"consents": 2, "refusals": 1, "acceptances": 1}
    assert erased.papers == (own.ref,)
    for model in (ConsentRecord, Refusal, Acceptance):
        assert not model.objects.filter(person=alice).exists()
    assert len(queries.choices(other)) == 1
    assert Paper.objects.get(ref=shared.ref).destroyed_at is None


@pytest.mark.promise("4-3")
def test_the_end_of_a_consent_is_told_only_where_none_is_live(instance: Path) -> None:
    alice, other = person(), person()
    give(alice, other)
    withdraw(alice)
    withdraw(other)
    give(other)

    assert queries.withdrawn([alice, other], BITS) == {(alice, 2): today().toordinal()}


@pytest.mark.promise("4-3")
def test_every_choice_moves_the_change_log_and_rolls_back_whole(instance: Path) -> None:
    alice = person()
    give(alice)
    before = changes.head(raw_cursor())

    def half() -> None:
        with changing() as cursor:
            services.refuse(cursor, alice, "newsletter", 2, method="mail")
            raise RuntimeError("the power went")

    with pytest.raises(RuntimeError):
        half()

    assert stands(alice) == [(1 << 2, 0)]
    assert changes.head(raw_cursor()) == before


@pytest.mark.promise("4-3")
def test_the_database_keeps_no_representative_without_proof(instance: Path) -> None:
    from django.db import IntegrityError

    give(person())

    with pytest.raises(IntegrityError):
        ConsentRecord.objects.update(giver="representative")


@pytest.mark.promise("4-3")
def test_thousands_are_asked_for_at_once(instance: Path) -> None:
    people = list(range(1, 1500))
    Person.objects.bulk_create([Person(ord=n, pid=n.to_bytes(16, "big"), mark=bytes(16), created_at=0) for n in people])
    give(*people[:1200], terms=TO_PARTNER)

    with connection.cursor() as cursor:
        found = queries.provisions(cursor, people, ground="8-3-A", recipient="partner:post")

    assert set(found) == set(people[:1200])


@pytest.mark.promise("5-4")
def test_the_notice_of_a_form_is_shown_in_the_policys_words_and_names_its_purposes(instance: Path) -> None:
    publish_first()
    notice = in_force().policy.rules.notices[in_force().policy.rules.forms["sign-up"].notice or ""]

    shown = services.show_notice("sign-up")

    assert shown.statement.ja == notice.text["ja"]
    assert (shown.policy_version, shown.form) == (in_force().version, "sign-up")
    assert queries.told(shown.ref, "sign-up") == frozenset(notice.purposes)
    assert queries.told(shown.ref, "survey") is None
    assert queries.told("showing:none", "sign-up") is None


@pytest.mark.promise("5-4")
@pytest.mark.parametrize("form", ["sign-upp", "legacy-customers"])
def test_a_form_without_a_notice_has_nothing_to_show(instance: Path, form: str) -> None:
    publish_first()

    with pytest.raises(InputError):
        services.show_notice(form)
