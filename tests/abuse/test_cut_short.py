"""
`kill -9` before every single step of founding, backing up, restoring, turning keys, changing the operator's key and
taking a file in: what was held is still there and opens, the ledger verifies, and the same command, given again, goes
on or begins anew, or says what is there and what to do.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import uuid
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

import psycopg
import pytest
from django.conf import settings

from tests.waiting import HANGS

from .households import HELD, csv

pytestmark = [pytest.mark.slow, pytest.mark.processes, pytest.mark.promise("2-1", "3-3")]

SQLITE = "sqlite3" in settings.DATABASES["default"]["ENGINE"]
NAMES = sorted(values["name"] for values in HELD)
KILLED = -9
IN_A_DATABASE = ("commit", "COMMIT", "INSERT", "UPDATE", "DELETE", "VACUUM", "CREATE", "DROP", "SELECT")
ROOT = Path(__file__).parents[2]


class Stand:
    """A process of `tests.abuse.cutting`, and what it is asked to run."""

    def __init__(self, folder: Path, *, ready: bool = False) -> None:
        self.folder, self.home = folder, folder / "houses" / "house"
        kept = {name: said for name, said in os.environ.items() if not name.startswith(("SEIYAKU_", "DJANGO_"))}
        kept |= {"SEIYAKU_HOME": str(self.home), "SEIYAKU_LANG": "en", "PYTHONPATH": os.pathsep.join(sys.path)}
        command = [sys.executable, "-m", "tests.abuse.cutting", *(["--ready"] if ready else [])]
        pipe = subprocess.PIPE
        self.process = subprocess.Popen(command, stdin=pipe, stdout=pipe, cwd=ROOT, env=kept, text=True)

    def ask(self, **job: Any) -> dict[str, Any]:
        """Have one job run."""
        asked, answers = self.process.stdin, self.process.stdout
        assert asked is not None
        assert answers is not None
        env = {"SEIYAKU_HOME": str(self.home)}
        job = {
            "root": str(self.home.parent),
            "env": env,
            "cwd": str(self.folder),
            "log": str(self.folder / "job.log"),
            **job,
        }
        _say(asked, json.dumps(job))
        answer: dict[str, Any] = json.loads(answers.readline())
        return answer

    def run(self, *args: str, **more: Any) -> dict[str, Any]:
        """Run a command."""
        return self.ask(args=list(args), **more)

    def call(self, name: str, *arguments: str) -> dict[str, Any]:
        """Have the household do something."""
        done = self.ask(call=name, arguments=list(arguments))
        assert done["code"] == 0, done["err"]
        return json.loads(done["out"])  # type: ignore[no-any-return]  # what the household answered

    def place(self, folder: str) -> Path:
        """Have the house stand in a folder of its own, beside what is being restored; return where it is to be."""
        self.home = self.folder / folder / "house"
        self.home.parent.mkdir()
        return self.home

    def close(self) -> None:
        """End it."""
        assert self.process.stdin is not None
        self.process.communicate(timeout=HANGS)


def _say(asked: IO[str], line: str) -> None:
    asked.write(line + "\n")
    asked.flush()


@dataclass
class Databases:
    """The empty databases that a test may fill, and how one is put back as it was."""

    made: list[str] = field(default_factory=list)

    def new(self) -> list[str]:
        """Return the options that name an empty database: none on SQLite, where it lies in the folder."""
        if SQLITE:
            return []
        self.made.append(f"cut_{uuid.uuid4().hex[:8]}")
        self._say(f'CREATE DATABASE "{self.made[-1]}"')
        return ["--database", os.environ["SEIYAKU_DATABASE_URL"].replace("/postgres?", f"/{self.made[-1]}?")]

    def keep(self) -> None:
        """Keep the newest as it is now."""
        if not SQLITE:
            self._say(f'CREATE DATABASE "{self.made[-1]}_kept" TEMPLATE "{self.made[-1]}"')

    def put_back(self) -> None:
        """Make the newest what it was when it was kept."""
        if not SQLITE:
            self._say(f'DROP DATABASE "{self.made[-1]}" WITH (FORCE)')
            self._say(f'CREATE DATABASE "{self.made[-1]}" TEMPLATE "{self.made[-1]}_kept"')

    def drop(self) -> None:
        """Drop all."""
        for name in self.made:
            for each in (name, f"{name}_kept"):
                self._say(f'DROP DATABASE IF EXISTS "{each}" WITH (FORCE)')
            for role in (f"{name}_app", f"{name}_sequencer"):
                self._say(f'DROP ROLE IF EXISTS "{role}"')

    def _say(self, said: str) -> None:
        with psycopg.connect(os.environ["SEIYAKU_DATABASE_URL"], autocommit=True) as connected:
            connected.execute(said.encode())


@pytest.fixture(scope="module")
def databases() -> Iterator[Databases]:
    made = Databases()
    yield made
    made.drop()


@pytest.fixture
def bare(tmp_path: Path) -> Iterator[Stand]:
    """A stand without a house."""
    stand = Stand(tmp_path)
    yield stand
    stand.close()


@dataclass
class House:
    """A house with people, at a stand; `again` puts it back as it was when the test began."""

    stand: Stand
    approved: dict[str, str]
    database: Databases
    kept: Path

    def again(self) -> None:
        """Put folder and database back."""
        shutil.rmtree(self.stand.home, ignore_errors=True)
        shutil.copytree(self.kept, self.stand.home)
        self.database.put_back()

    def every_kill(self, *args: str, by: str = "hoshiko", **more: Any) -> Iterator[tuple[int, str]]:
        """
        Kill the command before each of its steps, one after the other; yield where it stood each time.

        On PostgreSQL only before those in the database: files are made and moved there as on SQLite.
        """
        done = self._from_the_beginning(by, *args, at=0, **more)
        assert done["code"] == 0, f"{done['err']}{done['out']}"
        steps = [step for step in done["steps"] if SQLITE or step.partition(" ")[2].startswith(IN_A_DATABASE)]
        assert len(steps) >= (2 if SQLITE else 1), done["steps"]
        for step in steps:
            at = int(step.partition(" ")[0])
            killed = self._from_the_beginning(by, *args, at=at, **more)
            assert killed["code"] == KILLED, f"{step}: {killed['err']}"
            yield at, killed["steps"][-1]

    def _from_the_beginning(self, by: str, *args: str, **more: Any) -> dict[str, Any]:
        self.again()
        shutil.copy(self.stand.folder / by, self.stand.home / "session")
        return self.stand.run(*args, **more)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    folder, database = tmp_path_factory.mktemp("cut"), Databases()
    first = Stand(folder)
    first.place("houses")
    made = first.run("init", "--json", *database.new())
    assert made["code"] == 0, made["err"]
    first.close()
    stand = Stand(folder, ready=True)
    approved = stand.call("settle", json.loads(made["out"])["setup_code"])
    for login in ("bob", "hoshiko"):
        stand.call("sign_in", login)
        shutil.copy(stand.home / "session", folder / login)
    for _ in range(2):  # the next will destroy the oldest one's key
        assert stand.run("backup")["code"] == 0
    database.keep()
    shutil.copytree(stand.home, folder / "kept")
    yield House(stand, approved, database, folder / "kept")
    stand.close()
    database.drop()


def nothing_lost(house: House, step: str, names: list[str] = NAMES) -> None:
    """Everybody is held and opens, the paper opens, and everything verifies."""
    said = house.stand.call("whole", house.approved["paper"])
    assert (said["findings"], said["names"], said["paper"]) == ([], names, "evidence"), step


def mended(house: House, step: str, *args: str, **more: Any) -> dict[str, Any]:
    """Give the command again; it must come to its end."""
    done = house.stand.run(*args, **more)
    assert done["code"] == 0, f"after {step}: {done['err']}{done['out']}"
    return done


def test_a_backup_killed_at_any_step_leaves_the_house_whole_and_the_next_is_whole(house: House) -> None:
    backups, safe = house.stand.home / "backups", str(house.stand.home / "recipients")

    for at, step in house.every_kill("backup", "--json"):
        done = mended(house, step, "backup", "--json")

        kinds = Counter(path.suffix for path in backups.iterdir() if not path.name.startswith("."))
        assert set(kinds) == {".keys", ".data"}, step
        assert kinds[".keys"] == 2, step  # the newest, and the one before; what a kill left is gone
        if at % 3 == 0:
            tested = house.stand.run("backup", "--test", json.loads(done["out"])["backup"], "--recipients", safe)
            assert tested["code"] == 0, f"{step}: {tested['err']}"
        if at % 9 == 0:
            nothing_lost(house, step)


@pytest.mark.parametrize("use", ["wrap", "index"])
def test_a_key_whose_turn_is_killed_at_any_step_loses_nobody_and_the_turn_goes_on(house: House, use: str) -> None:
    turn = ("keys", "rotate", use, "--json")

    for _, step in house.every_kill(*turn, "--proposal", house.approved[use]):
        nothing_lost(house, step)
        again = house.stand.run(*turn)
        if again["code"] == 3:  # nothing was begun, or all but the bytes on the disk is done
            again = house.stand.run(*turn, "--proposal", house.approved[use])
        assert again["code"] == 0, f"after {step}: {again['err']}"
        nothing_lost(house, step)


def remnants(home: Path, copies: Path, *, through: int) -> Iterator[tuple[int, str]]:
    """
    Put what lay there before a step back in its place, one after the other, leaving out what is the same as before.

    All of the first and last steps; of the long run of tables between them, some: `through` says every how many.
    """
    different, before = [], b""
    for copy in sorted(copies.iterdir()):
        lies = sorted((str(path.relative_to(copy)), path.read_bytes()) for path in copy.rglob("*") if path.is_file())
        digest = hashlib.sha256(repr([(name, said) for name, said in lies if not name.endswith("-shm")]).encode())
        if digest.digest() != before:
            different.append(copy)
        before = digest.digest()
    for number, copy in enumerate(different):
        if 8 <= number < len(different) - 12 and number % through:
            continue
        shutil.rmtree(home.parent, ignore_errors=True)
        shutil.copytree(copy, home.parent)
        yield number, f"before step {copy.name}"


@pytest.mark.sqlite
def test_a_founding_cut_short_anywhere_is_said_and_the_next_begins_anew(bare: Stand) -> None:
    home, copies = bare.place("houses"), bare.folder / "copies"
    copies.mkdir()
    made = bare.run("init", "--json", copies=str(copies))
    assert made["code"] == 0, made["err"]
    tried = 0

    for number, step in remnants(home, copies, through=20):
        tried += 1
        if (home / "settings.env").exists():
            assert bare.run("ledger", "verify")["code"] == 0, step
            again = bare.run("init")
            assert (again["code"], "an instance" in again["err"]) == (2, True), step
            code = json.loads(bare.run("init", "--new-code", "--json")["out"])["setup_code"]
            signed_in = bare.run("login", "--first", answers=[code, "hoshiko", "a long and private sentence"])
            assert signed_in["code"] == 0, f"{step}: {signed_in['err']}"
            continue
        if number % 4 == 3:
            said = bare.run("doctor")
            assert (said["code"], "run `seiyaku init` again" in said["err"]) == (1, True), f"{step}: {said['err']}"
        if number % 60 == 20:
            again = bare.run("init", "--json")
            assert again["code"] == 0, f"{step}: {again['err']}"
            assert bare.run("ledger", "verify")["code"] == 0, step
        else:
            assert bare.run("init", until="operator.key")["code"] == KILLED, step  # it went on past the remnants
    assert tried > 15


@pytest.mark.sqlite
def test_a_restoration_cut_short_anywhere_is_said_and_the_next_begins_anew(bare: Stand, house: House) -> None:
    house.again()
    backups = sorted((house.stand.home / "backups").glob("2*"))
    data, keys = (str([path for path in backups if path.suffix == kind][-1]) for kind in (".data", ".keys"))
    restore = (
        "restore", "from", data, keys, "--recipients", str(house.stand.home / "recipients"), "--json",
        "--operator-key", str(house.stand.home / "operator.key"),
    )  # fmt: skip
    home, copies = bare.place("houses"), bare.folder / "copies"
    copies.mkdir()
    done = bare.run(*restore, copies=str(copies))
    assert done["code"] == 0, done["err"]
    tried = 0

    for number, step in remnants(home, copies, through=10):
        tried += 1
        if home.exists():
            assert bare.run("ledger", "verify")["code"] == 0, step
            assert bare.run(*restore)["code"] == 2, step
            continue
        if number % 4 == 3:
            said = bare.run("doctor")
            assert (said["code"], "run `seiyaku restore from` again" in said["err"]) == (1, True), f"{step}: {said}"
        if number == 10:
            again = bare.run(*restore)
            assert again["code"] == 0, f"{step}: {again['err']}"
            assert bare.run("ledger", "verify")["code"] == 0, step
        else:
            assert bare.run(*restore, until="operator.key")["code"] == KILLED, step
    assert tried > 10


@pytest.mark.postgresql
def test_a_founding_killed_in_a_database_of_its_own_empties_it_and_begins_anew(
    bare: Stand, databases: Databases
) -> None:
    home, options = bare.place("houses"), databases.new()

    for at in ({"until": "commit"}, {"until": "operator.key"}, {"at": 60}, {"until": "settings.env.part"}):
        step = str(at)
        killed = bare.run("init", *options, **at)
        assert killed["code"] == KILLED, f"{step}: {killed['err']}"
        said = bare.run("doctor")
        assert (said["code"], "run `seiyaku init` again" in said["err"]) == (1, True), f"{step}: {said['err']}"

    elsewhere = bare.run("--home", str(bare.folder / "other"), "init", *options)
    assert (elsewhere["code"], "begun elsewhere" in elsewhere["err"]) == (2, True), elsewhere["err"]
    made = bare.run("init", *options, "--json")
    assert made["code"] == 0, made["err"]
    assert bare.run("ledger", "verify")["code"] == 0
    assert not (home / ".begun").exists()
    again = bare.run("--home", str(bare.folder / "other"), "init", *options)
    assert again["code"] == 2
    assert bare.run("ledger", "verify")["code"] == 0


@pytest.mark.postgresql
def test_a_restoration_killed_in_a_database_of_its_own_empties_it_and_begins_anew(
    bare: Stand, house: House, databases: Databases
) -> None:
    house.again()
    backups = sorted((house.stand.home / "backups").glob("2*"))
    data, keys = (str([path for path in backups if path.suffix == kind][-1]) for kind in (".data", ".keys"))
    restore = (
        "restore", "from", data, keys, "--recipients", str(house.stand.home / "recipients"), "--json",
        "--operator-key", str(house.stand.home / "operator.key"), *databases.new(),
    )  # fmt: skip
    home = bare.place("houses")

    for at in ({"at": 60}, {"until": "settings.env.part"}):
        step = str(at)
        killed = bare.run(*restore, **at)
        assert killed["code"] == KILLED, f"{step}: {killed['err']}"
        said = bare.run("doctor")
        assert (said["code"], "run `seiyaku restore from` again" in said["err"]) == (1, True), f"{step}: {said['err']}"

    done = bare.run(*restore)
    assert done["code"] == 0, done["err"]
    assert bare.run("ledger", "verify")["code"] == 0
    assert sorted(path.name for path in home.parent.iterdir()) == ["house"]


def test_an_operators_key_whose_change_is_killed_at_any_step_opens_by_either_and_the_change_goes_on(
    house: House,
) -> None:
    home, place = house.stand.home, "file:next.key"
    change = ("keys", "operator", place, "--json", "--proposal", house.approved[place])

    for _, step in house.every_kill(*change, "--create"):
        nothing_lost(house, step)
        again = house.stand.run(*change, "--create")
        if again["code"] == 2:
            assert "without --create it is used" in again["err"] + again["out"], step
            again = mended(house, step, *change)
        assert again["code"] == 0, f"after {step}: {again['err']}{again['out']}"
        said = (home / "settings.env").read_text()
        assert f"SEIYAKU_OPERATOR_KEY={place}" in said, step
        assert "OPERATOR_KEY_NEXT" not in said, step
        (home / "operator.key").unlink()
        nothing_lost(house, step)


def test_a_file_whose_taking_in_is_killed_at_any_step_goes_on_or_is_taken_back(house: House) -> None:
    table = house.stand.folder / "people.csv"
    table.write_text(csv(12), encoding="utf-8")
    take = ("collect", str(table), "--form", "sign-up", "--shown", "sign-up", "--json")

    for at, step in house.every_kill(*take, by="bob", block=5):
        here = len(house.stand.call("whole", house.approved["paper"])["names"]) - len(NAMES)
        assert here in {0, 5, 10, 12}, step
        if at % 2 or not here:
            again = house.stand.run(*take, block=5)
            if here == 12 and again["code"] == 1:  # killed when all was in and its last entry waited for a place
                assert json.loads(again["out"])["detail"] == "this file is done already", step
            else:
                assert again["code"] == 0, f"after {step}: {again['err']}{again['out']}"
                assert json.loads(again["out"])["collected"] == 12 - here, step
        else:
            assert json.loads(mended(house, step, *take, "--roll-back")["out"])["erased"] == here
        said = house.stand.call("whole", house.approved["paper"])
        assert (said["findings"], said["held"]) == ([], len(NAMES) + (12 if at % 2 or not here else 0)), step
