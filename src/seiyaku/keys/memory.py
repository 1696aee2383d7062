"""
What this process remembers about its instance, and how it forgets.

A function marked `remembered` is worked out once and kept until `forget()`. Tests, restore and key rotation forget.
"""

from __future__ import annotations

import gc
from collections.abc import Callable
from functools import wraps
from threading import RLock
from typing import TypeVar

T = TypeVar("T")

_SELDOM = (20, 20)  # looks at what is new to one at what is older
_lock = RLock()
_forgetters: list[Callable[[], None]] = []


def on_forget(forgetter: Callable[[], None]) -> Callable[[], None]:
    """Have `forgetter` called whenever the process forgets its instance; usable as a decorator."""
    _forgetters.append(forgetter)
    return forgetter


def remembered(work_out: Callable[[], T]) -> Callable[[], T]:
    """Work the value out at the first call, under a lock, and return the same one until `forget()`."""
    kept: list[T] = []

    @wraps(work_out)
    def remember() -> T:
        if kept:
            return kept[0]
        with _lock:
            if not kept:
                kept.append(work_out())
            return kept[0]

    on_forget(kept.clear)
    return remember


def begin() -> None:
    """Have the collector look seldom while a process starts: what is imported stays (benchmark S1)."""
    gc.set_threshold(200_000, *_SELDOM)


def settle() -> None:
    """
    Take what is in memory now as staying: the collector need not walk it again and again.

    Rows and values hold no cycles, so it also looks less often than it does by itself: a tenth of a bulk use.
    """
    gc.freeze()
    gc.set_threshold(20_000, *_SELDOM)


def forget() -> None:
    """Forget everything: the next use reads the instance anew."""
    with _lock:
        for forgetter in _forgetters:
            forgetter()
