"""L3: PostgreSQL, 32 writers that commit each entry, one sequencer; a transaction held open is never skipped."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.bench.harness import Bar, Figure, Result, percentile
from tests.bench.ledgers import READ, durability, set_up

WRITERS, PROCESSES = 32, 4


def run(*, quick: bool) -> Result:
    """Start a PostgreSQL of its own unless the environment names one, and write from four processes."""
    if not os.environ.get("SEIYAKU_DATABASE_URL", "").startswith("postgres"):
        from tests.databases import start_postgresql

        os.environ["SEIYAKU_DATABASE_URL"] = start_postgresql(Path(tempfile.mkdtemp(prefix="seiyaku-bench-pg-")))
    set_up()
    seconds = 2.0 if quick else 15.0
    held, release = threading.Event(), threading.Event()
    slow = threading.Thread(target=_hold, args=(held, release))
    slow.start()
    held.wait()
    from seiyaku.ledger.sequencing import connect

    with connect() as database:
        database.execute(
            "CREATE TABLE bench_queue (place bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, a bytea, b bigint,"
            " c bytea, d bytea, e bytea, f bytea, at timestamptz DEFAULT clock_timestamp())"
        )
    before = _write(seconds / 2, "bare") / seconds * 2
    lags, cpu, written = _measure(seconds)
    bare = (before + _write(seconds / 2, "bare") / seconds * 2) / 2
    release.set()
    slow.join()
    _settle()
    placed, findings = _count()
    whole = placed == written + 1 and findings == 0
    rate, each = written / seconds, cpu / max(written, 1) * 1e6
    p99, most = percentile(lags, 0.99) * 1000, max(lags) * 1000
    return Result(
        id="L3",
        work=f"{WRITERS} writers in {PROCESSES} processes, one commit each, one sequencer, one transaction held open",
        checked=f"every entry placed once, {placed:,} of {written + 1:,}, the held one among them; tree and MAC",
        durability=durability(),
        figures=[
            Figure(what="entries", unit="/s", median=rate, least=rate, most=rate, ratio=rate / bare, to="bare rows"),
            Figure(what="bare rows, before and after", unit="/s", median=bare, least=bare, most=bare),
            Figure(
                what="placing lag", unit="ms", median=percentile(lags, 0.5) * 1000, least=min(lags) * 1000, most=most
            ),
            Figure(what="sequencer CPU", unit="us an entry", median=each, least=each, most=each),
        ],
        bars=[
            Bar(asked="at least 8,000 entries/s", found=f"{rate:,.0f}/s", met=rate >= 8000),
            Bar(asked="placing lag p99 at most 500 ms", found=f"{p99:.0f} ms", met=p99 <= 500),
            Bar(asked="placing lag at most 1 s", found=f"{most:.0f} ms", met=most <= 1000),
            Bar(asked="at most 10 us of the sequencer's CPU an entry", found=f"{each:.1f} us", met=each <= 10),
            Bar(asked="a transaction held open is never skipped", found="placed" if whole else "lost", met=whole),
        ],
        notes=[
            "Writers, server and sequencer share this machine's processors.",
            "Bare rows: the same threads write rows as wide in BEGIN, INSERT, COMMIT, and nobody reads them.",
            "Lag: from the moment an entry is begun to the commit that gives it its place, of every entry.",
        ],
    )


def _hold(held: threading.Event, release: threading.Event) -> None:
    from seiyaku.ledger.transactions import deciding
    from seiyaku.ledger.writing import Draft, Seen, append

    with deciding() as cursor:
        append(cursor, [Draft({**READ, "ref": "held"}, [Seen(1, bytes(16))])])
        held.set()
        release.wait()


def _measure(seconds: float) -> tuple[list[float], float, int]:
    """Run the writers; return each entry's lag, the seconds of CPU of the sequencer, and how many were written."""
    from seiyaku.ledger import sequencing

    stop, spent = threading.Event(), [0.0]
    rounds: list[tuple[int, float]] = []

    def sequence() -> None:
        with sequencing.connect() as connected:
            placer = sequencing.Placer(connected)
            taken = sequencing.BATCH
            while taken or not stop.is_set():
                start = time.thread_time()
                taken = placer.round()
                spent[0] += time.thread_time() - start
                if taken:
                    row: Any = connected.execute("SELECT size FROM ledger_tree").fetchone()
                    rounds.append((row[0], time.time()))
                stop.wait(0 if taken >= sequencing.BATCH else sequencing.PAUSE)

    placing = threading.Thread(target=sequence)
    written = _write(seconds, "ours", placing.start)
    stop.set()
    placing.join()
    return _lags(rounds), spent[0], written


