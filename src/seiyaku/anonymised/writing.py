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
from pathlib import Path
from typing import TYPE_CHECKING, Any

from seiyaku.core.errors import InputError, Unavailable

from .shuffling import shuffled
from .sources import PARQUET, named, quoted

if TYPE_CHECKING:
    import numpy as np
    from duckdb import DuckDBPyConnection
    from numpy.typing import NDArray

    from seiyaku.core.anonymous.hierarchies import Label

AT_ONCE = 1 << 16


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


def write(
    lines: Lines, path: Path, *, separator: str, engine: DuckDBPyConnection, check: Callable[[Path], None]
) -> None:
    """
    Write a release as CSV or, by its ending, as Parquet, in random order; `check` it before it gets its name.

    Raises:
        Unavailable: the disk is full or cannot be written; what was there under the name still is.
    """
    with whole(path) as part:
        if path.suffix.lower() in PARQUET:
            _parquet(lines, part, engine)
        else:
            _csv(lines, part, separator)
        check(part)


@contextmanager
def whole(path: Path) -> Iterator[Path]:
    """
    Yield another name in the same folder; what is written there takes the final name only when all of it is on disk.

    Raises:
        InputError: the folder is not there.
        Unavailable: the disk is full or cannot be written.
    """
    if not path.parent.is_dir():
        raise InputError(str(path), "no such folder", "a file in a folder that is there")
    part = path.with_name(f".{path.name}.{secrets.token_hex(8)}.part")
    try:
        os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        yield part
        _sync(part)
        part.replace(path)
        _sync(path.parent)
    except OSError as error:
        raise Unavailable(f"{path.name}: {error.strerror}; nothing was written under this name") from None
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


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
        for begin in range(0, len(order), AT_ONCE):
            file.write(b"".join(map(texts.__getitem__, order[begin : begin + AT_ONCE].tolist())))


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


def _parquet(lines: Lines, part: Path, engine: DuckDBPyConnection) -> None:
    """Let the engine put the labels to the numbers; neither side of the join knows the order of the source."""
    import numpy as np

    labels: dict[str, Any] = {"number": np.arange(len(lines.counts), dtype=np.int64)}
    picked = []
    for at, (column, cells) in enumerate(zip(lines.columns, lines.cells, strict=True)):
        words = list(dict.fromkeys(cells))
        rank = {word: place for place, word in enumerate(words)}
        labels[f"c{at}"] = np.fromiter((rank[cell] for cell in cells), dtype=np.int64, count=len(cells))
        spelt = ", ".join("NULL" if word is None else quoted(word) for word in words) or "NULL"
        picked.append(f"CAST(list_extract([{spelt}], c{at} + 1) AS VARCHAR) AS {named(column)}")
    order = {"number": shuffled(lines.counts).astype(np.int64)}
    engine.register("release_labels", labels)
    engine.register("release_order", order)
    try:
        engine.execute(
            f"COPY (SELECT {', '.join(picked)} FROM release_order JOIN release_labels USING (number)) "
            f"TO {quoted(str(part))} (FORMAT parquet, COMPRESSION zstd)"
        )
    finally:
        engine.unregister("release_labels")
        engine.unregister("release_order")
