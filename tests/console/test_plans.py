"""The editor of plans: checked without reading anybody, previewed on record, kept with its history, made by two."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from seiyaku.anonymised import attending, drafts, making, plans, working
from seiyaku.anonymised.models import DraftVersion, Release
from seiyaku.anonymised.plans import LARGEST
from seiyaku.console import previews
from seiyaku.core.errors import InputError, Refused
from seiyaku.core.refilling import ERROR
from tests import pages
from tests.anonymised.house import PLAN, House, written
from tests.anonymised.house import house as founded
from tests.browser.staffed import arm
from tests.people.sample import entries

from .conftest import whole

TYPED: dict[str, Any] = {
    "ref": "", "base": "0", "slots": "3", "base_text": "", "text": "",
    "title.ja": "お客さまの構成", "title.en": "Who our customers are", "preset": "third-party", "k": "10",
    "suppress": "2", "considered.ja": "一人一行で、住所は都道府県だけを残す。",
    "considered.en": "One row a person; of addresses the prefecture.",
    "c0.item": "sex", "c0.as": "quasi", "c0.name": "性別", "c0.from": "sex", "c0.take": "value",
    "c1.item": "age-group", "c1.as": "quasi", "c1.name": "年代", "c1.from": "birth-date", "c1.take": "age-group",
    "c2.item": "prefecture", "c2.as": "quasi", "c2.name": "地域", "c2.from": "address", "c2.take": "prefecture",
}  # fmt: skip
VALUES = re.compile(r"東京都豊島区|大阪市|1985-|1995-|090-0000|見本 \d")
ROWS_ALIKE = "同じ特徴の行</th>"  # the last column of rows that are shown


@pytest.fixture
def people(instance: Path) -> House:
    cache.clear()
    made = founded()
    for one in (made.maker, made.approver, made.clerk):
        arm(one)
    return made


def acts() -> list[str]:
    return [str(one["act"]) for one in entries()]


def uses() -> int:
    """How often people's information was used to make anonymised information."""
    return sum(one.get("purpose") == "law:anonymise" and "reason" not in one for one in entries())


def saved(client: Client, **more: Any) -> str:
    """A plan that was typed and kept; its reference."""
    answer = client.post("/console/plans/keep", TYPED | more)
    assert answer.status_code == 302, answer.content.decode()
    return str(answer["Location"]).split("/")[-2]


@pytest.mark.promise("9-1", "9-2-A", "9-4-A")
def test_a_plan_is_typed_checked_looked_at_kept_and_made(people: House) -> None:
    maker, approver, clerk = whole("mia"), whole("aoi"), whole("bob")
    before = uses()

    begun = maker.get("/console/plans/new?preset=third-party")
    checked = maker.post("/console/plans/check", TYPED)

    assert "住所（都道府県のみ）" in begun.content.decode()
    assert (checked.status_code, uses()) == (200, before)
    assert "計画は基準を満たしています" in checked.content.decode()
    looked = maker.post("/console/plans/preview", TYPED).content.decode()
    assert uses() == before + 1
    assert "匿名加工情報として扱えます" in looked
    assert "個人を識別できる記述を消した" in looked
    assert len(re.findall(r"<td>(?:東京都|大阪府|東日本|西日本|\*)</td>|（削除される行）", looked)) == 20
    assert VALUES.search(looked) is None
    assert "最短で" in looked
    assert "この計画の粗さと" in looked
    assert clerk.get("/console/plans/").status_code == 403
    assert clerk.post("/console/plans/preview", TYPED).status_code == 403
    refused = approver.post("/console/plans/preview", TYPED)
    assert refused.status_code == 403
    assert "証跡の番号" in refused.content.decode()
    assert approver.post("/console/plans/keep", TYPED).status_code == 403

    ref = saved(maker)
    made = maker.post(f"/console/plans/{ref}/make", {"version": "1"})

    assert made.status_code == 302
    release = Release.objects.get()
    assert release.plan_digest == DraftVersion.objects.get().digest
    assert (release.state, release.made_by) == ("made", people.maker.id)
    page = maker.get(f"/console/plans/{ref}/").content.decode()
    assert f"/console/releases/{release.ref}/" in page
    assert maker.post(f"/console/releases/{release.ref}/approve").status_code == 403
    assert '<option value="1">次の号を作ったときの人だけ: 第1 お客さまの構成</option>' in page
    again = maker.post("/console/plans/preview", TYPED | {"within": "1"}).content.decode()
    assert "第1号を作ったときの人だけから作ります" in again
    chosen = maker.get(f"/console/plans/{saved(maker, within='1')}/").content.decode()
    assert '<option value="1" selected>' in chosen
    assert "within: 1" in chosen


