"""The whole story at the most talkative log level: no value of any customer in a log, an entry, or a file it leaves."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from seiyaku.cli.story import sample
from seiyaku.vault.searching import Needles
from seiyaku.vault.sieve import Sieve
from tests.waiting import HANGS

pytestmark = [pytest.mark.slow, pytest.mark.sqlite, pytest.mark.promise("2-1", "2-2")]

COUNT = 200
TELL = """
import faulthandler, logging, sys
faulthandler.enable(open(sys.argv[2], "w"))
logging.basicConfig(filename=sys.argv[1], level=logging.DEBUG, encoding="utf-8")
from seiyaku.cli.main import main
main(["story", "--keep", "--out", sys.argv[3], "--customers", sys.argv[4]])
"""
EXPORT = """
import sys
from seiyaku.cli.main import main
main(["ledger", "export", "--out", sys.argv[1]])
"""


def values() -> Needles:
    """Everything that tells one sample customer from another, in every spelling."""
    needles = Needles()
    for one in sample.customers(COUNT):
        phone = f"{one.phone[:3]}-{one.phone[3:7]}-{one.phone[7:]}"
        for value in (one.name, one.kana, one.phone, phone, one.email, one.address, one.address.replace(" ", "\n")):
            needles.text("a value", value)
        needles.text("a value", one.name.replace(" ", "\u3000"))
    return needles


def test_the_whole_story_says_no_customers_value_anywhere(tmp_path: Path) -> None:
    log, crash, out = tmp_path / "log", tmp_path / "crash", tmp_path / "out"
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("SEIYAKU_", "DJANGO_"))}
    given = {**kept, "PYTHONPATH": os.pathsep.join(sys.path), "XDG_RUNTIME_DIR": str(tmp_path)}

    def run(*command: object, **more: str) -> bytes:
        words = [sys.executable, "-c", *map(str, command)]
        done = subprocess.run(words, env=given | more, capture_output=True, timeout=6 * HANGS, check=False)
        assert done.returncode == 0, done.stderr[-2000:]
        return done.stderr

    said = run(TELL, log, crash, out, COUNT)
    said += run(EXPORT, tmp_path / "export", SEIYAKU_HOME=str(out / "instance"))

    sieve = Sieve(values().known)
    assert sieve.caught((out / "signups.csv").read_bytes())
    assert not sieve.caught(said + log.read_bytes() + crash.read_bytes())
    assert (tmp_path / "export" / "entries.jsonl").stat().st_size > 5_000
    for folder in (out / "instance", tmp_path / "export"):
        files = [path for path in folder.rglob("*") if path.is_file()]
        assert [path for path in files if sieve.caught(path.read_bytes())] == []
