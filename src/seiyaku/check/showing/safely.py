"""Text of strangers, made safe to show: a check must not let the file it reads drive the terminal, or hide words."""

from __future__ import annotations

import re
import unicodedata

# C0 and C1 controls but the tab, and what turns the direction of reading or is not seen.
_UNSEEN = re.compile(
    "[\x00-\x08\x0a-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufffe\uffff\ud800-\udfff]"
)


def shown(text: str) -> str:
    """Return `text` with every control and unseen sign as one that is seen; as long as it was, sign for sign."""
    return _UNSEEN.sub(_seen, text).replace("\t", " ")


def _seen(found: re.Match[str]) -> str:
    code = ord(found[0])
    if code < 0x20:
        return chr(0x2400 + code)
    return "\u2421" if code == 0x7F else "\ufffd"


def cells(text: str) -> int:
    """Return how many columns of a terminal `text` takes: East Asian wide signs take two, combining ones none."""
    return sum(_width(sign) for sign in text)


def _width(sign: str) -> int:
    if unicodedata.combining(sign):
        return 0
    # Ambiguous ones (① ※ ・) are one column wide in most terminals.
    return 2 if unicodedata.east_asian_width(sign) in "WF" else 1


def cut(text: str, width: int) -> str:
    """Return the beginning of `text` that fits into `width` columns."""
    taken = 0
    for place, sign in enumerate(text):
        taken += _width(sign)
        if taken > width:
            return text[:place]
    return text
