"""
Japanese eras, and reading dates the way people write them.

A day belongs to the era that begins on it (30 July 1912 is Taishō 1, 25 December 1926 Shōwa 1; the outgoing era may
still name it). Before 1 January 1873 (Meiji 6) Japan kept a lunar calendar: such dates are refused, not converted.

Source of the first days: the edicts and cabinet orders of 1868, 1912, 1926, 1989 and 2019.
"""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

from .errors import InputError
from .width import DASHES, plain

GREGORIAN = date(1873, 1, 1)
EXPECTED = "a date such as 1985-04-01, 1985年4月1日, 昭和60年4月1日 or S60.4.1"


class Era(NamedTuple):
    """An era: its name, letter, English name, first day, and last day (the new era's first, which both name)."""

    name: str
    letter: str
    english: str
    first: date
    last: date


ERAS = (
    Era("明治", "M", "Meiji", date(1868, 1, 25), date(1912, 7, 30)),
    Era("大正", "T", "Taishō", date(1912, 7, 30), date(1926, 12, 25)),
    Era("昭和", "S", "Shōwa", date(1926, 12, 25), date(1989, 1, 7)),
    Era("平成", "H", "Heisei", date(1989, 1, 8), date(2019, 4, 30)),
    Era("令和", "R", "Reiwa", date(2019, 5, 1), date.max),
)
_BY_MARK = {mark: era for era in ERAS for mark in (era.name, era.name[0], era.letter)}

_KANJI = str.maketrans("〇零一二三四五六七八九", "00123456789")
_NUMBER = r"[0-9]{1,2}"
_MARK = "|".join(sorted(_BY_MARK, key=len, reverse=True))
_ERA = re.compile(rf"({_MARK})({_NUMBER})(?:年|[-/.])({_NUMBER})(?:月|[-/.])({_NUMBER})日?")
_ERA_COMPACT = re.compile(r"([MTSHR])([0-9]{2})([0-9]{2})([0-9]{2})")
_WESTERN = re.compile(r"(?:西暦)?([0-9]{4})(?:年|[-/.])([0-9]{1,2})(?:月|[-/.])([0-9]{1,2})日?")
_COMPACT = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
_TAIL = re.compile(r"(?:生まれ|生)?(?:\([月火水木金土日](?:曜日)?\))?\Z")
_MIDNIGHT = re.compile(r"[ T]0?0:00(?::00(?:\.0+)?)?Z?\Z")
_TENS = re.compile(r"([二三四五六七八九]?)十([一二三四五六七八九]?)")


def kanji_numbers(text: str) -> str:
    """Return the text with numerals below a hundred, or digit by digit, in figures: 二十三 as 23, 二〇二六 as 2026."""

    def tens(match: re.Match[str]) -> str:
        return (match[1] or "一") + (match[2] or "〇")

    return _TENS.sub(tens, text).translate(_KANJI)


def read(text: str, *, beyond: bool = False) -> date:
    """
    Return the day that `text` names, Western or Japanese, in whatever width, with kanji numerals or 元年.

    `beyond`: accept a day after its era's end, as cards printed before a change of era show (平成35年).

    Raises:
        InputError: it names no day, or one before its era began.
    """
    written = kanji_numbers(
        _MIDNIGHT.sub("", plain(text)).replace("元年", "1年").replace("元.", "1.").replace("元/", "1/")
    )
    written = written.replace(" ", "").translate(DASHES).upper().replace("、", ".").replace(",", ".")
    for pattern in (_ERA, _ERA_COMPACT, _WESTERN, _COMPACT):
        match = pattern.match(written)
        if match and _TAIL.match(written, match.end()):
            *mark, year, month, day = match.groups()
            return _day(mark[0] if mark else None, int(year), int(month), int(day), beyond=beyond)
    raise InputError("date", "something that is not one", EXPECTED)


def _day(mark: str | None, year: int, month: int, day: int, *, beyond: bool) -> date:
    era = _BY_MARK[mark] if mark else None
    try:
        named = date(year if era is None else era.first.year + year - 1, month, day)
    except ValueError:
        raise InputError("date", "a day that no calendar has", EXPECTED) from None
    if era is not None and (year < 1 or named < era.first or (named > era.last and not beyond)):
        raise InputError("date", "a day outside its era", EXPECTED)
    if named < GREGORIAN:
        raise InputError("date", "a day before 1873-01-01", "a day of the present calendar")
    return named


def of(day: date) -> tuple[Era, int]:
    """Return the era of a day and the year in it."""
    if day < GREGORIAN:
        raise InputError("date", "a day before 1873-01-01", "a day of the present calendar")
    era = next(era for era in reversed(ERAS) if day >= era.first)
    return era, day.year - era.first.year + 1


def say(day: date) -> str:
    """Return the day as Japanese letters write it: 令和元年5月1日."""
    era, year = of(day)
    return f"{era.name}{'元' if year == 1 else year}年{day.month}月{day.day}日"


def brief(day: date) -> str:
    """Return the day as forms write it: R1.5.1."""
    era, year = of(day)
    return f"{era.letter}{year}.{day.month}.{day.day}"
