"""Runs the benchmarks, prints them, and keeps JSON and one Markdown page under docs/benchmarks."""

from __future__ import annotations

import argparse
import importlib
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.bench import plots
from tests.bench.harness import Result, machine, markdown

HERE = Path(__file__).parent
OUT = HERE.parents[1] / "docs" / "benchmarks"


def names() -> list[str]:
    """Return the ids of all benchmarks, in order."""
    return sorted(p.stem for p in HERE.glob("[a-z][0-9].py"))


def one(name: str, *, quick: bool) -> Result:
    """Run one benchmark in this process, on an instance folder of its own."""
    with tempfile.TemporaryDirectory(prefix="seiyaku-bench-") as folder:
        os.environ |= {"SEIYAKU_HOME": folder, "SEIYAKU_SECRET_KEY": "only-for-benchmarks"}
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "seiyaku.config.settings")
        result: Result = importlib.import_module(f"tests.bench.{name}").run(quick=quick)
        return result


def main() -> int:
    """Run the named benchmarks (all when none is named), each in a process of its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("ids", nargs="*", help="for instance G1 L2")
    parser.add_argument("--quick", action="store_true", help="small sizes: shows that it runs, not how fast")
    parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    wanted = parser.parse_args()
    chosen = [i.lower() for i in wanted.ids] or names()
    if wanted.here:
        sys.stdout.write(json.dumps(one(chosen[0], quick=wanted.quick).as_json()))
        return 0
    failed = 0
    for name in chosen:
        found = machine()
        command = [sys.executable, "-m", "tests.bench", "--here", name, *(["--quick"] if wanted.quick else [])]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            failed += 1
            sys.stderr.write(f"{name}: {done.stderr[-2000:]}\n")
            continue
        keep(json.loads(done.stdout.splitlines()[-1]), found, quick=wanted.quick)
    return 1 if failed else 0


def keep(raw: dict[str, object], found: dict[str, str], *, quick: bool) -> None:
    """Print the result; in earnest also write it beside the others and make the page anew."""
    if not quick:
        OUT.mkdir(parents=True, exist_ok=True)
        (OUT / f"{str(raw['id']).lower()}.json").write_text(
            json.dumps({"machine": found, **raw}, indent=1, ensure_ascii=False) + "\n", encoding="utf-8"
        )
        result = revive(raw)
        if result.points:
            plots.draw(result.id.lower(), result.points, OUT)
        page()
    sys.stdout.write(markdown(revive(raw)) + "\n")
    sys.stdout.flush()


def revive(raw: dict[str, object]) -> Result:
    """Return the result its JSON stands for."""
    from tests.bench.harness import Bar, Figure, Point

    plain = {k: v for k, v in raw.items() if k != "machine"}
    figures = [Figure(**f) for f in plain.pop("figures")]  # type: ignore[attr-defined]
    bars = [Bar(**b) for b in plain.pop("bars")]  # type: ignore[attr-defined]
    points = [Point(**p) for p in plain.pop("points", [])]  # type: ignore[attr-defined]
    return Result(figures=figures, bars=bars, points=points, **plain)  # type: ignore[arg-type]


def page() -> None:
    """Write the one page of all results that are kept."""
    parts = [
        "# Benchmarks",
        "",
        "Made by `make bench`. Ratios count; absolute figures are this machine's on that day.",
        "",
    ]
    for path in sorted(OUT.glob("*.json")):
        raw = json.loads(path.read_text(encoding="utf-8"))
        parts += [
            markdown(revive(raw)),
            *(f"{line}\n" for line in plots.shown(path.stem, OUT)),
            "Machine: " + "; ".join(f"{k} {v}" for k, v in raw["machine"].items()) + ".",
            "",
        ]
    (OUT / "README.md").write_text("\n".join(parts), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
