"""What a person says about themselves: one value however written, and never two values as one."""

from __future__ import annotations

import itertools
from datetime import date
from pathlib import Path

import phonenumbers
import pytest
import stdnum.jp.cn
import stdnum.jp.in_
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from seiyaku.core import era, variants
from seiyaku.core.codes import corporate_number_stands, individual_number_stands
from seiyaku.core.errors import InputError
from seiyaku.core.identity import PREFECTURES, normalise, same
from seiyaku.core.terms import FieldType

# One value written twice, by type: what people, forms, spreadsheets and old machines really produce.
PAIRS = Path(__file__).with_name("pairs.tsv")

KINDS: tuple[FieldType, ...] = (
    "name", "kana", "phone", "postal-code", "email", "date", "address", "prefecture", "sex", "number",
    "member-number", "my-number", "corporate-number", "text", "choice", "history",
)  # fmt: skip


def pairs() -> list[tuple[str, ...]]:
    return [tuple(line.split("\t")) for line in PAIRS.read_text(encoding="utf-8").split("\n") if line]


@pytest.mark.promise("7-2")
@pytest.mark.parametrize(("kind", "one", "other"), pairs())
def test_one_value_written_twice_is_one_value(kind: FieldType, one: str, other: str) -> None:
    assert normalise(kind, one) == normalise(kind, other)


def test_there_are_two_hundred_pairs_at_least() -> None:
    assert len(set(pairs())) >= 200


@pytest.mark.promise("7-2")
@pytest.mark.parametrize(
    ("kind", "one", "other"),
    [
        ("name", "高橋一郎", "高橋二郎"), ("name", "畑中", "畠中"), ("name", "大阪", "大坂"), ("name", "太田", "大田"),
        ("name", "みどり", "緑"), ("kana", "ハシ", "バシ"), ("kana", "ハハ", "パパ"), ("kana", "サト", "サトー"),
        ("phone", "090-1234-5678", "090-1234-5679"), ("phone", "03-1234-5678", "06-1234-5678"),
        ("phone", "+81 90 1234 5678", "+82 90 1234 5678"), ("email", "a.b@c.example", "ab@c.example"),
        ("email", "a+x@c.example", "a@c.example"), ("date", "S60.4.1", "H60.4.1"), ("date", "1985-04-01", "1985-01-04"),
        ("address", "神宮前1-23", "神宮前12-3"), ("address", "神宮前1-2-3", "神宮前1-2-30"), ("number", "10", "1"),
        ("number", "1", "-1"), ("number", "100", "1.00"), ("member-number", "A0123", "A123"), ("text", "か", "が"),
        ("prefecture", "東京", "京都"),
    ],
)  # fmt: skip
def test_two_values_stay_two(kind: FieldType, one: str, other: str) -> None:
    assert not same(kind, one, other)


@pytest.mark.promise("2-2")
@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("phone", "110"), ("phone", "090-9876-543"), ("phone", "090-9876-54321"), ("phone", "0200-1234-567"),
        ("phone", "+81 110"), ("phone", "まだない"), ("phone", "090-9876-5432 / 03-9876-5432"), ("phone", "0000000000"),
        ("postal-code", "150-001"), ("postal-code", "150-00012"), ("postal-code", "ABC-DEFG"), ("email", "a@b"),
        ("email", "a@@b.example"), ("email", "a b@c.example"), ("email", "@c.example"), ("email", "a@-c.example"),
        ("email", "a@b..example"), ("date", "1985-02-29"), ("date", "昭和64年1月8日"), ("date", "令和元年4月30日"),
        ("date", "平成0年1月1日"), ("date", "1872-12-31"), ("date", "85/4/1"), ("date", "1986年4月"), ("date", "31138"),
        ("date", "昭和60年13月1日"), ("date", "1985-04-01 12:30"), ("date", "令和100年1月1日"), ("prefecture", "江戸"),
        ("sex", "3"), ("number", "1/2"),
        ("number", "1e5"), ("number", "NaN"), ("my-number", "123456789012"), ("my-number", "1234"), ("kana", "高橋"),
        ("corporate-number", "1000012050002"), ("corporate-number", "7000"), ("name", "\x00secret"), ("name", "　"),
        ("text", "a\ufffdb"), ("file", "secret.pdf"), ("name", "x" * 1001),
    ],
)  # fmt: skip
def test_what_is_none_of_its_type_is_refused_without_being_repeated(kind: FieldType, value: str) -> None:
    with pytest.raises(InputError) as refusal:
        normalise(kind, value)

    assert refusal.value.where in {kind, "date"}
    assert value not in str(refusal.value) or len(value) <= 2
    assert refusal.value.__cause__ is None


