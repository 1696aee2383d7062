"""The main paths by the keyboard alone: each stop is seen, none is a trap, a refused form tells it where one looks."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, Page

from seiyaku.evidence.models import Attestation
from seiyaku.partners.models import Contract
from seiyaku.people import services as people
from seiyaku.people.days import today
from seiyaku.people.models import Account, Completion, Proposal
from seiyaku.visits import asking, letters
from tests.promises.founded import ALICE, PASSWORD, Company, found
from tests.visits.customer import code_in, mails

from .hands import Hands
from .staffed import arm, code, forget_codes, staffed
from .test_customers import worked
from .test_passkey import AUTHENTICATOR

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser"), pytest.mark.promise("3-3", "2-2")]


@pytest.fixture
def desk_top(browser: Browser) -> BrowserContext:
    """A window with a passkey's device behind it."""
    return browser.new_context(locale="ja-JP", viewport={"width": 1280, "height": 900}, reduced_motion="reduce")


def with_device(context: BrowserContext) -> Page:
    page = context.new_page()
    cdp = context.new_cdp_session(page)
    cdp.send("WebAuthn.enable")
    cdp.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    return page


def signed_in(page: Page, hands: Hands, login: str) -> None:
    """Sign in by password and code."""
    forget_codes()
    hands.to("[name=login]")
    hands.type(login)
    hands.to("[name=password]")
    hands.type(PASSWORD)
    with page.expect_navigation():
        hands.press("Enter")


def told_to_look(page: Page) -> bool:
    """Whether the focus is on what a refused form says."""
    return bool(page.evaluate("document.activeElement.matches('.notice, [role=alert]')"))


def test_a_clerk_makes_a_passkey_signs_in_with_it_and_finds_a_person(site: str, desk_top: BrowserContext) -> None:
    house = staffed()
    site = site.replace("127.0.0.1", "localhost")  # a passkey is of a name
    page = with_device(desk_top)
    hands = Hands(page)

    page.goto(f"{site}/console/")
    hands.press("Tab")
    assert page.evaluate("document.activeElement.matches('.skip')")
    hands.press("Enter")
    assert page.evaluate("document.activeElement.id") == "text"
    signed_in(page, hands, "bob")
    hands.presses("a[href$='/webauthn/'], a[href$='/webauthn/add/']")
    if not page.url.endswith("/add/") and "reauthenticate" not in page.url:
        hands.presses("a[href$='/webauthn/add/']")
    hands.to("[name=password]")
    hands.type("wrong")
    with page.expect_navigation():
        hands.press("Enter")
    assert told_to_look(page)
    hands.to("[name=password]")
    hands.type(PASSWORD)
    with page.expect_navigation():
        hands.press("Enter")
    hands.to("[name=passwordless]")
    hands.press("Space")
    hands.presses("#mfa_webauthn_add")
    page.goto(f"{site}/console/find")
    hands.presses("header .self form:last-child button")
    hands.presses("#passkey_login")
    page.wait_for_url(lambda url: "sign-in" not in url)
    page.goto(f"{site}/console/find")
    hands.to("[name=purpose]")
    hands.press("Enter")
    page.get_by_text("本人確認前").wait_for()
    page.wait_for_function("document.activeElement.id === 'said'")
    hands.type(ALICE["phone"])
    hands.press("Tab")
    hands.type(ALICE["birth-date"])
    hands.press("Enter")
    page.get_by_text(ALICE["name"]).wait_for()

    assert hands.around() > 10
    assert hands.unseen == []
    assert house.company.alice not in page.url
    desk_top.close()


def test_the_manager_approves_records_contracts_and_attests(site: str, desk_top: BrowserContext) -> None:
    house = staffed()
    arm(house.company.manager)
    people.propose("export", "deliver-service", "everybody", actor=house.company.clerk)
    page = desk_top.new_page()
    hands = Hands(page)
    page.goto(f"{site}/console/")
    signed_in(page, hands, "hoshiko")
    hands.to("[name=code]")
    hands.type(code())
    with page.expect_navigation():
        hands.press("Enter")

    hands.presses("nav a[href$='/approvals/']")
    hands.presses("[name=answer][value=approve]")
    hands.presses("nav a[href$='/people/']")
    hands.presses(f"a[href$='{Account.objects.get(login='newcomer').ref}/']")
    hands.to("#score")
    hands.type("92")
    with page.expect_navigation():
        hands.press("Enter")
    hands.presses("nav a[href$='/partners/']")
    hands.presses("table a[href*='/partners/partner:']")
    hands.to("details:has(#cfile) > summary")
    hands.press("Enter")
    hands.to("#t-confidentiality")
    hands.press("Space")
    hands.to("#f-name")
    hands.press("Space")
    hands.to("#p-deliver-service")
    hands.press("Space")
    hands.hands_in("#cfile", "contract.txt", b"the text")
    hands.presses("details:has(#cfile) button")
    page.goto(f"{site}/console/clauses/2-4")
    hands.to("#said")
    hands.type("一月の研修を見ました")
    hands.presses("form:has(#said) button")

    assert Proposal.objects.get(act="export").approved_by is not None
    assert Completion.objects.filter(score=92).exists()
    assert Contract.objects.count() == 2
    assert Attestation.objects.count() == 1
    hands.around()
    assert hands.unseen == []
    desk_top.close()


def test_a_customer_comes_by_a_link_stops_marketing_and_takes_a_receipt(
    site: str, desk_top: BrowserContext, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "MAIL_FOLDER", str(tmp_path / "mails"))
    monkeypatch.setattr(letters, "today", lambda: today() + dt.timedelta(days=91))
    company: Company = found()
    desk = worked(company)
    page = desk_top.new_page()
    hands = Hands(page)

    page.goto(f"{site}/my/")
    hands.to("#mail")
    hands.type(ALICE["email"])
    with page.expect_navigation():
        hands.press("Enter")
    assert told_to_look(page)  # too few things were told
    hands.to("#mail")
    hands.type(ALICE["email"])
    hands.to("[name=item-phone]")
    hands.type(ALICE["phone"])
    hands.to("[name=item-member-number]")
    hands.type(ALICE["member-number"])
    with page.expect_navigation():
        hands.press("Enter")
    asking.settle()
    link = re.search(r"https?://[^/\s]+(/\S+)", mails()[0][1])
    assert link is not None
    page.goto(site + link[1])
    hands.presses("main button")
    hands.presses("form[action$='/stop'] button")
    page.get_by_text("ご案内・広告・アンケートはお送りしていません").wait_for()
    hands.presses("form[action$='/letter'] button")
    typed = code_in(letters.print_(_waiting(), actor=desk))
    page.goto(f"{site}/my/code")
    for said, wrong in (("1", True), (typed, False)):
        hands.to("#code")
        hands.type(said)
        with page.expect_navigation():
            hands.press("Enter")
        assert told_to_look(page) == wrong
    cards = page.locator(".cards a").count()
    hands.to(".cards a")
    hands.press("Enter")
    hands.presses("a[href$='/uses']")
    hands.to("form[action$='/receipt'] button")
    with page.expect_download() as download:
        hands.press("Enter")

    assert cards == 4
    assert download.value.suggested_filename == "receipt.json"
    hands.around()
    assert hands.unseen == []
    desk_top.close()


def _waiting() -> str:
    from seiyaku.credentials import queries

    return queries.letters()[0].ref
