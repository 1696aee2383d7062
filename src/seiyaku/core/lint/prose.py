"""
A document as statements: sentences, items and headings, each in one plain way of writing, each with its place.

A statement joins the lines a sentence was broken into. Its `text` is in full width or half as NFKC has it, without the
spaces between Japanese signs; `places` lead every sign of it back to where it stands in the document.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from .findings import Clause, Document, Span
from .lines import goes_on, hidden, is_title, spread, widest
from .markers import marker
from .words import Word, Words

LONGEST = 800  # signs of one statement; what is longer is cut, so that no rule meets more
_OPEN, _CLOSE = "(「『【〔[", ")」』】〕]"
_DROPPED = "*`\u200b\u200c\u200d\ufeff\u00ad"
_HEADING = re.compile(r"#{1,6}[ \t　]+")

Place = tuple[int, int]


@dataclass(eq=False, slots=True)
class Statement:
    """A sentence, an item or a heading: its plain text, and where each sign of it stands (line, column, from 1)."""

    text: str
    places: list[Place]
    clause: Clause | None
    path: tuple[Clause, ...]
    kind: str
    at: int = 0
    zone: str = "clause"

    def span(self, start: int = 0, end: int | None = None) -> Span:
        """Return where the signs from `start` to `end` stand."""
        end = len(self.text) if end is None else end
        first = self.places[min(start, len(self.places) - 1)]
        last = self.places[max(min(end, len(self.places)) - 1, 0)]
        return Span(line=first[0], column=first[1], end_line=last[0], end_column=last[1] + 1)

    @property
    def titles(self) -> str:
        """Return the headings above the statement, the nearest last."""
        return " / ".join(clause.title for clause in self.path if clause.title)


@dataclass(eq=False)
class Prose:
    """
    A document ready to be judged: its statements, the splitter of words, and the day whose law counts.

    `noted` keeps what was worked out once and is asked again: topics of clauses, statements of a topic.
    """

    document: Document
    splitter: Words
    as_of: dt.date
    statements: tuple[Statement, ...] = ()
    whole: str = ""
    below: dict[str, list[Statement]] = field(default_factory=dict)
    parents: dict[str, Clause] = field(default_factory=dict)
    noted: dict[object, object] = field(default_factory=dict)
    _words: dict[str, tuple[Word, ...]] = field(default_factory=dict)

    def words(self, text: str) -> tuple[Word, ...]:
        """Return the words of a statement's text; split once."""
        if text not in self._words:
            self._words[text] = self.splitter.split(text)
        return self._words[text]

    def find(
        self, pattern: re.Pattern[str], among: Iterable[Statement] | None = None
    ) -> Iterator[tuple[Statement, re.Match[str]]]:
        """Yield the statements in which a pattern stands, with its first place in each."""
        for statement in self.statements if among is None else among:
            if match := pattern.search(statement.text):
                yield statement, match

    def has(self, pattern: re.Pattern[str], among: Iterable[Statement] | None = None) -> bool:
        """Say whether a pattern stands anywhere among the statements."""
        return next(self.find(pattern, among), None) is not None

    def under(self, clause: Clause) -> list[Statement]:
        """Return the statements of a clause and of all below it."""
        return [each for part in clause.walk() for each in self.below.get(part.id, ())]

    def part(self, statement: Statement) -> Clause | None:
        """Return the part of the text a statement stands in: the largest clause that is not the whole."""
        for clause in statement.path:
            if 2 * len(self.under(clause)) <= len(self.statements):
                return clause
        return statement.path[-1] if statement.path else None

    def siblings(self, clause: Clause) -> tuple[Clause, ...]:
        """Return the clauses that stand beside a clause, itself among them."""
        parent = self.parents.get(clause.id)
        return parent.children if parent else self.document.clauses

    def outside(self) -> list[Statement]:
        """Return what stands in no clause: the head and the foot."""
        return [each for each in self.statements if each.clause is None]


def prose(document: Document, words: Words, as_of: dt.date) -> Prose:
    """Return the document as statements."""
    made = Prose(document, words, as_of)
    made.statements = tuple(_Cutter(document).statements())
    for at, statement in enumerate(made.statements):
        statement.at = at
        if statement.clause is not None:
            made.below.setdefault(statement.clause.id, []).append(statement)
    for clause in document.walk():
        made.parents.update({child.id: clause for child in clause.children})
    made.whole = "\n".join(statement.text for statement in made.statements)
    return made


