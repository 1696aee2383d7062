"""
Writing a release: under another name first, made durable, then renamed. Never half a file has the final name.

A release is given as lines (one for each class and its sensitive values) and how often each occurs.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from errno import ENOSPC
from glob import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from seiyaku.core.errors import InputError, Unavailable

from . import scratch
from .shuffling import shuffled
from .sources import PARQUET

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa
    from numpy.typing import NDArray

    from seiyaku.core.anonymous.hierarchies import Label

T = TypeVar("T")

AT_ONCE = 1 << 16
ROW_GROUP, BATCH = 1 << 20, 1 << 16
MANY = 1 << 18


@dataclass(frozen=True, slots=True, kw_only=True)
class Lines:
    """The different lines of a release by column, and how many rows there are of each."""

    columns: tuple[str, ...]
    cells: tuple[Sequence[Label], ...]
    counts: NDArray[np.int64]

    @property
    def rows(self) -> int:
        """Return the rows of the release."""
        return int(self.counts.sum())


def write(lines: Lines, path: Path, *, separator: str, check: Callable[[Path], None]) -> None:
    """
    Write a release as CSV or, by its ending, as Parquet, in random order; `check` it before it gets its name.

    Raises:
        Unavailable: the disk is full or cannot be written; what was there under the name still is.
    """
    with whole(path) as part:
        if path.suffix.lower() in PARQUET:
            _parquet(lines, part)
        else:
            _csv(lines, part, separator)
        check(part)


@contextmanager
def whole(path: Path) -> Iterator[Path]:
    """
    Yield another name in the same folder; what is written there takes the final name only when all of it is on disk.

    What a killed run left half-written for this name is removed first.

    Raises:
        InputError: the folder is not there.
        Unavailable: the disk is full or cannot be written.
    """
    if not path.parent.is_dir():
        raise InputError(str(path), "no such folder", "a file in a folder that is there")
    part = part_of(path)
    try:
        clear(path)
        with scratch.writing_to(part):
            yield part
            _sync(part)
            part.replace(path)
            _sync(path.parent)
    except OSError as error:
        if error.errno == ENOSPC or "No space left" in str(error):
            raise Unavailable(f"{path.name}: the disk is full; nothing was written under the final name") from None
        raise Unavailable(f"{path.name}: {error.strerror}; nothing was written under this name") from None
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def part_of(path: Path) -> Path:
    """Return another name in the same folder, under which a file or folder is written first."""
    return path.with_name(f".{path.name}.{secrets.token_hex(8)}.part")


def clear(path: Path) -> None:
    """Remove what killed runs left half-written for a name."""
    scratch.clear_parts(path.parent, f".{escape(path.name)}.{'[0-9a-f]' * 16}.part")


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _csv(lines: Lines, part: Path, separator: str) -> None:
    texts = [_text(separator.join(map(_field(separator), row))) for row in zip(*lines.cells, strict=True)]
    order = shuffled(lines.counts)
    with part.open("wb") as file:
        file.write(_text(separator.join(map(_field(separator), lines.columns))))
        for piece in _ahead(_picked(texts, order)) if len(order) > MANY else _joined(texts, order):
            file.write(piece)


def _joined(texts: Sequence[bytes], order: NDArray[np.uint64]) -> Iterator[bytes]:
    for begin in range(0, len(order), AT_ONCE):
        yield b"".join(map(texts.__getitem__, order[begin : begin + AT_ONCE].tolist()))


def _picked(texts: Sequence[bytes], order: NDArray[np.uint64]) -> Iterator[memoryview]:
    """Yield the same by pyarrow, whose start is longer: texts in an array lie one behind the other, as in a file."""
    import pyarrow as pa

    held = pa.array(texts, pa.large_binary())
    for begin in range(0, len(order), AT_ONCE):
        some = held.take(order[begin : begin + AT_ONCE])
        _, ends, content = some.buffers()
        if ends is not None and content is not None:
            yield memoryview(content)[: memoryview(ends).cast("q")[len(some)]]


def _text(line: str) -> bytes:
    return f"{line}\n".encode()


def _field(separator: str) -> Any:
    """Return how a label is written: nothing for what is not there, quotation marks round what needs them."""
    marked = (separator, '"', "\n", "\r")

    def written(label: Label) -> str:
        if label is None:
            return ""
        if not label or any(mark in label for mark in marked):
            return '"' + label.replace('"', '""') + '"'
        return label

    return written


def _parquet(lines: Lines, part: Path) -> None:
    """Write each column as its labels once and the number of a label for each row, some rows at a time."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    columns = [_narrow(pa.array(cells, pa.string()).dictionary_encode()) for cells in lines.cells]
    order = shuffled(lines.counts)
    # Written as it is numbered here, and without this schema: who reads it finds columns of text. A column that has a
    # cell everywhere says so once, and not again for each row.
    numbered = pa.schema(
        [
            pa.field(column, each.type, nullable=each.null_count > 0)
            for column, each in zip(lines.columns, columns, strict=True)
        ]
    )

    def rows(begin: int) -> pa.Table:
        some = pa.array(order[begin : begin + ROW_GROUP], pa.uint64())
        taken = [pa.DictionaryArray.from_arrays(each.indices.take(some), each.dictionary) for each in columns]
        return pa.table(taken, schema=numbered)

    # The least and the most of rows in random order are those of all: to keep them takes half of the time.
    how: dict[str, Any] = {"compression": "zstd", "store_schema": False, "write_statistics": False,
                           "write_batch_size": BATCH}  # fmt: skip
    with pq.ParquetWriter(part, numbered, **how) as writer:
        for table in _ahead(map(rows, range(0, len(order), ROW_GROUP))):
            writer.write_table(table)


def _ahead(pieces: Iterator[T]) -> Iterator[T]:
    """Yield pieces, the next of which is made beside what is done with one."""
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(max_workers=1) as beside:
        following = beside.submit(next, pieces, None)
        while (piece := following.result()) is not None:
            following = beside.submit(next, pieces, None)
            yield piece


def _narrow(column: pa.DictionaryArray[Any, Any]) -> pa.DictionaryArray[Any, Any]:
    """Return the column with its numbers as short as they may be."""
    import pyarrow as pa

    labels = len(column.dictionary)
    kind = pa.int8() if labels < 1 << 7 else pa.int16() if labels < 1 << 15 else pa.int32()
    numbers: Any = column.indices.cast(kind)
    return pa.DictionaryArray.from_arrays(numbers, column.dictionary)
