"""
Whether somebody in this process runs jobs, and whether there are any: light, for whoever only looks (S1).

`working` runs them; what it needs is imported when there is one.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from .models import Job

OPEN = ("waiting", "running")
_here = threading.Event()  # somebody in this process runs jobs
_rung = threading.Event()


@contextmanager
def attended() -> Iterator[None]:
    """Say for a while that somebody in this process runs jobs: pages then wait for them, and run none themselves."""
    _here.set()
    try:
        yield
    finally:
        _here.clear()


def is_attended() -> bool:
    """Tell whether somebody does."""
    return _here.is_set()


def ring() -> None:
    """Tell whoever runs jobs here that there is one."""
    _rung.set()


def wait_for_more(seconds: float) -> None:
    """Return when a job was asked for in this process, or after a while."""
    _rung.wait(seconds)
    _rung.clear()


def any_open() -> bool:
    """Tell whether a job waits, or is said to be running."""
    return Job.objects.filter(state__in=OPEN).exists()
