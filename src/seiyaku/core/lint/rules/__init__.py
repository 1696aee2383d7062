"""
The rules of a check, by subject, and the one call that tries them all on a document.

A rule whose articles were not in force on the day asked about is not tried. `L01` to `L45` judge by the law; `F01` and
on tell, for a day on which it may be in force, what the reform of 2026 would change.

Not here: reading files (`check.reading`), showing what was found (`check.showing`).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from seiyaku.core.language import Text
from seiyaku.core.law import LAW_REVISION
from seiyaku.core.lint.citations import cite
from seiyaku.core.lint.findings import Citation, Document, Finding, Report, Severity, Span, Sureness
from seiyaku.core.lint.prose import Prose, prose
from seiyaku.core.lint.subject import of_public_body, takes_nothing
from seiyaku.core.lint.words import Words

from . import (
    abroad,
    acquisition,
    anonymised,
    browsing,
    changes,
    dates,
    definitions,
    fees,
    identity,
    mixing,
    operator,
    partners,
    profiling,
    provision,
    purposes,
    references,
    reform,
    requests,
    security,
    sharing,
    timing,
    wording,
)
from .judging import Found, Rule

_SUBJECTS = (
    definitions, operator, dates, purposes, profiling, acquisition, security, requests, fees, timing, identity,
    provision, mixing, partners, sharing, abroad, browsing, anonymised, changes, references, wording, reform,
)  # fmt: skip
# what a text must say because personal information is held: where none is, it is worth a note
OF_HOLDING = frozenset(["L02", "L06", "L07", "L08", "L09", "L10", "L11", "L28", "L31", "L32"])
_NONE_HELD = Text(
    "（個人情報を取得しないと述べているので、参考です。）",
    " (The text says that no personal information is taken; this is a note.)",
)
OF_ANYBODY = frozenset(["L01", "L17", "L24", "L30", "L33", "L34", "L35", "L41", "L42"])
_PUBLIC = Text(
    "（国の機関や地方公共団体には個人情報保護法の第5章が適用され、ここに挙げた条文は直接には適用されないので、参考です。）",
    " (To public bodies chapter 5 of the Act applies and not the articles named here; this is a note.)",
)
RULES: dict[str, Rule] = {
    rule.id: rule for rule in sorted((rule for part in _SUBJECTS for rule in part.RULES), key=lambda rule: rule.id)
}


def check(document: Document, *, words: Words, as_of: dt.date) -> Report:
    """Judge a document by the law of a day; the findings stand in the order of the text."""
    read = prose(document, words, as_of)
    found: list[Finding] = []
    empty, public = takes_nothing(read), of_public_body(read)
    for rule in RULES.values():
        cited = _cited(rule.articles, as_of)
        if rule.articles and not cited:
            continue
        note = _NONE_HELD if empty and rule.id in OF_HOLDING else None
        if public and rule.id not in OF_ANYBODY:
            note = _PUBLIC
        mine = [_finding(read, rule, each, cited) for each in rule.check(read)]
        found.extend(_noted(finding, note) if note else finding for finding in mine)
    found.sort(key=lambda each: (each.span, each.rule))
    return Report(document=document, findings=tuple(found), as_of=as_of, law_revision=LAW_REVISION)


def _noted(finding: Finding, note: Text) -> Finding:
    why = Text(finding.why.ja + note.ja, finding.why.en + note.en)
    return replace(finding, severity=Severity.INFO, sureness=Sureness.POSSIBLE, why=why)


def _cited(articles: tuple[str, ...], as_of: dt.date) -> tuple[Citation, ...]:
    return tuple(found for article in articles if (found := cite(article, as_of)))


def _finding(read: Prose, rule: Rule, found: Found, cited: tuple[Citation, ...]) -> Finding:
    articles = cited if found.articles is None else _cited(found.articles, read.as_of)
    if found.where is None:
        span, clause = Span(line=1, column=1, end_line=1, end_column=1), None
    else:
        span, clause = found.where.span(found.start, found.end), found.where.clause
    if found.missing:
        span = Span(line=span.line, column=span.column, end_line=span.line, end_column=span.column)
    return Finding(
        rule=rule.id,
        severity=found.severity or rule.severity,
        clause=clause.id if clause else None,
        span=span,
        quoted="" if found.missing or found.where is None else read.document.text(span),
        articles=articles or cited,
        why=found.why,
        suggestion=found.suggestion,
        sureness=found.sureness,
    )
