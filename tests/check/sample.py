"""A document and what was found in it, made by hand: to show, not to judge."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from seiyaku.check.accepting import Acceptance, Judged
from seiyaku.core.language import Text
from seiyaku.core.lint.findings import Citation, Clause, Document, Finding, Report, Severity, Span, Sureness

LINES = (
    "見本の方針",
    "",
    "1 守り",
    "1-1 仕組みは、破ることが極めて困難なものを用います。",
    "1-2 匿名加工情報を元の個人を識別するための行為を",
    "行うこと",
    "2 変更",
    "この方針は、予告なく変更することがあります。",
)


def span(line: int, words: str, end_line: int | None = None) -> Span:
    """Return where the words stand on a line; with `end_line`, from there to that line's end."""
    column = LINES[line - 1].index(words) + 1
    if end_line:
        return Span(line=line, column=column, end_line=end_line, end_column=len(LINES[end_line - 1]) + 1)
    return Span(line=line, column=column, end_line=line, end_column=column + len(words))


def clause(id_: str, line: int, level: int, *children: Clause) -> Clause:
    """Return a clause that begins on a line."""
    return Clause(id=id_, written=id_, title="", level=level, span=span(line, LINES[line - 1]), children=children)


DOCUMENT = Document(
    name="policies/my policy.txt",
    lines=LINES,
    clauses=(clause("1", 3, 1, clause("1-1", 4, 2), clause("1-2", 5, 2)), clause("2", 7, 1)),
)


def finding(rule: str, severity: Severity, where: str | None, at: Span, words: str, *articles: str) -> Finding:
    """Return a finding with plain words about it."""
    return Finding(
        rule=rule,
        severity=severity,
        clause=where,
        span=at,
        quoted=words,
        articles=tuple(Citation(article=article, since=dt.date(2022, 4, 1)) for article in articles),
        why=Text(
            f"{rule}の理由: 50%の人が<b>困る</b>、本当に。", f"Why {rule}: 50% of people would mind, <b>really</b>."
        ),
        suggestion=Text(f"{rule}はこう書きます。", f"Write {rule} like this."),
        sureness=Sureness.LIKELY if severity is Severity.WARNING else Sureness.CERTAIN,
    )


ABSOLUTE = finding("L36", Severity.WARNING, "1-1", span(4, "極めて困難"), "極めて困難", "23")
REIDENTIFIED = finding(
    "L13", Severity.ERROR, "1-2", span(5, "識別", 6), "識別するための行為を\n行うこと", "43(5)", "GA 3-2-6"
)
NO_ADDRESS = finding("L02", Severity.ERROR, None, Span(line=1, column=1, end_line=1, end_column=1), "", "32(1)(i)")
UNTOLD = finding("L23", Severity.WARNING, "2", span(8, "予告なく変更"), "予告なく変更", "21(3)", "Telecom 27-12")
REPORT = Report(
    document=DOCUMENT,
    findings=(NO_ADDRESS, ABSOLUTE, REIDENTIFIED, UNTOLD),
    as_of=dt.date(2026, 11, 28),
    law_revision="appi-2023-04-01/2",
)
JUDGED = Judged(report=REPORT)
CLEAN = Judged(report=Report(document=DOCUMENT, findings=(), as_of=dt.date(2026, 11, 28), law_revision="x"))
ACCEPTED = Acceptance(rule="L36", reason="監査で確かめた", until=dt.date(2027, 3, 31))
WITH_ACCEPTED = Judged(report=replace(REPORT, findings=(REIDENTIFIED,)), accepted=((ABSOLUTE, ACCEPTED),))