@given(kind=st.sampled_from(KINDS), value=st.text(max_size=40))
def test_normalising_twice_changes_nothing_more(kind: FieldType, value: str) -> None:
    try:
        once = normalise(kind, value)
    except InputError:
        return

    assert normalise(kind, once) == once


def numbers() -> st.SearchStrategy[str]:
    area = ["03", "06", "011", "045", "0123", "0422", "04992", "0120", "0570", "0990", "0980"]
    mobile = ["0201", "0204", "050", "060", "070", "080", "090", "0800"]
    lengths = [(prefix, 10 - len(prefix)) for prefix in area] + [(prefix, 11 - len(prefix)) for prefix in mobile]
    return st.sampled_from(lengths).flatmap(
        lambda kind: st.text("0123456789", min_size=kind[1], max_size=kind[1]).map(lambda rest: kind[0] + rest)
    )


@settings(suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow])  # most digits are nobody's number
@given(number=numbers())
def test_every_number_that_the_plan_knows_is_written_as_the_oracle_writes_it(number: str) -> None:
    known = phonenumbers.parse(number, "JP")
    assume(phonenumbers.is_valid_number(known))
    assume(phonenumbers.number_type(known) != phonenumbers.PhoneNumberType.PERSONAL_NUMBER)  # 060 before it was mobile

    assert normalise("phone", number) == phonenumbers.format_number(known, phonenumbers.PhoneNumberFormat.E164)


@pytest.mark.parametrize("region", sorted(phonenumbers.SUPPORTED_REGIONS))
def test_an_example_number_of_every_country_passes_with_its_plus(region: str) -> None:
    example = phonenumbers.example_number(region)
    assert example is not None

    international = phonenumbers.format_number(example, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
    e164 = phonenumbers.format_number(example, phonenumbers.PhoneNumberFormat.E164)

    assert normalise("phone", international) == e164


@pytest.mark.promise("1-1")
@given(digits=st.text("0123456789", min_size=12, max_size=12))
def test_an_individual_number_is_checked_as_the_order_says(digits: str) -> None:
    whole = digits[:11] + stdnum.jp.in_.calc_check_digit(digits[:11])

    assert individual_number_stands(whole)
    assert individual_number_stands(digits) == (digits == whole)


@pytest.mark.promise("1-1")
@given(digits=st.text("0123456789", min_size=13, max_size=13))
def test_a_corporate_number_is_checked_as_the_order_says(digits: str) -> None:
    assert corporate_number_stands(digits) == stdnum.jp.cn.is_valid(digits)
    assert corporate_number_stands(str(stdnum.jp.cn.calc_check_digit(digits[1:])) + digits[1:])


@given(day=st.dates(min_value=era.GREGORIAN, max_value=date(2117, 12, 31)))
def test_a_day_said_in_its_era_is_read_back(day: date) -> None:
    assert era.read(era.say(day)) == day
    assert era.read(era.brief(day)) == day
    assert normalise("date", day.isoformat()) == day.isoformat()


def test_a_card_printed_before_the_era_changed_is_read_when_asked_for() -> None:
    assert era.read("平成35年11月1日", beyond=True) == date(2023, 11, 1)
    with pytest.raises(InputError):
        era.read("平成35年11月1日")


def test_there_are_forty_seven_prefectures() -> None:
    assert len(set(PREFECTURES)) == 47
    assert {normalise("prefecture", name.rstrip("都府県")) for name in PREFECTURES if name != "京都府"} < set(
        PREFECTURES
    )


def test_no_form_folds_to_two_and_none_folds_further() -> None:
    groups = variants.FORMS.split()
    folded = list(itertools.chain.from_iterable(group[1:] for group in groups))

    assert len(folded) == len(set(folded))
    assert not {group[0] for group in groups} & set(folded)
    assert all(variants.fold(group) == group[0] * len(group) for group in groups)
