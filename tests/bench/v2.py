"""V2: GDPRbench with three of ten operations that must be refused."""

from __future__ import annotations

import time
from collections import Counter

from tests.bench import gdpr, gdpr_houses
from tests.bench.harness import Bar, Figure, Result
from tests.bench.ledgers import durability, set_up

WORKLOADS = ("processor", "customer")


def run(*, quick: bool) -> Result:
    """Run the traces through the door; compare every answer with the model's."""
    home = set_up()
    from seiyaku.keys import memory

    records, operations = (300, 150) if quick else (2_000, 1_000)
    house = gdpr_houses.Sealed(home)
    house.load(gdpr.record(n) for n in range(records))
    memory.settle()
    refused: Counter[str] = Counter()
    let_through: list[str] = []
    wrongly: list[str] = []
    other, done, spent = 0, 0, 0.0
    for workload in WORKLOADS:
        # Nothing is deleted, so that both traces speak of the same records.
        sizes = {"records": records, "operations": operations}
        trace = list(gdpr.trace(workload, **sizes, refuse=True, without=("delete-key", "read-purpose")))
        refused.update(o["how"] for o in trace if o["expect"] == gdpr.REFUSED)
        began = time.perf_counter()
        wrong = gdpr_houses.run_all(house, trace)
        spent += time.perf_counter() - began
        done += len(trace)
        let_through += [o["how"] for o in wrong if o["expect"] == gdpr.REFUSED]
        wrongly += [o["op"] for o in wrong if o["found"] == gdpr.REFUSED]
        other += sum(1 for o in wrong if gdpr.REFUSED not in (o["expect"], o["found"]))
    total = sum(refused.values())
    return Result(
        id="V2",
        work=f"GDPRbench among {records:,} records, {done:,} operations of which {total:,} must be refused",
        checked="the trace's own model, which knows nothing of the gate",
        durability=durability(),
        figures=[
            Figure(what="an operation, 32 clients, wall", unit="ms", median=spent / done * 1e3,
                   least=spent / done * 1e3, most=spent / done * 1e3),
        ],
        bars=[
            Bar(asked="100 % refused", found=f"{total - len(let_through):,} of {total:,}", met=not let_through),
            Bar(asked="0 wrong refusals", found=str(len(wrongly)), met=not wrongly),
            Bar(asked="every other answer as the model has it", found=f"{other} otherwise", met=not other),
        ],
        notes=[
            "Shortened: the definition says 100,000 records, 10,000 operations; a wrong recipient is not among them.",
            "Refused for: " + ", ".join(f"{how} {count}" for how, count in sorted(refused.items())) + ".",
        ],
    )  # fmt: skip