@pytest.mark.promise("9-2-A", "9-4-A")
def test_what_is_wrong_with_a_plan_stands_at_its_field_and_nothing_is_read_or_kept(people: House) -> None:
    maker = whole("mia")
    maker.get("/console/plans/new")
    before = len(entries())

    faults = {
        "k": maker.post("/console/plans/keep", TYPED | {"k": "ten"}),
        "suppress": maker.post("/console/plans/preview", TYPED | {"suppress": "200"}),
        "title_en": maker.post("/console/plans/keep", TYPED | {"title.en": " "}),
    }
    file = maker.post("/console/plans/preview", TYPED | {"c1.hierarchy": "/etc/passwd"})
    broken = maker.post("/console/plans/keep", TYPED | {"text": "k: 10\nk: 5\n"})
    strange = maker.post("/console/plans/check", TYPED | {"text": "title: {ja: a, en: b}\npreset: nobody\n"})
    weak = maker.post("/console/plans/check", TYPED | {"k": "3", "c0.from": "name"})

    for name, answer in faults.items():
        assert answer.status_code == 422
        assert f'id="{name}_error"' in answer.content.decode()
    assert file.status_code == 422
    assert "root:" not in file.content.decode()
    assert ":ages" in file.content.decode()
    assert "plan.yaml" not in broken.content.decode()
    assert "2:1" in broken.content.decode()
    assert "third-party" in strange.content.decode()
    said = weak.content.decode()
    assert "この計画では作れません" in said
    assert said.count('light broken">') >= 2
    assert "k 3 &lt; 10" in said
    assert len(entries()) == before
    assert not DraftVersion.objects.exists()


@pytest.mark.promise("9-2-A")
def test_a_preview_that_a_gate_refuses_shows_no_row_and_is_on_record(people: House) -> None:
    maker = whole("mia")

    answer = maker.post("/console/plans/preview", TYPED | {"k": "3"})

    said = answer.content.decode()
    assert answer.status_code == 403
    assert ROWS_ALIKE not in said
    (entry,) = [one for one in entries() if one["act"] == "plan-anonymised"]
    assert (entry["answer"], entry["reason"]) == ("denied", "R.34(4)")
    assert "証跡の番号" in said


