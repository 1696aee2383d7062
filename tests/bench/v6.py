"""V6: the same work among more people: what one operation costs as the database grows."""

from __future__ import annotations

import random
import statistics
from collections.abc import Callable
from pathlib import Path

from tests.bench.harness import Bar, Figure, Result, figure, interleaved
from tests.bench.houses import READ, House, enter, set_up_house
from tests.bench.ledgers import durability

PURPOSE, READS = "deliver-service", 960


def readers(house: House) -> dict[str, Callable[[], object]]:
    """Return the work: reads of people at random, 1, 16 and 64 to a commit; and a search by telephone number."""
    from seiyaku import door
    from seiyaku.door import serving
    from seiyaku.door.desk import Errand
    from seiyaku.door.wants import Want

    dice = random.Random(6)  # noqa: S311  a benchmark's dice

    def want() -> Want:
        person = dice.choice(house.people)
        return Want(actor=house.clerk, act="read", purpose=PURPOSE, fields=READ, person=person)

    def read(each: int) -> None:
        for _ in range(0, READS if each > 1 else READS // 4, each):
            batch = [Errand(want()) for _ in range(each)]
            serving.serve(batch)
            assert all(errand.result.values for errand in batch)

    def find() -> None:
        for _ in range(READS // 4):
            phone = f"0900{dice.randrange(1, len(house.people) + 1):07d}"
            door.find({"phone": phone}, purpose=PURPOSE, actor=house.clerk)

    return {
        "1 read a commit": lambda: read(1), "16 reads a commit": lambda: read(16),
        "64 reads a commit": lambda: read(64), "find by telephone": find,
    }  # fmt: skip


def run(*, quick: bool) -> Result:
    """Measure each kind of work among the first people; then among ten times as many."""
    first, then = (500, 2_000) if quick else (10_000, 100_000)
    house = set_up_house(first, keep=False)
    before = interleaved(readers(house), rounds=2 if quick else 5)
    enter(house, then - first, keep=False)
    after = interleaved(readers(house), rounds=2 if quick else 5)
    figures: list[Figure] = []
    worst = 0.0
    for name, samples in after.items():
        each = READS // 4 if name.startswith(("1 ", "find")) else READS
        grown = figure(f"{name}, {then:,} people, CPU", samples.cpu, unit="µs", each=each, scale=1e6)
        small = figure(f"{name}, {first:,} people, CPU", before[name].cpu, unit="µs", each=each, scale=1e6)
        ratio = statistics.median(samples.cpu) / statistics.median(before[name].cpu)
        worst = max(worst, ratio)
        figures += [small, grown, Figure(what=f"{name}: growth", unit="x", median=ratio, least=ratio, most=ratio)]
    size = sum(path.stat().st_size for path in Path(house.home).glob("*.sqlite3")) / 1e6
    return Result(
        id="V6",
        work=f"constant work among {first:,} and among {then:,} people",
        checked="every read brought values; everything else is V2's and V3's oracle",
        durability=durability(),
        figures=figures,
        bars=[Bar(asked="≤ 1.5 x CPU an operation at ten times the people", found=f"{worst:.2f} x", met=worst <= 1.5)],
        notes=[
            f"The database came to {size:,.0f} MB, all of it in the page cache.",
            "Shortened: the bar speaks of 100,000, 1 million (1.5 x) and 5 million (2 x).",
            "The two sizes are not interleaved: the database grows in between.",
        ],
    )
