"""
Articles as people say them: "43(3); R.34(iv)" is 個人情報保護法43条3項、施行規則34条4号.

The house writes them short: of the Act ("32(1)(i)"), its rules ("R.34"), the Order ("Order 10"), the general guideline
("G 3-1-1"), that on anonymised information ("GA 3-2-4"), other Acts ("Telecom 27-12", "Email 3", "Consumer 10"). What
has another shape is said as it stands.
"""

from __future__ import annotations

import re
from itertools import pairwise

from .language import Language, Text, joined

ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9, "x": 10, "xi": 11}
ITEM = re.compile(rf"\d+\(\d+\)\((?:{'|'.join(ROMAN)})\)")
_SHAPE = re.compile(
    r"(?:(R)\.|(Order|Telecom|Telecommunications Business Act|Email|Consumer|My Number) )?"
    r"(\d+(?:-\d+)*)((?:\([0-9ivx]+\))*)"
)
_GUIDE = re.compile(r"(GA?) (\S+)")
_TELECOM = ("電気通信事業法", "Telecommunications Business Act")
_ACTS = {
    "": ("個人情報保護法", "APPI"),
    "R": ("施行規則", "enforcement rules"),
    "Order": ("施行令", "enforcement order"),
    "Email": ("特定電子メール法", "Act on Regulation of Transmission of Specified Electronic Mail"),
    "My Number": ("番号法", "My Number Act"),
    "Consumer": ("消費者契約法", "Consumer Contract Act"),
    "Telecom": _TELECOM,
    "Telecommunications Business Act": _TELECOM,
}
_GUIDES = {
    "G": ("ガイドライン通則編", "PPC guideline, general"),
    "GA": ("ガイドライン仮名・匿名加工編", "PPC guideline, anonymised"),
}


def say(article: str, language: Language) -> str:
    """Say an article in a language."""
    if guide := _GUIDE.fullmatch(article):
        name = _GUIDES[guide[1]]
        return f"{name[0]} {guide[2]}" if language == "ja" else f"{name[1]}, {guide[2]}"
    if article == "Reform 2026":
        return "2026年の改正法" if language == "ja" else "the reform of 2026"
    found = _SHAPE.fullmatch(article)
    return article if found is None else _act(found, language) + _numbers(found, language)


def say_all(articles: str, language: Language) -> str:
    """Say several articles, "43(3), 43(6); R.36"; an Act that was just named is not named again."""
    each = re.split("[;,] ", articles)
    found = [_SHAPE.fullmatch(one) for one in each]
    said = [say(each[0], language)]
    for (before, here), article in zip(pairwise(found), each[1:], strict=True):
        again = before is not None and here is not None and _act(before, language) == _act(here, language)
        said.append(_numbers(here, language) if again and here is not None else say(article, language))
    return joined(said, language)


def cited(articles: str) -> Text:
    """Say several articles in both languages."""
    return Text(say_all(articles, "ja"), say_all(articles, "en"))


def _act(found: re.Match[str], language: Language) -> str:
    ja, en = _ACTS[found[1] or found[2] or ""]
    return ja if language == "ja" else f"{en} art. "


def _numbers(found: re.Match[str], language: Language) -> str:
    if language == "en":
        return f"{found[3]}{found[4]}"
    number, *branch = found[3].split("-")
    parts = re.findall(r"\(([0-9ivx]+)\)", found[4])
    said = f"{number}条" + "".join(f"の{each}" for each in branch)
    return said + "".join(f"{ROMAN.get(p, p)}号" if p in ROMAN else f"{p}項" for p in parts)
