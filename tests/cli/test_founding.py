"""Founding on either database: what works from the first minute, and what a failure leaves behind."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import uuid
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

ROOT = Path(__file__).parents[2]
LOGIN = """
import click
answers = iter(["{code}", "hoshiko", "a long and private sentence"])
click.prompt = lambda *_, **__: next(answers)
from seiyaku.cli.main import main
main(["login", "--first", "--json"])
"""


def python(code: str, *arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    outside = {name: value for name, value in os.environ.items() if not name.startswith(("SEIYAKU_", "DJANGO_"))}
    outside["PYTHONPATH"] = os.pathsep.join((str(ROOT / "src"), str(ROOT / "verifier")))
    command = [sys.executable, "-c", code, *arguments]
    return subprocess.run(command, cwd=folder, env=outside, capture_output=True, text=True, check=False)


def seiyaku(*arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return python("from seiyaku.cli.main import main; main()", *arguments, folder=folder)


@pytest.fixture
def address() -> Iterator[str]:
    """An empty PostgreSQL database of the owner's; its URL."""
    server, name = os.environ["SEIYAKU_DATABASE_URL"], f"founded_{uuid.uuid4().hex[:8]}"
    with psycopg.connect(server, autocommit=True) as connected:
        connected.execute(f'CREATE DATABASE "{name}"'.encode())
    yield server.replace("/postgres?", f"/{name}?")
    with psycopg.connect(server, autocommit=True) as connected:
        connected.execute(f'DROP DATABASE "{name}" WITH (FORCE)'.encode())


def roles(address: str) -> set[str]:
    with psycopg.connect(address) as connected:
        question = "SELECT rolname FROM pg_roles WHERE rolname LIKE current_database() || '%'"
        return {name for (name,) in connected.execute(question)}


@pytest.mark.postgresql
@pytest.mark.promise("2-1", "3-3")
def test_an_instance_on_postgresql_works_in_roles_that_cannot_touch_the_ledger(address: str, tmp_path: Path) -> None:
    made = seiyaku("init", "--json", "--database", address, folder=tmp_path)
    assert made.returncode == 0, made.stderr
    code = json.loads(made.stdout)["setup_code"]

    signed_in = python(LOGIN.format(code=code), folder=tmp_path)
    checked = seiyaku("ledger", "verify", "--json", folder=tmp_path)

    assert signed_in.returncode == 0, signed_in.stderr
    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert json.loads(checked.stdout)["entries"] > 3
    kept = dict(
        line.split("=", 1)
        for line in (tmp_path / "seiyaku-instance" / "settings.env").read_text().splitlines()
        if "=" in line
    )
    with psycopg.connect(kept["SEIYAKU_DATABASE_URL"], autocommit=True) as application:
        for said in ("DELETE FROM ledger_entry", "UPDATE ledger_entry SET rest = ''", "DROP TABLE vault_person"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                application.execute(said.encode())
    assert address not in (tmp_path / "seiyaku-instance" / "settings.env").read_text()
    assert seiyaku("doctor", folder=tmp_path).returncode == 0


@pytest.mark.postgresql
def test_a_database_with_something_in_it_is_not_touched_and_nothing_is_left(address: str, tmp_path: Path) -> None:
    with psycopg.connect(address, autocommit=True) as connected:
        connected.execute("CREATE TABLE thesis (page text)")

    made = seiyaku("--lang", "en", "init", "--database", address, folder=tmp_path)

    assert made.returncode == 2
    assert "empty database" in made.stdout + made.stderr
    assert not (tmp_path / "seiyaku-instance").exists()
    with psycopg.connect(address) as connected:
        assert connected.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall() == [
            ("thesis",)
        ]


@pytest.mark.postgresql
def test_a_founding_that_fails_midway_empties_the_database_again(address: str, tmp_path: Path) -> None:
    broken = (
        "from seiyaku.cli import founding; from seiyaku.cli.main import main\n"
        "def fails(*_): raise OSError(28, 'No space left on device')\n"
        "founding._publish = fails\n"
        f"main(['init', '--database', {address!r}])"
    )

    made = python(broken, folder=tmp_path)

    assert made.returncode == 1
    assert "ディスクに空きがありません" in made.stderr + made.stdout
    assert not (tmp_path / "seiyaku-instance").exists()
    assert roles(address) == set()
    again = seiyaku("init", "--database", address, folder=tmp_path)
    assert again.returncode == 0, again.stderr


@pytest.mark.sqlite
def test_a_database_that_does_not_answer_leaves_nothing_and_says_so(tmp_path: Path) -> None:
    made = seiyaku("--lang", "en", "init", "--database", "postgresql://a:secret@127.0.0.1:9/b", folder=tmp_path)

    assert made.returncode == 1
    assert "cannot be reached" in made.stderr + made.stdout
    assert "secret" not in made.stderr + made.stdout
    assert not (tmp_path / "seiyaku-instance").exists()
