"""A4: a million rows and more of Adult's shape, CSV to audited CSV, beside DuckDB copying it with the GROUP BY."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from seiyaku.anonymised import engines
from tests.bench import census
from tests.bench.harness import AS_INSTALLED, Bar, Figure, Point, Result, aside, figure

SIZES = {100_000: None, 1_000_000: 0.6, 5_000_000: 0.9}
K, SUPPRESS = 5, 0.02
# The same question of the same file by the engine alone: the cells with their counts, and every row written again.
PLAIN = """
import sys, duckdb
source, out, columns = sys.argv[1], sys.argv[2], sys.argv[3]
engine = duckdb.connect()
engine.execute("SET preserve_insertion_order = false")
table = f"read_csv('{source}', delim = ';', header = true, all_varchar = true)"
engine.execute(f"CREATE TEMP TABLE cells AS SELECT {columns}, count(*) AS n FROM {table} GROUP BY ALL")
engine.execute(f"COPY (SELECT {columns} FROM {table}) TO '{out}' (HEADER, DELIMITER ';')")
"""


@dataclass(slots=True)
class Taken:
    """Seconds of CPU and wall, and the peak of memory in GB, a round each."""

    cpu: list[float] = field(default_factory=list)
    wall: list[float] = field(default_factory=list)
    peak: list[float] = field(default_factory=list)

    def point(self, series: str, rows: int) -> Point:
        """Return what it took, for a plot."""
        return Point(series=series, rows=rows, seconds=median(self.cpu), gigabytes=median(self.peak))

    def run(self, command: list[str]) -> None:
        """Run a command cold and note what it took."""
        began = time.perf_counter()
        child = subprocess.Popen(command, stdout=subprocess.DEVNULL, env=AS_INSTALLED)
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        assert child.returncode == 0, command
        self.wall.append(time.perf_counter() - began)
        self.cpu.append(used.ru_utime + used.ru_stime)
        self.peak.append(used.ru_maxrss / 1e6)


def commands(folder: Path, source: Path) -> tuple[list[str], list[str], Path]:
    """Return our command, the plain one, and where ours writes."""
    columns = ",".join(shape.name for shape in census.ADULT)
    out = folder / "out.csv"
    ours = [
        sys.executable, "-c", "from seiyaku.cli.main import main; main()", "--json", "anonymise", "run", str(source),
        "--sep", ";", "--quasi", columns, "--hierarchy", str(folder / "h_{}.csv"), "--k", str(K),
        "--suppress", str(SUPPRESS), "--out", str(out),
    ]  # fmt: skip
    return ours, [sys.executable, "-c", PLAIN, str(source), str(folder / "plain.csv"), columns], out


def check(out: Path, rows: int) -> None:
    """Count the classes of what was written, beside it."""
    table = f"read_csv('{out}', delim = ';', header = true, all_varchar = true)"
    with engines.connect() as engine:
        found = engine.execute(
            f"SELECT min(n), sum(n) FROM (SELECT *, count(*) AS n FROM {table} GROUP BY ALL)"
        ).fetchall()
    assert found[0][0] >= K
    assert found[0][1] >= (1 - SUPPRESS) * rows


def run(*, quick: bool) -> Result:
    """Take both in turn, size by size."""
    figures: list[Figure] = []
    bars: list[Bar] = []
    points: list[Point] = []
    for rows, most in ({50_000: 0.6} if quick else SIZES).items():
        with tempfile.TemporaryDirectory() as name:
            ours, plain, out = commands(Path(name), aside(census.write, Path(name), census.ADULT, rows))
            work, base = Taken(), Taken()
            for _ in range(2 if quick else 3):
                base.run(plain)
                work.run(ours)
            aside(check, out, rows)
        figures += [
            figure(f"{rows:,} rows, plain copy and GROUP BY: wall", base.wall, unit="s"),
            figure(f"{rows:,} rows, plain copy and GROUP BY: CPU", base.cpu, unit="s"),
            figure(f"{rows:,} rows, seiyaku anonymise run: wall", work.wall, unit="s", to=("plain", base.wall)),
            figure(f"{rows:,} rows, seiyaku anonymise run: CPU", work.cpu, unit="s", to=("plain", base.cpu)),
            figure(f"{rows:,} rows, seiyaku anonymise run: peak", work.peak, unit="GB"),
        ]
        points += [work.point("seiyaku anonymise run", rows), base.point("DuckDB: GROUP BY, copy", rows)]
        if most is None:
            continue
        ratio = median(a / b for a, b in zip(work.wall, base.wall, strict=True))
        burden = median(a / b for a, b in zip(work.cpu, base.cpu, strict=True))
        peak = max(work.peak)
        bars += [
            Bar(asked=f"{rows:,} rows ≤ 2 x plain, wall", found=f"{ratio:.2f} x, CPU {burden:.2f} x", met=ratio <= 2),
            Bar(asked=f"{rows:,} rows ≤ {most} GB", found=f"{peak:.2f} GB", met=peak <= most),
        ]
    return Result(
        id="A4",
        work="nine quasi-identifiers, k = 5, 2 %, Loss, CSV to audited CSV",
        checked="the classes of what was written, counted beside it",
        durability="fsync of the file and of its folder (ours); none (plain)",
        figures=figures,
        bars=bars,
        notes=["Whole cold processes. The audit (k again, every value, the order) is part of ours."],
        points=points,
    )
