"""
The text that was checked, line by line, cut where marks begin and end, with the findings that begin on each line.

For showings that put findings beside the text: a page, a printed report.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from seiyaku.core.lint.findings import Document, Finding, Report, Severity

from .safely import shown

LONGEST = 4000  # signs of one line that a page shows: what is longer was never written for people

_DRAWN = {"html", "docx"}  # kinds whose headings the reading marks with signs that are not in the file
_HEADING = re.compile(r"#{1,6} ")


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Some words of a line, and the numbers of the findings that mark them."""

    words: str
    findings: tuple[int, ...] = ()
    severity: Severity | None = None
    begins: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line: its number, its pieces, the level of the clause that begins on it (0: none), its findings."""

    number: int
    pieces: tuple[Piece, ...]
    level: int
    clause: str
    findings: tuple[int, ...]


def of_whole(report: Report) -> tuple[int, ...]:
    """Return the findings about what is missing in the document as a whole: nothing of the text can be marked."""
    return tuple(n for n, each in enumerate(report.findings) if each.clause is None and not each.quoted)


def drawn(document: Document, number: int) -> int:
    """Return how many signs at the start of a line the reading wrote there itself: `## ` before a heading of a page."""
    found = _HEADING.match(document.lines[number - 1]) if document.kind in _DRAWN else None
    return found.end() if found else 0


def rows(report: Report) -> Iterator[Row]:
    """Yield every line that holds something."""
    levels = {clause.span.line: (clause.level, clause.id) for clause in reversed(tuple(report.document.walk()))}
    whole = set(of_whole(report))
    beside: dict[int, list[int]] = {}
    for number, finding in enumerate(report.findings):
        if number not in whole:
            beside.setdefault(finding.span.line, []).append(number)
    for number, line in enumerate(report.document.lines, start=1):
        if line.strip() or number in beside:
            level, clause = levels.get(number, (0, ""))
            begin = drawn(report.document, number)
            pieces = tuple(_pieces(shown(line[:LONGEST]), number, report.findings, begin))
            findings = tuple(beside.get(number, ()))
            yield Row(number=number, pieces=pieces, level=level, clause=clause, findings=findings)


def _pieces(line: str, number: int, findings: Sequence[Finding], begin: int) -> Iterator[Piece]:
    """Cut a line from the sign `begin` on, where marks begin and end."""
    marks = [
        (finding_number, *(max(place, begin) for place in _reach(finding, number, len(line))))
        for finding_number, finding in enumerate(findings)
        if finding.quoted and finding.span.line <= number <= finding.span.end_line
    ]
    cuts = sorted({begin, len(line), *(place for _, first, last in marks for place in (first, last))})
    order = list(Severity)
    for first, last in pairwise(cuts):
        over = tuple(n for n, start, end in marks if start <= first and last <= end)
        severity = min((findings[n].severity for n in over), key=order.index, default=None)
        begins = tuple(n for n, start, _ in marks if n in over and findings[n].span.line == number and start == first)
        yield Piece(words=line[first:last], findings=over, severity=severity, begins=begins)


def _reach(finding: Finding, number: int, length: int) -> tuple[int, int]:
    """Return from where to where a finding marks one of its lines, from 0."""
    span = finding.span
    first = span.column - 1 if number == span.line else 0
    last = span.end_column - 1 if number == span.end_line else length
    return min(max(first, 0), length), min(max(last, 0), length)
