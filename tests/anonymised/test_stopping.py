"""Ctrl-C, a real signal to a real process that says it is at work: it ends, says what is left, and leaves no half."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connections

from seiyaku.anonymised import drafts, vaulting
from seiyaku.anonymised.models import Job, Release
from seiyaku.anonymised.plans import text_of
from seiyaku.cli import main
from seiyaku.people.models import Proposal
from seiyaku.post.models import Body
from tests.promises.surfaces import Terminal
from tests.waiting import HANGS

from .house import house, written

AT_WORK = "at work"
# Each has the process say that it is at work, and wait there to be told to go on: no moment is left to luck.
WAITS = f"""
import re, sys
from dataclasses import replace
from seiyaku.anonymised import sources, writing
from seiyaku.cli import progress

def wait():
    print("{AT_WORK}", file=sys.stderr, flush=True)
    sys.stdin.readline()
"""
PLACES = {
    "searching": """
def paced(say):
    def show(*facts):
        if re.search("[1-9][0-9,]* 通りを調べた", say(*facts)):
            wait()
    return show
progress.paced = paced
""",
    "reading": """
opened = sources._source
def endless(*given):
    print("at work", file=sys.stderr, flush=True)
    sql = "(SELECT CAST(r % 7 AS VARCHAR) AS age, CAST(r % 2 AS VARCHAR) AS sex FROM range(1000000000000000) t(r))"
    return replace(opened(*given), sql=sql)
sources._source = endless
""",
    "writing": """
csv = writing._csv
def half(*given):
    csv(*given)
    wait()
writing._csv = half
""",
}
GO = """
from seiyaku.cli.main import main
main()
"""
IN_SQLITE = pytest.mark.skipif(
    "sqlite3" not in settings.DATABASES["default"]["ENGINE"], reason="the process opens the database by its file"
)


@dataclass
class Ended:
    """How it ended."""

    code: int
    said: str
    told: str


def stopped(place: str, *command: object, more: Mapping[str, str] | None = None) -> Ended:
    """Run a command in a process of its own, and press Ctrl-C once it says that it is at work."""
    code = f"import sys\nsys.path[:] = {sys.path!r}\n{WAITS}{PLACES[place]}{GO}"
    process = subprocess.Popen(
        [sys.executable, "-c", code, "anonymise", *map(str, command)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env={**os.environ, "SEIYAKU_LANG": "ja", **(more or {})},
    )  # fmt: skip
    assert process.stdin
    assert process.stdout
    assert process.stderr
    with process:
        lines: list[str] = []
        while AT_WORK not in (line := process.stderr.readline()):
            assert line, lines
            lines.append(line)
        process.send_signal(signal.SIGINT)
        process.stdin.close()
        told, said = process.stderr.read(), process.stdout.read()
        return Ended(process.wait(HANGS), said, told)


def table(folder: Path) -> Path:
    path = folder / "people.csv"
    rows = [f"{age},{sex}" for age in range(20, 40) for sex in ("f", "m") for _ in range(3)]
    path.write_text("\n".join(["age,sex", *rows, ""]), encoding="utf-8")
    return path


ASK = ("--quasi", "age,sex", "--hierarchy", "age=:ages", "--k", "5")


@pytest.mark.promise("9-2-A")
@pytest.mark.parametrize("place", PLACES)
def test_a_run_that_is_stopped_writes_nothing_and_the_next_one_works(place: str, tmp_path: Path) -> None:
    people, out, spill, state = table(tmp_path), tmp_path / "out.csv", tmp_path / "spill", tmp_path / "state.json"
    out.write_text("what was there", encoding="utf-8")
    spill.mkdir()
    how = ("run", people, *ASK, "--out", out, "--spill", spill, "--state", state)

    ended = stopped(place, *how)

    assert ended.code == 1
    assert "中断しました" in ended.told
    assert "書いていません" in ended.told
    assert (str(state) in ended.told) == (place == "searching") == state.exists()
    assert "Traceback" not in ended.told
    assert out.read_text(encoding="utf-8") == "what was there"
    assert list(spill.iterdir()) == []
    assert {path.name for path in tmp_path.iterdir()} - {"state.json"} == {"people.csv", "out.csv", "spill"}
    assert main.main(["anonymise", *map(str, how)], standalone_mode=False) == 0
    assert out.read_text(encoding="utf-8").startswith("age,sex\n")
    assert not state.exists()


@pytest.mark.promise("9-2-A")
def test_a_search_that_is_stopped_shows_the_best_so_far_and_is_not_taken_for_done(tmp_path: Path) -> None:
    ended = stopped("searching", "search", table(tmp_path), *ASK)

    assert ended.code == 1
    assert "最適とは証明していません" in ended.said
    assert "中断しました\n示したのは、そこまでで最も" in ended.told


@IN_SQLITE
@pytest.mark.promise("9-1", "9-2-B")
def test_a_release_that_is_stopped_is_not_half_made_and_is_made_afterwards(
    instance: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    people, plan = house(), written(tmp_path)
    draft = drafts.keep(text_of(plan), actor=people.maker).draft.ref
    terminal = Terminal(capsys, monkeypatch).signs_in("mia")
    connections.close_all()
    there = {"SEIYAKU_DATABASE_URL": "sqlite:///seiyaku.sqlite3"}
    proposals = Proposal.objects.count()

    writing = stopped("writing", "release", plan, more=there)
    handing = stopped("searching", "hand-in", draft, "--version", "1", more=there)

    for ended in (writing, handing):
        assert ended.code == 1, ended.told
        assert "中断しました\n表も、承認待ちのものも残っていません" in ended.told
    last = Job.objects.order_by("-pk")[0]
    assert f"探索の続きから行う: seiyaku anonymise again {last.ref}" in handing.told
    assert "はじめから行う" in writing.told
    assert [job.state for job in Job.objects.all()] == ["stopped", "stopped"]
    assert (Release.objects.count(), Body.objects.count(), Proposal.objects.count()) == (0, 0, proposals)
    assert list(vaulting.working_root().iterdir()) == []
    made = terminal.does("anonymise", "again", last.ref)
    assert Release.objects.get().ref == made["ref"]
