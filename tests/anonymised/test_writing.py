"""What is written: the same whichever way the rows are put together, and read back the same whichever way it is."""

from __future__ import annotations

import csv
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from seiyaku.anonymised import auditing, shuffling, tallying, writing
from seiyaku.anonymised.asking import Ask
from seiyaku.anonymised.auditing import Known, audit, relation
from seiyaku.anonymised.sources import opened
from seiyaku.anonymised.writing import Lines, write

PLAIN = (("A", "x"), ("B", None), ("C", "y z"))
MARKED = (("A;1", "x"), ("B", ""), ('C"', "y\nz"), (None, None))


def unseen(_part: Path) -> None:
    """Find nothing wrong."""


def lines(rows: tuple[tuple[Any, ...], ...]) -> Lines:
    counts = np.arange(2, 2 + len(rows), dtype=np.int64)
    return Lines(columns=("city", "ill"), cells=tuple(zip(*rows, strict=True)), counts=counts)


@pytest.mark.parametrize("many", [0, 1 << 18])
@pytest.mark.parametrize("at_once", [3, 1 << 16])
def test_every_line_is_written_as_often_as_it_counts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, many: int, at_once: int
) -> None:
    monkeypatch.setattr(writing, "MANY", many)
    monkeypatch.setattr(writing, "AT_ONCE", at_once)

    write(lines(MARKED), tmp_path / "out.csv", separator=";", check=lambda _: None)

    with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as file:
        head, *rows = csv.reader(file, delimiter=";")
    assert head == ["city", "ill"]
    assert Counter(map(tuple, rows)) == {("A;1", "x"): 2, ("B", ""): 3, ('C"', "y\nz"): 4, ("", ""): 5}


@pytest.mark.promise("9-2-A")
@pytest.mark.parametrize(("rows", "whole"), [(PLAIN, True), (MARKED, False)])
def test_an_audit_counts_lines_whole_only_where_that_is_the_same_as_reading_them(
    tmp_path: Path, rows: tuple[tuple[Any, ...], ...], whole: bool
) -> None:
    path, ask = tmp_path / "out.csv", Ask(quasi=("city", "ill"), k=2)
    write(lines(rows), path, separator=";", check=lambda _: None)
    release = relation(path, ("city", "ill"), separator=";")

    with opened(path, separator=";") as source:
        by_line = auditing._by_line(source.engine, path, ";", ("city", "ill"))  # which way it goes
        found = audit(source.engine, release, ("city", "ill"), ask, Known(), csv=(path, ";"))
        read = audit(source.engine, release, ("city", "ill"), ask, Known())

    assert by_line is whole
    assert found == read
    assert found.counted["rows"] == sum(range(2, 2 + len(rows)))
    assert found.counted["classes"] == len(rows)


def test_an_audit_counts_a_release_of_one_column_with_its_empty_lines(tmp_path: Path) -> None:
    path, ask = tmp_path / "out.csv", Ask(quasi=("city",), k=2)
    path.write_text("city\nA\n\nA\n\n", encoding="utf-8")

    with opened(path) as source:
        found = audit(source.engine, source.sql, ("city",), ask, Known(), csv=(path, ","))

    assert found.counted["rows"] == 4
    assert not found.findings


@pytest.mark.promise("9-2-A")
@pytest.mark.parametrize("rows", [PLAIN, MARKED, ()])
@pytest.mark.parametrize("piece", [1, 1 << 22])
def test_an_audit_counts_what_parquet_keeps_as_the_engine_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rows: tuple[tuple[Any, ...], ...], piece: int
) -> None:
    monkeypatch.setattr(writing, "ROW_GROUP", 3)  # many groups, each with labels of its own
    monkeypatch.setattr(tallying, "PIECE", piece)
    path, ask = tmp_path / "out.parquet", Ask(quasi=("city", "ill"), k=2)
    write(
        lines(rows) if rows else replace(lines(PLAIN), counts=np.zeros(3, np.int64)), path, separator=",", check=unseen
    )

    with opened(path) as source:
        release = relation(path, ("city", "ill"), separator=",")
        assert tallying.tallied(source.engine, [path], ("city", "ill")) is bool(rows)
        found = audit(source.engine, release, ("city", "ill"), ask, Known(), parquet=[path])
        read = audit(source.engine, release, ("city", "ill"), ask, Known())

    assert found == read
    assert found.counted["rows"] == sum(range(2, 2 + len(rows)))
    assert found.findings == ()


@pytest.mark.promise("9-2-A")
def test_what_the_engine_reads_otherwise_than_it_was_counted_blocks(tmp_path: Path) -> None:
    path, other = tmp_path / "out.parquet", tmp_path / "other.parquet"
    write(lines(PLAIN), path, separator=",", check=unseen)
    write(lines((("A", "x"), ("B", None), ("C", "z"))), other, separator=",", check=unseen)
    ask = Ask(quasi=("city", "ill"), k=2)

    with opened(path) as source:
        release = relation(other, ("city", "ill"), separator=",")
        wrong = audit(source.engine, release, ("city", "ill"), ask, Known(), parquet=[path])
        fewer = audit(source.engine, f"(FROM {release} LIMIT 1)", ("city", "ill"), ask, Known(), parquet=[other])

    assert wrong.findings == ("1 of the first rows are read otherwise by the engine",)
    assert fewer.findings == ("1 rows, of which 9 were counted",)


def test_labels_that_are_too_many_for_one_number_are_for_the_engine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, ask = tmp_path / "out.parquet", Ask(quasi=("city", "ill"), k=2)
    write(lines(PLAIN), path, separator=",", check=unseen)
    monkeypatch.setattr(tallying, "WIDEST", 9)

    with opened(path) as source:
        assert not tallying.tallied(source.engine, [path], ("city", "ill"))
        found = audit(source.engine, source.sql, ("city", "ill"), ask, Known(), parquet=[path])

    assert (found.counted["rows"], found.counted["classes"], found.findings) == (9, 3, ())


def test_a_column_says_that_it_has_a_cell_everywhere_where_it_has(tmp_path: Path) -> None:
    write(lines(PLAIN), tmp_path / "out.parquet", separator=",", check=unseen)

    schema = pq.read_schema(tmp_path / "out.parquet")

    assert [schema.field(name).nullable for name in ("city", "ill")] == [False, True]
    assert {schema.field(name).type for name in ("city", "ill")} == {pa.string()}


@pytest.mark.promise("9-2-A")
@pytest.mark.parametrize("a_key", [1 << 27, 1 << 20])
def test_the_order_of_a_long_release_is_drawn_anew_and_loses_no_row(
    monkeypatch: pytest.MonkeyPatch, a_key: int
) -> None:
    monkeypatch.setattr(shuffling, "LONG", 0)
    monkeypatch.setattr(shuffling, "A_KEY", a_key)
    counts = np.array([100_001, 1, 50_000, 0, 7])

    first, second = shuffling.shuffled(counts), shuffling.shuffled(counts)

    assert np.bincount(first, minlength=5).tolist() == counts.tolist()
    assert (first != second).any()
    assert len(np.unique(shuffling.drawn(300_000))) == 300_000
