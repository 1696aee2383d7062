"""
One way through pages, and what is looked at on each of them, folded parts opened:

* no rule of accessibility is broken, and nothing sticks out, at 320 pixels nor wide;
* no word of the other language, no "room" or "door", no reference or date as only the machine writes it, no name
  that only the house knows;
* no value of a customer's in the address or the title; nothing that a browser or a cache may keep;
* on paper nothing is there to be pressed, and nothing sticks out;
* a picture, in both lights and both widths, where a folder for pictures is named.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal
from urllib.parse import unquote

from playwright.sync_api import Browser, BrowserContext, Page, Response

from seiyaku.core.language import Language
from tests import pictures
from tests.addresses import route_of
from tests.promises.founded import ALICE, PASSWORD
from tests.raw_names import raw

AGAIN = "/reauthenticate"
RULES = "axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']})"
WIDTHS = (320, 1280)
LIGHTS: tuple[Literal["light", "dark"], ...] = ("light", "dark")
LIGHT: dict[Language, Literal["light", "dark"]] = {"ja": "light", "en": "dark"}  # in which axe looks at contrast
OPEN = "document.querySelectorAll('details').forEach(each => each.open = true)"
# Every piece of text a page shows or says to those who cannot see it, with the language it is in; what is somebody's
# own words (values, names, references in their own face) is left out.
TEXTS = """() => {
  const own = '.value, .mono, code, pre, [translate=no], option[value=""]', found = [];
  const add = (node, text) => {
    if (text.trim() && !node.closest(own)) found.push([node.closest('[lang]').lang, text.trim()]);
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const at = walker.currentNode.parentElement;
    if (!['SCRIPT', 'STYLE', 'TEXTAREA'].includes(at.tagName)) add(at, walker.currentNode.data);
  }
  for (const name of ['alt', 'aria-label', 'title', 'placeholder', 'data-hidden', 'data-done'])
    for (const each of document.querySelectorAll(`[${name}]`)) add(each, each.getAttribute(name));
  found.push([document.documentElement.lang, document.title]);
  return found;
}"""
PAPER = 690  # pixels between the margins of an A4 sheet
PRESSED = """() => [...document.querySelectorAll('button, nav, form, input, .button, .skip')]
  .filter(one => one.checkVisibility()).map(one => one.outerHTML.slice(0, 80))"""
SEND = """([address, fields]) => {
  const form = document.createElement('form');
  form.method = 'post'; form.action = address;
  const token = document.querySelector('[name=csrfmiddlewaretoken]');
  for (const [name, value] of [['csrfmiddlewaretoken', token ? token.value : ''], ...Object.entries(fields)]) {
    const field = document.createElement('input');
    field.type = 'hidden'; field.name = name; field.value = value; form.append(field);
  }
  document.body.append(form); form.submit();
}"""
JAPANESE = re.compile(r"[\u3041-\u30ff\u3400-\u9fff]+")
ENGLISH = re.compile(r"\b[a-z]{3,}(?:[ -][A-Za-z]+)*|\b[A-Z][a-z]{2,}(?: [A-Za-z]+)+")
NEVER = {  # rooms and doors; and what this house has another word for: サインイン名, 二要素認証
    "ja": re.compile("部屋|扉|ドア|ルーム|ユーザー名|多要素"),
    "en": re.compile(r"\b(?:door|room|username)s?\b", re.IGNORECASE),
}
MACHINE = re.compile(
    r"\b[a-z]+:[0-9a-f]{10,}|\b[0-9a-f]{24,}\b(?!\.zip)|\d{4}-\d\d-\d\dT|\bNone\b(?=,)|\{[a-z_]*\}|&(?:amp|lt|quot|#)|\bdatetime\b"
)
# Words of a machine, names of things that have but one, and what a Japanese reader reads as it is.
READ_AS_IT_IS = re.compile(
    r"\([ivx]+\)|\S+\.zip\.age|[a-z-]+ \d[\w.]*|=wal|journal_mode|synchronous|file|soft|chmod go-rwx|/\S+|"
    # names that the literature of anonymisation has, and values of the sample's own columns
    r"suppression|loss|entropy|aecs|discernibility|precision|granularity|female|male|"
    r"seiyaku[a-z -]*|login|course|date|score|csv|xlsx|json|pdf|Seiyaku|Atom|English|passkey|macOS|iPhone|JavaScript|"
    r"Cookie|Google|cookie|QR|http\S+|\S+\.example\S*|\S+@\S+|[a-z_-]+\.(?:json|csv|pdf|md)"
)
# Who is who in the sample: names, in whatever language they are.
OWN = (
    "hoshiko", "kaori", "newcomer", "auditor", "aoi", "mia", "max", "bob", "new-ja", "new-en", "お届け", "相手",
    "見本商店", "見本", "sample-", "令和8年1月5日", "地域", "年代", "性別", "東京都", "大阪府", "20代", "30代", "40代",
)  # fmt: skip


@dataclass
class Walk:
    """
    A browser at the pages, in one language.

    `own`: words that are names here, in whatever language they are; `names`: what only the house calls something.
    """

    site: str
    browser: Browser
    axe: str
    language: Language
    own: tuple[str, ...] = OWN
    names: frozenset[str] = frozenset()
    visited: set[str] = field(default_factory=set)
    broken: dict[str, str] = field(default_factory=dict)
    folder: Path | None = None

    def __post_init__(self) -> None:
        """Open the browser as somebody of that language has it."""
        self.context: BrowserContext = self.browser.new_context(
            locale="ja-JP" if self.language == "ja" else "en-GB", viewport={"width": 1280, "height": 900},
            color_scheme=LIGHT[self.language], bypass_csp=True,
        )  # fmt: skip
        self.page: Page = self.context.new_page()
        self.page.on("response", self._kept)
        self.folder = self.folder or pictures.wanted()

    def at(self, name: str, address: str, status: int = 200) -> None:
        """Go to an address, and look."""
        answer = self.page.goto(self.site + address)
        if AGAIN in self.page.url and AGAIN not in address:
            self._proves_again()
        elif answer is None or answer.status != status:
            self.broken[f"{name} {self.language}"] = f"answers {answer and answer.status}, not {status}"
        self.looks(name)

    def _proves_again(self) -> None:
        """Go on by the password from where whoever signed in too long ago is sent."""
        self.page.locator("[name=password]").fill(PASSWORD)
        with self.page.expect_navigation():
            self.page.locator("form.card button").first.click()

    def sends(self, name: str, address: str, **said: str) -> None:
        """Send a form as the page would, and look at what comes; forms are proven by the page that is shown now."""
        with self.page.expect_navigation():
            self.page.evaluate(SEND, [address, said])
        self.looks(name)

    def presses(self, ja: str, en: str) -> None:
        """Press a button."""
        self.page.get_by_role("button", name=ja if self.language == "ja" else en, exact=True).first.click()

    def looks(self, name: str) -> None:
        """Look at what is shown now."""
        page, named = self.page, f"{name} {self.language}"
        page.wait_for_load_state()
        path = page.url.removeprefix(self.site)
        self.visited.add(route_of(path).removeprefix("en/"))
        page.evaluate(OPEN)
        page.evaluate(self.axe)
        for each in page.evaluate(RULES)["violations"]:
            self.broken[f"{named} {each['id']}"] = each["nodes"][0]["html"]
        self.broken |= {f"{named} says {said}": why for said, why in misread(page.evaluate(TEXTS), self.own)}
        self.broken |= {
            f"{named} shows {shown}": "is said in words" for shown in raw(page.content(), self.names, self.language)
        }
        for value in ALICE.values():
            if value in unquote(path) or value in page.title():
                self.broken[f"{named} names somebody"] = value
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            if page.evaluate("document.documentElement.scrollWidth") > width:
                self.broken[f"{named} {width}"] = "sticks out"
            self._picture(name, width)
        self._prints(named)

    def _prints(self, named: str) -> None:
        """Look at how it is printed."""
        self.page.emulate_media(media="print")
        self.page.set_viewport_size({"width": PAPER, "height": 900})
        for shown in self.page.evaluate(PRESSED):
            self.broken[f"{named} on paper"] = shown
        if self.page.evaluate("document.documentElement.scrollWidth") > PAPER:
            self.broken[f"{named} on paper, too wide"] = "sticks out"
        self.page.emulate_media(media="screen")

    def _picture(self, name: str, width: int) -> None:
        for light in LIGHTS if self.folder else ():
            assert self.folder is not None
            self.page.emulate_media(color_scheme=light)
            self.page.screenshot(path=self.folder / f"{name}-{self.language}-{light}-{width}.png", full_page=True)
        self.page.emulate_media(color_scheme=LIGHT[self.language])

    def _kept(self, answer: Response) -> None:
        path = answer.url.removeprefix(self.site).removeprefix("/en")
        if not path.startswith(("/console/", "/my/")) or answer.request.resource_type != "document":
            return
        if answer.headers.get("cache-control") != "no-store":
            self.broken[f"{path} may be kept"] = str(answer.headers.get("cache-control"))
        if answer.headers.get("referrer-policy") not in ("same-origin", "no-referrer"):
            self.broken[f"{path} tells others where one was"] = str(answer.headers.get("referrer-policy"))


def misread(texts: list[tuple[Language, str]], own: tuple[str, ...] = OWN) -> Iterable[tuple[str, str]]:
    """Return what is in the wrong language, never said, or a machine's, and why; `texts`: language and text."""
    for language, whole in texts:
        text = whole
        for name in own:
            text = text.replace(name, "")
        if language == "en" and (found := JAPANESE.search(text)):
            yield found[0], f"Japanese in an English text: {whole[:80]}"
        if language == "ja" and (found := ENGLISH.search(READ_AS_IT_IS.sub("", text))):
            yield found[0], f"English in a Japanese text: {whole[:80]}"
        for why, sign in (("is never said", NEVER[language]), ("is a machine's", MACHINE)):
            if found := sign.search(text):
                yield found[0], f"{why}: {whole[:80]}"


