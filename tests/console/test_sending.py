"""The outbox on the screen: what is on its way and what got stuck, without what is in it; each decision is an act."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from seiyaku.anonymised import delivering, making, plans, releasing
from seiyaku.anonymised.models import Acceptance, Complaint
from seiyaku.partners import services as partners
from seiyaku.people.models import Account
from seiyaku.post import running
from seiyaku.post.models import Parcel
from tests.anonymised.house import House, after, written
from tests.anonymised.house import house as founded
from tests.browser.staffed import Staffed, arm
from tests.people.sample import entries
from tests.post.sample import JOB, destination, sent

from .conftest import whole


def stuck(parcel: Parcel, state: str) -> str:
    settled = timezone.now() if state in {"handed", "dead"} else None
    Parcel.objects.filter(pk=parcel.pk).update(state=state, tries=12, settled_at=settled)
    return f"/console/outbox/{parcel.ref}/"


@pytest.mark.promise("9-4-B")
def test_the_outbox_shows_what_got_stuck_and_what_is_decided_about_it_is_on_record(
    house: Staffed, tmp_path: Path
) -> None:
    (tmp_path / "out").mkdir()
    to = destination(f"file://{tmp_path / 'out'}", actor=house.company.manager)
    dead, unsure, lost, waits = (sent(to, b"what is in it\n") for _ in range(4))
    for one in (house.company.manager, house.auditor, house.desk, house.company.clerk):
        arm(one)
    manager, auditor, clerk = whole("hoshiko"), whole("auditor"), whole("bob")
    addresses = stuck(dead, "dead"), stuck(unsure, "unsure"), stuck(lost, "unsure")

    shown = auditor.get("/console/outbox/?show=stuck").content.decode()

    assert shown.count("届いたか不明") == 2
    assert dead.filename in shown
    assert waits.filename not in shown
    assert "取りやめる" not in auditor.get(addresses[0]).content.decode()
    assert auditor.post(f"{addresses[0]}retry").status_code == 403
    assert clerk.get("/console/outbox/").status_code == 403
    page = manager.get(addresses[0]).content.decode()
    assert "what is in it" not in page
    assert "お届けもの" not in page
    assert manager.post(f"{addresses[0]}confirm").status_code == 409
    for address, verb in zip(addresses, ("retry", "confirm", "not-there"), strict=True):
        assert manager.post(f"{address}{verb}").status_code == 302
    assert manager.post(f"/console/outbox/{waits.ref}/withdraw").status_code == 302
    states = [Parcel.objects.get(pk=one.pk).state for one in (dead, unsure, lost, waits)]
    assert states == ["waiting", "handed", "waiting", "withdrawn"]
    acts = [one["act"] for one in entries() if one["answer"] == "done"]
    assert {"retry-parcel", "confirm-parcel", "withdraw-parcel"} <= set(acts)


def released(people: House, tmp_path: Path) -> str:
    release = making.make(*plans.load(written(tmp_path)), actor=people.maker)[0]
    releasing.approve(release.ref, actor=people.approver)
    releasing.publish(release.ref, actor=people.approver)
    return release.ref


@pytest.mark.promise("9-3", "9-4-B", "9-2-D")
def test_the_checklist_of_a_release_fills_up_until_it_arrived(
    instance: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = founded()
    arm(people.approver)
    arm(people.manager)
    ref = released(people, tmp_path)
    (tmp_path / "lab").mkdir()
    shop = partners.register("研究所", "contractor", character="entrustment", actor=people.manager)
    to = destination(f"medium://{tmp_path / 'lab'}", actor=people.manager)
    type(to).objects.filter(pk=to.pk).update(partner=shop.ref)
    client = whole("aoi")

    before = client.get(f"/console/releases/{ref}/").content.decode()
    paper = SimpleUploadedFile("paper.pdf", b"%PDF-1.7 we look for nobody")
    over = {"partner": shop.ref, "until": str(after(-1)), "file": paper}
    assert client.post("/console/deliveries/accept", over).status_code == 422
    good = {"partner": shop.ref, "until": str(after(400)), "file": SimpleUploadedFile("p.pdf", b"%PDF-1.7 x")}
    assert client.post("/console/deliveries/accept", good).status_code == 302
    for module in (releasing, delivering):
        monkeypatch.setattr(module, "today", lambda: after(20))
    delivering.deliver(ref, to.name, actor=people.approver)
    (came,) = running.run(timezone.now() + dt.timedelta(minutes=1), actor=JOB)
    monkeypatch.undo()

    page = client.get(f"/console/releases/{ref}/").content.decode()
    listed = client.get("/console/deliveries/").content.decode()
    assert came.state == "handed"
    assert "まだありません" in before
    assert "まだ渡していません" in before
    assert "1 件（うち届いたもの 1 件）" in page
    assert Acceptance.objects.get().partner == shop.ref
    assert "記録媒体" in listed
    assert "匿名加工情報です" in listed
    assert Account.objects.get(login="aoi").ref not in listed


@pytest.mark.promise("9-2-C")
def test_the_desk_takes_opens_and_settles_a_complaint_and_each_look_is_on_record(
    instance: Path, tmp_path: Path
) -> None:
    people = founded()
    for one in (people.clerk, people.approver, people.manager):
        arm(one)
    ref = released(people, tmp_path)
    manager, clerk = whole("hoshiko"), whole("bob")

    assert clerk.get("/console/complaints/").status_code == 403
    assert manager.post("/console/complaints/new", {"release": ref, "said": " "}).status_code == 422
    assert manager.post("/console/complaints/new", {"release": "release:none", "said": "x"}).status_code == 404
    assert manager.post("/console/complaints/new", {"release": ref, "said": "<b>困ります</b>"}).status_code == 302
    came = Complaint.objects.get()
    listed = manager.get("/console/complaints/").content.decode()
    heard = manager.post(f"/console/complaints/{came.ref}/hear").content.decode()
    assert clerk.post(f"/console/complaints/{came.ref}/hear").status_code == 403
    assert manager.post(f"/console/complaints/{came.ref}/settle", {"how": ""}).status_code == 422
    assert manager.post(f"/console/complaints/{came.ref}/settle", {"how": "お詫びしました"}).status_code == 302
    assert manager.post(f"/console/complaints/{came.ref}/settle", {"how": "もう一度"}).status_code == 409

    again = manager.post(f"/console/complaints/{came.ref}/hear").content.decode()
    assert "困ります" not in listed
    assert "&lt;b&gt;困ります" in heard
    assert "お詫びしました" in again
    # Heard twice, and opened again above each of the two answers that were refused: each look is on record.
    assert [entry["act"] for entry in entries()].count("hear-complaint") == 4
    assert "対応中のものはありません" in manager.get(f"/console/releases/{ref}/").content.decode()
