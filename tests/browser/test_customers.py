"""A customer's own page as people meet it: from a mail to all that is held, a passkey, and back; both languages."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page

from seiyaku import door
from seiyaku.core.asks import Actor
from seiyaku.credentials import queries
from seiyaku.people import services as people
from seiyaku.people.days import today
from seiyaku.visits import asking, letters
from tests import pictures
from tests.promises.founded import ALICE, THREE, Company, carrier, charge, contract, found, hire
from tests.visits.customer import code_in, mails

from .test_passkey import AUTHENTICATOR
from .test_portal import RULES

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser"), pytest.mark.promise("7-2", "2-2", "4-1-G")]


@dataclass
class Walk:
    """One way through the pages, each looked at: rules of accessibility, nothing sticks out, a picture."""

    page: Page
    axe: str
    folder: Path
    language: str
    broken: dict[str, str] = field(default_factory=dict)

    def looks(self, name: str) -> None:
        for width in (320, 1280):
            self.page.set_viewport_size({"width": width, "height": 900})
            if self.page.evaluate("document.documentElement.scrollWidth") > width:
                self.broken[f"{name} {width}"] = "sticks out"
            self.page.screenshot(path=self.folder / f"mine-{name}-{self.language}-{width}.png", full_page=True)
        self.page.evaluate(self.axe)
        self.broken |= {f"{name} {v['id']}": v["nodes"][0]["html"] for v in self.page.evaluate(RULES)["violations"]}

    def presses(self, ja: str, en: str) -> None:
        self.page.get_by_role("button", name=ja if self.language == "ja" else en, exact=True).first.click()


def worked(company: Company) -> Actor:
    """Put the company to work: a use, a refusal, a delivery; return somebody who answers people."""
    people.complete(company.manager.id, "handling", actor=company.manager)
    desk = hire("kaori", company.manager)
    charge(desk, "desk", company.manager)
    people.complete(desk.id, "handling", actor=company.manager)
    door.use(company.alice, ["name", "phone"], purpose="deliver-service", actor=company.clerk)
    partner = carrier(company.manager)
    contract(partner, company.manager)
    door.provide(
        [company.alice], THREE, recipient=partner.ref, ground="delivery", purpose="deliver-service",
        actor=company.clerk,
    )  # fmt: skip
    return desk


@pytest.fixture(autouse=True)
def mailbox(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Mails are files; it is a quarter of a year after everybody was taken in."""
    monkeypatch.setattr(settings, "MAIL_FOLDER", str(tmp_path / "mails"))
    monkeypatch.setattr(letters, "today", lambda: today() + dt.timedelta(days=91))


@pytest.mark.parametrize("language", ["ja", "en"])
def test_from_a_mail_to_all_that_is_held_and_back_with_a_passkey(
    site: str, browser: Browser, axe: str, tmp_path: Path, language: str
) -> None:
    company = found()
    desk = worked(company)
    folder = pictures.wanted() or tmp_path
    folder.mkdir(parents=True, exist_ok=True)
    site = site.replace("127.0.0.1", "localhost")  # a passkey is of a name
    context = browser.new_context(
        locale="ja-JP" if language == "ja" else "en-GB", bypass_csp=True,
        color_scheme="light" if language == "ja" else "dark",
    )  # fmt: skip
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    cdp = context.new_cdp_session(page)
    cdp.send("WebAuthn.enable")
    cdp.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    walk = Walk(page, axe, folder, language)
    root = f"{site}/my/" if language == "ja" else f"{site}/en/my/"

    page.goto(root)
    walk.looks("door")
    page.locator("#mail").fill(ALICE["email"])
    page.locator("[name=item-phone]").fill(ALICE["phone"])
    page.locator("[name=item-birth-date]").fill("平成2年4月1日")
    walk.presses("リンクをメールで受け取る", "Send me a link")
    page.wait_for_url("**/asked")
    walk.looks("asked")
    asking.settle()
    ((to, text),) = mails()
    assert to == ALICE["email"]
    link = re.search(r"https?://\S+", text)
    assert link is not None
    page.goto(link[0])
    walk.looks("link")
    walk.presses("ご本人のページを開く", "Open your own page")
    page.wait_for_url(root)
    walk.looks("by-mail")
    assert ALICE["phone"] not in page.content()
    walk.presses("ご案内・広告・アンケートをすべて止める", "Stop all offers and questionnaires")
    page.wait_for_url("**said=done")
    walk.presses("郵送を申し込む", "Ask for the letter")
    page.wait_for_url("**said=letter")
    walk.looks("letter-asked")
    code = code_in(letters.print_(queries.letters()[0].ref, actor=desk))
    page.goto(root + "code")
    page.locator("#code").fill("1")
    walk.presses("確認する", "Go on")
    walk.looks("code")
    page.locator("#code").fill(code)
    walk.presses("確認する", "Go on")
    page.wait_for_url(root)
    assert ALICE["address"] in page.content()
    walk.looks("whole")
    page.goto(root + "uses")
    walk.looks("uses")
    with page.expect_download() as download:
        page.get_by_role("button", name=re.compile("控えを受け取る|Take a receipt")).first.click()
    assert download.value.suggested_filename == "receipt.json"
    page.goto(root)
    walk.presses("パスキーを作る", "Make a passkey")
    page.wait_for_url("**said=done")
    walk.looks("passkey")
    walk.presses("終わる", "Leave")
    page.wait_for_url("**said=gone")
    page.go_back()
    assert ALICE["address"] not in page.content()
    page.goto(root)
    walk.presses("パスキーで入る", "Use a passkey")
    page.get_by_text(ALICE["address"]).first.wait_for()

    assert walk.broken == {}
    assert [line for line in said if "Content Security Policy" in line] == []
    context.close()


def test_without_a_script_everything_but_the_passkey_works(site: str, browser: Browser) -> None:
    found()
    context = browser.new_context(java_script_enabled=False, locale="ja-JP")
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))

    page.goto(f"{site}/my/")
    assert page.get_by_role("button", name="パスキーで入る").is_disabled()
    page.locator("#mail").fill(ALICE["email"])
    page.locator("[name=item-phone]").fill(ALICE["phone"])
    page.locator("[name=item-birth-date]").press_sequentially(ALICE["birth-date"])
    page.keyboard.press("Enter")
    page.wait_for_url("**/asked")
    asking.settle()
    link = re.search(r"https?://\S+", mails()[0][1])
    assert link is not None
    page.goto(link[0])
    page.get_by_role("button", name="ご本人のページを開く").click()
    page.get_by_role("button", name="ご案内・広告・アンケートをすべて止める").click()

    assert page.get_by_text("ご案内・広告・アンケートはお送りしていません").is_visible()
    assert all(url.startswith(site) for url in asked)
    assert not [url for url in asked if ALICE["phone"] in url or ALICE["email"] in url]
    context.close()
