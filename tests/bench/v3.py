"""V3: a durable, audited, decrypted read for many clients at once: the desk, beside one commit a read."""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import chain
from pathlib import Path
from typing import Any

from tests.bench import doorway
from tests.bench.harness import Bar, Figure, Result, figure, interleaved, percentile
from tests.bench.houses import READ, House, counting, set_up_house
from tests.bench.ledgers import durability

CLIENTS, PURPOSE = 32, "deliver-service"
DELAY = 2_000  # µs, for the disk that plays a slow one
SHIM = Path(__file__).with_name("sync.c")


class Clients:
    """Thirty-two threads, each asking one read after the other."""

    def __init__(self, house: House, reads: int) -> None:
        from seiyaku.door import desk, serving

        self.house, self.reads, self.batches = house, reads, list[int]()
        self.waits: list[float] = []
        self._desk = desk.Desk(counting(serving.serve, self.batches))
        self._serve, self._errand = serving.serve, desk.Errand
        self._pool = ThreadPoolExecutor(CLIENTS)

    def want(self, at: int) -> Any:
        """Return what a client asks for on its turn `at`."""
        from seiyaku.door.wants import Want

        person = self.house.people[at * 7_919 % len(self.house.people)]
        return Want(actor=self.house.clerk, act="read", purpose=PURPOSE, fields=READ, person=person)

    def desk(self) -> None:
        """Ask at the desk."""
        self.waits += self._all(lambda at: self._desk.run(self.want(at)))

    def alone(self) -> None:
        """Do the same work by the same code, a transaction and a commit for every read, in the asking thread."""
        self._all(self.one)

    def one(self, at: int) -> Any:
        """Serve one read in a commit of its own."""
        errand = self._errand(self.want(at))
        self._serve([errand])
        if errand.error is not None:
            raise errand.error
        return errand.result

    def _all(self, ask: Callable[[int], Any]) -> list[float]:
        start = threading.Barrier(CLIENTS)

        def client(number: int) -> list[float]:
            start.wait()
            taken = []
            for at in range(number, number + self.reads * CLIENTS, CLIENTS):
                began = time.perf_counter()
                ask(at)
                taken.append(time.perf_counter() - began)
            return taken

        return list(chain.from_iterable(self._pool.map(client, range(CLIENTS))))


def check(clients: Clients) -> None:
    """Every answer is what was entered; who may not is refused; every read, and every refusal, is an entry."""
    from seiyaku import door
    from seiyaku.core.errors import Refused
    from seiyaku.ledger import reading, transactions
    from seiyaku.ledger.verification import verify

    house, few = clients.house, 200
    before = reading.tree_size(transactions.raw_cursor())
    for at in range(few):
        used = clients.one(at) if at % 2 else clients._desk.run(clients.want(at))
        held = house.held[at * 7_919 % len(house.people)]
        assert dict(used.values) == {name: held[name] for name in READ}
    try:
        door.use(house.people[0], READ, purpose=PURPOSE, actor=house.lapsed)
    except Refused:
        pass
    else:
        raise AssertionError("a clerk whose training has lapsed read")
    assert reading.tree_size(transactions.raw_cursor()) == before + few + 1
    assert verify().findings == []


def child(reads: int) -> None:
    """Measure in this process, whose syncs are counted and may be delayed; print syncs and seconds of both ways."""
    count = Path(os.environ["SYNC_COUNT"])
    clients = Clients(set_up_house(1_000), reads)
    said: dict[str, list[list[float]]] = {"desk": [], "alone": []}
    clients.desk()
    for _ in range(3):
        for name, work in (("desk", clients.desk), ("alone", clients.alone)):
            before, began = int.from_bytes(count.read_bytes(), sys.byteorder), time.perf_counter()
            work()
            syncs = int.from_bytes(count.read_bytes(), sys.byteorder) - before
            said[name].append([syncs / (reads * CLIENTS), time.perf_counter() - began])
    sys.stdout.write(json.dumps(said))


def shimmed(reads: int, delay: int) -> dict[str, list[list[float]]] | None:
    """Run `child` with every sync counted and delayed by `delay` µs; None where there is no C compiler."""
    with tempfile.TemporaryDirectory(prefix="seiyaku-bench-") as folder:
        library = built(folder)
        if library is None:
            return None
        environment = os.environ | {
            "LD_PRELOAD": library, "SYNC_COUNT": f"{folder}/count", "SYNC_DELAY_US": str(delay), "SEIYAKU_HOME": folder,
        }  # fmt: skip
        done = subprocess.run(
            [sys.executable, "-m", "tests.bench.v3", str(reads)],
            env=environment, capture_output=True, text=True, check=False,
        )  # fmt: skip
        if done.returncode:
            raise RuntimeError(done.stderr[-2000:])
        said: dict[str, list[list[float]]] = json.loads(done.stdout)
        return said


