"""
How much one token may ask in a minute, in all processes together: the count is kept in the database (`people.pace`).

A process takes a hundredth of a minute's asks at a time and gives them out from memory for a few seconds, so that not
every ask is a write; what it does not give out is lost, never given twice. A list counts as many asks as it has acts.
Only tokens that are proven are counted, so nobody fills the table by guessing.
"""

from __future__ import annotations

import math
import threading
import time

from django.conf import settings

from seiyaku.keys.memory import on_forget
from seiyaku.people import pace

SHARE = 100  # of a minute's asks, taken at once
GOOD_FOR = 5_000_000  # microseconds
SECOND = 1_000_000

_lock = threading.Lock()
_held: dict[str, tuple[int, int]] = {}
_MANY = 10_000


class TooMany(Exception):
    """The token has asked too much; `wait` is how many seconds until it may ask again."""

    def __init__(self, wait: int) -> None:
        super().__init__(wait)
        self.wait = wait


def spend(token: str, now: int | None = None) -> None:
    """
    Take one ask of the token's.

    Raises:
        TooMany: there is none left.
    """
    most, moment = settings.API_PER_MINUTE, _now(now)
    if not most or _from_hand(token, moment):
        return
    some = max(1, most // SHARE)
    if some > 1 and not pace.take(token, some, per_minute=most, now=moment):
        with _lock:
            if len(_held) > _MANY:
                _held.clear()
            _held[token] = (some - 1, moment + GOOD_FOR)
        return
    wait = pace.take(token, 1, per_minute=most, now=moment)
    if wait:
        raise TooMany(math.ceil(wait / SECOND))


def owe(token: str | None, acts: int, now: int | None = None) -> None:
    """Count what a list has beyond the one ask that it came in: the token waits for it afterwards."""
    if settings.API_PER_MINUTE and token is not None and acts > 1:
        pace.owe(token, acts - 1, per_minute=settings.API_PER_MINUTE, now=_now(now))


def _from_hand(token: str, moment: int) -> bool:
    with _lock:
        left, until = _held.get(token, (0, 0))
        if not left or until < moment:
            return False
        _held[token] = (left - 1, until)
    return True


def _now(now: int | None) -> int:
    return time.time_ns() // 1000 if now is None else now


@on_forget
def forget() -> None:
    """Give nothing out from memory any more."""
    with _lock:
        _held.clear()
