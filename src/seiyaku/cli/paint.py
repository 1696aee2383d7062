"""
Colour for plain sentences, without rich: most commands say little else, and start sooner (S1).

Coloured on a terminal, plain in a pipe, on a dumb terminal and under NO_COLOR; FORCE_COLOR has its way.
"""

from __future__ import annotations

import os
from typing import TextIO

CODES = {"bold": "1", "dim": "2", "red": "31", "green": "32", "yellow": "33"}
DUMB = {"dumb", "unknown"}
# What moves the cursor, rings or paints is not shown: it could only have come with what somebody handed in.
UNSHOWN = dict.fromkeys([*range(9), *range(11, 32), *range(127, 160)])


def painted(said: str, style: str | None, stream: TextIO) -> str:
    """Return what is to be written: the sentence, coloured where `stream` shows colour."""
    shown = said.translate(UNSHOWN)
    if style is None or not _is_coloured(stream):
        return shown
    codes = ";".join(CODES[word] for word in style.split())
    return "\n".join(f"\x1b[{codes}m{line}\x1b[0m" for line in shown.split("\n"))


def _is_coloured(stream: TextIO) -> bool:
    if os.environ.get("NO_COLOR"):
        return False
    return bool(os.environ.get("FORCE_COLOR")) or (stream.isatty() and os.environ.get("TERM", "").lower() not in DUMB)
