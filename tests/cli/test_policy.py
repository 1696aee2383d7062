"""`seiyaku policy`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from seiyaku.cli.main import main

FILE = str(Path(__file__).parents[2] / "policies" / "cloopen" / "2018-10-01.md")


def run(*args: str) -> int:
    code = main.main(list(args), standalone_mode=False)
    assert isinstance(code, int)
    return code


@pytest.mark.promise("8-2")
def test_a_clause_is_shown_with_its_rules(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("policy", "show", "8-2", "--file", FILE, "--lang", "en") == 0

    shown = capsys.readouterr().out
    assert "Nothing else." in shown
    assert "fields: name, address, phone" in shown


@pytest.mark.parametrize(("command", "key"), [("fields", "field"), ("purposes", "purpose"), ("clauses", "clause")])
def test_lists_come_as_json(command: str, key: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("policy", command, "--file", FILE, "--json") == 0

    said = json.loads(capsys.readouterr().out)
    assert {"fields": "name", "purposes": "deliver-service", "clauses": "8-2"}[command] in {row[key] for row in said}


@pytest.mark.parametrize("command", ["fields", "purposes", "clauses"])
def test_lists_come_in_the_language_asked_for(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("policy", command, "--file", FILE, "--lang", "ja") == 0
    japanese = capsys.readouterr().out
    assert run("policy", command, "--file", FILE, "--lang", "en") == 0

    assert capsys.readouterr().out != japanese


def test_a_file_compared_with_itself_differs_in_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("policy", "diff", FILE, FILE, "--json") == 0

    said = json.loads(capsys.readouterr().out)
    assert (said["clauses"], said["rules"]) == ([], [])


def test_the_schema_is_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("policy", "schema") == 0

    assert json.loads(capsys.readouterr().out)["$schema"] == "https://json-schema.org/draft/2020-12/schema"


def test_a_clause_that_is_not_there_is_wrong_use_and_the_nearest_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("policy", "show", "82", "--file", FILE) == 2

    assert "8-2" in capsys.readouterr().err
