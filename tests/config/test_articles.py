"""The page of articles names what is there, and speaks of every article that the table and the refusals lean on."""

from __future__ import annotations

from pathlib import Path

import pytest

import seiyaku
from seiyaku.config.articles import ARTICLES, cited, row_of
from seiyaku.core.law import ACQUISITION, DUTIES, GROUNDS, URGENT
from seiyaku.core.reasons import REASONS

HOME = Path(seiyaku.__file__).parent
CHAPTER_4 = {str(number) for number in (*range(17, 47), 57, 58, 59)}


@pytest.mark.promise("11-1")
def test_every_article_of_chapter_4_that_binds_an_operator_has_a_row_once() -> None:
    rows = [each.article for each in ARTICLES]

    assert {row.partition("(")[0] for row in rows} == CHAPTER_4
    assert len(set(rows)) == len(rows)


@pytest.mark.promise("11-1")
def test_every_article_that_a_decision_can_name_has_a_row() -> None:
    table = [row.article for row in (*GROUNDS, *DUTIES, *ACQUISITION, *URGENT)]
    named = {one for article in (*table, *(r.article for r in REASONS.values())) for one in cited(article)}

    assert [one for one in named if row_of(one) is None] == []


def test_every_module_named_is_there() -> None:
    named = {name.replace(".", "/") for each in ARTICLES for name in each.by}

    assert [name for name in named if not (HOME / name).is_dir() and not (HOME / f"{name}.py").is_file()] == []


def test_what_a_citation_names_of_other_acts_is_left_out() -> None:
    assert cited("27(1)(i); Telecommunications Business Act 4") == ["27(1)(i)"]
    assert cited("20(2)(viii), Order 9") == ["20(2)(viii)"]
    assert cited("My Number Act 19, 20") == []
    assert (row_of("20(2)(viii)"), row_of("28(1)"), row_of("9")) == ("20(2)", "28", None)
