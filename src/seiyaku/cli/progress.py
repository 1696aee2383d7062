"""A long run at a terminal: how far it is, and Ctrl-C, which has it stop at its next step."""

from __future__ import annotations

import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import click

from .speech import voice

EVERY = 0.2  # seconds


def paced(say: Callable[..., str]) -> Callable[..., None]:
    """Return what writes a line over the last one, now and then; nothing where no terminal shows it."""
    if voice.json or not sys.stderr.isatty():
        return lambda *_: None
    last = [0.0]

    def show(*facts: Any) -> None:
        now = time.monotonic()
        if now - last[0] >= EVERY:
            last[0] = now
            click.echo("\r" + say(*facts), nl=False, err=True)

    return show


@contextmanager
def stopping(halt: Callable[[], None]) -> Iterator[None]:
    """Let the first Ctrl-C call `halt`; the second ends the program."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(*_: Any) -> None:
        halt()
        signal.signal(signal.SIGINT, signal.default_int_handler)

    before = signal.signal(signal.SIGINT, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
