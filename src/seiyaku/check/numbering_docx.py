"""The numbers that Word draws before paragraphs: they stand in a part of their own, not in the text."""

from __future__ import annotations

import re
from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_KANJI = "〇一二三四五六七八九"
_AIUEO = "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン"
_IROHA = "イロハニホヘトチリヌルヲワカヨタレソツネナラムウヰノオクヤマケフコエテアサキユメミシヱヒモセス"
_ROMAN = ((50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


class Numbering:
    """Counts each list of a document and writes the number of the next paragraph in it."""

    def __init__(self, numbering: Any, styles: Any) -> None:
        self._levels: dict[str, dict[int, tuple[str, str, int]]] = {}
        self._lists: dict[str, str] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._styled: dict[str, tuple[str, int]] = {}
        self._headings: dict[str, int] = {}
        if numbering is not None:
            self._read(numbering)
        if styles is not None:
            self._read_styles(styles)

    def opening(self, paragraph: Any) -> tuple[str, str]:
        """Return the number drawn before a paragraph, with a space, and the marks of a heading ("## ")."""
        properties = paragraph.find(f"{W}pPr")
        style = _value(properties, "pStyle") if properties is not None else ""
        depth = self._headings.get(style, 0)
        heading = "#" * min(depth + 1, 6) + " " if depth else ""
        held = properties.find(f"{W}numPr") if properties is not None else None
        name, level = self._styled.get(style, ("", 0))
        if held is not None:
            name, level = _value(held, "numId") or name, _whole(_value(held, "ilvl"), level)
        return (self._next(name, level) if name and name != "0" else ""), heading

    def _read(self, numbering: Any) -> None:
        for abstract in numbering.findall(f"{W}abstractNum"):
            levels = {}
            for level in abstract.findall(f"{W}lvl"):
                levels[_whole(level.get(f"{W}ilvl"), 0)] = (
                    _value(level, "numFmt") or "decimal", _value(level, "lvlText"), _whole(_value(level, "start"), 1)
                )  # fmt: skip
            self._levels[abstract.get(f"{W}abstractNumId")] = levels
        for held in numbering.findall(f"{W}num"):
            self._lists[held.get(f"{W}numId")] = _value(held, "abstractNumId")

    def _read_styles(self, styles: Any) -> None:
        for style in styles.findall(f"{W}style"):
            name = style.get(f"{W}styleId") or ""
            said = re.match(r"(?:heading|見出し)\s*([1-6])$", _value(style, "name"), re.IGNORECASE)
            if said:
                self._headings[name] = int(said[1])
            held = style.find(f"{W}pPr/{W}numPr")
            if held is not None:
                self._styled[name] = (_value(held, "numId"), _whole(_value(held, "ilvl"), 0))

    def _next(self, name: str, level: int) -> str:
        levels = self._levels.get(self._lists.get(name, ""), {})
        if level not in levels:
            return ""
        counts = self._counts.setdefault(self._lists[name], {})
        counts[level] = counts.get(level, levels[level][2] - 1) + 1
        for deeper in [each for each in counts if each > level]:
            del counts[deeper]
        form, pattern, _ = levels[level]
        if form == "bullet":
            return "・"
        if form == "none" or "%" not in pattern:
            return ""

        def one(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            of, _, start = levels.get(at, ("decimal", "", 1))
            return write(counts.get(at, start), of)

        return re.sub(r"%([1-9])", one, pattern) + " "


def write(number: int, form: str) -> str:
    """Write a number as one of Word's formats does."""
    if form.startswith(("aiueo", "iroha")):
        signs = _AIUEO if form.startswith("aiueo") else _IROHA
        return signs[(number - 1) % len(signs)]
    if form in {"upperLetter", "lowerLetter"}:
        letter = chr(ord("a") + (number - 1) % 26)
        return letter.upper() if form == "upperLetter" else letter
    if form in {"upperRoman", "lowerRoman"}:
        said = _roman(number)
        return said.upper() if form == "upperRoman" else said
    if form == "decimalEnclosedCircle" and 1 <= number <= 20:
        return chr(ord("①") + number - 1)
    if form in {"japaneseCounting", "chineseCounting", "ideographDigital", "japaneseLegal"} and 0 < number < 100:
        tens, ones = divmod(number, 10)
        return ("" if tens == 0 else "十" if tens == 1 else _KANJI[tens] + "十") + (_KANJI[ones] if ones else "")
    return str(number)


def _roman(number: int) -> str:
    said = ""
    for value, sign in _ROMAN:
        while number >= value and len(said) < 12:
            said, number = said + sign, number - value
    return said


def _value(node: Any, name: str) -> str:
    found = node.find(f"{W}{name}") if node is not None else None
    return (found.get(f"{W}val") or "") if found is not None else ""


def _whole(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 4 else otherwise
