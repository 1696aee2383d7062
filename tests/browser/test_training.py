"""From the invitation to a training that lapses and is renewed, in the browser, by a clock of the test (2-1, 2-4)."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import Browser, Page

from seiyaku.core.asks import Actor
from seiyaku.people import days
from seiyaku.people.models import Account
from seiyaku.policy import queries as policies
from tests.promises.founded import ALICE, PASSWORD, found

from .staffed import arm, signed_in
from .test_calls import begun, heard

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser"), pytest.mark.promise("2-1", "2-4")]


class Clock:
    """The operator's days, which go by when the test says so; moments stay what they are."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.gone = dt.timedelta(0)
        monkeypatch.setattr(days, "timezone", SimpleNamespace(now=lambda: timezone.now() + self.gone))
        monkeypatch.setattr(policies, "today", days.today)

    def until(self, day: dt.date) -> None:
        """Let the days go by until it is that day."""
        self.gone += day - days.today()


def pressed(page: Page, form: str) -> None:
    """Hand in the form of that address."""
    with page.expect_navigation():
        page.locator(f"form[action$='/{form}'] button").first.click()


def test_a_clerk_is_invited_pledges_is_trained_reads_and_reads_no_more_once_it_lapsed_until_it_is_renewed(
    site: str, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "ACCOUNT_REAUTHENTICATION_TIMEOUT", 86_400)  # however slow the machine is
    company, clock = found(), Clock(monkeypatch)
    arm(company.manager)
    office, manager = signed_in(site, browser, "hoshiko")

    manager.goto(f"{site}/console/people/new")
    manager.locator("#login").fill("nina")
    manager.locator("#kind").select_option("employee")
    manager.locator("form.card button").click()
    code = manager.locator(".mono.big").inner_text()
    home = browser.new_context(locale="ja-JP")
    own = home.new_page()
    own.goto(f"{site}/console/invitation")
    own.locator("[name=code]").fill(code)
    own.locator("[name=new_password]").fill(PASSWORD)
    own.locator("[name=again]").fill(PASSWORD)
    with own.expect_navigation():
        own.locator("form.card button").click()
    own.goto(f"{site}/console/find")
    half = own.url
    home.close()
    nina = Account.objects.get(login="nina")
    hers = f"{site}/console/people/{nina.ref}/"
    manager.goto(hers)
    manager.locator("#duty").select_option("clerk")
    for form in ("grant", "pledge", "complete"):
        pressed(manager, form)
    arm(Actor(id=nina.ref, kind="staff", proven_by="session"))
    counter, page = signed_in(site, browser, "nina")
    begun(page, site)
    heard(page)
    opened = page.get_by_text(ALICE["phone"]).first.is_visible()
    nina.refresh_from_db()
    last = nina.completions.get().valid_until

    clock.until(last - dt.timedelta(days=31))  # this policy warns from thirty days before
    page.goto(f"{site}/console/self")
    early = page.get_by_text("の有効期限は").count()
    clock.until(last - dt.timedelta(days=14))
    page.goto(f"{site}/console/self")
    page.get_by_text(f"の有効期限は {last} です").wait_for()
    manager.goto(f"{site}/console/people/")
    manager.locator("tr", has_text="nina").locator(".light.attention").first.wait_for()
    clock.until(last)
    ended(page, site)
    begun(page, site)
    heard(page)
    clock.until(last + dt.timedelta(days=1))
    ended(page, site)
    page.get_by_text(f"は {last} に失効しました").wait_for()
    page.locator("input[value='deliver-service']").check()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    why, shut = page.locator("main").inner_text(), page.content()
    page.goto(f"{site}/console/self")
    page.get_by_text(f"は {last} に失効しました").wait_for()
    manager.goto(hers)
    pressed(manager, "complete")
    begun(page, site)
    heard(page)

    assert half.startswith(f"{site}/console/account/")
    assert (nina.pledged_on, opened, early) == (days.today() - clock.gone, True, 0)
    assert "2-4" in why
    assert "研修" in why
    assert not any(value in shut for value in ALICE.values())
    for window in (office, counter):
        window.close()


def ended(page: Page, site: str) -> None:
    """End the call that goes on."""
    page.goto(f"{site}/console/find")
    page.get_by_role("button", name="終える").click()
    page.locator("input[value='deliver-service']").wait_for()
