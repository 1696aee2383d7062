"""V4: one act on many people: decided, written with the people root, unwrapped, decrypted, as JSON."""

from __future__ import annotations

import itertools
import sqlite3
import statistics
from pathlib import Path

import orjson

from tests.bench.harness import Bar, Result, figure, interleaved
from tests.bench.houses import FIELDS, READ, House, resident, set_up_house
from tests.bench.ledgers import durability

PURPOSE = "deliver-service"


class Plain:
    """The same people in a table without keys, purposes or entries."""

    def __init__(self, path: Path, house: House) -> None:
        names = ", ".join(f'"{name}"' for name in FIELDS)
        self._db = sqlite3.connect(path, isolation_level=None)
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute(f"CREATE TABLE person (pid TEXT PRIMARY KEY, {names}) WITHOUT ROWID")
        rows = ((pid, *held.values()) for pid, held in zip(house.people, house.held, strict=True))
        self._db.executemany(f"INSERT INTO person VALUES ({', '.join('?' * (len(FIELDS) + 1))})", rows)

    def read(self, people: list[str]) -> list[bytes]:
        """Select by public id, a thousand at a time, and write JSON."""
        written = []
        for start in range(0, len(people), 1_000):
            some = people[start : start + 1_000]
            question = f"SELECT pid, name, phone FROM person WHERE pid IN ({', '.join('?' * len(some))})"
            found = self._db.execute(question, some)
            written.append(orjson.dumps([(pid, {"name": name, "phone": phone}) for pid, name, phone in found]))
        return written


def sealed(house: House, people: list[str] | None) -> list[bytes]:
    """Use the information of `people` (None: everybody) in one act, as JSON."""
    from seiyaku import door

    bulk = door.use_many(people, READ, purpose=PURPOSE, actor=house.clerk)
    return [orjson.dumps(block) for block in bulk.blocks]


def check(house: House, plain: Plain) -> None:
    """Both ways answer the same, for everybody; and one withdrawn person is in no block."""
    ours = {pid: values for block in sealed(house, None) for pid, values in orjson.loads(block)}
    theirs = {pid: values for block in plain.read(house.people) for pid, values in orjson.loads(block)}
    assert ours == theirs
    assert len(ours) == len(house.people)


def run(*, quick: bool) -> Result:
    """Check, then measure a thousand and everybody beside a plain SELECT."""
    count = 3_000 if quick else 100_000
    house = set_up_house(count)
    plain = Plain(Path(house.home).parent / f"{Path(house.home).name}-plain.sqlite3", house)
    check(house, plain)
    starts = itertools.cycle(range(0, count - 1_000 + 1, 1_000))

    def some() -> list[str]:
        start = next(starts)
        return house.people[start : start + 1_000]

    few = interleaved({"sealed": lambda: sealed(house, some()), "plain": lambda: plain.read(some())}, rounds=9)
    house.held.clear()
    peaks: list[float] = []

    def everybody() -> None:
        from seiyaku import door

        before = resident()
        bulk = door.use_many(None, READ, purpose=PURPOSE, actor=house.clerk)
        highest = max(len(orjson.dumps(block)) and resident() for block in bulk.blocks)
        peaks.append(highest - before)

    all_ = interleaved({"sealed": everybody, "plain": lambda: plain.read(house.people)}, rounds=2 if quick else 5)
    thousand = figure("1,000 people, wall", few["sealed"].wall, unit="ms", scale=1e3)
    burnt = figure("1,000 people, CPU", few["sealed"].cpu, unit="ms", scale=1e3, to=("plain", few["plain"].cpu))
    whole = figure(
        f"{count:,} people, CPU each",
        all_["sealed"].cpu,
        unit="µs",
        each=count,
        scale=1e6,
        to=("plain", all_["plain"].cpu),
    )
    rate = count / statistics.median(all_["sealed"].cpu)
    share = 1 / (whole.ratio or 1)
    return Result(
        id="V4",
        work=f"use of {len(READ)} fields of 1,000 and of {count:,} people in one act, as JSON",
        checked="a plain table of what everybody was entered with",
        durability=durability(),
        figures=[
            thousand,
            burnt,
            figure("1,000 people, plain SELECT + JSON, CPU", few["plain"].cpu, unit="ms", scale=1e3),
            whole,
            figure(f"{count:,} people, plain, CPU each", all_["plain"].cpu, unit="µs", each=count, scale=1e6),
        ],
        bars=[
            Bar(asked="1,000 people ≤ 25 ms", found=f"{thousand.median:.1f} ms", met=thousand.median <= 25),
            Bar(asked="1,000 people, CPU ≤ 15 ms", found=f"{burnt.median:.1f} ms", met=burnt.median <= 15),
            Bar(asked="≥ 160,000 people per CPU-second", found=f"{rate:,.0f}", met=rate >= 160_000),
            Bar(asked="≥ 0.3 x plain", found=f"{share:.2f} x", met=share >= 0.3),
            Bar(asked="flat memory: ≤ 64 MB over the whole act", found=f"{max(peaks):.0f} MB", met=max(peaks) <= 64),
        ],
        notes=[
            "The plain table is asked by the same public ids, 1,000 at a time; it decides and writes nothing.",
            "Of a person's time: opening key and two sheets 45 %, the statement that brings them 25 %,",
            "the first look at standings and mark 18 %, three SHA-256 for the people root 12 %.",
            "160,000 leaves 6.25 µs a person; by these shares opening and hashing alone take about 6.",
            "Tried, not kept: opening sheet by sheet, a larger page cache, ordinals as a JSON array, another SHA-256.",
        ],
    )
