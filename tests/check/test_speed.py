"""A policy of twenty pages is judged within a second of work."""

from __future__ import annotations

import time
from pathlib import Path

from .measuring import GOOD, judge

TWENTY_PAGES = 25_000  # characters: twenty A4 pages of 1,250
TEXTS = Path(__file__).parent / "texts" / "held"


def test_twenty_pages_are_judged_within_a_second() -> None:
    texts = [path.read_text(encoding="utf-8") for path in (*GOOD.values(), *sorted(TEXTS.glob("*.txt")))]
    text = "\n\n".join(texts * 2)[:TWENTY_PAGES]
    judge("warm.txt", "当院は、個人情報を守ります。")
    begun = time.process_time()

    judge("twenty.txt", text)

    assert len(text) == TWENTY_PAGES
    assert time.process_time() - begun <= 1.0
