"""
Findings for people at a terminal: the line quoted, the words marked under it, why, and how to mend it.

Wide signs take two columns, so the marks stand under the words they mean. Whatever would drive a terminal is shown,
not sent to it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rich.text import Text as Styled

from seiyaku.check.accepting import Judged, Stale
from seiyaku.core.language import Language, Text
from seiyaku.core.lint.findings import Document, Finding, Report, Severity, Sureness

from .articles import cited
from .rows import drawn
from .safely import cells, cut, shown
from .sayings import NO_ADVICE, SEVERITIES, SURENESS, WORD, counts, doubt, head, place

if TYPE_CHECKING:
    from collections.abc import Sequence

STYLES = {Severity.ERROR: "bold red", Severity.WARNING: "bold yellow", Severity.INFO: "bold cyan"}
SIGNS = {Severity.ERROR: "✗", Severity.WARNING: "▲", Severity.INFO: "●"}
BEFORE = 24  # columns kept before the marked words when a line is too long to show whole
MOST_LINES = 3  # of a quotation that goes over several
EXPIRED = Text("期限切れの受け入れ", "acceptance that has run out")
UNMATCHED = Text("どれにも当たらない受け入れ", "acceptance that no finding matches")


def lines(judged: Sequence[Judged], stale: Sequence[Stale], language: Language, width: int) -> Iterator[Styled]:
    """Yield the lines to print."""
    for each in judged:
        yield from _file(each, language, width)
    yield from stale_lines(stale, language)
    yield Styled(NO_ADVICE.say(language), "dim")


def stale_lines(stale: Sequence[Stale], language: Language) -> Iterator[Styled]:
    """Yield one line for each acceptance that accepts nothing."""
    for old in stale:
        said, what = EXPIRED if old.expired else UNMATCHED, old.acceptance
        where = " ".join(word for word in (what.rule, what.clause, what.quoted) if word)
        yield Styled(f"▲ {said.say(language)}: {shown(where)} ({what.until})", "yellow")


def _file(judged: Judged, language: Language, width: int) -> Iterator[Styled]:
    report = judged.report
    yield Styled(shown(report.document.name), "bold")
    yield Styled(f"{head(report.document).say(language)}  {WORD['as_of'].say(language).format(report.as_of)}", "dim")
    if unsure := doubt(report.document):
        yield Styled(unsure.say(language), "yellow")
    yield Styled("")
    for finding in report.findings:
        yield from _finding(finding, report, language, width)
    yield Styled.assemble(
        (counts(report, language), "bold" if report.findings else "bold green"), _taken(judged, language)
    )
    yield Styled("")


def _taken(judged: Judged, language: Language) -> str:
    many = len(judged.accepted)
    return f"  ({WORD['accepted_count'].say(language).format(many)})" if many else ""


def _finding(finding: Finding, report: Report, language: Language, width: int) -> Iterator[Styled]:
    style = STYLES[finding.severity]
    yield Styled.assemble(
        (f"{SIGNS[finding.severity]} {finding.rule} {SEVERITIES[finding.severity].say(language)}", style),
        f"  {place(finding.clause, finding.span.line, language)}",
        ("" if finding.sureness is Sureness.CERTAIN else f"  [{SURENESS[finding.sureness].say(language)}]", "dim"),
    )
    yield from _folded(finding.why.say(language), "  ", width, "")
    if finding.quoted:
        yield from _quoted(finding, report.document, style, width)
    if said := finding.suggestion.say(language):
        yield from _folded(f"→ {said}", "  ", width, "green")
    if finding.articles:
        yield from _folded("; ".join(cited(each, language) for each in finding.articles), "  ", width, "dim")
    yield Styled("")


def _quoted(finding: Finding, document: Document, style: str, width: int) -> Iterator[Styled]:
    """Yield each line the finding stands in, with the marks under its words."""
    span, gutter = finding.span, len(str(finding.span.end_line)) + 5
    for number in range(span.line, min(span.end_line, span.line + MOST_LINES - 1) + 1):
        begin = drawn(document, number)
        line = shown(document.lines[number - 1])[begin:]
        first = max(span.column - 1 - begin, 0) if number == span.line else len(line) - len(line.lstrip())
        last = max(span.end_column - 1 - begin, 0) if number == span.end_line else len(line)
        before, words, after = _window(line, first, last, width - gutter)
        label = str(number).rjust(gutter - 3)
        yield Styled.assemble((f"{label} │ ", "dim"), before, (words, style), after)
        marks = " " * cells(before) + "^" * max(1, cells(words))
        yield Styled.assemble((f"{'':>{gutter - 3}} │ ", "dim"), (marks, style))


def _window(line: str, first: int, last: int, width: int) -> tuple[str, str, str]:
    """Return what fits of a line: before the words, the words, after them, with … where something is left out."""
    before, words, after = line[:first], line[first:last], line[last:]
    if cells(line) > width:
        if cells(before) > BEFORE:
            before = "…" + cut(before[::-1], BEFORE - 1)[::-1]
        room = max(width - cells(before) - 1, 8)
        if cells(words) > room:
            words, after = cut(words, room - 1) + "…", ""
        room -= cells(words)
        if cells(after) > room:
            after = cut(after, max(room, 0)) + "…"
    return before, words, after


def _folded(said: str, indent: str, width: int, style: str) -> Iterator[Styled]:
    """Yield a sentence folded to the width; Japanese breaks anywhere, other words at spaces where there is one."""
    rest, room = shown(said), max(width - len(indent), 20)
    while rest:
        piece = cut(rest, room)
        if len(piece) < len(rest):
            space = piece.rfind(" ")
            if rest[len(piece)].isascii() and piece[-1].isascii() and space > 0:
                piece = piece[: space + 1]
            elif rest[len(piece)] in "、。）」』］,.)":
                piece = piece[:-1] or piece
        yield Styled(indent + piece.rstrip(), style)
        rest = rest[len(piece) :].lstrip(" ")
