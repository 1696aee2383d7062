"""
Findings as SARIF 2.1.0 (OASIS, 2020-03-27), for editors and code scanning.

An accepted finding stands with its suppression (3.35), so that a reader sees what was accepted and why.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from seiyaku import __version__
from seiyaku.check.accepting import Acceptance, Judged
from seiyaku.core.language import Language
from seiyaku.core.lint.findings import Finding, Report, Severity

from .articles import cited
from .sayings import NO_ADVICE, SEVERITIES

LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


def document(judged: Sequence[Judged], language: Language) -> dict[str, Any]:
    """Return one SARIF log with one run."""
    every = [finding for each in judged for finding in (*each.report.findings, *(f for f, _ in each.accepted))]
    rules = sorted({finding.rule for finding in every})
    results = [
        _result(finding, each.report, why, rules, language)
        for each in judged
        for finding, why in (*((f, None) for f in each.report.findings), *each.accepted)
    ]
    run = {
        "tool": {"driver": _driver(rules, every, language)},
        "language": language,
        "columnKind": "unicodeCodePoints",
        "artifacts": [_artifact(each.report) for each in judged],
        "results": results,
    }
    return {"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [run]}


def _driver(rules: Sequence[str], every: Sequence[Finding], language: Language) -> dict[str, Any]:
    first = {finding.rule: finding for finding in reversed(every)}
    return {
        "name": "seiyaku",
        "semanticVersion": __version__.replace(".dev", "-dev."),
        "fullDescription": {"text": NO_ADVICE.say(language)},
        "rules": [_rule(first[rule], language) for rule in rules],
    }


def _rule(finding: Finding, language: Language) -> dict[str, Any]:
    return {
        "id": finding.rule,
        "shortDescription": {"text": _title(finding.rule, language)},
        "help": {"text": NO_ADVICE.say(language)},
        "defaultConfiguration": {"level": LEVELS[finding.severity]},
    }


def _title(rule: str, language: Language) -> str:
    from seiyaku.check.showing.rules import title

    return title(rule).say(language)


def _artifact(report: Report) -> dict[str, Any]:
    return {"location": {"uri": uri(report.document.name)}, "encoding": report.document.encoding}


def uri(name: str) -> str:
    """Return a file's name as a relative reference, or as an absolute address where the name is one."""
    if Path(name).is_absolute():
        return Path(name).as_uri()
    return quote(Path(name).as_posix())


def _result(
    finding: Finding, report: Report, why: Acceptance | None, rules: Sequence[str], language: Language
) -> dict[str, Any]:
    span, place = finding.span, report.document.place(finding.span)
    region: dict[str, Any] = {"startLine": place[0] if place else 1}
    if place is not None and place[1]:
        region |= {"startColumn": span.column, "endLine": span.end_line, "endColumn": span.end_column}
    if finding.quoted:
        region["snippet"] = {"text": finding.quoted}
    location: dict[str, Any] = {
        "physicalLocation": {"artifactLocation": {"uri": uri(report.document.name)}, "region": region}
    }
    if finding.clause:
        location["logicalLocations"] = [{"fullyQualifiedName": finding.clause, "kind": "clause"}]
    result: dict[str, Any] = {
        "ruleId": finding.rule,
        "ruleIndex": rules.index(finding.rule),
        "level": LEVELS[finding.severity],
        "message": {"text": f"{finding.why.say(language)} {finding.suggestion.say(language)}".strip()},
        "locations": [location],
        "partialFingerprints": {"words/v1": _fingerprint(finding, report)},
        "properties": {
            "severity": SEVERITIES[finding.severity].say(language),
            "sureness": finding.sureness.value,
            "articles": [cited(each, language) for each in finding.articles],
        },
    }
    if why is not None:
        result["suppressions"] = [{"kind": "external", "status": "accepted", "justification": why.reason}]
    return result


def _fingerprint(finding: Finding, report: Report) -> str:
    """Name the finding by what it says rather than where, so that it stays the same when lines move."""
    said = "\0".join((finding.rule, report.document.name, finding.clause or "", finding.quoted))
    return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()[:32]
