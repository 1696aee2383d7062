"""
An article as people say it: "43(5)" is 個人情報保護法43条5項, art. 43(5) APPI.

Citations are written short in findings: of the Act ("32(1)(i)"), its rules ("R.34"), the Order ("Order 10"), the
general guideline ("G 3-1-1"), that on anonymised information ("GA 3-2-4"), other Acts ("Telecom 27-12", "Email 3",
"Consumer 10"). Whatever has another shape is said as it stands.
"""

from __future__ import annotations

import re

from seiyaku.core.language import Language
from seiyaku.core.lint.findings import Citation

_SHAPE = re.compile(r"(?:(R)\.|(Order|Telecom|Email|Consumer|My Number) )?(\d+(?:-\d+)*)((?:\([0-9ivx]+\))*)")
_GUIDE = re.compile(r"(GA?) (\S+)")
_ACTS = {
    "": ("個人情報保護法", "APPI"),
    "R": ("施行規則", "enforcement rules"),
    "Order": ("施行令", "enforcement order"),
    "Email": ("特定電子メール法", "Act on Regulation of Transmission of Specified Electronic Mail"),
    "My Number": ("番号法", "My Number Act"),
    "Consumer": ("消費者契約法", "Consumer Contract Act"),
    "Telecom": ("電気通信事業法", "Telecommunications Business Act"),
}
_GUIDES = {
    "G": ("ガイドライン通則編", "PPC guideline, general"),
    "GA": ("ガイドライン仮名・匿名加工編", "PPC guideline, anonymised"),
}
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9, "x": 10, "xi": 11}


def say(article: str, language: Language) -> str:
    """Say an article in a language."""
    if guide := _GUIDE.fullmatch(article):
        name = _GUIDES[guide[1]]
        return f"{name[0]} {guide[2]}" if language == "ja" else f"{name[1]}, {guide[2]}"
    if article == "Reform 2026":
        return "2026年の改正法" if language == "ja" else "the reform of 2026"
    found = _SHAPE.fullmatch(article)
    if found is None:
        return article
    law = _ACTS[found[1] or found[2] or ""]
    if language == "en":
        return f"{law[1]} art. {found[3]}{found[4]}"
    number, *branch = found[3].split("-")
    parts = re.findall(r"\(([0-9ivx]+)\)", found[4])
    said = f"{law[0]}{number}条" + "".join(f"の{each}" for each in branch)
    return said + "".join(f"{_ROMAN.get(p, p)}号" if p in _ROMAN else f"{p}項" for p in parts)


def cited(citation: Citation, language: Language) -> str:
    """Say an article with the days between which it is in force."""
    since = citation.since.isoformat()
    until = citation.until.isoformat() if citation.until else ""
    if language == "ja":
        return f"{say(citation.article, 'ja')}（{since}から{f'{until}まで' if until else ''}）"
    return f"{say(citation.article, 'en')} (since {since}{f', until {until}' if until else ''})"
