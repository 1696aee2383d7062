"""The house itself: layers, names, sizes."""

from __future__ import annotations

import ast
import configparser
import datetime as dt
import sys
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.db import connection
from hypothesis import HealthCheck, settings

import seiyaku

from . import databases
from .conftest import SLOW

SRC = Path(seiyaku.__file__).parent
ROOT = SRC.parents[1]


def contracts() -> configparser.ConfigParser:
    parser = configparser.ConfigParser()
    parser.read(ROOT / ".importlinter")
    return parser


def test_every_package_but_the_door_is_barred_from_the_gate() -> None:
    packages = {f"seiyaku.{p.parent.name}" for p in SRC.glob("*/__init__.py")}

    barred = set(contracts()["importlinter:contract:one-gate"]["source_modules"].split())

    assert packages - barred <= {"seiyaku.door", "seiyaku.core", "seiyaku.client", "seiyaku.config"}


def test_every_package_above_the_door_is_barred_from_the_vaults_reading_side() -> None:
    packages = {f"seiyaku.{p.parent.name}" for p in SRC.glob("*/__init__.py")}
    below = {
        f"seiyaku.{name}"
        for name in ("vault", "partners", "people", "check", "policy", "papers", "ledger", "keys", "core")
    }

    barred = set(contracts()["importlinter:contract:one-door"]["source_modules"].split())

    assert packages - barred - below <= {"seiyaku.door"}


def test_every_package_but_the_ledger_is_barred_from_issuing_grants() -> None:
    packages = {f"seiyaku.{p.parent.name}" for p in SRC.glob("*/__init__.py")}

    barred = set(contracts()["importlinter:contract:one-issuer"]["source_modules"].split())

    assert packages - barred == {"seiyaku.ledger", "seiyaku.keys"}


def test_nothing_in_the_keys_room_issues_grants_for_itself() -> None:
    room = [p for p in (SRC / "keys").glob("*.py") if p.stem != "issuing"]

    assert not [p.name for p in room if "issuing" in imported(p)]


def imported(path: Path) -> set[str]:
    """The last names of everything a module imports, and of what it imports it from."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.rpartition(".")[2] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names |= {alias.name for alias in node.names} | {(node.module or "").rpartition(".")[2]}
    return names


def test_no_drawer_without_a_name() -> None:
    assert not [p for p in SRC.rglob("*.py") if p.stem in {"utils", "helpers", "common", "misc", "manager", "data"}]


def test_the_verifier_trusts_nobody_but_the_standard_library() -> None:
    tree = ast.parse((ROOT / "verifier" / "seiyaku_verify.py").read_text(encoding="utf-8"))
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)]
    named = {a.name for n in imports if isinstance(n, ast.Import) for a in n.names}
    named |= {n.module or "." for n in imports if isinstance(n, ast.ImportFrom)}

    assert {name.partition(".")[0] for name in named} <= sys.stdlib_module_names


@pytest.mark.parametrize(
    ("at", "slow", "waits"),
    [
        ("2026-11-28 14:58:30", False, 91), ("2026-11-28 14:57:59", False, 0), ("2026-11-28 14:56:00", True, 241),
        ("2026-12-31 23:59:59", False, 2), ("2026-11-28 15:00:00", False, 0), ("2026-11-28 12:00:00", True, 0),
    ],
)  # fmt: skip
def test_no_test_begins_so_late_that_a_day_ends_while_it_runs(at: str, *, slow: bool, waits: int) -> None:
    assert databases.waits(dt.datetime.fromisoformat(f"{at}+00:00"), slow=slow) == waits


def test_properties_have_no_deadline_and_the_same_examples_every_time() -> None:
    kept = settings.get_profile("steady")

    assert (kept.deadline, kept.derandomize) == (None, True)
    assert HealthCheck.too_slow in kept.suppress_health_check


def test_no_property_brings_the_clock_back_in() -> None:
    """A list of suppressed checks of a test's own takes the place of the profile's."""
    forgot = []
    for path in sorted(Path(__file__).parent.rglob("test_*.py")):
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(call, ast.keyword) and call.arg == "suppress_health_check":
                said = ast.unparse(call.value)
                forgot += [f"{path.name}:{call.value.lineno}"] if not ("too_slow" in said or "list(" in said) else []

    assert forgot == []


def test_no_test_reaches_a_database_that_it_did_not_ask_for() -> None:
    """So what asks for none need not be tried on both."""
    with pytest.raises(RuntimeError, match="Database access not allowed"):
        connection.cursor()


def test_whatever_works_on_the_server_in_processes_of_its_own_says_so() -> None:
    """It asks for no instance in this process, and would be left out where its server is."""
    silent = []
    for path in sorted(Path(__file__).parent.rglob("test_*.py")):
        text = path.read_text(encoding="utf-8")
        if '.environ["SEIYAKU_DATABASE_URL"]' in text and path != Path(__file__):
            silent += [] if "mark.processes" in text or "mark.postgresql" in text else [path.name]

    assert silent == []


def test_a_run_works_in_memory_only_where_there_is_room(tmp_path: Path) -> None:
    assert databases.in_memory(tmp_path, room=1) == tmp_path
    assert databases.in_memory(tmp_path, room=1 << 62) is None
    assert databases.in_memory(tmp_path / "none") is None


def test_passwords_are_hashed_slowly_wherever_it_is_no_test() -> None:
    assert django_settings.PASSWORD_HASHERS == ["django.contrib.auth.hashers.ScryptPasswordHasher"]
    assert SLOW >= 2**14
