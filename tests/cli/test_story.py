"""The whole job, from the command line, in an empty folder."""

from __future__ import annotations

import contextlib
import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from .test_founding import address

__all__ = ["address"]

ROOT = Path(__file__).parents[2]


def seiyaku(*arguments: str, folder: Path, home: Path | None = None) -> subprocess.CompletedProcess[str]:
    outside = {name: value for name, value in os.environ.items() if not name.startswith(("SEIYAKU_", "DJANGO_"))}
    outside["PYTHONPATH"] = os.pathsep.join((str(ROOT / "src"), str(ROOT / "verifier")))
    if home:
        outside["SEIYAKU_HOME"] = str(home)
    command = [sys.executable, "-c", "from seiyaku.cli.main import main; main()", *arguments]
    return subprocess.run(command, cwd=folder, env=outside, capture_output=True, text=True, check=False)


@pytest.mark.sqlite
@pytest.mark.promise("2-1", "2-2", "2-3", "2-4", "3-2", "4-3", "5-1", "5-2", "5-3", "5-4", "8-2", "8-3-A")
def test_every_step_of_the_story_comes_out_as_it_must(tmp_path: Path) -> None:
    done = seiyaku("story", "--out", "kept", "--keep", "--customers", "300", "--json", "--lang", "en", folder=tmp_path)

    told = json.loads(done.stdout)
    assert [line for line in told["lines"] if not line["right"]] == [], done.stderr
    assert done.returncode == 0
    assert {line["step"] for line in told["lines"]} == {str(step) for step in range(1, 12)}
    refused = {(line["step"], line["clause"]) for line in told["lines"] if line["decision"] == "denied"}
    assert refused >= {("4", "4-3"), ("4", "2-4"), ("5", "3-2"), ("5", "8-2"), ("6", "8-3-A")}
    with contextlib.closing(sqlite3.connect(tmp_path / "kept" / "instance" / "seiyaku.sqlite3")) as kept:
        pledged = kept.execute("SELECT pledged_on IS NOT NULL, count(*) FROM people_account GROUP BY 1").fetchall()
    assert pledged == [(0, 1), (1, 6)]
    assert (tmp_path / "kept" / "instance" / "operator.key").stat().st_mode & 0o777 == 0o600
    verified = seiyaku("ledger", "verify", "--home", "kept/instance", "--json", folder=tmp_path)
    assert (verified.returncode, json.loads(verified.stdout)["findings"]) == (0, [])


@pytest.mark.postgresql
@pytest.mark.promise("2-1", "2-2", "2-3", "2-4", "3-2", "4-3", "5-1", "5-2", "5-3", "5-4", "8-2", "8-3-A")
def test_every_step_comes_out_as_it_must_on_postgresql_and_the_tampered_row_is_put_back(
    address: str, tmp_path: Path
) -> None:
    told = seiyaku(
        "story", "--out", "kept", "--keep", "--customers", "300", "--database", address, "--json", "--lang", "en",
        folder=tmp_path,
    )  # fmt: skip

    assert told.returncode == 0, told.stdout + told.stderr
    lines = json.loads(told.stdout)["lines"]
    assert [line for line in lines if not line["right"]] == [], told.stderr
    assert told.returncode == 0
    assert {line["step"] for line in lines} == {str(step) for step in range(1, 12)}
    (search,) = [line["what"] for line in lines if line["step"] == "10" and line["entry"]]
    assert "every row of PostgreSQL" in search
    assert "everything on disk" not in search
    assert not list((tmp_path / "kept").rglob("*.sqlite3"))
    with psycopg.connect(address) as there:
        off = there.execute("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled = 'D'").fetchall()
    assert off == []
    checked = seiyaku("ledger", "verify", "--json", folder=tmp_path, home=tmp_path / "kept" / "instance")
    assert checked.returncode == 0, checked.stdout


@pytest.mark.sqlite
def test_a_story_that_is_not_kept_leaves_nothing(tmp_path: Path) -> None:
    seiyaku("story", "--out", "here", "--customers", "100", folder=tmp_path)

    assert list((tmp_path / "here").iterdir()) == []


@pytest.mark.sqlite
def test_the_demo_does_not_empty_a_folder_that_is_not_its_own(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("years of work")

    done = seiyaku("demo", "--out", "mine", "--no-serve", folder=tmp_path)

    assert done.returncode == 2
    assert (tmp_path / "mine" / "thesis.txt").read_text() == "years of work"


@pytest.mark.sqlite
@pytest.mark.promise("3-3")
def test_init_makes_keys_for_the_owner_alone_and_no_default_password(tmp_path: Path) -> None:
    done = seiyaku("init", "--json", folder=tmp_path)

    home = tmp_path / "seiyaku-instance"
    assert done.returncode == 0, done.stderr
    assert home.stat().st_mode & 0o777 == 0o700
    assert {path.name: path.stat().st_mode & 0o077 for path in home.iterdir() if path.is_file()}.items() >= {
        ("operator.key", 0), ("settings.env", 0), ("seiyaku.sqlite3", 0)
    }  # fmt: skip
    assert len(json.loads(done.stdout)["setup_code"]) >= 40
    assert seiyaku("init", folder=tmp_path).returncode == 2
