"""The rarer verbs of the door at the terminal of somebody who is signed in."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from tests.door.conftest import House, house, partner

from .test_desk import desk, run

__all__ = ["desk", "house"]
FROM = ("--form", "sign-up", "--shown", "sign-up")


@pytest.mark.promise("2-3", "8-1")
def test_a_contract_and_a_service_begin_and_end(
    desk: House, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    agent = partner("agent", "option-agent")
    people = tmp_path / "people"
    people.write_text(desk.alice + "\n", encoding="ascii")

    run(capsys, "relation", "begin", desk.alice, "--on", "2026-01-05", *FROM)
    run(capsys, "relation", "begin", "--people", str(people), "--service", agent, *FROM)
    ended = run(capsys, "relation", "end", desk.alice, "--on", "2026-06-30", *FROM)

    assert ended["people"] == 1
    assert ended["clause"] == "2-3"
    contract, service = run(capsys, "person", desk.alice)["relations"]
    assert contract == {"service": "", "began_on": "2026-01-05", "ended_on": "2026-06-30"}
    assert (service["service"], service["ended_on"]) == (agent, None)


@pytest.mark.promise("4-2-A…E", "6-2")
def test_what_a_partner_gave_and_what_went_to_one_is_on_record(
    desk: House, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    terms = "confidentiality lawful-origin"
    shop = partner("shop", "cooperating-company", character="third-party", terms=terms)
    (tmp_path / "letter").write_text("the shop's own word", encoding="utf-8")
    paper = run(capsys, "paper", str(tmp_path / "letter"), "--kind", "provenance", "--until", "2099-01-01")["paper"]

    went = run(capsys, "related", "--fields", "cookie", "--to", shop, "--confirmed", paper, "--how", "in writing")

    assert went["article"] == "31(1)"
    assert run(capsys, "person", desk.alice, "--records")["records"] == []


@pytest.mark.promise("7-1", "12-3")
def test_the_desk_finds_somebody_by_half_a_name_and_records_that_they_came_back(
    desk: House, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("高崎\n"))
    found = run(capsys, "scan", "--field", "name", "--purpose", "law:disclose")
    came = run(capsys, "consent", "accept", *found["people"], "--channel", "counter")

    assert (found["people"], found["looked_at"], found["ended"]) == ([desk.alice], 1, True)
    assert (came["people"], came["clause"]) == (1, "12-3")
