"""The screens of anonymised information: the verdict first, another approves, and what stands in the way is said."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.cache import cache

from seiyaku.anonymised import making, plans, releasing
from seiyaku.anonymised.models import Complaint, Release
from seiyaku.core.refilling import ERROR
from tests import pages
from tests.anonymised.house import house as founded
from tests.anonymised.house import written
from tests.browser.staffed import arm

from .conftest import whole


@pytest.mark.promise("9-2-A", "9-2-C")
def test_a_release_goes_from_its_maker_over_another_to_the_public(instance: Path, tmp_path: Path) -> None:
    cache.clear()
    people = founded()
    for one in (people.maker, people.approver, people.clerk):
        arm(one)
    release = making.make(*plans.load(written(tmp_path)), actor=people.maker)[0]
    other = making.make(*plans.load(written(tmp_path, preset="internal")), actor=people.maker)[0]
    address = f"/console/releases/{release.ref}/"
    maker, approver, clerk = whole("mia"), whole("aoi"), whole("bob")

    waiting = pages.read(approver.get("/console/approvals/").content)
    assert waiting.xpath(f"//a[@href='{address}']")[0].text_content() == f"第{release.number}号 {release.title_ja}"
    own = maker.get(address).content.decode()
    assert own.index("匿名加工情報として扱えます") < own.index("個人を識別できる記述を消した") < own.index("東京都")
    assert "自分が作ったものは承認できません" in own
    assert maker.post(f"{address}approve").status_code == 403
    assert clerk.get(address).status_code == 403
    assert approver.post(f"{address}publish").status_code == 403
    assert approver.post(f"{address}approve").status_code == 302
    assert approver.post(f"{address}publish").status_code == 302
    assert approver.post(f"{address}deliver", {"to": "nowhere"}).status_code == 404
    assert approver.post(f"{address}complain", {"said": "困ります"}).status_code == 302
    assert approver.post(f"{address}complain", {"said": " "}).status_code == 422
    nothing = {"release": other.ref, "said": " "}
    told = pages.read(approver.post("/console/complaints/new", nothing).content)
    assert told.get_element_by_id("release").value == other.ref
    settle = f"/console/complaints/{Complaint.objects.get().ref}/settle"
    settled = pages.read(approver.post(settle, {"how": " "}).content)
    assert "困ります" in settled.text_content()
    assert told.xpath("//*[@autofocus]/@id") == settled.xpath("//*[@autofocus]/@id") == [ERROR]

    page = approver.get(address).content.decode()
    assert "公表済み" in page
    assert "対応中" in page
    compared = approver.get("/console/releases/", {"a": release.ref, "b": other.ref}).content.decode()
    assert "失われた細かさ" in compared
    assert approver.post(f"/console/releases/{other.ref}/withdraw").status_code == 302
    assert Complaint.objects.get().release.ref == release.ref
    assert set(Release.objects.values_list("state", flat=True)) == {"published", "withdrawn"}
    assert releasing.one(release.ref).approved_by == people.approver.id
