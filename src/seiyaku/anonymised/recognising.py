"""
Knowing a released table again, whatever was done to its file (9-2-D; arts. 41(7), 43(5)).

Of each table that was made, marks of its rows are kept: eight bytes of a SHA-256 of a row's cells, normalised and in
one order, so that neither the order of rows and columns, nor the names of columns, nor encoding, line ends, delimiter
or file format matter. Of more than KEPT different rows the smallest marks are kept, and what they find is scaled up.

* A table counts as known when it holds 50 of the rows, or 1 % of them where that is fewer (two at least); of a
  pseudonymised table, whose rows are each under a name drawn for it, one row.
* Rows that come one by one, or a few in a file, are added up for each table without end, whoever sends them: they are
  a table that comes in pieces.
* A whole table with a column added, left out or put in another's place is known by sums over its rows (`projecting`).
* A row of fewer than two cells that say anything (`*` and nothing say nothing) is like any other, and has no mark.
* Not known again: some of its rows with cells left out, added or altered; a table whose marks went with it.
* The marks are sealed like the table (`post.bodies`). They are of anonymised rows: nothing of a person is in them.
"""

from __future__ import annotations

import codecs
import csv
import json
import struct
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING, Any

from seiyaku.core.errors import NotFound
from seiyaku.keys.memory import on_forget
from seiyaku.post import bodies

from .models import Pseudonymised, Release
from .projecting import BYTES, Sums
from .sources import PARQUET

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

KEPT = 1 << 17
MANY, SHARE, LEAST = 50, 0.01, 2
ALL = 1 << 64
HEAD = struct.Struct(">4sQQQ")
MAGIC, WITH_SUMS = b"sym1", b"sym2"
HOW_MANY = struct.Struct(">HHI")
AT_ONCE = 1 << 14
SAMPLE = 1 << 16
DELIMITERS = ",;\t|"
SAY_NOTHING = {"", "*"}
HELD = 64
# What was read of marks, by their body: each row that a program sends is looked for among them.
_held: dict[str, Marks] = {}
on_forget(_held.clear)


class Marker:
    """Takes the rows of a table one by one, and keeps their marks."""

    def __init__(self, kept: int = KEPT, *, own: bool = False) -> None:
        """Keep so many marks at most; `own`: its values are its source's own, all of them."""
        self._kept, self._seen, self._below, self._rows, self._wide = kept, set[int](), ALL, 0, 0
        self._sums = None if own else Sums()

    def add(self, cells: Iterable[str | None], times: int = 1) -> None:
        """Take a row that occurs so often."""
        words = words_in(cells)
        if self._sums is not None:
            self._sums.add(words, times)
        said = said_in(words)
        self._rows += times
        self._wide = max(self._wide, len(said))
        mark = mark_of(said)
        if mark is None or mark >= self._below:
            return
        self._seen.add(mark)
        if len(self._seen) > 2 * self._kept:
            lowest = sorted(self._seen)[: self._kept + 1]
            self._below = lowest.pop()
            self._seen = set(lowest)

    def written(self) -> bytes:
        """Return the marks as they are sealed."""
        sums = self._sums.written() if self._sums else []
        over, words = self._sums.vocabulary() if self._sums else (0, set())
        head = HEAD.pack(WITH_SUMS, self._rows, self._below - 1, self._wide)
        head += HOW_MANY.pack(len(sums), over, len(words))
        head += b"".join(each.to_bytes(BYTES, "big") for each in sums)
        head += b"".join(each.to_bytes(8, "big") for each in sorted(words))
        return head + b"".join(mark.to_bytes(8, "little") for mark in sorted(self._seen))


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """
    The marks of one table (`ref`): of how many rows, all below `below`, sorted; its widest row; the article.

    `sums`: over its rows, and over them without each column; none of a table that has none. `words`: what its cells
    say, but for so many columns (`open`).
    """

    ref: str = ""
    rows: int
    below: int
    wide: int
    marks: NDArray[np.uint64]
    article: str
    single: bool
    sums: tuple[int, ...] = ()
    words: frozenset[int] = frozenset()
    open: int = 0

    @property
    def needed(self) -> int:
        """Return how many rows of a file make it this table."""
        if self.single:
            return 1
        return max(LEAST, ceil(max(LEAST, min(MANY, self.rows * SHARE)) * self.below / ALL))

    def held(self, marks: NDArray[np.uint64]) -> int:
        """Return how many rows with these marks are the table's."""
        if not len(self.marks):
            return 0
        at = self.marks.searchsorted(marks).clip(max=len(self.marks) - 1)
        return int((self.marks[at] == marks).sum())


def words_in(cells: Iterable[str | None]) -> list[str]:
    """Return what each of a row's cells says, normalised."""
    return [unicodedata.normalize("NFKC", cell).strip() if cell else "" for cell in cells]


def said_in(words: Iterable[str]) -> list[str]:
    """Return what a row says, in one order."""
    return sorted(word for word in words if word)


def mark_of(said: list[str]) -> int | None:
    """Return the mark of a row; None where it says too little to be told from another."""
    if sum(word not in SAY_NOTHING for word in said) < 2:
        return None
    return int.from_bytes(sha256("\x1f".join(said).encode()).digest()[:8], "little")


