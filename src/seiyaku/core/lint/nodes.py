"""
The nodes a tree of clauses is built of, and how they are shown: with ids, spans and titles.

A node's id is made of the numbers on the way down; what bears none is counted (1, 2, … where nothing on its level bears
one, u1, u2, … beside numbers).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from .findings import Clause, Span, Sureness
from .lines import goes_on, widest

_IN_BRACKETS = re.compile(r"[(（【《〔\[［＜<]([^()（）【】《》〔〕\[\]]{1,40})[)）】》〕\]］＞>]")


@dataclass(slots=True)
class Node:
    """A clause while its tree is built: what opens it, on which line (from 0), and what stands below it."""

    style: str
    number: int
    label: str
    written: str
    line: int
    column: int
    rest: int
    indent: int
    heading: bool
    path: tuple[str, ...] = ()
    sureness: Sureness = Sureness.CERTAIN
    end: int = 0
    children: list[Node] = field(default_factory=list)


def shape(roots: Sequence[Node], lines: tuple[str, ...]) -> tuple[Clause, ...]:
    """Return the clauses of a tree as they are shown."""
    return _Shaper(lines).clauses(roots, "", 1)


class _Shaper:
    def __init__(self, lines: tuple[str, ...]) -> None:
        self.lines = lines
        self.width = widest(lines)
        self.taken: dict[str, int] = {}

    def clauses(self, nodes: Sequence[Node], above: str, level: int) -> tuple[Clause, ...]:
        plain = [node for node in nodes if not node.label]
        prefix = "" if len(plain) == len(nodes) else "u"
        places = {id(node): f"{prefix}{place}" for place, node in enumerate(plain, 1)}
        return tuple(self._clause(node, self._id(node, node.label or places[id(node)], above), level) for node in nodes)

    def _clause(self, node: Node, name: str, level: int) -> Clause:
        self.taken[name] = self.taken.get(name, 0) + 1
        if self.taken[name] > 1:
            name = f"{name}({self.taken[name]})"
        end = node.end
        while end > node.line and not self.lines[end].strip():
            end -= 1
        return Clause(
            id=name,
            written=node.written,
            title=self._title(node, end),
            level=level,
            span=Span(
                line=node.line + 1, column=node.column + 1, end_line=end + 1, end_column=len(self.lines[end]) + 1
            ),
            sureness=node.sureness,
            children=self.clauses(node.children, name, level + 1),
        )

    @staticmethod
    def _id(node: Node, label: str, above: str) -> str:
        if node.path:
            whole = "-".join(node.path)
            return whole if not above or whole.startswith(above + "-") else f"{above}-{node.label}"
        return f"{above}-{label}" if above else label

    def _title(self, node: Node, end: int) -> str:
        words = self.lines[node.line][node.rest :].strip(" \t　#")
        if whole := _IN_BRACKETS.fullmatch(words):
            words = whole[1]
        if node.style.startswith(("#", "title", "box", "第")) and node.heading:
            return words
        own = next((n for n in range(node.line + 1, end + 1) if self.lines[n].strip()), 0)
        apart = own > node.line + 1
        broken = own and goes_on(self.lines[node.line], self.lines[own], width=self.width, apart=apart)
        return words if node.heading and not broken and (bool(own) or bool(node.children)) else ""
