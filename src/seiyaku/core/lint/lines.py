"""
What a line is: a heading, a sentence, or a piece of one that was broken where the page ended.

PDF extraction and mail leave sentences broken in the middle, sometimes with a blank line between; a heading has no
full stop and does not end in a particle.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

TITLE = 45  # characters a heading hardly exceeds
_ENDED = re.compile(r"[。．.！？!?：:」』）)】］\]>＞;；]\s*$")
_FINISHED = re.compile(r"[。．！？!?：:]\s*[)）」』]?\s*$")
_HANGING = re.compile(
    r"[、，,・／/]\s*$|(?:[はがをにでともへや]|から|より|まで|および|及び|又は|または|並びに|ならびに|"
    r"その他の|による|における|に関する)\s*$"
)
_VERBAL = re.compile(r"(?:ます|です|ません|ました|ください|下さい|でした|ない|する|した|である|あります|たします)\s*$")
_GOES_ON = re.compile(r"\s*[ぁ-ゖ、。，）)」』ーっゃゅょァィゥェォッャュョ々]")
_STARTS = re.compile(r"\s*(?:[おご][一-龠]|この|その|これ|それ|なお|また|ただし|あらかじめ)")
_ANEW = re.compile(r"\s*(?:なお|また|ただし|但し|さらに|おって)[、，,]")
_STOPPED = re.compile(r"[。．](?=[^0-9０-９])|[。．、，]$")
_DAY = re.compile(
    r"(?:[(（]?\s*(?:制定|改[定訂正]|施行|最終|更新|策定|公表|発効|効力)[^。"
    r"]{0,12})?(?:[12１２][0-9０-９]{3}\s*[年/.-]|(?:令和|平成|昭和)\s*(?:[0-9０-９]{1,2}|元)\s*年)"
)
_ABOUT = ("について", "に関して", "のために", "にあたって", "とは")
_CLOSING = re.compile(r"\s*以\s*上\s*[。.]?\s*$")
_FOLIO = re.compile(r"\s*[-‐–—－]\s*[0-9０-９]{1,3}\s*[-‐–—－]\s*$")
_RULE = re.compile(r"\s*\|(?:\s*:?-+:?\s*\|)+\s*$")


def is_title(text: str) -> bool:
    """Say whether the words of a line read like a heading rather than a sentence."""
    words = text.strip()
    about = words.endswith(_ABOUT)
    if not words or len(words) > TITLE * (2 if about else 1) or _STOPPED.search(words):
        return False
    return about or not (_HANGING.search(words) or _VERBAL.search(words))


def goes_on(line: str, following: str, *, width: int, apart: bool) -> bool:
    """
    Say whether `following` is the rest of the sentence that `line` began.

    `width` is how long the longest lines of the page are; `apart`: blank lines stand between the two.
    """
    if not line.strip() or _FINISHED.search(line) or _CLOSING.match(line) or is_day(following):
        return False
    if is_title(line) and _indent(following) > _indent(line):
        return False
    if apart and (_STARTS.match(following) or (is_title(line) and line.strip().endswith(_ABOUT))):
        return False
    if _ANEW.match(following):
        return False
    if _STARTS.match(following) and is_title(line) and len(line.strip()) < 0.6 * width:
        return False
    if _GOES_ON.match(following) and len(line.strip()) >= 12:
        return True
    if _HANGING.search(line) and len(line.strip()) >= 12:
        return True
    if apart:
        return len(line.strip()) >= 0.5 * width and len(line.strip()) >= 30 and not _ENDED.search(line)
    return len(line.strip()) >= 0.75 * width and len(line.strip()) >= 24


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" \t　"))


def unfinished(line: str, *, width: int) -> bool:
    """Say whether a line stops in the middle of a sentence, so that a number after it is part of that sentence."""
    words = line.strip()
    if len(words) < 12 or _ENDED.search(words):
        return False
    return _HANGING.search(words) is not None or (len(words) >= 0.9 * width and not is_title(words))


def is_day(line: str) -> bool:
    """Say whether the line is the day a document was made or changed."""
    words = line.strip()
    return len(words) <= 40 and _DAY.match(words) is not None and not _FINISHED.search(words)


def is_closing(line: str) -> bool:
    """Say whether the line is 以上, with which a document ends."""
    return _CLOSING.match(line) is not None


def widest(lines: tuple[str, ...]) -> int:
    """Return how long full lines of the page are: the length nine in ten do not exceed."""
    lengths = sorted(len(line.strip()) for line in lines if line.strip())
    return lengths[int(len(lengths) * 0.9)] if lengths else 0


def hidden(lines: Sequence[str]) -> frozenset[int]:
    """Return the lines, from 0, that are no prose: front matter, what stands in fences, page numbers."""
    found = {number for number, line in enumerate(lines) if _FOLIO.match(line)}
    if lines and lines[0].rstrip() == "---":
        end = next((n for n, line in enumerate(lines[1:], 1) if line.rstrip() == "---"), None)
        found.update(range(end + 1) if end else ())
    fence = ""
    for number, line in enumerate(lines):
        if number in found:
            continue
        if fence or line.startswith(("```", "~~~")):
            found.add(number)
            fence = line[:3] if not fence else "" if line.startswith(fence) else fence
    return frozenset(found)


def spread(lines: Sequence[str]) -> tuple[str, ...]:
    """Return the lines with the bars of Markdown rows, and the rules between them, blanked: signs keep their place."""
    return tuple(_spread(line) if line.lstrip().startswith("|") and line.count("|") > 1 else line for line in lines)


def _spread(row: str) -> str:
    return " " * len(row) if _RULE.match(row) else row.replace("|", " ")
