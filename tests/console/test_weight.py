"""What a page costs: few questions to the database however many work here, and little to load (architecture 7)."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.db import connection
from django.test.utils import CaptureQueriesContext

from seiyaku import door
from seiyaku.console import urls
from seiyaku.evidence import reports
from seiyaku.partners import services as partners
from seiyaku.partners.models import Partner
from seiyaku.people import directory
from seiyaku.people import services as people
from seiyaku.people.days import today
from tests.browser.staffed import Staffed, arm
from tests.promises.founded import ALICE, SIGN_UP, contract

from .conftest import whole

PAGES = (
    "", "?show=amiss", "clauses/2-4", "find", "exports", "people/", "people/new", "people/{member}/", "approvals/",
    "partners/", "partners/{partner}/", "letters/", "releases/", "plans/", "plans/new", "deliveries/", "complaints/",
    "outbox/", "registers/", "reports/",
    "security", "self", "invitation", "first",
    *(f"reports/{name}" for name in reports.REPORTS),
)  # fmt: skip
# What only leads on, answers a form, or shows one person: one of them, what a call opens, is looked at by its form.
ELSEWHERE = {
    "start", "purpose", "found", "opened", "taken", "asked", "authority", "explained", "person", "receipt", "records",
    "language",
}  # fmt: skip
PUBLIC = ("/", "/en/", "/policy/", "/retained/", "/anonymised/", "/check", "/my/")
LARGEST = 60_000  # bytes, gzip, without fonts
LINKED = re.compile(r'(?:href|src)="/static/([^"]+)"')


def questions(address: str, client: object) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200  # type: ignore[attr-defined]
    return len(asked)


def test_the_first_load_of_every_page_is_small(house: Staffed) -> None:
    for who in (house.company.manager, house.company.clerk):
        arm(who)
    manager, clerk = whole("hoshiko"), whole("bob")
    clerk.post("/console/purpose", {"purpose": "deliver-service", "mode": "work"})
    named = {"member": house.desk.id, "partner": Partner.objects.get().ref}
    opened = [manager.get(f"/console/{one.format(**named)}") for one in PAGES]
    opened += [manager.get(one) for one in (*PUBLIC, "/design")]
    found = clerk.post("/console/found", {"said": ALICE["phone"], "second": ALICE["name"]})

    for answer in (*opened, found):
        address = answer.wsgi_request.path
        assert answer.status_code == 200, address
        links = sorted(set(LINKED.findall(answer.content.decode())))
        files = [Path(str(finders.find(re.sub(r"\.[0-9a-f]{12}(?=\.)", "", name)))).read_bytes() for name in links]
        assert len(files) > 1, address
        assert sum(len(gzip.compress(one)) for one in [answer.content, *files]) <= LARGEST, address


def test_no_page_of_the_console_is_left_out() -> None:
    asked = {one.partition("/")[0] if "/" in one else one for one in PAGES}
    known = {
        str(one.pattern).partition("/")[0] for one in urls.urlpatterns if "<" not in str(one.pattern).partition("/")[0]
    }

    assert known - asked == ELSEWHERE


def grow(house: Staffed, name: str) -> None:
    """Let somebody work here who was asked for nothing yet, a partner, a customer, and a use of what is held."""
    manager, clerk = house.company.manager, house.company.clerk
    people.grant_duty(people.hire(name, "employee", actor=manager).account.ref, "clerk", actor=manager)
    made = partners.register(name, "delivery-carrier", character="entrustment", actor=manager)
    partners.supervise(made.ref, b"check list", passed=True, actor=manager)
    contract(made, manager)
    new = {"name": "見本 一郎", "phone": f"090-0000-00{name[-2:]}", "member-number": f"M00000{name[-2:]}"}
    (one,) = door.collect(ALICE | new, origin=SIGN_UP, actor=clerk).people
    door.use(one, ["name"], purpose="deliver-service", actor=clerk)


@pytest.mark.promise("2-4")
def test_more_staff_partners_and_customers_ask_no_more_questions_of_the_database(house: Staffed) -> None:
    arm(house.company.manager)
    client = whole("hoshiko")
    grow(house, "member10")
    named = {"member": house.desk.id, "partner": Partner.objects.order_by("pk")[0].ref}
    addresses = [f"/console/{one.format(**named)}" for one in PAGES] + [*PUBLIC]
    for address in addresses:
        client.get(address)
    before = {address: questions(address, client) for address in addresses}
    for number in range(11, 15):
        grow(house, f"member{number}")
    client.get("/console/")

    after = {address: questions(address, client) for address in addresses}

    assert after == before


def test_members_stand_alike_one_by_one_and_all_together(house: Staffed) -> None:
    del house
    every = directory.members(today())

    assert [directory.member(one.ref, today()) for one in every] == every
    assert [directory.matrix(today(), None, one.ref) for one in every] == [[one] for one in directory.matrix(today())]
    assert directory.matrix(today(), None, "staff:nobody") == []
    assert directory.logins(today()) == [(one.ref, one.login) for one in every]
    assert {ref for ref, _, _ in directory.lapsing(today())} == {one.ref for one in every if not one.trained} | {
        one.ref for one in every if one.trained_until is not None and (one.trained_until - today()).days <= 30
    }  # the reference policy warns thirty days before
