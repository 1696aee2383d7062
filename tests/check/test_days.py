"""A policy is judged by the law of the day that is asked about."""

from __future__ import annotations

import datetime as dt

import pytest

from seiyaku.core.lint.findings import Finding, Severity

from .measuring import GOOD, judge

GARBLED = """1 第三者提供
次の場合を除き、本人の同意なく第三者に提供しません。
(1) 当社が必要と判断したとき
2 開示
本人は開示と訂正を請求できます。書面で回答します。
"""


def on(day: str, text: str = GARBLED) -> dict[str, Finding]:
    return {finding.rule: finding for finding in judge("policy.txt", text, as_of=dt.date.fromisoformat(day))}


@pytest.mark.parametrize(
    ("day", "article"), [("2026-11-28", "27(1)"), ("2022-03-31", "23(1)"), ("2016-01-01", "23(1)")]
)
def test_a_finding_cites_the_article_by_its_number_on_the_day(day: str, article: str) -> None:
    found = on(day)["L20"]

    assert found.articles[0].article == article
    assert found.articles[0].since <= dt.date.fromisoformat(day)


def test_what_was_no_duty_yet_is_not_asked_for() -> None:
    before, after = on("2022-03-31"), on("2022-04-01")

    assert {"L07", "L10", "L32"} <= set(after)
    assert not {"L07", "L10", "L32"} & set(before)
    assert "第三者提供記録の開示" in after["L06"].why.ja
    assert "第三者提供記録の開示" not in before["L06"].why.ja


def test_the_reform_of_2026_is_told_only_for_a_day_on_which_it_may_be_in_force() -> None:
    text = GOOD["shop"].read_text(encoding="utf-8")

    assert not [rule for rule in on("2028-07-16", text) if rule.startswith("F")]
    told = {rule: finding for rule, finding in on("2028-08-01", text).items() if rule.startswith("F")}
    assert set(told) == {"F01", "F02", "F04", "F05", "F06"}
    assert all(finding.severity is Severity.INFO for finding in told.values())
    assert all(finding.articles[0].article == "Reform 2026" for finding in told.values())


def test_a_card_that_was_still_valid_on_the_day_is_no_fault() -> None:
    text = "1 開示等の請求\n本人確認のため、健康保険証の写しをお送りください。番号は黒塗りにしてください。\n"

    assert "L26" not in on("2024-11-01", text)
    assert "L26" in on("2025-12-02", text)
