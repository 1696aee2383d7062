"""
The tree of clauses in a text, whatever numbers it: which line opens a clause, and below which other clause.

The same sign may number two levels ("4 利用目的" and, below it, "1 弊社は…"): a number goes where it is the next one;
where it is next on two levels, to the one whose clauses look alike (headings or sentences), then by indentation.
Unnumbered headings count where nothing numbers the text. Every guess lowers how sure the tree is.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from .findings import Clause, Sureness
from .lines import hidden, is_closing, is_day, is_title, spread, unfinished, widest
from .markers import Marker, marker
from .nodes import Node, shape
from .titles import bare_titles

FARTHEST = 3  # numbers that may be missing between two clauses of one list
DEEPEST = 12
_RANKS = "編章節条項"  # what 第 numbers, from the whole to the part


def clauses(lines: Sequence[str]) -> tuple[tuple[Clause, ...], Sureness]:
    """Return the clauses found in the lines, and how sure the tree of them is."""
    lines = spread(lines)
    builder = _Builder(lines, frozenset())
    builder.build()
    titles = bare_titles(lines)
    guessed = False
    if len(titles) >= 3 and not builder.has_headings():
        builder = _Builder(lines, titles)
        builder.build()
        guessed = True
    elif titles and builder.every:
        builder = _Builder(lines, titles, beside=True)
        builder.build()
    return shape(builder.roots, lines), builder.sureness(guessed=guessed)


class _Builder:
    def __init__(self, lines: tuple[str, ...], titles: frozenset[int], *, beside: bool = False) -> None:
        self.lines, self.titles, self.beside = lines, titles, beside
        self.hidden = hidden(lines)
        self.width = widest(lines)
        self.roots: list[Node] = []
        self.open: list[Node] = []
        self.every: list[Node] = []
        self.doubts = 0
        self.closed = False
        self.places: dict[tuple[str, int], list[int]] | None = None

    def build(self) -> None:
        before = ""
        for number, line in enumerate(self.lines):
            if not line.strip() or number in self.hidden:
                continue
            if is_closing(line):
                self._close()
            found = self._marker(number, line)
            if found is None or not self._place(found, number, line, before):
                self._extend(number)
            before = line
        self._cut_foot()

    def _marker(self, number: int, line: str) -> Marker | None:
        if number in self.titles and (not self.beside or self._ends(number)):
            self.doubts += self.beside
            start = len(line) - len(line.lstrip(" \t　"))
            return Marker(style="title", number=0, label="", written="", rest=start, indent=0)
        return marker(line)

    def _close(self) -> None:
        """End what is open at 以上: what follows belongs to none of it."""
        self.open.clear()
        self.closed = True

    def _ends(self, number: int) -> bool:
        """Say whether a heading that nothing marks ends what is open: no list that is open goes on after it."""
        return bool(self.every) and not any(
            self._next(node.style, node.number + 1 if node.number else 0, number)
            < (self._next(node.style, 1, number) if node.number else len(self.lines))
            for node in self.open
        )

    def _next(self, style: str, value: int, after: int) -> int:
        """Return the first line after one that a sign opens, or how many lines there are."""
        places = self._placed(style, value)
        at = bisect_right(places, after)
        return places[at] if at < len(places) else len(self.lines)

    def _placed(self, style: str, value: int) -> list[int]:
        """Return the lines that a sign opens."""
        if self.places is None:
            self.places = {}
            for number, line in enumerate(self.lines):
                found = marker(line) if line.strip() and number not in self.hidden else None
                for reading in found.readings() if found else ():
                    self.places.setdefault(reading, []).append(number)
        return self.places.get((style, value), [])

    def _extend(self, number: int) -> None:
        if self.every and not self.closed:
            self.every[-1].end = number

    def _place(self, found: Marker, number: int, line: str, before: str) -> bool:
        if found.style.startswith("#"):
            return self._head(found, number, line)
        if found.number == 0:
            return self._unnumbered(found, number, line)
        if found.path:
            return self._dotted(found, number, line)
        return self._numbered(found, number, line, before)

    def _head(self, found: Marker, number: int, line: str) -> bool:
        depth = int(found.style[1])
        if depth == 1 and not found.number and not self.every and self._only_first(number):
            return False
        for level, node in enumerate(self.open):  # the next article, though its heading is a rank lower
            if found.number > 1 and node.style[2:] == found.style[2:] and node.number == found.number - 1:
                del self.open[level:]
                return self._push(found, node.style, found.number, number, line)
        if found.number == 1 and len(self._placed(found.style, 1)) > 1:  # each list of headings under one of their rank
            above = next((n for n, node in enumerate(self.open) if node.style == f"#{depth}"), None)
            if above is not None and not self.open[above].number:
                del self.open[above + 1 :]
                return self._push(found, found.style, 1, number, line)
        while self.open and not (self.open[-1].style.startswith("#") and int(self.open[-1].style[1]) < depth):
            self.open.pop()
        return self._push(found, found.style, found.number, number, line)

    def _only_first(self, number: int) -> bool:
        return not any(line.startswith("# ") for line in self.lines[number + 1 :])

    def _unnumbered(self, found: Marker, number: int, line: str) -> bool:
        if found.style == "title":
            self.open.clear()
        elif (found.style.startswith("bullet") and not self.every) or (
            found.style.startswith(("mark", "box")) and not is_title(line[found.rest :]) and not self.every
        ):
            return False
        else:
            for level, node in enumerate(self.open):
                if node.style == found.style and (not found.style.startswith("bullet") or node.indent == found.indent):
                    del self.open[level:]
                    break
        return self._push(found, found.style, 0, number, line)

    def _dotted(self, found: Marker, number: int, line: str) -> bool:
        above = found.path[:-1]
        for level in range(len(self.open), 0, -1):
            if self._full(self.open[:level]) == above:
                del self.open[level:]
                return self._push(found, found.style, found.number, number, line)
        for level, node in enumerate(self.open):
            if node.style == found.style or (node.path and len(node.path) >= len(found.path)):
                del self.open[level:]
                break
        else:
            if found.number > 1 and not self.open:
                return False
        return self._push(found, found.style, found.number, number, line)

    @staticmethod
    def _full(nodes: list[Node]) -> tuple[str, ...]:
        numbered = [node for node in nodes if node.number]
        last = next((n for n in range(len(numbered) - 1, -1, -1) if len(numbered[n].path) > 1), None)
        if last is not None:
            return (*numbered[last].path, *(node.label for node in numbered[last + 1 :]))
        return tuple(node.label for node in numbered)

    def _numbered(self, found: Marker, number: int, line: str, before: str) -> bool:
        heading = is_title(line[found.rest :])
        exact = self._levels(found, 1, 1)
        if found.weak and unfinished(before, width=self.width) and not exact:
            return False
        if exact:
            level, style, value = self._best(exact, found, heading=heading)
            del self.open[level:]
            return self._push(found, style, value, number, line)
        first = next((reading for reading in found.readings() if reading[1] == 1), None)
        if first is not None and len(self.open) < DEEPEST:
            same = next((n for n, node in enumerate(self.open) if node.style == first[0]), None)
            if same is not None and self.every and self.every[-1] is self.open[same] and not self._can_nest(same):
                return False
            return self._push(found, first[0], 1, number, line)
        if found.number == 2 and found.style.startswith("1") and (below := self._unnumbered_first(found.style)):
            del self.open[below:]
            return self._push(found, found.style, 2, number, line)
        if heading and self._first_unnumbered(found, number):
            self.doubts += 1
            self.open = [node for node in self.open[:1] if node.style.startswith(("#", "第", "title"))]
            return self._push(found, found.style, 2, number, line, sureness=Sureness.LIKELY)
        gaps = [] if found.weak and not heading else self._levels(found, 2, FARTHEST + 1)
        if gaps:
            level, style, value = self._best(gaps, found, heading=heading)
            del self.open[level:]
            self.doubts += 1
            return self._push(found, style, value, number, line, sureness=Sureness.LIKELY)
        return found.style.startswith("第") and self._article(found, number, line)

    def _article(self, found: Marker, number: int, line: str) -> bool:
        """Place 第N条 below the chapter that is open: articles are numbered on through the chapters of a text."""
        rank = _RANKS.find(found.style[1])
        level = next(
            (n for n, node in enumerate(self.open) if _RANKS.find(node.style[1:2]) in {-1, *range(rank, 9)}), None
        )
        if level is not None:
            del self.open[level:]
        last = max((node.number for node in self.every if node.style == found.style), default=0)
        if 1 < found.number <= last and not is_title(line[found.rest :]):
            return False
        sure = found.number == last + 1
        self.doubts += not sure
        certainty = Sureness.CERTAIN if sure else Sureness.LIKELY
        return self._push(found, found.style, found.number, number, line, sureness=certainty)

    def _unnumbered_first(self, style: str) -> int | None:
        """Return the level below an open article whose first paragraph bears no number, as in statutes."""
        for level in range(len(self.open), 0, -1):
            node = self.open[level - 1]
            if node.style == "第条":
                return level if not any(child.style == style for child in node.children) else None
        return None

    def _first_unnumbered(self, found: Marker, number: int) -> bool:
        """Say whether a list opens at 2: nothing bears its 1, and its 3 follows."""
        return (
            found.number == 2
            and not found.weak
            and all(node.style != found.style for node in self.every)
            and self._next(found.style, 3, number) < len(self.lines)
        )

    def _can_nest(self, level: int) -> bool:
        """Say whether the clause open on a level may have a list of its own style below it: it ends as if one came."""
        return self.open[level].heading or len(self.open) == level + 1

    def _levels(self, found: Marker, least: int, most: int) -> list[tuple[int, str, int]]:
        """Return the open levels on which the sign is the next, or nearly."""
        levels = []
        for style, value in found.readings():
            for level, node in enumerate(self.open):
                if node.style == style and least <= value - node.number <= most:
                    levels.append((level, style, value))
        return levels

    def _best(self, levels: list[tuple[int, str, int]], found: Marker, *, heading: bool) -> tuple[int, str, int]:
        if len(levels) > 1:
            self.doubts += 1

        def worth(each: tuple[int, str, int]) -> tuple[bool, bool, int]:
            node = self.open[each[0]]
            return node.heading == heading, node.indent == found.indent, each[0]

        return max(levels, key=worth)

    def _push(
        self, found: Marker, style: str, value: int, number: int, line: str, *, sureness: Sureness = Sureness.CERTAIN
    ) -> bool:  # fmt: skip
        node = Node(
            style=style, number=value, label=found.label, written=found.written, line=number, rest=found.rest,
            column=len(line) - len(line.lstrip(" \t　")), indent=found.indent, heading=is_title(line[found.rest :]),
            path=found.path, sureness=sureness, end=number,
        )  # fmt: skip
        self.closed = False
        (self.open[-1].children if self.open else self.roots).append(node)
        self.open.append(node)
        self.every.append(node)
        return True

    def _cut_foot(self) -> None:
        """Leave 以上, the days a text was made and changed, and what follows them, out of the last clause."""
        if not self.every:
            return
        last = self.every[-1]
        for number in range(last.line + 1, last.end + 1):
            line = self.lines[number]
            if is_closing(line) or (is_day(line) and number > last.line + 1):
                last.end = number - 1
                return

    def has_headings(self) -> bool:
        """Say whether numbers or marks already divide the text into titled clauses."""
        titled = [node for node in self.roots if node.heading and (node.children or node.end > node.line)]
        return len(titled) >= 3

    def sureness(self, *, guessed: bool) -> Sureness:
        """Say how sure the tree is: certain without a guess, possible where most of it is one."""
        if len(self.every) < 3 or guessed:
            return Sureness.POSSIBLE
        if self.doubts == 0:
            return Sureness.CERTAIN
        return Sureness.LIKELY if self.doubts <= max(2, len(self.every) // 8) else Sureness.POSSIBLE
