"""
One way of writing for what is the same sign: full and half width, composed kana, dashes, spaces.

* half-width kana with its dakuten is one sign; so is a full-width kana followed by a loose ゛ or ゜;
* variation selectors and invisible signs go;
* the dozen signs that look like a hyphen are a hyphen, except after kana, where they are the long vowel ー.
"""

from __future__ import annotations

import re
import unicodedata

HYPHENS = "-‐‑‒–—―⁃−─━﹘﹣－"
HYPHEN = dict.fromkeys(map(ord, HYPHENS), "-")
DASHES = dict.fromkeys(map(ord, HYPHENS + "ーｰ"), "-")

_LOOSE = str.maketrans({"゛": "\u3099", "゜": "\u309a", "ﾞ": "\u3099", "ﾟ": "\u309a", "〜": "~", "∼": "~"})
_UNSEEN = re.compile(
    "[\u00ad\u034f\u061c\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\U000e0000-\U000e01ef]"
)
_ODD = re.compile(f"[{''.join(map(chr, _LOOSE))}{_UNSEEN.pattern[1:]}")
_LONG = re.compile(f"(?<=[ァ-ヺーぁ-ゖ])[{HYPHENS}]")
_HIRAGANA = {code: code + 0x60 for code in (*range(ord("ぁ"), ord("ゖ") + 1), ord("ゝ"), ord("ゞ"))}


def plain(text: str) -> str:
    """Return the text in Unicode's compatibility form (NFKC), kana composed, unseen signs gone, single spaces."""
    if not text.isascii():
        if _ODD.search(text):
            text = _UNSEEN.sub("", text.translate(_LOOSE))
        if not unicodedata.is_normalized("NFKC", text):
            text = _UNSEEN.sub("", unicodedata.normalize("NFKC", text))
    return " ".join(text.split())


def dashes(text: str) -> str:
    """Return the text with every sign that looks like a hyphen, the long vowel too, as a hyphen."""
    return text if text.isascii() else text.translate(DASHES)


def long_vowels(text: str) -> str:
    """Return the text with every hyphen-like sign that follows kana as the long vowel ー."""
    return _LONG.sub("ー", text)


def katakana(text: str) -> str:
    """Return the text with hiragana as katakana."""
    return text.translate(_HIRAGANA)
