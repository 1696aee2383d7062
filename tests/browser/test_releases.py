"""The screens and the public page of anonymised information break no accessibility rule, and fit, in both languages."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from seiyaku.anonymised import drafts, making, plans, releasing, sealed
from seiyaku.post.models import Parcel
from tests.anonymised.house import house, written
from tests.post.sample import destination, sent

from .staffed import arm, signed_in
from .test_portal import RULES

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("browser")]


def test_every_screen_of_releases(site: str, browser: Browser, axe: str, tmp_path: Path) -> None:
    people = house()
    arm(people.approver)
    folder = Path(os.environ.get("SEIYAKU_SCREENS", str(tmp_path)))
    folder.mkdir(parents=True, exist_ok=True)
    first = making.make(*plans.load(written(tmp_path)), actor=people.maker)[0]
    second = making.make(*plans.load(written(tmp_path, preset="internal")), actor=people.maker)[0]
    releasing.approve(first.ref, actor=people.approver)
    releasing.publish(first.ref, actor=people.approver)
    broken: dict[str, str] = {}
    for language in ("ja", "en"):
        context, page = signed_in(site, browser, "aoi", language)
        public = "/anonymised/" if language == "ja" else "/en/anonymised/"
        screens = {
            "releases": f"/console/releases/?a={first.ref}&b={second.ref}",
            "release": f"/console/releases/{first.ref}/",
            "release-made": f"/console/releases/{second.ref}/",
            "anonymised": public,
        }
        for name, address in screens.items():
            for width in (320, 1280):
                page.set_viewport_size({"width": width, "height": 900})
                answer = page.goto(site + address)
                assert answer is not None
                assert answer.status == 200, name
                if page.evaluate("document.documentElement.scrollWidth") > width:
                    broken[f"{name} {language} {width}"] = "sticks out"
                page.screenshot(path=folder / f"{name}-{language}-{width}.png", full_page=True)
            page.evaluate(axe)
            broken |= {f"{name} {v['id']}": v["nodes"][0]["html"] for v in page.evaluate(RULES)["violations"]}
        context.close()

    assert broken == {}


def test_every_screen_of_plans_deliveries_complaints_and_the_outbox(
    site: str, browser: Browser, axe: str, tmp_path: Path
) -> None:
    people = house()
    arm(people.maker)
    folder = Path(os.environ.get("SEIYAKU_SCREENS", str(tmp_path)))
    folder.mkdir(parents=True, exist_ok=True)
    text = written(tmp_path).read_text(encoding="utf-8")
    draft = drafts.keep(text, actor=people.maker).draft.ref
    drafts.keep(text.replace("k: 10", "k: 12"), draft=draft, base=1, actor=people.maker)
    release = making.make(*plans.load(written(tmp_path)), actor=people.maker)[0]
    sealed.complain(release.ref, "困ります".encode(), actor=people.maker)
    (tmp_path / "out").mkdir()
    parcel = sent(destination(f"file://{tmp_path / 'out'}", actor=people.manager), b"x\n")
    Parcel.objects.filter(pk=parcel.pk).update(state="unsure")
    broken: dict[str, str] = {}
    screens = {
        "plans": "/console/plans/",
        "plan-new": "/console/plans/new?preset=internal",
        "plan": f"/console/plans/{draft}/",
        "plan-compared": f"/console/plans/compare?a={draft}~1&b={draft}~2",
        "deliveries": "/console/deliveries/",
        "complaints": "/console/complaints/",
        "outbox": "/console/outbox/?show=stuck",
        "parcel": f"/console/outbox/{parcel.ref}/",
    }
    for language in ("ja", "en"):
        context, page = signed_in(site, browser, "mia", language)
        for name, address in screens.items():
            for width in (320, 1280):
                page.set_viewport_size({"width": width, "height": 900})
                answer = page.goto(site + address)
                assert answer is not None
                assert answer.status == 200, name
                if name == "plan":
                    page.locator("button[formaction$='preview']").first.click()
                    page.locator("svg.lattice").wait_for()
                if page.evaluate("document.documentElement.scrollWidth") > width:
                    broken[f"{name} {language} {width}"] = "sticks out"
                page.screenshot(path=folder / f"{name}-{language}-{width}.png", full_page=True)
            page.evaluate(axe)
            broken |= {f"{name} {v['id']}": v["nodes"][0]["html"] for v in page.evaluate(RULES)["violations"]}
        page.emulate_media(color_scheme="dark")
        page.goto(f"{site}/console/plans/{draft}/")
        page.locator("button[formaction$='preview']").first.click()
        page.locator("svg.lattice").wait_for()
        page.screenshot(path=folder / f"plan-{language}-dark.png", full_page=True)
        page.evaluate(axe)
        broken |= {f"dark {v['id']}": v["nodes"][0]["html"] for v in page.evaluate(RULES)["violations"]}
        context.close()

    assert broken == {}


def test_the_panel_of_the_editor_follows_what_is_typed_under_the_pages_own_rules_for_scripts(
    site: str, browser: Browser, tmp_path: Path
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
    assert refused == []
    context.close()