def kept() -> list[Marks]:
    """Return the marks of every table that may be out."""
    released = Release.objects.exclude(marks="").values_list("marks", flat=True)
    of_41 = Pseudonymised.objects.exclude(marks="").values_list("marks", flat=True)
    found = [
        *(_kept(ref, "43(5)", single=False) for ref in released),
        *(_kept(ref, "41(7)", single=True) for ref in of_41),
    ]
    return [marks for marks in found if marks is not None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What rows are: those of a table (None: of none), and how many of each table are among them."""

    table: Marks | None
    rows: Mapping[str, int]


def known(rows: Iterable[Iterable[str | None]], among: list[Marks], before: Mapping[str, int] | None = None) -> Seen:
    """Return which of the tables rows are of, with how many of each that came `before`."""
    import numpy as np

    sums = Sums()
    found, before = dict.fromkeys((each.ref for each in among), 0), before or {}
    for batch in _batches(_marks(rows, among, sums)):
        here = np.array(batch, dtype=np.uint64)
        for each in among:
            found[each.ref] += each.held(here)
            if found[each.ref] and found[each.ref] + before.get(each.ref, 0) >= each.needed:
                return Seen(table=each, rows=found)
    return Seen(table=sums.is_one_of(among), rows=found)


def rows_in(path: Path) -> Iterator[list[str | None]]:
    """Yield the rows of a file, whatever table it is: Parquet, JSON Lines, or text in any usual encoding."""
    with path.open("rb") as file:
        start = file.read(SAMPLE)
    if path.suffix.lower() in PARQUET or start.startswith(b"PAR1"):
        yield from _parquet(path)
        return
    with path.open(encoding=_encoding(path, start), errors="replace", newline="") as text:
        if start.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
            yield from _json_lines(text)
            return
        line = text.readline()
        delimiter = max(DELIMITERS, key=line.count)
        text.seek(0)
        try:
            yield from csv.reader((each.replace("\0", "") for each in text), delimiter=delimiter)
        except csv.Error:
            return  # no table; whoever takes the file in says so


def _marks(rows: Iterable[Iterable[str | None]], among: list[Marks], sums: Sums) -> Iterator[int]:
    widest, summing = max((each.wide for each in among), default=0), True
    for row in rows:
        cells = list(row)
        wide = sum(map(bool, cells))
        if wide > widest and not summing:
            continue
        words = words_in(cells)
        summing = summing and sums.may_be(among, words)
        if summing:
            sums.add(words)
        if wide <= widest and (mark := mark_of(said_in(words))) is not None:
            yield mark
    if not summing:
        sums.broken = True


def _batches(marks: Iterator[int]) -> Iterator[list[int]]:
    batch: list[int] = []
    for mark in marks:
        batch.append(mark)
        if len(batch) == AT_ONCE:
            yield batch
            batch = []
    if batch:
        yield batch


def read(held: bytes, article: str, *, single: bool) -> Marks:
    """Return what a marker wrote."""
    import numpy as np

    magic, rows, below, wide = HEAD.unpack_from(held)
    at, sums, words, over = HEAD.size, list[int](), list[int](), 0
    if magic == WITH_SUMS:
        many, over, known = HOW_MANY.unpack_from(held, at)
        at += HOW_MANY.size
        sums = [int.from_bytes(held[at + BYTES * place :][:BYTES], "big") for place in range(many)]
        at += BYTES * many
        words = np.frombuffer(held, dtype=">u8", offset=at, count=known).tolist()
        at += 8 * known
    marks = np.frombuffer(held[at:], dtype="<u8")
    return Marks(
        rows=rows, below=below + 1, wide=wide, marks=marks, article=article, single=single, sums=tuple(sums),
        words=frozenset(words), open=over,
    )  # fmt: skip


def _kept(ref: str, article: str, *, single: bool) -> Marks | None:
    try:
        bodies.size_of(ref)
        if ref not in _held:
            if len(_held) >= HELD:
                _held.clear()
            _held[ref] = replace(read(b"".join(bodies.read(ref)), article, single=single), ref=ref)
        return _held[ref]
    except NotFound:  # destroyed meanwhile
        return None


def _encoding(path: Path, start: bytes) -> str:
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    decoder = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as file:
        try:
            while block := file.read(1 << 20):
                decoder.decode(block)
        except UnicodeDecodeError:
            return "cp932"
    return "utf-8-sig"


def _parquet(path: Path) -> Iterator[list[str | None]]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        for batch in pq.ParquetFile(path).iter_batches():
            columns = [column.cast(pa.string()).to_pylist() for column in batch.columns]
            yield from (list(row) for row in zip(*columns, strict=True))
    except pa.ArrowException:
        return  # no table; whoever takes the file in says so


def _json_lines(lines: Iterable[str]) -> Iterator[list[str | None]]:
    for line in lines:
        try:
            said: Any = json.loads(line)
        except ValueError:
            continue
        if isinstance(said, dict):
            yield [None if value is None else str(value) for value in said.values()]