class _Cutter:
    def __init__(self, document: Document) -> None:
        self.lines = spread(document.lines)
        self.hidden = hidden(self.lines)
        self.width = widest(self.lines)
        self.owners: dict[int, tuple[Clause, ...]] = {}
        for clause in document.clauses:
            self._own(clause, ())

    def _own(self, clause: Clause, above: tuple[Clause, ...]) -> None:
        path = (*above, clause)
        self.owners.update(dict.fromkeys(range(clause.span.line - 1, clause.span.end_line), path))
        for child in clause.children:
            self._own(child, path)

    def statements(self) -> Iterator[Statement]:
        first = min(self.owners, default=len(self.lines))
        for block, apart in self._blocks():
            path = self.owners.get(block[0], ())
            zone = "clause" if path else "head" if block[0] < first else "foot"
            yield from self._cut(block, path, zone, apart=apart)

    def _blocks(self) -> Iterator[tuple[list[int], bool]]:
        """Yield runs of lines that make one paragraph, and whether each stands apart from the one before."""
        run: list[int] = []
        apart = False
        for number, line in enumerate(self.lines):
            if not line.strip() or number in self.hidden:
                continue
            gap = bool(run) and number > run[-1] + 1
            if run and self._joins(run, number, gap=gap):
                run.append(number)
                continue
            if run:
                yield run, apart
            run, apart = [number], gap
        if run:
            yield run, apart

    def _joins(self, run: list[int], number: int, *, gap: bool) -> bool:
        path = self.owners.get(number, ())
        if path != self.owners.get(run[-1], ()) or (path and path[-1].span.line - 1 == number):
            return False
        if path and path[-1].title and run == [path[-1].span.line - 1]:
            return False
        return goes_on(self.lines[run[-1]], self.lines[number], width=self.width, apart=gap)

    def _cut(self, block: list[int], path: tuple[Clause, ...], zone: str, *, apart: bool) -> Iterator[Statement]:
        signs: list[tuple[str, Place]] = []
        opened = bool(path) and path[-1].span.line - 1 == block[0]
        for number in block:
            line = self.lines[number]
            start = len(line) - len(line.lstrip(" \t　"))
            found = marker(line) if opened and number == block[0] else None
            begin = found.rest if found else start + _signs(line[start:])
            signs.extend((sign, (number + 1, column + 1)) for column, sign in enumerate(line) if column >= begin)
        text, places = _plain(signs)
        if not text:
            return
        titled = opened and bool(path[-1].title)
        whole = "title" if titled else "item" if "。" not in text and (opened or is_title(text)) else "sentence"
        del apart
        for start, end in _sentences(text):
            yield Statement(
                text=text[start:end], places=places[start:end], clause=path[-1] if path else None, path=path,
                kind=whole, zone=zone,
            )  # fmt: skip


def _plain(signs: list[tuple[str, Place]]) -> tuple[str, list[Place]]:
    """Write signs in one way, keep their places, and drop the spaces between Japanese signs."""
    made: list[str] = []
    places: list[Place] = []
    space: Place | None = None
    for at, (sign, place) in enumerate(signs):
        if sign in _DROPPED or sign in "ﾞﾟ":
            continue
        if sign.isspace():
            space = space or place
            continue
        voiced = signs[at + 1][0] if at + 1 < len(signs) and signs[at + 1][0] in "ﾞﾟ" else ""
        plain = _one(sign + voiced)
        if sign in "，．,." and made and _is_japanese(made[-1]):
            plain = _stop(sign, signs[at + 1][0] if at + 1 < len(signs) else "")
        if space and made and made[-1].isascii() and plain.isascii():
            made.append(" ")
            places.append(space)
        space = None
        made.extend(plain)
        places.extend([place] * len(plain))
    return "".join(made), places


def _signs(words: str) -> int:
    """Return how many signs of Markdown stand before a heading that opens no clause, such as that of the whole."""
    found = _HEADING.match(words)
    return found.end() if found else 0


def _is_japanese(sign: str) -> bool:
    return "ぁ" <= sign <= "ヿ" or "一" <= sign <= "龠" or sign in ")」』】"


def _stop(sign: str, following: str) -> str:
    """Write the comma and full stop of Western print as the Japanese ones, where they stand in Japanese words."""
    if sign in "，,":
        return "、"
    return "." if following.isascii() and following.isalnum() and sign == "." else "。"


def _one(sign: str) -> str:
    if "ぁ" <= sign <= "ヿ" or "一" <= sign <= "龠" or sign.isascii() or "①" <= sign <= "⓿":
        return sign
    return unicodedata.normalize("NFKC", sign)


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    """Yield where each sentence begins and ends; full stops within brackets end none."""
    start, depth = 0, 0
    for at, sign in enumerate(text):
        if sign in _OPEN:
            depth += 1
        elif sign in _CLOSE:
            depth = max(0, depth - 1)
        if (sign in "。!?" and (depth == 0 or at - start > 400)) or at - start >= LONGEST:
            if text[start : at + 1].strip():
                yield start, at + 1
            start, depth = at + 1, 0
    if text[start:].strip():
        yield start, len(text)
