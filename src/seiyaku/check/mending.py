"""
What can be mended mechanically: numbers that skip or repeat, and references that name a title under a wrong number.

* A clause gets the number its place among its neighbours gives it, written as theirs are (１, 第1条, (1), ①, ア, A).
* 「4. 利用目的」 where clause 5 alone has that title becomes 「5. 利用目的」.
* 第5条 and 5-2 follow a clause that moved, where only one clause had that number. An article of a statute stays.

Nothing else, and never what a clause says: wording is for people and their lawyers. Where what is a clause is mostly
guessed, nothing is changed; the rest comes as a difference for somebody to look at.
"""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from seiyaku.core.lint.findings import Clause, Document, Sureness
from seiyaku.core.width import plain

_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_KANA = "アイウエオカキクケコサシスセソタチツテトナニヌネノ"
_KANJI = "一二三四五六七八九十"
_WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
_UPPER, _LOWER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz"
_ROWS = (_CIRCLED, _KANA, _KANJI, _UPPER, _LOWER, _UPPER.translate({ord(c): ord(c) + 0xFEE0 for c in _UPPER}))
_NUMBER = re.compile(r"[0-9]+|[０-９]+")
_TITLED = re.compile(
    r"(?<=[「『])(?P<number>[0-9０-９]+(?:[-－‐][0-9０-９A-Z]+)*)(?P<dot>[.．、 　]+)(?P<title>[^「」『』]+)(?=[」』])"
)
_ARTICLE = re.compile(r"(?<![法令則例同])第(?P<number>[0-9０-９]+)条(?!の[0-9０-９])")
_DASHED = re.compile(
    r"(?<![0-9０-９A-Za-z\-－‐.])(?P<number>[0-9０-９]+[-－‐][0-9０-９]+(?:[-－‐][A-Z])?)(?![0-9０-９A-Za-z\-－‐.])"
)


def diff(document: Document) -> str:
    """Return what would be mended, as a unified difference; empty where nothing would."""
    before, after = list(document.lines), mended(document)
    name = document.name
    lines = difflib.unified_diff(before, after, f"a/{name}", f"b/{name}", lineterm="")
    return "".join(f"{line}\n" for line in lines)


def mended(document: Document) -> list[str]:
    """Return the lines with numbers and references mended."""
    lines = list(document.lines)
    if document.sureness is Sureness.POSSIBLE:
        return lines
    moved: dict[str, str] = {}
    marks: dict[int, tuple[str, str]] = {}
    _renumber(document.clauses, "", "", marks, moved)
    known = Counter(clause.id for clause in document.walk())
    follow = {old: new for old, new in moved.items() if known[old] == 1 and old != new}
    titles = _titles(document, moved)
    for place, line in enumerate(lines):
        before, after = marks.get(place + 1, ("", ""))
        start = line.find(before)
        head, rest = line[:start], line[start + len(before) :]
        lines[place] = head + after + _refer(rest, titles, follow) if start >= 0 else line
    return lines


def _renumber(
    clauses: Sequence[Clause], old: str, new: str, marks: dict[int, tuple[str, str]], moved: dict[str, str]
) -> None:
    """Note for each clause the number its place gives it, and under which id it is known from now on."""
    shift = _follows(clauses)
    for place, clause in enumerate(clauses):
        last = clause.id[len(old) :].lstrip("-.")
        written = clause.written
        if shift is not None:
            number = shift + place
            written = _written_as(clause.written, number)
            if written != clause.written:
                last = _written_as(last, number)
        marks[clause.span.line] = (clause.written, written)
        known = f"{new}-{last}" if new else last
        moved[clause.id] = known
        _renumber(clause.children, clause.id, known, marks, moved)


def _follows(clauses: Sequence[Clause]) -> int | None:
    """Return the first number of a row of clauses that can be renumbered, None for a row that cannot."""
    values = [_value(clause.written) for clause in clauses]
    if len(values) < 2 or any(value is None for value in values):
        return None
    if any(clause.sureness is Sureness.POSSIBLE for clause in clauses):
        return None
    numbers = [value for value in values if value is not None]
    steady = sum(after - before == 1 for before, after in pairwise(numbers))
    # A row that is mostly out of step is numbered by some other idea than ours.
    return numbers[0] if steady * 2 >= len(numbers) - 1 and numbers[0] in {0, 1} else None


def _value(written: str) -> int | None:
    if found := list(_NUMBER.finditer(written)):
        return int(found[-1].group())
    for row in _ROWS:
        for sign in written:
            if sign in row:
                return row.index(sign) + 1
    return None


def _written_as(written: str, number: int) -> str:
    """Write another number as `written` is: its last number, or its one sign of a row of signs."""
    if found := list(_NUMBER.finditer(written)):
        last = found[-1]
        wide = last.group() != last.group().translate(str.maketrans("０１２３４５６７８９", "0123456789"))
        said = str(number).translate(_WIDE) if wide else str(number)
        return written[: last.start()] + said + written[last.end() :]
    for row in _ROWS:
        for sign in written:
            if sign in row and 0 < number <= len(row):
                return written.replace(sign, row[number - 1], 1)
    return written


def _titles(document: Document, moved: dict[str, str]) -> dict[str, str]:
    """Return the number of each title that only one clause has."""
    every = [(plain(clause.title), moved[clause.id]) for clause in document.walk() if clause.title]
    count = Counter(title for title, _ in every)
    return {title: number for title, number in every if count[title] == 1}


def _refer(line: str, titles: dict[str, str], follow: dict[str, str]) -> str:
    line = _TITLED.sub(lambda found: _by_title(found, titles), line)
    for pattern in (_ARTICLE, _DASHED):
        line = pattern.sub(lambda found: _by_number(found, follow), line)
    return line


def _by_title(found: re.Match[str], titles: dict[str, str]) -> str:
    right = titles.get(plain(found["title"]))
    if right is None or plain(found["number"]).replace("‐", "-") == right:
        return found[0]
    return _wide_as(found["number"], right) + found["dot"] + found["title"]


def _by_number(found: re.Match[str], follow: dict[str, str]) -> str:
    right = follow.get(plain(found["number"]).replace("‐", "-"))
    return found[0] if right is None else found[0].replace(found["number"], _wide_as(found["number"], right))


def _wide_as(before: str, number: str) -> str:
    return number.translate(_WIDE) if re.search("[０-９]", before) else number
