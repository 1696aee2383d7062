"""The cells of a long table: the same whether the engine counts them or numbers are sorted, whatever is in it."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from seiyaku.anonymised import cells, dictionaries
from seiyaku.anonymised.cells import Roles, gathered
from seiyaku.anonymised.sources import opened
from seiyaku.core.anonymous.hierarchies import all_or_nothing
from seiyaku.core.errors import InputError

COLUMNS = ("a", "b")
VALUES: dict[str, tuple[str | None, ...]] = {"a": ("x", "", None), "b": ("1", "2", "3", "4", "5")}


def table(path: Path, *, last: str = "") -> Path:
    """Write a table with the empty text and with nothing in it."""
    dice = random.Random(11)  # noqa: S311  # a test's dice
    first = ("x", '""', "")
    rows = [f"{dice.choice(first)},{dice.choice('12345')}\n" for _ in range(500)]
    path.write_text("a,b\n" + "".join(rows) + last, encoding="utf-8")
    return path


def counted(path: Path) -> Counter[tuple[str | None, str | None]]:
    with opened(path) as source:
        trees = {name: all_or_nothing(name, VALUES[name]) for name in COLUMNS}
        where = gathered(source, Roles(quasi=COLUMNS), trees)
    labels = [[where.columns[at].values[code] for code in where.cells.column(at)] for at in range(2)]
    return Counter(dict(zip(zip(*labels, strict=True), where.cells.weights[0].tolist(), strict=True)))


@pytest.mark.promise("9-2-A")
@pytest.mark.parametrize("ending", ["csv", "parquet"])
@pytest.mark.parametrize("piece", [28, 1 << 27])
def test_sorting_counts_what_the_engine_counts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ending: str, piece: int
) -> None:
    path = table(tmp_path / "t.csv")
    if ending == "parquet":
        with opened(path) as source:
            source.engine.execute(f"COPY (SELECT * FROM {source.sql}) TO '{tmp_path / 't.parquet'}'")
        path = tmp_path / "t.parquet"
    by_engine = counted(path)
    monkeypatch.setattr(cells, "LONG", 0)
    monkeypatch.setattr(cells, "PIECE", piece)
    monkeypatch.delattr(cells, "_counted")
    if ending == "parquet":
        monkeypatch.delattr(cells, "_numbers")  # nothing is asked of the engine

    by_sorting = counted(path)

    assert by_sorting == by_engine
    assert sum(by_sorting.values()) == 500
    assert len(by_sorting) == 15


@pytest.mark.promise("9-2-A")
@pytest.mark.parametrize("other", ["3", "other labels", "larger groups", "more labels"])
def test_files_that_are_kept_otherwise_are_counted_alike(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, other: str
) -> None:
    """Two files: with labels in another order and a column more, with numbers, and with more than is worth a look."""
    rows = [("x", "1"), ("", "2"), (None, "1"), ("x", "3")]
    later = [("x", "3"), (None, "3"), ("", "1")]
    for name, some in (("1", rows), ("2", later)):
        numbers = [int(b) for _, b in some]
        made = {"b": numbers if other == "3" and name == "2" else list(map(str, numbers)), "a": [a for a, _ in some]}
        pq.write_table(pa.table(made | ({"c": [1] * 3} if name == "2" else {})), tmp_path / f"{name}.parquet")
    monkeypatch.setattr(cells, "LONG", 0)
    monkeypatch.setattr(dictionaries, "LARGEST", 2 if other == "larger groups" else 1 << 24)
    monkeypatch.setattr(dictionaries, "MOST_LABELS", 1 if other == "more labels" else 1 << 14)

    assert counted(tmp_path) == Counter([*rows, *later])


@pytest.mark.parametrize("ending", ["csv", "parquet"])
@pytest.mark.parametrize(
    ("last", "words"), [("y,1\n", "1 values that the hierarchy lacks: 'y'"), ("Secret,1,2\n", "3 columns")]
)
def test_what_is_wrong_with_a_long_table_is_said_as_of_any(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, last: str, words: str, ending: str
) -> None:
    monkeypatch.setattr(cells, "LONG", 0)
    path = table(tmp_path / "t.csv", last=last)
    if ending == "parquet":
        pq.write_table(pa.table({"a": ["x", "y"], "b": ["1", "1"]}), tmp_path / "t.parquet")
        path, words = tmp_path / "t.parquet", "1 values that the hierarchy lacks: 'y'"

    with pytest.raises(InputError, match=words) as refused:
        counted(path)

    assert "Secret" not in str(refused.value)
