"""A company at work for the screens: staff with and without a second factor, customers, partners, things to be done."""

from __future__ import annotations

import datetime as dt
import time
from dataclasses import dataclass

from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.core.cache import cache
from playwright.sync_api import Browser, BrowserContext, Page

from seiyaku.core.asks import Actor
from seiyaku.people import services as people
from seiyaku.people.days import today
from seiyaku.people.models import Account, Attempt
from tests.promises.founded import PASSWORD, Company, carrier, charge, contract, found, hire

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@dataclass(frozen=True)
class Staffed:
    """The company, and its people by what they do."""

    company: Company
    desk: Actor
    auditor: Actor


def staffed(company: Company | None = None) -> Staffed:
    """Found the company, unless there is one, and put it to work."""
    company = company or found()
    desk = hire("kaori", company.manager)
    charge(desk, "desk", company.manager)
    people.complete(desk.id, "handling", actor=company.manager, on=today() - dt.timedelta(days=340))
    auditor = hire("auditor", company.manager)
    charge(auditor, "auditor", company.manager)
    late = hire("newcomer", company.manager, kind="part-time")
    charge(late, "clerk", company.manager)
    contract(carrier(company.manager), company.manager, days=20)
    people.propose("grant-duty", desk.id, "manager", beneficiary=desk.id, actor=company.manager)
    return Staffed(company, desk, auditor)


def arm(actor: Actor) -> None:
    """Give somebody an authenticator app whose secret the tests know."""
    TOTP.activate(Account.objects.get(ref=actor.id), SECRET)


def forget_codes() -> None:
    """Let the same code be used again, as if half a minute had gone by."""
    cache.clear()
    Attempt.objects.all().delete()


def code() -> str:
    """What the app shows now."""
    return str(format_hotp_value(hotp_value(SECRET, int(time.time()) // 30)))


def signed_in(
    site: str, browser: Browser, login: str, language: str = "ja", width: int = 1280, *, strict: bool = False
) -> tuple[BrowserContext, Page]:
    """Sign in as a person does: password, then code. `strict`: the page's own rules for scripts hold for tests too."""
    forget_codes()
    context = browser.new_context(
        locale="ja-JP" if language == "ja" else "en-GB", viewport={"width": width, "height": 900}, bypass_csp=not strict
    )
    page = context.new_page()
    page.goto(f"{site}/console/")
    page.locator("[name=login]").fill(login)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("form.card button").first.click()
    page.locator("[name=code]").fill(code())
    page.locator("form.card button[type=submit]").first.click()
    return context, page