def run(*, quick: bool) -> Result:
    """Check, then measure desk and commit-each in turn."""
    clients = Clients(set_up_house(500 if quick else 5_000), 10 if quick else 25)
    check(clients)
    clients.batches.clear()
    each = clients.reads * CLIENTS
    taken = interleaved({"desk": clients.desk, "commit each": clients.alone}, rounds=2 if quick else 5)
    desk, alone = taken["desk"], taken["commit each"]
    cpu = figure("desk, CPU a read", desk.cpu, unit="ms", each=each, scale=1e3, to=("commit each", alone.cpu))
    wall = figure("desk, wall a read", desk.wall, unit="ms", each=each, scale=1e3, to=("commit each", alone.wall))
    high = percentile(clients.waits, 0.99) * 1e3
    waits = Figure(
        what="one client's wait at the desk (median, least, p99)", unit="ms", least=min(clients.waits) * 1e3,
        median=statistics.median(clients.waits) * 1e3, most=high,
    )  # fmt: skip
    faster = 1 / (wall.ratio or 1)
    slow = shimmed(5 if quick else 15, DELAY)
    fast = shimmed(5 if quick else 15, 0)
    http, http_bars = through_http(clients.house, 3 if quick else 10, 1 if quick else 5)
    return Result(
        id="V3",
        work=f"durable audited read of {len(READ)} fields, {CLIENTS} clients, in process",
        checked="what each person was entered with, a refusal, the count of entries and the verifier's root",
        durability=durability(),
        figures=[
            cpu,
            figure("commit each, CPU a read", alone.cpu, unit="ms", each=each, scale=1e3),
            wall,
            figure("commit each, wall a read", alone.wall, unit="ms", each=each, scale=1e3),
            waits,
            *(synced("a disk as it is", fast) + synced("a disk whose sync takes 2 ms", slow)),
            *http,
        ],
        bars=[
            *counted(fast, clients.batches),
            Bar(asked="in process ≤ 0.30 x CPU", found=f"{cpu.ratio or 0:.2f} x", met=(cpu.ratio or 1) <= 0.30),
            Bar(asked="≥ 3 x throughput on any disk", found=f"{faster:.1f} x", met=faster >= 3),
            Bar(asked="door CPU ≤ 0.18 ms", found=f"{cpu.median:.3f} ms in batches", met=cpu.median <= 0.18),
            Bar(asked="p99 in process ≤ 10 ms, checkpoints on", found=f"{high:.1f} ms", met=high <= 10),
            *http_bars,
        ],
        notes=[
            f"Median batch of the desk: {statistics.median(clients.batches):.0f} reads a commit.",
            "Door CPU in process is that of the whole read, the threads of the clients included.",
            "What a want came to is remembered with the actors' standings: the gate is asked once for all alike.",
            "Through HTTP a token's proof is remembered with the standings; the door decides on it too (ADR 50).",
        ],
    )


def through_http(house: House, each: int, rounds: int) -> tuple[list[Figure], list[Bar]]:
    """Measure the reads through HTTP, and again with a sync that takes 2 ms where there is a compiler."""
    taken, slow = doorway.measured(house, each, rounds), None
    with tempfile.TemporaryDirectory(prefix="seiyaku-bench-") as folder:
        if (library := built(folder)) is not None:
            slow = doorway.measured(house, each, rounds, LD_PRELOAD=library, SYNC_DELAY_US=str(DELAY))
    return doorway.told(taken, slow, each)


def built(folder: str) -> str | None:
    """Build the shim; None where there is no C compiler."""
    if shutil.which("cc") is None:
        return None
    library = f"{folder}/sync.so"
    subprocess.run(["cc", "-shared", "-fPIC", "-O1", "-o", library, str(SHIM), "-ldl"], check=True)
    return library


def synced(where: str, said: dict[str, list[list[float]]] | None) -> list[Figure]:
    """Return the ratio of throughputs under the shim."""
    if said is None:
        return []
    desk, alone = ([seconds for _, seconds in said[name]] for name in ("desk", "alone"))
    return [
        figure(f"{where}: desk, wall a round", desk, unit="s", to=("commit each", alone)),
        figure(f"{where}: commit each, wall a round", alone, unit="s"),
    ]


def counted(said: dict[str, list[list[float]]] | None, batches: list[int]) -> list[Bar]:
    """Return the bar on syncs a read: counted by the shim, else by the desk's own commits."""
    if said is None:
        share, how = len(batches) / sum(batches), "commits, no compiler for the shim"
    else:
        share, how = statistics.median(syncs for syncs, _ in said["desk"]), "counted by a preloaded shim"
    return [Bar(asked="≤ 0.10 fdatasync a read", found=f"{share:.3f} ({how})", met=share <= 0.10)]


if __name__ == "__main__":
    os.environ.setdefault("SEIYAKU_SECRET_KEY", "only-for-benchmarks")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "seiyaku.config.settings")
    child(int(sys.argv[1]))
