"""Where each rule stands, so that a fault found later can still be shown where it was written."""

from __future__ import annotations

from typing import Any

from seiyaku.core.errors import PolicyError

from .marks import Marked
from .pages import TOP, Page, nearest


class Places:
    """The marks of all blocks of one file, by section and item."""

    def __init__(self, page: Page) -> None:
        """Begin with none."""
        self.page = page
        self._found: dict[tuple[str, str], tuple[Marked, str]] = {}

    def add(self, section: str, item: str, marked: Marked, clause: str) -> None:
        """Note where an item stands. Raises PolicyError when its name is taken."""
        if (section, item) in self._found:
            first = self._found[section, item][0].key((section, item)).line
            place = marked.key((section, item))
            raise self.page.fault(place, f"a second {item!r}", f"one; the first is on line {first}", clause=clause)
        self._found[section, item] = marked, clause

    def fault(self, path: tuple[str | int, ...], found: str, expected: str, names: Any = ()) -> PolicyError:
        """Say what is wrong with what stands at `path` (section, item, key …); `names` are the valid ones."""
        word = found.split("'")[1] if "'" in found else found
        near = nearest(word, names)
        if len(path) < 2 or (str(path[0]), str(path[1])) not in self._found:
            return self.page.fault(TOP, found, expected, nearest=near)
        marked, clause = self._found[str(path[0]), str(path[1])]
        place = marked.place(path) if len(path) > 2 else marked.key(path)
        return self.page.fault(place, found, expected, clause=clause, nearest=near)
