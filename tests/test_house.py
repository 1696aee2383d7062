"""The house itself: layers, names, sizes."""

from __future__ import annotations

import ast
import configparser
import sys
from pathlib import Path

import seiyaku

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
