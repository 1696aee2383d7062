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

from seiyaku.core.asks import Actor

log = logging.getLogger(__name__)
TICK = 1.0  # seconds
SETTLED = 60.0  # what is done once a day waits for so long after the start
NIGHTLY = Actor(id="system:nightly", kind="system", proven_by="job")
DELIVERING = Actor(id="system:post", kind="system", proven_by="job")


def push_outside() -> None:
    """Sign the ledger's head, and hand what is new to the receivers outside."""
    from seiyaku.ledger.outside import push

    push()


def expire() -> None:
    """End what no purpose and no law needs any more, with a certificate (2-3)."""
    from seiyaku import door

    door.expire(actor=NIGHTLY)


def remind() -> None:
    """Mail whose training is about to lapse (2-4)."""
    from seiyaku.people import services as people

    people.remind(actor=NIGHTLY)


def note_lights() -> None:
    """Note how each light stands, so that it is known since when (policy 0 to 12)."""
    from seiyaku.evidence import history
    from seiyaku.people.days import today
    from seiyaku.policy.queries import in_force

    history.note(in_force().policy, today())


def verify() -> None:
    """Check that everything is what its entries say (2-1); the log tells what is not, by identifiers only."""
    from seiyaku import door
    from seiyaku.ledger import outside

    for found in door.verify(outside.kept()).findings:
        log.critical("ledger verify: %s: %s", found.what, found.why)


def destroy_backup_keys() -> None:
    """Destroy the key files of backups whose time is over, and whom they are sealed to."""
    from seiyaku.backup.taking import destroy_old_keys

    destroy_old_keys()


def deliver() -> None:
    """Hand over what waits in the outbox."""
    from django.utils import timezone

    from seiyaku.post import running

    running.run(timezone.now(), actor=DELIVERING)


def tidy_post() -> None:
    """Let go of what was packed and never sent, and of parcels that died long ago."""
    from django.utils import timezone

    from seiyaku.post import running

    running.tidy(timezone.now(), actor=NIGHTLY)


def end_pseudonymised() -> None:
    """Destroy pseudonymised information whose day is over (41(5))."""
    from seiyaku.anonymised import pseudonymising
    from seiyaku.people.days import today

    pseudonymising.expire(today(), actor=NIGHTLY)


def clear_scratch() -> None:
    """Remove the working folders that killed runs of a release left."""
    from seiyaku.anonymised import vaulting

    vaulting.clear_left()


def forget_jobs() -> None:
    """Forget the jobs of anonymised information that are over for a day."""
    from django.utils import timezone

    from seiyaku.anonymised import jobs

    jobs.forget(timezone.now())


def forget_repeats() -> None:
    """Forget asks under a key that are older than a day."""
    from seiyaku.people import repeating

    repeating.expire()


def forget_outcomes() -> None:
    """Forget what came of lists of acts that have been done for a month."""
    from seiyaku.door import batches

    batches.expire()


def forget_credentials() -> None:
    """Take away links, visits and tries of customers that are over, and close letters that nobody used."""
    from seiyaku.credentials import services

    services.expire()


DAY = 86_400.0
JOBS: dict[Callable[[], object], float] = {
    push_outside: 60.0,
    expire: DAY,
    remind: DAY,
    note_lights: 600.0,
    verify: DAY,
    destroy_backup_keys: 600.0,
    deliver: 60.0,
    tidy_post: DAY,
    end_pseudonymised: DAY,
    clear_scratch: DAY / 24,
    forget_jobs: DAY / 24,
    forget_repeats: DAY / 24,
    forget_outcomes: DAY,
    forget_credentials: 600.0,
}


class Jobs(threading.Thread):
    """Does each job when its time has come, one after the other."""

    def __init__(self, jobs: dict[Callable[[], object], float]) -> None:
        super().__init__(name="seiyaku-jobs", daemon=True)
        self._jobs = jobs
        now = time.monotonic()
        self._due = {job: now + SETTLED if every >= DAY else now for job, every in jobs.items()}
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


class Searches(threading.Thread):
    """Previews plans and makes releases, one after the other, beside the other jobs: a search may take long (9-2-A)."""

    def __init__(self) -> None:
        super().__init__(name="seiyaku-searches", daemon=True)

    def run(self) -> None:
        """Run what is asked for, as soon as it is."""
        from seiyaku.anonymised import attending

        with attending.attended():
            while True:
                close_old_connections()
                try:
                    if attending.any_open():
                        _search()
                except Exception as error:  # noqa: BLE001  # the next one is run all the same
                    log.error("searching failed: %s", type(error).__name__)  # noqa: TRY400  # no values
                attending.wait_for_more(TICK)


def _search() -> None:
    from seiyaku.anonymised import working  # brings numpy along: not where nobody searches

    working.turn()


def start() -> None:
    """Start what this process is to run beside the pages."""
    if connection.vendor == "postgresql":
        from seiyaku.ledger.sequencing import Sequencer

        Sequencer().start()
    Jobs(JOBS).start()
    Searches().start()
