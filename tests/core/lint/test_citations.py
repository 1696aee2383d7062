"""Every article a rule cites is in the law table, and the Act says there what the rule takes it to say."""

from __future__ import annotations

import datetime as dt
import re
from itertools import pairwise
from pathlib import Path

import pytest

from seiyaku.core.lint.citations import PROMULGATED_2026, PROVISIONS, REFORM, cite
from seiyaku.core.lint.rules import RULES

LAW = Path(__file__).resolve().parents[4] / "shared" / "law"
_KANJI = "〇一二三四五六七八九"
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8}
_WIDE = str.maketrans("0123456789", "０１２３４５６７８９")


def _kanji(number: int) -> str:
    tens, ones = divmod(number, 10)
    return ("" if not tens else "十" if tens == 1 else _KANJI[tens] + "十") + (_KANJI[ones] if ones else "")


def _passage(act: str, key: str) -> str:
    """Return the text of an article, a paragraph or an item of the Act."""
    number, paragraph, item = re.fullmatch(r"(\d+)(?:\((\d+)\))?(?:\(([ivx]+)\))?", key).groups()  # type: ignore[union-attr]
    text = act[act.index(f"### 第{_kanji(int(number))}条 ") :]
    text = text[: text.find("\n### ", 1)]
    if paragraph:
        parts = re.split(r"\n(?=[０-９]+ ?)", text)
        text = next(part for part in parts if part.startswith(paragraph.translate(_WIDE)))
    if item:
        rows = re.split(r"\n(?=  [一二三四五六七八九十]+ ?)", text)
        text = next(row for row in rows if row.startswith(f"  {_kanji(_ROMAN[item])} "))
    return text


ACT = [key for key in PROVISIONS if key[0].isdigit()]
GUIDELINE = [key for key in PROVISIONS if key.startswith("G ")]


@pytest.mark.skipif(not LAW.exists(), reason="the law is not beside the repository")
@pytest.mark.parametrize("key", ACT)
def test_the_act_says_there_what_the_table_takes_it_to_say(key: str) -> None:
    passage = _passage((LAW / "appi-act.txt").read_text(encoding="utf-8"), key)

    assert PROVISIONS[key].subject
    for word in PROVISIONS[key].subject:
        assert word in passage, (word, passage)


@pytest.mark.skipif(not LAW.exists(), reason="the law is not beside the repository")
@pytest.mark.parametrize("key", GUIDELINE)
def test_the_guideline_has_that_heading(key: str) -> None:
    text = (LAW / "ppc-guideline-general.txt").read_text(encoding="utf-8")

    heading = re.search(rf"^{re.escape(key[2:])}[\s（(「].*$", text, re.MULTILINE)

    assert heading
    assert all(word in heading[0] for word in PROVISIONS[key].subject), heading[0]


def test_every_rule_cites_what_the_table_holds() -> None:
    for rule in RULES.values():
        assert rule.articles, rule.id
        assert set(rule.articles) <= set(PROVISIONS), rule.id


def test_the_numbers_of_a_provision_follow_each_other_without_a_gap() -> None:
    for provision in PROVISIONS.values():
        numbers = provision.numbers

        assert numbers[-1].until is None
        for before, after in pairwise(numbers):
            assert before.since < before.until == after.since  # type: ignore[operator]


@pytest.mark.parametrize(
    ("key", "day", "expected"),
    [
        ("27(1)", "2026-11-28", "27(1)"),
        ("27(1)", "2022-04-01", "27(1)"),
        ("27(1)", "2022-03-31", "23(1)"),
        ("27(5)(iii)", "2018-10-01", "23(5)(iii)"),
        ("27(5)(iii)", "2016-10-01", "23(4)(iii)"),
        ("33(1)", "2018-10-01", "28(1)"),
        ("43(5)", "2018-10-01", "36(5)"),
        ("43(5)", "2017-05-29", None),
        ("33(5)", "2022-03-31", None),
        ("26(1)", "2021-01-01", None),
        ("Telecom 27-12", "2023-06-15", None),
        ("Telecom 27-12", "2023-06-16", "Telecom 27-12"),
        ("2(1)", "2004-01-01", None),
    ],
)
def test_a_provision_is_called_what_it_was_called_on_the_day(key: str, day: str, expected: str | None) -> None:
    found = cite(key, dt.date.fromisoformat(day))

    assert (found.article if found else None) == expected


def test_what_was_promulgated_in_2026_is_no_law_until_the_last_day_it_can_become_one() -> None:
    assert cite("Reform 2026", PROMULGATED_2026) is None
    assert cite("Reform 2026", REFORM - dt.timedelta(days=1)) is None
    assert cite("Reform 2026", dt.date(2028, 8, 1)) is not None
