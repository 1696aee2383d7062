"""After every treatment the models hold on what is written, and the report says what is exact and what was drawn."""

from __future__ import annotations

import csv
import json
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import pytest
import yaml

from seiyaku.anonymised.recipes import Column
from seiyaku.anonymised.telling import OF_ROWS, TREATMENTS
from seiyaku.cli.main import main

QUASI: dict[str, Any] = {"as": "quasi"}
EACH: list[Any] = [
    ("prefecture", {"address": {**QUASI, "prefecture": True, "hierarchy": ":prefectures"}}, {}, False),
    ("remove_values", {"job": {**QUASI, "remove_values": ["rare"]}}, {}, False),
    ("bottom", {"age": {**QUASI, "bottom": 30}}, {}, False),
    ("top", {"age": {**QUASI, "top": 40}}, {}, False),
    ("merge_below", {"job": {**QUASI, "merge_below": 5}}, {}, False),
    ("average_of", {"age": {**QUASI, "average_of": 20}}, {}, False),
    ("noise", {"age": {**QUASI, "noise": 2}}, {}, True),
    ("swap", {"age": {**QUASI, "swap": 0.5}}, {}, True),
    ("synthetic", {"age": {**QUASI, "synthetic": True}}, {}, True),
    ("sample", {"age": {**QUASI, "hierarchy": ":ages"}}, {"sample": 0.7}, True),
    ("remove_rows", {"age": {**QUASI, "hierarchy": ":ages"}}, {"remove_rows": [{"column": "job", "values": ["rare"]}]},
     False),
    ("local", {"age": {**QUASI, "hierarchy": ":ages", "top": 55}}, {"local": 5, "suppress": 0.4}, False),
]  # fmt: skip


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "people.csv"
    places = ["東京都見本区1", "大阪府見本市2", "見本町3"]
    rows = [f"{places[n % 3]},{20 + n % 40},{'j' if n % 50 else 'rare'},i{n * 7 % 5}" for n in range(400)]
    path.write_text("\n".join(["address,age,job,illness", *rows]) + "\n", encoding="utf-8")
    return path


@pytest.mark.parametrize("each", EACH, ids=[each[0] for each in EACH])
@pytest.mark.promise("9-2-A")
def test_the_models_hold_on_what_is_written_after_it(
    table: Path, capsys: pytest.CaptureFixture[str], each: tuple[str, dict[str, Any], dict[str, Any], bool]
) -> None:
    _, columns, more, drawn = each
    recipe, out = table.with_name("r.yaml"), table.with_name("out.csv")
    said = {"columns": columns | {"illness": {"as": "sensitive"}}, "k": 10, "suppress": 0.1,
            "require": ["l-diversity illness:2"]} | more  # fmt: skip
    recipe.write_text(yaml.safe_dump(said, allow_unicode=True), encoding="utf-8")

    code = main.main(["--json", "anonymise", "run", str(table), "--recipe", str(recipe), "--out", str(out)],
                     standalone_mode=False)  # fmt: skip

    told = json.loads(capsys.readouterr().out)
    with out.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    classes: dict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
    for row in rows:
        classes[tuple(row[name] for name in columns)][row["illness"]] += 1
    assert code == 0
    assert min(sum(held.values()) for held in classes.values()) >= 10
    assert min(map(len, classes.values())) >= 2
    assert told["audit"]["stands"]
    assert any(one["drawn"] for one in told["treatments"]) == drawn


def test_every_treatment_there_is_is_told_and_tested() -> None:
    known = {*Column.model_fields, "remove_rows", "sample"} - {"role", "hierarchy"}

    assert known == {*TREATMENTS, *OF_ROWS}
    assert known <= {name for name, *_ in EACH}


@pytest.mark.promise("9-2-A")
def test_journalist_risk_is_counted_in_the_population_or_the_report_says_that_there_is_none(
    table: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    people = table.with_name("population.csv")
    people.write_text("age,many\n" + "".join(f"{age},{age * 10}\n" for age in range(20, 60)), encoding="utf-8")
    how = ["--json", "anonymise", "report", str(table), "--quasi", "age", "--k", "10"]

    main.main(how, standalone_mode=False)
    without = json.loads(capsys.readouterr().out)
    beside = ["--population", str(people), "--population-count", "many", "--out", str(table.with_name("r.html"))]
    main.main([*how, *beside], standalone_mode=False)
    counted = json.loads(capsys.readouterr().out)
    main.main([*how, *beside, "--sampled", "0.5"], standalone_mode=False)
    told = json.loads(capsys.readouterr().out)

    assert (without["in_population"], without["population"]["given"]) == (None, False)
    assert "母集団の表がない" in without["population"]["ja"]
    assert counted["population"]["people"] == sum(age * 10 for age in range(20, 60))
    journalist = counted["in_population"]["journalist"]
    assert journalist["highest"] == pytest.approx(1 / 200)  # twenty years old: ten here, two hundred there
    assert journalist["average"] == pytest.approx(sum(1 / (age * 10) for age in range(20, 60)) / 40)
    assert counted["in_population"]["marketer"] == pytest.approx(journalist["average"])
    page = table.with_name("r.html").read_text(encoding="utf-8")
    assert "15,800" in page
    shares = [each["risk"]["after"]["population_uniqueness"]["sampled"] for each in (without, counted, told)]
    assert shares == [0.01, pytest.approx(without["found"]["rows"] / 15_800), 0.5]
    assert "指定がないため仮に置いた標本の割合 1%" in without["population"]["ja"]
    assert "その表による標本の割合" in counted["population"]["ja"]
    assert "指定された標本の割合 50%" in told["population"]["ja"]
