"""
The desk: one thread per process does the reading work, so that many asks share one durable commit.

A request thread puts its errand on a queue and sleeps on a raw lock; the desk drains the queue, serves the whole batch
in one transaction, and releases the callers only after the commit. A caller who finds the desk idle serves itself, and
saves the hand-over. Whatever happens to a batch, every caller wakes: an error is an answer too.

Not here: what serving an errand means (`serving`).
"""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Callable, Sequence
from queue import Empty, SimpleQueue
from typing import Any

from django.db import DatabaseError, connection, connections

from seiyaku.core import errors
from seiyaku.keys import memory

from .closing import closed_because

AT_MOST = 256  # errands in one commit
WATCH = 0.5  # seconds between two looks at whether the desk is still alive
IDLE = 30.0  # seconds after which an idle desk goes home

log = logging.getLogger(__name__)


class Errand:
    """One piece of work for the desk: `want` is what is wanted, `result` or `error` what came of it."""

    __slots__ = ("done", "error", "result", "want")

    def __init__(self, want: Any) -> None:
        self.want = want
        self.result: Any = None
        self.error: BaseException | None = None
        self.done = threading.Lock()
        self.done.acquire()


Serve = Callable[[Sequence[Errand]], None]


class Desk:
    """
    A queue, a lock that says who serves, and a thread that is started when somebody waits.

    `serve` gets a batch and sets `result` or `error` of every errand in it; it commits before it returns.
    """

    def __init__(self, serve: Serve) -> None:
        self._serve = serve
        self._waiting: SimpleQueue[Errand] = SimpleQueue()
        self._busy = threading.Lock()
        self._starting = threading.Lock()
        self._thread: threading.Thread | None = None

    def run(self, want: Any) -> Any:
        """Have `want` served, and return what came of it once that is durable; raise what went wrong."""
        errand = Errand(want)
        if self._waiting.empty() and self._busy.acquire(blocking=False):
            try:
                self._attend([errand])
            finally:
                self._busy.release()
        else:
            self._waiting.put(errand)
            self._wait(errand)
        if errand.error is not None:
            raise errand.error
        return errand.result

    def _wait(self, errand: Errand) -> None:
        self._keep_manned()
        while not errand.done.acquire(timeout=WATCH):
            self._keep_manned()

    def _keep_manned(self) -> None:
        if self._thread is not None and self._thread.is_alive():
            return
        with self._starting:
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._stay, name="seiyaku-desk", daemon=True)
                self._thread.start()

    def _stay(self) -> None:
        try:
            while batch := self._next():
                with self._busy:
                    batch += self._also(AT_MOST - len(batch))
                    self._attend(batch)
        except BaseException:
            log.exception("the desk is dead; the next errand finds a new one")
        finally:
            connections.close_all()

    def _next(self) -> list[Errand]:
        try:
            return [self._waiting.get(timeout=IDLE)]
        except Empty:
            return []

    def _also(self, room: int) -> list[Errand]:
        more: list[Errand] = []
        try:
            while len(more) < room:
                more.append(self._waiting.get_nowait())
        except Empty:
            pass
        return more

    def _attend(self, batch: list[Errand]) -> None:
        try:
            self._serve_apart_if_need_be(batch)
        except BaseException as error:
            for errand in batch:
                if errand.result is None and errand.error is None:
                    errand.error = errors.Unavailable("the desk stopped in the middle of an errand")
            if not isinstance(error, Exception):
                raise
            log.exception("the desk stopped in the middle of an errand")
        finally:
            for errand in batch:
                errand.done.release()

    def _serve_apart_if_need_be(self, batch: list[Errand]) -> None:
        """Serve all in one commit; if the database refuses the batch, serve each alone, so that one cannot sink all."""
        try:
            self._serve(batch)
        except BaseException as error:
            self._start_over(batch)
            if not isinstance(error, DatabaseError | OSError | errors.Unavailable):
                raise
            why = closed_because(error)
            if why is None and len(batch) > 1:
                for errand in batch:
                    self._serve_apart_if_need_be([errand])
                return
            for errand in batch:
                errand.error = errors.Unavailable(why or "the database did not take the entry")

    @staticmethod
    def _start_over(batch: list[Errand]) -> None:
        """Forget what a batch that was not committed had come to: nothing of it may reach a caller."""
        for errand in batch:
            errand.result, errand.error = None, None


def outside_transactions() -> None:
    """Refuse to work inside a caller's transaction: its rollback could take back an entry whose answer is out."""
    if connection.in_atomic_block:
        raise RuntimeError("the door does not open inside a caller's transaction: leave it first")


_desks: dict[Serve, Desk] = {}


def desk_for(serve: Serve) -> Desk:
    """Return this process's desk for that kind of serving."""
    return _desks.setdefault(serve, Desk(serve))


@memory.on_forget
def go_home() -> None:
    """Forget the desks: their threads end when idle; new errands find a new one on the instance now in use."""
    _desks.clear()


os.register_at_fork(after_in_child=go_home)
