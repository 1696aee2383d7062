"""
What each duty sees and does not see, on the screens and over HTTP; when a training closes the door (policy 2-1, 2-4).

The auditor sees that things were done, never what is held; the anonymiser makes releases, and opens nobody.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from seiyaku.core.asks import Actor
from seiyaku.ledger import changes
from seiyaku.ledger.transactions import changing
from seiyaku.people import queries as people_queries
from seiyaku.people import services as people
from seiyaku.people.days import today
from seiyaku.people.models import Account, Completion
from tests.browser.staffed import arm
from tests.console.conftest import whole
from tests.postbox import Postbox, listening

from .founded import ALICE, Company, charge, found, hire
from .surfaces import Program, Terminal

SERVICE = "deliver-service"
PURPOSES = (SERVICE, "law:supervise", "law:statutory-record", "law:anonymise", "law:disclose")
NIGHTLY = Actor(id="system:reminders", kind="system", proven_by="job")
SCREENS = (
    "", "clauses/2-4", "find", "exports", "people/", "approvals/", "partners/", "letters/", "releases/", "reports/",
    "reports/data-map", "reports/freshness", "reports/purposes", "reports/sources", "reports/flows", "reports/minimum",
    "security", "self",
)  # fmt: skip


@pytest.fixture
def company(instance: Path) -> Company:
    return found()


def trained(company: Company, login: str, duty: str) -> Actor:
    member = hire(login, company.manager)
    charge(member, duty, company.manager)
    people.complete(member.id, "handling", actor=company.manager)
    return member


def values_in(browser: Client) -> set[str]:
    """Every value of Alice's that any screen shows."""
    pages = [browser.get(f"/console/{address}") for address in SCREENS]
    assert {page.status_code for page in pages} <= {200, 302, 403}
    return {value for value in ALICE.values() if any(value in page.content.decode() for page in pages)}


@pytest.mark.promise("2-1", "2-2")
@pytest.mark.parametrize("duty", ["auditor", "anonymiser", "approver", "administrator"])
def test_who_keeps_watch_or_makes_releases_reads_nobodys_values(company: Company, duty: str) -> None:
    if duty == "administrator":  # a reserved duty: its second person comes first
        second = hire("aki", company.manager)
        charge(second, "approver", company.manager)
        member = hire("sys", company.manager)
        ref = people.propose("grant-duty", member.id, duty, beneficiary=member.id, actor=company.manager).ref
        people.approve(ref, actor=second)
        people.grant_duty(member.id, duty, proposal=ref, actor=company.manager)
        people.complete(member.id, "handling", actor=company.manager)
    else:
        member = trained(company, "sys", duty)
    program = Program(member, PURPOSES)
    arm(member)
    browser = whole("sys")

    asked = {"person": company.alice, "fields": ["name", "phone"]}
    refused = [
        program.refused("use", **asked, purpose=SERVICE),
        program.refused("contact", **asked, purpose="law:supervise"),
        program.refused("person", person=company.alice),
        program.refused("calls/begin", purpose=SERVICE),
        program.refused("find", by={"phone": ALICE["phone"]}, purpose=SERVICE),
    ]
    browser.post("/console/purpose", {"purpose": SERVICE, "mode": "work"})
    found_ = browser.post("/console/found", {"said": ALICE["phone"]})
    person = browser.post("/console/person", {"person": company.alice})

    assert {one["reason"] for one in refused} <= {"no-duty", "act-not-for-purpose"}
    assert not [value for value in ALICE.values() if value in str(refused)]
    assert found_.status_code == 302
    assert person.status_code == 403
    assert values_in(browser) == set()


@pytest.mark.promise("2-1")
def test_the_auditor_sees_the_books_and_changes_nothing(company: Company) -> None:
    auditor = trained(company, "ada", "auditor")
    arm(auditor)
    browser = whole("ada")
    program = Program(auditor, ("house:people", "house:partners", "house:policy"))

    seen = [browser.get(f"/console/{page}").status_code for page in ("people/", "partners/", "reports/", "security")]
    program.does("policy/lights")
    program.does("replay", days=1)
    refused = [
        program.refused("people/hire", login="mallory", kind="employee"),
        program.refused("people/grant", who="bob", duty="desk"),
        program.refused("partners/register", name="x", kind="delivery-carrier"),
        program.refused("policy/attest", clause="11-1", until=str(today()), said="x"),
    ]
    on_screen = browser.post("/console/people/new", {"login": "mallory", "kind": "employee"})

    assert seen == [200] * 4
    assert {one["reason"] for one in refused} == {"no-duty"}
    assert on_screen.status_code == 403


