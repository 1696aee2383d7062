"""A PDF with a text layer, as lines. Page numbers and the heads and feet that pages repeat are left out."""

from __future__ import annotations

import re
import time
from collections import Counter
from threading import Lock
from typing import Any

from seiyaku.core.errors import InputError

MOST_PAGES = 300
MOST_SECONDS = 15.0
MOST_CHARACTERS = 1_000_000

_PAGE = re.compile(
    r"\s*(?:[-‐–—−－]\s*)?(?:(?:p|P|page|Page)\.?\s*)?[0-9０-９]{1,3}\s*(?:[/／]\s*[0-9０-９]{1,3}|ページ|"
    r"頁|[-‐–—−－])?\s*$"
)
_ONE = Lock()  # pdfium works for one at a time


def pdf_lines(data: bytes, name: str) -> list[str]:
    """Return the lines of a PDF. Raises InputError."""
    import pypdfium2

    with _ONE:
        try:
            document = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError as error:
            encrypted = "password" in str(error).lower() or "security" in str(error).lower()
            found = "an encrypted PDF" if encrypted else "a damaged PDF"
            raise InputError(name, found, "a PDF that opens without a password") from None
        try:
            pages = _pages(document, name)
        except pypdfium2.PdfiumError:
            raise InputError(name, "a damaged PDF", "a PDF whose pages can be read") from None
        finally:
            document.close()
    if sum(len(line.strip()) for page in pages for line in page) < 20:
        raise InputError(name, "a PDF without a text layer, as a scanner makes", "a PDF whose text can be selected")
    return _without_margins(pages)


def _pages(document: Any, name: str) -> list[list[str]]:
    count = len(document)
    if not 0 < count <= MOST_PAGES:
        raise InputError(name, f"{count:,} pages", f"1 to {MOST_PAGES}")
    until, signs, pages = time.monotonic() + MOST_SECONDS, 0, []
    for number in range(count):
        page = document[number]
        words = page.get_textpage()
        if words.count_chars() > MOST_CHARACTERS:
            raise InputError(f"{name}: page {number + 1}", "too many characters", f"at most {MOST_CHARACTERS:,}")
        text = words.get_text_range()
        words.close()
        page.close()
        signs += len(text)
        if signs > MOST_CHARACTERS or time.monotonic() > until:
            raise InputError(
                f"{name}: page {number + 1}", "a PDF too large to read", f"at most {MOST_CHARACTERS:,} characters"
            )
        pages.append([_clean(line) for line in re.split(r"\r\n|\r|\n", text)])
    return pages


def _clean(line: str) -> str:
    return line.replace("\ufffe", "").replace("\0", "").replace("\u00ad", "").rstrip()


def _without_margins(pages: list[list[str]]) -> list[str]:
    edges: Counter[str] = Counter()
    for page in pages:
        filled = [line for line in page if line.strip()]
        edges.update({_shape(line) for line in (*filled[:1], *filled[-1:]) if len(line.strip()) < 60})
    lines: list[str] = []
    for page in pages:
        places = [number for number, line in enumerate(page) if line.strip()]
        margin = {*places[:1], *places[-2:]}
        for number, line in enumerate(page):
            repeated = len(pages) > 2 and edges[_shape(line)] > len(pages) // 2
            if number in margin and (_PAGE.match(line) or repeated):
                continue
            lines.append(line)
    return lines


def _shape(line: str) -> str:
    return re.sub(r"[0-9０-９]+", "0", line.strip())
