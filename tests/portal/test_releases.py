"""The public page of anonymised information: nothing before it is published, and then what its record says."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.test import Client

from seiyaku.anonymised import making, plans, releasing
from tests.anonymised.house import house, written

from .sample import publish_first

BROWSER = Client()


def text(path: str, status: int = 200) -> str:
    answer = BROWSER.get(path)
    assert answer.status_code == status
    return answer.content.decode()


@pytest.mark.promise("9-2-C", "9-3")
def test_the_page_says_items_ways_measures_and_where_to_complain_once_it_is_published(
    instance: Path, tmp_path: Path
) -> None:
    people = house()
    release = making.make(*plans.load(written(tmp_path)), actor=people.maker)[0]
    releasing.approve(release.ref, actor=people.approver)
    assert "お客さまの構成" not in text("/anonymised/")

    releasing.publish(release.ref, actor=people.approver)

    page, english = text("/anonymised/"), text("/en/anonymised/")
    for words in (
        "お客さまの構成",
        "住所（都道府県のみ）",
        "年代",
        "記録媒体",
        "苦情",
        "privacy@cloopen.example",
        "対応表",
    ):
        assert words in page
    for words in ("Who our customers are", "Address (prefecture only)", "Recording medium", "never stored"):
        assert words in english
    (said,) = json.loads(text("/anonymised.json"))["releases"]
    assert [each["en"] for each in said["items"]] == [each["label"]["en"] for each in release.schema]
    assert "withdrawn" not in page

    releasing.withdraw(release.ref, actor=people.manager)

    assert "取り下げた日" in text("/anonymised/")


def test_without_releases_the_page_says_so_and_without_a_policy_there_is_none(instance: Path) -> None:
    text("/anonymised/", 404)
    publish_first()

    assert "作成した匿名加工情報はありません" in text("/anonymised/")
    assert '<a href="/anonymised/" aria-current="page">' in text("/anonymised/")
