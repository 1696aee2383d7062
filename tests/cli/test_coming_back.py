"""From the command line: founded, backed up, restored into a folder of its own, or not at all."""

from __future__ import annotations

import json
import os
import uuid
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.conf import settings

from tests.cli.test_founding import LOGIN, python, seiyaku


@pytest.fixture
def databases() -> Iterator[list[list[str]]]:
    """The options that name two empty databases: none on SQLite, where each folder has its own."""
    if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
        yield [[], []]
        return
    server = os.environ["SEIYAKU_DATABASE_URL"]
    names = [f"back_{uuid.uuid4().hex[:8]}" for _ in range(2)]
    with psycopg.connect(server, autocommit=True) as connected:
        for name in names:
            connected.execute(f'CREATE DATABASE "{name}"'.encode())
    yield [["--database", server.replace("/postgres?", f"/{name}?")] for name in names]
    with psycopg.connect(server, autocommit=True) as connected:
        for name in names:
            connected.execute(f'DROP DATABASE "{name}" WITH (FORCE)'.encode())


@pytest.mark.processes
@pytest.mark.promise("2-1", "3-3")
def test_an_instance_comes_back_whole_or_not_at_all(tmp_path: Path, databases: list[list[str]]) -> None:
    made = seiyaku("init", "--json", *databases[0], folder=tmp_path)
    assert made.returncode == 0, made.stderr
    assert python(LOGIN.format(code=json.loads(made.stdout)["setup_code"]), folder=tmp_path).returncode == 0
    home = tmp_path / "seiyaku-instance"
    (home / "recipients").rename(tmp_path / "safe")
    taken = seiyaku("backup", "--json", folder=tmp_path)
    assert taken.returncode == 0, taken.stderr
    files = json.loads(taken.stdout)
    tested = seiyaku("backup", "--test", files["backup"], "--recipients", str(tmp_path / "safe"), folder=tmp_path)
    assert tested.returncode == 0, tested.stderr

    def restore(data: str, keys: str, *more: str) -> tuple[int, str]:
        done = seiyaku(
            "--home", "back", "restore", "from", data, keys, "--recipients", "safe", "--json", "--lang", "en",
            "--operator-key", str(home / "operator.key"), *databases[1], *more, folder=tmp_path,
        )  # fmt: skip
        return done.returncode, done.stdout + done.stderr

    code, said = restore(files["keys"], files["data"])
    assert (code, "swapped" in said) == (4, True), said
    cut = tmp_path / "cut.data"
    cut.write_bytes(Path(files["data"]).read_bytes()[:-100])
    code, said = restore(str(cut), files["keys"])
    assert (code, "cut short" in said) == (4, True), said
    assert not (tmp_path / "back").exists()
    assert not list(tmp_path.glob(".back*"))

    code, said = restore(files["data"], files["keys"])

    assert code == 0, said
    assert (tmp_path / "back" / "settings.env").stat().st_mode & 0o077 == 0
    checked = seiyaku("--home", "back", "ledger", "verify", folder=tmp_path)
    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert seiyaku("--home", "back", "doctor", folder=tmp_path).returncode == 4
    assert seiyaku("--home", "back", "restore", "open", "--without-outside", folder=tmp_path).returncode == 3
    assert restore(files["data"], files["keys"])[0] == 2


@pytest.mark.sqlite
@pytest.mark.promise("2-1")
def test_a_restoration_killed_in_the_middle_leaves_no_instance_and_can_be_done_again(tmp_path: Path) -> None:
    seiyaku("init", folder=tmp_path)
    files = json.loads(seiyaku("backup", "--json", folder=tmp_path).stdout)
    home = tmp_path / "seiyaku-instance"
    arguments = [
        "--home", "back", "restore", "from", files["data"], files["keys"], "--recipients", str(home / "recipients"),
        "--operator-key", str(home / "operator.key"),
    ]  # fmt: skip
    killed = (
        "import os; from seiyaku.cli.main import main\n"
        "from seiyaku.cli import founding\n"
        "founding.write_settings = lambda *_: os.kill(os.getpid(), 9)\n"
        f"main({arguments!r})"
    )

    assert python(killed, folder=tmp_path).returncode == -9

    assert not (tmp_path / "back").exists()
    assert seiyaku("--home", "back", "doctor", folder=tmp_path).returncode == 1
    assert seiyaku(*arguments, folder=tmp_path).returncode == 0
    assert (tmp_path / "back" / "settings.env").exists()
    assert not list(tmp_path.glob(".back*"))
