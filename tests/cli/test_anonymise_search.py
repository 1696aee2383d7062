"""`seiyaku anonymise search --plan`, and a search that is ended, by time or by Ctrl-C, and gone on with."""

from __future__ import annotations

import json
import signal
import sys
from pathlib import Path
from typing import Any

import pytest

from seiyaku.anonymised import cells, searching
from seiyaku.cli import progress, table_options
from seiyaku.cli.main import main

ASK = ("--quasi", "a,b,c", "--k", "3", "--suppress", "0.05", "--hierarchy", "a=:bands/2/4/8", "--hierarchy",
       "b=:bands/2/4/8", "--hierarchy", "c=:bands/2/4/8")  # fmt: skip


def run(*args: str | Path) -> int:
    return int(main.main(["--lang", "en", *map(str, args)], standalone_mode=False))


def asked(capsys: pytest.CaptureFixture[str], *args: str | Path) -> dict[str, Any]:
    assert run("--json", "anonymise", *args) == 0
    said: dict[str, Any] = json.loads(capsys.readouterr().out)
    return said


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "t.csv"
    rows = [f"{n * n % 16},{n * n * n % 16},{n % 13}" for n in range(150)]
    path.write_text("a,b,c\n" + "\n".join(rows) + "\n", encoding="utf-8")
    return path


def test_a_plan_says_what_would_be_searched_and_searches_nothing(
    table: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(searching, "_continued")

    said = asked(capsys, "search", table, *ASK, "--average-risk", "0.2", "--plan")
    code = run("anonymise", "search", table, *ASK, "--plan")

    assert (said["rows"], said["nodes"], said["method"], said["allowed"]) == (150, 125, "optimal", 7)
    assert [column["levels"] for column in said["columns"]] == [5, 5, 5]
    assert said["asked"] == ["k = 3", "average risk ≤ 0.2"]
    assert code == 0
    assert "125 generalisations" in capsys.readouterr().out


def test_a_plan_tells_faults_already(table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("anonymise", "search", table, "--plan", "--quasi", "a", "--hierarchy", "a=:prefectures") == 2
    assert "not the 47 prefectures" in capsys.readouterr().err


def test_a_search_whose_time_is_up_is_gone_on_with(table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    state = table.with_name("state.json")
    whole = asked(capsys, "search", table, *ASK)

    first = asked(capsys, "search", table, *ASK, "--seconds", "0", "--state", state)
    kept = json.loads(state.read_text("utf-8"))
    second = asked(capsys, "search", table, *ASK, "--state", state)

    assert (first["proven"], whole["proven"], second["proven"]) == (False, True, True)
    assert (second["levels"], second["value"]) == (whole["levels"], whole["value"])
    assert kept["about"]["rows"] == 150
    assert not state.exists()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda said: said["about"].update(rows=149), "another search"),
        (lambda said: said.update(looked=[[9, 9, 9]]), "nothing of a search"),
        (lambda said: said.pop("failed"), "nothing of a search"),
    ],
)
def test_what_another_search_left_is_refused(
    change: Any, words: str, table: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    state = table.with_name("state.json")
    asked(capsys, "search", table, *ASK, "--seconds", "0", "--state", state)
    said = json.loads(state.read_text("utf-8"))
    change(said)
    state.write_text(json.dumps(said), encoding="utf-8")

    assert run("anonymise", "search", table, *ASK, "--state", state) == 2
    assert words in capsys.readouterr().err


def test_the_first_interruption_of_a_search_shows_the_best_so_far_and_one_before_it_shows_nothing(
    table: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = signal.getsignal(signal.SIGINT)
    gathered = cells.gathered

    def interrupted(*given: Any) -> Any:
        signal.raise_signal(signal.SIGINT)
        return gathered(*given)

    with monkeypatch.context() as patch:
        patch.setattr(searching, "gathered", interrupted)
        assert run("--json", "anonymise", "search", table, *ASK) == 1
    assert capsys.readouterr().out == ""
    known = table_options.AtTerminal.known

    def then(*given: Any) -> Any:
        known(*given)
        signal.raise_signal(signal.SIGINT)

    monkeypatch.setattr(table_options.AtTerminal, "known", then)
    assert run("--json", "anonymise", "search", table, *ASK) == 1
    found = json.loads(capsys.readouterr().out)

    assert not found["proven"]
    assert found["levels"]
    assert signal.getsignal(signal.SIGINT) is before


def test_how_far_a_search_is_is_shown_on_a_terminal_only(
    table: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    run("anonymise", "search", table, *ASK)
    silent = capsys.readouterr().err
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    monkeypatch.setattr(progress, "EVERY", 0.0)
    run("anonymise", "search", table, *ASK)

    assert silent == ""
    assert "looked at, best" in capsys.readouterr().err
