"""
How everything is measured: interleaved rounds, CPU beside wall, medians with their spread, ratios above all.

A benchmark is a module `tests/bench/<id>.py` with `run(quick: bool) -> Result`. It checks its answers against an
independent oracle before it takes a time. A bar is met or missed by a ratio or a figure taken in the same run.
"""

from __future__ import annotations

import gc
import os
import platform
import sqlite3
import statistics
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass, field
from multiprocessing import get_context
from pathlib import Path
from typing import Any, TypeVar

import seiyaku

T = TypeVar("T")

# An installed program has its bytecode: a first run writes it, those that are measured read it.
AS_INSTALLED = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One measured quantity: the median over the rounds, the least and the most, and its ratio to a named other."""

    what: str
    unit: str
    median: float
    least: float
    most: float
    ratio: float | None = None
    to: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """What was asked for, what was found, and whether that is enough."""

    asked: str
    found: str
    met: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """What one size took, for a plot: medians of CPU seconds and of the peak of memory."""

    series: str
    rows: int
    seconds: float
    gigabytes: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What one benchmark found. `checked` says against what the answers were compared before timing."""

    id: str
    work: str
    checked: str
    durability: str
    figures: list[Figure]
    bars: list[Bar]
    notes: list[str] = field(default_factory=list)
    points: list[Point] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """Return plain values."""
        return asdict(self)


@dataclass(slots=True)
class Samples:
    """Seconds of CPU (user and system, all threads) and of the wall clock, one of each a round."""

    cpu: list[float] = field(default_factory=list)
    wall: list[float] = field(default_factory=list)


def interleaved(
    candidates: dict[str, Callable[[], object]], *, rounds: int = 5, warm: bool = True
) -> dict[str, Samples]:
    """Run the candidates in turn, A B C A B C …, so that a drifting machine drifts for all; return their samples."""
    taken = {name: Samples() for name in candidates}
    if warm:
        for work in candidates.values():
            work()
    for _ in range(rounds):
        for name, work in candidates.items():
            gc.collect()
            wall, cpu = time.perf_counter(), time.process_time()
            work()
            taken[name].cpu.append(time.process_time() - cpu)
            taken[name].wall.append(time.perf_counter() - wall)
    return taken


def aside(work: Callable[..., T], *given: Any) -> T:
    """Do it in a process of its own: the peak of a child's memory is never below what its parent holds."""
    with ProcessPoolExecutor(max_workers=1, mp_context=get_context("spawn")) as pool:
        return pool.submit(work, *given).result()


def figure(
    what: str,
    samples: list[float],
    *,
    unit: str,
    each: int = 1,
    scale: float = 1.0,
    to: tuple[str, list[float]] | None = None,
) -> Figure:
    """Boil samples of seconds down, divided by `each` operations and times `scale`; the ratio is pair by pair."""
    values = [sample / each * scale for sample in samples]
    ratio = statistics.median(a / b for a, b in zip(samples, to[1], strict=True)) if to else None
    return Figure(
        what=what,
        unit=unit,
        median=statistics.median(values),
        least=min(values),
        most=max(values),
        ratio=ratio,
        to=to[0] if to else None,
    )


def percentile(values: list[float], share: float) -> float:
    """Return the value below which `share` of the values lie (nearest rank)."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def machine() -> dict[str, str]:
    """Describe the machine without naming it."""
    info = Path("/proc/cpuinfo")
    lines = info.read_text().splitlines() if info.is_file() else []
    model = next((line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), platform.machine())
    load = os.getloadavg()[0]
    return {
        "cpu": f"{os.cpu_count()} x {model}",
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        "system": f"{platform.system()} {platform.release()}",
        "load before": f"{load:.1f}",
        "seiyaku": seiyaku.__version__,
    }


def markdown(result: Result) -> str:
    """Return the result as a section of the benchmark page."""
    lines = [
        f"## {result.id}: {result.work}",
        "",
        f"Checked against {result.checked}. Durability: {result.durability}.",
        "",
    ]
    lines += ["| what | median | least to most | ratio |", "|---|---:|---:|---:|"]
    for f in result.figures:
        ratio = f"{f.ratio:.2f} x {f.to}" if f.ratio is not None else ""
        lines.append(f"| {f.what} | {f.median:.3g} {f.unit} | {f.least:.3g} to {f.most:.3g} | {ratio} |")
    lines += ["", "| bar | found | |", "|---|---|---|"]
    lines += [f"| {b.asked} | {b.found} | {'met' if b.met else '**missed**'} |" for b in result.bars]
    lines += ["", *[f"* {note}" for note in result.notes]]
    return "\n".join(lines).rstrip() + "\n"
