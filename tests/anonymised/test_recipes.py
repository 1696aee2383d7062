"""Recipes: what each treatment does to a table, and what a recipe with a fault is told."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from seiyaku.anonymised.recipes import load
from seiyaku.anonymised.sources import opened
from seiyaku.anonymised.treatments import prepared
from seiyaku.cli.main import main
from seiyaku.core.errors import PolicyError

ADDRESSES = ["東京都見本区1", "大阪府見本市2", "見本町3"]


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "people.csv"
    lines = ["name,address,age,income,job"]
    lines += [f"n{n},{ADDRESSES[n % 3]},{20 + n % 40},{n},{'j' if n % 50 else 'rare'}" for n in range(200)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def treated(table: Path, recipe: str) -> list[dict[str, str | None]]:
    path = table.with_name("recipe.yaml")
    path.write_text(recipe, encoding="utf-8")
    with opened(table) as source:
        made = prepared(source, load(path))
        rows = source.engine.execute(f"SELECT * FROM {made.sql}").fetchall()
        return [dict(zip(made.columns, row, strict=True)) for row in rows]


def column(table: Path, name: str, rule: str, more: str = "") -> list[str | None]:
    return [row[name] for row in treated(table, f"columns:\n  {name}: {{as: sensitive, {rule}}}\n{more}")]


@pytest.mark.promise("9-2-A")
def test_a_column_that_is_not_named_is_deleted(table: Path) -> None:
    assert set(treated(table, "columns:\n  age: {as: quasi}\n")[0]) == {"age"}


@pytest.mark.promise("9-4-A")
def test_an_address_becomes_its_prefecture_or_unknown(table: Path) -> None:
    assert set(column(table, "address", "prefecture: true")) == {"東京都", "大阪府", "不明"}


@pytest.mark.promise("9-2-A")
def test_ends_are_coded_and_rare_values_merged_and_cells_deleted(table: Path) -> None:
    coded = [int(value or 0) for value in column(table, "age", "bottom: 25, top: 50")]
    jobs = Counter(column(table, "job", "merge_below: 5"))
    cells = Counter(column(table, "job", "remove_values: [rare]"))

    assert (min(coded), max(coded)) == (25, 50)
    assert jobs == {"j": 196, "その他": 4}
    assert cells == {"j": 196, None: 4}


@pytest.mark.promise("9-2-A")
def test_micro_aggregation_leaves_runs_of_neighbours_with_one_mean(table: Path) -> None:
    means = Counter(column(table, "income", "average_of: 6"))

    assert min(means.values()) >= 6
    assert sum(float(mean or 0) * count for mean, count in means.items()) == pytest.approx(sum(range(200)), abs=0.1)


@pytest.mark.promise("9-2-A")
def test_swapping_keeps_the_values_and_moves_them_noise_moves_them_a_little(table: Path) -> None:
    swapped = column(table, "income", "swap: 1")
    noisy = [int(value or 0) for value in column(table, "income", "noise: 3")]

    assert sorted(swapped, key=lambda v: int(v or 0)) == [str(n) for n in range(200)]
    rows = treated(table, "columns:\n  age: {as: quasi}\n  income: {as: sensitive, swap: 1}\n")
    together = sum(row["age"] == str(20 + int(row["income"] or 0) % 40) for row in rows)
    assert together < 60
    assert 0 < sum(abs(a - b) for a, b in zip(sorted(noisy), range(200), strict=True)) < 200 * 6


@pytest.mark.promise("9-2-A")
def test_sampling_and_deleting_records_leave_fewer_rows(table: Path) -> None:
    sampled = column(table, "income", "top: 500", "sample: 0.5\n")
    left = column(table, "job", "merge_below: 2",
                  "remove_rows:\n  - {column: job, values: [rare]}\n")  # fmt: skip

    assert 60 < len(sampled) < 140
    assert Counter(left) == {"j": 196}


def test_synthetic_values_are_drawn_from_the_columns_spread(table: Path) -> None:
    drawn = column(table, "income", "synthetic: true")

    assert len(drawn) == 200
    assert set(drawn) < {str(n) for n in range(200)}


@pytest.mark.promise("9-2-A")
def test_a_recipe_is_run_from_table_to_audited_release(table: Path) -> None:
    recipe, out = table.with_name("r.yaml"), table.with_name("out.csv")
    recipe.write_text(
        'columns:\n  address: {as: quasi, prefecture: true, hierarchy: ":prefectures"}\n'
        '  age: {as: quasi, hierarchy: ":ages"}\n  job: {as: sensitive, merge_below: 5}\n'
        'k: 10\nsuppress: 0.05\nrequire: ["t-closeness job:0.5"]\n',
        encoding="utf-8",
    )

    code = main.main(["--lang", "en", "anonymise", "run", str(table), "--recipe", str(recipe), "--out", str(out)],
                     standalone_mode=False)  # fmt: skip

    with out.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert code == 0
    assert set(rows[0]) == {"address", "age", "job"}
    assert min(Counter((row["address"], row["age"]) for row in rows).values()) >= 10
    assert len(rows) >= 190


@pytest.mark.parametrize(
    ("recipe", "place", "words"),
    [
        ("columns:\n  age: {as: quasi}\nkk: 3\n", ":3:1", "the key 'kk'"),
        ("columns:\n  age: {as: odd}\n", ":2:13", "'odd'"),
        ("columns:\n  age: {as: quasi, swap: 2}\n", ":2:", "less than or equal to 1"),
        ("columns:\n  age: {as: quasi, noise: much}\n", ":2:", "a number"),
        ("columns:\n  age: {as: quasi, top: 1, bottom: 2}\n", ":2:", "a bottom below the top"),
        ("columns: &a\n", ":1:", "the anchor"),
        ("k: 3\n", ":1:", "columns"),
    ],
)
def test_a_fault_is_shown_where_it_stands(recipe: str, place: str, words: str, tmp_path: Path) -> None:
    path = tmp_path / "r.yaml"
    path.write_text(recipe, encoding="utf-8")

    with pytest.raises(PolicyError) as raised:
        load(path)

    assert place in raised.value.where
    assert words in str(raised.value)
