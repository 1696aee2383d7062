"""Each rule finds what breaks it and is silent on what nearly does; good policies of three trades are left alone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from seiyaku.check.reference import page
from seiyaku.core.language import LANGUAGES, Language
from seiyaku.core.lint.findings import Severity
from seiyaku.core.lint.rules import RULES

from .changes import declared
from .measuring import BREAKS, GOOD, NEAR, judge, measured

DOCS = Path(__file__).resolve().parents[2] / "docs" / "reference"
LINT = [rule for rule in RULES if rule.startswith("L")]
LEAST = 0.95


@pytest.mark.parametrize("name", GOOD)
def test_a_good_policy_yields_no_error_and_no_warning(name: str) -> None:
    findings = judge(GOOD[name].name, GOOD[name].read_text(encoding="utf-8"))

    assert [finding for finding in findings if finding.severity is not Severity.INFO] == []


def test_there_are_forty_five_rules_and_five_changes_of_each_kind_for_each() -> None:
    assert [f"L{n:02}" for n in range(1, 46)] == LINT
    for rule in LINT:
        assert len(BREAKS.get(rule, []) or declared.BREAKS[rule]) >= 5, rule
        assert len(NEAR.get(rule, []) or declared.NEAR[rule]) >= 5, rule


def test_a_purpose_named_by_the_letters_of_a_verb_is_stated() -> None:
    shop = GOOD["shop"].read_text(encoding="utf-8")
    declared_beside = {"purpose:suggest": "おすすめ"}

    silent = judge("shop.md", shop + "\n同意のある方に、お好みの商品をおすすめします。\n", declared_beside)
    spoken = judge("shop.md", shop, declared_beside)

    assert "L03" not in {finding.rule for finding in silent}
    assert "L03" in {finding.rule for finding in spoken}


@pytest.mark.slow
@pytest.mark.parametrize("rule", LINT)
def test_a_rule_finds_what_breaks_it_and_is_silent_on_what_nearly_does(rule: str) -> None:
    measure = measured()[rule]

    assert measure.recall >= LEAST, measure.missed
    assert measure.precision >= LEAST, measure.wrong


@pytest.mark.slow
def test_what_was_measured_is_what_is_kept_for_the_docs() -> None:
    kept = json.loads((DOCS / "check-rules.json").read_text(encoding="utf-8"))

    assert kept == {rule: [round(m.precision, 3), round(m.recall, 3)] for rule, m in measured().items()}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_of_the_rules_says_what_the_rules_and_the_measurement_say(language: Language) -> None:
    kept = json.loads((DOCS / "check-rules.json").read_text(encoding="utf-8"))
    file = DOCS / ("check-rules.md" if language == "ja" else "check-rules.en.md")

    assert file.read_text(encoding="utf-8") == page(language, kept)
