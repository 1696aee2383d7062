"""Every screen of the console, in both languages: no accessibility rule broken, nothing sticks out, pictures taken."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from seiyaku.partners.models import Partner

from .staffed import arm, signed_in, staffed
from .test_portal import RULES

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

SCREENS = {
    "home": "/console/",
    "home-amiss": "/console/?show=amiss",
    "people": "/console/people/",
    "hire": "/console/people/new",
    "member": "/console/people/{member}/",
    "approvals": "/console/approvals/",
    "partners": "/console/partners/",
    "partner": "/console/partners/{partner}/",
    "find": "/console/find",
    "letters": "/console/letters/",
    "exports": "/console/exports",
    "reports": "/console/reports/",
    "clause": "/console/clauses/2-4",
    "report-ends": "/console/reports/ends",
    "report-data-map": "/console/reports/data-map",
    "report-purposes": "/console/reports/purposes",
    "report-sources": "/console/reports/sources",
    "report-minimum": "/console/reports/minimum",
    "report-flows": "/console/reports/flows",
    "report-freshness": "/console/reports/freshness",
    "security": "/console/security",
    "self": "/console/self",
    "factors": "/console/account/factors/",
}
BEFORE = {
    "sign-in": "/console/account/sign-in",
    "invitation": "/console/invitation",
    "first": "/console/first",
    "design": "/design",
    "retained": "/retained/",
    "sign-up": "/console/account/sign-up",
}


@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_screen(site: str, browser: Browser, axe: str, tmp_path: Path, language: str) -> None:
    house = staffed()
    arm(house.company.manager)
    folder = Path(os.environ.get("SEIYAKU_SCREENS", str(tmp_path)))
    folder.mkdir(parents=True, exist_ok=True)
    stranger = browser.new_context(locale="ja-JP" if language == "ja" else "en-GB", bypass_csp=True)
    context, page = signed_in(site, browser, "hoshiko", language)
    outside = stranger.new_page()

    named = {"member": house.company.clerk.id, "partner": Partner.objects.get().ref}
    broken: dict[str, str] = {}
    for name, address in [*BEFORE.items(), *SCREENS.items()]:
        shown = outside if name in BEFORE else page
        for width in (320, 1280):
            shown.set_viewport_size({"width": width, "height": 900})
            answer = shown.goto(site + address.format(**named))
            assert answer is not None
            assert answer.status == 200, name
            if shown.evaluate("document.documentElement.scrollWidth") > width:
                broken[f"{name} {width}"] = "sticks out"
            shown.screenshot(path=folder / f"{name}-{language}-{width}.png", full_page=True)
        shown.evaluate(axe)
        broken |= {f"{name} {v['id']}": v["nodes"][0]["html"] for v in shown.evaluate(RULES)["violations"]}
        if name == "home":
            shown.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
            shown.screenshot(path=folder / f"{name}-open-{language}.png", full_page=True)
            broken |= {f"{name} {v['id']}": v["nodes"][0]["html"] for v in shown.evaluate(RULES)["violations"]}
    context.close()
    stranger.close()

    assert broken == {}
