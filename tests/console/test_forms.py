"""
Every form of the console and of a customer's own page: refused, it is shown again with what was typed in it.

One table: a bad and a good input for each form that somebody types in. What has no row is a button, or shows its own.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from seiyaku.console.words import WORDS
from seiyaku.core.refilling import ERROR
from seiyaku.partners import services as partners
from seiyaku.partners.checklists import ITEMS
from seiyaku.partners.models import Contract, Partner, Supervision
from seiyaku.people import services as people
from seiyaku.people.days import today
from seiyaku.people.models import Account, DutyHeld
from tests import pages
from tests.browser.staffed import Staffed, arm, forget_codes

from .conftest import whole
from .test_urls import DONE

pytestmark = pytest.mark.promise("3-3")
EN = {"Accept-Language": "en"}
NOW, YESTERDAY, TOMORROW = (str(today() + dt.timedelta(days=days)) for days in (0, -1, 1))
PAPER = SimpleUploadedFile  # in a row: a file is handed in
CSV = b"login,course,date,score\nbob,handling,2026-01-05,\n"
ANSWERED = {f"item-{item}": "yes" for item in ITEMS} | {"item-end": "no", "due-end": TOMORROW, "listed": "1"}
Input = dict[str, Any]


@dataclass(frozen=True)
class Row:
    """A form: where it is sent, what is refused, the field that is marked, and what is taken."""

    address: str
    bad: Input
    wrong: str
    good: Input


ROWS = (
    Row("people/new", {"login": "", "kind": "part-time", "department": "北", "email": "a@b.example",
                       "contact_until": TOMORROW}, "login", {"login": "mei", "kind": "part-time", "department": "北"}),
    Row("people/completions", {}, "file", {"file": PAPER}),
    Row("people/{member}/complete", {"course": "handling", "on": "soon", "score": "101"}, "on",
        {"course": "handling", "on": YESTERDAY, "score": "99"}),
    Row("people/{late}/grace", {"course": "handling", "days": "99", "reason": "お休み"}, "days",
        {"course": "handling", "days": "3", "reason": "お休み"}),
    Row("people/{member}/grant", {"duty": "support", "starts_on": TOMORROW, "until": NOW}, "until",
        {"duty": "support", "starts_on": TOMORROW, "until": TOMORROW}),
    Row("people/{member}/deputise", {"held": "{held}", "deputy": "{desk}", "starts_on": TOMORROW, "until": ""}, "until",
        {"held": "{held}", "deputy": "{desk}", "starts_on": TOMORROW, "until": TOMORROW}),
    Row("people/{member}/sample", {"until": NOW, "size": "0"}, "size", {"until": NOW, "size": "5"}),
    Row("people/{member}/review", {"findings": "よし"}, "outcome", {"findings": "よし", "outcome": "clean"}),
    Row("people/{member}/pledge", {"on": TOMORROW}, "on", {"on": YESTERDAY}),
    Row("people/{member}/kind", {"kind": "nothing"}, "kind", {"kind": "employee"}),
    Row("people/{member}/supervisor", {"supervisor": "{member}"}, "supervisor", {"supervisor": "{desk}"}),
    Row("people/{member}/contact", {"name": "見本 一郎", "email": "nowhere", "phone": "03", "contact_until": TOMORROW},
        "email", {"name": "見本 一郎", "email": "i@b.example", "phone": "03", "contact_until": TOMORROW}),
    Row("clauses/2-4/attest", {"said": "帳票を見た", "until": "1999-01-05"}, "until",
        {"said": "帳票を見た", "until": TOMORROW}),
    Row("partners/new", {"name": "新しい運送", "kind": "delivery-carrier", "character": "third-party", "country": "US",
                         "address": "東京", "representative": ""} | {"name": "n" * 121}, "name",
        {"name": "新しい運送", "kind": "delivery-carrier", "character": "entrustment", "country": "JP"}),
    Row("partners/{partner}/contact", {"name": "花子", "department": "営業", "email": "h@b.example", "phone": "03",
                                       "contact_until": "never"}, "contact_until",
        {"name": "花子", "department": "営業", "contact_until": TOMORROW}),
    Row("partners/{partner}/conclude", {"starts_on": NOW, "until": YESTERDAY, "terms": ["safeguards", "no-own-use"],
                                        "fields": ["name", "phone"], "purposes": ["deliver-service"], "file": PAPER},
        "until", {"starts_on": NOW, "until": TOMORROW, "terms": ["sub-entrustment"], "fields": ["name"],
                  "purposes": ["deliver-service"], "file": PAPER}),
    Row("partners/{partner}/sub-entrust", {"contract": "{contract}", "name": "下請け", "country": "JP", "until": "x",
                                           "fields": ["name"], "file": PAPER}, "until",
        {"contract": "{contract}", "name": "下請け", "country": "JP", "until": TOMORROW, "fields": ["name"],
         "file": PAPER}),
    Row("partners/{partner}/returned", {"contract": "{over}"}, "file", {"contract": "{over}", "file": PAPER}),
    Row("partners/{partner}/supervise", ANSWERED | {"on": NOW, "subject": "measures", "passed": "yes",
                                                    "findings": "鍵がない", "due-end": "soon"}, "due-end",
        ANSWERED | {"on": NOW, "subject": "handling", "passed": "yes", "findings": "鍵がない"}),
    Row("partners/{partner}/mend", {"look": "{look}", "item": "end", "proof": " "}, "proof",
        {"look": "{look}", "item": "end", "proof": "写真"}),
    Row("partners/{partner}/classify", {"character": "nothing"}, "character", {"character": "entrustment"}),
    Row("registers/", {"said": "12345", "since": YESTERDAY, "kind": "provided"}, "said", {"since": YESTERDAY}),
    Row("deliveries/accept", {"partner": "{partner}", "until": "2001-01-01", "file": PAPER}, "until",
        {"partner": "{partner}", "until": TOMORROW, "file": PAPER}),
)  # fmt: skip
# Buttons and single choices: what they are about is asked for again, or is not there.
NOTHING_TYPED = {
    "language", "purpose", "self/end", "opened", "explained", "exports/propose", "exports/take", "taken", "asked",
    "person", "receipt", "records", "people/{member}/revoke", "people/staff:nobody/sign-out",
    "people/staff:nobody/invite", "people/staff:nobody/leave", "approvals/{proposal}", "letters/letter:none",
    "partners/{partner}/end-contract", "partners/{partner}/text", "partners/{partner}/end-sub",
    "partners/{partner}/open-contact", "partners/partner:none/end", "complaints/complaint:none/hear",
    *(f"releases/release:none/{verb}" for verb in ("approve", "publish", "withdraw", "deliver")),
    *(f"plans/jobs/job:none/{verb}" for verb in ("stop", "again")), "plans/compare",
    *(f"plans/plan:none/{verb}" for verb in ("make", "drop")),
    "registers/file", "registers/propose",
    *(f"outbox/parcel:none/{verb}" for verb in ("retry", "not-there", "confirm", "withdraw")),
}  # fmt: skip
# Where these are looked at: a form of Django's, or one that needs a call, a plan or a release.
ELSEWHERE = {
    "first": "test_accounts", "invitation": "test_accounts", "self/password": "test_accounts",
    "found": "test_calls", "authority": "test_calls",
    "plans/check": "test_plans", "plans/preview": "test_plans", "plans/keep": "test_plans",
    "complaints/new": "test_releases", "complaints/complaint:none/settle": "test_releases",
    "releases/release:none/complain": "test_releases",
}  # fmt: skip


def names(house: Staffed) -> dict[str, str]:
    """What the rows name, as it is now."""
    held = DutyHeld.objects.get(account__ref=house.company.clerk.id, duty="clerk")
    running, over = Contract.objects.filter(ended_at=None).last(), Contract.objects.exclude(ended_at=None).last()
    look = Supervision.objects.last()
    assert look is not None
    return {
        "member": house.company.clerk.id, "late": Account.objects.get(login="newcomer").ref,
        "desk": house.desk.id, "held": held.ref, "look": look.ref,
        "partner": Partner.objects.get(name="お届け").ref, "contract": running.ref if running else "",
        "over": over.ref if over else "",
    }  # fmt: skip


def said(one: Input, named: dict[str, str]) -> Input:
    """An input with its names in their places, and its file."""

    def value(given: Any) -> Any:
        if given is PAPER:
            return SimpleUploadedFile("paper.csv", CSV)
        return given.format(**named) if isinstance(given, str) else given

    return {name: value(given) for name, given in one.items()}


def test_a_refused_form_comes_back_with_all_that_was_typed_and_the_error_first(house: Staffed) -> None:
    arm(house.company.manager)
    client = whole("hoshiko")
    partners.end_contract(Contract.objects.get().ref, actor=house.company.manager)
    people.complete(house.company.manager.id, "handling", actor=house.company.manager)

    for row in ROWS:
        forget_codes()
        bad, named = said(row.bad, names(house)), names(house)
        address = f"/console/{row.address.format(**named)}"
        refused = client.post(address, bad, headers=EN)
        assert refused.status_code == 422, row.address
        looked_at(refused.content.decode(), address, row, bad)
        taken = client.post(address, said(row.good, names(house)), headers=EN)
        assert taken.status_code < 400, (row.address, pages.read(taken.content).text_content()[-600:])


def looked_at(page: str, address: str, row: Row, bad: Input) -> None:
    """What was typed stands in the form, the error above it with the focus, and the field is marked."""
    tree = pages.read(page)
    error = tree.get_element_by_id(ERROR)
    form = next(one for one in tree.forms if one.action == address and error.getnext() is one)
    kept = form.form_values()
    for name, value in bad.items():
        field = form.inputs[name]
        if getattr(field, "type", "") == "file":
            assert "choose it again" in field.getparent().text_content(), row.address
        elif value in getattr(field, "value_options", [value]):
            assert [each for at, each in kept if at == name] == (value if isinstance(value, list) else [value]), name
    assert [one.get("id") for one in tree.xpath("//*[@autofocus]")] == [ERROR], row.address
    marked = {one.get("name") for one in tree.xpath("//*[@aria-invalid='true']")}
    assert marked == {row.wrong}, (row.address, error.text_content())
    assert all(one.get("open") is not None for one in form.iterancestors("details")), row.address


def test_every_form_has_a_row_or_a_place_where_it_is_looked_at() -> None:
    rows = {row.address.replace("{late}", "{member}") for row in ROWS}

    assert rows | NOTHING_TYPED | set(ELSEWHERE) == set(DONE)


def test_a_refusal_by_the_policy_says_its_clause_and_remedy_above_the_form(house: Staffed) -> None:
    arm(house.auditor)
    client = whole("auditor")

    refused = client.post("/console/people/new", {"login": "mei", "kind": "employee", "department": "北"}, headers=EN)

    tree = pages.read(refused.content)
    assert refused.status_code == 403
    assert tree.get_element_by_id("login").value == "mei"
    assert tree.get_element_by_id("department").value == "北"
    error = tree.get_element_by_id(ERROR)
    assert error.xpath(".//a[starts-with(@href, '/console/#')]")
    assert "What would help:" in error.text_content()
    assert "Recorded as" in error.text_content()


def test_a_button_that_is_refused_leaves_one_on_its_page_with_the_error_on_top(house: Staffed) -> None:
    arm(house.company.manager)
    client = whole("hoshiko")
    (ref,) = pages.read(client.get("/console/approvals/").content).xpath("//form[contains(@action, '/approvals/')]")

    refused = client.post(ref.action, {"answer": "approve"}, headers=EN)

    tree = pages.read(refused.content)
    assert refused.status_code == 403
    assert tree.xpath("//main/*[1]/@id") == [ERROR]
    assert tree.xpath("//h1")[0].text_content() == "Approvals"


@pytest.mark.promise("3-3")
def test_a_form_sent_after_the_session_ended_says_that_it_was_not_taken_and_signing_in_leads_back(
    house: Staffed,
) -> None:
    arm(house.company.manager)
    stranger = Client()

    sent = stranger.post("/console/partners/new", {"name": "n"}, headers={"Accept-Language": "en"})
    asked = stranger.get(sent.headers["Location"], headers={"Accept-Language": "en"})
    manager = whole("hoshiko")
    back = manager.get("/console/partners/new")

    assert sent.headers["Location"] == "/console/account/sign-in?next=/console/partners/new&unsent=1"
    assert "what you sent was not taken" in asked.content.decode()
    assert (back.status_code, back.headers["Location"]) == (302, "/console/partners/")


@pytest.mark.parametrize(
    ("address", "page"),
    [
        ("partners/partner:x/conclude", "partners/partner:x/"), ("people/completions", "people/"),
        ("clauses/2-4/attest", "clauses/2-4"), ("self/end", "self"), ("complaints/complaint:x/hear", "complaints/"),
        ("plans/jobs/job:x/stop", "plans/jobs/job:x/"), ("language", ""),
    ],
)  # fmt: skip
def test_an_address_that_takes_a_form_leads_whoever_opens_it_to_the_page_of_the_form(
    house: Staffed, address: str, page: str
) -> None:
    arm(house.company.manager)

    answer = whole("hoshiko").get(f"/console/{address}")

    assert (answer.status_code, answer.headers["Location"]) == (302, f"/console/{page}")


@pytest.mark.promise("3-2")
def test_a_list_on_a_page_that_shows_a_refused_form_leads_to_the_list(house: Staffed) -> None:
    arm(house.company.manager)
    Partner.objects.bulk_create(
        Partner(ref=f"partner:{number}", name=f"n{number}", kind="delivery-carrier") for number in range(60)
    )

    page = pages.read(
        whole("hoshiko").post("/console/partners/new", {"name": "n1", "kind": "delivery-carrier"}).content
    )

    assert page.xpath("//nav//a[@rel='next']/@href") == ["/console/partners/?skip=50"]
    assert page.xpath("//form[@role='search']/@action") == ["/console/partners/"]


def test_what_was_done_is_said_once_on_the_page_that_follows_and_coming_in_says_nothing(house: Staffed) -> None:
    arm(house.company.manager)
    manager = whole("hoshiko")

    def told(address: str) -> list[str]:
        page = pages.read(manager.get(address, headers={"Accept-Language": "en"}).content)
        return [one.text_content() for one in page.xpath("//main/div[@class='notice told' and @role='status']")]

    first = told("/console/")
    done = manager.post(
        "/console/partners/new", {"name": "見本運送", "kind": "delivery-carrier", "country": "JP"},
        headers={"Accept-Language": "en"},
    )  # fmt: skip
    after, again = (told(done.headers["Location"]) for _ in range(2))

    assert (first, after, again) == ([], [WORDS["done_recorded"].en], [])
