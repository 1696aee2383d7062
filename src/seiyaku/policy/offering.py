"""
Which rooms have checks for the lights: each offers itself at the start, and its checks are imported when a light is
first looked at, not before (S1). See `lights`.
"""

from __future__ import annotations

from importlib import import_module
from threading import RLock

_offered: list[str] = []
_gathering = RLock()


def offer(room: str) -> None:
    """Have the room's `checks.add()` called before anybody looks; for `AppConfig.ready`."""
    _offered.append(room)


def gather() -> None:
    """Let every room that offered itself register its checks; who comes meanwhile waits for all of them."""
    with _gathering:
        while _offered:
            import_module(f"{_offered[0]}.checks").add()
            del _offered[0]
