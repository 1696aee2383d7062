"""One table: who gets which status at which address of the public pages; another's page is not there for anybody."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from seiyaku import door
from seiyaku.core.asks import Actor
from seiyaku.portal import urls
from seiyaku.portal.late import Late
from seiyaku.portal.visiting import COOKIE
from tests.addresses import route_of, routes, without_row
from tests.browser.staffed import arm
from tests.console.conftest import whole
from tests.promises.founded import ALICE, SIGN_UP, Company
from tests.visits.conftest import company, desk
from tests.visits.customer import Customer

pytestmark = pytest.mark.promise("2-2", "7-2")
__all__ = ["company", "desk"]  # the fixtures
SEE, DOOR, NO = 200, 303, 403
EVE = ALICE | {"member-number": "M0000002", "email": "eve@mail.example", "phone": "090-0000-0002"}
ROLES = ("nobody", "by-mail", "proven", "other", "staff")

# address: (nobody, a link of a mail, a code of a letter, the proven visitor of another person, staff), by GET
SEEN: dict[str, tuple[int, int, int, int, int]] = {
    "": (SEE, SEE, SEE, SEE, SEE),
    "policy/": (SEE, SEE, SEE, SEE, SEE),
    "policy/2018-10-01/": (SEE, SEE, SEE, SEE, SEE),
    "policy/1999-01-01/": (404, 404, 404, 404, 404),
    "policy/2018-10-01...2018-10-01/": (SEE, SEE, SEE, SEE, SEE),
    "refusals/{entry}": (404, 404, 404, 404, 404),  # a use that was allowed is told to nobody
    "check": (SEE, SEE, SEE, SEE, SEE),
    "retained/": (SEE, SEE, SEE, SEE, SEE),
    "anonymised/": (SEE, SEE, SEE, SEE, SEE),
    "anonymised.json": (SEE, SEE, SEE, SEE, SEE),
    "feed.atom": (SEE, SEE, SEE, SEE, SEE),
    "my/": (SEE, SEE, SEE, SEE, SEE),  # the way in, or one's own page
    "my/asked": (SEE, SEE, SEE, SEE, SEE),
    "my/link/none": (SEE, SEE, SEE, SEE, SEE),  # a button: whether the link is one shows when it is pressed
    "my/code": (DOOR, SEE, SEE, SEE, DOOR),
    "my/login": (404, 404, 404, 404, 404),  # no sign-in of the operator's is set
    "my/login/back": (NO, NO, NO, NO, NO),
    "my/login/none": (404, 404, 404, 404, 404),
    "my/login/none/back": (NO, NO, NO, NO, NO),
    "my/uses": (DOOR, NO, SEE, SEE, DOOR),
    "nothing": (404, 404, 404, 404, 404),
}
# address: (what is sent, then the same roles), by POST; `{entry}` is one of Alice's, `{key}` a passkey of hers
DONE: dict[str, tuple[dict[str, str], int, int, int, int, int]] = {
    "check": ({"text": "1 個人情報の定義\n個人情報とは、氏名をいいます。"}, SEE, SEE, SEE, SEE, SEE),
    "my/ask": (
        {"mail": "nobody@mail.example", "item-phone": "1", "item-birth-date": "2"},
        DOOR,
        DOOR,
        DOOR,
        DOOR,
        DOOR,
    ),
    "my/link/none": ({}, NO, NO, NO, NO, NO),
    "my/choose": ({"use": "none", "what": "refuse"}, DOOR, 422, 422, 422, DOOR),
    "my/stop": ({}, DOOR, DOOR, DOOR, DOOR, DOOR),
    "my/letter": ({}, DOOR, DOOR, DOOR, DOOR, DOOR),
    "my/code": ({"code": "0000-0000-0000"}, DOOR, NO, NO, NO, DOOR),
    "my/passkey": ({"id": "none"}, NO, NO, NO, NO, NO),  # an answer to nothing that was asked
    "my/passkey/new": ({"id": "none"}, DOOR, NO, NO, NO, DOOR),
    "my/remove": ({"ref": "passkey:none"}, DOOR, NO, 404, 404, DOOR),
    "my/receipt": ({"entry": "{entry}"}, DOOR, NO, SEE, 404, DOOR),
    "my/leave": ({}, DOOR, DOOR, DOOR, DOOR, DOOR),
}


@pytest.fixture
def roles(company: Company, desk: Actor) -> dict[str, Client]:
    arm(company.manager)
    door.collect(EVE, origin=SIGN_UP, actor=company.clerk)
    eve = Customer().enters(desk, EVE["email"], **{"item-phone": EVE["phone"], "item-birth-date": EVE["birth-date"]})
    return {
        "nobody": Client(),
        "by-mail": Customer().opens_link().client,
        "proven": Customer().enters(desk).client,
        "other": eve.client,
        "staff": whole("hoshiko"),
    }


def test_each_role_gets_its_status_at_each_address_in_both_languages(
    company: Company, roles: dict[str, Client]
) -> None:
    entry = door.use(company.alice, ["name"], purpose="deliver-service", actor=company.clerk).entry

    for language in ("", "en/"):
        seen = {
            address: tuple(roles[role].get(f"/{language}{address.format(entry=entry)}").status_code for role in ROLES)
            for address in SEEN
        }
        assert seen == SEEN

    done = {}
    for address, (said, *_) in DONE.items():
        sent = {name: value.format(entry=entry) for name, value in said.items()}
        done[address] = tuple(roles[role].post(f"/{address}", sent).status_code for role in ROLES)
    assert done == {address: tuple(statuses) for address, (_, *statuses) in DONE.items()}


def test_another_persons_entry_is_answered_like_one_that_is_not_there(
    company: Company, roles: dict[str, Client]
) -> None:
    hers = door.use(company.alice, ["name"], purpose="deliver-service", actor=company.clerk).entry

    others, none = (roles["other"].post("/my/receipt", {"entry": entry}) for entry in (hers, "0" * 24))

    assert (others.status_code, none.status_code) == (404, 404)
    assert others.content == none.content


def test_a_member_of_staff_is_nobody_at_a_customers_page_and_a_customer_nobody_at_the_console(
    company: Company, roles: dict[str, Client]
) -> None:
    of_staff = roles["staff"].get("/my/").content.decode()
    of_nobody = roles["nobody"].get("/my/").content.decode()
    roles["staff"].cookies[COOKIE] = roles["staff"].cookies["seiyaku"].value

    assert roles["staff"].get("/my/uses").status_code == DOOR
    assert roles["proven"].get("/console/").status_code == 302
    assert of_staff.count("<form") == of_nobody.count("<form")


def addresses(table: dict[str, Any]) -> dict[str, str]:
    """The path of a row, by the route that answers there."""
    paths = [f"/{address.format(entry='0' * 24)}" for address in table if address != "nothing"]
    return {route_of(path): path for path in paths}


def test_the_tables_hold_every_address() -> None:
    public = routes("") - routes("api/", "console/", "design", "en/")
    where = "to SEEN (what GET answers), to DONE (what POST answers) or to both, in tests/portal/test_urls.py"

    assert without_row(public, addresses(SEEN | DONE).values(), where) == ""
    assert {route.removeprefix("en/") for route in routes("en/")} == public


def test_what_has_no_row_for_a_method_does_not_take_it(roles: dict[str, Client]) -> None:
    seen, done = addresses(SEEN), addresses(DONE)

    got = {route: roles["proven"].get(path).status_code for route, path in done.items() if route not in seen}
    posted = {route: roles["proven"].post(path).status_code for route, path in seen.items() if route not in done}

    assert {route: status for route, status in (got | posted).items() if status != 405} == {}


def test_a_view_that_is_imported_late_is_there_and_guarded_as_it_says() -> None:
    late = {one.name: one.callback for one in urls._in("ja")[0] if isinstance(one.callback, Late)}

    assert late.keys() >= {"check", "anonymised", "mine", "mine-link"}
    assert all(callable(one.view) for one in late.values())
    assert {name for name, one in late.items() if one.csrf_exempt} == {"check"}
