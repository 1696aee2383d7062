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
        f"seiyaku.{name}" for name in ("vault", "partners", "people", "policy", "papers", "ledger", "keys", "core")
    }

    barred = set(contracts()["importlinter:contract:one-door"]["source_modules"].split())

    assert packages - barred - below <= {"seiyaku.door"}


def test_no_drawer_without_a_name() -> None:
    assert not [p for p in SRC.rglob("*.py") if p.stem in {"utils", "helpers", "common", "misc", "manager", "data"}]


def test_the_verifier_trusts_nobody_but_the_standard_library() -> None:
    tree = ast.parse((ROOT / "verifier" / "seiyaku_verify.py").read_text(encoding="utf-8"))
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)]
    named = {a.name for n in imports if isinstance(n, ast.Import) for a in n.names}
    named |= {n.module or "." for n in imports if isinstance(n, ast.ImportFrom)}

    assert {name.partition(".")[0] for name in named} <= sys.stdlib_module_names
