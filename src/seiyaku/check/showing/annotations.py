"""Findings as the workflow commands of GitHub Actions: `::error file=…,line=…::…`, one a line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from seiyaku.check.accepting import Judged
from seiyaku.core.language import Language
from seiyaku.core.lint.findings import Document, Finding, Severity

from .articles import cited
from .safely import shown
from .sayings import NO_ADVICE

COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}
_VALUE = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_PROPERTY = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A", ":": "%3A", ",": "%2C"})


def lines(judged: Sequence[Judged], language: Language) -> Iterator[str]:
    """Yield one command for each finding, and last what a check is worth."""
    for each in judged:
        yield from (_command(finding, each.report.document, language) for finding in each.report.findings)
    yield f"::notice::{NO_ADVICE.say(language)}"


def _command(finding: Finding, document: Document, language: Language) -> str:
    span, place = finding.span, document.place(finding.span)
    places = {"file": document.name}
    if place is not None:
        places |= {"line": str(place[0]), "endLine": str(span.end_line if place[1] else place[0])}
    if place is not None and place[1] and span.line == span.end_line:
        places |= {"col": str(span.column), "endColumn": str(max(span.column, span.end_column - 1))}
    places["title"] = f"{finding.rule} {finding.clause or ''}".strip()
    quoted = finding.quoted.split("\n")[0] if place is None or not place[1] else ""
    said = [f"「{quoted}」" if quoted else "", finding.why.say(language), finding.suggestion.say(language)]
    said += [cited(citation, language) for citation in finding.articles]
    where = ",".join(f"{key}={shown(value).translate(_PROPERTY)}" for key, value in places.items())
    text = "\n".join(shown(line) for line in said if line)
    return f"::{COMMANDS[finding.severity]} {where}::{text.translate(_VALUE)}"