def _write(seconds: float, how: str, begin: Callable[[], object] = lambda: None) -> int:
    """Write from all processes at once; return how many entries."""
    command = [sys.executable, "-c", f"from tests.bench.l3 import writers; writers({seconds}, {how!r})"]
    children = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _ in range(PROCESSES)
    ]
    for child in children:
        assert child.stdout
        assert child.stdout.readline() == "ready\n"
    begin()
    return sum(int(child.communicate("go\n")[0]) for child in children)


def _lags(rounds: list[tuple[int, float]]) -> list[float]:
    """Return how long after it was begun (the first half of its id) each entry had its place."""
    from seiyaku.ledger.transactions import raw_cursor

    cursor = raw_cursor()
    cursor.execute("SELECT id FROM ledger_entry ORDER BY number")
    begun = [int.from_bytes(bytes(entry)[:6], "big") / 1000 for (entry,) in cursor.fetchall()]
    lags: list[float] = []
    for size, at in rounds:
        lags += [at - one for one in begun[len(lags) : size]]
    return lags


def writers(seconds: float, how: str) -> None:
    """Write from this process's share of threads for so long; print how many entries."""
    import django
    from django.conf import settings

    django.setup()
    settings.HOME = Path(os.environ["SEIYAKU_HOME"])
    once = {"ours": _entry, "bare": _row}[how]
    counts = [0] * (WRITERS // PROCESSES)
    ready, started = threading.Barrier(len(counts) + 1), threading.Event()

    def write(me: int) -> None:
        write_one = once()
        ready.wait()
        started.wait()
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            write_one(counts[me])
            counts[me] += 1

    threads = [threading.Thread(target=write, args=(me,)) for me in range(len(counts))]
    for thread in threads:
        thread.start()
    ready.wait()
    print("ready", flush=True)
    sys.stdin.readline()
    started.set()
    for thread in threads:
        thread.join()
    print(sum(counts))


def _entry() -> Callable[[int], object]:
    """Return what writes one entry in a commit of its own."""
    from seiyaku.ledger.transactions import deciding
    from seiyaku.ledger.writing import Draft, Seen, append

    def write(number: int) -> None:
        with deciding() as cursor:
            append(cursor, [Draft(READ, [Seen(number % 1000, bytes(16))])])

    with deciding():
        return write


def _row() -> Callable[[int], object]:
    """Return what writes a row as wide in the same three exchanges with the server, and does nothing else."""
    from seiyaku.ledger.sequencing import connect

    connected = connect()
    row = bytes(8), 1, bytes(32), bytes(32), bytes(12), bytes(360)

    def write(_number: int) -> None:
        connected.execute("BEGIN")
        connected.execute("INSERT INTO bench_queue (a, b, c, d, e, f) VALUES (%b, %b, %b, %b, %b, %b)", row)
        connected.execute("COMMIT")

    return write


def _settle() -> None:
    from seiyaku.ledger.sequencing import place_all

    place_all()


def _count() -> tuple[int, int]:
    from seiyaku.ledger.reading import tree_size
    from seiyaku.ledger.transactions import raw_cursor
    from seiyaku.ledger.verification import verify

    return tree_size(raw_cursor()), len(verify().findings)
