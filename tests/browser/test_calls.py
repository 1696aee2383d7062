"""A call in the browser (2-2, 7-2): by keyboard alone, in few strokes, hidden when idle, asked before it is taken."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Error, Page

from tests import pictures
from tests.promises.founded import ALICE
from tests.waiting import until

from .staffed import arm, signed_in, staffed
from .test_portal import RULES

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser"), pytest.mark.promise("2-2", "7-2")]
STROKES = 3  # besides what the caller says
Picture = Callable[[Page, str], None]


@pytest.fixture
def picture(tmp_path: Path, axe: str) -> Picture:
    """Take a picture, and see that no accessibility rule is broken."""
    folder = pictures.wanted() or tmp_path
    folder.mkdir(parents=True, exist_ok=True)

    def take(page: Page, name: str) -> None:
        page.screenshot(path=folder / f"{name}.png", full_page=True)
        page.evaluate(axe)
        broken = page.evaluate(RULES)["violations"]
        assert [(each["id"], each["nodes"][0]["html"]) for each in broken] == [], name

    return take


class Keyboard:
    """What the clerk's hands do: keys pressed, apart from the words of the caller."""

    def __init__(self, page: Page) -> None:
        self.page, self.strokes = page, 0

    def press(self, key: str) -> None:
        self.strokes += 1
        self.page.keyboard.press(key)

    def hear(self, words: str) -> None:
        self.page.keyboard.insert_text(words)


def begun(page: Page, site: str, purpose: str = "deliver-service") -> None:
    """Begin a call, by the keyboard."""
    page.goto(f"{site}/console/find")
    page.locator(f"input[value='{purpose}']").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    page.get_by_text("本人確認前").wait_for()


def heard(page: Page) -> None:
    """Type what the caller says, and look."""
    page.keyboard.insert_text(ALICE["phone"])
    page.keyboard.press("Tab")
    page.keyboard.insert_text("平成2年4月1日")
    page.keyboard.press("Enter")
    page.get_by_text(ALICE["name"]).wait_for()


def test_from_ringing_to_the_name_in_three_strokes(
    site: str, browser: Browser, picture: Picture, record_property: Callable[[str, object], None]
) -> None:
    house = staffed()
    arm(house.company.clerk)
    context, page = signed_in(site, browser, "bob")
    page.goto(f"{site}/console/find")
    picture(page, "find-purpose-ja")
    begun(page, site)
    heard(page)

    keys, rang = Keyboard(page), time.monotonic()
    keys.press("Alt+n")
    page.get_by_text("本人確認前").wait_for()
    page.wait_for_function("document.activeElement.id === 'said'")
    keys.hear(ALICE["phone"])
    keys.press("Tab")
    keys.hear("1990/4/1")
    keys.press("Enter")
    page.get_by_text(ALICE["name"]).wait_for()
    record_property("ringing to name, seconds", round(time.monotonic() - rang, 2))

    assert keys.strokes <= STROKES
    assert ALICE["name"] not in page.title()
    assert page.url == f"{site}/console/found"
    picture(page, "used-ja")
    page.goto(f"{site}/console/find")
    picture(page, "find-ja")
    page.keyboard.insert_text(ALICE["phone"])
    page.keyboard.press("Enter")
    page.get_by_text("もう一つの項目で確認してください").wait_for()
    assert page.evaluate("document.activeElement.id") == "second1"
    assert page.locator("#said").input_value() == ALICE["phone"]
    picture(page, "find-second-ja")
    context.close()


