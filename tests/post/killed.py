"""
One run of the outbox that kills itself (-9) at a named point: `python -m tests.post.killed POINT`.

The points stand before and after each step that leaves something behind; what runs is the house's own code.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

POINTS = (
    "before-claim", "after-claim", "before-hand-over", "half-written", "before-rename", "after-rename",
    "before-settling", "after-settling",
)  # fmt: skip


def die(*_: Any) -> Any:
    """Be gone, at once."""
    os.kill(os.getpid(), signal.SIGKILL)


def before(function: Callable[..., Any]) -> Callable[..., Any]:
    """Die instead of doing it."""
    del function
    return die


def after(function: Callable[..., Any]) -> Callable[..., Any]:
    """Do it, then die."""

    def wrapped(*args: Any, **more: Any) -> Any:
        done = function(*args, **more)
        return die(done)

    return wrapped


def half(function: Callable[..., Any]) -> Callable[..., Any]:
    """Yield the first piece, then die."""

    def wrapped(*args: Any, **more: Any) -> Any:
        yield next(function(*args, **more))
        die()

    return wrapped


def main(point: str) -> None:
    """Run the outbox, and die at the point."""
    import django

    django.setup()
    from django.utils import timezone

    from seiyaku.post import bodies, running
    from tests.post.sample import JOB

    where: dict[str, tuple[Any, str, Callable[..., Any]]] = {
        "before-claim": (running, "_claimed", before),
        "after-claim": (running, "_claimed", after),
        "before-hand-over": (running, "_handing", after),
        "half-written": (bodies, "read", half),
        "before-rename": (Path, "replace", before),
        "after-rename": (Path, "replace", after),
        "before-settling": (running, "_settled", before),
        "after-settling": (running, "_settled", after),
    }
    owner, name, how = where[point]
    setattr(owner, name, how(getattr(owner, name)))
    running.run(timezone.now(), actor=JOB)


if __name__ == "__main__":
    main(sys.argv[1])