@pytest.mark.promise("9-2-B")
def test_versions_stay_beside_each_other_and_each_look_at_one_is_on_record(people: House) -> None:
    maker, approver = whole("mia"), whole("aoi")
    ref = saved(maker)
    first = drafts.open_(ref, actor=people.maker)
    commented = "# why twelve: the council asked\n" + first.text.replace("k: 10", "k: 12")
    typed = TYPED | {"ref": ref, "base": "1", "base_text": first.text, "text": commented}

    assert saved(maker, **{k: v for k, v in typed.items() if k not in TYPED or TYPED[k] != v}) == ref
    late = maker.post("/console/plans/keep", typed)
    looks = acts().count("look-at-plan")
    compared = approver.get(f"/console/plans/compare?a={ref}~1&b={ref}~2").content.decode()

    kept = pages.read(late.content)
    assert late.status_code == 409
    assert (kept.get_element_by_id("yaml").value, kept.xpath("//input[@name='base']/@value")) == (commented, ["2"])
    assert kept.xpath("//*[@autofocus]/@id") == [ERROR]
    assert '+ </span><span translate="no"># why twelve: the council asked' in compared
    assert '− </span><span translate="no">k: 10' in compared
    assert acts().count("look-at-plan") == looks + 2
    unchanged = drafts.open_(ref, actor=people.maker).text
    again = TYPED | {"ref": ref, "base": "2", "base_text": unchanged, "text": unchanged, "k": "12"}
    again |= {f"c{at}.was": name for at, name in enumerate(("性別", "年代", "地域"))}
    assert maker.post("/console/plans/keep", again).status_code == 302
    assert DraftVersion.objects.count() == 2
    assert maker.get(f"/console/plans/{ref}/file").content.decode() == unchanged
    measured = maker.post("/console/plans/compare", {"a": f"{ref}~1", "b": f"{ref}~2"}).content.decode()
    assert "結果の違い" in measured
    assert "再識別の平均リスク" in measured
    assert approver.post("/console/plans/compare", {"a": f"{ref}~1", "b": f"{ref}~2"}).status_code == 200
    with pytest.raises(Refused):
        drafts.open_(ref, actor=people.clerk)
    assert maker.post(f"/console/plans/{ref}/drop").status_code == 302
    dropped = pages.read(maker.post("/console/plans/keep", again | {"k": "13"}).content)
    assert "k: 13" in dropped.get_element_by_id("yaml").value
    assert dropped.xpath("//input[@name='base' or @name='ref']/@value") == ["", "0"]
    assert maker.get(f"/console/plans/{ref}/").status_code == 404


@pytest.mark.promise("9-2-B")
def test_what_does_not_fit_a_hierarchy_is_counted_and_not_told(people: House, tmp_path: Path) -> None:
    maker = whole("mia")
    unfit = TYPED | {"c0.hierarchy": ":ages"}

    answer = maker.post("/console/plans/preview", unfit, HTTP_HX_REQUEST="true")

    assert answer.status_code == 422
    assert "値が 2 個" in answer.content.decode()
    assert "female" not in answer.content.decode()
    (tmp_path / "sexes.csv").write_text("female;*\n", encoding="utf-8")
    columns = PLAN["columns"] | {"性別": PLAN["columns"]["性別"] | {"hierarchy": str(tmp_path / "sexes.csv")}}
    with pytest.raises(InputError) as lacking:
        making.preview(plans.load(written(tmp_path, columns=columns))[0], actor=people.maker)
    assert "'male'" not in str(lacking.value)
    assert "values that the hierarchy lacks" in str(lacking.value)


