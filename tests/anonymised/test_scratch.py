"""What a run leaves lying: nothing when it ends; what a killed one left is removed by the next, never a live one's."""

from __future__ import annotations

import errno
import fcntl
import os
import signal
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from seiyaku.anonymised import making, plans, running, scratch, vaulting, writing
from seiyaku.config import background

from .house import house, written

HOLDS = """
import sys, time
from pathlib import Path
from seiyaku.anonymised import scratch
with {held} as held:
    ({into}).write_text("東京都豊島区", encoding="utf-8")
    print("there", flush=True)
    time.sleep(3600)
"""
FOLDER = ("scratch.working(Path(sys.argv[1]))", "held / 'values.csv'")
PART = (
    "scratch.writing_to(Path(sys.argv[1]) / '.out.csv.0123456789abcdef.part')",
    "Path(sys.argv[1]) / '.out.csv.0123456789abcdef.part'",
)
PARTS = (
    "scratch.writing_in(Path(sys.argv[1]) / '.out.csv.0123456789abcdef.part')",
    "Path(sys.argv[1]) / '.out.csv.0123456789abcdef.part' / 'part-0.csv'",
)


@contextmanager
def alive(root: Path, what: tuple[str, str]) -> Iterator[Callable[[], None]]:
    """Another process that holds something in `root`; yields what kills it."""
    code = HOLDS.format(held=what[0], into=what[1])
    child = subprocess.Popen([sys.executable, "-c", code, str(root)], stdout=subprocess.PIPE, text=True)

    def kill() -> None:
        os.kill(child.pid, signal.SIGKILL)
        child.wait()

    assert child.stdout is not None
    try:
        assert child.stdout.readline() == "there\n"
        yield kill
    finally:
        child.kill()
        child.wait()
        child.stdout.close()


def held_in(root: Path) -> list[str]:
    return [path.read_text(encoding="utf-8") for path in root.rglob("*") if path.is_file()]


def test_a_folder_is_of_one_run_and_one_user_alone_and_gone_with_it(tmp_path: Path) -> None:
    with scratch.working(tmp_path) as one, scratch.working(tmp_path) as other:
        assert one != other
        assert stat.S_IMODE(one.stat().st_mode) == 0o700
        (one / "spill").mkdir()

    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_run_left_is_removed_by_the_next_and_a_live_ones_is_not(tmp_path: Path) -> None:
    with alive(tmp_path, FOLDER) as kill:
        with scratch.working(tmp_path):
            assert held_in(tmp_path) == ["東京都豊島区"]

        kill()
        assert held_in(tmp_path) == ["東京都豊島区"]

        with scratch.working(tmp_path):
            assert held_in(tmp_path) == []


@pytest.mark.parametrize("what", [PART, PARTS], ids=["a file", "the folder of a fleet"])
def test_what_a_killed_run_left_half_written_is_removed_likewise(what: tuple[str, str], tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    (tmp_path / ".out.csv.of-somebody-else").mkdir()
    with alive(tmp_path, what) as kill:
        writing.clear(out)
        part = tmp_path / ".out.csv.0123456789abcdef.part"
        assert part.exists()
        assert part.is_dir() or stat.S_IMODE(part.stat().st_mode) == 0o600

        kill()
        writing.clear(out)

        assert [path.name for path in tmp_path.iterdir()] == [".out.csv.of-somebody-else"]


def test_where_there_are_no_locks_a_folder_is_used_and_nobody_elses_is_cleared(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_locks(*_: object) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(fcntl, "flock", no_locks)

    with scratch.working(tmp_path) as one, scratch.working(tmp_path) as other:
        assert one.is_dir()
        assert other.is_dir()

    assert list(tmp_path.iterdir()) == []


def test_a_link_that_is_named_like_a_working_folder_is_not_followed(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "kept").touch()
    (tmp_path / f"{scratch.PREFIX}x").symlink_to(elsewhere)

    assert scratch.clear(tmp_path) == 0
    assert (elsewhere / "kept").exists()


@pytest.mark.promise("9-2-B")
def test_a_release_is_worked_on_under_the_instance_and_clears_what_a_killed_one_left(
    instance: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    people, root, seen = house(), instance / "scratch", list[Path]()
    plan, _ = plans.load(written(tmp_path))

    def watched(*given: Any, **how: Any) -> Any:
        seen.extend(root.iterdir())
        return running.run(*given, **how)

    monkeypatch.setattr(making, "run", watched)
    root.mkdir()
    with alive(root, FOLDER) as kill:
        kill()

    making.preview(plan, actor=people.maker)

    assert len(seen) == 1
    assert stat.S_IMODE(root.stat().st_mode) == 0o700
    assert list(root.iterdir()) == []


@pytest.mark.promise("9-2-B")
def test_the_start_of_an_instance_clears_what_a_killed_release_left(instance: Path) -> None:
    with alive(vaulting.working_root(), FOLDER) as kill:
        kill()
    assert held_in(instance / "scratch")

    background.clear_scratch()

    assert held_in(instance / "scratch") == []
    assert background.JOBS[background.clear_scratch] < background.DAY  # those wait after a start
