"""The tutorial does what it says, command by command, in both languages; only `init` is a house that stands already."""

from __future__ import annotations

import io
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from seiyaku.cli.main import main
from seiyaku.people.setup import issue_setup_code
from tests.portal.sample import publish_first

from .test_printed import PAGES, ROOT, blocks

TUTORIAL = ROOT / "docs" / "tutorial" / "first-refusal.md"
PASSWORD = "a long and private sentence"
SAKURA = "０７０-００００-０００１"
REFUSED = {"send-offers": 3, "changed/2018-10-01.md": 2}  # by the last word of the command: how it must end
SAYS = {  # by the first words, then the last: what has to be in the answer
    "collect": ("People taken in: 1; rows in quarantine: 1", "row 3"),
    "name,phone": ("髙橋 さくら", "070-0000-0001"),
    "name,birth-date": ("髙橋 さくら", "birth-date"),
    "send-offers": ("2-2", "23", "Marketing"),
    "changed/2018-10-01.md": (":1016:29", "'fone'", "'phone'", "8-2"),
}


def printed(page: Path) -> Iterator[str]:
    """The lines a reader types, from the second section on."""
    for kind, body in blocks(page):
        if kind == "console":
            yield from (line.removeprefix("$ ") for line in body.splitlines() if line.startswith("$ "))


@pytest.mark.promise("2-2", "5-3")
@pytest.mark.parametrize("page", [TUTORIAL, TUTORIAL.with_name("first-refusal.en.md")], ids=["ja", "en"])
def test_the_tutorial_runs_as_printed(
    page: Path, instance: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder := tmp_path / "clone" / "try").mkdir(parents=True)
    (folder.parent / "policies").symlink_to(ROOT / "policies")
    monkeypatch.chdir(folder)
    monkeypatch.setenv("SEIYAKU_LANG", "en")
    (table,) = [body for kind, body in blocks(page) if kind == "csv"]
    Path("customers.csv").write_text(table, encoding="cp932")
    publish_first()
    asked = {"--first": [issue_setup_code(), "alice", PASSWORD]}
    unsaid = set(SAYS)
    for line in printed(page):
        words = line.split()
        if words[0] != "seiyaku":
            if words[0] in {"cp", "sed"} or line == "mkdir changed":
                subprocess.run(line, shell=True, check=True)  # noqa: S602  # what the page prints, as a reader would
            continue
        if words[1] == "init":
            continue
        answers = asked.get(words[-1], [])
        monkeypatch.setattr(click, "prompt", lambda *_, answers=answers, **__: answers.pop(0))
        monkeypatch.setattr(sys, "stdin", io.StringIO(f"{SAKURA}\n"))

        ended = main.main(words[1:], standalone_mode=False)

        written = capsys.readouterr()
        said = written.out + written.err
        assert ended == REFUSED.get(words[-1], 0), f"{line}\n{said}"
        for name in unsaid & {*words}:
            missing = [word for word in SAYS[name] if word not in said]
            assert missing == [], f"{line}\n{said}"
        unsaid -= {*words}
        if words[1:3] == ["people", "hire"]:
            asked["--invited"] = [said.split()[-1], PASSWORD]
    assert unsaid == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_what_a_page_makes_is_a_target(page: Path) -> None:
    lines = [line.split("#")[0].split() for _, body in blocks(page) for line in body.splitlines()]
    made = {line[2] for line in lines if line[:2] == ["$", "make"]}

    assert made <= {line.split(":")[0] for line in (ROOT / "Makefile").read_text(encoding="utf-8").splitlines()}
