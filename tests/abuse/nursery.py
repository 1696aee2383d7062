"""
Brings up workers and kills them, `kill -9`, at random moments: `python -m tests.abuse.nursery KILLS SEED FOLDER KIND`.

Workers are forked from one process that has imported and worked out everything, so that a life of a fraction of a
second is spent at work. KIND is "work" (mixed work through the door), or "control": it notes an answer in the moment
before its commit, as a careless server would.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

from .mixed import Notes, Worker, held, patient, small_blocks

AT_ONCE = 3
KINDS = 6
LIFE = {"sqlite": (0.02, 0.9), "postgresql": (0.1, 2.0)}  # seconds of work before the kill


def work(seed: int, folder: Path) -> None:
    """Work until killed; errors go into a file of their own."""
    worker = Worker(seed, Notes(folder / f"notes-{seed}"))
    while not worker.errors:
        worker.once()
    (folder / f"errors-{seed}").write_text("\n".join(worker.errors), encoding="utf-8")


def control(seed: int, folder: Path) -> None:
    """Write entries, and note each as answered while its transaction is still open."""
    from seiyaku.ledger.transactions import deciding
    from seiyaku.ledger.writing import Draft, append

    note = Notes(folder / f"notes-{seed}")
    while True:
        with deciding() as cursor:
            (written,) = append(cursor, [Draft({"act": "read", "answer": "allowed"})])
            note({"what": "control", "entry": written.id, "leaf": written.leaf.hex()})
            time.sleep(0.01)  # the moment of a careless server is as long on a fast disk as on a slow one


def place(_seed: int, _folder: Path) -> None:
    """Be the sequencer."""
    from seiyaku.ledger.sequencing import Sequencer

    Sequencer().run()


def bear(job: Callable[[int, Path], None], seed: int, folder: Path) -> int:
    """Fork a worker; return its process id."""
    child = os.fork()
    if child:
        return child
    try:
        job(seed, folder)
    finally:
        os._exit(1)


def main(kills: str, seed: str, folder: str, kind: str) -> None:
    """Keep some workers alive and kill one after another; print how many were killed alive."""
    import django

    django.setup()
    from django.db import connection, connections

    small_blocks()
    patient()
    warm()
    jobs: list[Callable[[int, Path], None]] = [{"work": work, "control": control}[kind]] * AT_ONCE
    if connection.vendor == "postgresql":
        jobs.append(place)
    connections.close_all()
    chance, number, killed = random.Random(int(seed)), 0, 0  # noqa: S311  # when to kill is no secret
    alive: list[tuple[int, Callable[[int, Path], None]]] = []
    while killed < int(kills) or (kind == "work" and len(kinds(Path(folder))) < KINDS):
        while len(alive) < len(jobs):
            missing = next(job for job in jobs if sum(j is job for _, j in alive) < jobs.count(job))
            number += 1
            alive.append((bear(missing, number, Path(folder)), missing))
        time.sleep(chance.uniform(*LIFE[connection.vendor]) / len(jobs))
        victim, _ = alive.pop(chance.randrange(len(alive)))
        os.kill(victim, signal.SIGKILL)
        killed += os.waitstatus_to_exitcode(os.waitpid(victim, 0)[1]) == -signal.SIGKILL
    for victim, _ in alive:
        os.kill(victim, signal.SIGKILL)
        os.waitpid(victim, 0)
    print(json.dumps({"killed": killed + len(alive)}))


def kinds(folder: Path) -> set[str]:
    """What was done so far: on a slow machine it takes more lives until there was some of everything."""
    lines = [line for path in folder.glob("notes-*") for line in path.read_bytes().splitlines(keepends=True)]
    return {json.loads(line)["what"] for line in lines if line.endswith(b"\n")}


def warm() -> None:
    """Do once, and do not keep, what every worker would begin with: read the policy, compile it, open the keyring."""
    worker = Worker(0, lambda _: None)
    worker.people = held()
    for _ in range(3):
        worker.use(worker.people[0])
        worker.find("")


if __name__ == "__main__":
    main(*sys.argv[1:])
