"""
The customers of the sample company: made up from a seed, the same ones every time, nobody real.

The names are common ones put together by chance; telephone numbers lie in 0N0-0…, which is assigned to nobody; mail
addresses end in `.example` (RFC 2606). The file is written as Japanese offices send it: cp932 from Excel,
full-width digits, 髙 and 﨑, circled numbers, half-width kana, line breaks inside quotes, and some rows broken.
"""

from __future__ import annotations

import csv
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

SURNAMES = (
    ("佐藤", "サトウ"), ("鈴木", "スズキ"), ("髙橋", "タカハシ"), ("田中", "タナカ"), ("渡邉", "ワタナベ"),
    ("伊藤", "イトウ"), ("山本", "ヤマモト"), ("中村", "ナカムラ"), ("小林", "コバヤシ"), ("加藤", "カトウ"),
    ("吉田", "ヨシダ"), ("山﨑", "ヤマザキ"), ("齋藤", "サイトウ"), ("德永", "トクナガ"), ("濵田", "ハマダ"),
    ("藤井", "フジイ"), ("桒原", "クワバラ"), ("岡田", "オカダ"), ("神宮寺", "ジングウジ"),
    ("五十嵐", "イガラシ"), ("森", "モリ"), ("林", "ハヤシ"), ("勅使河原", "テシガワラ"), ("東", "アズマ"),
)  # fmt: skip
GIVEN = (
    ("翔太", "ショウタ", "male"), ("さくら", "サクラ", "female"), ("健一", "ケンイチ", "male"),
    ("美咲", "ミサキ", "female"), ("大輔", "ダイスケ", "male"), ("陽菜", "ヒナ", "female"),
    ("学", "マナブ", "male"), ("恵子", "ケイコ", "female"), ("蓮", "レン", "male"), ("葵", "アオイ", "female"),
    ("勇気", "ユウキ", "male"), ("真理子", "マリコ", "female"), ("隆", "タカシ", "male"),
    ("結衣", "ユイ", "female"), ("一郎", "イチロウ", "male"), ("幸", "ミユキ", "female"),
)  # fmt: skip
TOWNS = (
    ("東京都", "豊島区北見本", "170"), ("大阪府", "大阪市見本区東町", "530"),
    ("北海道", "札幌市見本区北", "060"), ("愛知県", "名古屋市見本区栄町", "460"),
    ("福岡県", "福岡市見本区浜", "810"), ("神奈川県", "横浜市見本区港町", "220"),
    ("京都府", "京都市見本区上町", "600"), ("広島県", "府中市見本町", "726"), ("沖縄県", "那覇市見本", "900"),
)  # fmt: skip
BUILDINGS = ("", "", "", "見本ハイツ①", "サンプル荘②", "メゾン見本Ⅲ", "ｺｰﾎﾟ･ｻﾝﾌﾟﾙ")
FULL_WIDTH = str.maketrans("0123456789-", "０１２３４５６７８９－")
HALF_KANA = dict(
    zip(
        "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲンッャュョー",
        "ｱｲｳｴｵｶｷｸｹｺｻｼｽｾｿﾀﾁﾂﾃﾄﾅﾆﾇﾈﾉﾊﾋﾌﾍﾎﾏﾐﾑﾒﾓﾔﾕﾖﾗﾘﾙﾚﾛﾜｦﾝｯｬｭｮｰ",
        strict=True,
    )
)
VOICED = dict(zip("ガギグゲゴザジズゼゾダヂヅデドバビブベボ", "カキクケコサシスセソタチツテトハヒフヘホ", strict=True))

