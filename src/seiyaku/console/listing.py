"""
One way to search, sort and leaf through a list that can grow, for every screen that has one.

What is typed, by which column it is sorted and from which row on it is shown stands in the address, so that it can be
kept and gone back to. Such lists are of partners, staff, releases and counts: none of them names a customer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from seiyaku.core.language import Language
from seiyaku.core.width import plain

from .words import WORDS

PAGE = 50
FEW = 10  # rows that nobody has to search
LONGEST = 100  # characters
DOWN = "-"  # before the name of a column: the last first
AT = ""  # where, among what an address keeps, the list itself stands
NOTHING = (None, "", "—")


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """A column as it is headed: what it is called, the address that sorts by it, and how it is sorted now."""

    said: str
    url: str
    order: str
    number: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of the list that can be shown alone: its name, what it is called, how many are in it."""

    said: str
    many: int
    url: str
    here: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """Which rows of how many a page shows, in words, and the addresses of the pages before and after it."""

    counted: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed(Leaf):
    """What is shown of a list: one page of the rows that were looked for, and the ways on from it."""

    rows: list[Any]
    at: str
    said: str
    searched: bool
    sort: str
    show: str
    heads: tuple[Head, ...]
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column: the word it is headed by, and by what it is sorted; a name for the address, nothing if by nothing."""

    said: str
    name: str = ""
    by: Callable[[Any], Any] | None = None
    number: bool = False


def listed(
    at: str, asked: Mapping[str, str], rows: Iterable[Any], language: Language, *, columns: Sequence[Column],
    text: Callable[[Any], str], parts: Mapping[str, Callable[[Any], bool]] | None = None,
) -> Listed:  # fmt: skip
    """
    Return what is shown of `rows` by what an address asks for; what it asks wrongly is as if it asked nothing.

    `at`: the name of the list's own address (a page that shows a refused form stands elsewhere); `text`: the words of a
    row that are searched; `parts`: parts of the list, by the word each is called.
    """
    every, parts = list(rows), parts or {}
    said, show = asked.get("q", "")[:LONGEST].strip(), asked.get("show", "")
    show = show if show in parts else ""
    words = plain(said).casefold().split()
    found = [row for row in every if _has(plain(text(row)).casefold(), words)] if words else every
    shown = [row for row in found if parts[show](row)] if show else found
    sort = asked.get("sort", "")
    column = next((one for one in columns if one.by and one.name == sort.removeprefix(DOWN)), None)
    if column is not None and column.by is not None:
        shown = _sorted(shown, column.by, down=sort.startswith(DOWN))
    kept = {AT: reverse(f"console:{at}"), "q": said, "show": show, "sort": sort if column is not None else ""}
    first = first_row(asked, len(shown))
    leaf = leafed(first, len(shown), kept, language)
    return Listed(
        rows=shown[first : first + PAGE],
        at=kept[AT],
        said=said,
        searched=len(every) > FEW or bool(said),
        sort=kept["sort"],
        show=show,
        heads=tuple(_head(one, kept) for one in columns),
        parts=_parts(found, parts, kept, language) if parts else (),
        counted=leaf.counted,
        before=leaf.before,
        after=leaf.after,
    )


def first_row(asked: Mapping[str, str], many: int) -> int:
    """Return the place of the first row that an address asks for, of so many; the first where there is none."""
    said = asked.get("skip", "")
    first = int(said) if said.isdecimal() and len(said) < 7 else 0
    return first if first < many else 0


def leafed(first: int, many: int, kept: Mapping[str, str], language: Language) -> Leaf:
    """Return the ways on from a page that begins at `first`, of so many rows; `kept`: where it is, what it asks."""
    last = min(first + PAGE, many)
    return Leaf(
        counted=_counted(first, last, many, language),
        before=_address(kept, skip=max(0, first - PAGE)) if first else "",
        after=_address(kept, skip=last) if last < many else "",
    )


def _has(text: str, words: list[str]) -> bool:
    return all(word in text for word in words)


def _sorted(rows: list[Any], by: Callable[[Any], Any], *, down: bool) -> list[Any]:
    """Sort, rows that say nothing in that column last, whichever way; numbers before words."""
    saying = [(key, row) for row in rows if (key := by(row)) not in NOTHING]
    saying.sort(key=lambda one: (isinstance(one[0], str), one[0]), reverse=down)
    return [row for _, row in saying] + [row for row in rows if by(row) in NOTHING]


def _counted(first: int, last: int, many: int, language: Language) -> str:
    if not many:
        return ""
    whole = last - first == many
    return WORDS["list_all" if whole else "list_some"].say(language).format(many, first + 1, last)


def _address(kept: Mapping[str, str], **more: str | int) -> str:
    asked = urlencode({name: said for name, said in {**kept, **more}.items() if said and name != AT})
    return f"{kept[AT]}?{asked}" if asked else kept[AT]


def _head(one: Column, kept: Mapping[str, str]) -> Head:
    if one.by is None:
        return Head(said=one.said, url="", order="", number=one.number)
    up, down = kept["sort"] == one.name, kept["sort"] == DOWN + one.name
    url = _address(kept, sort=DOWN + one.name if up else one.name)
    return Head(said=one.said, url=url, order="ascending" if up else "descending" if down else "", number=one.number)


def _parts(
    found: list[Any], parts: Mapping[str, Callable[[Any], bool]], kept: Mapping[str, str], language: Language
) -> tuple[Part, ...]:
    whole = Part(
        said=WORDS["reg_all"].say(language), many=len(found), url=_address(kept, show=""), here=not kept["show"]
    )
    return (
        whole,
        *(
            Part(
                said=WORDS[name].say(language), many=sum(map(is_in, found)), url=_address(kept, show=name),
                here=name == kept["show"],
            )
            for name, is_in in parts.items()
        ),
    )  # fmt: skip
