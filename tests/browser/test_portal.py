"""The public pages as people meet them: no script, any width, either light, either language."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser

from tests.portal.sample import publish_first, publish_second
from tests.portal.test_refusals import written

# On one database: how a page looks does not depend on it, and people's ways are walked on both (test_customers, …).
pytestmark = [pytest.mark.browser, pytest.mark.sqlite, pytest.mark.xdist_group("browser")]

PAGES = [
    "/",
    "/en/",
    "/retained/",
    "/en/retained/",
    "/anonymised/",
    "/en/anonymised/",
    "/policy/",
    "/policy/2018-10-01/",
    "/en/policy/2018-10-01...2024-04-01/",
    "/nothing",
]
RULES = "axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']})"


@pytest.mark.parametrize("width", [320, 1280])
def test_a_refusal_breaks_no_accessibility_rule_and_fits(site: str, browser: Browser, axe: str, width: int) -> None:
    entry = written()
    context = browser.new_context(bypass_csp=True, viewport={"width": width, "height": 900})
    page = context.new_page()

    for language in ("", "/en"):
        page.goto(f"{site}{language}/refusals/{entry}")
        page.evaluate(axe)
        assert page.evaluate(RULES)["violations"] == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    context.close()


@pytest.mark.parametrize("light", ["light", "dark"])
def test_no_accessibility_rule_is_broken(
    site: str, browser: Browser, axe: str, tmp_path: Path, light: Literal["light", "dark"]
) -> None:
    publish_second(tmp_path, publish_first())
    context = browser.new_context(color_scheme=light, bypass_csp=True)
    page = context.new_page()

    broken: dict[str, Any] = {}
    for path in PAGES:
        page.goto(site + path)
        page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
        page.evaluate(axe)
        broken |= {f"{path} {v['id']}": v["nodes"][0]["html"] for v in page.evaluate(RULES)["violations"]}
    context.close()

    assert broken == {}


@pytest.mark.parametrize("width", [320, 768, 1920])
def test_nothing_sticks_out_at_any_width(site: str, browser: Browser, tmp_path: Path, width: int) -> None:
    publish_second(tmp_path, publish_first())
    page = browser.new_page(viewport={"width": width, "height": 900})

    wide = {}
    for path in PAGES:
        page.goto(site + path)
        page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
        wide[path] = page.evaluate("document.documentElement.scrollWidth")
    page.close()

    assert max(wide.values()) <= width


def test_the_page_needs_no_script_and_asks_no_other_host(site: str, browser: Browser) -> None:
    publish_first()
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))

    page.goto(site)
    page.locator("[id='8-2'] summary").click()

    assert page.locator("[id='8-2'] .rule").is_visible()
    page.get_by_role("link", name="English").click()
    assert page.locator("html").get_attribute("lang") == "en"
    context.close()
    assert all(url.startswith(site) for url in asked)


def test_the_browser_finds_nothing_that_the_content_policy_forbids(site: str, browser: Browser) -> None:
    publish_first()
    page = browser.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))

    page.goto(site)
    page.close()

    assert said == []


def test_the_keyboard_reaches_the_text_first(site: str, browser: Browser) -> None:
    publish_first()
    page = browser.new_page()
    page.goto(site)

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    assert page.evaluate("document.activeElement.id") == "text"
    page.close()
