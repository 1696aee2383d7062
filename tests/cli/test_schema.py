"""The one script of SQLite's tables says what the migrations say, and is not believed when it is of other ones."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

from seiyaku.cli import schema

pytestmark = pytest.mark.sqlite
MADE = "from seiyaku.cli import schema; print(schema.made(), end='')"


def test_the_script_is_what_the_migrations_come_to() -> None:
    made = subprocess.run([sys.executable, "-c", MADE], capture_output=True, text=True, check=True).stdout

    assert schema.SCRIPT.read_text(encoding="utf-8") == made, "run `make schema`"


def test_tables_made_by_the_script_say_the_script_again(tmp_path: Path) -> None:
    script = schema.SCRIPT.read_text(encoding="utf-8")
    with sqlite3.connect(tmp_path / "made") as made:
        made.execute("PRAGMA foreign_keys=ON")
        made.executescript(script)
    made.close()

    assert schema.write(tmp_path / "made") == script


def test_a_script_of_other_migrations_makes_nothing(
    blank: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = schema.SCRIPT.read_text(encoding="utf-8").splitlines(keepends=True)
    older = tmp_path / "schema.sql"
    older.write_text("".join(line for line in lines if "'people','0001_initial'" not in line), encoding="utf-8")
    monkeypatch.setattr(schema, "SCRIPT", older)
    tables = connection.introspection.table_names()

    assert not schema.lay()
    assert connection.introspection.table_names() == tables
