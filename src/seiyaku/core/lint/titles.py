"""Headings that nothing marks: short lines that stand alone above sentences, in texts that number nothing."""

from __future__ import annotations

import re

from .lines import is_closing, is_day, is_title
from .markers import marker

_NOT_ONE = re.compile(r"https?:|@|〒|[0-9０-９]{2,}|株式会社|有限会社|合同会社|代表|TEL|電話|FAX|[:：]|^[(（※*]")
LONGEST = 30


def bare_titles(lines: tuple[str, ...]) -> frozenset[int]:
    """Return the lines that look like headings though no number, sign or markup says so."""
    filled = [number for number, line in enumerate(lines) if line.strip()]
    found = set()
    for at, number in enumerate(filled[1:-1], 1):
        before, line, after = lines[filled[at - 1]], lines[number], lines[filled[at + 1]]
        if marker(line) is None and _alone(before, line, apart=number - filled[at - 1] > 1) and _opens(after):
            found.add(number)
    return frozenset(found)


def _alone(before: str, line: str, *, apart: bool) -> bool:
    words = line.strip()
    if not is_title(words) or len(words) > LONGEST or len(words) < 2:
        return False
    if _NOT_ONE.search(words) or is_day(words) or is_closing(words):
        return False
    return apart or before.rstrip().endswith(("。", "．", "）", ")"))


def _opens(after: str) -> bool:
    opened = marker(after)
    if opened is not None:
        return opened.number <= 1
    return "。" in after or len(after.strip()) > LONGEST
