from __future__ import annotations

import pytest

from seiyaku.core.anonymous import builders, japan
from seiyaku.core.anonymous.addresses import prefecture
from seiyaku.core.errors import InputError


@pytest.mark.promise("9-4-A")
def test_every_prefecture_has_its_region_and_its_side() -> None:
    made = japan.prefectures("prefecture", japan.PREFECTURES)

    assert len(japan.PREFECTURES) == 47
    assert [made.size(level) for level in range(made.height)] == [47, 8, 2, 1]
    assert ("和歌山県", "近畿", "西日本", "*") in made.rows()


@pytest.mark.promise("9-4-A")
@pytest.mark.parametrize("groups", [japan.INDUSTRIES, japan.OCCUPATIONS], ids=["industries", "occupations"])
def test_classifications_cover_their_divisions_without_gap_or_overlap(groups: tuple[japan.Group, ...]) -> None:
    ends = [group[3] for group in groups]

    numbers = [number for low, high in ends for number in range(low, high + 1)]
    assert len(numbers) == len(set(numbers))
    assert [*numbers[:-1]] == list(range(1, len(numbers)))


@pytest.mark.parametrize(
    ("value", "group"),
    [("E", "製造業"), ("製造業", "製造業"), ("農業、林業", "農業，林業"), ("09", "製造業"),
     ("E-09 食料品製造業", "製造業"), ("医療、福祉", "医療，福祉"), ("99", "分類不能の産業")],
)  # fmt: skip
def test_an_industry_is_found_by_letter_name_or_division(value: str, group: str) -> None:
    assert japan.industries("industry", [value]).rows()[0][1] == group


@pytest.mark.promise("9-4-A")
def test_every_division_has_a_name_and_a_major_group() -> None:
    for known, many in ((japan.INDUSTRY, 99), (japan.OCCUPATION, 74)):
        assert len(known.divisions) == many
        assert all(known.group(number) for number in known.divisions)
        assert len(set(known.divisions.values())) == many


@pytest.mark.promise("9-4-A")
@pytest.mark.parametrize(
    ("value", "row"),
    [
        ("食料品製造業", ("食料品製造業", "製造業")),
        ("0911", ("食料品製造業", "製造業")),
        ("E-09", ("食料品製造業", "製造業")),
        ("その他の教育・学習支援業", ("その他の教育，学習支援業", "教育，学習支援業")),
        ("96", ("外国公務", "サービス業（他に分類されないもの）")),
        ("E", ("製造業", "製造業")),
        ("不明", ("不明", "不明")),
    ],
)  # fmt: skip
def test_a_division_is_found_by_name_or_number_and_stands_below_its_major_group(
    value: str, row: tuple[str, str]
) -> None:
    made = japan.industries("industry", [value], divisions=True)

    assert made.rows()[0][1:3] == row
    assert made.height == 5


def test_occupations_have_divisions_too() -> None:
    rows = japan.occupations("job", ["医師、歯科医師、獣医師、薬剤師", "52", "99"], divisions=True).rows()

    assert [row[2] for row in rows] == ["専門的・技術的職業従事者", "生産工程従事者", "分類不能の職業"]


def test_a_value_that_no_classification_knows_is_listed() -> None:
    with pytest.raises(InputError, match="魔法使い"):
        japan.occupations("occupation", ["事務従事者", "魔法使い"])


@pytest.mark.promise("9-4-A")
@pytest.mark.parametrize(
    ("age", "row"),
    [("33", ("33", "30-34", "30-39", "20-39", "*")), ("17", ("17", "-19", "-19", "-19", "*")),
     ("93", ("93", "80-", "80-", "80-", "*")), ("20", ("20", "20-24", "20-29", "20-39", "*"))],
)  # fmt: skip
def test_ages_come_in_bands_with_both_ends_closed(age: str, row: tuple[str, ...]) -> None:
    assert builders.ages("age", [age]).rows() == [row]


@pytest.mark.promise("9-4-A")
def test_days_become_months_quarters_and_years() -> None:
    rows = builders.months("used", ["2026-11-28", "2026/1/5", "2026-06"]).rows()

    assert rows[0] == ("2026-11-28", "2026-11", "2026-Q4", "2026", "*")
    assert rows[1][1:3] == ("2026-01", "2026-Q1")
    assert rows[2][1:3] == ("2026-06", "2026-Q2")


def test_a_day_that_is_none_is_listed() -> None:
    with pytest.raises(InputError, match="2026-02-30"):
        builders.months("used", ["2026-02-30"])


def test_masks_keep_fewer_signs_at_each_level() -> None:
    assert builders.masking("zip", ["1000001"], keep=(5, 3)).rows() == [("1000001", "10000**", "100****", "*")]


def test_neighbours_in_an_order_are_put_together() -> None:
    rows = builders.ordered("grade", list("abcde"), groups=(2, 4)).rows()

    assert [row[1:3] for row in rows] == [("a…b", "a…d"), ("a…b", "a…d"), ("c…d", "a…d"), ("c…d", "a…d"), ("e", "e")]


@pytest.mark.parametrize("widths", [(), (0,), (5, 12)])
def test_bands_that_do_not_nest_are_refused(widths: tuple[int, ...]) -> None:
    with pytest.raises(InputError, match="multiple"):
        builders.intervals("age", ["1"], widths)


@pytest.mark.promise("9-4-A")
@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("東京都新宿区1-2-3", "東京都"),
        ("京都府京都市中京区1", "京都府"),
        ("〒100-0001 東京都千代田区千代田1-1", "東京都"),
        ("1000001東京都千代田区", "東京都"),
        ("　大阪府大阪市北区１－２", "大阪府"),
        ("大阪市北区1", "大阪府"),
        ("名古屋市中区1", "愛知県"),
        ("東京 新宿区1", "東京都"),
        ("神奈川横浜市西区", "神奈川県"),
        ("府中市1-1", "不明"),
        ("伊達市1-1", "不明"),
        ("新宿区1-2", "不明"),
        ("Tokyo", "不明"),
        ("見本町東京都通り1", "不明"),
        ("", "不明"),
        (None, "不明"),
    ],
)
def test_the_prefecture_of_an_address_is_read_and_never_guessed(address: str | None, found: str) -> None:
    assert prefecture(address) == found
