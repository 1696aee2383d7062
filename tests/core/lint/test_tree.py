"""The tree of clauses is found whatever numbers it."""

from __future__ import annotations

import pytest

from seiyaku.core.lint.findings import Sureness
from seiyaku.core.lint.tree import clauses


def ids(text: str) -> list[str]:
    found, _ = clauses(text.split("\n"))
    return [clause.id for root in found for clause in root.walk()]


STYLES = [
    ("1 目的\n1 発送\n2 請求\n2 窓口", ["1", "1-1", "1-2", "2"]),
    ("１．目的\n（１）発送\n（２）請求\n２．窓口", ["1", "1-1", "1-2", "2"]),
    ("第1条（目的）\n1 発送します。\n2 請求します。\n第2条（窓口）\n下記まで。", ["1", "1-1", "1-2", "2"]),
    ("第一条　目的\n一、発送\n二、請求\n第二条　窓口", ["1", "1-1", "1-2", "2"]),
    ("1. 目的\n① 発送\n② 請求\n2. 窓口", ["1", "1-1", "1-2", "2"]),
    ("1) 目的\nア 発送\nイ 請求\n2) 窓口", ["1", "1-ア", "1-イ", "2"]),
    ("1. 目的\nイ．発送\nロ．請求\n2. 窓口", ["1", "1-イ", "1-ロ", "2"]),
    ("A 目的\n(a) 発送\n(b) 請求\nB 窓口", ["A", "A-a", "A-b", "B"]),
    ("Ⅰ 目的\ni. 発送\nii. 請求\nⅡ 窓口", ["I", "I-i", "I-ii", "II"]),
    ("㈠ 目的\n㈡ 窓口\n㈢ 変更", ["1", "2", "3"]),
    ("1 目的\n1.1 発送\n1.2 請求\n2 窓口", ["1", "1-1", "1-2", "2"]),
    ("1 目的\n1-1 発送\n1-2 請求\n2 窓口", ["1", "1-1", "1-2", "2"]),
    ("# 方針\n## 目的\n- 発送\n- 請求\n## 窓口", ["1", "1-1", "1-2", "2"]),
    ("■ 目的\n・発送\n・請求\n■ 窓口\n下記まで。", ["1", "1-1", "1-2", "2"]),
    ("【目的】\n・発送\n・請求\n【窓口】\n下記まで。", ["1", "1-1", "1-2", "2"]),
    ("|目的\n1.発送\n2.請求\n|窓口\n下記まで。", ["1", "1-1", "1-2", "2"]),
]


@pytest.mark.parametrize(("text", "expected"), STYLES)
def test_every_usual_numbering_gives_the_same_tree(text: str, expected: list[str]) -> None:
    assert ids(text) == expected


def test_headings_without_any_number_are_found_and_called_a_guess() -> None:
    text = (
        "プライバシーポリシー\n\n利用目的\n\n当社は商品の発送のために利用します。"
        "\n\n第三者提供\n\n同意なく提供しません。\n\n"
        "お問い合わせ\n\n下記の窓口までご連絡ください。"
    )

    found, sureness = clauses(text.split("\n"))

    assert [clause.title for clause in found] == ["利用目的", "第三者提供", "お問い合わせ"]
    assert sureness is Sureness.POSSIBLE


def test_a_list_whose_first_part_bears_no_number_opens_at_its_second() -> None:
    found, sureness = clauses(
        ["【取扱い】", "次のとおりです。", "", "2.提供", "行いません。", "", "3.窓口", "下記まで。"]
    )

    assert [clause.title for root in found for clause in root.walk()] == ["取扱い", "提供", "窓口"]
    assert sureness is not Sureness.CERTAIN
    assert ids("本文です。\n2.5倍になります。\n2. 一つだけの行") == []


def test_rows_of_a_table_and_page_numbers_are_no_clauses_and_a_long_heading_is_one() -> None:
    heading = "2. 利用目的の通知、開示、内容の訂正、追加又は削除、利用の停止、第三者への提供の停止について"
    table = ["| 種類 | 目的 |", "| --- | --- |", "| 氏名 | 発送 |"]

    found, _ = clauses(["1. 目的", "- 2 -", "発送のため。", *table, "", heading, "", "受け付けます。"])

    walked = [clause for root in found for clause in root.walk()]
    assert [(clause.written, clause.span.end_line) for clause in walked] == [("1.", 6), ("2.", 10)]
    assert found[1].title.startswith("利用目的の通知")


def test_prose_that_begins_with_references_opens_no_clause() -> None:
    text = "# 方針\n## 8 提供\n### 8-1 委託\n任せます。\n### 8-3 ほか\n8-1、8-2と次の場合を除きます。\n#### 8-3-A 同意"

    assert ids(text) == ["8", "8-1", "8-3", "8-3-A"]
