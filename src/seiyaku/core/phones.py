"""
Telephone numbers, however typed, as E.164. Japanese numbers by the numbering plan; others need their +.

* 0 and nine digits: fixed lines, 0120, 0570, 0180, 0990 …
* 0 and ten digits: 020 (but not 0200), 050, 060, 070, 080, 090, 0800
* 0200 and ten digits: machines
* a national 0 left out (a spreadsheet does that) or kept after +81 changes nothing

Source: Telecommunications Numbering Plan (電気通信番号計画, MIC notice 6 of 2019, as amended).
Not here: whether a number is in service, short numbers such as 110, extensions (which are dropped).
"""

from __future__ import annotations

import re

from .errors import InputError
from .width import dashes, plain

EXPECTED = "a telephone number such as 03-1234-5678, 090-1234-5678 or +81 90 1234 5678"

_LABEL = re.compile(r"\A(?:TEL|PHONE|MOBILE|FAX|電話(?:番号)?|携帯(?:電話)?)[.:]?", re.IGNORECASE)
_EXTENSION = re.compile(r"(?:[;,]?EXT[=.]?|内線|#|X)[0-9]{1,7}\)?\Z", re.IGNORECASE)
_FILL = re.compile(r"[-()\[\]./_~ ]")
_NATIONAL = re.compile(
    r"""
      (?:20[1-9]|50[0-9]|[6789]0[0-9])[0-9]{7}    # 020, 050, 060 to 090, 0800
    | 200[0-9]{10}                                # 0200: machines
    | [1-9][1-9][0-9]{7}                          # the rest: area codes, 0120, 0180, 0570, 0990
    """,
    re.VERBOSE | re.ASCII,
)
_FOREIGN = re.compile(r"[1-9][0-9]{6,14}", re.ASCII)


def normalise(value: str) -> str:
    """Return the number as E.164 (+819012345678)."""
    if value.isascii() and _is_usual(usual := value.replace("-", "")):
        return "+81" + usual[1:]
    written = dashes(plain(value)).replace(" ", "")
    if _is_usual(usual := written.replace("-", "")):
        return "+81" + usual[1:]
    written = _EXTENSION.sub("", _LABEL.sub("", written))
    digits = _FILL.sub("", written.replace("(0)", "", 1) if written.startswith(("+", "(+")) else written)
    if digits.startswith("010"):  # the way abroad from Japan
        digits = "+" + digits[3:]
    national = _national(digits)
    if national is not None:
        return "+81" + national
    if digits.startswith("+") and not digits.startswith("+81") and _FOREIGN.fullmatch(digits[1:]):
        return digits
    raise InputError("phone", f"{sum(c.isdecimal() for c in digits)} digits", EXPECTED)


def _is_usual(digits: str) -> bool:
    return digits.startswith("0") and not digits.startswith("010") and _NATIONAL.fullmatch(digits, 1) is not None


def _national(digits: str) -> str | None:
    """Return a Japanese number without its 0, or None if it is not one."""
    for prefix in ("+810", "+81", "0", "810", "81", ""):
        rest = digits.removeprefix(prefix)
        if digits.startswith(prefix) and _NATIONAL.fullmatch(rest):
            return rest
    return None