@pytest.mark.promise("9-1", "9-2-A", "2-1")
def test_what_takes_longer_than_a_breath_is_watched_and_stopped_on_a_page(
    people: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(previews, "BREATH", 0.0)
    maker, approver, moves = whole("mia"), whole("aoi"), {"HX-Request": "true"}
    ref = saved(maker)
    with attending.attended():  # by nobody who is quick
        looked = maker.post("/console/plans/preview", TYPED)
        panel = maker.post("/console/plans/preview", TYPED | {"ref": ref}, headers=moves).content.decode()
        made = maker.post(f"/console/plans/{ref}/make", {"version": "1"})
        page = maker.get(made["Location"]).content.decode()
        part = maker.get(made["Location"], headers=moves).content.decode()
        compared = maker.post("/console/plans/compare", {"a": f"{ref}~1", "b": f"{ref}~1"})
        side = maker.get(compared["Location"]).content.decode()

    assert [looked.status_code, made.status_code, compared.status_code] == [302] * 3
    for said in (panel, page, part, side):
        assert "順番を待っています" in said
    assert '<noscript><meta http-equiv="refresh"' in page
    assert "<html" not in panel + part
    assert approver.get(looked["Location"]).status_code == 403
    assert maker.post(f"{made['Location']}stop").status_code == 302
    assert "やめました" in maker.get(made["Location"]).content.decode()
    assert maker.post(f"{made['Location']}stop").status_code == 302
    assert working.turn() > 0
    shown = maker.get(looked["Location"])
    assert (shown.status_code, shown.content.decode().count("匿名加工情報として扱えます")) == (200, 1)
    assert "お客さまの構成" in shown.content.decode()
    assert not Release.objects.exists()
    again = maker.post(f"{made['Location']}again")
    assert maker.get(again["Location"])["Location"] == f"/console/releases/{Release.objects.get().ref}/"
    assert "この一日の実行" in maker.get("/console/plans/").content.decode()


def test_a_neighbour_is_opened_as_a_preview_and_pins_its_levels(people: House) -> None:
    del people
    maker = whole("mia")

    looked = maker.post("/console/plans/preview", TYPED).content.decode()
    pins = re.findall(r'name="pin" value="([^"]+)"', looked)
    pin = pins[0].replace("&quot;", '"')
    opened = maker.post("/console/plans/preview", TYPED | {"pin": pin}).content.decode()
    beyond = maker.post("/console/plans/preview", TYPED | {"pin": '{"性別": 9, "年代": 0, "地域": 0}'})
    none = maker.post("/console/plans/preview", TYPED | {"pin": "{"})

    assert "粗さを固定しています" in opened
    assert "levels:" in opened
    assert "匿名加工情報として扱えます" in opened
    assert beyond.status_code == 422
    assert none.status_code == 422


def test_with_htmx_the_panel_alone_comes_back(people: House) -> None:
    del people
    maker = whole("mia")

    panel = maker.post("/console/plans/check", TYPED, HTTP_HX_REQUEST="true").content.decode()
    live = maker.post("/console/plans/check", TYPED | {"live": "1"}, HTTP_HX_REQUEST="true").content.decode()

    assert "<html" not in panel
    assert ROWS_ALIKE not in panel
    assert ROWS_ALIKE in live


def test_the_form_and_the_yaml_both_changed_the_yaml_counts_and_it_is_said(people: House, tmp_path: Path) -> None:
    del people
    maker = whole("mia")
    base = written(tmp_path).read_text(encoding="utf-8")
    typed = TYPED | {"base_text": base, "text": base.replace("k: 10", "k: 20"), "k": "15"}
    typed |= {f"c{at}.was": name for at, name in enumerate(PLAN["columns"])}

    said = maker.post("/console/plans/check", typed).content.decode()

    assert "フォームと YAML の両方が書き換えられていました" in said
    assert 'name="k" value="20"' in said


@pytest.mark.parametrize(
    "odd",
    [
        {"slots": "999999999999999"}, {"slots": "-1"}, {"strict": "1", "text": "preset: [1]"},
        {"pin": "{"}, {"pin": '{"年代": [1]}'}, {"text": "title: {ja: [1]}\ncolumns: [1]\nways: {a: 1}"},
        {"text": "\x00"}, {"text": "- 1"}, {"base_text": "columns: 3"}, {"base_text": "#" * LARGEST + "\n"},
    ],
)  # fmt: skip
def test_a_form_that_no_browser_would_send_is_answered_with_what_is_wrong(people: House, odd: dict[str, str]) -> None:
    answer = whole("mia").post("/console/plans/check", TYPED | odd)

    assert answer.status_code in {200, 422}
    assert uses() == 0


@pytest.mark.parametrize("verb", ["check", "preview", "keep"])
def test_a_plan_that_is_too_long_comes_back_whole_in_its_form_with_the_error(people: House, verb: str) -> None:
    text = "# 見\r\n" * (LARGEST // 4 + 1)

    answer = whole("mia").post(f"/console/plans/{verb}", TYPED | {"text": text}, headers={"Accept-Language": "ja"})

    tree = pages.read(answer.content)
    assert answer.status_code == 422
    assert tree.get_element_by_id("yaml").value.splitlines() == text.splitlines()
    assert next(tree.get_element_by_id("yaml").iterancestors("details")).get("open") is not None
    assert f"{LARGEST} 文字まで" in tree.get_element_by_id("panel").text_content()
    assert not DraftVersion.objects.exists()
