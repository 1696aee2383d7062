"""C1: `kill -9` of every process under sixteen clients: no answer without its entry, and no release before its sync."""

from __future__ import annotations

import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from hashlib import sha256
from itertools import count
from pathlib import Path

from tests.abuse.mixed import Notes, acting
from tests.bench.harness import Bar, Figure, Result

CLIENTS, ROUNDS, QUICK_ROUNDS = 16, 12, 3
LIFE = (0.15, 0.5)  # seconds under load before all are killed
TRACED = 60
_TRACE = re.compile(r"(fdatasync|fsync|write)\(\d+<([^>]*)>")
Job = Callable[[Path, int], None]


def use(number: int, people: list[str]) -> dict[str, str]:
    """Read one person through the door, and return what names the answer."""
    from seiyaku import door

    person = people[number * 7919 % len(people)]
    used = door.use(person, ["name", "phone"], purpose="deliver-service", actor=acting("bob"))
    return {"entry": used.entry, "leaf": used.leaf}


def clients(threads: int, people: list[str]) -> Job:
    """Return the job of a worker with so many clients: each notes its answer after it has it."""

    def job(folder: Path, life: int) -> None:
        def client(place: int) -> None:
            note = Notes(folder / f"notes-{life}-{place}")
            for number in count(life * 1009 + place * 31):
                note(use(number, people))

        for place in range(1, threads):
            threading.Thread(target=client, args=(place,), daemon=True).start()
        client(0)

    return job


def hasty(folder: Path, life: int) -> None:
    """Be the control: note every answer in the moment before its commit."""
    from seiyaku.ledger.transactions import deciding
    from seiyaku.ledger.writing import Draft, append

    note = Notes(folder / f"notes-{life}-0")
    while True:
        with deciding() as cursor:
            (written,) = append(cursor, [Draft({"act": "read", "answer": "allowed"})])
            note({"entry": written.id, "leaf": written.leaf.hex()})


def sequencer(_folder: Path, _life: int) -> None:
    """Place entries, on PostgreSQL."""
    from seiyaku.ledger.sequencing import Sequencer

    Sequencer().run()


def killed(jobs: list[Job], rounds: int, folder: Path) -> int:
    """Bring all jobs up and kill them all, again and again; return how many processes were killed."""
    from django.db import connections

    folder.mkdir()
    chance, lives = random.Random(2018), count(1)  # noqa: S311  # when to kill is no secret
    for _ in range(rounds):
        connections.close_all()
        children = [_born(job, folder, next(lives)) for job in jobs]
        time.sleep(chance.uniform(*LIFE))
        for child in children:
            os.kill(child, signal.SIGKILL)
        for child in children:
            os.waitpid(child, 0)
    return rounds * len(jobs)


def _born(job: Job, folder: Path, life: int) -> int:
    child = os.fork()
    if child:
        return child
    try:
        job(folder, life)
    finally:
        os._exit(1)


def unproven(folder: Path) -> tuple[int, int]:
    """Return how many answers were noted, and how many of them have no entry with their hash in the ledger."""
    from seiyaku.ledger import reading, sequencing

    sequencing.place_all()
    lines = [line for path in folder.glob("notes-*") for line in path.read_bytes().splitlines(keepends=True)]
    answers = [json.loads(line) for line in lines if line.endswith(b"\n")]
    export = folder / "export"
    reading.export(export)
    with (export / "entries.jsonl").open("rb") as entries:
        leaves = {sha256(b"\0" + line.rstrip(b"\n")).hexdigest() for line in entries}
    shutil.rmtree(export)
    return len(answers), sum(answer["leaf"] not in leaves for answer in answers)


def whole() -> int:
    """Return how many things the ledger's own verification finds."""
    from seiyaku.ledger import verification

    return len(verification.verify().findings)


def traced(path: str) -> None:
    """Read so many times in a process that is watched, and note each answer."""
    import django

    django.setup()
    from tests.abuse.mixed import held

    people = held()
    use(0, people)
    note = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    for number in range(TRACED):
        os.write(note, json.dumps(use(number, people)).encode() + b"\n")


def unsynced(folder: Path) -> tuple[int, int] | None:
    """Return how many releases a trace shows, and how many without a sync of the log since the one before."""
    from django.db import connection

    if connection.vendor != "sqlite" or shutil.which("strace") is None:
        return None
    notes, trace = folder / "traced", folder / "trace"
    call = f"from tests.bench.c1 import traced; traced({str(notes)!r})"
    watch = ["strace", "-f", "-y", "-e", "trace=fdatasync,fsync,write", "-o", str(trace)]
    done = subprocess.run(
        [*watch, sys.executable, "-c", call], check=False, env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    )
    if done.returncode:
        return None
    releases, bare, synced = 0, 0, False
    for called, path in _TRACE.findall(trace.read_text(encoding="utf-8", errors="replace")):
        if called == "write" and path == str(notes):
            releases, bare, synced = releases + 1, bare + (not synced), False
        elif called != "write" and path.endswith("-wal"):
            synced = True
    return releases, bare


def run(*, quick: bool) -> Result:
    """Kill one worker, two workers and the control; look at every answer; trace the syncs."""
    from tests.bench.houses import set_up_house
    from tests.bench.ledgers import durability

    house = set_up_house(200 if quick else 5_000)
    from django.db import connection

    home, rounds = Path(os.environ["SEIYAKU_HOME"]), QUICK_ROUNDS if quick else ROUNDS
    how, placing = durability(), [sequencer] if connection.vendor == "postgresql" else []
    use(0, house.people)
    found: dict[str, tuple[int, int, int]] = {}
    for name, jobs in {
        "1 worker": [clients(CLIENTS, house.people), *placing],
        "2 workers": [clients(CLIENTS // 2, house.people)] * 2 + placing,
        "control": [hasty, *placing],
    }.items():
        kills = killed(jobs, rounds, home / name.replace(" ", "-"))
        found[name] = (kills, *unproven(home / name.replace(" ", "-")))
    return result(found, whole(), unsynced(home), how)


def result(
    found: dict[str, tuple[int, int, int]], findings: int, syncs: tuple[int, int] | None, durability: str
) -> Result:
    """Say what was found."""
    ours = [found["1 worker"], found["2 workers"]]
    answers, lost = sum(each[1] for each in ours), sum(each[2] for each in ours)
    kills, (_, said, caught) = sum(each[0] for each in ours), found["control"]
    bars = [
        Bar(
            asked="0 answers without entry",
            found=f"{lost} of {answers:,} in {kills} kills",
            met=not lost and answers > 0,
        ),
        Bar(asked="a control that answers before the commit is caught", found=f"{caught} of {said:,}", met=caught > 0),
        Bar(asked="tree equals entries", found=f"{findings} findings", met=not findings),
    ]
    if syncs is not None:
        told = f"{syncs[1]} of {syncs[0]} releases without one"
        bars.append(Bar(asked="every release follows a sync of the log", found=told, met=syncs[0] > 0 == syncs[1]))
    return Result(
        id="C1",
        work="kill -9 of every process at random moments under 16 clients reading through the door",
        checked="the leaf hash of every answer among the entries exported afterwards",
        durability=durability,
        figures=[
            Figure(what=f"answers, {name}", unit="answers", median=each[1], least=each[1], most=each[1])
            for name, each in found.items()
        ],
        bars=bars,
        notes=["The trace is one client's, by strace; on PostgreSQL the server syncs, out of its sight."],
    )
