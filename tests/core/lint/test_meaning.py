"""What a sentence denies is told from what it affirms, whatever stands between the act and its negation."""

from __future__ import annotations

import pytest

from seiyaku.check.words import splitter
from seiyaku.core.lint.meaning import at_sign, denied

DENIED = [
    "第三者に提供しません。",
    "第三者に提供することはありません。",
    "第三者への提供は一切行いません。",
    "第三者に提供しないものとします。",
    "第三者への提供を禁止しています。",
    "第三者に提供してはならない。",
    "第三者に提供せず、適切に管理します。",
    "第三者に提供するための行為を行わない。",
    "第三者に提供しておりません。",
    "第三者への提供は行っておりません。",
    "第三者への提供はいたしかねます。",
]
AFFIRMED = [
    "第三者に提供します。",
    "第三者に提供することがあります。",
    "第三者に提供しなければならない。",
    "第三者に提供し、その後は利用しません。",
    "第三者への提供を行う場合がございます。",
    "第三者に提供しております。",
    "第三者に提供しかねません。",
    "第三者に提供するため、同意は不要です。",
]


def is_denied(sentence: str) -> bool:
    words = splitter().split(sentence)
    return denied(words, at_sign(words, sentence.index("提供")))


@pytest.mark.parametrize("sentence", DENIED)
def test_a_denial_is_heard(sentence: str) -> None:
    assert is_denied(sentence)


@pytest.mark.parametrize("sentence", AFFIRMED)
def test_an_affirmation_is_not_taken_for_a_denial(sentence: str) -> None:
    assert not is_denied(sentence)
