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
        ("We keep your personal data safe.\n", Subject.POLICY),
        ("個人情報保護方針\n詳しくはプライバシーポリシーに従い取り扱います。\n", Subject.POLICY),
        ("利用規約\n個人情報は、別のプライバシーポリシーに基づいて扱います。\n禁止事項\n", Subject.ANOTHER_TEXT),
        ("# 道具\n使い方を書きます。\n", Subject.NOTHING_PERSONAL),
    ],
)
def test_a_text_is_told_from_a_policy_by_what_it_speaks_of(text: str, about: Subject) -> None:
    assert subject(read(None, text.encode(), "text.txt")) is about


@pytest.mark.parametrize(
    "said", ["利用者の個人情報を一切取得しません。", "個人情報を収集しておりません。", "個人データの収集は行いません。"]
)
def test_where_nothing_is_taken_what_holding_would_ask_for_is_a_note(said: str) -> None:
    findings = judge("text.txt", NONE.format(said))

    assert findings
    assert {each.severity for each in findings} == {Severity.INFO}


@pytest.mark.parametrize(
    "said",
    [
        "同意なく個人情報を取得しません。",
        "不正の手段で個人情報を取得しません。",
        "利用目的の範囲を超えて個人情報を取得しません。",
        "個人情報を取得しませんが、登録のときは氏名を入力していただきます。",
        "個人情報を第三者に提供しません。",
    ],
)
def test_a_limit_or_one_thing_that_is_taken_leaves_every_duty_as_it_is(said: str) -> None:
    assert Severity.ERROR in {each.severity for each in judge("text.txt", NONE.format(said))}
