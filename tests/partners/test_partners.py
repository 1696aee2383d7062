"""No valid contract, no supervision: no standing (3-2)."""

from __future__ import annotations

import datetime as dt
import hashlib
from pathlib import Path
from typing import Any

import pytest

from seiyaku.core.asks import Actor, RecipientFacts
from seiyaku.core.errors import Conflict, InputError, NotFound, Refused
from seiyaku.papers.models import Paper
from seiyaku.partners import queries, services
from seiyaku.partners.models import Contract, Partner
from seiyaku.partners.services import Scope
from seiyaku.people.days import today
from tests.people.sample import BITS, account, entries, label, policy

pytestmark = pytest.mark.promise("3-2")
POLICY = policy(
    partners={
        "carrier": {"label": label("配送"), "terms": ["confidentiality"], "supervise_every": "1y"},
        "bank": {"label": label("銀行")},
    },
    fields={name: {"label": label(name), "sheet": "identity"} for name in ("name", "address", "phone")},
    purposes={"service": {"label": label("提供"), "family": "customer", "needs": ["name"], "duties": ["clerk"]}},
)
TEXT = "秘密保持契約書 第一条".encode()
WEEK = dt.timedelta(days=7)


def manager() -> Actor:
    made = account("alice", duties=("manager",))
    return Actor(id=made.ref, kind="staff", proven_by="session")


def carrier(actor: Actor, kind: str = "carrier", **more: Any) -> Partner:
    return services.register(f"{kind} co", kind, actor=actor, character="entrustment", policy=POLICY, **more)


def contract(partner: Partner, actor: Actor, **more: Any) -> Contract:
    scope = Scope(
        terms=more.pop("terms", ["confidentiality"]), fields=more.pop("fields", ["name"]), purposes=["service"]
    )
    days = {"starts_on": today(), "until": today() + WEEK} | more
    return services.conclude(partner.ref, TEXT, scope, actor=actor, policy=POLICY, **days)


def stands(partner: Partner, day: dt.date | None = None, ref: str | None = None) -> RecipientFacts:
    facts = queries.standing(partner.ref, day or today(), BITS, POLICY, ref)
    assert facts is not None
    return facts


def test_a_contract_counts_from_its_first_day_to_its_last_with_its_terms_items_and_purposes(instance: Path) -> None:
    alice = manager()
    post = carrier(alice)

    made = contract(post, alice)

    facts = stands(post)
    assert facts.contract_until == (today() + WEEK).toordinal()
    assert (facts.terms, facts.fields, facts.purposes) == (frozenset({"confidentiality"}), 1, 1)
    assert (facts.kind, facts.character, facts.country) == ("carrier", "entrustment", "JP")
    assert stands(post, today() - dt.timedelta(days=1)).contract_until == 0
    assert stands(post, today() + WEEK + dt.timedelta(days=1)).contract_until == 0
    assert made.digest == hashlib.sha256(TEXT).hexdigest()
    assert TEXT not in bytes(Paper.objects.get(pk=made.paper_id).body or b"")


def test_an_ended_contract_and_an_ended_partner_are_none_at_once(instance: Path) -> None:
    alice = manager()
    post, bank = carrier(alice), carrier(alice, "bank")
    first = contract(post, alice)
    contract(bank, alice)

    services.end_contract(first.ref, actor=alice)
    services.end(bank.ref, actor=alice)

    assert (stands(post).contract_until, stands(post).fields, stands(bank).contract_until) == (0, 0, 0)
    with pytest.raises(Conflict):
        services.end_contract(first.ref, actor=alice)


def test_what_two_contracts_allow_is_never_added_up(instance: Path) -> None:
    alice = manager()
    post = carrier(alice)
    old = contract(post, alice, starts_on=today() - WEEK, fields=["phone"])
    contract(post, alice, fields=["name", "address"])

    assert stands(post).fields == 0b011
    assert stands(post, ref=old.ref).fields == 0b100
    assert stands(post, ref="contract:none").contract_until == 0


