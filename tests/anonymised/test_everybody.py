"""Releases are counted among everybody whom they may be about: by the census, by a table of the operator's, or not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from pytest_django import Settings

from seiyaku.anonymised import everybody, making, plans
from seiyaku.core.errors import InputError

from .house import PEOPLE, PLAN, House, house, written

pytestmark = pytest.mark.promise("9-2-A")
KINDS = [
    f"{place},{age},{sex}"
    for place in ("東京都", "神奈川県", "大阪府") for age in ("30代", "40代") for sex in ("female", "male")
]  # fmt: skip
HEAD = "prefecture,age-group,sex,people"
# By hand, of the census: women and men in Tokyo and in Osaka, by ten years of age.
OF_JAPAN = {
    "30代": (455_395 + 480_189, 462_045 + 497_623, 236_371 + 254_147, 230_653 + 247_335),
    "40代": (510_424 + 573_434, 526_550 + 581_577, 291_626 + 361_438, 280_736 + 350_481),
    "50代": (510_274 + 423_690, 530_006 + 447_995, 321_721 + 273_984, 311_958 + 264_101),
}
AGE_AND_PLACE = {name: PLAN["columns"][name] for name in ("年代", "地域")}


@pytest.fixture
def people(instance: Path) -> House:
    return house()


def given(settings: Settings, *lines: str, encoding: str = "utf-8") -> None:
    """Put the operator's table there."""
    settings.POPULATION = "everybody.csv"
    (Path(django_settings.HOME) / "everybody.csv").write_bytes("\n".join([*lines, ""]).encode(encoding))


def test_where_nothing_is_said_risks_are_counted_among_everybody_in_japan(
    people: House, tmp_path: Path, settings: Settings
) -> None:
    found = report(people, tmp_path)
    settings.POPULATION = "none"
    without = report(people, tmp_path)

    ages = [each["label"] for each in found["columns"][1]["labels"] if each["after"]]
    least = min(many for age in ages for many in OF_JAPAN[age])
    assert found["in_population"]["journalist"]["highest"] == pytest.approx(1 / least)
    assert found["population"]["people"] == 126_146_099
    assert found["population"]["sampled"] == pytest.approx((PEOPLE + 1) / 126_146_099)
    assert "2020年10月1日現在の日本の人口（令和2年国勢調査）、126,146,099人の中で" in found["population"]["ja"]
    assert "of unknown age" in found["population"]["en"]
    assert "Statistics Bureau" in found["population"]["en"]
    assert (without["in_population"], without["population"]["sampled"]) == (None, 0.01)


def report(people: House, folder: Path, **more: Any) -> dict[str, Any]:
    return making.preview(plans.load(written(folder, **more))[0], actor=people.maker).report


def test_the_risks_of_a_release_are_counted_among_everybody_whom_it_would_show_alike(
    people: House, tmp_path: Path, settings: Settings
) -> None:
    given(settings, HEAD, *(f'{kind},"5,{at:03}"' for at, kind in enumerate(KINDS)), encoding="cp932")
    total = sum(5000 + at for at in range(len(KINDS)))

    finest = report(people, tmp_path)
    wider = report(people, tmp_path, columns=AGE_AND_PLACE, levels={"年代": 0, "地域": 1})

    few, many = finest["in_population"]["journalist"], wider["in_population"]["journalist"]
    assert few["highest"] == pytest.approx(1 / 5000)  # the Tokyo women in their thirties
    # Nobody of ours lives in Kanagawa; in the same region its people look like ours. Least alike: Osaka, thirties.
    assert many["highest"] == pytest.approx(1 / (5008 + 5009))
    assert 1 / (5002 + 5003 + 5006 + 5007) < many["average"] < many["highest"]
    assert finest["population"]["people"] == total
    share = pytest.approx((PEOPLE + 1) / total)  # and Alice
    assert finest["population"]["sampled"] == share
    assert finest["risk"]["after"]["population_uniqueness"]["sampled"] == share


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (["prefecture,age-group,people", "東京都,30代,5000"], "表にない項目: 性別"),
        ([HEAD, *(f"{kind.replace('male', '性')},5000" for kind in KINDS)], "表にない値ばかりの項目: 性別"),
    ],
    ids=["an-item-it-lacks", "other-words-for-a-value"],
)
def test_what_cannot_be_counted_among_everybody_is_said_and_not_guessed(
    people: House, tmp_path: Path, settings: Settings, lines: list[str], said: str
) -> None:
    given(settings, *lines)

    found = report(people, tmp_path)

    assert found["in_population"] is None
    assert said in found["population"]["ja"]
    assert found["population"]["people"] > 0


BAD: dict[str, tuple[list[str], str]] = {
    "no-people": (["prefecture,sex", "東京都,male"], "everybody.csv:1"),
    "an-item-twice": (["sex,sex,people", "male,male,1"], "everybody.csv:1"),
    "a-kind-twice": ([HEAD, "東京都,30代,male,1", "東京都,30代,male,2"], "everybody.csv:3"),
    "no-number": ([HEAD, "東京都,30代,male,many"], "everybody.csv:2"),
    "less-than-nobody": ([HEAD, "東京都,30代,male,-1"], "everybody.csv:2"),
    "a-place-that-is-none": ([HEAD, "江戸,30代,male,1"], "everybody.csv:2"),
    "a-wider-age": ([HEAD, "東京都,20〜39歳,male,1"], "everybody.csv:2"),
    "half-a-line": ([HEAD, "東京都,30代"], "everybody.csv:2"),
    "nobody": ([HEAD, "東京都,30代,male,0"], "everybody.csv"),
    "nothing": ([], "everybody.csv"),
}


@pytest.mark.parametrize(("lines", "where"), BAD.values(), ids=BAD)
def test_a_table_that_is_none_is_refused_by_its_line(
    tmp_path: Path, settings: Settings, lines: list[str], where: str
) -> None:
    settings.HOME = tmp_path
    given(settings, *lines)

    with pytest.raises(InputError) as refused:
        everybody.table()

    assert refused.value.where == where


def test_a_table_that_is_not_there_or_no_text_is_refused(tmp_path: Path, settings: Settings) -> None:
    settings.HOME = tmp_path
    settings.POPULATION = "nowhere.csv"
    with pytest.raises(InputError, match=r"nowhere\.csv"):
        everybody.table()
    (tmp_path / "nowhere.csv").write_bytes(b"people\n\x81\xff")
    with pytest.raises(InputError, match="no text"):
        everybody.table()
