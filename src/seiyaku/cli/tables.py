"""
Tables in and out: CSV as Excel writes it (cp932 or UTF-8), JSON Lines, Parquet.

Reading yields `(row number, cells)`, the header being row 1 and a quoted line break part of its row. A row that cannot
be read is yielded as a `Broken` with its number and why, and reading goes on after it; a file that cannot be read at
all raises `InputError` before anything is done. No message carries a cell's value.
"""

from __future__ import annotations

import codecs
import csv
import io
import json
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from seiyaku.core.errors import InputError
from seiyaku.door.handoff import neutral

CELL_AT_MOST = 1_000_000  # characters; a longer one is a bomb, not a value
ROW_AT_MOST = 4_000_000
COLUMNS_AT_MOST = 500
WRITTEN = frozenset({".csv", ".jsonl", ".parquet"})
NOT_LETTERS = "\x80\uf8f0\uf8f1\uf8f2\uf8f3"  # what the cp932 codec makes of bytes that are no letter


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row: its number in the file and its cells by column name."""

    number: int
    cells: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Broken:
    """A row that cannot be read: its number, a stable code for why, and the bytes or text to put aside."""

    number: int
    why: str
    text: str


def encoding_of(path: Path) -> str:
    """Return "utf-8-sig" or "cp932": whichever reads the whole file; a few bytes wrong in cp932 are a row's matter."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as file:
        try:
            while block := file.read(1 << 20):
                decoder.decode(block)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return "cp932"
    return "utf-8-sig"


def read(path: Path) -> Iterator[Row | Broken]:
    """Read the table at `path`, its kind by its ending."""
    if not path.is_file():
        raise InputError(where=path.name, found="no file", expected="a .csv, .jsonl or .parquet file")
    readers = {".csv": read_csv, ".txt": read_csv, ".jsonl": read_json_lines, ".ndjson": read_json_lines}
    if path.suffix.lower() == ".parquet":
        return read_parquet(path)
    reader = readers.get(path.suffix.lower())
    if reader is None:
        raise InputError(where=path.name, found=path.suffix or "no ending", expected=".csv, .jsonl or .parquet")
    return reader(path)


def read_csv(path: Path) -> Iterator[Row | Broken]:
    """Read a CSV of either encoding; see the module."""
    encoding = encoding_of(path)
    with path.open("rb") as file:
        lines = _Lines(file)
        header = _header(lines.record(0), encoding, path.name)
        number = 1
        while record := lines.record(len(header)):
            number += 1
            if record.strip(b"\r\n"):
                yield _row(number, record, header, encoding)


class _Lines:
    """
    Cuts a byte stream into records at line ends outside quotes, holding one record at a time.

    In cp932 no second byte is a quote, a comma or a line end, so this is sound before decoding. A quote that somebody
    forgot to close must not swallow the rows after it: when the lines it runs over do not make a row of the expected
    width, only its first line is given out (and found broken), and the others are read again as rows of their own.
    """

    LINES_AT_MOST = 64

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._again: deque[bytes] = deque()

    def _line(self) -> bytes:
        return self._again.popleft() if self._again else self._file.readline(ROW_AT_MOST)

    def record(self, width: int) -> bytes:
        """Return the next record, empty at the end. `width`: the cells it should have, 0 when not known."""
        lines = [self._line()]
        quotes = lines[0].count(b'"')
        size = len(lines[0])
        while quotes % 2 and len(lines) < self.LINES_AT_MOST and size < ROW_AT_MOST:
            line = self._line()
            if not line:
                break
            lines.append(line)
            quotes += line.count(b'"')
            size += len(line)
        record = b"".join(lines)
        if len(lines) == 1 or (quotes % 2 == 0 and (not width or _width(record) == width)):
            return record
        self._again.extendleft(reversed(lines[1:]))
        return lines[0]


def _width(record: bytes) -> int:
    try:
        return len(next(csv.reader(io.StringIO(record.decode("latin-1"), newline=""), strict=True), []))
    except csv.Error:
        return -1


def _header(record: bytes, encoding: str, name: str) -> list[str]:
    try:
        cells = next(csv.reader(io.StringIO(record.decode(encoding)), strict=True), [])
    except (UnicodeDecodeError, csv.Error) as error:
        raise InputError(where=f"{name}:1", found="an unreadable header", expected="column names") from error
    names = [cell.strip() for cell in cells]
    if not names or not any(names):
        raise InputError(where=f"{name}:1", found="no header", expected="column names")
    if len(names) > COLUMNS_AT_MOST:
        raise InputError(where=f"{name}:1", found=f"{len(names)} columns", expected=f"at most {COLUMNS_AT_MOST}")
    twice = next((n for n in names if names.count(n) > 1), None)
    if twice is not None:
        raise InputError(where=f"{name}:1", found=f"column {twice!r} twice", expected="each column once")
    return names


