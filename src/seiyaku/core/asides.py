"""
Why a row of a file goes to quarantine, in both languages: what cannot be read or stored, and what the gate objects to.

The codes stay as they are in `--json` and over HTTP; people read these.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from .language import Text
from .reasons import REASONS

WHY: dict[str, Text] = {
    "undeclared-column": Text("様式にない列", "a column that the form does not declare"),
    "no-source": Text("出どころが分からない", "no source"),
    "required": Text("必ず要る項目がない", "a field that is required is missing"),
    "value": Text("その項目に使えない値", "a value that the field cannot hold"),
    "taken": Text("ほかの人が持つ値", "a value that somebody else holds"),
    "check-digit": Text("検査数字の誤り", "a wrong check digit"),
    "cells": Text("列の数が合わない（途中で切れた行）", "a row of another length, as when it is cut short"),
    "quotes": Text("閉じていない引用符", "a quote left open"),
    "encoding": Text("読めない文字", "characters that cannot be read"),
    "nul": Text("使えない文字（NUL）", "a NUL character"),
    "too-long": Text("長すぎる", "too long"),
    "depth": Text("入れ子の値", "nested values"),
    "json": Text("JSON として読めない", "not JSON"),
}
_COLUMN = re.compile(r"column (\d+)")


def said(why: str, fields: Sequence[str]) -> Text:
    """Return why in words, with the fields or columns it is about."""
    reason = REASONS[why].text if why in REASONS and why not in WHY else None
    words = reason or WHY.get(why, Text(why, why))
    if not fields:
        return words
    ja = "、".join(_COLUMN.sub(r"\1 列目", name) for name in fields)
    return Text(f"{words.ja}（{ja}）", f"{words.en} ({', '.join(fields)})")
