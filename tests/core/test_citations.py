"""Articles as people say them."""

from __future__ import annotations

import pytest

from seiyaku.core.citations import say, say_all


@pytest.mark.parametrize(
    ("article", "ja", "en"),
    [
        ("43(5)", "個人情報保護法43条5項", "APPI art. 43(5)"),
        ("27(1)(iv)", "個人情報保護法27条1項4号", "APPI art. 27(1)(iv)"),
        ("R.34", "施行規則34条", "enforcement rules art. 34"),
        ("Order 10", "施行令10条", "enforcement order art. 10"),
        ("G 3-1-1", "ガイドライン通則編 3-1-1", "PPC guideline, general 3-1-1"),
        ("GA 3-2-4", "ガイドライン仮名・匿名加工編 3-2-4", "PPC guideline, anonymised 3-2-4"),
        ("Telecom 27-12", "電気通信事業法27条の12", "Telecommunications Business Act art. 27-12"),
        ("Email 3", "特定電子メール法3条", "Act on Regulation of Transmission of Specified Electronic Mail art. 3"),
        ("My Number 20", "番号法20条", "My Number Act art. 20"),
        ("Consumer 10", "消費者契約法10条", "Consumer Contract Act art. 10"),
        ("Reform 2026", "2026年の改正法", "the reform of 2026"),
        ("whatever else", "whatever else", "whatever else"),
    ],
)
def test_an_article_is_said_as_people_say_it(article: str, ja: str, en: str) -> None:
    assert say(article, "ja") == ja
    assert say(article, "en").replace(",", "") == en.replace(",", "")


@pytest.mark.parametrize(
    ("articles", "ja", "en"),
    [
        ("43(3), 43(6); R.36", "個人情報保護法43条3項、43条6項、施行規則36条",
         "APPI art. 43(3), 43(6), enforcement rules art. 36"),
        ("27(1)(i); Telecommunications Business Act 4", "個人情報保護法27条1項1号、電気通信事業法4条",
         "APPI art. 27(1)(i), Telecommunications Business Act art. 4"),
        ("20(2)(viii), Order 9", "個人情報保護法20条2項8号、施行令9条",
         "APPI art. 20(2)(viii), enforcement order art. 9"),
        ("23", "個人情報保護法23条", "APPI art. 23"),
        ("", "", ""),
    ],
)  # fmt: skip
def test_several_articles_are_said_one_after_the_other(articles: str, ja: str, en: str) -> None:
    assert say_all(articles, "ja") == ja
    assert say_all(articles, "en") == en
