"""
Findings as a PDF for the desk: PDF/A-2a, so that it can be kept, and PDF/UA-1, so that it can be read aloud.

Typst sets it with the Noto CJK fonts the house brings along; the fonts of the machine are not looked at. Signs that
the fonts do not have are replaced beforehand: UA-1 rightly refuses a sign that nobody could read.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from importlib.resources import files
from typing import Any, Literal

from seiyaku.check.accepting import Judged
from seiyaku.core.language import Language
from seiyaku.core.lint.findings import Finding, Report

from . import glyphs
from .articles import cited
from .rows import Row, of_whole, rows
from .safely import shown
from .sayings import NO_ADVICE, SEVERITIES, SURENESS, WORD, counts, doubt, head, place

STANDARDS: list[Literal["a-2a", "ua-1"]] = ["a-2a", "ua-1"]
UNPRINTABLE = "〓"  # the geta: what Japanese printers have always put for a sign they do not have


def document(judged: Sequence[Judged], language: Language, made: dt.datetime) -> bytes:
    """Return the report of all files as one PDF; `made` is the time it says it was made."""
    import typst

    said = json.dumps(_printable(_content(judged, language)), ensure_ascii=False)
    template = (files(__package__) / "report.typ").read_bytes()
    compiler = typst.Compiler(  # type: ignore[misc]  # its stub binds a type variable to nothing
        template, font_paths=glyphs.folders(), ignore_system_fonts=True, sys_inputs={"report": said}
    )
    pdf = compiler.compile(format="pdf", pdf_standards=[*STANDARDS], timestamp=int(made.timestamp()))
    if not isinstance(pdf, bytes):
        raise TypeError("typst returned no PDF")
    return pdf


def _printable(said: Any) -> Any:
    if isinstance(said, dict):
        return {key: _printable(value) for key, value in said.items()}
    if isinstance(said, list):
        return [_printable(each) for each in said]
    if isinstance(said, str):
        have = glyphs.signs()
        return "".join(sign if ord(sign) in have or sign == "\n" else UNPRINTABLE for sign in shown(said))
    return said


def _content(judged: Sequence[Judged], language: Language) -> dict[str, Any]:
    one = judged[0].report.document.name if len(judged) == 1 else ""
    return {
        "language": language,
        "title": WORD["of"].say(language).format(one) if one else WORD["title"].say(language),
        "worth": NO_ADVICE.say(language),
        "words": {
            "mend": WORD["suggestion"].say(language),
            "whole": WORD["head"].say(language).capitalize(),
            "text": WORD["text"].say(language),
            "accepted": WORD["accepted"].say(language).capitalize(),
        },
        "files": [_file(each, language) for each in judged],
    }


def _file(judged: Judged, language: Language) -> dict[str, Any]:
    report = judged.report
    worst = report.worst()
    return {
        "name": report.document.name,
        "worst": worst.value if worst else "clean",
        "counts": counts(report, language),
        "how": head(report.document).say(language),
        "doubt": unsure.say(language) if (unsure := doubt(report.document)) else "",
        "as-of": WORD["as_of"].say(language).format(report.as_of),
        "whole": [_note(report.findings[n], language) for n in of_whole(report)],
        "accepted": [f"{f.rule} {place(f.clause, f.span.line, language)}: {why.reason}" for f, why in judged.accepted],
        "rows": [_row(row, report, language) for row in rows(report)],
    }


def _row(row: Row, report: Report, language: Language) -> dict[str, Any]:
    pieces = [{"words": p.words, "severity": p.severity.value if p.severity else None} for p in row.pieces if p.words]
    notes = [_note(report.findings[n], language) for n in row.findings]
    return {
        "number": row.number,
        "level": row.level,
        "pieces": pieces or [{"words": " ", "severity": None}],
        "notes": notes,
    }


def _note(finding: Finding, language: Language) -> dict[str, Any]:
    articles = "; ".join(cited(each, language) for each in finding.articles)
    sure = f"{WORD['sureness'].say(language)}: {SURENESS[finding.sureness].say(language)}"
    return {
        "severity": finding.severity.value,
        "tag": SEVERITIES[finding.severity].say(language),
        "rule": finding.rule,
        "where": place(finding.clause, finding.span.line, language) if finding.clause or finding.quoted else "",
        "why": finding.why.say(language),
        "mend": finding.suggestion.say(language),
        "law": " / ".join(part for part in (articles, sure) if part),
    }
