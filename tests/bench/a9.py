"""A9: anjana and pycanon in the same run: whose release keeps more, how fast it is made, and what it is counted as."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
import tempfile
from collections import Counter
from math import prod
from pathlib import Path
from statistics import median
from typing import Any

from tests.bench import anonymous_peers
from tests.bench.a3 import table
from tests.bench.a4 import Taken
from tests.bench.harness import AS_INSTALLED, Bar, Result, Samples, figure

K, SHARES, SLACK = 5, (0.0, 0.02), 1e-9
ROOT = Path(__file__).parents[2]
PEERS = Path(os.environ.get("SEIYAKU_BENCH_PEERS", ROOT / ".venv-peers" / "bin" / "python"))


def asked(*words: object) -> list[str]:
    """Return the command that asks a peer, in its own environment."""
    if not PEERS.is_file():
        raise SystemExit(f"no {PEERS}: `make bench` makes it, or SEIYAKU_BENCH_PEERS names another")
    return [str(PEERS), anonymous_peers.__file__, *map(str, words)]


def told(*words: object) -> dict[str, Any]:
    """Ask a peer."""
    done = subprocess.run(asked(*words), check=True, capture_output=True, text=True, env=AS_INSTALLED)
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answer


def read(path: Path) -> tuple[list[str], list[list[str]]]:
    """Return the columns and rows of a CSV."""
    with path.open(encoding="utf-8", newline="") as file:
        head, *rows = csv.reader(file, delimiter=";")
    return head, rows


def loss(path: Path, pattern: str, rows: int) -> float:
    """Return the Loss of a release, from its labels and the hierarchies alone; rows that are not there are lost."""
    head, held = read(path)
    losses = []
    for at, column in enumerate(head):
        with Path(pattern.replace("{}", column)).open(encoding="utf-8", newline="") as file:
            values = list(csv.reader(file, delimiter=";"))
        under: dict[str, int] = {}
        for level in range(len(values[0])):
            for label, many in Counter(row[level] for row in values).items():
                under.setdefault(label, many)
        lost = sum(under[label] * many for label, many in Counter(row[at] for row in held).items()) / len(values)
        least = rows / len(values)
        losses.append(round(max((lost + rows - len(held) - least) / (rows - least), 0.0), 10))
    return float(prod(1 + each for each in losses) ** (1 / len(losses)) - 1)


def counted(path: Path, quasi: list[str], sensitive: str) -> dict[str, float]:
    """Return what our audit counts of a release, of which it knows nothing else."""
    from seiyaku.anonymised.asking import Ask, on_column
    from seiyaku.anonymised.auditing import Known, audit
    from seiyaku.anonymised.sources import opened

    ask = Ask(quasi=tuple(quasi), k=1, on_columns=(on_column("t-closeness", f"{sensitive}:1"),))
    with opened(path, separator=";") as release:
        found = audit(release.engine, release.sql, release.columns, ask, Known()).counted
    return {"k": found["smallest"], "l": found[sensitive]["distinct"], "t": found[sensitive]["t"]}


def ours(source: Path, out: Path, quasi: list[str], pattern: str, share: float, *more: str) -> list[str]:
    """Return our command."""
    return [
        sys.executable, "-c", "from seiyaku.cli.main import main; main()", "--json", "anonymise", "run", str(source),
        "--sep", ";", "--quasi", ",".join(quasi), "--hierarchy", pattern, "--k", str(K), "--suppress", str(share),
        "--out", str(out), *more,
    ]  # fmt: skip


def run(*, quick: bool) -> Result:
    """Take both in turn, then let both count one release of ours."""
    figures, bars = [], []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source, quasi, pattern, which = table(folder)
        rows, (mine, theirs) = len(read(source)[1]), (folder / "ours.csv", folder / "theirs.csv")
        for share in SHARES:
            work, base, calls = Taken(), Taken(), Samples()
            peer = ("anjana", source, theirs, ",".join(quasi), pattern, K, 100 * share)
            Taken().run(ours(source, mine, quasi, pattern, share))
            for _ in range(1 if quick else 3):
                base.run(asked(*peer))
                work.run(ours(source, mine, quasi, pattern, share))
                calls.cpu.append(told(*peer)["cpu"])
            lost, lost_there = loss(mine, pattern, rows), loss(theirs, pattern, rows)
            ratio = median(a / b for a, b in zip(base.cpu, work.cpu, strict=True))
            least = min(Counter(map(tuple, read(theirs)[1])).values(), default=0)
            what = f"{share:.0%} left out at most"
            figures += [
                figure(f"{what}, anjana, whole process: CPU", base.cpu, unit="s"),
                figure(f"{what}, anjana, its call alone: CPU", calls.cpu, unit="s"),
                figure(f"{what}, seiyaku, whole process: CPU", work.cpu, unit="s", to=("anjana", base.cpu)),
                figure(f"{what}, seiyaku, whole process: wall", work.wall, unit="s", to=("anjana", base.wall)),
            ]
            bars += [
                Bar(
                    asked=f"{what}: same or better Loss",
                    found=f"{lost:.6f}, anjana {lost_there:.6f} (smallest class {least})",
                    met=lost <= lost_there + SLACK,
                ),
                Bar(asked=f"{what}: ≥ 10 x faster, CPU", found=f"{ratio:.1f} x", met=ratio >= 10),
            ]
        sensitive, others = quasi[-1], quasi[:-1]
        command = ours(source, mine, others, pattern, 0.02, "--l-diversity", f"{sensitive}:2")
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        here, there = counted(mine, others, sensitive), told("pycanon", mine, ",".join(others), sensitive)
    agree = all(abs(here[name] - there[name]) < 1e-6 for name in ("k", "l", "t"))
    bars.append(Bar(asked="pycanon's k, ℓ, t of our output", found=f"ours {here}, pycanon's {there}", met=agree))
    return Result(
        id="A9",
        work=f"{which}, {rows:,} rows, {len(quasi)} quasi-identifiers, k = {K}, CSV to CSV",
        checked="Loss from the labels of both files and the hierarchies, by a few lines of its own",
        durability="fsync of the file and of its folder (ours); none (anjana)",
        figures=figures,
        bars=bars,
        notes=["Whole cold processes, with what they import. anjana does not search for the best; it takes what fits."],
    )