def test_idle_values_go_and_come_back_in_the_same_call(site: str, browser: Browser, picture: Picture) -> None:
    house = staffed()
    arm(house.company.clerk)
    context, page = signed_in(site, browser, "bob")
    begun(page, site)
    page.clock.install()
    heard(page)

    page.clock.fast_forward("02:00")
    page.get_by_text("しばらく操作がなかった").wait_for()
    gone = page.content()
    picture(page, "hidden-ja")
    page.keyboard.press("Enter")
    page.get_by_text(ALICE["name"]).wait_for()

    assert not any(value in gone for value in (ALICE["name"], ALICE["phone"], ALICE["email"]))
    assert page.get_by_text("本人確認済み").is_visible()
    page.evaluate("was => { Date.now = () => was + 3600000 }", page.evaluate("Date.now()"))  # it slept, with its timers
    page.mouse.move(5, 5)
    page.get_by_text("しばらく操作がなかった").wait_for()
    assert ALICE["name"] not in page.content()
    context.close()


def settled(page: Page) -> str:
    """What the page shows once the browser is done with going there, or with saying that it cannot."""
    found: list[str] = []

    def there() -> bool:
        with suppress(Error):
            found.append(page.content())
        return bool(found)

    until(there)
    return found[0]


def test_after_signing_out_going_back_shows_nothing_and_no_field_offers_what_was_typed(
    site: str, browser: Browser
) -> None:
    house = staffed()
    arm(house.company.clerk)
    context, page = signed_in(site, browser, "bob")
    begun(page, site)
    fields = page.locator("main input:not([type=hidden], [type=checkbox])")
    offering = [one for one in fields.all() if one.get_attribute("autocomplete") != "off"]
    heard(page)
    visited = page.evaluate("[location.href, document.title, JSON.stringify(history.state)]")
    kept = page.evaluate("Promise.all([caches.keys(), {...localStorage, ...sessionStorage}]).then(JSON.stringify)")

    page.get_by_role("button", name="サインアウト").click()
    page.wait_for_url("**/account/sign-in**")
    seen = []
    for _ in range(4):
        with suppress(Error):  # what a form brought is not there any more: the browser says so itself
            page.go_back()
        seen.append(settled(page))

    assert offering == []
    assert not any(value in said for value in ALICE.values() for said in [*visited, kept, *seen])
    context.close()


def test_copying_is_asked_for_first_and_refused_where_nothing_may_leave(
    site: str, browser: Browser, picture: Picture
) -> None:
    house = staffed()
    arm(house.company.clerk)
    context, page = signed_in(site, browser, "bob")
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    begun(page, site)
    heard(page)

    page.get_by_role("button", name="コピー: 電話番号").focus()
    page.keyboard.press("Enter")
    page.get_by_text("コピーしました。").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    page.evaluate("getSelection().selectAllChildren(document.querySelector('[data-field=email]'))")
    page.keyboard.press("Control+c")
    page.wait_for_function(f"navigator.clipboard.readText().then(text => text === '{ALICE['email']}')")
    picture(page, "copied-ja")
    page.evaluate("navigator.clipboard.writeText('nothing')")
    begun_again(page, "answer-questions")
    heard(page)
    page.evaluate("getSelection().selectAllChildren(document.querySelector('[data-field=phone]'))")
    page.keyboard.press("Control+c")
    page.locator(".taken-said.broken").wait_for()

    assert copied == ALICE["phone"]
    assert page.evaluate("navigator.clipboard.readText()") == "nothing"
    context.close()


def begun_again(page: Page, purpose: str) -> None:
    """End what goes on, and begin a call for another purpose."""
    page.get_by_role("button", name="終える").click()
    page.locator(f"input[value='{purpose}']").check()
    page.get_by_role("button", name="はじめる").click()
    page.locator("#said").focus()


def test_paper_shows_values_only_after_they_were_asked_for(site: str, browser: Browser, picture: Picture) -> None:
    house = staffed()
    arm(house.company.clerk)
    context, page = signed_in(site, browser, "bob")
    begun(page, site)
    heard(page)

    page.emulate_media(media="print")
    plain = page.get_by_text(ALICE["name"]).is_visible(), page.get_by_text("この画面の値は印刷されません").is_visible()
    page.emulate_media(media="screen")
    page.get_by_role("button", name="印刷する").click()
    page.emulate_media(media="print")
    page.get_by_text(ALICE["name"]).wait_for()
    asked = page.get_by_role("navigation").count() and page.get_by_role("navigation").first.is_visible()
    picture(page, "printed-ja")

    assert plain == (False, True)
    assert not asked
    context.close()