LEAF = """
body{margin:0;font:16px/1.6 sans-serif;display:grid;grid-template-columns:17rem minmax(0,1fr)}
nav{position:sticky;top:0;height:100vh;overflow-y:auto;box-sizing:border-box;padding:1rem;background:#f2f2f2}
nav ol{padding-left:1.75rem}nav label{display:inline-block;min-width:6rem}
main{padding:1rem 1.5rem}section{border-top:1px solid #ccc;padding-block:1rem}h2{margin:0 0 .5rem}
section>div{display:flex;flex-wrap:wrap;gap:1rem;align-items:start}
figure{margin:0}figcaption{font-size:14px}
figure a{display:block;max-height:40rem;overflow:auto;border:1px solid #888}
img{display:block;width:320px}.w1280 img{width:640px}
"""
OFF = "body:has(#no-{0}:not(:checked)) .{0}{{display:none}}"


def leaf(folder: Path) -> None:
    """Write the page by which a reviewer leafs through: a screen a section, each kind of picture to be left out."""
    ending = re.compile("-(?:ja|en)-(?:light|dark)-[0-9]+[.]png$")
    names = dict.fromkeys(ending.sub("", file.name) for file in sorted(folder.glob("*.png"), key=_taken))
    kinds = [(language, light, width) for width in WIDTHS for light in LIGHTS for language in ("ja", "en")]
    parts = [*("ja", "en"), *LIGHTS, *(f"w{width}" for width in WIDTHS)]
    ticks = "".join(f'<label><input type="checkbox" id="no-{each}" checked> {each}</label>' for each in parts)
    links = "".join(f'<li><a href="#{name}">{name}</a></li>' for name in names)
    shown = {name: "".join(_shown(folder, name, *kind) for kind in kinds) for name in names}
    sections = "".join(
        f'<section id="{name}"><h2>{name}</h2><div>{all_}</div></section>' for name, all_ in shown.items()
    )
    (folder / "index.html").write_text(
        '<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>Screens</title><style>{LEAF}{''.join(OFF.format(each) for each in parts)}</style>"
        f'<nav aria-label="Screens"><h1>Screens</h1><p>{ticks}</p><ol>{links}</ol></nav><main>{sections}</main></html>',
        encoding="utf-8",
    )


def _taken(file: Path) -> int:
    return file.stat().st_mtime_ns


def _shown(folder: Path, name: str, language: str, light: str, width: int) -> str:
    file = f"{name}-{language}-{light}-{width}.png"
    if not (folder / file).is_file():
        return ""
    said = f"{name}: {language}, {light}, {width} px"
    return (
        f'<figure class="{language} {light} w{width}"><figcaption>{language}, {light}, {width} px</figcaption>'
        f'<a href="{file}"><img src="{file}" alt="{said}" loading="lazy"></a></figure>'
    )


def unseen(demanded: Iterable[str], walks: Mapping[str, set[str]], excused: Mapping[str, str]) -> dict[str, Any]:
    """Return, by language, which of the routes that show a page nobody walked through, and that need no walk."""
    return {
        language: missing
        for language, visited in walks.items()
        if (missing := sorted(set(demanded) - visited - set(excused)))
    }
