"""What a page costs: few questions to the database however many work here, and little to load (architecture 7)."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.db import connection
from django.test.utils import CaptureQueriesContext

from seiyaku.people import directory
from seiyaku.people import services as people
from seiyaku.people.days import today
from tests.browser.staffed import Staffed, arm

from .conftest import whole

LARGEST = 60_000  # bytes, gzip, without fonts
LINKED = re.compile(r'(?:href|src)="/static/([^"]+)"')


def questions(address: str, client: object) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200  # type: ignore[attr-defined]
    return len(asked)


def test_the_first_load_is_small(house: Staffed) -> None:
    arm(house.company.manager)
    client = whole("hoshiko")

    for address in ("/console/", "/console/find", "/console/people/"):
        page = client.get(address).content
        named = sorted(set(LINKED.findall(page.decode())))
        files = [Path(str(finders.find(re.sub(r"\.[0-9a-f]{12}(?=\.)", "", name)))).read_bytes() for name in named]

        assert any(name.startswith("console/console") for name in named)
        assert sum(len(gzip.compress(one)) for one in [page, *files]) <= LARGEST, address


@pytest.mark.promise("2-4")
def test_more_staff_ask_no_more_questions_of_the_database(house: Staffed) -> None:
    arm(house.company.manager)
    client = whole("hoshiko")
    addresses = ("/console/", "/console/people/", f"/console/people/{house.desk.id}/")
    client.get("/console/")
    before = {address: questions(address, client) for address in addresses}
    for number in range(5):
        hired = people.hire(f"member{number}", "employee", actor=house.company.manager)
        people.grant_duty(hired.account.ref, "clerk", actor=house.company.manager)
    client.get("/console/")

    after = {address: questions(address, client) for address in addresses}

    assert after == before


def test_members_stand_alike_one_by_one_and_all_together(house: Staffed) -> None:
    del house
    every = directory.members(today())

    assert [directory.member(one.ref, today()) for one in every] == every
    assert {ref for ref, _, _ in directory.lapsing(today())} == {one.ref for one in every if not one.trained} | {
        one.ref for one in every if one.trained_until is not None and (one.trained_until - today()).days <= 30
    }  # the reference policy warns thirty days before
