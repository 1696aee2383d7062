"""Trees of texts that are several in one: headings beside numbers, 以上 between them, articles that are cited."""

from __future__ import annotations

from seiyaku.core.lint.findings import Clause, Sureness
from seiyaku.core.lint.tree import clauses


def titles(text: str) -> list[str]:
    """Return the headings of the outermost clauses."""
    return [each.title or each.written for each in clauses(text.splitlines())[0]]


def found(text: str) -> dict[str, Clause]:
    """Return the clauses of a text by id."""
    return {each.id: each for clause in clauses(text.splitlines())[0] for each in clause.walk()}


STATEMENT = """\
個人情報保護方針
1. 当社は、法令を守ります。
2. 当社は、目的の範囲で利用します。
見本株式会社　代表取締役　見本 花子
以上
保有個人データの周知について
当社は、次の事項を周知します。
1. 管理者
管理本部長
2. 窓口
電話 00-0000-0000
"""


def test_a_second_text_begins_where_its_heading_does_and_numbers_its_own_clauses() -> None:
    tree = found(STATEMENT)

    assert titles(STATEMENT) == ["1.", "2.", "保有個人データの周知について"]
    assert [tree[each].title for each in ("u1-1", "u1-2")] == ["管理者", "窓口"]


def test_what_stands_between_two_texts_belongs_to_no_clause_of_the_first() -> None:
    assert found(STATEMENT)["2"].span.end_line == 4


def test_a_heading_within_a_numbered_text_ends_nothing() -> None:
    text = (
        "1. 目的\n当社は、利用します。\n\n手続について\n当社は、次のとおり行います。\n(1) 受付\n(2) 回答\n"
        "2. 窓口\n係\n3. 変更\n公表します。\n"
    )

    assert titles(text) == ["目的", "窓口", "変更"]


def test_a_heading_after_the_last_number_opens_a_part_of_its_own_and_the_tree_is_less_sure() -> None:
    text = (
        "第1条（目的）\n利用します。\n第2条（変更）\n公表します。\n\n"
        "お問い合わせ窓口\n下記の窓口までご連絡ください。\n見本の郷\n"
    )

    tree, sureness = clauses(text.splitlines())

    assert [each.title for each in tree] == ["目的", "変更", "お問い合わせ窓口"]
    assert sureness is not Sureness.CERTAIN


def test_headings_without_blank_lines_part_a_text_whose_only_marks_are_of_one_part() -> None:
    text = (
        "取得する情報\n●団体に関する情報\n団体の名称\n●端末に関する情報\n端末の種類\n●その他の情報\nご意見\n"
        "情報を利用する目的\n当社は、次のとおり利用します。\n登録の受付のため\n第三者提供\n当社は、同意なく提供しません。\n"
        "お問い合わせ先\nご質問は、下記の係までお送りください。\n"
    )

    assert titles(text)[-3:] == ["情報を利用する目的", "第三者提供", "お問い合わせ先"]


def test_an_article_that_a_sentence_names_opens_no_clause() -> None:
    text = (
        "第2条（項目）\n(1) 氏名\n(2) 写真\n第3条（目的）\n確認のため\n"
        "第4条（写真の取扱い）\n第2条第2号の写真は、次のとおり取り扱います。\n"
        "(1) 三日で消します。\n(2) 外に出しません。\n第2条および第3条は、写真にも及びます。\n第5条（窓口）\n係\n"
    )

    assert titles(text) == ["項目", "目的", "写真の取扱い", "窓口"]
    assert {"4-1", "4-2"} <= set(found(text))


def test_an_article_on_third_parties_is_one_though_its_heading_begins_with_a_number() -> None:
    assert (
        titles("第一条　目的\n利用します。\n第二条　第三者提供\n提供しません。\n第三条　窓口\n係\n")[1] == "第三者提供"
    )


def test_the_next_article_is_the_next_though_its_heading_is_a_rank_lower() -> None:
    text = "## 第1条（目的）\n利用します。\n## 第2条（開示）\n応じます。\n### 第3条（変更）\n公表します。\n"

    assert titles(text) == ["目的", "開示", "変更"]


def test_a_heading_keeps_its_place_before_a_sentence_that_begins_politely() -> None:
    long = "当社は、ご本人から求められたときは、法令に従って速やかに対応し、その結果をご本人に書面でお知らせします。"
    text = f"1. 個人情報の開示等の窓口について\nご本人の求めに応じます。{long}\n2. 委託について\n委託しません。{long}\n"

    assert titles(text) == ["個人情報の開示等の窓口について", "委託について"]
