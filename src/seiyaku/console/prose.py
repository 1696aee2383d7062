"""The text of a clause in force, in full, as plain text: what its Markdown emphasises is on the public page."""

from __future__ import annotations

import re
from functools import lru_cache

_MARKS = re.compile(r"^\s*(?:#+|>|[*+-](?=\s))\s*|[*_`\[\]]|\(https?://[^)]*\)", re.MULTILINE)
_APART = re.compile(r"\n\s*\n|\n(?=\s*(?:[*+-]|\d+[.)])\s)")


@lru_cache(maxsize=1024)
def paragraphs(prose: str) -> tuple[str, ...]:
    """Return a clause's paragraphs and points, without their Markdown."""
    return tuple(said for part in _APART.split(prose) if (said := " ".join(_MARKS.sub("", part).split())))