def test_supervision_is_good_for_as_long_as_the_policy_says_and_a_bad_finding_ends_it(instance: Path) -> None:
    alice = manager()
    post, bank = carrier(alice), carrier(alice, "bank")
    assert stands(post).supervised_until == 0
    assert stands(bank).supervised_until == queries.ENDLESS

    look = services.supervise(post.ref, b"check list", passed=True, actor=alice, policy=POLICY)
    assert stands(post).supervised_until == look.until.toordinal()

    services.supervise(post.ref, b"an open door", passed=False, actor=alice, policy=POLICY)
    assert stands(post).supervised_until == 0


@pytest.mark.promise("8-3-A")
def test_measures_abroad_are_a_look_of_their_own(instance: Path) -> None:
    alice = manager()
    post = carrier(alice, country="US")

    services.supervise(post.ref, b"their regime", passed=True, subject="measures", actor=alice, policy=POLICY)

    assert stands(post).equivalent_measures_until > today().toordinal()
    assert stands(post).supervised_until == 0


def test_who_does_not_manage_changes_no_partner_and_the_refusal_is_on_record(instance: Path) -> None:
    alice = manager()
    post = carrier(alice)
    clerk = account("clerk", duties=("clerk",))

    with pytest.raises(Refused) as caught:
        contract(post, Actor(id=clerk.ref, kind="staff", proven_by="session"))

    assert stands(post).contract_until == 0
    assert entries()[-1]["id"] == caught.value.entry


def test_return_is_proven_only_when_the_contract_is_over(instance: Path) -> None:
    alice = manager()
    post = carrier(alice)
    made = contract(post, alice)
    with pytest.raises(Conflict):
        services.prove_return(made.ref, b"erased", actor=alice)
    services.end_contract(made.ref, actor=alice)
    assert queries.unreturned(today()) == [(post.ref, made.ref)]
    for nothing in (b"", b" \n"):
        with pytest.raises(InputError):
            services.prove_return(made.ref, nothing, actor=alice)

    services.prove_return(made.ref, b"erased", actor=alice)

    assert queries.unreturned(today()) == []


def test_a_contract_without_its_text_is_none(instance: Path) -> None:
    alice = manager()
    post = carrier(alice)

    for nothing in (b"", b" \n"):
        with pytest.raises(InputError):
            services.conclude(
                post.ref, nothing, Scope(terms=["confidentiality"], fields=["name"], purposes=["service"]), actor=alice,
                policy=POLICY, starts_on=today(), until=today() + WEEK,
            )  # fmt: skip

    assert not Contract.objects.exists()


def test_contracts_about_to_end_are_told(instance: Path) -> None:
    alice = manager()
    post = carrier(alice)
    made = contract(post, alice)

    assert queries.ending(today(), within=30) == [(post.ref, made.ref, today() + WEEK)]
    assert queries.ending(today(), within=3) == []


def test_a_partners_people_are_sealed_with_an_end_and_go_with_it(instance: Path) -> None:
    alice = manager()
    said = {"name": "山田花子", "phone": "03-0000-0000"}
    with pytest.raises(InputError):
        carrier(alice, contact=said)

    post = carrier(alice, contact=said, contact_until=today() + WEEK)
    assert post.contact is not None
    assert "山田".encode() not in bytes(post.contact.body or b"")
    services.end(post.ref, actor=alice)

    assert Paper.objects.get(ref=post.contact.ref).destroyed_at is not None


@pytest.mark.parametrize(
    "wrong",
    [
        {"fields": ["nmae"]},
        {"terms": ["Confidential!"]},
        {"until": dt.date(2020, 1, 1)},
    ],
)
def test_a_contract_that_says_nothing_the_policy_knows_is_not_taken(instance: Path, wrong: dict[str, Any]) -> None:
    alice = manager()
    post = carrier(alice)

    with pytest.raises(InputError):
        contract(post, alice, **wrong)

    assert not Contract.objects.exists()


def test_an_unknown_partner_has_no_standing_and_no_contract(instance: Path) -> None:
    alice = manager()

    assert queries.standing("partner:none", today(), BITS, POLICY) is None
    with pytest.raises(NotFound):
        services.classify("partner:none", "entrustment", actor=alice)
    with pytest.raises(InputError):
        services.register("x", "carier", actor=alice, policy=POLICY)