def _row(number: int, record: bytes, header: Sequence[str], encoding: str) -> Row | Broken:
    cells, why = _cells(record, "utf-8" if encoding == "utf-8-sig" else encoding)
    if not why and len(cells) != len(header):
        why = "cells"
    if why:
        return Broken(number=number, why=why, text=record.decode(encoding, "backslashreplace")[:CELL_AT_MOST])
    return Row(number=number, cells=dict(zip(header, cells, strict=True)))


def _cells(record: bytes, encoding: str) -> tuple[list[str], str | None]:
    try:
        text = record.decode(encoding)
    except UnicodeDecodeError:
        return [], "encoding"
    if any(letter in text for letter in NOT_LETTERS):
        return [], "encoding"
    if "\0" in text:
        return [], "nul"
    if len(text) > CELL_AT_MOST:
        return [], "too-long"
    try:
        return next(csv.reader(io.StringIO(text, newline=""), strict=True), []), None
    except csv.Error:
        return [], "quotes"


def read_json_lines(path: Path) -> Iterator[Row | Broken]:
    """Read one JSON object of plain values a line."""
    with path.open("rb") as file:
        number = 0
        while line := file.readline(ROW_AT_MOST):
            number += 1
            if line.strip():
                yield _json_row(number, line)


def _json_row(number: int, line: bytes) -> Row | Broken:
    cells, why = _json_cells(line)
    if why:
        return Broken(number=number, why=why, text=line.decode("utf-8", "backslashreplace")[:CELL_AT_MOST])
    return Row(number=number, cells=cells)


def _json_cells(line: bytes) -> tuple[dict[str, str], str | None]:
    if len(line) >= ROW_AT_MOST:
        return {}, "too-long"
    if line.count(b"{") + line.count(b"[") > COLUMNS_AT_MOST:
        return {}, "depth"
    try:
        value = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return {}, "encoding"
    except (ValueError, RecursionError):
        return {}, "json"
    if not isinstance(value, dict) or any(isinstance(cell, dict | list) for cell in value.values()):
        return {}, "depth"
    cells = {str(name): "" if cell is None else str(cell) for name, cell in value.items()}
    return cells, "nul" if any("\0" in cell for cell in cells.values()) else None


def read_parquet(path: Path) -> Iterator[Row | Broken]:
    """Read a Parquet file of plain columns, block by block."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        file = pq.ParquetFile(path)
    except (pa.ArrowInvalid, OSError) as error:
        raise InputError(where=path.name, found="not a Parquet file", expected="a whole Parquet file") from error
    if any(pa.types.is_nested(field.type) for field in file.schema_arrow):
        raise InputError(where=path.name, found="nested columns", expected="plain columns")
    number = 0
    for batch in file.iter_batches(batch_size=1000):
        for cells in batch.to_pylist():
            number += 1
            yield Row(number=number, cells={k: "" if v is None else str(v) for k, v in cells.items()})


def write(path: Path, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> int:
    """Write a table to `path` (mode 0600, kind by its ending); CSV as Excel reads it, formulas neutralised."""
    kind = path.suffix.lower()
    if kind not in WRITTEN:
        raise InputError(where=path.name, found=kind or "no ending", expected=".csv, .jsonl or .parquet")
    path.touch(mode=0o600, exist_ok=False)
    if kind == ".parquet":
        return _write_parquet(path, columns, rows)
    count = 0
    with path.open("w", encoding="utf-8-sig" if kind == ".csv" else "utf-8", newline="") as file:
        writer: Any = csv.writer(file) if kind == ".csv" else None
        if writer:
            writer.writerow(columns)
        for row in rows:
            count += 1
            if writer:
                writer.writerow([neutral(cell) for cell in row])
            else:
                file.write(json.dumps(dict(zip(columns, row, strict=True)), ensure_ascii=False) + "\n")
    return count


def _write_parquet(path: Path, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> int:
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema = pa.schema([(name, pa.string()) for name in columns])
    count = 0
    with pq.ParquetWriter(path, schema) as writer:
        block: list[Sequence[str]] = []
        for row in rows:
            block.append(row)
            count += 1
            if len(block) == 1000:
                writer.write_batch(
                    pa.RecordBatch.from_pylist([dict(zip(columns, r, strict=True)) for r in block], schema)
                )
                block.clear()
        if block:
            writer.write_batch(pa.RecordBatch.from_pylist([dict(zip(columns, r, strict=True)) for r in block], schema))
    return count
