"""One table: who gets which status at which address of the console; nobody unproven gets anything but the way in."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from seiyaku.partners.models import Partner
from seiyaku.people.models import Proposal
from tests.addresses import route_of, routes, without_row
from tests.browser.staffed import Staffed, arm, forget_codes

from .conftest import half, whole

pytestmark = pytest.mark.promise("3-3", "3-1", "2-2")
NOT, OWN, IN = 403, 200, 302

# address: (a stranger, a password alone, a clerk, the desk, the auditor, the manager), by GET
SEEN: dict[str, tuple[int, int, int, int, int, int]] = {
    "": (IN, IN, OWN, OWN, OWN, OWN),
    "clauses/2-4": (IN, IN, OWN, OWN, OWN, OWN),
    "clauses/99": (IN, IN, 404, 404, 404, 404),
    "start": (IN, IN, IN, IN, IN, IN),
    "find": (IN, IN, OWN, OWN, OWN, OWN),
    "found": (IN, IN, IN, IN, IN, IN),
    "opened": (IN, IN, IN, IN, IN, IN),
    "explained": (IN, IN, IN, IN, IN, IN),
    "taken": (IN, IN, IN, IN, IN, IN),
    "exports": (IN, IN, OWN, OWN, OWN, OWN),
    "asked": (IN, IN, IN, IN, IN, IN),
    "person": (IN, IN, NOT, IN, NOT, IN),
    "records": (IN, IN, NOT, IN, NOT, IN),
    "people/": (IN, IN, NOT, NOT, OWN, OWN),
    "people/new": (IN, IN, NOT, NOT, OWN, OWN),
    "people/{member}/": (IN, IN, NOT, NOT, OWN, OWN),
    "people/staff:nobody/": (IN, IN, NOT, NOT, 404, 404),
    "approvals/": (IN, IN, NOT, NOT, OWN, OWN),
    "approvals/{proposal}": (IN, IN, NOT, NOT, OWN, OWN),
    "approvals/proposal:none": (IN, IN, NOT, NOT, 404, 404),
    "partners/": (IN, IN, NOT, NOT, OWN, OWN),
    "partners/{partner}/": (IN, IN, NOT, NOT, OWN, OWN),
    "partners/partner:none/": (IN, IN, NOT, NOT, 404, 404),
    "letters/": (IN, IN, NOT, OWN, NOT, OWN),
    "releases/": (IN, IN, NOT, NOT, OWN, OWN),
    "releases/release:none/": (IN, IN, NOT, NOT, 404, 404),
    "plans/": (IN, IN, NOT, NOT, OWN, OWN),
    "plans/new": (IN, IN, NOT, NOT, OWN, OWN),
    "plans/compare": (IN, IN, NOT, NOT, 404, 404),
    "plans/jobs/job:none/": (IN, IN, NOT, NOT, 404, 404),
    "plans/plan:none/": (IN, IN, NOT, NOT, 404, 404),
    "plans/plan:none/file": (IN, IN, NOT, NOT, 404, 404),
    "deliveries/": (IN, IN, NOT, NOT, OWN, OWN),
    "complaints/": (IN, IN, NOT, OWN, OWN, OWN),
    "outbox/": (IN, IN, NOT, OWN, OWN, OWN),
    "outbox/parcel:none/": (IN, IN, NOT, 404, 404, 404),
    "registers/": (IN, IN, NOT, NOT, OWN, OWN),
    "reports/": (IN, IN, NOT, NOT, OWN, OWN),
    "reports/registers": (IN, IN, NOT, NOT, OWN, OWN),
    "reports/data-map": (IN, IN, NOT, NOT, OWN, OWN),
    "reports/ends": (IN, IN, NOT, NOT, OWN, OWN),
    "reports/freshness": (IN, IN, NOT, NOT, OWN, OWN),
    "reports/purposes": (IN, IN, NOT, NOT, OWN, OWN),
    "reports/sources": (IN, IN, NOT, NOT, OWN, OWN),
    "reports/flows": (IN, IN, NOT, NOT, OWN, OWN),
    "reports/minimum": (IN, IN, NOT, NOT, OWN, OWN),
    "security": (IN, IN, NOT, NOT, OWN, OWN),
    "self": (IN, OWN, OWN, OWN, OWN, OWN),
    "first": (OWN, OWN, OWN, OWN, OWN, OWN),
    "invitation": (OWN, OWN, OWN, OWN, OWN, OWN),
    "nothing": (404, 404, 404, 404, 404, 404),
}
# address: (what is sent, then the same roles), by POST; an auditor sees, and changes nothing
DONE: dict[str, tuple[dict[str, str], int, int, int, int, int, int]] = {
    "found": ({"said": "090-9999-9999"}, IN, IN, IN, IN, IN, IN),  # no purpose chosen yet
    "language": ({"language": "ja"}, IN, IN, IN, IN, IN, IN),  # where somebody came from
    "purpose": ({"purpose": "none"}, IN, IN, IN, IN, IN, IN),  # back to choosing
    "first": ({"code": "x"}, 422, 422, 422, 422, 422, 422),
    "invitation": ({"code": "x"}, 422, 422, 422, 422, 422, 422),
    "self/end": ({"session": "session:somebody-else"}, IN, IN, IN, IN, IN, IN),  # the same, whether there is one
    "self/password": ({"old_password": "x"}, IN, 422, 422, 422, 422, 422),
    "opened": ({"person": "00" * 16}, IN, IN, IN, IN, IN, IN),
    "explained": ({"field": "name"}, IN, IN, IN, IN, IN, IN),
    "exports/propose": ({"purpose": "deliver-service"}, IN, IN, IN, 422, 422, 422),
    "exports/take": ({"purpose": "deliver-service"}, IN, IN, NOT, 422, 422, 422),  # nobody has approved it
    "taken": ({"person": "00" * 16, "how": "copy"}, IN, IN, IN, IN, IN, IN),
    "asked": ({"person": "00" * 16, "answer": "yes"}, IN, IN, IN, IN, IN, IN),
    "authority": ({}, IN, IN, IN, IN, IN, IN),  # no call in which somebody speaks for another
    "person": ({"person": "00" * 16}, IN, IN, NOT, 404, NOT, NOT),
    "receipt": ({"person": "00" * 16, "entry": "00" * 12}, IN, IN, NOT, 404, NOT, NOT),
    "records": ({"person": "00" * 16}, IN, IN, NOT, 404, NOT, NOT),
    "registers/": ({}, IN, IN, NOT, NOT, NOT, NOT),  # whoever has not been trained
    "registers/file": ({"as": "csv"}, IN, IN, NOT, NOT, NOT, NOT),
    "registers/propose": ({}, IN, IN, NOT, NOT, NOT, IN),
    "people/new": ({"login": "x", "kind": "employee"}, IN, IN, NOT, NOT, NOT, OWN),
    "people/completions": ({}, IN, IN, NOT, NOT, 422, 422),
    "people/{member}/complete": ({"course": "handling", "on": "2026-01-05"}, IN, IN, NOT, NOT, NOT, IN),
    "people/{member}/grace": ({"course": "handling", "days": "x"}, IN, IN, NOT, NOT, 422, 422),
    "people/{member}/grant": ({"duty": "support"}, IN, IN, NOT, NOT, NOT, IN),
    "people/{member}/revoke": ({"held": "duty:none"}, IN, IN, NOT, NOT, 404, 404),
    "people/{member}/review": ({"findings": "x"}, IN, IN, NOT, NOT, 409, 409),
    "people/{member}/sample": ({"size": "0"}, IN, IN, NOT, NOT, 422, 422),
    "people/{member}/deputise": ({"held": "duty:none"}, IN, IN, NOT, NOT, 404, 404),
    "people/{member}/kind": ({"kind": "employee"}, IN, IN, NOT, NOT, NOT, IN),
    "people/{member}/supervisor": ({}, IN, IN, NOT, NOT, NOT, IN),
    "people/{member}/contact": ({"phone": "1", "contact_until": "2099-01-05"}, IN, IN, NOT, NOT, NOT, IN),
    "people/staff:nobody/sign-out": ({}, IN, IN, NOT, NOT, NOT, 404),
    "people/staff:nobody/invite": ({}, IN, IN, NOT, NOT, NOT, 404),
    "people/{member}/pledge": ({"on": "2026-01-05"}, IN, IN, NOT, NOT, NOT, IN),
    "people/staff:nobody/leave": ({}, IN, IN, NOT, NOT, NOT, 404),
    "clauses/2-4/attest": ({"said": "x", "until": "1999-01-05"}, IN, IN, 422, 422, 422, 422),
    "approvals/{proposal}": ({"answer": "approve"}, IN, IN, NOT, NOT, NOT, NOT),
    "letters/letter:none": ({}, IN, IN, NOT, 404, NOT, 404),
    "partners/new": ({"name": "n", "kind": "delivery-carrier", "country": "JP"}, IN, IN, NOT, NOT, NOT, IN),
    "partners/{partner}/conclude": ({}, IN, IN, NOT, NOT, 422, 422),
    "partners/{partner}/supervise": ({"findings": "f", "on": "2026-01-05", "passed": "yes"}, IN, IN, NOT, NOT, NOT, IN),
    "partners/{partner}/end-contract": ({"contract": "c"}, IN, IN, NOT, NOT, 422, 422),
    "partners/{partner}/returned": ({"contract": "c"}, IN, IN, NOT, NOT, 422, 422),
    "partners/{partner}/mend": ({"look": "l", "proof": "p"}, IN, IN, NOT, NOT, 422, 422),
    "partners/{partner}/text": ({"contract": "c"}, IN, IN, NOT, NOT, 422, 422),
    "partners/{partner}/sub-entrust": ({"contract": "c"}, IN, IN, NOT, NOT, 422, 422),
    "partners/{partner}/end-sub": ({"sub": "s"}, IN, IN, NOT, NOT, 422, 422),
    "partners/{partner}/contact": ({"name": "n", "contact_until": "2099-01-05"}, IN, IN, NOT, NOT, NOT, IN),
    "partners/{partner}/open-contact": ({}, IN, IN, NOT, NOT, NOT, OWN),
    "partners/partner:none/end": ({}, IN, IN, NOT, NOT, 404, 404),
    "partners/{partner}/classify": ({"character": "entrustment"}, IN, IN, NOT, NOT, NOT, IN),
    **{
        f"releases/release:none/{verb}": ({}, IN, IN, NOT, NOT, 404, 404)
        for verb in ("approve", "publish", "withdraw", "deliver", "complain")
    },
    "plans/check": ({"text": "k: 1"}, IN, IN, NOT, NOT, 422, 422),
    "plans/preview": ({"text": "k: 1"}, IN, IN, NOT, NOT, 422, 422),
    "plans/compare": ({}, IN, IN, NOT, NOT, 404, 404),
    "plans/keep": ({"text": "k: 1"}, IN, IN, NOT, NOT, 422, 422),
    "plans/jobs/job:none/stop": ({}, IN, IN, NOT, NOT, 404, 404),
    "plans/jobs/job:none/again": ({}, IN, IN, NOT, NOT, 404, 404),
    "plans/plan:none/make": ({}, IN, IN, NOT, NOT, 404, 404),
    "plans/plan:none/drop": ({}, IN, IN, NOT, NOT, 404, 404),
    "deliveries/accept": ({}, IN, IN, NOT, NOT, 422, 422),
    "complaints/new": ({"release": "release:none", "said": "x"}, IN, IN, NOT, 404, 404, 404),
    "complaints/complaint:none/hear": ({}, IN, IN, NOT, 404, 404, 404),
    "complaints/complaint:none/settle": ({"how": "x"}, IN, IN, NOT, 404, 404, 404),
    **{
        f"outbox/parcel:none/{verb}": ({}, IN, IN, NOT, 404, NOT, 404)
        for verb in ("retry", "not-there", "confirm", "withdraw")
    },
}
# django-allauth's pages under account/, by GET, the same roles
ACCOUNT: dict[str, tuple[int, int, int, int, int, int]] = {
    "sign-in": (OWN, IN, IN, IN, IN, IN),
    "sign-out": (IN, OWN, OWN, OWN, OWN, OWN),
    "reauthenticate": (IN, OWN, OWN, OWN, OWN, OWN),
    "sign-up": (OWN, IN, IN, IN, IN, IN),  # says that it is closed
    "factors/": (IN, OWN, OWN, OWN, OWN, OWN),
    "factors/authenticate/": (IN, IN, IN, IN, IN, IN),
    "factors/reauthenticate/": (IN, IN, OWN, OWN, OWN, OWN),
    "factors/totp/activate/": (IN, IN, IN, IN, IN, IN),  # proves themself again first
    "factors/totp/deactivate/": (IN, 404, IN, IN, IN, IN),
    "factors/recovery-codes/": (IN, 404, 404, 404, 404, 404),  # none were made
    "factors/recovery-codes/generate/": (IN, IN, IN, IN, IN, IN),
    "factors/recovery-codes/download/": (IN, 404, 404, 404, 404, 404),
    "factors/webauthn/": (IN, OWN, OWN, OWN, OWN, OWN),
    "factors/webauthn/add/": (IN, IN, IN, IN, IN, IN),
    "factors/webauthn/reauthenticate/": (IN, IN, IN, IN, IN, IN),
    "factors/webauthn/keys/1/remove/": (IN, IN, IN, IN, IN, IN),  # whose key it is shows after that
    "factors/webauthn/keys/1/edit/": (IN, IN, IN, IN, IN, IN),
    "factors/webauthn/login/": (IN, IN, IN, IN, IN, IN),  # a script asks it for the challenge
}
ROLES = ("stranger", "half", "bob", "kaori", "auditor", "hoshiko")


@pytest.fixture
def roles(house: Staffed) -> dict[str, Client]:
    for one in (house.company.clerk, house.desk, house.auditor, house.company.manager):
        arm(one)
    people = {"stranger": Client(), "half": half("newcomer")}
    return people | {login: whole(login) for login in ROLES[2:]}


def named(house: Staffed) -> dict[str, str]:
    return {
        "member": house.company.clerk.id,
        "partner": Partner.objects.get(name="お届け").ref,
        "proposal": Proposal.objects.get().ref,
    }


def test_each_role_gets_its_status_at_each_address(house: Staffed, roles: dict[str, Client]) -> None:
    names = named(house)
    seen = {
        address: tuple(roles[role].get(f"/console/{address.format(**names)}").status_code for role in ROLES)
        for address in SEEN
    }
    done = {}
    for address, (said, *_) in DONE.items():
        forget_codes()
        done[address] = tuple(
            roles[role].post(f"/console/{address.format(**names)}", said).status_code for role in ROLES
        )

    assert seen == SEEN
    assert done == {address: tuple(statuses) for address, (_, *statuses) in DONE.items()}


def test_each_role_gets_its_status_at_each_page_of_accounts(house: Staffed, roles: dict[str, Client]) -> None:
    del house
    seen = {}
    for address in ACCOUNT:
        seen[address] = tuple(roles[role].get(f"/console/account/{address}").status_code for role in ROLES)

    assert seen == ACCOUNT


def addresses(table: dict[str, Any], names: dict[str, str]) -> dict[str, str]:
    """The path of a row, by the route that answers there."""
    paths = [f"/console/{address.format(**names)}" for address in table if address != "nothing"]
    return {route_of(path): path for path in paths}


def test_the_tables_hold_every_address(house: Staffed) -> None:
    console = addresses(SEEN | DONE, named(house)).values()
    account = [f"/console/account/{address}" for address in ACCOUNT]
    where = "to SEEN (what GET answers), to DONE (what POST answers) or to both, in tests/console/test_urls.py"

    assert without_row(routes("console/") - routes("console/account/"), console, where) == ""
    assert without_row(routes("console/account/"), account, "to ACCOUNT in tests/console/test_urls.py") == ""


def test_what_has_no_row_for_a_method_does_not_take_it(house: Staffed, roles: dict[str, Client]) -> None:
    """Whoever opens an address that only takes a form is led to a page, which has a row of its own."""
    seen, done, client = addresses(SEEN, named(house)), addresses(DONE, named(house)), roles["hoshiko"]

    got = {route: client.get(path) for route, path in done.items() if route not in seen}
    posted = {route: client.post(path).status_code for route, path in seen.items() if route not in done}

    assert {route: status for route, status in posted.items() if status != 405} == {}
    assert {route: answer.status_code for route, answer in got.items() if answer.status_code != 302} == {}
    assert {route for route, answer in got.items() if route_of(answer.headers["Location"]) not in seen} == set()
    assert {client.put(path).status_code for path in (*done.values(), *seen.values())} == {405}
