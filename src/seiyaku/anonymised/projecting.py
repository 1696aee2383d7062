"""
Knowing a released table again with a column added to it, left out of it, or put in another's place (9-2-D).

Of the whole table a sum over its rows is kept, and one for each column without it; so are they reckoned of what comes
in. That two tables say the same of as many people in every kind, with one column to spare, is no accident once there
are KINDS of them.

* A row is the sum of what its cells say, raised to the third power: neither the order of rows nor that of columns
  matters, and a column is left out by a subtraction.
* What cells of the table say is kept as well, column by column up to MOST. A row in which more than one cell says
  something else ends it: of what is ordinarily taken in, two rows are looked at.
* No sums are kept of a table that shows its source's own values, all of them: its source with a column more is that
  source, which may well come in again.
* Not here: some of the rows with a column more, and two columns more.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import sha256
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .recognising import Marks

PRIME = (1 << 127) - 1
BYTES = 16
KINDS = 6
WIDEST, MOST = 64, 1024
WORD = (1 << 64) - 1
HELD = 1 << 16


class Sums:
    """Takes rows of one width, as they are normalised, and sums them up: whole, and without each column in turn."""

    def __init__(self) -> None:
        """Begin with no rows."""
        self.rows, self.first, self.sums = 0, list[int](), list[int]()
        self._kinds: list[set[int]] = []
        self._words: list[set[int]] = []
        self._cells: dict[str, int] = {}
        self.broken = False

    def add(self, words: Sequence[str], times: int = 1) -> None:
        """Take a row, each cell normalised, that occurs so often; rows of several widths are no table."""
        cells = [self._of(word) for word in words]
        whole = sum(cells)
        said = [pow(whole, 3, PRIME), *(pow(whole - cell, 3, PRIME) for cell in cells)]
        if not self.sums:
            self.first, self.sums, self._kinds = said, [0] * len(said), [set() for _ in said]
            self._words = [set() for _ in cells]
        if self.broken or len(said) != len(self.sums) or len(words) > WIDEST:
            self.broken = True
            return
        self.rows += times
        self.sums = [(total + each * times) % PRIME for total, each in zip(self.sums, said, strict=True)]
        for kinds, each in zip(self._kinds, said, strict=True):
            if len(kinds) < KINDS:
                kinds.add(each)
        for words_of, cell in zip(self._words, cells, strict=True):
            if len(words_of) <= MOST:
                words_of.add(cell & WORD)

    def written(self) -> list[int]:
        """Return the sums to be kept; 0 in place of one that tells too few kinds apart, none where it is no table."""
        if self.broken:
            return []
        return [each if len(kinds) >= KINDS else 0 for each, kinds in zip(self.sums, self._kinds, strict=True)]

    def vocabulary(self) -> tuple[int, set[int]]:
        """Return how many columns say more than is kept of them, and what the cells of the others say."""
        kept = [words for words in self._words if len(words) <= MOST]
        return len(self._words) - len(kept), set().union(*kept)

    def is_one_of(self, among: Iterable[Marks]) -> Marks | None:
        """Return which table this is but for one column; with its first row as a head of columns, or without."""
        if self.broken or not self.sums:
            return None
        headless = [(total - each) % PRIME for total, each in zip(self.sums, self.first, strict=True)]
        for each in among:
            if not each.sums:
                continue
            wide, less = each.sums[0], set(each.sums[1:])
            for whole, *without in (self.sums, headless):
                held = {*without, whole} & less | ({wide} & {*without})
                if held - {0}:
                    return each
        return None

    def may_be(self, among: Iterable[Marks], words: Sequence[str]) -> bool:
        """Tell whether it still may be one, with another row of such cells; the first row may be a head of columns."""
        return not self.broken and any(
            each.sums
            and self.rows <= each.rows
            and abs(len(words) + 1 - len(each.sums)) <= 1
            and (not self.rows or self._says(each, words))
            for each in among
        )

    def _says(self, table: Marks, words: Sequence[str]) -> bool:
        """Tell whether all cells but one say what the table's say, as far as that is kept."""
        known = sum(not word or self._of(word) & WORD in table.words for word in words)
        return known >= len(table.sums) - 2 - table.open

    def _of(self, word: str) -> int:
        if not word:
            return 0
        if word not in self._cells:
            if len(self._cells) >= HELD:
                self._cells.clear()
            self._cells[word] = int.from_bytes(sha256(word.encode()).digest()[:BYTES], "big")
        return self._cells[word]
