"""
What a check finds, and in what: the words shared by the reading, the rules and everything that shows results.

A `Document` is text that was read, line by line, with the tree of clauses found in it. A `Finding` points into it.
Lines and columns count from 1, in characters; an end is past the last character, as in an editor's selection.

Not here: reading files (`check.reading`), finding clauses (`tree`), judging (`rules`), showing (`check.showing`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from seiyaku.core.language import Text


class Severity(StrEnum):
    """How much a finding weighs: an error the law does not bear, a warning, or something worth knowing."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class Sureness(StrEnum):
    """How sure a reading or a finding is."""

    CERTAIN = "certain"
    LIKELY = "likely"
    POSSIBLE = "possible"


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Span:
    """A place in the lines of a document."""

    line: int
    column: int
    end_line: int
    end_column: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """
    One numbered (or titled) part of the text and what stands below it.

    `id`: "8-3-J", made of the numbers on the way down; `written`: the number as it stands, such as "（１）" or "第1条";
    `title`: its heading or ""; `span`: the number, the heading and the clause's own sentences, without its children.
    """

    id: str
    written: str
    title: str
    level: int
    span: Span
    sureness: Sureness = Sureness.CERTAIN
    children: tuple[Clause, ...] = ()

    def walk(self) -> Iterator[Clause]:
        """Yield the clause and everything below it, in the order of the text."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """
    A text as read: `name` of the file, `lines` without their ends, `clauses` found, `kind` and `encoding` of the file.

    `sureness` says how sure the tree is. `operator` and others that a policy file's front matter declares stand in
    `declared` (key to value), empty for prose. `origins` are the lines of the file on which the lines begin, where they
    are not the file's own.
    """

    name: str
    lines: tuple[str, ...]
    clauses: tuple[Clause, ...]
    kind: str = "text"
    encoding: str = "utf-8"
    sureness: Sureness = Sureness.CERTAIN
    declared: dict[str, str] = field(default_factory=dict)
    origins: tuple[int, ...] = ()

    def place(self, span: Span) -> tuple[int, bool] | None:
        """Return the line of the file a place begins on, and whether its columns count there; None for no such line."""
        if self.origins:
            return self.origins[span.line - 1], False
        return None if self.kind in {"docx", "pdf"} else (span.line, True)

    def walk(self) -> Iterator[Clause]:
        """Yield every clause, in the order of the text."""
        for clause in self.clauses:
            yield from clause.walk()

    def text(self, span: Span) -> str:
        """Return what stands at a place."""
        lines = self.lines[span.line - 1 : span.end_line]
        if not lines:
            return ""
        if len(lines) == 1:
            return lines[0][span.column - 1 : span.end_column - 1]
        return "\n".join((lines[0][span.column - 1 :], *lines[1:-1], lines[-1][: span.end_column - 1]))


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """
    An article that a finding rests on: "43(5)", "32(1)(i)", "R.34", "Order 10", "G 3-1-1", "Telecom 27-12".

    `since` and `until` are the days between which it is in force; `until` is None while no end is known.
    """

    article: str
    since: dt.date
    until: dt.date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """
    One thing a rule found: where, the words, the articles, why in one sentence, and wording that would mend it.

    `clause` is the id of the clause it stands in, None for the head or the text as a whole; `quoted` are the words at
    `span`, "" where something is missing.
    """

    rule: str
    severity: Severity
    clause: str | None
    span: Span
    quoted: str
    articles: tuple[Citation, ...]
    why: Text
    suggestion: Text
    sureness: Sureness = Sureness.CERTAIN


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a check of one document found, against the law of the day `as_of`, in the order of the text."""

    document: Document
    findings: tuple[Finding, ...]
    as_of: dt.date
    law_revision: str

    def worst(self) -> Severity | None:
        """Return the gravest severity found, or None where nothing was."""
        order = list(Severity)
        return min((finding.severity for finding in self.findings), key=order.index, default=None)
