"""Reading the database's own file must not let go of the database's locks."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection, transaction

from seiyaku.keys import disk

LOCKED = """
import sqlite3, sys
other = sqlite3.connect(sys.argv[1], timeout=0)
try:
    other.execute("BEGIN IMMEDIATE")
except sqlite3.OperationalError:
    sys.exit(7)
"""


@pytest.mark.sqlite
@pytest.mark.promise("2-1")
def test_whoever_reads_the_databases_file_still_holds_its_locks(blank: Path) -> None:
    name = str(connection.settings_dict["NAME"])

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE ledger_head SET number = number")
        read = sum(len(block) for path in sorted(blank.glob("seiyaku.sqlite3*")) for block in disk.blocks(path))
        other = subprocess.run([sys.executable, "-c", LOCKED, name], check=False)

    assert read > 100_000
    assert other.returncode == 7


def test_other_files_are_read_to_the_end(blank: Path) -> None:
    (blank / "other").write_bytes(bytes(3_000_000))

    assert sum(len(block) for block in disk.blocks(blank / "other", 7_000)) == 3_000_000
