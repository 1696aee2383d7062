"""The census that comes with the software: its figures add up, and a table of any kind is counted in it by hand."""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Callable, Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from seiyaku.anonymised.census import FILE, UNKNOWN_AGE, japan
from seiyaku.cli import main
from seiyaku.core.anonymous.japan import PREFECTURES, REGION_OF

pytestmark = pytest.mark.promise("9-2-A")
# What the Statistics Bureau prints beside the figures themselves: the same table's rows of all Japan, by age, and the
# prefectures' totals as they stand in another of its tables (時系列: 都道府県, 男女別人口).
OF_BOTH = (
    4_516_082, 5_089_093, 5_350_517, 5_617_440, 5_931_306, 6_031_964, 6_484_594, 7_311_567, 8_291_077, 9_650_293,
    8_539_851, 7_767_482, 7_297_190, 8_075_268, 9_011_795, 6_930_928, 5_296_728, 3_669_823, 1_779_016, 492_724,
    79_523, 2_931_838,
)  # fmt: skip
OF_MEN = (
    2_311_189, 2_606_651, 2_742_131, 2_880_029, 3_017_869, 3_074_087, 3_297_031, 3_696_855, 4_189_446, 4_862_990,
    4_277_003, 3_865_303, 3_592_903, 3_910_060, 4_249_286, 3_092_860, 2_196_093, 1_303_473, 491_303, 92_110, 9_766,
    1_591_143,
)  # fmt: skip
OF_PLACES = (
    5_224_614, 1_237_984, 1_210_534, 2_301_996, 959_502, 1_068_027, 1_833_152, 2_867_009, 1_933_146, 1_939_110,
    7_344_765, 6_284_480, 14_047_594, 9_237_337, 2_201_272, 1_034_814, 1_132_526, 766_863, 809_974, 2_048_011,
    1_978_742, 3_633_202, 7_542_415, 1_770_254, 1_413_610, 2_578_087, 8_837_685, 5_465_002, 1_324_473, 922_584,
    553_407, 671_126, 1_888_432, 2_799_702, 1_342_059, 719_559, 950_244, 1_334_841, 691_527, 5_135_214, 811_442,
    1_312_317, 1_738_301, 1_123_852, 1_069_576, 1_588_256, 1_467_480,
)  # fmt: skip
LOWS = [*range(0, 101, 5)]
Line = tuple[str, str, list[int]]


def lines() -> Iterator[Line]:
    """The file, read once more and otherwise."""
    for row in csv.reader((files("seiyaku.anonymised") / FILE).read_text(encoding="utf-8").splitlines()):
        if row[0] in PREFECTURES:
            yield row[0], row[1], [int(many) for many in row[2:]]


def test_its_figures_add_up_to_what_the_bureau_prints_of_all_japan_and_of_each_prefecture() -> None:
    held = list(lines())

    by_age = [sum(column) for column in zip(*(many for _, _, many in held), strict=True)]
    of_men = [sum(column) for column in zip(*(many for _, sex, many in held if sex == "male"), strict=True)]
    by_place: Counter[str] = Counter()
    for place, _, many in held:
        by_place[place] += sum(many)
    assert {(place, sex) for place, sex, _ in held} == {(p, s) for p in PREFECTURES for s in ("male", "female")}
    assert (tuple(by_age), tuple(of_men)) == (OF_BOTH, OF_MEN)
    assert dict(by_place) == dict(zip(PREFECTURES, OF_PLACES, strict=True))
    assert sum(by_place.values()) == japan().people == 126_146_099
    assert japan().unknown_age == OF_BOTH[-1]
    assert japan().kinds["東京都", "female", "30-34"] == 455_395
    assert japan().kinds["東京都", "female", UNKNOWN_AGE] == 201_780


def table(path: Path, rows: list[str], *more: str) -> Path:
    """A table with ten rows of each kind."""
    text = "\n".join([",".join(["地域", "性別", "年齢", *more]), *(row for row in rows for _ in range(10)), ""])
    path.write_text(text, encoding="utf-8")
    return path


def report(capsys: pytest.CaptureFixture[str], path: Path, *more: str, quasi: str = "地域,性別,年齢") -> dict[str, Any]:
    ladders = ("--hierarchy", "地域=:prefectures", "--hierarchy", "年齢=:ages")
    how = ["--json", "anonymise", "report", str(path), "--quasi", quasi, *ladders, "--k", "10"]
    main.main([*how, "--population", "census-2020", *more], standalone_mode=False)
    said: dict[str, Any] = json.loads(capsys.readouterr().out)
    return said


