"""The law as a table with dates, and what it adds to a policy."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import Any

import pytest

import seiyaku.core
from seiyaku.core.answers import Allowed
from seiyaku.core.law import REFORM_OF_2026, law
from seiyaku.core.model import Policy
from seiyaku.core.reasons import REASONS, refuse
from seiyaku.ledger.bodies import WORD

from .sample import DAY, HELD, TODAY, ask, changed, cloopen, compiled, facts, fields, gate, purposes, staff

CORE = Path(seiyaku.core.__file__).parent


@pytest.mark.promise("11-1")
def test_what_was_promulgated_but_is_not_in_force_binds_nobody_yet() -> None:
    table = law(DAY)

    assert table.coming == REFORM_OF_2026
    assert not any(rule.in_force(DAY) for rule in REFORM_OF_2026)


@pytest.mark.promise("11-1")
def test_rules_in_force_are_found_by_day() -> None:
    assert law(DAY).grounds["27(1)(ii)"].article == "27(1)(ii)"
    assert "law:disclose" in law(dt.date(2022, 4, 1)).duties


@pytest.mark.promise("2-2")
def test_no_purpose_of_the_law_advertises_or_surveys() -> None:
    acts = {act for duty in law(DAY).duties.values() for act in duty.acts}

    assert not acts & {"profile", "provide", "collect"}


@pytest.mark.promise("2-2")
def test_making_anonymised_information_heeds_a_restriction_and_leaves_communications_alone() -> None:
    rules: Any = cloopen().rules
    anonymised = rules.anonymised or {"any": type(rules).model_fields and _anonymised()}
    policy = cloopen().model_copy(update={"rules": rules.model_copy(update={"anonymised": anonymised})})
    answering = compiled(policy)
    wanted = ask("read", "law:anonymise", "usage-history", "communication-log")

    free = answering.decide(wanted, facts(staff("anonymiser")))
    restricted = answering.decide(wanted, facts(staff("anonymiser"), person=changed(HELD, restricted=True)))

    assert isinstance(free, Allowed)
    assert free.fields == fields("usage-history")
    assert not isinstance(restricted, Allowed)
    assert restricted.reason == "restricted"


def _anonymised() -> object:
    from seiyaku.core.model import AnonymisedRule

    return AnonymisedRule(clause="9-1")


def related(policy: Policy, day: dt.date) -> Policy:
    """A later version that offers a new purpose, related to delivering the service (17(2))."""
    rules = policy.rules
    later = rules.purposes["service-contact"].model_copy(
        update={"related_to": ("deliver-service",), "notified": day}
    )  # fmt: skip
    changed_rules = rules.model_copy(update={"purposes": {**rules.purposes, "service-contact": later}})
    return policy.model_copy(update={"rules": changed_rules})


@pytest.mark.promise("2-2", "12-1")
def test_a_related_purpose_widens_only_from_the_day_of_notice_and_never_attested_data() -> None:
    later = compiled(related(cloopen(), DAY))
    held = purposes("deliver-service")
    both = purposes("deliver-service", "service-contact")

    assert later.basis_mask("customer", held, -1, today=TODAY - 1) == held
    assert later.basis_mask("customer", held, -1, today=TODAY) == both
    assert later.basis_mask("customer", held, -1, today=TODAY, attested=True) == held
    assert later.basis_mask("customer", purposes("bill-and-pay"), -1, today=TODAY) == purposes("bill-and-pay")
    assert later.basis_mask("partner", both, -1, today=TODAY) == 0  # whose purposes are none of these
    mixed = purposes("partner-service", "deliver-service")
    assert later.basis_mask("partner", mixed, -1, today=TODAY) == purposes("partner-service")


@pytest.mark.promise("2-2")
def test_publishing_a_new_purpose_widens_nothing_that_is_held() -> None:
    asked_for = purposes("deliver-service")

    assert gate().basis_mask("customer", asked_for, -1, today=TODAY) == asked_for


@pytest.mark.promise("4-3")
def test_a_notice_limits_what_a_value_serves_to_the_purposes_it_named() -> None:
    family, published, told = gate().acquired(form="sign-up", source="web-form")

    mask = gate().basis_mask(family, published, told & ~purposes("send-offers"), today=TODAY)

    assert not mask & purposes("send-offers", "considerate-service")


def test_every_reason_is_said_in_both_languages_with_an_article_and_a_remedy() -> None:
    for code in REASONS:
        answer = refuse(code, "2-2")

        assert answer.text.ja
        assert answer.text.en
        assert answer.remedy.text.ja
        assert answer.remedy.text.en
        assert answer.article
        assert answer.remedy.missing


def test_every_reason_the_rules_give_is_in_the_table_and_none_is_idle() -> None:
    said = "".join(p.read_text() for p in CORE.glob("*.py") if p.stem not in ("reasons", "sayings"))
    words = set(re.findall(r'"([a-z]+(?:-[a-z]+)*)"', said))

    assert {code for code in REASONS if code not in words} - {"evidence-missing"} == set()


def test_what_an_entry_says_of_an_answer_is_a_word_the_ledger_takes() -> None:
    table = law(DAY)
    rows = [*table.grounds.values(), *table.duties.values(), *table.acquisition.values(), *table.urgent.values()]

    words = {row.article for row in rows} | {reason.article for reason in REASONS.values()} | set(REASONS)

    assert not [word for word in words if not WORD.fullmatch(word)]
