"""The page that checks a policy's text, as people meet it: no script, any width, either light, either language."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Literal
from wsgiref.simple_server import make_server

import pytest
from playwright.sync_api import Browser

from .conftest import _Silent, _Threaded
from .test_portal import RULES

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

TEXT = (
    "1 個人情報の定義\n個人情報とは、氏名で分かる情報をいいます。\n2 利用目的\n販売のため。\n3 変更\n予告なく変えます。"
)
POLICY = Path(__file__).parents[2] / "policies" / "cloopen" / "2018-10-01.md"  # errors, warnings and notes


@pytest.fixture
def room() -> Iterator[str]:
    """The check as a site of its own, on loopback, without any instance."""
    from seiyaku.config.checkroom import application

    with make_server("127.0.0.1", 0, application, _Threaded, _Silent) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.mark.parametrize("light", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_form_and_findings_break_no_accessibility_rule_and_fit(
    room: str, browser: Browser, axe: str, light: Literal["light", "dark"], width: int
) -> None:
    language = "/en" if width == 320 else ""
    context = browser.new_context(bypass_csp=True, color_scheme=light, viewport={"width": width, "height": 900})
    page = context.new_page()
    page.goto(f"{room}{language}/check")
    page.evaluate(axe)
    form = page.evaluate(RULES)["violations"]

    page.set_input_files("#file", POLICY)
    page.click("button")
    page.evaluate(axe)
    found = page.evaluate(RULES)["violations"]
    wide = page.evaluate("document.documentElement.scrollWidth")
    context.close()

    assert form == []
    assert [(each["id"], each["nodes"][0]["html"]) for each in found] == []
    assert wide <= width


def test_a_text_is_checked_without_any_script_and_no_other_host_is_asked(room: str, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{room}/en/check")

    page.fill("#words", TEXT)
    page.click("button")

    page.locator("mark").first.wait_for()
    assert page.get_by_text("Not legal advice").first.is_visible()
    page.get_by_role("link", name="Check another text").click()
    assert page.locator("#words").is_visible()
    context.close()
    assert all(url.startswith(room) for url in asked)


def test_the_browser_finds_nothing_that_the_content_policy_forbids(room: str, browser: Browser) -> None:
    page = browser.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))

    page.goto(f"{room}/check")
    page.set_input_files("#file", POLICY)
    page.click("button")
    page.wait_for_load_state()
    page.close()

    assert said == []


def test_a_report_that_stands_by_itself_breaks_no_accessibility_rule(
    browser: Browser, axe: str, tmp_path: Path
) -> None:
    from seiyaku.check.showing import html
    from tests.check.sample import JUDGED, WITH_ACCEPTED

    (tmp_path / "report.html").write_text(html.page([JUDGED, WITH_ACCEPTED], "ja"), encoding="utf-8")
    context = browser.new_context(bypass_csp=True)
    page = context.new_page()
    page.goto((tmp_path / "report.html").as_uri())
    page.evaluate(axe)

    broken = page.evaluate(RULES)["violations"]
    context.close()

    assert [(each["id"], each["nodes"][0]["html"]) for each in broken] == []
