"""A day on a page is the operator's own, also in the hours in which Greenwich still has the day before (2-4, 3-2)."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from seiyaku.people import services as people
from seiyaku.people.days import today
from seiyaku.people.models import Completion
from tests import pages
from tests.browser.staffed import Staffed, arm

from .conftest import whole

HALF_AN_HOUR = dt.timedelta(minutes=30)


@pytest.mark.promise("2-4")
@pytest.mark.parametrize(("late", "lapsed"), [(-HALF_AN_HOUR, 0), (HALF_AN_HOUR, 1)])
def test_the_last_day_of_a_training_ends_at_the_operators_midnight_on_every_page(
    house: Staffed, monkeypatch: pytest.MonkeyPatch, late: dt.timedelta, lapsed: int
) -> None:
    zone = ZoneInfo(settings.OPERATOR_TIME_ZONE)
    last = Completion.objects.get(account__ref=house.desk.id).valid_until
    moment = dt.datetime.combine(last + dt.timedelta(days=1), dt.time(), zone) + late
    monkeypatch.setattr(timezone, "now", lambda: moment.astimezone(dt.UTC))
    arm(house.company.manager)
    manager: Client = whole("hoshiko")
    people.propose("invite-again", house.desk.id, beneficiary=house.desk.id, actor=house.company.manager)

    def shown(address: str) -> str:
        answer = manager.get(f"/console/{address}", headers={"Accept-Language": "en"})
        assert answer.status_code == 200
        return " ".join(pages.read(answer.content).text_content().split())

    assert moment.astimezone(dt.UTC).date() == last  # Greenwich has the same day before and after
    assert today() == last + dt.timedelta(days=lapsed)
    (row,) = pages.read(manager.get("/console/people/", headers={"Accept-Language": "en"}).content).xpath(
        "//tr[th/a[text()='kaori']]"
    )
    assert row.text_content().count(f"Lapsed {last}") == lapsed
    at = f"{moment:%Y-%m-%d %H:%M}"
    assert at in shown("")
    assert f"hoshiko · {at}" in shown("approvals/")
    assert f'value="{today()}"' in manager.get(f"/console/people/{house.desk.id}/").content.decode()
    assert f"data-map-{today()}.csv" in manager.get("/console/reports/data-map?as=csv").headers["Content-Disposition"]
    assert at in shown("reports/data-map")
