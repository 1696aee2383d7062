"""
A document as the sections of a policy file: ids the loader takes, prose it renders, and the sentences to draft from.

A numbered or titled clause becomes a section. What is only listed (①, ア, ・ …) stays in the prose of the clause above
it, as a list. What stands before the first clause becomes the section P, unless something has that name. Lines that a
page break tore apart are one again.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from seiyaku.core.lint.findings import Clause, Document
from seiyaku.core.lint.lines import goes_on, is_closing, widest

_HEADED = re.compile(
    r"(?:第|[（(])?\s*(?:[0-9]+|[A-Z]|[一二三四五六七八九十百]+)(?:[-.‐－][0-9A-Z]+)*\s*(?:条|章|節|項)?\s*[)）.．、:：]*"
)
_LISTED = re.compile(r"[(（]?[①-⓿ァ-ヶ㈠-㈩a-zａ-ｚⅰ-ⅻ・•‣▪◦*‐–—･○●◎-][)）.．、:：]*")
_DOTS = frozenset("●○◎")
_SENTENCE = re.compile(r"(?:[^。]++|。(?=[」』）)]))*+(?:。|\Z)")  # a full stop within brackets ends nothing
DEEPEST = 6  # levels of a Markdown heading


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One sentence or list item: its words, the clause it stands under and the line it begins on."""

    clause: str
    line: int
    words: str
    listed: bool = False


@dataclass(slots=True, kw_only=True)
class Section:
    """One clause of the policy file to be: `titles` are those of the clauses above it and its own, outermost first."""

    id: str
    level: int
    title: str
    line: int
    titles: tuple[str, ...] = ()
    said: list[Said] = field(default_factory=list)
    below: list[Section] = field(default_factory=list)
    prose: list[str] = field(default_factory=list)

    def walk(self) -> Iterator[Section]:
        """Yield the section and everything below it."""
        yield self
        for each in self.below:
            yield from each.walk()

    @property
    def words(self) -> str:
        """Return everything it says itself."""
        return "".join(each.words for each in self.said)

    @property
    def listed(self) -> list[Said]:
        """Return its list items."""
        return [each for each in self.said if each.listed]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """A document as sections; `head` are the lines before the first clause, `foot` those after the last."""

    title: str
    sections: tuple[Section, ...]
    head: tuple[Said, ...]
    foot: tuple[Said, ...]
    dropped: tuple[Section, ...]

    def walk(self) -> Iterator[Section]:
        """Yield every section, in the order of the text."""
        for section in self.sections:
            yield from section.walk()


def outline(document: Document) -> Outline:
    """Cut a document into sections."""
    return _Cutter(document).outline()


