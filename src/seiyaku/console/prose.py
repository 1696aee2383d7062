"""The first words of a clause, as plain text: its sentences stand in full on the public page."""

from __future__ import annotations

import re

_MARKS = re.compile(r"[*_`>#\[\]]|\(https?://[^)]*\)")
MOST = 120


def plain(prose: str) -> str:
    """Return a clause's text without its Markdown, cut after a sentence or two."""
    said = " ".join(_MARKS.sub("", prose).split())
    return said if len(said) <= MOST else said[:MOST].rstrip() + "…"
