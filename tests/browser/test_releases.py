"""The editor of plans in a browser: what a preview adds breaks no rule, and what is typed is followed."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from seiyaku.anonymised import attending, drafts
from seiyaku.console import previews
from tests.anonymised.house import house, written

from .staffed import arm, signed_in
from .test_portal import RULES

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("browser")]


@pytest.mark.sqlite  # how it looks does not depend on the database
def test_a_previewed_plan_breaks_no_rule_of_accessibility_and_fits(
    site: str, browser: Browser, axe: str, tmp_path: Path
) -> None:
    """What a preview adds to the page; the page itself is walked through with every other (test_screens)."""
    people = house()
    arm(people.maker)
    draft = drafts.keep(written(tmp_path).read_text(encoding="utf-8"), actor=people.maker).draft.ref
    broken: dict[str, str] = {}
    for language, light in (("ja", "light"), ("en", "dark")):
        context, page = signed_in(site, browser, "mia", language)
        page.emulate_media(color_scheme=light)  # type: ignore[arg-type]  # one of its words
        page.goto(f"{site}/console/plans/{draft}/")
        page.locator("button[formaction$='preview']").first.click()
        page.locator("svg.lattice").wait_for()
        for width in (320, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            if page.evaluate("document.documentElement.scrollWidth") > width:
                broken[f"{language} {width}"] = "sticks out"
        page.evaluate(axe)
        broken |= {f"{language} {v['id']}": v["nodes"][0]["html"] for v in page.evaluate(RULES)["violations"]}
        context.close()

    assert broken == {}


def test_the_panel_of_the_editor_follows_what_is_typed_under_the_pages_own_rules_for_scripts(
    site: str, browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = house()
    arm(people.maker)
    draft = drafts.keep(written(tmp_path).read_text(encoding="utf-8"), actor=people.maker).draft.ref
    context, page = signed_in(site, browser, "mia", strict=True)
    refused: list[str] = []
    page.on("console", lambda message: refused.append(message.text) if "Security Policy" in message.text else None)
    page.goto(f"{site}/console/plans/{draft}/")

    page.locator("#k").fill("3")
    page.locator("#k").press("Tab")
    page.locator("#panel .notice.broken").wait_for()
    assert page.locator("#panel table").count() == 0
    page.locator("#k").fill("10")
    page.locator("#live").check()
    page.locator("#panel svg.lattice").wait_for()
    page.locator("#panel button[name=pin]").first.click()
    page.locator("text=粗さを固定しています").wait_for()

    assert "levels" in page.locator("#yaml").input_value()
    monkeypatch.setattr(previews, "BREATH", 0.0)
    where = f"{site}/console/plans/{draft}/"
    page.goto(where)
    with attending.attended():  # by nobody: the job waits
        page.locator("button[formaction$='preview']").first.click()
        page.locator("#panel form[action$='stop'] button").click()
        page.locator("#panel .notice.unbuilt").wait_for()
    assert "やめました" in page.locator("#panel").inner_text()
    assert page.url == where  # what is typed stays
    assert refused == []
    context.close()
