"""
The number, letter or sign at the start of a line, in every usual style of Japanese documents.

第1条, 1, １., 1), （１）, ①, ㈠, (一), 一、, ア, (ア), イロハ, A, (a), Ⅳ, iv, 1.1, 1-1, # headings, ■ 【】, bullets.
A line of a document is read as it stands; whether its number really opens a clause is for the tree to decide.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

LARGEST = 200  # a number above this is a year, a price, a postal code

_KANJI = {sign: n for n, sign in enumerate("〇一二三四五六七八九")} | {"元": 1}
_KANA = "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン"
_IROHA = "イロハニホヘトチリヌルヲワカヨタレソツネナラムウヰノオクヤマケフコエテアサキユメミシヱヒモセス"
_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50}
_MARKS = "■◆▼●○◎□◇▲△★☆|｜"
_BULLETS = "・•‣▪◦-*‐–—･"
_UNIT = (
    r"(?![ \t　]*(?:年|月|日|時|分|円|名|人|件|歳|才|か月|ヶ月|カ月|ヵ月|週|回|項目|階|丁目|番|号|%|％|つ|"
    r"社|条|項)|[0-9０-９,，](?![.．、)）]))"
)

_BRACKETED = re.compile(
    r"[(（]\s*([0-9０-９]{1,3}|[一二三四五六七八九十]{1,3}|[ァ-ヶ]|[A-Za-zＡ-Ｚａ-ｚ]|"
    r"[ivxIVXⅰ-ⅻⅠ-Ⅻ]{1,5})\s*[)）][ \t　.．、]*"
)
_JO = re.compile(
    r"第\s*([0-9０-９]{1,3}|[〇一二三四五六七八九十百]{1,4})\s*(条|章|節|項|"
    r"編)(?:\s*の\s*([0-9０-９二三四五六七八九]))?"
    r"(?!\s*(?:第\s*[0-9０-９一二三四五六七八九十]+\s*[条項号章]|及び|および|又は|または|並びに|ならびに|から|より|で|も|へ))"
    r"(?=[\s　(（【「:：.．、]|$|[^\d０-９のにをがはとま、。"
    r"])[ \t　:：.．、]*"
)
_MULTI = re.compile(
    r"([0-9０-９]{1,2}(?:[.．\-－‐–−][0-9０-９]{1,2}){1,4})"
    r"(?:[.．]?(?:[ \t　]+)|[.．、)）](?=\D)|(?=[^\d０-９\s.．\-－,，、%％年月日円歳時分つ階号番A-Za-z]))"
)
_MIXED = re.compile(r"((?:[0-9０-９]{1,2}|[A-ZＡ-Ｚ])(?:[.．\-－](?:[0-9０-９]{1,2}|[A-ZＡ-Ｚ])){1,4})[.．]?[ \t　]+")
_NUMBER = re.compile(
    r"([0-9０-９]{1,3})(?:[ \t　]*([.．、:：)）])(?:[ \t　]+|(?![0-9０-９]))|([ \t　]+)" + _UNIT + r")"
)
_NUMBER_ALONE = re.compile(r"([0-9０-９]{1,3})([.．、)）]?)$")
_KANJI_NUMBER = re.compile(r"([一二三四五六七八九十]{1,3})(?:([.．、:：)）])[ \t　]*|([ \t　]+))")
_LETTER = re.compile(r"([A-Za-zＡ-Ｚａ-ｚ])(?:([.．、:：)）])[ \t　]*|([ \t　]+))(?![a-zａ-ｚ])")
_ROMAN_NUMBER = re.compile(r"([Ⅰ-Ⅻⅰ-ⅻ]|[IVXL]{1,5}|[ivxl]{1,5})(?:([.．、:：)）])[ \t　]*|([ \t　]+)|(?<=[Ⅰ-Ⅻⅰ-ⅻ]))")
_KANA_LETTER = re.compile(r"([ァ-ヶ])(?:([.．、:：)）])[ \t　]*|([ \t　]+))")
_HEADING = re.compile(r"(#{1,6})[ \t　]+")
_NOUGHT = re.compile(r"[0０][.．]?[ \t　]+")
_MARK = re.compile(rf"([{_MARKS}])[ \t　]*(?=\S)")
_BOXED = re.compile(r"([【《〔\[［＜<])([^】》〕\]］＞>]{1,40})[】》〕\]］＞>]\s*$")
_BULLET = re.compile(rf"([{re.escape(_BULLETS)}])[ \t　]*(?=\S)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Marker:
    """
    What opens a line: its `style`, the `number` in it (0 for an unnumbered one), and where the words begin.

    `label` is the number as an id writes it; `others` are further readings of the same sign ("イ" is 2 in アイウ, 1 in
    イロハ; "i" is 1 in Roman, 9 in letters); `path` is that of 1.2.3; `weak` means it may be only a number in a text.
    """

    style: str
    number: int
    label: str
    written: str
    rest: int
    indent: int = 0
    weak: bool = False
    others: tuple[tuple[str, int], ...] = ()
    path: tuple[str, ...] = ()

    def readings(self) -> tuple[tuple[str, int], ...]:
        """Return every style and number the sign may stand for, the likeliest first."""
        return ((self.style, self.number), *self.others)


def marker(line: str) -> Marker | None:
    """Return what opens the line, or None where it only goes on."""
    start = len(line) - len(line.lstrip(" \t　"))
    found = _heading(line, start) or _numbered(line, start)
    if found is None and (bullet := _BULLET.match(line, start)):
        found = _numbered(line, bullet.end())
        if found is None or (bullet[1] in "・･" and found.weak):
            return Marker(
                style="bullet" + bullet[1], number=0, label="", written=bullet[1], rest=bullet.end(), indent=start
            )
    return found


def number_of(text: str) -> int:
    """Return the number that figures, full-width or kanji, write; 0 for none."""
    plain = unicodedata.normalize("NFKC", text).strip()
    if plain.isdecimal():
        return int(plain)
    total, last = 0, 0
    for sign in plain:
        if sign == "十":
            total, last = total + (last or 1) * 10, 0
        elif sign == "百":
            total, last = total + (last or 1) * 100, 0
        elif sign in _KANJI:
            last = last * 10 + _KANJI[sign]
        else:
            return 0
    return total + last


def _heading(line: str, start: int) -> Marker | None:
    if found := _HEADING.match(line, start):
        depth = len(found[1])
        inner = _numbered(line, found.end())
        if inner is not None:
            return Marker(
                style=f"#{depth}{inner.style}",
                number=inner.number,
                label=inner.label,
                written=inner.written,
                rest=inner.rest,
                path=inner.path,
                others=tuple((f"#{depth}{s}", n) for s, n in inner.others),
            )
        if nought := _NOUGHT.match(line, found.end()):
            return Marker(style=f"#{depth}", number=0, label="0", written="0", rest=nought.end())
        mark = _MARK.match(line, found.end())
        return Marker(style=f"#{depth}", number=0, label="", written="", rest=mark.end() if mark else found.end())
    if found := _MARK.match(line, start):
        inner = _numbered(line, found.end())
        if inner is not None and inner.style != "bullet":
            return inner
        return Marker(style="mark" + found[1], number=0, label="", written=found[1], rest=found.end(), indent=start)
    if found := _BOXED.match(line, start):
        return Marker(style="box" + found[1], number=0, label="", written="", rest=start, indent=start)
    return None


def _numbered(line: str, start: int) -> Marker | None:
    for read in (_article, _bracketed, _circled, _dotted, _plain, _kanji, _roman, _letter, _kana):
        found = read(line, start)
        if found is not None:
            return found
    return None


def _make(line: str, start: int, end: int, style: str, number: int, **more: object) -> Marker:
    written = line[start:end].strip(" \t　")
    return Marker(
        style=style,
        number=number,
        label=str(more.pop("label", "") or number),
        written=written,
        rest=end,
        indent=start,
        **more,  # type: ignore[arg-type]
    )


def _article(line: str, start: int) -> Marker | None:
    found = _JO.match(line, start)
    if found is None:
        return None
    number, branch = number_of(found[1]), number_of(found[3] or "")
    label = f"{number}の{branch}" if branch else str(number)
    return _make(line, start, found.end(), "第" + found[2], number, label=label) if number else None


def _bracketed(line: str, start: int) -> Marker | None:
    found = _BRACKETED.match(line, start)
    if found is None:
        return None
    sign = unicodedata.normalize("NFKC", found[1])
    return _signed(line, start, found.end(), sign, "()")


def _signed(line: str, start: int, end: int, sign: str, around: str) -> Marker | None:
    """Read a figure, a kanji numeral, kana, a letter or a Roman numeral that stands within signs `around` it."""
    if sign.isdecimal():
        return _make(line, start, end, "1" + around, int(sign))
    if number := number_of(sign):
        return _make(line, start, end, "一" + around, number)
    readings = _letters(sign)
    if not readings:
        return None
    (style, number), *others = readings
    return _make(line, start, end, style + around, number, label=sign, others=tuple((s + around, n) for s, n in others))


def _letters(sign: str) -> list[tuple[str, int]]:
    if len(sign) == 1 and "ァ" <= sign <= "ヶ":
        both = [("ア", _KANA.find(sign) + 1), ("イ", _IROHA.find(sign) + 1)]
        return sorted((each for each in both if each[1]), key=lambda each: each[1])
    found = []
    if len(sign) == 1 and sign.isascii():
        base = "A" if sign.isupper() else "a"
        found.append((base, ord(sign) - ord(base) + 1))
    if sign.isascii() and set(sign.upper()) <= set(_ROMAN) and (number := _roman_value(sign.upper())):
        found.append(("I" if sign.isupper() else "i", number))
    return sorted(found, key=lambda each: each[1])


def _roman_value(sign: str) -> int:
    values = [_ROMAN[letter] for letter in sign]
    return sum(-v if v < max(values[n:], default=0) else v for n, v in enumerate(values))


def _circled(line: str, start: int) -> Marker | None:
    sign = line[start : start + 1]
    if not sign or not ("①" <= sign <= "⓿" or "㈠" <= sign <= "㈩" or "㊀" <= sign <= "㊉" or "❶" <= sign <= "➓"):
        return None
    end = start + 1 + len(line[start + 1 :]) - len(line[start + 1 :].lstrip(" \t　.．、"))
    if "㈠" <= sign <= "㈩":
        return _make(line, start, end, "㈠", ord(sign) - ord("㈠") + 1)
    if "㊀" <= sign <= "㊉":
        return _make(line, start, end, "㊀", ord(sign) - ord("㊀") + 1)
    number = unicodedata.digit(sign, 0) or number_of(unicodedata.normalize("NFKC", sign).strip("()."))
    style = "①" if "①" <= sign <= "⑳" or sign >= "㉑" else "⑴"
    return _make(line, start, end, style, number) if number else None


def _dotted(line: str, start: int) -> Marker | None:
    found = _MULTI.match(line, start) or _MIXED.match(line, start)
    if found is None:
        return None
    path = tuple(part for part in re.split(r"[^0-9A-Z]+", unicodedata.normalize("NFKC", found[1])) if part)
    numbers = [int(part) if part.isdecimal() else ord(part) - ord("A") + 1 for part in path]
    if any(part == 0 or part > 60 for part in numbers):
        return None
    return _make(line, start, found.end(), f"1.{len(path)}", numbers[-1], label=path[-1], path=path)


def _plain(line: str, start: int) -> Marker | None:
    found = _NUMBER.match(line, start) or _NUMBER_ALONE.match(line, start)
    if found is None:
        return None
    number = number_of(found[1])
    sign = unicodedata.normalize("NFKC", found[2] or " ").replace("、", ".").replace(":", ".")
    if not 0 < number <= LARGEST:
        return None
    return _make(line, start, found.end(), "1" + sign, number, weak=sign == " ")


def _kanji(line: str, start: int) -> Marker | None:
    found = _KANJI_NUMBER.match(line, start)
    return _make(line, start, found.end(), "一", number_of(found[1])) if found else None


def _letter(line: str, start: int) -> Marker | None:
    found = _LETTER.match(line, start)
    if found is None:
        return None
    sign = unicodedata.normalize("NFKC", found[1])
    (style, number), *others = _letters(sign)
    return _make(line, start, found.end(), style, number, label=sign, others=tuple(others), weak=True)


def _roman(line: str, start: int) -> Marker | None:
    found = _ROMAN_NUMBER.match(line, start)
    if found is None:
        return None
    sign = unicodedata.normalize("NFKC", found[1])
    readings = _letters(sign) or []
    roman = [each for each in readings if each[0] in "Ii"]
    if not roman or (len(sign) == 1 and not "Ⅰ" <= found[1] <= "ⅻ" and sign not in "Ii"):
        return None
    others = tuple(each for each in readings if each != roman[0])
    return _make(line, start, found.end(), *roman[0], label=sign, others=others)


def _kana(line: str, start: int) -> Marker | None:
    found = _KANA_LETTER.match(line, start)
    if found is None:
        return None
    readings = _letters(found[1])
    if not readings:
        return None
    (style, number), *others = readings
    return _make(line, start, found.end(), style, number, label=found[1], others=tuple(others))
