"""A7: the report on risk and utility at five million rows, beside DuckDB counting the classes of the same table."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

from tests.bench import census
from tests.bench.harness import Bar, Result, Samples, figure

if TYPE_CHECKING:
    from seiyaku.anonymised.sources import Source

ROWS, MOST = 5_000_000, 3.0


def check(said: dict[str, Any], source: Source, rows: int) -> None:
    """Compare the risk before with what the engine counts of the table."""
    of = "count(*), count(*) FILTER (WHERE n = 1), min(n)"
    sizes = f"SELECT *, count(*) AS n FROM {source.sql} GROUP BY ALL"
    classes, alone, least = source.engine.execute(f"SELECT {of} FROM ({sizes})").fetchall()[0]
    before = said["risk"]["before"]["prosecutor"]
    assert abs(before["average"] - classes / rows) < 1e-12
    assert abs(before["unique"] - alone / rows) < 1e-12
    assert abs(before["highest"] - 1 / least) < 1e-12


def run(*, quick: bool) -> Result:
    """Make the release once, then report on it and count beside it in turn."""
    from seiyaku.anonymised.asking import Ask
    from seiyaku.anonymised.reporting import report
    from seiyaku.anonymised.running import make
    from seiyaku.anonymised.sources import opened

    rows = 50_000 if quick else ROWS
    work, base = Samples(), Samples()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        ask = Ask(
            quasi=tuple(shape.name for shape in census.ADULT), k=5, suppress=0.02,
            hierarchies=(str(folder / "h_{}.csv"),),
        )  # fmt: skip
        with opened(census.write(folder, census.ADULT, rows), separator=";") as source:
            made = make(source, ask)
            counting = f"SELECT count(*), min(n) FROM (SELECT *, count(*) AS n FROM {source.sql} GROUP BY ALL)"
            for _ in range(2 if quick else 5):
                for taken, doing in (
                    (base, lambda: source.engine.execute(counting).fetchall()),
                    (work, lambda: report(made)),
                ):
                    wall, cpu = time.perf_counter(), time.process_time()
                    doing()
                    taken.wall.append(time.perf_counter() - wall)
                    taken.cpu.append(time.process_time() - cpu)
            check(report(made), source, rows)
            cells = made.found.where.cells.entries
    wall, cpu = median(work.wall), median(work.cpu)
    return Result(
        id="A7",
        work=f"risk and utility report, {rows:,} rows, {cells:,} cells, nine quasi-identifiers",
        checked="average risk, unique rows and highest risk, counted by the engine from the file",
        durability="nothing is written",
        figures=[
            figure("DuckDB, the classes of the file once: wall", base.wall, unit="s"),
            figure("DuckDB, the classes of the file once: CPU", base.cpu, unit="s"),
            figure("the report: wall", work.wall, unit="s", to=("DuckDB", base.wall)),
            figure("the report: CPU", work.cpu, unit="s", to=("DuckDB", base.cpu)),
        ],
        bars=[Bar(asked=f"≤ {MOST:g} s", found=f"{wall:.2f} s, {cpu:.2f} s of CPU", met=wall <= MOST)],
        notes=["Of a release that is made already; before and after, four estimates, five metrics, every column."],
    )