COLUMNS = (
    "会員番号", "氏名", "フリガナ", "生年月日", "性別", "電話番号", "メールアドレス", "郵便番号", "住所",
    "健康への配慮事項", "勤務先法人番号", "備考",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Customer:
    """One made-up customer, in the plain form; the file holds the same in whatever form offices type."""

    member: str
    name: str
    kana: str
    born: str
    sex: str
    phone: str
    email: str
    postal_code: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoilt:
    """A row that must go to quarantine, and the stable code of why."""

    row: int
    why: str


def customers(count: int, *, seed: int = 2018, first: int = 1) -> Iterator[Customer]:
    """Yield `count` made-up customers, the same ones for the same seed."""
    chance = random.Random(seed)  # noqa: S311  # made-up people, not secrets
    for number in range(first, first + count):
        surname, surname_kana = chance.choice(SURNAMES)
        given, given_kana, sex = chance.choice(GIVEN)
        prefecture, town, postal = chance.choice(TOWNS)
        building = chance.choice(BUILDINGS)
        place = f"{chance.randint(1, 5)}-{chance.randint(1, 30)}-{chance.randint(1, 20)}"
        yield Customer(
            member=f"M{number:07d}",
            name=f"{surname} {given}",
            kana=f"{surname_kana} {given_kana}",
            born=f"{chance.randint(1935, 2007)}-{chance.randint(1, 12):02d}-{chance.randint(1, 28):02d}",
            sex=sex,
            phone=f"0{chance.choice('789')}00{number % 10_000_000:07d}",
            email=f"m{number:07d}@mail.example",
            postal_code=f"{postal}{chance.randint(0, 9999):04d}",
            address=f"{prefecture}{town}{place}{' ' + building if building else ''}",
        )


def half_width(kana: str) -> str:
    """Return katakana as the half-width letters old systems write."""
    return "".join(HALF_KANA[VOICED[c]] + "ﾞ" if c in VOICED else HALF_KANA.get(c, c) for c in kana)


def _typed(customer: Customer, chance: random.Random) -> dict[str, str]:
    """Return the row the way somebody typed it."""
    phone = f"{customer.phone[:3]}-{customer.phone[3:7]}-{customer.phone[7:]}"
    year, month, day = (int(part) for part in customer.born.split("-"))
    return {
        "会員番号": customer.member,
        "氏名": customer.name.replace(" ", "　") if chance.random() < 0.7 else customer.name,
        "フリガナ": half_width(customer.kana) if chance.random() < 0.3 else customer.kana,
        "生年月日": chance.choice(
            (customer.born, f"{year}/{int(month)}/{int(day)}", f"{year}年{int(month)}月{int(day)}日")
        ),
        "性別": {"male": "男", "female": "女"}[customer.sex],
        "電話番号": chance.choice((phone, phone.translate(FULL_WIDTH), customer.phone)),
        "メールアドレス": customer.email,
        "郵便番号": chance.choice(("〒", "")) + f"{customer.postal_code[:3]}-{customer.postal_code[3:]}",
        "住所": customer.address.replace(" ", "\n")
        if chance.random() < 0.3
        else customer.address.translate(FULL_WIDTH),
        "健康への配慮事項": "",
        "勤務先法人番号": "7000012050002" if chance.random() < 0.05 else "",
        "備考": "",
    }


SPOILT = {41: "undeclared-column", 1_234: "special-care", 2_500: "check-digit", 4_004: "cells", 7_777: "quotes"}


def write_signups(path: Path, count: int, *, seed: int = 2018) -> list[Spoilt]:
    """
    Write the sign-ups of `count` customers and five rows that must not be let in; return those five.

    The spoilt rows are extra: one with a value in a column the form does not declare, one with a special-care item
    nobody consented to, one with a wrong check digit, one marked ▲ and cut short, one with a quote left open.
    """
    chance = random.Random(seed + 1)  # noqa: S311  # made-up people, not secrets
    extra = {max(at * count // 10_000, n): why for n, (at, why) in enumerate(SPOILT.items(), start=1)}
    spoilt: list[Spoilt] = []
    row = 1
    with path.open("w", encoding="cp932", newline="") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow(COLUMNS)
        for number, customer in enumerate(customers(count, seed=seed), start=1):
            row += 1
            writer.writerow(_typed(customer, chance).values())
            if why := extra.get(number):
                row += 1
                spoilt.append(Spoilt(row=row, why=why))
                file.write(_spoil(why, chance))
    return spoilt


def _spoil(why: str, chance: random.Random) -> str:
    customer = next(customers(1, seed=chance.randint(1, 1 << 30), first=9_000_000 + chance.randint(1, 99_999)))
    cells = {**_typed(customer, chance), "住所": customer.address}
    cells |= {
        "undeclared-column": {"備考": "犬が二匹いる"},
        "special-care": {"健康への配慮事項": "聴覚に配慮が必要"},
        "check-digit": {"勤務先法人番号": "7000012050003"},
    }.get(why, {})
    line = ",".join(cells.values())
    if why == "cells":
        return f"▲{line[:40]}\r\n"
    if why == "quotes":
        return f'"{line}\r\n'
    return line + "\r\n"


LEGACY_COLUMNS = ("会員番号", "氏名", "電話番号", "メールアドレス", "郵便番号", "住所")


def write_legacy(path: Path, count: int, *, seed: int = 2010) -> None:
    """Write `count` customers of the time before this policy, as an old system exports them."""
    with path.open("w", encoding="cp932", newline="") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow(LEGACY_COLUMNS)
        for old in customers(count, seed=seed, first=5_000_001):
            writer.writerow((old.member, old.name, old.phone, old.email, old.postal_code, old.address))