class _Cutter:
    def __init__(self, document: Document) -> None:
        self.document = document
        self.lines = _without_rules(document.lines)
        self.width = widest(self.lines)
        self.parted = document.kind in {"html", "docx"}  # whose paragraphs no page has torn

    def outline(self) -> Outline:
        clauses = self.document.clauses
        first = clauses[0].span.line if clauses else len(self.lines) + 1
        head = self._paragraphs(1, first - 1)
        title, head = self._title([(line, re.sub("^#+[ 　]+", "", words)) for line, words in head])
        sections: list[Section] = []
        dropped: list[Section] = []
        names = {name for name, _ in _names(clauses, "")}
        if head:
            id_ = next((each for each in ("P", "0", "Z") if each not in names), "99")
            preface = Section(id=id_, level=2, title="前文", line=head[0][0], titles=("前文",))
            self._fill(preface, head, listed=False)
            sections.append(preface)
        for name, clause in _names(clauses, ""):
            section = self._section(clause, name, 2, ())
            (dropped if "附則" in section.title else sections).append(section)
        last = max((each.span.end_line for clause in clauses for each in clause.walk()), default=0)
        foot = tuple(Said(clause="", line=n, words=words) for n, words in self._paragraphs(last + 1, len(self.lines)))
        said = tuple(Said(clause="", line=line, words=words) for line, words in head)
        return Outline(title=title, sections=tuple(sections), head=said, foot=foot, dropped=tuple(dropped))

    def _title(self, head: list[tuple[int, str]]) -> tuple[str, list[tuple[int, str]]]:
        for place, (_, words) in enumerate(head[:3]):
            bare = words.lstrip("# ").strip()
            if len(bare) <= 40 and re.search("ポリシー|方針|取り?扱い|保護", bare) and not bare.endswith("。"):
                return bare, head[:place] + head[place + 1 :]
        return "", head

    def _section(self, clause: Clause, id_: str, level: int, above: tuple[str, ...]) -> Section:
        start = clause.span.line
        headed = self.lines[start - 1].startswith("#")  # in Markdown a heading is one, whatever its words look like
        paragraphs = self._paragraphs(start, clause.span.end_line if not headed else start)
        paragraphs += self._paragraphs(start + 1, clause.span.end_line) if headed else []
        title = _plain_title(clause.title)
        if headed and not title and paragraphs:
            title = _plain_title(_unmarked(paragraphs[0][1], clause.written))
            paragraphs[0] = (start, "")
        elif _torn(title) or "は、" in title:  # a sentence that a page break made look like a heading
            title = ""
        if paragraphs and paragraphs[0][1]:
            line, words = paragraphs[0]
            words = _unmarked(words, clause.written)
            if title and words.startswith(clause.title[:8]):
                words = words[len(clause.title) :] if words.startswith(clause.title) else ""
            paragraphs[0] = (line, words.strip())
        section = Section(
            id=id_, level=level, title=title, line=clause.span.line, titles=(*above, *([title] if title else []))
        )
        self._fill(section, [each for each in paragraphs if each[1]], listed=False)
        named = [child for child in clause.children if not _only_listed(child) and level < DEEPEST]
        for child in clause.children:
            if child not in named:
                self._list(section, child, 0)
        for name, child in _names(named, id_):
            section.below.append(self._section(child, name, level + 1, section.titles))
        if not title:
            section.title = _short(section.words) or id_
        if section.words == section.title:  # a heading and no more: said once is enough
            section.prose = []
        return section

    def _list(self, section: Section, clause: Clause, depth: int) -> None:
        paragraphs = self._paragraphs(clause.span.line, clause.span.end_line)
        line = paragraphs[0][0] if paragraphs else clause.span.line
        words = _unmarked(paragraphs[0][1] if paragraphs else "", clause.written)
        shown = f"{clause.written} " if clause.written and not re.match(r"[・･•*\-–‣▪◦]", clause.written) else ""
        section.prose.append(f"{'  ' * depth}* {safe(shown + words)}")
        section.said.append(Said(clause=section.id, line=line, words=words, listed=True))
        for more, rest in paragraphs[1:]:
            section.prose += ["", f"{'  ' * (depth + 1)}{safe(rest)}", ""]
            section.said.append(Said(clause=section.id, line=more, words=rest))
        for child in clause.children:
            self._list(section, child, depth + 1)

    def _fill(self, section: Section, paragraphs: list[tuple[int, str]], *, listed: bool) -> None:
        for line, words in paragraphs:
            section.prose += [safe(words), ""]
            for found in _SENTENCE.finditer(words):
                if found[0].strip():
                    section.said.append(Said(clause=section.id, line=line, words=found[0].strip(), listed=listed))

    def _paragraphs(self, first: int, last: int) -> list[tuple[int, str]]:
        """Return the paragraphs between two lines, each with the line it begins on; torn lines are joined."""
        found: list[tuple[int, str]] = []
        before, apart = "", False
        for number in range(first, last + 1):
            line = self.lines[number - 1]
            if not line.strip():
                apart = True
                continue
            joined = found and before and not (apart and self.parted) and not before.startswith("# ")
            joined = joined and (_torn(before) or goes_on(before, line, width=self.width, apart=apart))
            if joined:
                glue = " " if before[-1:].isascii() and line.strip()[:1].isascii() else ""
                found[-1] = (found[-1][0], found[-1][1].rstrip() + glue + line.strip())
            elif not is_closing(line):
                found.append((number, line.strip()))
            before, apart = line, False
        return found


