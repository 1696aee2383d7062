"""The screens and the public page of anonymised information break no accessibility rule, and fit, in both languages."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from seiyaku.anonymised import making, plans, releasing
from tests.anonymised.house import house, written

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
