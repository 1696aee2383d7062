"""
The shape of a policy's Markdown: front matter, title, clauses with their prose and rule blocks.

A heading starts a clause and carries its id; the one heading of the first level is the title. Prose is kept as it was
written. Raw HTML, rule blocks inside lists or quotes, fences that are nearly rule blocks or never close, and an
addendum written by hand are refused.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from markdown_it import MarkdownIt
from markdown_it.token import Token

from .pages import TOP, Page, Place, nearest

_ID = re.compile(r"((?:[0-9]+|[A-Z])(?:[-.](?:[0-9]+|[A-Z]))*)\.?(?:[\s　]+|\Z)(.*)", re.DOTALL)
_RULE = "yaml rule"


@dataclass(frozen=True)
class Block:
    """A rule block or the front matter: its YAML and the line it starts on."""

    text: str
    line: int


@dataclass(frozen=True)
class Section:
    """One clause as it stands in the file."""

    id: str
    level: int
    title: str
    prose: str
    line: int
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Outline:
    """One file's front matter, title and clauses, in their order."""

    front: Block | None
    title: str
    sections: tuple[Section, ...]


def to_html(prose: str) -> str:
    """Render a clause's prose as HTML. What looks like HTML in it stays text."""
    return str(MarkdownIt("commonmark", {"html": False}).enable("table").render(prose))


def outline(page: Page) -> Outline:
    """Find the clauses of `page`. Raises PolicyError."""
    return _Outliner(page).outline()


def _span(token: Token) -> tuple[int, int]:
    """Return the lines of a block, from 0, the last one excluded."""
    first, last = token.map or (0, 0)
    return first, last


class _Outliner:
    def __init__(self, page: Page) -> None:
        self.page = page
        self.lines = page.text.split("\n")
        self.clause: str | None = None

    def outline(self) -> Outline:
        front = self._front()
        tokens = MarkdownIt("commonmark").enable("table").parse("\n".join(self.lines))
        heads = [i for i, token in enumerate(tokens) if token.type == "heading_open"]
        if not heads or tokens[heads[0]].tag != "h1":
            raise self.page.fault(TOP, "no title", "a heading `# …` before the first clause")
        self._refuse_between(tokens[: heads[0]])
        sections = []
        for start, stop in zip(heads[1:], [*heads[2:], len(tokens)], strict=False):
            sections.append(self._section(tokens[start:stop], tokens, stop))
        self._refuse_between(tokens[heads[0] + 3 : heads[1] if len(heads) > 1 else len(tokens)])
        return Outline(front, tokens[heads[0] + 1].content, tuple(sections))

    def _front(self) -> Block | None:
        if self.lines[0].rstrip() != "---":
            return None
        for number, line in enumerate(self.lines[1:], start=1):
            if line.rstrip() == "---":
                block = Block("\n".join(self.lines[1:number]), 2)
                self.lines[: number + 1] = [""] * (number + 1)
                return block
        raise self.page.fault(TOP, "front matter that does not end", "a line `---`")

    def _refuse_between(self, tokens: list[Token]) -> None:
        for token in tokens:
            if token.map:
                place = Place(token.map[0] + 1, 1)
                raise self.page.fault(place, "words outside every clause", "a heading with a clause's id above them")

    def _section(self, tokens: list[Token], every: list[Token], stop: int) -> Section:
        head, inline = tokens[0], tokens[1]
        line = _span(head)[0] + 1
        if head.level:
            raise self.page.fault(Place(line, 1), "a heading inside a list or quote", "headings at the margin")
        self.clause, title = self._id(inline.content, line, int(head.tag[1]))
        blocks, dropped = [], set(range(*_span(head)))
        for token in tokens[3:]:
            self._refuse_html(token)
            if token.type == "fence" and self._is_rule(token):
                start, end = _span(token)
                blocks.append(Block("\n".join(self.lines[start + 1 : end - 1]), start + 2))
                dropped.update(range(start, end))
        end = _span(every[stop])[0] if stop < len(every) else len(self.lines)
        prose = "\n".join(text for n, text in enumerate(self.lines[line - 1 : end], line - 1) if n not in dropped)
        prose = re.sub(r"\n{3,}", "\n\n", prose).strip()
        return Section(self.clause, int(head.tag[1]), title, prose, line, tuple(blocks))

    def _id(self, heading: str, line: int, level: int) -> tuple[str, str]:
        if "附則" in heading:
            raise self.page.fault(Place(line, 1), "an addendum written by hand", "none: it is computed")
        match = _ID.match(heading)
        if level == 1 or not match or not match.group(2).strip():
            found = f"the heading {heading[:40]!r}"
            raise self.page.fault(
                Place(line, 1), found, "one title, and clauses `## id words`, for instance `### 8-2 …`"
            )
        return match.group(1), match.group(2).strip()

    def _refuse_html(self, token: Token) -> None:
        for part in (token, *(token.children or ())):
            if part.type in {"html_block", "html_inline"}:
                place = Place((token.map or (0, 0))[0] + 1, 1)
                raise self.page.fault(place, f"HTML {part.content.strip()[:40]!r}", "Markdown", clause=self.clause)

    def _is_rule(self, token: Token) -> bool:
        """Say whether a fence is a rule block; refuse what nearly is one, or hides the rest of the file."""
        start, end = _span(token)
        place, info = Place(start + 1, 1), " ".join(token.info.split())
        if end - start < 2 or not self.lines[end - 1].strip().startswith(token.markup):
            raise self.page.fault(place, "a fence that does not close", token.markup, clause=self.clause)
        if info != _RULE and (info.lower().startswith(("yaml", "yml")) or nearest(info, [_RULE])):
            raise self.page.fault(place, f"a block tagged {info!r}", f"`{_RULE}`", clause=self.clause, nearest=_RULE)
        if info == _RULE and (token.level or not self.lines[start].startswith(token.markup)):
            raise self.page.fault(place, "a rule block that is indented", "one at the margin", clause=self.clause)
        return info == _RULE