def _torn(line: str) -> bool:
    """Say whether a line is the long beginning of a sentence: it has a comma, and no end."""
    words = line.strip()
    return (
        len(words) >= 30
        and "、" in words
        and not re.search("[。）)」』:：]$|(ます|です|とき|場合|こと|もの|ため)$", words)
    )


def _names(clauses: Sequence[Clause], above: str) -> list[tuple[str, Clause]]:
    """Give each clause an id that the loader takes: its own last part where that is a figure or a capital."""
    taken: set[str] = set()
    named = []
    for place, clause in enumerate(clauses, start=1):
        last = re.split(r"[-.]", unicodedata.normalize("NFKC", clause.id))[-1]
        if not re.fullmatch("[0-9]+|[A-Z]", last) or last in taken:
            last = str(place)
        while last in taken:
            last = str(int(last) + 1) if last.isdecimal() else str(place)
        taken.add(last)
        named.append((f"{above}-{last}" if above else last, clause))
    return named


def _only_listed(clause: Clause) -> bool:
    """Say whether a clause is an item of a list rather than a clause people would name."""
    if clause.title and not clause.written:
        return False
    if clause.title and clause.written in _DOTS and clause.span.end_line > clause.span.line:
        return False  # ● before a heading, with what stands below it
    written = unicodedata.normalize("NFKC", clause.written)
    return _LISTED.fullmatch(clause.written.strip()) is not None or not _HEADED.fullmatch(written)


def _without_rules(lines: Sequence[str]) -> tuple[str, ...]:
    """Blank the front matter and the fenced blocks of a policy file: they are not prose."""
    found = list(lines)
    if found and found[0].rstrip() == "---":
        end = next((n for n, line in enumerate(found[1:], 1) if line.rstrip() == "---"), 0)
        found[: end + 1] = [""] * (end + 1)
    fenced = False
    for number, line in enumerate(found):
        opens = line.startswith("```")
        if fenced or opens:
            found[number] = ""
        if opens:
            fenced = not fenced
    return tuple(found)


def _unmarked(words: str, written: str) -> str:
    """Take the number or sign at the start of a line off."""
    bare = words.lstrip("# 　").lstrip()
    bare = re.sub(r"^[-*]\s+(?=\S)", "", bare) if not bare.startswith(written or "\0") else bare
    if written and bare.startswith(written):
        bare = bare[len(written) :]
    return bare.lstrip(" 　.．、:：)）")


def _plain_title(title: str) -> str:
    return " ".join(title.split()).strip("*_`<>[]")[:80]


def _short(words: str) -> str:
    """Return a heading made of the first words of a clause that has none."""
    whole = words.strip().rstrip("。")
    if len(whole) <= 40 and "。" not in whole:
        return _plain_title(whole)
    told = re.sub(r"^(?:弊社|当社|当院|当店|私たち|わたしたち|本ポリシー|お客(?:様|さま))(?:は|では|の)、?", "", whole)
    first = re.split(r"[。（(]", told, maxsplit=1)[0].strip()
    return _plain_title(first if len(first) <= 24 else first[:23] + "…")


def safe(words: str) -> str:
    """Return words that Markdown renders as those words: no heading, no HTML, no fence."""
    words = "".join(sign for sign in words if sign >= " ").strip()
    words = re.sub(r"([\\`*_<>\[\]&])", r"\\\1", words)
    return re.sub(r"^(#|=|-|\+|~|\||\d+[.)])", r"\\\1", words)
