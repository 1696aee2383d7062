"""Plots in the browser: drawn in both languages, by day and by night, narrow and wide; and no rule of access broken."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from seiyaku import door
from seiyaku.cli import main
from seiyaku.ledger.sequencing import place_all
from seiyaku.partners.models import Partner
from tests import pictures
from tests.promises.founded import THREE

from .staffed import arm, signed_in, staffed
from .test_portal import RULES

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser"), pytest.mark.promise("8-2", "4-1-A")]
GROUND = "[getComputedStyle(document.body).backgroundColor, getComputedStyle(document.querySelector('svg')).filter]"
DRAWN = "document.querySelector('.plot img').complete && document.querySelector('.plot img').naturalWidth"


@pytest.mark.parametrize("language", ["ja", "en"])
def test_what_was_used_and_who_got_it_is_drawn(
    site: str, browser: Browser, axe: str, tmp_path: Path, language: str
) -> None:
    house = staffed()
    alice, clerk = house.company.alice, house.company.clerk
    arm(house.company.manager)
    for purpose in ("deliver-service", "deliver-service", "service-contact"):
        door.use(alice, ["name", "phone"], purpose=purpose, actor=clerk)
    door.provide([alice], THREE, recipient=Partner.objects.get().ref, purpose="deliver-service", actor=clerk)
    door.person(alice, actor=house.desk)
    place_all()
    folder = pictures.wanted() or tmp_path
    folder.mkdir(parents=True, exist_ok=True)
    context, page = signed_in(site, browser, "hoshiko", language)

    broken: dict[str, str] = {}
    for name in ("purposes", "flows"):
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
            for width in (320, 1280):
                page.set_viewport_size({"width": width, "height": 900})
                page.goto(f"{site}/console/reports/{name}")
                page.wait_for_function(DRAWN)
                if page.evaluate("document.documentElement.scrollWidth") > width:
                    broken[f"{name} {width}"] = "sticks out"
                page.screenshot(path=folder / f"plot-{name}-{scheme}-{language}-{width}.png", full_page=True)
            page.evaluate(axe)
            broken |= {f"{name} {scheme} {v['id']}": v["nodes"][0]["html"]
                       for v in page.evaluate(RULES)["violations"]}  # fmt: skip
        assert len(page.locator(".plot img").get_attribute("alt") or "") > 20
        assert page.locator("table tbody tr").count() >= 1
    context.close()

    assert broken == {}


@pytest.mark.sqlite  # a file, of no database
def test_a_report_in_a_file_is_read_in_the_dark_on_a_telephone_and_printed_dark_on_white(
    browser: Browser, axe: str, tmp_path: Path
) -> None:
    table, out = tmp_path / "t.csv", tmp_path / "report.html"
    table.write_text("city,age\n" + "".join(f"{'AB'[n % 2]},{n % 25}\n" for n in range(200)), "utf-8")
    asked = ("--quasi", "city,age", "--hierarchy", "age=:ages", "--k", "5", "--suppress", "0.05")
    assert main.main(["anonymise", "report", str(table), *asked, "--out", str(out)], standalone_mode=False) == 0
    page = browser.new_page(viewport={"width": 320, "height": 900})
    page.goto(out.as_uri())
    page.evaluate(axe)

    broken: dict[str, str] = {}
    grounds: dict[str, list[str]] = {}
    for name, media in (("light", "screen"), ("dark", "screen"), ("dark", "print")):
        page.emulate_media(color_scheme="dark" if name == "dark" else "light", media=media)  # type: ignore[arg-type]  # its words
        grounds[f"{name} {media}"] = page.evaluate(GROUND)
        broken |= {f"{name} {media} {v['id']}": v["nodes"][0]["html"] for v in page.evaluate(RULES)["violations"]}
    wide = page.evaluate("document.documentElement.scrollWidth")
    page.context.close()

    assert broken == {}
    assert wide == 320
    assert grounds == {
        "light screen": ["rgb(255, 255, 255)", "none"],
        "dark screen": ["rgb(23, 24, 27)", "invert(1) hue-rotate(180deg)"],
        "dark print": ["rgb(255, 255, 255)", "none"],
    }
