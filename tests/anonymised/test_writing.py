"""What is written: the same whichever way the rows are put together, and read back the same whichever way it is."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from seiyaku.anonymised import auditing, writing
from seiyaku.anonymised.asking import Ask
from seiyaku.anonymised.auditing import Known, audit, relation
from seiyaku.anonymised.sources import opened
from seiyaku.anonymised.writing import Lines, write

PLAIN = (("A", "x"), ("B", None), ("C", "y z"))
MARKED = (("A;1", "x"), ("B", ""), ('C"', "y\nz"), (None, None))


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
