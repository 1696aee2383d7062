"""Findings as JSON: one document for all the files of a run."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from seiyaku.check.accepting import Acceptance, Judged, Stale
from seiyaku.core.lint.findings import Citation, Clause, Finding, Span

from .sayings import NO_ADVICE


def document(judged: Sequence[Judged], stale: Sequence[Stale] = ()) -> dict[str, Any]:
    """Return everything a run found."""
    return {
        "note": {"ja": NO_ADVICE.ja, "en": NO_ADVICE.en},
        "files": [_file(each) for each in judged],
        "stale": [{**_acceptance(each.acceptance), "expired": each.expired} for each in stale],
    }


def _file(judged: Judged) -> dict[str, Any]:
    report, read = judged.report, judged.report.document
    worst = report.worst()
    return {
        "file": read.name,
        "kind": read.kind,
        "encoding": read.encoding,
        "sureness": read.sureness.value,
        "as_of": report.as_of.isoformat(),
        "law_revision": report.law_revision,
        "worst": worst.value if worst else None,
        "findings": [finding(each) for each in report.findings],
        "accepted": [{**finding(each), "acceptance": _acceptance(why)} for each, why in judged.accepted],
        "clauses": [_clause(each) for each in read.walk()],
    }


def finding(found: Finding) -> dict[str, Any]:
    """Return one finding."""
    return {
        "rule": found.rule,
        "severity": found.severity.value,
        "sureness": found.sureness.value,
        "clause": found.clause,
        "span": _span(found.span),
        "quoted": found.quoted,
        "articles": [_citation(each) for each in found.articles],
        "why": {"ja": found.why.ja, "en": found.why.en},
        "suggestion": {"ja": found.suggestion.ja, "en": found.suggestion.en},
    }


def _span(span: Span) -> dict[str, int]:
    return {"line": span.line, "column": span.column, "end_line": span.end_line, "end_column": span.end_column}


def _citation(citation: Citation) -> dict[str, str | None]:
    until = citation.until.isoformat() if citation.until else None
    return {"article": citation.article, "since": citation.since.isoformat(), "until": until}


def _clause(clause: Clause) -> dict[str, Any]:
    return {"clause": clause.id, "written": clause.written, "title": clause.title, "line": clause.span.line}


def _acceptance(acceptance: Acceptance) -> dict[str, Any]:
    return acceptance.model_dump(mode="json", exclude_none=True)
