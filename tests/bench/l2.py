"""L2: checking a ledger with the independent verifier, and what an entry takes on disk."""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import seiyaku_verify
from tests.bench.harness import Bar, Result, figure
from tests.bench.ledgers import durability, set_up, write


def run(*, quick: bool) -> Result:
    """Write a ledger, export it, and check the export with a bare interpreter."""
    home = set_up()
    size = 20_000 if quick else 1_000_000
    before = _bytes()
    write(0, size, 1_000)
    each = (_bytes() - before) / size
    bulk = _bulk(100_000)
    with tempfile.TemporaryDirectory(dir=home) as folder:
        out = Path(folder) / "export"
        parsed, hashes, alone = _verify(out, rounds=5)
    scale = 1_000_000 / (size + 1)
    full, quickly = statistics.median(parsed) * scale, statistics.median(hashes) * scale
    return Result(
        id="L2",
        work=f"verify {size:,} single-person entries and one bulk entry with `python -S -I seiyaku_verify.py export`",
        checked="its exit code: 0 as exported, 4 with one byte changed",
        durability=durability(),
        figures=[
            figure("every entry parsed, 1 M", parsed, unit="s", scale=scale),
            figure(
                "every entry parsed, 1 M, one process (`--jobs 1`)", alone, unit="s", scale=scale, to=("parsed", parsed)
            ),
            figure("hashes only, 1 M", hashes, unit="s", scale=scale, to=("parsed", parsed)),
        ],
        bars=[
            Bar(asked="at most 6 s for 1 M parsed", found=f"{full:.1f} s", met=full <= 6),
            Bar(asked="at most 2 s for 1 M, hashes only", found=f"{quickly:.1f} s", met=quickly <= 2),
            Bar(asked="at most 350 bytes an entry, tiles and index included", found=f"{each:.0f}", met=each <= 350),
            Bar(asked="bulk: at most 8 bytes a person", found=f"{bulk:.2f}", met=bulk <= 8),
        ],
    )


def _bytes() -> int:
    """Return how many bytes the ledger's tables and indexes take."""
    from seiyaku.ledger.transactions import raw_cursor

    cursor = raw_cursor()
    if cursor.vendor == "sqlite":
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        cursor.execute("PRAGMA page_count")
        return int(cursor.fetchone()[0]) * 4096
    cursor.execute(
        "SELECT sum(pg_total_relation_size(oid)) FROM pg_class WHERE relname LIKE 'ledger_%' AND relkind = 'r'"
    )
    return int(cursor.fetchone()[0])


def _bulk(people: int) -> float:
    from seiyaku.ledger.transactions import deciding
    from seiyaku.ledger.writing import Draft, Seen, append
    from tests.bench.ledgers import READ

    before = _bytes()
    with deciding() as cursor:
        append(cursor, [Draft(READ, [Seen(n, n.to_bytes(16, "big")) for n in range(people)])])
    return (_bytes() - before) / people


def _verify(out: Path, rounds: int) -> tuple[list[float], ...]:
    from seiyaku.ledger.reading import export
    from seiyaku.ledger.sequencing import place_all

    place_all()
    export(out)
    program = [sys.executable, "-S", "-I", str(Path(seiyaku_verify.__file__))]
    command = [*program, "export", str(out), "--key", str(out / "key")]
    ways: list[list[str]] = [[], ["--hashes-only"], ["--jobs", "1"]]
    taken: tuple[list[float], ...] = ([], [], [])
    for _ in range(rounds):
        for samples, more in zip(taken, ways, strict=True):
            start = time.perf_counter()
            subprocess.run([*command, *more], check=True, capture_output=True)
            samples.append(time.perf_counter() - start)
    with (out / "entries.jsonl").open("r+b") as entries:
        entries.seek(100)
        entries.write(b"\0")
    assert subprocess.run(command, check=False, capture_output=True).returncode == 4
    return taken
