"""V1: GDPRbench's workloads through the door, beside plain tables, through the same layer and raw."""

from __future__ import annotations

import gc
import math
import statistics
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg

from tests.bench import gdpr, gdpr_houses
from tests.bench.harness import Bar, Figure, Result
from tests.bench.ledgers import durability, set_up
from tests.databases import start_postgresql

ROUNDS = 5


@dataclass
class Taken:
    """Seconds of wall and CPU, one a round."""

    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)


def lives(home: Path, outside: Path, records: int) -> dict[str, Any]:
    """Return the houses, each holding the same records; the peers outside, where no erasure looks for values."""
    server = start_postgresql(Path(tempfile.mkdtemp(prefix="seiyaku-bench-pg-")))
    with psycopg.connect(server, autocommit=True) as connected:
        connected.execute("CREATE DATABASE layered")
    houses: dict[str, Any] = {
        "sealed": gdpr_houses.Sealed(home),
        "plain": gdpr_houses.Layered("plain", f"sqlite:///{outside / 'layered.sqlite3'}"),
        "plain PostgreSQL": gdpr_houses.Layered("server", server.replace("/postgres?", "/layered?")),
        "raw": gdpr_houses.Plain(outside / "raw.sqlite3"),
        "raw PostgreSQL": gdpr_houses.PlainPostgres(server),
        "compliant": gdpr_houses.Compliant(outside / "compliant.sqlite3"),
    }
    for house in houses.values():
        house.load(gdpr.record(n) for n in range(records))
    return houses


def measured(houses: dict[str, Any], records: int, operations: int) -> tuple[dict[str, dict[str, Taken]], int]:
    """Run every workload in every house, a fifth of the trace at a time and in turn; return times and wrong answers."""
    taken: dict[str, dict[str, Taken]] = {}
    wrong = 0
    for workload in ("processor", "regulator", "customer", "controller"):
        taken[workload] = {name: Taken() for name in houses}
        trace = list(gdpr.trace(workload, records=records, operations=operations))
        size = math.ceil(len(trace) / ROUNDS)
        for start in range(0, len(trace), size):
            for name, house in houses.items():
                gc.collect()
                wall, cpu = time.perf_counter(), time.process_time()
                wrong += len(gdpr_houses.run_all(house, trace[start : start + size]))
                taken[workload][name].wall.append(time.perf_counter() - wall)
                taken[workload][name].cpu.append(time.process_time() - cpu)
        for house in houses.values():
            repair(house, trace, records)
    return taken, wrong


def repair(house: Any, trace: list[dict[str, Any]], records: int) -> None:
    """Put back what a trace deleted or changed, for the next one (outside the time)."""
    touched = {o["key"] for o in trace if o["op"].startswith(("delete", "update", "insert"))}
    gone = {o["key"] for o in trace if o["op"].startswith("delete")}
    new = {o["key"] for o in trace if o["op"] == "insert"} - gone
    by_key = {gdpr.record(n).key: gdpr.record(n) for n in range(records)}
    for key in (touched | new) - gone:
        house.do({"op": "delete-key", "key": key, "purpose": "purpose-00"})
    house.load(by_key[key] for key in sorted(touched) if key in by_key)


def ratio(taken: dict[str, Taken], to: str, what: str) -> float:
    """Return how many times the throughput of `to` the door has."""
    ours: list[float] = getattr(taken["sealed"], what)
    theirs: list[float] = getattr(taken[to], what)
    return statistics.median(b / a for a, b in zip(ours, theirs, strict=True))


def run(*, quick: bool) -> Result:
    """Run the four mixes in turn in every house."""
    home = set_up()
    from seiyaku.keys import memory

    records, operations = (200, 50) if quick else (1_000, 250)
    with tempfile.TemporaryDirectory(prefix="seiyaku-bench-") as outside:
        houses = lives(home, Path(outside), records)
        memory.settle()
        taken, wrong = measured(houses, records, operations)
    figures = []
    for workload, of in taken.items():
        for name, samples in of.items():
            each = [seconds / (operations / ROUNDS) * 1e3 for seconds in samples.wall]
            figures.append(
                Figure(
                    what=f"{workload}, {name}: wall an operation", unit="ms", median=statistics.median(each),
                    least=min(each), most=max(each),
                    ratio=1 / ratio(of, name, "wall") if name != "sealed" else None,
                    to="sealed" if name != "sealed" else None,
                )
            )  # fmt: skip
    plain = {workload: ratio(of, "plain", "wall") for workload, of in taken.items()}
    means = {
        peer: math.exp(statistics.mean(math.log(ratio(of, peer, "wall")) for of in taken.values()))
        for peer in ("plain", "plain PostgreSQL", "compliant", "raw", "raw PostgreSQL")
    }
    mean, server, other, *_ = means.values()
    least = min(plain, key=lambda workload: plain[workload])
    return Result(
        id="V1",
        work=f"GDPRbench, {records:,} records, {operations:,} operations a mix, 32 clients",
        checked=f"the answers each trace carries, in every house: {wrong} otherwise",
        durability=durability(),
        figures=figures,
        bars=[
            Bar(asked="every answer as the trace has it", found=f"{wrong} otherwise", met=not wrong),
            Bar(asked="geometric mean ≥ 0.80 x plain", found=f"{mean:.2f} x", met=mean >= 0.8),
            Bar(asked="geometric mean ≥ 0.80 x plain PostgreSQL", found=f"{server:.2f} x", met=server >= 0.8),
            Bar(asked="no mix < 0.5 x plain", found=f"{least} {plain[least]:.2f} x", met=plain[least] >= 0.5),
            Bar(asked="≥ 2 x compliant", found=f"{other:.2f} x", met=other >= 2),
        ],
        notes=[
            "Shortened: the definition says 100,000 records and 10,000 operations a mix.",
            "A deletion takes one person; ours erases everywhere and searches every file, once for all who wait.",
            "Plain: the same data layer (Django's connection, the writers' turn), no log, reads without a commit.",
            "Raw SQL without that layer, geometric mean: "
            + ", ".join(f"{means[peer]:.2f} x {peer}" for peer in ("raw", "raw PostgreSQL")) + ".",
            "Compliant: the plain table, each operation logged in a commit of its own, values sealed under one key.",
            "PostgreSQL: its own server over a socket, fsync on, a connection a client; no TLS, csvlog, pgaudit.",
            "CPU, times plain: "
            + ", ".join(f"{workload} {1 / ratio(of, 'plain', 'cpu'):.1f}" for workload, of in taken.items()) + ".",
        ],
    )  # fmt: skip
