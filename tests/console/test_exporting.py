"""Taking everybody's information out (3-1, 2-2): proposed by one, approved by another, taken once; no formula in it."""

from __future__ import annotations

import pytest

from seiyaku import door
from seiyaku.core.errors import Refused
from seiyaku.people.models import Proposal
from tests.browser.staffed import Staffed, arm
from tests.promises.founded import ALICE, SIGN_UP

from .conftest import whole

pytestmark = pytest.mark.promise("3-1", "2-2")
ASKED = {"purpose": "deliver-service"}


def test_everybody_is_taken_out_only_once_another_person_has_approved(house: Staffed) -> None:
    other = {"member-number": "M0000009", "name": "=1+1", "phone": "090-0000-0009", "email": "n@mail.example"}
    door.collect(ALICE | other, origin=SIGN_UP, actor=house.company.clerk)
    for one in (house.company.clerk, house.company.manager):
        arm(one)
    clerk, manager = whole("bob"), whole("hoshiko")

    alone = clerk.post("/console/exports/take", ASKED)
    clerk.post("/console/exports/propose", ASKED)
    still = clerk.post("/console/exports/take", ASKED)
    shown = manager.get("/console/approvals/").content.decode()
    manager.post(f"/console/approvals/{Proposal.objects.get(act='export').ref}", {"answer": "approve"})
    taken = clerk.post("/console/exports/take", ASKED)
    again = clerk.post("/console/exports/take", ASKED)

    assert [answer.status_code for answer in (alone, still, taken, again)] == [403, 403, 200, 403]
    assert "サービスの提供および商品の販売 — 氏名" in shown
    text = taken.content.decode("utf-8-sig")
    assert ALICE["name"] in text
    assert "'=1+1" in text
    assert ALICE["birth-date"] not in text


def test_the_door_itself_wants_the_second_person(house: Staffed) -> None:
    with pytest.raises(Refused) as no:
        door.export(None, ["name"], purpose="deliver-service", actor=house.company.clerk)

    assert no.value.answer.reason == "one-person"
    few = door.export([house.company.alice], ["name"], purpose="deliver-service", actor=house.company.clerk)
    assert few.rows == ((ALICE["name"],),)
