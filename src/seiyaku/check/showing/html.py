"""
Findings as a page: the text with its marks in place, each finding beside the line it is about.

`body` is what a page of the portal shows; `page` stands by itself: no script, no address, one style sheet whose digest
is the only thing its content policy lets through. Everything that was read is text, never markup.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Sequence
from html import escape
from importlib.resources import files

from seiyaku.check.accepting import Judged
from seiyaku.core.language import Language
from seiyaku.core.lint.findings import Finding, Report

from .articles import cited
from .rows import Piece, Row, of_whole, rows
from .safely import shown
from .sayings import NO_ADVICE, SEVERITIES, SURENESS, WORD, counts, doubt, head, place

STYLES = ("config/look/tokens.css", "check/static/check/check.css", "check/static/check/alone.css")


def page(judged: Sequence[Judged], language: Language) -> str:
    """Return a whole page that needs no other file."""
    style = "".join((files("seiyaku") / name).read_text(encoding="utf-8") for name in STYLES)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    title = WORD["title"].say(language)
    if len(judged) == 1:
        title = WORD["of"].say(language).format(judged[0].report.document.name)
    return "\n".join(
        (
            "<!doctype html>",
            f'<html lang="{language}"><head><meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{escape(policy)}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            '<meta name="color-scheme" content="light dark">',
            f"<title>{_say(title)}</title><style>{style}</style></head>",
            f'<body><main class="alone"><h1>{_say(title)}</h1>',
            *(body(each, language, f"d{number}-") for number, each in enumerate(judged)),
            "</main></body></html>",
            "",
        )
    )


def body(judged: Judged, language: Language, prefix: str = "") -> str:
    """Return the report of one document; `prefix` keeps its ids apart from those of another on the same page."""
    return "\n".join(_body(judged, language, prefix))


def _body(judged: Judged, language: Language, prefix: str) -> Iterator[str]:
    report = judged.report
    worst = report.worst()
    name = _say(report.document.name)
    yield f'<div class="check"><h2 id="{prefix}check">{name}</h2>'
    yield f'<p class="sum {worst.value if worst else "clean"}">{_say(counts(report, language))}</p>'
    how = [head(report.document).say(language), WORD["as_of"].say(language).format(report.as_of)]
    how += [unsure.say(language)] if (unsure := doubt(report.document)) else []
    yield f'<p class="how">{"<br>".join(_say(each) for each in how)}</p>'
    yield f'<p class="worth"><strong>{_say(NO_ADVICE.say(language))}</strong></p>'
    if whole := of_whole(report):
        yield f'<div class="whole"><h3>{_say(WORD["head"].say(language).capitalize())}</h3>'
        yield from (_note(report.findings[n], n, language, prefix, 4) for n in whole)
        yield "</div>"
    if judged.accepted:
        yield from _accepted(judged, language)
    yield f'<h3>{_say(WORD["text"].say(language))}</h3><div class="sheet" lang="ja">'
    yield from (_row(row, report, language, prefix) for row in rows(report))
    yield "</div></div>"


def _row(row: Row, report: Report, language: Language, prefix: str) -> str:
    words = "".join(_piece(piece, report.findings, language, prefix) for piece in row.pieces)
    level = f" c{min(row.level, 4)}" if row.level else ""
    line = f'<p class="said{level}"><span class="n" aria-hidden="true">{row.number}</span>{words}</p>'
    notes = "".join(_note(report.findings[n], n, language, prefix, 4) for n in row.findings)
    beside = f'<div class="beside" lang="{language}">{notes}</div>' if notes else ""
    return f'<div class="row{" noted" if notes else ""}">{line}{beside}</div>'


def _piece(piece: Piece, findings: Sequence[Finding], language: Language, prefix: str) -> str:
    words = _say(piece.words)
    if piece.severity is None:
        return words
    links = "".join(_link(n, findings[n], language, prefix) for n in piece.begins)
    return f'<mark class="{piece.severity.value}">{words}</mark>{links}'


def _link(number: int, finding: Finding, language: Language, prefix: str) -> str:
    said = _say(f"{SEVERITIES[finding.severity].say(language)} {finding.rule}")
    attributes = f'class="to {finding.severity.value}" lang="{language}" href="#{prefix}f{number}" title="{said}"'
    return f"<a {attributes}>{finding.rule}</a>"


def _note(finding: Finding, number: int, language: Language, prefix: str, level: int) -> str:
    severity = SEVERITIES[finding.severity].say(language)
    where = place(finding.clause, finding.span.line, language) if finding.clause or finding.quoted else ""
    title = f'<span class="tag">{_say(severity)}</span> {finding.rule} <span class="where">{_say(where)}</span>'
    kind, called = f"finding {finding.severity.value}", f"{prefix}t{number}"
    parts = [
        f'<article class="{kind}" id="{prefix}f{number}" aria-labelledby="{called}">',
        f'<h{level} id="{called}">{title}</h{level}>',
        f"<p>{_say(finding.why.say(language))}</p>",
    ]
    if said := finding.suggestion.say(language):
        parts.append(f'<p class="mend"><span>{_say(WORD["suggestion"].say(language))}</span> {_say(said)}</p>')
    articles = "; ".join(cited(each, language) for each in finding.articles)
    sure = f"{WORD['sureness'].say(language)}: {SURENESS[finding.sureness].say(language)}"
    parts.append(f'<p class="law">{_say(" / ".join(part for part in (articles, sure) if part))}</p></article>')
    return "".join(parts)


def _accepted(judged: Judged, language: Language) -> Iterator[str]:
    yield f'<div class="whole"><h3>{_say(WORD["accepted"].say(language).capitalize())}</h3><ul>'
    for finding, why in judged.accepted:
        until = WORD["until"].say(language).format(why.until)
        where = place(finding.clause, finding.span.line, language)
        yield f"<li>{finding.rule} {_say(where)}: {_say(why.reason)} ({_say(until)})</li>"
    yield "</ul></div>"


def _say(words: str) -> str:
    return escape(shown(words))
