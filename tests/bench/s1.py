"""S1: from an empty folder to the first page, and the memory that stands ready afterwards."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from tests.bench.harness import AS_INSTALLED, Bar, Figure, Result, Samples, figure

MAIN = "from seiyaku.cli.main import main; main()"
HEAVY = ("altair", "duckdb", "ibis", "lxml", "pandas", "pyarrow", "pikepdf", "sudachipy")


def seiyaku(*arguments: str) -> list[str]:
    """Return the command line."""
    return [sys.executable, "-c", MAIN, *arguments]


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def page(port: int, process: subprocess.Popen[bytes]) -> bytes:
    """Ask for the first page until it comes."""
    until = time.monotonic() + 60
    while time.monotonic() < until and process.poll() is None:
        try:
            with urllib.request.urlopen(f"http://localhost:{port}/", timeout=10) as answer:
                body: bytes = answer.read()
                return body
        except OSError:
            time.sleep(0.01)
    raise RuntimeError("the first page did not come")


def family(root: int) -> list[int]:
    """Return the process and all its descendants."""
    children: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        children.setdefault(int(fields[1]), []).append(int(stat.parent.name))
    found = [root]
    for one in found:
        found += children.get(one, [])
    return found


def rest(processes: list[int]) -> float:
    """Return the proportional set size of the processes, in MB."""
    total = 0
    for one in processes:
        lines = Path(f"/proc/{one}/smaps_rollup").read_text().splitlines()
        total += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return total / 1000


def once() -> tuple[float, float, float, float, int]:
    """Found, serve, ask; return seconds to found, seconds from then to the page, CPU of both, MB at rest, processes."""
    home = Path(tempfile.mkdtemp(prefix="seiyaku-bench-"))
    folder = home / "instance"
    around = {k: v for k, v in AS_INSTALLED.items() if not k.startswith("SEIYAKU_")} | {"SEIYAKU_HOME": str(folder)}
    port, began, burnt = free_port(), time.perf_counter(), os.times()
    subprocess.run(seiyaku("init"), env=around, check=True, capture_output=True)
    founded = time.perf_counter()
    command = seiyaku("up", "--port", str(port))
    server = subprocess.Popen(command, env=around, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        body = page(port, server)
        arrived = time.perf_counter()
        assert "プライバシーポリシー".encode() in body
        time.sleep(2)
        processes = family(server.pid)
        held = rest(processes)
        for one in processes:
            loaded = Path(f"/proc/{one}/maps").read_text()
            assert not any(f"/{heavy}/" in loaded for heavy in HEAVY), "a heavy library is loaded at rest"
    finally:
        server.terminate()
        server.wait(20)
        shutil.rmtree(home)
    after = os.times()
    cpu = after.children_user + after.children_system - burnt.children_user - burnt.children_system
    return founded - began, arrived - founded, cpu, held, len(processes)


def run(*, quick: bool) -> Result:
    """Start over and over from an empty folder; a first time apart, which writes what bytecode there is not."""
    once()
    times = [once() for _ in range(1 if quick else 5)]
    whole = Samples(
        wall=[founding + serving for founding, serving, *_ in times], cpu=[cpu for _, _, cpu, _, _ in times]
    )
    start = figure("empty folder to first page, wall", whole.wall, unit="s")
    memory = figure("memory at rest (PSS of all processes)", [held for *_, held, _ in times], unit="MB")
    return Result(
        id="S1",
        work="cold start of `seiyaku init` and `seiyaku up` on an empty folder; memory at rest",
        checked="the first page is the policy, and no heavy library is loaded",
        durability="SQLite wal, synchronous=FULL",
        figures=[
            start,
            figure("of it init: keys, tables, policy, first account's code", [one[0] for one in times], unit="s"),
            figure("of it up: to the first page", [one[1] for one in times], unit="s"),
            figure("CPU of it all, and of two seconds at rest", whole.cpu, unit="s"),
            memory,
            Figure(what="processes", unit="", median=times[-1][4], least=times[-1][4], most=times[-1][4]),
        ],
        bars=[
            Bar(asked="≤ 2 s", found=f"{start.median:.2f} s", met=start.median <= 2),
            Bar(asked="≤ 160 MB embedded", found=f"{memory.median:.0f} MB", met=memory.median <= 160),
        ],
        notes=[
            "The processes find their bytecode, as installed programs do.",
            "Separate workers (≤ 260 MB) are not measured: `up` serves with one worker that runs the jobs too.",
        ],
    )
