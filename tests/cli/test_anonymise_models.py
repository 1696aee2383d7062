"""`seiyaku anonymise` with models that take more than the table: a population, earlier releases, sets of items."""

from __future__ import annotations

import csv
import json
from collections import Counter
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from seiyaku.cli.main import main


def run(*args: str | Path) -> int:
    return int(main.main(["--lang", "en", *map(str, args)], standalone_mode=False))


def asked(capsys: pytest.CaptureFixture[str], *args: str | Path) -> dict[str, Any]:
    assert run("--json", "anonymise", *args) == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def write(path: Path, *lines: str) -> Path:
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def table(tmp_path: Path) -> Path:
    write(tmp_path / "h_city.csv", "A;north;*", "B;north;*", "C;south;*", "D;south;*")
    return write(tmp_path / "t.csv", "city,sex", *["A,m", "A,f", "B,m", "C,f", "D,m"] * 2)


@pytest.mark.promise("9-2-A")
def test_k_map_counts_in_the_population(table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    people = write(table.with_name("people.csv"), "city,many", "A,50", "B,50", "C,3", "D,50")
    how = (table, "--quasi", "city", "--hierarchy", table.with_name("h_{}.csv"), "--k", "1", "--population", people)

    three = asked(capsys, "search", *how, "--population-count", "many", "--k-map", "3")
    four = asked(capsys, "search", *how, "--population-count", "many", "--k-map", "4")
    rows = asked(capsys, "search", *how, "--k-map", "2")

    assert [found["levels"]["city"] for found in (three, four, rows)] == [0, 1, 1]
    assert three["rows"] == 10


@pytest.mark.promise("9-2-A")
def test_delta_presence_and_a_preset_reach_over_the_population(table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(table, "age", *["33", "34", "52"] * 3)
    people = write(table.with_name("people.csv"), "age", *["33", "34", "36", "52", "91"] * 4, "52", "52")

    found = asked(
        capsys, "search", table, "--quasi", "age", "--hierarchy", "age=:ages", "--population", people, "--k", "2",
        "--delta-presence", "0.1:0.7",
    )  # fmt: skip

    assert found["levels"] == {"age": 2}


@pytest.mark.promise("9-2-A")
def test_an_earlier_release_is_given_by_what_it_said(table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    how = ("--hierarchy", f"city={table.with_name('h_city.csv')}", "--k", "2")
    said = asked(capsys, "run", table, "--quasi", "city,sex", *how, "--out", table.with_name("one.csv"))
    first = write(table.with_name("first.json"), json.dumps(said))

    alone = asked(capsys, "search", table, "--quasi", "sex", "--k", "3")
    beside = asked(capsys, "search", table, "--quasi", "city,sex", *how[:2], "--k", "3", "--earlier-release", first,
                   "--suppress", "1")  # fmt: skip

    assert said["levels"] == {"city": 0, "sex": 0}
    assert alone["smallest"] == 4
    assert beside["suppressed"] == 10


@pytest.mark.promise("9-2-A")
def test_sets_are_released_once_an_item_under_names_drawn_anew(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [f"{who},{item}" for who in range(60) for item in ("news", "music", "film")[: who % 3 + 1]]
    rows += ["60,news", "60,maps", "60,maps", "61,maps"]
    table, out = write(tmp_path / "t.csv", "who,service", *rows), tmp_path / "o.csv"

    said = asked(capsys, "run", table, "--quasi", "service", "--person", "who", "--sets", "service:2", "--k", "2",
                 "--suppress", "0.05", "--out", out)  # fmt: skip

    with out.open(encoding="utf-8", newline="") as file:
        released = list(csv.DictReader(file))
    held: dict[str, set[str]] = {}
    for row in released:
        held.setdefault(row["who"], set()).add(row["service"])
    pairs = Counter(pair for items in held.values() for pair in combinations(sorted(items), 2))
    assert said["audit"]["stands"]
    assert min(pairs.values()) >= 2
    assert ("maps", "news") not in pairs
    assert sum(map(len, held.values())) == len(released)
    assert not held.keys() & {str(n) for n in range(100)}


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["--k-map", "3"], "--population"),
        (["--delta-presence", "0.5"], "--population"),
        (["--delta-presence", "much"], "LOW:HIGH"),
        (["--population", "nowhere.csv"], "no such file"),
        (["--population", "{people}", "--k-map", "3"], "'city'"),
        (["--population-count", "many"], "--population beside it"),
        (["--sets", "city"], "COLUMN:M"),
        (["--sets", "city:2"], "--person"),
        (["--sets", "sex:2", "--person", "sex"], "one of the quasi-identifiers"),
        (["--sets", "city:2", "--person", "sex", "--linked"], "--linked beside it"),
        (["--earlier-release", "nowhere.json"], "nowhere.json"),
        (["--earlier-release", "{people}"], "no levels of columns"),
        (["--earlier-release", "{other}"], "'age' at level 1"),
    ],
)
def test_wrong_use_says_what_is_missing(
    args: list[str], words: str, table: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    people = write(table.with_name("people.csv"), "town,many", "A,x")
    other = write(table.with_name("other.json"), '{"levels": {"age": 1}}')
    filled = [each.format(people=people, other=other) for each in args]

    assert run("anonymise", "search", table, "--quasi", "city", "--k", "1", *filled) == 2
    assert words in capsys.readouterr().err


def test_a_population_whose_counts_are_none_is_refused(table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    people = write(table.with_name("people.csv"), "city,many", "A,x", "B,-1", "C,3")

    code = run("anonymise", "search", table, "--quasi", "city", "--population", people, "--population-count", "many",
               "--k-map", "2")  # fmt: skip

    assert code == 2
    assert "2 values that are no counts" in capsys.readouterr().err
