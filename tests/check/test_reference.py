"""The published policy that the reference policy stands for gets the findings it is known to deserve, and no other."""

from __future__ import annotations

import datetime as dt

import pytest

from seiyaku.check.reading import read
from seiyaku.check.words import splitter
from seiyaku.core.lint.findings import Report, Severity
from seiyaku.core.lint.rules import RULES, check

from .reference import MUST, QUOTED, SEVERITIES, SHARED

FILES = sorted((SHARED / "reference").glob("*.txt"))
pytestmark = pytest.mark.skipif(not FILES, reason="the published policy is not beside the repository")


@pytest.fixture(scope="module")
def report() -> Report:
    path = FILES[0]
    document = read(path, path.read_bytes(), path.name)
    return check(document, words=splitter(), as_of=dt.date(2026, 11, 28))


@pytest.mark.promise("9-2-D", "11-1", "12-1")
def test_everything_it_is_known_for_is_found_and_nothing_else(report: Report) -> None:
    found = sorted({(finding.rule, finding.clause or "") for finding in report.findings})

    assert found == sorted({(rule, clause or "") for rule, clause in MUST})


def test_each_finding_quotes_the_words_that_stand_at_its_place(report: Report) -> None:
    for finding in report.findings:
        assert finding.quoted == "" or finding.quoted == report.document.text(finding.span)
        expected = QUOTED.get((finding.rule, finding.clause))
        assert expected is None or expected in finding.quoted.replace(" ", ""), finding


def test_each_finding_weighs_what_its_rule_says(report: Report) -> None:
    for finding in report.findings:
        assert finding.severity is Severity(SEVERITIES.get(finding.rule, RULES[finding.rule].severity.value)), finding
        assert finding.articles, finding
        assert finding.why.ja
        assert finding.why.en
        assert finding.suggestion.ja
        assert finding.suggestion.en
