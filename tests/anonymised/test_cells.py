"""The cells of a long table: the same whether the engine counts them or numbers are sorted, whatever is in it."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path

import pytest

from seiyaku.anonymised import cells
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
@pytest.mark.parametrize("piece", [7, 1 << 24])
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

    by_sorting = counted(path)

    assert by_sorting == by_engine
    assert sum(by_sorting.values()) == 500
    assert len(by_sorting) == 15


@pytest.mark.parametrize(
    ("last", "words"), [("y,1\n", "1 values that the hierarchy lacks: 'y'"), ("Secret,1,2\n", "3 columns")]
)
def test_what_is_wrong_with_a_long_table_is_said_as_of_any(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, last: str, words: str
) -> None:
    monkeypatch.setattr(cells, "LONG", 0)

    with pytest.raises(InputError, match=words) as refused:
        counted(table(tmp_path / "t.csv", last=last))

    assert "Secret" not in str(refused.value)
