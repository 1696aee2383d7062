"""What the desk does at the terminal: explain, show a person their own, decide about quarantine, erase."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.contrib.auth.hashers import make_password

from seiyaku import door
from seiyaku.cli import signing
from seiyaku.cli.main import main
from seiyaku.cli.times import when
from seiyaku.people import sessions
from seiyaku.people.models import Account
from tests.door.conftest import ALICE, POLICY, SIGN_UP, House, house, staff
from tests.door.test_collecting import row

__all__ = ["house"]
PASSWORD = "a long and private sentence"


@pytest.fixture
def desk(house: House) -> House:  # the fixture of the door's tests
    """The house, with its desk signed in at this terminal."""
    Account.objects.filter(login="dora").update(password=make_password(PASSWORD))
    signing.keep(sessions.sign_in("dora", PASSWORD).token)
    return house


def run(capsys: pytest.CaptureFixture[str], *args: str) -> dict[str, Any]:
    assert main.main(["--json", *args], standalone_mode=False) == 0
    answer = json.loads(capsys.readouterr().out)
    assert isinstance(answer, dict)
    return answer


@pytest.mark.promise("2-2")
def test_explain_says_which_clause_would_allow_it_and_opens_nothing(
    desk: House, capsys: pytest.CaptureFixture[str]
) -> None:
    said = run(capsys, "explain", "birth-date", "--purpose", "deliver-service", "--person", desk.alice)

    assert said["allowed"] is False
    assert said["entry"]
    assert ALICE["birth-date"] not in json.dumps(said)


@pytest.mark.promise("2-2")
def test_the_desk_shows_a_person_their_own(desk: House, capsys: pytest.CaptureFixture[str]) -> None:
    mine = run(capsys, "person", desk.alice)

    assert {one["name"]: one["value"] for one in mine["held"]} == ALICE
    assert main.main(["person", desk.alice, "--lang", "en"], standalone_mode=False) == 0
    shown = capsys.readouterr().out  # on the operator's clocks, where the document says it exactly, in UTC
    assert all(one["at"].endswith("+00:00") and when(one["at"]) in shown for one in mine["uses"])
    assert when("2026-11-29T15:42:21.297000+00:00") == "2026-11-30 00:42 JST"


@pytest.mark.promise("5-1", "5-3")
def test_the_desk_decides_about_quarantine(desk: House, capsys: pytest.CaptureFixture[str]) -> None:
    door.collect_rows([row(3, 備考="犬"), row(4, 備考="猫")], file="ab" * 32, origin=SIGN_UP, actor=desk.clerk)
    first, second = (one["row"] for one in run(capsys, "quarantine", "list")["rows"])

    looked = run(capsys, "quarantine", "show", first)
    let_in = run(capsys, "quarantine", "release", first, "--form", "sign-up", "--shown", "sign-up", "--without", "備考")
    thrown = run(capsys, "quarantine", "discard", second)

    assert looked["rows"][first]["備考"] == "犬"
    assert len(let_in["people"]) == 1
    assert thrown["rows"] == 1
    assert run(capsys, "quarantine", "list")["rows"] == []


@pytest.mark.promise("2-1", "2-3")
def test_the_desk_erases_and_hears_what_was_proven(desk: House, capsys: pytest.CaptureFixture[str]) -> None:
    gone = run(capsys, "erase", desk.alice, "--yes")

    assert gone["hits"] == []
    assert gone["searched_for"] > 20


@pytest.mark.promise("2-2")
def test_whoever_is_not_the_desk_is_refused(desk: House, capsys: pytest.CaptureFixture[str]) -> None:
    Account.objects.filter(login="bob").update(password=make_password(PASSWORD))
    signing.keep(sessions.sign_in("bob", PASSWORD).token)

    for command in (("erase", desk.alice, "--yes"), ("person", desk.alice), ("quarantine", "list")):
        assert main.main(["--json", *command], standalone_mode=False) == 3
        refused = json.loads(capsys.readouterr().out)
        assert refused["reason"] == "no-duty"
        assert refused["entry"]


@pytest.mark.promise("12-1")
def test_replay_says_what_another_version_would_have_refused(desk: House, capsys: pytest.CaptureFixture[str]) -> None:
    door.use(desk.alice, ["name"], purpose="deliver-service", actor=desk.clerk)

    denied = main.main(["--json", "explain", "--replay", str(POLICY)], standalone_mode=False)
    why = json.loads(capsys.readouterr().out)
    staff("mana", "manager")
    Account.objects.filter(login="mana").update(password=make_password(PASSWORD))
    signing.keep(sessions.sign_in("mana", PASSWORD).token)
    said = run(capsys, "explain", "--replay", str(POLICY), "--days", "7")

    assert (denied, why["reason"]) == (3, "no-duty")
    assert (said["asks"], said["refused"]) == (1, [])
    assert main.main(["--lang", "en", "explain", "--replay", str(POLICY)], standalone_mode=False) == 0
    assert "of 1 asks in 30 days" in capsys.readouterr().out
    assert main.main(["explain"], standalone_mode=False) == 2
