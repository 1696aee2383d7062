"""What the page for auditors prints runs as it stands, on a machine that has the one file; what it quotes is said."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from seiyaku import door
from seiyaku.cli.main import main
from seiyaku.ledger.sequencing import place_all
from tests.cli.test_desk import desk
from tests.door.conftest import House, house

from .test_printed import ROOT, blocks

__all__ = ["desk", "house"]
VERIFIER = ROOT / "verifier" / "seiyaku_verify.py"
PAGES = [ROOT / "docs" / "how-to" / name for name in ("verify.md", "verify.en.md")]


def printed(page: Path) -> list[str]:
    return [line[2:] for _, body in blocks(page) for line in body.splitlines() if line.startswith("$ ")]


def operator(line: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Do what the operator is asked for; what a shell would put in a file goes there."""
    capsys.readouterr()
    words, _, file = line.removeprefix("seiyaku ").partition(" > ")
    assert main.main(words.split(), standalone_mode=False) == 0, line
    if file:
        Path(file).write_text(capsys.readouterr().out, encoding="utf-8")


def auditor(line: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, *line.split()[1:]]
    return subprocess.run(command, capture_output=True, text=True, check=False, env={})


@pytest.mark.promise("2-1")
def test_an_auditor_does_what_the_page_prints(
    desk: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert printed(PAGES[0]) == printed(PAGES[1])
    (folder := tmp_path / "audit").mkdir()
    monkeypatch.chdir(folder)
    shutil.copy(VERIFIER, folder)
    used = door.use(desk.alice, ["name"], purpose="deliver-service", actor=desk.clerk).entry
    place_all()
    operator(f"seiyaku ledger receipt {desk.alice} {used} > receipt.json", capsys)

    for line in printed(PAGES[0]):
        if line.startswith("seiyaku "):
            size = Path("head").read_text(encoding="utf-8").split("\n")[1] if "49" in line else ""
            operator(line.replace("49", size), capsys)
        else:
            done = auditor(line)
            assert (done.returncode, done.stdout[:9], done.stderr) == (0, "verifies:", ""), line

    receipt = Path("receipt.json").read_text(encoding="utf-8")
    Path("receipt.json").write_text(receipt.replace("deliver-service", "bill-and-pay"), encoding="utf-8")
    bent = auditor("python3 -I seiyaku_verify.py receipt receipt.json --key key")
    assert bent.returncode == 4
    assert "the entry is not the one that was signed" in bent.stderr


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_what_the_page_quotes_is_what_the_verifier_says(page: Path) -> None:
    source = VERIFIER.read_text(encoding="utf-8")
    table = page.read_text(encoding="utf-8").split("\n## ")[3]
    quoted = [
        said
        for row in table.splitlines()
        if row.startswith("| `")
        for said in re.findall("`([^`]+)`", row.split("|")[1])
    ]

    assert len(quoted) > 8
    for said in quoted:
        parts = [part.strip() for part in re.split(r"\d+|…|entries|between", said) if len(part.strip()) > 3]
        assert [part for part in parts if part not in source] == [], said
