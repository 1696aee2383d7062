"""
A policy of twenty pages is judged in at most four times the work of ten: parts are compared in pairs, never more.

How many seconds that takes is measured, not tested (`tests/bench`): a test that counts seconds fails with the machine.
"""

from __future__ import annotations

import sys
from pathlib import Path
from types import FrameType

from .measuring import GOOD, judge

TWENTY_PAGES = 25_000  # characters: twenty A4 pages of 1,250
TEXTS = Path(__file__).parent / "texts" / "held"


def work(text: str) -> int:
    """How many functions are called, ours and those in C, to judge a text."""
    calls = 0

    def called(_: FrameType, event: str, __: object) -> None:
        nonlocal calls
        calls += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(called)
    try:
        judge("a.txt", text)
    finally:
        sys.setprofile(before)
    return calls


def test_twice_the_pages_are_at_most_four_times_the_work() -> None:
    texts = [path.read_text(encoding="utf-8") for path in (*GOOD.values(), *sorted(TEXTS.glob("*.txt")))]
    ten = "\n\n".join(texts)[: TWENTY_PAGES // 2]
    assert len(ten) == TWENTY_PAGES // 2
    judge("warm.txt", "当院は、個人情報を守ります。")

    half, whole = work(ten), work(ten + ten)

    assert half > TWENTY_PAGES  # it was looked at
    assert whole < 4.5 * half