def alike(fits: Callable[[str, str, int], bool]) -> int:
    """Count by hand, in the file, whom a class would show alike."""
    return sum(
        people for place, sex, many in lines() for low, people in zip(LOWS, many, strict=False) if fits(place, sex, low)
    )


def test_a_release_at_five_years_of_age_is_counted_by_hand(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    kinds = [("鳥取県", "男", 84), ("鳥取県", "女", 31), ("東京都", "男", 31), ("沖縄県", "女", 12)]
    path = table(tmp_path / "table.csv", [f"{p},{s},{age + n}" for p, s, age in kinds for n in (0, 1)])

    found = report(capsys, path)

    assert found["found"]["levels"] == {"地域": 0, "性別": 0, "年齢": 0}  # ten rows of each year: nothing is widened
    assert found["in_population"] is None
    assert "年齢の区切りが表より細かい項目: 年齢" in found["population"]["ja"]
    assert found["population"]["sampled"] == pytest.approx(80 / 126_146_099)

    found = report(capsys, path, "--k", "20")

    many = [
        alike(lambda p, s, low: (p, s) == ("鳥取県", "male") and low >= 80),
        alike(lambda p, s, low: (p, s) == ("鳥取県", "female") and low == 30),
        alike(lambda p, s, low: (p, s) == ("東京都", "male") and low == 30),
        alike(lambda p, s, low: (p, s) == ("沖縄県", "female") and low < 20),
    ]
    assert found["found"]["levels"] == {"地域": 0, "性別": 0, "年齢": 1}
    assert found["in_population"]["journalist"]["highest"] == pytest.approx(1 / min(many))
    assert found["in_population"]["marketer"] == pytest.approx(sum(1 / each for each in many) / 4)


def test_a_release_by_region_and_without_ages_is_counted_by_hand_with_those_of_unknown_age(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [f"{place},男性,{age}" for place, age in (("青森県", 25), ("秋田県", 70), ("香川県", 40), ("愛媛県", 5))]
    path = table(tmp_path / "table.csv", rows)

    found = report(capsys, path, "--k", "20")

    in_region = {
        region: sum(sum(many) for place, sex, many in lines() if REGION_OF[place] == region and sex == "male")
        for region in ("東北", "四国")
    }
    assert found["found"]["levels"] == {"地域": 1, "性別": 0, "年齢": 4}
    assert found["in_population"]["journalist"]["highest"] == pytest.approx(1 / in_region["四国"])
    assert found["in_population"]["journalist"]["average"] == pytest.approx(
        sum(1 / each for each in in_region.values()) / 2
    )


def test_rows_of_a_kind_that_the_census_has_nobody_of_count_as_if_alone_and_are_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = table(tmp_path / "table.csv", [f"東京都,{sex},{age}" for sex in ("女", "回答しない") for age in (41, 42)])

    found = report(capsys, path, "--k", "20", "--out", str(tmp_path / "report.html"))

    assert found["in_population"]["journalist"]["highest"] == pytest.approx(1 / 20)
    assert "表にその特徴の人がいない 20行" in found["population"]["ja"]
    assert "5%" in (tmp_path / "report.html").read_text(encoding="utf-8")
    how = ["anonymise", "report", str(path), "--quasi", "性別", "--k", "20", "--population", "census-2020"]
    main.main(how, standalone_mode=False)
    told = capsys.readouterr().out.replace("\n", "")
    assert "最大（母集団だけが知られている人）" in told
    assert "令和2年国勢調査" in told


def test_a_column_that_the_census_does_not_have_is_said_and_not_guessed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = table(tmp_path / "table.csv", ["東京都,女,41,あり"], "契約")

    found = report(capsys, path, quasi="地域,性別,年齢,契約")

    assert found["in_population"] is None
    assert "表にない項目: 契約" in found["population"]["ja"]


def test_a_model_that_searches_in_the_population_takes_a_table_and_not_the_census(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = table(tmp_path / "table.csv", ["東京都,女,41"])
    how = ["anonymise", "search", str(path), "--quasi", "地域,性別", "--population", "census-2020"]

    assert main.main([*how, "--k-map", "5"], standalone_mode=False) == 2
    assert "準識別子の列のない母集団" in capsys.readouterr().err
