"""
What runs beside the pages inside `seiyaku up`: the sequencer on PostgreSQL, and the jobs.

A job is done at least once in its time, so it can be done twice; one that fails is told to the log, by its name only,
and tried again in its next turn.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable

from django.db import close_old_connections, connection

log = logging.getLogger(__name__)
TICK = 1.0  # seconds


def push_outside() -> None:
    """Sign the ledger's head, and hand what is new to the receivers outside."""
    from seiyaku.ledger.outside import push

    push()


JOBS: dict[Callable[[], object], float] = {push_outside: 60.0}


class Jobs(threading.Thread):
    """Does each job when its time has come, one after the other."""

    def __init__(self, jobs: dict[Callable[[], object], float]) -> None:
        super().__init__(name="seiyaku-jobs", daemon=True)
        self._jobs = jobs
        self._due = dict.fromkeys(jobs, time.monotonic())
        self._stopping = threading.Event()

    def run(self) -> None:
        """Look once a second."""
        while not self._stopping.wait(TICK):
            self.turn(time.monotonic())

    def turn(self, now: float) -> None:
        """Do what is due at `now`."""
        for job in [job for job, due in self._due.items() if due <= now]:
            self._due[job] = now + self._jobs[job]
            close_old_connections()
            try:
                job()
            except Exception as error:  # noqa: BLE001  # one job's failure is not another's, nor the server's
                log.error("the job %s failed: %s", job.__name__, type(error).__name__)  # noqa: TRY400  # no values

    def stop(self) -> None:
        """Stop after the job it is in."""
        self._stopping.set()


def start() -> None:
    """Start what this process is to run beside the pages."""
    if connection.vendor == "postgresql":
        from seiyaku.ledger.sequencing import Sequencer

        Sequencer().start()
    Jobs(JOBS).start()
