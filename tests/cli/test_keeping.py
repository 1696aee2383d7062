"""Turning keys with two people, and checking the ledger, from the command line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.hashers import make_password
from django.db import connection

import seiyaku_verify
from seiyaku.cli import signing
from seiyaku.cli.main import main
from seiyaku.keys.keyring import keyring
from seiyaku.papers.naming import new_ref
from seiyaku.people import sessions
from seiyaku.people.days import today
from seiyaku.people.models import Account, DutyHeld
from tests.portal.sample import publish_first

PASSWORD = "a long and private sentence"


def run(*args: str) -> int:
    code = main.main(list(args), standalone_mode=False)
    assert isinstance(code, int)
    return code


def said(capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    answer = json.loads(capsys.readouterr().out)
    assert isinstance(answer, dict)
    return answer


def sign_in_as(login: str, duty: str) -> None:
    """Sign in, at this terminal, a member of staff charged with a duty."""
    account = Account.objects.filter(login=login).first()
    if account is None:
        account = Account.objects.create(
            ref=new_ref("staff"), login=login, kind="employee", inside=True, joined_on=today(),
            password=make_password(PASSWORD),
        )  # fmt: skip
        DutyHeld.objects.create(
            ref=new_ref("duty"), account=account, duty=duty, reserved=True, starts_on=today(), granted_by="system:test"
        )
    signing.keep(sessions.sign_in(login, PASSWORD).token)


@pytest.mark.promise("3-1", "3-3")
def test_a_key_is_turned_by_two_people_and_the_old_one_is_destroyed(
    instance: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    publish_first()
    before = keyring().current("wrap").id
    sign_in_as("bob", "key-holder")
    assert run("--json", "keys", "rotate", "wrap", "--propose") == 0
    ref = said(capsys)["proposal"]
    sign_in_as("carol", "manager")
    assert run("--json", "keys", "approve", ref) == 0
    assert said(capsys)["approved"]
    sign_in_as("bob", "key-holder")

    assert run("--json", "keys", "rotate", "wrap", "--proposal", ref) == 0

    assert said(capsys)["reach"] == ("rows" if connection.vendor == "postgresql" else "disk")
    assert keyring().current("wrap").id != before
    assert not keyring().knows(before)


@pytest.mark.promise("3-1")
@pytest.mark.parametrize("duty", ["key-holder", "clerk"])
def test_nobody_turns_a_key_alone(instance: Path, duty: str, capsys: pytest.CaptureFixture[str]) -> None:
    publish_first()
    before = keyring().current("wrap").id
    sign_in_as("bob", duty)

    code = run("--json", "keys", "rotate", "wrap")

    refusal = said(capsys)
    assert code == 3
    assert refusal["entry"]
    assert keyring().current("wrap").id == before


def test_nobody_signed_in_turns_nothing(instance: Path) -> None:
    publish_first()

    assert run("keys", "rotate", "wrap", "--propose") == 3


@pytest.mark.promise("2-1")
def test_a_whole_ledger_verifies_here_and_in_the_independent_verifier(
    instance: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    publish_first()
    assert run("--json", "ledger", "export", "--out", str(tmp_path / "out")) == 0
    capsys.readouterr()

    assert run("ledger", "verify") == 0

    assert seiyaku_verify.main(["export", str(tmp_path / "out")]) == 0


@pytest.mark.promise("2-1")
@pytest.mark.sqlite
def test_an_altered_entry_is_named_and_exits_with_4(instance: Path, capsys: pytest.CaptureFixture[str]) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("there the application's role cannot even try")
    publish_first()
    run("ledger", "head")
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'ledger_form'")
        for (name,) in cursor.fetchall():
            cursor.execute(f"DROP TRIGGER {name}")
        cursor.execute("UPDATE ledger_form SET body = CAST(replace(body, 'done', 'dome') AS BLOB)")
    capsys.readouterr()

    code = run("--json", "ledger", "verify")

    assert code == 4
    assert said(capsys)["first_bad"] == 0


def test_a_head_grows_into_a_later_one(instance: Path, capsys: pytest.CaptureFixture[str]) -> None:
    publish_first()

    assert run("--json", "ledger", "proof", "1") == 0
    assert said(capsys)["size1"] == 1
