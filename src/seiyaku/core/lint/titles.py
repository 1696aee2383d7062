"""Headings that nothing marks: short lines that stand alone above sentences, in texts that number nothing."""

from __future__ import annotations

import re

from .lines import is_closing, is_day, is_title
from .markers import marker

_NOT_ONE = re.compile(r"https?:|@|〒|[0-9０-９]{2,}|株式会社|有限会社|合同会社|代表|TEL|電話|FAX|[:：]|^[(（※*]")
_KNOWN = re.compile(  # what policies call their parts, as against items of a list: 変更を通知するため, お問い合わせ時
    r"(?:について|方針|(?:利用|取得|収集)(?:の|する)?目的|安全管理(?:措置)?|安全管理のために講じた措置|第三者提供|"
    r"(?:への|の)(?:提供|開示)|共同利用|委託|開示等の(?:ご?請求|手続き?)|窓口|お?問い?合わ?せ(?:先|窓口)?|"
    r"(?:ポリシー|方針|規程)の(?:変更|改[定訂])|解析ツール|広告の配信|[Cc]ookie|クッキー|する情報|免責(?:事項)?)$"
)
LONGEST = 30


def bare_titles(lines: tuple[str, ...]) -> frozenset[int]:
    """Return the lines that look like headings though no number, sign or markup says so."""
    filled = [number for number, line in enumerate(lines) if line.strip()]
    found = set()
    for at, number in enumerate(filled[1:-1], 1):
        before, line, after = lines[filled[at - 1]], lines[number], lines[filled[at + 1]]
        apart = number - filled[at - 1] > 1 or is_closing(before)
        if marker(line) is None and _alone(before, line, apart=apart) and _opens(after):
            found.add(number)
    return frozenset(found)


def _alone(before: str, line: str, *, apart: bool) -> bool:
    words = line.strip()
    if not is_title(words) or len(words) > LONGEST or len(words) < 2:
        return False
    if _NOT_ONE.search(words) or is_day(words) or is_closing(words):
        return False
    return apart or before.rstrip().endswith(("。", "．", "）", ")")) or _KNOWN.search(words) is not None


def _opens(after: str) -> bool:
    opened = marker(after)
    if opened is not None:
        return opened.number <= 1
    return "。" in after or len(after.strip()) > LONGEST
