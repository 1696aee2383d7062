"""
HTML saved from a site, as lines: headings, paragraphs, numbered and plain lists, rows of tables.

Read as a stream of tags, so that no depth of nesting and no missing end tag can hurt. Scripts, styles, menus and the
links of page heads and feet are left out; the numbers that a browser would draw before list items are written.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser

from seiyaku.core.errors import InputError

DEEPEST = 400
MOST_TAGS = 300_000
LONGEST_TAG = 200_000

_SKIPPED = {
    "script",
    "style",
    "noscript",
    "template",
    "svg",
    "nav",
    "aside",
    "select",
    "button",
    "iframe",
    "object",
    "canvas",
}
_BLOCKS = {
    "p", "div", "section", "article", "main", "header", "footer", "ul", "ol", "li", "dl", "dt", "dd", "table", "tr",
    "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "address", "form", "figure", "figcaption", "body", "hr",
    "fieldset", "legend", "details", "summary", "thead", "tbody", "center",
}  # fmt: skip
_VOID = {"br", "hr", "img", "input", "meta", "link", "wbr", "col", "area", "base", "embed", "source", "track"}
_BACK = re.compile(
    r"[←<≪«▲↑\s]*(?:ホーム|トップ(?:ページ)?|TOP|HOME|前のページ|一覧|ページの?先頭|このページの(?:先頭|上))(?:へ|に|へと)?\s*(?:戻る)?[↑▲\s]*",
    re.IGNORECASE,
)
_SPACE = re.compile(r"[ \t\r\n\f]+")
_GLUE = re.compile(r"(?<=[^\x00-\x7f]) (?=[^\x00-\x7f])")


def html_lines(text: str, name: str) -> list[tuple[str, int]]:
    """Return the lines of an HTML page, each with the line of the file it begins on. Raises InputError."""
    if text.count("<") > 2 * MOST_TAGS:
        raise InputError(name, "a page of too many tags", f"at most {MOST_TAGS:,}")
    reader = _Reader(name)
    for start in range(0, len(text), 65_536):
        reader.feed(text[start : start + 65_536])
        if len(reader.rawdata) > LONGEST_TAG:
            raise InputError(name, "a tag or comment that does not end", "HTML")
    reader.close()
    reader.flush()
    return _spaced(reader.lines)


def _spaced(lines: list[tuple[str, int]]) -> list[tuple[str, int]]:
    kept: list[tuple[str, int]] = []
    for line in lines:
        if line[0] or (kept and kept[-1][0]):
            kept.append(line)
    return kept


class _Reader(HTMLParser):
    def __init__(self, name: str) -> None:
        super().__init__(convert_charrefs=True)
        self.name = name
        self.lines: list[tuple[str, int]] = []
        self.words: list[str] = []
        self.begun = 1
        self.before = ""
        self.stack: list[str] = []
        self.counters: list[int | None] = []
        self.kinds: list[str] = []
        self.skipping = 0
        self.margin = 0
        self.cells = 0
        self.links = 0
        self.tags = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags += 1
        if self.tags > MOST_TAGS:
            raise InputError(self.name, "a page of too many tags", f"at most {MOST_TAGS:,}")
        if tag in _VOID:
            if tag in {"br", "hr"} and not self.skipping:
                self.flush(blank=tag == "hr")
            return
        self._close_open(tag)
        self.stack.append(tag)
        if len(self.stack) > DEEPEST:
            raise InputError(self.name, f"tags nested {len(self.stack)} deep", f"at most {DEEPEST}")
        given = dict(attrs)
        hides = (
            tag in _SKIPPED
            or "hidden" in given
            or given.get("aria-hidden") == "true"
            or (tag == "a" and self.margin)
            or "display:none" in (given.get("style") or "").replace(" ", "")
        )
        if self.skipping or hides:
            self.skipping += 1
            return
        self._open(tag, given)

    def _open(self, tag: str, given: dict[str, str | None]) -> None:
        if tag in {"header", "footer"}:
            self.margin += 1
        if tag in _BLOCKS:
            self.flush(blank=tag not in {"li", "tr", "dd", "dt"})
        if tag in {"ol", "ul"}:
            start = given.get("start") or "1"
            self.counters.append(
                int(start) - 1 if tag == "ol" and start.isdecimal() and len(start) < 4 else 0 if tag == "ol" else None
            )
            self.kinds.append(given.get("type") or "1")
        elif tag == "li":
            self.before = self._number()
        elif tag in {"h1", "h2", "h3", "h4", "h5", "h6"} and not self.margin:
            self.before = "#" * int(tag[1]) + " "
        elif tag in {"td", "th"}:
            if self.cells and self.words:
                self.words.append("　")
            self.cells += 1
        elif tag == "tr":
            self.cells = 0
        elif tag == "a":
            self.links += 1

    def _number(self) -> str:
        depth = "  " * max(0, len(self.counters) - 1)
        if not self.counters or self.counters[-1] is None:
            return depth + "・"
        self.counters[-1] += 1
        number, kind = self.counters[-1], self.kinds[-1]
        if kind in {"a", "A"} and number <= 26:
            return f"{depth}{chr(ord(kind) + number - 1)}. "
        return f"{depth}{number}. "

    def _close_open(self, tag: str) -> None:
        """End what a new tag ends by itself: an open paragraph, list item, cell or row."""
        ends = {
            "li": {"li", "p"},
            "p": {"p"},
            "td": {"td", "th"},
            "th": {"td", "th"},
            "tr": {"td", "th", "tr"},
            "dt": {"dt", "dd", "p"},
            "dd": {"dt", "dd", "p"},
        }.get(tag)
        while ends and self.stack and self.stack[-1] in ends:
            self._pop(self.stack[-1])

    def handle_endtag(self, tag: str) -> None:
        if tag == "br" and not self.skipping:
            self.flush()  # browsers read </br> as <br>
        if tag in _VOID or tag not in self.stack:
            return
        while self.stack:
            last = self.stack[-1]
            self._pop(last)
            if last == tag:
                return

    def _pop(self, tag: str) -> None:
        self.stack.pop()
        if self.skipping:
            self.skipping -= 1
            return
        if tag in {"ol", "ul"} and self.counters:
            self.counters.pop()
            self.kinds.pop()
        if tag in {"header", "footer"}:
            self.margin -= 1
        if tag in _BLOCKS:
            self.flush(blank=tag in {"p", "div", "table", "ol", "ul", "dl"} or tag.startswith("h"))
        if tag == "li":
            self.before = ""  # an item whose words were left out leaves no sign behind

    def handle_data(self, data: str) -> None:
        if self.skipping or "title" in self.stack[-2:]:
            return
        if "pre" in self.stack:
            *whole, last = data.split("\n")
            for number, line in enumerate(whole):
                self._say(line, number)
                self.flush()
            self._say(last, len(whole))
            return
        self._say(data, data[: len(data) - len(data.lstrip())].count("\n"))

    def _say(self, words: str, further: int) -> None:
        """Gather words, which begin some lines further than the parser stands."""
        if words.strip() and not "".join(self.words).strip():
            self.begun = self.getpos()[0] + further
        self.words.append(words)

    def flush(self, *, blank: bool = False) -> None:
        """End the line that is being gathered."""
        line = _GLUE.sub("", _SPACE.sub(" ", "".join(self.words))).strip()
        self.words.clear()
        if line and self.links and _BACK.fullmatch(line):
            line = ""  # a way back is no line of the text
        self.links = 0
        if line:
            self.lines.append((self._opened(line), self.begun))
            self.before = ""
        if blank and self.lines and self.lines[-1][0]:
            self.lines.append(("", self.getpos()[0]))

    def _opened(self, line: str) -> str:
        """Write the sign a browser draws before an item, unless the words bring their own number."""
        if "・" in self.before and re.match(r"[\s　]*(?:[(（]?[0-9０-９一-十]{1,2}[)）.．、]|[①-⑳・●■○※])", line):
            return line
        own = re.match(r"[(（]?([0-9０-９]{1,2})(?:[)）]|[.．、](?![0-9０-９]))", line)
        if own and (drawn := re.fullmatch(r"( *)([0-9]+)\. ", self.before)) and int(own[1]) == int(drawn[2]):
            return drawn[1] + line
        return self.before + line
