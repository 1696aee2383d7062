"""The report: risk before and after, what it costs, in JSON and in HTML with a table under each plot."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from seiyaku.cli.main import main
from seiyaku.core.anonymous import risk
from tests import adult


def run(*args: str | Path) -> int:
    return int(main.main([*map(str, args)], standalone_mode=False))


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "t.csv"
    path.write_text("city,age\n" + "".join(f"{'AB'[n % 2]},{n % 25}\n" for n in range(200)) + "C,99\n", "utf-8")
    return path


@adult.there
@pytest.mark.promise("1-2")
def test_the_risk_of_adult_is_what_is_known_of_it(capsys: pytest.CaptureFixture[str]) -> None:
    run("--json", "anonymise", "report", adult.TABLE, "--sep", ";", "--quasi", ",".join(adult.COLUMNS),
        "--hierarchy", adult.HIERARCHIES, "--suppress", "0.02")  # fmt: skip

    said = json.loads(capsys.readouterr().out)["risk"]["before"]
    assert said["prosecutor"]["highest"] == 1
    assert said["prosecutor"]["average"] == pytest.approx(0.6466, abs=5e-5)
    assert said["prosecutor"]["unique"] == pytest.approx(0.514, abs=5e-4)
    assert said["population_uniqueness"]["pitman"] == pytest.approx(0.1446, abs=5e-5)
    assert said["population_uniqueness"]["zayatz"] == pytest.approx(0.2717, abs=5e-5)


@pytest.mark.promise("9-1")
def test_the_page_shows_before_and_after_and_needs_nothing_else(table: Path) -> None:
    out = table.with_name("report.html")

    assert run("--lang", "ja", "anonymise", "report", table, "--quasi", "city,age", "--hierarchy", "age=:ages",
               "--k", "5", "--suppress", "0.05", "--out", out) == 0  # fmt: skip

    page = out.read_text(encoding="utf-8")
    assert page.count("<svg") == 3
    assert page.count("<table>") == 10
    assert '<html lang="ja">' in page
    assert "src=" not in page
    assert "<script" not in page


def test_a_report_goes_into_a_file_of_the_kind_that_its_name_says(
    table: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    how: list[str | Path] = ["anonymise", "report", table, "--quasi", "city", "--k", "1", "--out"]

    assert run("--json", *how, table.with_name("report.JSON")) == 0
    printed = capsys.readouterr().out
    assert run("--lang", "en", *how, table.with_name("report.pdf")) == 2

    assert json.loads(table.with_name("report.JSON").read_text(encoding="utf-8")) == json.loads(printed)
    assert "ends in .html or .json" in capsys.readouterr().err
    assert not table.with_name("report.pdf").exists()


def test_who_is_singled_out_by_few_columns_is_counted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "t.csv"
    path.write_text("a,b\n" + "x,1\nx,2\ny,1\n" * 3 + "z,1\ny,2\n", "utf-8")

    run("--json", "anonymise", "report", path, "--quasi", "a,b", "--k", "1")

    found = json.loads(capsys.readouterr().out)["special"]
    # z by its first column alone (1 of 2 orders); y,2 by both together (half of what one column is worth).
    assert (found["known"], found["share"], found["highest"]) == (2, 2 / 11, 0.5)
    assert found["columns"] == pytest.approx({"a": 0.75, "b": 0.25})


def test_labels_of_few_rows_are_counted_together(table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run("--json", "anonymise", "report", table, "--quasi", "city", "--k", "1")

    labels = json.loads(capsys.readouterr().out)["columns"][0]["labels"]
    assert [label["label"] for label in labels] == ["A", "B", "…"]


def test_risks_of_a_small_table_are_what_they_are_by_hand() -> None:
    sizes = np.array([1, 1, 2, 4])

    found = risk.prosecutor(sizes, 0.4)

    assert (found.highest, found.average, found.unique, found.at_risk) == (1.0, 0.5, 0.25, 0.5)
    assert risk.journalist(sizes, np.array([10, 1, 4, 4])).average == pytest.approx((0.1 + 1 + 0.5 + 1) / 8)
    assert risk.marketer(sizes) == 0.5


def test_the_estimate_finds_a_population_that_is_as_its_model_says() -> None:
    dice = np.random.default_rng(7)
    people = dice.geometric(0.25, 40_000)  # one more than a negative binomial
    whom = np.repeat(np.arange(len(people)), people)

    drawn = np.bincount(whom[dice.random(len(whom)) < 0.3])

    share = (people == 1).sum() / len(whom)
    assert risk.population_uniqueness(drawn[drawn > 0], 0.3, "snb") == pytest.approx(share, rel=0.05)


@pytest.mark.parametrize("sizes", [[], [0], [5, 7]])
def test_nobody_alone_means_no_uniqueness(sizes: list[int]) -> None:
    assert risk.population_uniqueness(np.array(sizes, dtype=np.int64), 0.1) == 0
