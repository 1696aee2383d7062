"""Bytes into text, in any encoding Japanese text is kept in: UTF-8, UTF-16, UTF-32, cp932, EUC-JP, ISO-2022-JP."""

from __future__ import annotations

import codecs
import re

from .errors import InputError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CHARSET = re.compile(rb"""(?:charset\s*=\s*["']?|encoding\s*=\s*["'])([A-Za-z0-9_.:-]{3,30})""", re.IGNORECASE)
_NAMES = {"shift_jis": "cp932", "shift-jis": "cp932", "sjis": "cp932", "x-sjis": "cp932", "windows-31j": "cp932"}
_JAPANESE = re.compile(r"[ぁ-んァ-ヶー一-龠々。、「」]")
_HALF = re.compile(r"[\uff61-\uff9f]")
_RARE = re.compile(r"[\x80-\x9f\ue000-\uf8ff\ufffd]")
EXPECTED = "text in UTF-8, UTF-16, Shift_JIS (cp932), EUC-JP or ISO-2022-JP"


def decode(data: bytes, name: str, *, html: bool = False) -> tuple[str, str]:
    """Return the text and the name of its encoding. Raises InputError."""
    text, encoding = _decoded(data, html=html) or ("", "")
    if not encoding:
        raise InputError(name, "bytes in no encoding of Japanese", EXPECTED)
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise InputError(f"{name}:{line}", "a NUL character, as in a binary file", EXPECTED)
    strange = sum(1 for sign in text[:100_000] if ord(sign) < 32 and sign not in "\t\n\r\x0b\x0c\x1b")
    if strange > 8 + len(text[:100_000]) // 100:
        raise InputError(name, "control characters, as in a binary file", EXPECTED)
    return text, encoding


def _decoded(data: bytes, *, html: bool) -> tuple[str, str] | None:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _try(data, encoding)
    if (wide := _without_mark(data)) is not None:
        return wide
    if b"\x1b$" in data or b"\x1b(" in data:
        for encoding in ("iso2022_jp_ext", "iso2022_jp_2004", "iso2022_jp_3"):
            if found := _try(data, encoding):
                return found[0], "iso-2022-jp"
    if found := _try(data, "utf-8"):
        return found
    if html and (said := _CHARSET.search(data[:4096])):
        encoding = said[1].decode("ascii").lower()
        if found := _try(data, _NAMES.get(encoding, encoding)):
            return found
    choices = [
        found for encoding in ("cp932", "euc_jp", "euc_jis_2004", "shift_jis_2004") if (found := _try(data, encoding))
    ]
    return max(choices, key=lambda each: _likeness(each[0]), default=None)


def _without_mark(data: bytes) -> tuple[str, str] | None:
    """Read UTF-16 that carries no mark: its ASCII signs and line ends have a zero byte on one side."""
    start = data[:4000]
    if len(data) % 2 or b"\0" not in start:
        return None
    choices = []
    for encoding in ("utf-16-le", "utf-16-be"):
        found = _try(data, encoding)
        if found and _likeness(found[0]) > 0.5:
            choices.append(found)
    return max(choices, key=lambda each: _likeness(each[0]), default=None)


def _try(data: bytes, encoding: str) -> tuple[str, str] | None:
    try:
        return data.decode(encoding), encoding
    except (UnicodeDecodeError, LookupError):
        return None


def _likeness(text: str) -> float:
    """Return how much of a text looks Japanese: kana and common kanji for it, half-width kana and odd signs against."""
    some = text[:20_000]
    signs = max(1, sum(1 for sign in some if not sign.isspace()))
    plain = sum(1 for sign in some if sign.isascii() and sign.isprintable())
    likes = len(_JAPANESE.findall(some)) + 0.6 * plain
    return (likes - 2 * len(_RARE.findall(some)) - len(_HALF.findall(some))) / signs