@pytest.mark.promise("3-1", "2-4")
def test_no_surface_makes_an_outsider_manage_approve_or_supervise_and_every_one_lets_them_audit(
    company: Company, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first approver is charged by the manager alone: also there, and most of all, an outsider is refused."""
    outsiders = {name: hire(name, company.manager, kind="entrusted") for name in ("eve", "eva", "evi")}
    terminal = Terminal(capsys, monkeypatch).signs_in("hoshiko")
    arm(company.manager)
    browser, program = whole("hoshiko"), Program(company.manager, ("house:people",))
    mine = Account.objects.get(ref=company.manager.id).duties.get(duty="manager").ref
    days = {"starts_on": str(today()), "until": str(today())}
    page = f"/console/people/{outsiders['evi'].id}/"

    for duty in ("manager", "key-holder", "gate-administrator", "administrator", "approver"):
        refused = [
            terminal.refused("people", "grant", "eve", duty),
            program.refused("people/grant", who="eva", duty=duty),
        ]
        on_screen = browser.post(f"{page}grant", {"duty": duty})
        assert {(one["clause"], one["reason"]) for one in refused} == {("3-1", "outside-kind")}
        assert on_screen.status_code == 403
        assert "自社の者" in on_screen.content.decode()
    standing_in = [
        terminal.refused("people", "deputise", mine, "eve", "--from", days["starts_on"], "--until", days["until"]),
        program.refused("people/deputise", held=mine, who="eva", **days),
    ]
    over_bob = [terminal.refused("people", "supervisor", "bob", "eve"),
                program.refused("people/supervisor", who="bob", supervisor="eva")]  # fmt: skip
    manager, clerk = (f"/console/people/{one.id}/" for one in (company.manager, company.clerk))
    elsewhere = [
        browser.post(f"{manager}deputise", {"held": mine, "deputy": outsiders["evi"].id, **days}),
        browser.post(f"{clerk}supervisor", {"supervisor": outsiders["evi"].id}),
        browser.post("/console/people/new", {"login": "x", "kind": "employee", "supervisor": outsiders["evi"].id}),
    ]
    terminal.does("people", "grant", "eve", "auditor")
    program.does("people/grant", who="eva", duty="auditor")
    audits = browser.post(f"{page}grant", {"duty": "auditor"})

    assert {one["reason"] for one in (*standing_in, *over_bob)} == {"outside-kind"}
    assert [one.status_code for one in elsewhere] == [403] * 3
    assert audits.status_code == 302
    held = {
        name: people_queries.duties_held(Account.objects.get(ref=one.id), today()) for name, one in outsiders.items()
    }
    assert all(duties == {"auditor"} for duties in held.values())


@pytest.fixture
def postbox(settings: Settings) -> Iterator[Postbox]:
    with listening() as box:
        settings.SMTP_SERVER = f"127.0.0.1:{box.port}"
        yield box


@pytest.mark.promise("2-4")
def test_a_training_warns_fourteen_days_before_and_then_closes_every_door(
    company: Company, postbox: Postbox, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    terminal = Terminal(capsys, monkeypatch).signs_in("hoshiko")
    terminal.does("people", "hire", "nina", "--kind", "employee", "--mail-until", str(today() + dt.timedelta(days=300)),
                  typed=("nina@staff.example",))  # fmt: skip
    (invitation,) = postbox.said()
    code = invitation.partition("code=")[2].split()[0]
    nina = people.accept_invitation(code, "a long and private sentence").actor
    charge(nina, "clerk", company.manager)
    program = Program(nina, (SERVICE,))
    asked = {"person": company.alice, "fields": ["name"], "purpose": SERVICE}
    terminal.does("people", "train", "nina", "handling", "--on", str(today() - dt.timedelta(days=365 - 14)))
    postbox.mails.clear()

    open_ = program.does("use", **asked)
    sent = [people.remind(actor=NIGHTLY) for _ in range(2)]
    due = terminal.does("people", "attention")["training"]
    with changing() as cursor:  # fifteen days go by
        Completion.objects.filter(account__login="nina").update(valid_until=today() - dt.timedelta(days=1))
        changes.note(cursor, "training", nina.id)
    closed = program.refused("use", **asked)
    at_the_terminal = terminal.signs_in("nina").refused("use", company.alice, "--fields", "name", "--purpose", SERVICE)
    terminal.signs_in("hoshiko").does("people", "train", "nina", "handling")

    assert open_["values"] == {"name": ALICE["name"]}
    assert (sent, len(postbox.mails)) == ([1, 0], 1)
    assert nina.id in {one["account"] for one in due}
    for refused in (closed, at_the_terminal):
        assert (refused["clause"], refused["reason"]) == ("2-4", "untrained")
    assert program.does("use", **asked)["values"] == {"name": ALICE["name"]}
