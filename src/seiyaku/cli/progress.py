"""
A long run at a terminal: how far it is, and Ctrl-C, which ends it.

* While a search goes on that can say what it knows, the first Ctrl-C has it stop at its next step.
* Otherwise, and the second time, the run ends where it is, and the engine with it; what it wrote so far is removed.
* While something is put on record it is heard and not followed: that is over in a moment, and never half done.

`Interrupted` says what there is then, and what there is not.
"""

from __future__ import annotations

import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import click

from seiyaku.core.language import Text

from .speech import voice

EVERY = 0.2  # seconds


class Interrupted(click.Abort):
    """Ctrl-C was pressed; what is left of the run."""

    def __init__(self, *left: Text) -> None:
        """Say what is left."""
        super().__init__()
        self.left = left


@dataclass(slots=True)
class Stop:
    """
    Whether Ctrl-C was pressed, and what it does.

    `patient`: the run stops by itself at its next step, asked by `halt`. `deaf`: it is not to be stopped now.
    """

    halt: Callable[[], None] = field(default=lambda: None)
    deaf: Callable[[], bool] = field(default=lambda: False)
    patient: bool = False
    pressed: bool = False

    def press(self, *_: Any) -> None:
        """Do what Ctrl-C does."""
        again, self.pressed = self.pressed, True
        if self.deaf():
            return
        self.halt()
        engines = sys.modules.get("seiyaku.anonymised.engines")  # where none was asked for, none is at work
        getattr(engines, "interrupt", lambda: None)()
        if again or not self.patient:
            raise KeyboardInterrupt


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
def stopping(stop: Stop, left: Callable[[], tuple[Text, ...]] = tuple) -> Iterator[Stop]:
    """
    Let Ctrl-C do what `stop` says; `left` is asked what is left where it ends the run.

    Raises:
        Interrupted: it did; an engine that was interrupted says something of its own, which is not told.
    """
    if threading.current_thread() is not threading.main_thread():
        yield stop
        return
    before = signal.signal(signal.SIGINT, stop.press)
    try:
        yield stop
    except (Exception, KeyboardInterrupt) as error:
        if isinstance(error, Interrupted) or not (stop.pressed or isinstance(error, KeyboardInterrupt)):
            raise
        raise Interrupted(*left()) from None
    finally:
        signal.signal(signal.SIGINT, before)
