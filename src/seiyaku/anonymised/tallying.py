"""
Counting the rows of a release in Parquet by what its files keep: the labels that are read there, and their numbers.

Nothing of the search is used, and nothing is known of the release but its files. The engine, which wrote none of them,
reads how many rows there are and the first of them too: whatever it reads must be among what was counted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from math import prod
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from . import dictionaries
from .inspecting import MANY, one
from .recounting import ROWS
from .sources import named

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from seiyaku.core.anonymous.hierarchies import Label

Codes = Sequence[NDArray[Any]]

PIECE = 1 << 22
WIDEST, NARROW = 1 << 62, 1 << 31
TALLY = "rows as they are kept"


class _Labels:
    """The labels of each column, numbered in the order in which some thread or other meets them."""

    def __init__(self, columns: int) -> None:
        self.known: list[dict[Label, int]] = [{} for _ in range(columns)]
        self._one_at_a_time = Lock()

    def number(self, at: int, labels: list[Label]) -> list[int]:
        with self._one_at_a_time:
            known = self.known[at]
            return [known.setdefault(label, len(known)) for label in labels]

    def sizes(self) -> list[int]:
        with self._one_at_a_time:
            return [len(known) for known in self.known]


def tallied(engine: DuckDBPyConnection, files: Sequence[Path], columns: Sequence[str]) -> bool:
    """
    Make the table `audited` of the rows of these files, those alike together.

    False, and no table, where they are for the engine: no such files, or too many labels for one number.
    """
    try:
        counted = _counted(files, columns, threads=int(one(engine, "SELECT current_setting('threads')")[0]))
    except (pa.ArrowException, OSError, ValueError):
        return False
    engine.register(TALLY, counted)
    engine.execute(f"CREATE OR REPLACE TEMP TABLE audited AS SELECT * FROM {named(TALLY)}")
    engine.unregister(TALLY)
    return True


def otherwise(engine: DuckDBPyConnection, release: str, went: str, columns: Sequence[str]) -> Iterator[str]:
    """Yield where the engine reads the release otherwise than it was counted; `went` are its first rows, as placed."""
    rows, counted = one(engine, f"SELECT (SELECT count(*) FROM {release}), (SELECT sum({ROWS}) FROM audited)")
    if rows != (counted or 0):
        yield f"{rows} rows, of which {counted or 0} were counted"
    on = " AND ".join(f"w.{named(column)} IS NOT DISTINCT FROM a.{named(column)}" for column in columns)
    more = f"SELECT count(*) FROM ({went}) w LEFT JOIN audited a ON {on} WHERE w.{MANY} > coalesce(a.{ROWS}, 0)"
    wrong = one(engine, more)[0]
    if wrong:
        yield f"{wrong} of the first rows are read otherwise by the engine"


def _counted(files: Sequence[Path], columns: Sequence[str], *, threads: int) -> pa.Table:
    """Return the rows that are alike, each with how many there are. Raises ValueError: it is for the engine."""
    kept = dictionaries.groups(files, columns)
    labels = _Labels(len(columns))
    numbers = [partial(labels.number, at) for at in range(len(columns))]

    def codes(held: list[Any]) -> list[NDArray[Any]]:
        return [dictionaries.numbered(column, number) for column, number in zip(held, numbers, strict=True)]

    with ThreadPoolExecutor(max_workers=threads) as together:
        read = dictionaries.each(kept, columns, codes, threads=threads)
        found = list(together.map(_alike, _pieces(read, labels)))
    if prod(labels.sizes()) >= WIDEST:
        raise ValueError(labels.sizes())
    none = np.zeros(0, dtype=np.int64)
    counts = np.concatenate([none, *(many for _, many in found)])
    key = np.concatenate([none, *(_together(each, labels.sizes()) for each, _ in found)])
    order = key.argsort()
    at = _beginnings(key[order])
    texts = [pa.array(list(known), pa.string()) for known in labels.known]
    picked = _apart(key[order][at], labels.sizes())
    made = {column: text.take(pa.array(each)) for column, text, each in zip(columns, texts, picked, strict=True)}
    return pa.table(made | {ROWS.strip('"'): np.add.reduceat(counts[order], at) if len(at) else counts})


def _pieces(read: Iterable[Codes], labels: _Labels) -> Iterator[tuple[list[Codes], list[int]]]:
    """Put what is read together piece by piece, each with how many labels there are of each column by then."""
    held: list[Codes] = []
    for codes in read:
        held.append(codes)
        if sum(len(each[0]) for each in held) >= PIECE:
            yield held, labels.sizes()
            held = []
    if held:
        yield held, labels.sizes()


def _alike(piece: tuple[list[Codes], list[int]]) -> tuple[list[NDArray[Any]], NDArray[np.int64]]:
    """Return the rows of a piece that differ, as codes of each column, and how many there are of each."""
    held, sizes = piece
    key = np.concatenate([_together(codes, sizes) for codes in held])
    key.sort()
    at = _beginnings(key)
    return _apart(key[at], sizes), np.diff(at, append=len(key))


def _together(codes: Codes, sizes: Sequence[int]) -> NDArray[Any]:
    key: NDArray[Any] = codes[0].astype(np.int32 if prod(sizes) < NARROW else np.int64)
    for each, size in zip(codes[1:], sizes[1:], strict=True):
        key *= size
        key += each
    return key


def _apart(key: NDArray[Any], sizes: Sequence[int]) -> list[NDArray[Any]]:
    codes = []
    for size in reversed(sizes):
        key, code = np.divmod(key, size)
        codes.append(code)
    return codes[::-1]


def _beginnings(ordered: NDArray[Any]) -> NDArray[np.int64]:
    return np.flatnonzero(np.diff(ordered, prepend=ordered[:1] - 1))
