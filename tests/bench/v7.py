"""V7: who saw this person, among a million entries about one person and a thousand about a tenth of everybody."""

from __future__ import annotations

import itertools
import os
import random
import time

from tests.bench.harness import Bar, Figure, Result, percentile
from tests.bench.ledgers import READ, durability, set_up, write

EVERYBODY, IN_BULK = 1_000_000, 100_000


def single(count: int) -> None:
    """Write `count` entries about one of 100,000 people each."""
    for start in range(0, count, 50_000):
        write(start, min(50_000, count - start), 1_000)


def bulk(count: int) -> list[frozenset[int]]:
    """
    Write `count` entries that each name 100,000 of a million people, one of ten crowds; return the crowds.

    The index rows are those the ledger packs; the people roots of these entries are left out, which nothing here reads.
    """
    from seiyaku.ledger import seen
    from seiyaku.ledger.transactions import deciding
    from seiyaku.ledger.writing import Draft, append

    crowds = [frozenset(range(n, EVERYBODY, EVERYBODY // IN_BULK)) for n in range(10)]
    packed = []
    for crowd in crowds:
        blocks: dict[int, list[int]] = {}
        for person in crowd:
            blocks.setdefault(person // seen.BLOCK, []).append(person % seen.BLOCK)
        packed.append([(block, seen.pack(inside), seen.pack([])) for block, inside in sorted(blocks.items())])
    for at in range(count):
        with deciding() as cursor:
            entry = bytes.fromhex(append(cursor, [Draft(READ)])[0].id)
            cursor.executemany(
                "INSERT INTO ledger_block (block, entry, granted, refused) VALUES (%s, %s, %s, %s)",
                [(block, entry, granted, refused) for block, granted, refused in packed[at % 10]],
            )
    return crowds


def check(singles: int, bulks: int) -> None:
    """The answer is what was written, worked out beside it: entries about the person, and of their crowd."""
    from seiyaku.ledger import reading
    from seiyaku.ledger.transactions import raw_cursor

    wanted: dict[int, int] = dict.fromkeys(range(0, 100_000, 9_973), 0)
    for n in range(singles):
        person = n * 7_919 % 100_000
        if person in wanted:
            wanted[person] += 1
    for person, alone in wanted.items():
        found = reading.of_person(raw_cursor(), person)
        together = len(range(person % 10, bulks, 10))
        assert len(found) == alone + together, (person, len(found), alone, together)
        assert all(granted for _, granted in found)
    assert len(reading.of_person(raw_cursor(), EVERYBODY - 1)) == len(range((EVERYBODY - 1) % 10, bulks, 10))


def asked(times: int) -> tuple[list[float], list[float]]:
    """Ask about people at random; each time somebody was read a moment before, and that entry must be there."""
    from seiyaku.ledger import reading
    from seiyaku.ledger.transactions import deciding, raw_cursor
    from seiyaku.ledger.writing import Draft, Seen, append

    dice, wall, cpu = random.Random(7), list[float](), list[float]()  # noqa: S311  a benchmark's dice
    for _ in itertools.repeat(None, times):
        person = dice.randrange(100_000)
        with deciding() as cursor:
            newest = append(cursor, [Draft(READ, [Seen(person, os.urandom(16))])])[0].id
        began, burnt = time.perf_counter(), time.process_time()
        found = reading.of_person(raw_cursor(), person)
        wall.append(time.perf_counter() - began)
        cpu.append(time.process_time() - burnt)
        assert found[-1][0].id == newest
    return wall, cpu


def run(*, quick: bool) -> Result:
    """Write, check, ask."""
    set_up()
    singles, bulks = (20_000, 50) if quick else (300_000, 1_000)
    single(singles)
    bulk(bulks)
    check(singles, bulks)
    asked(50)
    wall, cpu = asked(100 if quick else 2_000)
    middle, high = percentile(wall, 0.5) * 1e3, percentile(wall, 0.99) * 1e3
    return Result(
        id="V7",
        work=f"who saw this person: {singles:,} entries about one, {bulks:,} about {IN_BULK:,} people each",
        checked="what was written, counted beside it; and an entry written just before each question is in its answer",
        durability=durability(),
        figures=[
            Figure(what="one question (median, least, p99), wall", unit="ms", median=middle, least=min(wall) * 1e3,
                   most=high),
            Figure(what="one question (median, least, p99), CPU", unit="ms", median=percentile(cpu, 0.5) * 1e3,
                   least=min(cpu) * 1e3, most=percentile(cpu, 0.99) * 1e3),
        ],
        bars=[
            Bar(asked="p50 ≤ 3 ms", found=f"{middle:.2f} ms", met=middle <= 3),
            Bar(asked="p99 ≤ 10 ms", found=f"{high:.2f} ms", met=high <= 10),
        ],
        notes=[
            f"Everybody is in about {singles // 100_000 + bulks // 10} entries; each is read and parsed.",
            "Shortened: the definition says a million entries about one person each.",
            "The bulk entries' index rows are packed as the ledger packs them; their people roots were not worked out.",
        ],
    )  # fmt: skip
