"""What a text is about, and what weighs where it says that nothing personal is taken."""

from __future__ import annotations

import pytest

from seiyaku.check.reading import read
from seiyaku.core.lint.findings import Severity
from seiyaku.core.lint.subject import Subject, subject

from .measuring import GOOD, judge

NONE = "アプリの方針\n\n1. 取得\n本アプリは、{0}\n\n2. 変更\nこの頁で公表します。\n\n3. お問い合わせ\nフォームまで。\n"


@pytest.mark.parametrize("name", GOOD)
def test_a_policy_is_one(name: str) -> None:
    assert subject(read(None, GOOD[name].read_bytes(), GOOD[name].name)) is Subject.POLICY


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("お客様の情報の取扱い\n当店は、発送にのみ使います。\n", Subject.POLICY),
        ("We keep your personal data safe.\n", Subject.FOREIGN),
        ("当サイトではクッキーを使います\n広告のため。\nプライバシーポリシー\n", Subject.NOTHING_PERSONAL),
        ("クッキーを使っています。詳しくはプライバシーポリシーをご覧ください。\n", Subject.ANOTHER_TEXT),
        ("個人情報保護方針\n詳しくはプライバシーポリシーに従い取り扱います。\n", Subject.POLICY),
        ("利用規約\n個人情報は、別のプライバシーポリシーに基づいて扱います。\n禁止事項\n", Subject.ANOTHER_TEXT),
        ("# 道具\n使い方を書きます。\n", Subject.NOTHING_PERSONAL),
    ],
)
def test_a_text_is_told_from_a_policy_by_what_it_speaks_of(text: str, about: Subject) -> None:
    assert subject(read(None, text.encode(), "text.txt")) is about


def test_rules_under_little_prose_do_not_make_a_policy_foreign() -> None:
    rules = ["```yaml rule", *("  field-of-the-catalogue: {label: {en: Some field}}" for _ in range(200)), "```"]
    text = "\n".join(["## A わたしたちの考え", "個人情報は、診療のためにだけ使います。", *rules])

    assert subject(read(None, text.encode(), "text.md")) is Subject.POLICY


@pytest.mark.parametrize(
    "said", ["利用者の個人情報を一切取得しません。", "個人情報を収集しておりません。", "個人データの収集は行いません。"]
)
def test_where_nothing_is_taken_what_holding_would_ask_for_is_a_note(said: str) -> None:
    findings = judge("text.txt", NONE.format(said))

    assert findings
    assert {each.severity for each in findings} == {Severity.INFO}


@pytest.mark.parametrize(
    ("speaker", "weighs"),
    [
        ("本市は", {Severity.INFO}),
        ("市が保有する個人情報の取扱いです。市は", {Severity.INFO}),
        ("当社は、本市の委託を受けて", {Severity.ERROR, Severity.WARNING, Severity.INFO}),
        ("市内の方のために、見本工房は", {Severity.ERROR, Severity.WARNING, Severity.INFO}),
    ],
)
def test_what_chapter_4_asks_of_businesses_is_a_note_to_a_public_body(speaker: str, weighs: set[Severity]) -> None:
    findings = judge("text.txt", f"個人情報の取扱い\n\n1. 目的\n{speaker}、個人情報を発送のために利用します。\n")

    assert {each.severity for each in findings} == weighs


@pytest.mark.parametrize(
    "said",
    [
        "同意なく個人情報を取得しません。",
        "不正の手段で個人情報を取得しません。",
        "利用目的の範囲を超えて個人情報を取得しません。",
        "個人情報を取得しませんが、登録のときは氏名を入力していただきます。",
        "個人情報を第三者に提供しません。",
        "クッキーを使いますが、これにより個人情報を取得することはありません。",
        "本人が気付かない方法による個人情報の取得は行いません。",
        "個人情報を取得しません。取得した個人情報は、発送に使います。",
    ],
)
def test_a_limit_or_one_thing_that_is_taken_leaves_every_duty_as_it_is(said: str) -> None:
    assert Severity.ERROR in {each.severity for each in judge("text.txt", NONE.format(said))}
