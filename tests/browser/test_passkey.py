"""A passkey, from its registration to signing in with nothing else, under the content policy as it is served (3-3)."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from seiyaku.people.models import Session
from tests.promises.founded import PASSWORD

from .staffed import staffed

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser"), pytest.mark.promise("3-3")]
AUTHENTICATOR = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
    "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip


def test_a_passkey_alone_opens_the_console(site: str, browser: Browser) -> None:
    staffed()
    site = site.replace("127.0.0.1", "localhost")  # a passkey is of a name
    context = browser.new_context(locale="ja-JP")
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    cdp = context.new_cdp_session(page)
    cdp.send("WebAuthn.enable")
    cdp.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})

    page.goto(f"{site}/console/")
    page.locator("[name=login]").fill("kaori")
    page.locator("[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="サインイン", exact=True).click()
    page.wait_for_url("**/account/factors/")
    page.goto(f"{site}/console/account/factors/webauthn/add/")
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("form.card button").click()
    page.locator("[name=passwordless]").check()
    page.locator("#mfa_webauthn_add").click()
    page.wait_for_url(lambda url: not url.endswith("/add/"))
    page.goto(f"{site}/console/find")
    assert page.get_by_role("heading", name="お客さまを検索").is_visible()
    page.get_by_role("button", name="サインアウト").click()
    page.wait_for_url("**/account/sign-in**")
    page.get_by_role("button", name="パスキーでサインイン").click()
    page.wait_for_url(lambda url: "sign-in" not in url)
    page.goto(f"{site}/console/find")

    assert page.get_by_role("heading", name="お客さまを検索").is_visible()
    assert Session.objects.filter(proof="second-factor").count() == 2
    assert [line for line in said if "Content Security Policy" in line] == []
    context.close()
