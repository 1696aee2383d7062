"""The first words of a clause, as plain text: its sentences stand in full on the public page."""

from __future__ import annotations

import re
from functools import lru_cache

_MARKS = re.compile(r"[*_`>#\[\]]|\(https?://[^)]*\)")
MOST = 120


@lru_cache(maxsize=1024)
def plain(prose: str) -> str:
    """Return a clause's text without its Markdown, cut after a sentence or two."""
    said = " ".join(_MARKS.sub("", prose).split())
    return said if len(said) <= MOST else said[:MOST].rstrip() + "…"