@pytest.mark.promise("4-3")
@pytest.mark.parametrize(("language", "yes"), [("ja", "「はい」と答えた"), ("en", "They said yes")])
def test_consent_is_asked_for_on_the_spot(
    site: str, browser: Browser, picture: Picture, language: str, yes: str
) -> None:
    house = staffed()
    arm(house.company.clerk)
    context, page = signed_in(site, browser, "bob", language)
    page.goto(f"{site}/console/find")
    page.locator("input[value='considerate-service']").check()
    page.locator("form.card .actions button").click()
    page.locator("#said").fill(ALICE["phone"])
    page.locator("#second1").fill(ALICE["birth-date"])
    page.keyboard.press("Enter")
    page.locator("blockquote").wait_for()
    picture(page, f"ask-now-{language}")

    page.get_by_role("button", name=yes).focus()
    page.keyboard.press("Enter")

    page.get_by_text(ALICE["name"]).wait_for()
    context.close()


@pytest.mark.sqlite  # how it looks does not depend on the database
@pytest.mark.parametrize("width", [320, 1280])
def test_every_state_of_a_call_fits_in_the_dark(site: str, browser: Browser, picture: Picture, width: int) -> None:
    house = staffed()
    arm(house.desk)
    context, page = signed_in(site, browser, "kaori", "en", width)
    page.emulate_media(color_scheme="dark")
    wide = {}
    page.goto(f"{site}/console/find")
    page.locator("input[value='law:disclose']").check()
    page.locator("input[value='family']").check()
    page.locator("form.card .actions button").click()
    picture(page, f"family-dark-{width}")
    wide["family"] = page.evaluate("document.documentElement.scrollWidth")
    page.locator("#paper").set_input_files({"name": "m.txt", "mimeType": "text/plain", "buffer": b"mandate"})
    page.get_by_role("button", name="I have seen it").click()
    page.locator("#said").fill(ALICE["phone"])
    page.locator("#second1").fill(ALICE["birth-date"])
    page.keyboard.press("Enter")
    page.get_by_text(ALICE["name"]).wait_for()
    picture(page, f"used-dark-{width}")
    wide["used"] = page.evaluate("document.documentElement.scrollWidth")
    page.get_by_role("button", name="The person's page").click()
    page.get_by_role("heading", name="What is held").wait_for()
    picture(page, f"person-dark-{width}")
    wide["person"] = page.evaluate("document.documentElement.scrollWidth")
    page.get_by_role("button", name="Open the records").click()
    page.get_by_role("heading", name="Records of provision").wait_for()
    picture(page, f"records-dark-{width}")
    wide["records"] = page.evaluate("document.documentElement.scrollWidth")
    context.close()

    assert {name: found for name, found in wide.items() if found > width} == {}


def test_a_call_is_whole_without_any_script(site: str, browser: Browser) -> None:
    house = staffed()
    arm(house.company.clerk)
    scripted, page = signed_in(site, browser, "bob")
    context = browser.new_context(java_script_enabled=False, storage_state=scripted.storage_state(), locale="ja-JP")
    page = context.new_page()
    page.goto(f"{site}/console/find")
    page.locator("input[value='deliver-service']").check()
    page.locator("form.card .actions button").click()
    page.locator("#said").fill(ALICE["phone"])
    page.locator("#second1").fill("たかさき ありす")
    page.keyboard.press("Enter")

    page.get_by_text(ALICE["name"]).wait_for()
    page.get_by_role("button", name="コピー: 電話番号").click()
    page.get_by_role("heading", name="コピー用の表示").wait_for()
    assert page.get_by_text(ALICE["phone"]).is_visible()
    context.close()
    scripted.close()
