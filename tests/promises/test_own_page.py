"""
The promises at the customer's own page: what a person sees of themselves and stops there, and what they are not shown.

Each scenario goes through the public pages, and what the house does goes through its own surfaces beside them.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from pathlib import Path

import pytest
from django.conf import settings

import seiyaku_verify
from seiyaku.ledger import heads
from seiyaku.people import services as people
from seiyaku.people.days import today
from seiyaku.visits import letters
from tests.visits.customer import MAIL, Customer, code_in

from .founded import ALICE, Company, found
from .surfaces import Program, Terminal
from .test_surfaces import SERVICE, employ, third_party

OFFER = {"fields": ["email"], "purpose": "send-offers"}
ENTRY = re.compile(r'name="entry" value="([0-9a-f]+)"')


@pytest.fixture
def company(instance: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Company:
    """The company, a quarter of a year after Alice came; what it mails is a file."""
    monkeypatch.setattr(settings, "MAIL_FOLDER", str(tmp_path / "mails"))
    monkeypatch.setattr(letters, "today", lambda: today() + dt.timedelta(days=91))
    company = found()
    people.complete(company.manager.id, "handling", actor=company.manager)
    return company


@pytest.fixture
def terminal(company: Company, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """A terminal where somebody of the desk is signed in."""
    employ(company, "dora", "desk")
    return Terminal(capsys, monkeypatch).signs_in("dora")


def gets_in(customer: Customer, terminal: Terminal, folder: Path) -> str:
    """Open a link, have a letter printed at the desk's terminal; return its code."""
    customer.opens_link().does("letter")
    (waiting,) = terminal.does("portal", "letters")["letters"]
    paper = folder / "letter.pdf"
    terminal.does("portal", "print", waiting["ref"], "--out", paper)
    return code_in(paper.read_bytes())


@pytest.mark.surface("browser", "http")
@pytest.mark.promise("4-1-F", "4-1-G")
def test_one_tap_stops_offers_and_questionnaires_at_once(company: Company) -> None:
    max_ = employ(company, "max", "marketing")
    marketer = Program(max_, ("send-offers", "questionnaires"))
    customer = Customer().opens_link()

    marketer.refused("contact", person=company.alice, **OFFER)
    customer.does("choose", use="send-offers", what="allow")
    marketer.does("contact", person=company.alice, **OFFER)
    customer.does("stop")
    after = marketer.refused("contact", person=company.alice, **OFFER)
    asked = marketer.refused("contact", person=company.alice, fields=["email"], purpose="questionnaires")
    customer.refused("choose", use=SERVICE, what="refuse")

    assert (after["clause"], after["reason"]) == ("4-1-G", "refused")
    assert (asked["clause"], asked["reason"]) == ("4-1-F", "refused")
    assert "お送りしていません" in customer.get().content.decode()


@pytest.mark.surface("browser", "cli", "http")
@pytest.mark.promise("2-2", "4-1")
def test_the_person_sees_who_used_what_for_which_purpose_once_they_have_proven_enough(
    company: Company, terminal: Terminal, tmp_path: Path
) -> None:
    clerk = Program(company.clerk, (SERVICE, "improve-service"))
    used = clerk.does("use", person=company.alice, fields=["name", "phone"], purpose=SERVICE)
    clerk.refused("use", person=company.alice, fields=["name"], purpose="improve-service")
    customer = Customer()
    code = gets_in(customer, terminal, tmp_path)

    by_mail = customer.get().content.decode()
    customer.refused("code", code="000000000000" if not code.startswith("0000") else "1" * 12)
    customer.refused("receipt", entry=used["entry"])
    customer.does("code", code=code)
    page, uses = customer.get().content.decode(), customer.get("uses").content.decode()

    assert ALICE["phone"] not in by_mail
    assert ALICE["phone"] in page
    assert used["entry"] in uses
    assert "断られた" in uses
    assert "bob" not in page + uses
    assert company.clerk.id not in page + uses


@pytest.mark.surface("browser", "cli")
@pytest.mark.promise("5-4", "5-1")
def test_the_person_takes_the_receipt_of_their_acquisition_away_and_verifies_it(
    company: Company, terminal: Terminal, tmp_path: Path
) -> None:
    customer = Customer("en")
    customer.does("code", code=gets_in(customer, terminal, tmp_path))
    oldest = ENTRY.findall(customer.get("uses").content.decode())[-1]

    taken = customer.does("receipt", 200, entry=oldest)
    other = Customer().opens_link().refused("receipt", entry=oldest)

    (tmp_path / "receipt.json").write_bytes(taken.content)
    (tmp_path / "key").write_text("\n".join(heads.keys()), encoding="utf-8")
    assert json.loads(json.loads(taken.content)["entry"])["act"] == "collect"
    assert seiyaku_verify.main(["receipt", str(tmp_path / "receipt.json")]) == 0
    assert oldest not in other.content.decode()


@pytest.mark.surface("browser", "http", "cli")
@pytest.mark.promise("8-3-A", "2-2")
def test_the_person_sees_where_it_went_and_what_is_withheld_leaves_no_gap(
    company: Company, terminal: Terminal, tmp_path: Path
) -> None:
    shop = third_party(company)
    clerk = Program(company.clerk, (SERVICE, "law:ask-consent", "law:provision"))
    words = clerk.does("statements", name="shop", ja="渡してよいですか", en="May we give it?")["statement"]
    give = {"people": [company.alice], "fields": ["email"], "recipient": shop, "ground": "with-consent"}
    clerk.refused("provide", **give)
    clerk.does(
        "consent", people=[company.alice], statement=words, method="button", identity="session",
        choice={"kind": "provide", "fields": ["email"], "recipient": shop, "ground": "with-consent"},
    )  # fmt: skip
    first, second = clerk.does("provide", **give), clerk.does("provide", **give)
    customer = Customer()
    customer.does("code", code=gets_in(customer, terminal, tmp_path))
    before = customer.get().content.decode()
    terminal.signs_in("hoshiko")
    for given in (first, second):
        terminal.does("mend", "withhold", company.alice, given["entry"], "--reason", "paper:none")

    page, uses = customer.get().content.decode(), customer.get("uses").content.decode()

    assert "見本商店" in before
    went = before.partition('id="went"')[2].partition("</section>")[0]
    assert went.count("見本商店") >= 2
    assert "見本商店" not in page.partition('id="went"')[2].partition("</section>")[0]
    assert first["entry"] not in uses
    assert second["entry"] not in uses


@pytest.mark.surface("browser")
@pytest.mark.promise("7-1")
def test_the_telephone_and_paper_route_stands_on_every_page_and_nobody_is_told_who_is_held(company: Company) -> None:
    customer, stranger = Customer(), Customer()
    known = customer.asks(MAIL)
    unknown = stranger.asks("nobody@mail.example")
    stranger.does("ask", 422, mail=MAIL)
    stranger.client.get("/my/")
    wrong = stranger.client.post("/my/link/AAAA")
    customer.opens_link()
    customer.refused("code", code="1")

    pages = [Customer().get(), customer.get("asked"), wrong, customer.get(), customer.get("code")]
    assert known.url == unknown.url
    assert all("個人情報問い合わせ窓口" in page.content.decode() for page in pages)
    assert all("書面" in page.content.decode() for page in pages)
    assert all('<a href="tel:050-0000-0100">' in page.content.decode() for page in pages)
    assert all("〒170-0000 東京都豊島区見本町1丁目2番3号" in page.content.decode() for page in pages)
