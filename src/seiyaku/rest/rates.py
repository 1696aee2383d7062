"""
How much one token may ask: a bucket per token, refilled by the minute, in this process's memory.

Only tokens that are proven have a bucket, so nobody fills the memory by guessing.
"""

from __future__ import annotations

import math
import threading
import time

from django.conf import settings

from seiyaku.keys.memory import on_forget

_lock = threading.Lock()
_buckets: dict[str, tuple[float, float]] = {}
_MANY = 10_000


class TooMany(Exception):
    """The token has asked too much; `wait` is how many seconds until it may ask again."""

    def __init__(self, wait: int) -> None:
        super().__init__(wait)
        self.wait = wait


def spend(token: str, now: float | None = None) -> None:
    """
    Take one ask from the token's bucket.

    Raises:
        TooMany: it is empty.
    """
    most = float(settings.API_PER_MINUTE)
    if not most:
        return
    moment = time.monotonic() if now is None else now
    with _lock:
        if len(_buckets) > _MANY:
            _buckets.clear()
        left, at = _buckets.get(token, (most, moment))
        left = min(most, left + (moment - at) * most / 60)
        if left < 1:
            raise TooMany(math.ceil((1 - left) * 60 / most))
        _buckets[token] = (left - 1, moment)


@on_forget
def forget() -> None:
    """Fill every bucket."""
    with _lock:
        _buckets.clear()
