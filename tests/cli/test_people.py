"""Staff and partners from the command line: who may is who is signed in, and a refusal exits with 3."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click
import pytest

from seiyaku.cli import signing
from seiyaku.people.models import Account
from seiyaku.people.services import accept_invitation, issue_setup_code
from tests.portal.sample import publish_first

from .test_operating import PASSWORD, answering, run


@pytest.fixture
def manager(instance: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Account:
    """The first account, signed in at this terminal."""
    publish_first()
    answering(monkeypatch, issue_setup_code(), "hoshiko", PASSWORD)
    assert run("login", "--first") == 0
    capsys.readouterr()
    return Account.objects.get()


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str]) -> Any:
    """Run a command with --json and return what it said."""

    def say(*args: str, code: int = 0) -> Any:
        capsys.readouterr()
        assert run("--json", *args) == code, capsys.readouterr().err
        shown = capsys.readouterr().out
        return json.loads(shown) if shown else None

    return say


def hired(said: Any, login: str = "bob", kind: str = "employee") -> str:
    made = said("people", "hire", login, "--kind", kind)
    return str(accept_invitation(made["invitation"], PASSWORD).token)


@pytest.mark.promise("2-1", "2-4")
def test_a_clerk_is_hired_charged_and_trained(manager: Account, said: Any, capsys: pytest.CaptureFixture[str]) -> None:
    hired(said)

    said("people", "grant", "bob", "clerk")
    said("people", "train", "bob", "handling")

    bob = next(one for one in said("people", "list") if one["login"] == "bob")
    assert ([held["duty"] for held in bob["duties"]], bob["trained"]) == (["clerk"], True)
    assert run("people", "list") == 0
    shown = capsys.readouterr().out
    assert (bob["ref"] in shown, bob["duties"][0]["ref"] in shown) == (True, True)  # whole, to name them elsewhere
    said("people", "revoke", "bob", "clerk")
    assert next(one for one in said("people", "list") if one["login"] == "bob")["duties"] == []


@pytest.mark.promise("3-1")
def test_a_reserved_duty_takes_two_at_the_terminal_too(manager: Account, said: Any) -> None:
    token = signing._file().read_text(encoding="ascii").strip()
    approver = hired(said, "dave")
    hired(said)
    said("people", "grant", "dave", "approver")
    said("people", "grant", "bob", "manager", code=3)

    proposal = said("people", "grant", "bob", "manager", "--propose")["proposal"]
    assert [one["of"] for one in said("people", "proposals")] == ["bob に 個人情報管理責任者"]
    said("people", "approve", proposal, code=3)
    signing.keep(approver)
    said("people", "approve", proposal)
    signing.keep(token)
    said("people", "grant", "bob", "manager", "--proposal", proposal)

    assert said("people", "proposals") == []


@pytest.mark.promise("3-1")
def test_an_outsider_is_refused_with_3(manager: Account, said: Any) -> None:
    hired(said, "eve", "entrusted")

    proposal = said("people", "grant", "eve", "key-holder", "--propose")["proposal"]
    said("people", "grant", "eve", "key-holder", "--proposal", proposal, code=3)


@pytest.mark.promise("2-1")
def test_a_clerk_at_the_terminal_manages_nobody(manager: Account, said: Any) -> None:
    signing.keep(hired(said))

    said("people", "hire", "mallory", "--kind", "employee", code=3)
    said("partners", "register", "x", "--kind", "delivery-carrier", code=3)


@pytest.mark.promise("2-1")
def test_nobody_signed_in_sees_nobody(instance: Path, said: Any) -> None:
    publish_first()

    said("people", "list", code=3)
    said("partners", "list", code=3)


@pytest.mark.promise("2-1")
def test_a_token_is_shown_once_and_revoked_at_once(manager: Account, said: Any) -> None:
    made = said("people", "token", "nightly", "deliver-service", "--days", "7")

    assert made["token"].startswith("syk_")
    said("people", "revoke-token", made["ref"])
    said("people", "revoke-token", made["ref"], code=1)


@pytest.mark.promise("2-4")
def test_the_reason_of_a_grace_is_asked_for_and_is_no_argument(
    manager: Account, said: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    hired(said)
    monkeypatch.setattr(click, "prompt", lambda *_, **__: "入院のため")

    assert said("people", "grace", "bob", "handling", "3")["until"]
    said("people", "grace", "bob", "handling", "3", code=1)


@pytest.mark.promise("3-2")
def test_a_partner_is_registered_contracted_looked_at_and_let_go(manager: Account, said: Any, tmp_path: Path) -> None:
    text = tmp_path / "contract.txt"
    text.write_text("秘密保持契約", encoding="utf-8")
    said("partners", "register", "お届け", "--kind", "delivery-carrier", "--character", "entrustment")

    scope = ("--term", "confidentiality", "--field", "name", "--purpose", "deliver-service")
    made = said("partners", "contract", "お届け", str(text), "--from", "2020-01-01", "--until", "2120-01-01", *scope)
    said("partners", "supervise", "お届け", str(text), "--passed")

    (row,) = said("partners", "list")
    assert (row["contract_until"], bool(row["supervised_until"])) == ("2120-01-01", True)
    said("partners", "end-contract", made["ref"])
    assert said("partners", "attention")["unreturned"] == [{"partner": row["ref"], "contract": made["ref"]}]
    said("partners", "returned", made["ref"], str(text))
    said("partners", "end", "お届け")
    assert said("partners", "list") == []


@pytest.mark.promise("2-4")
def test_what_is_due_is_told_and_a_review_is_recorded(
    manager: Account, said: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    hired(said)
    said("people", "grant", "bob", "clerk")
    told = said("people", "attention")
    assert {one["course"] for one in told["training"]} == {"handling"}

    monkeypatch.setattr(click, "prompt", lambda *_, **__: "問題なし")
    said("people", "sample", "hoshiko", code=3)
    drawn = said("people", "sample", "bob")
    assert (drawn["population"], drawn["entries"]) == (0, [])
    assert said("people", "review", drawn["ref"], "--clean")["passed"] is True
    said("people", "review", drawn["ref"], "--found", code=1)


@pytest.mark.promise("2-4")
def test_a_file_of_completions_is_taken_whole_or_told_line_by_line(manager: Account, said: Any, tmp_path: Path) -> None:
    hired(said)
    file = tmp_path / "completions.csv"
    file.write_text("login,course,date,score\nbob,handling,2026-01-05,88\nbod,handling,2026-01-05,\n")

    wrong = said("people", "import", str(file), code=2)
    file.write_text("login,course,date,score\nbob,handling,2026-01-05,88\n")
    taken = said("people", "import", str(file))

    assert wrong["error"] == "lines"
    assert [(one["line"], one["column"], one["nearest"]) for one in wrong["faults"]] == [(3, "login", "bob")]
    assert taken == {"recorded": 1}


@pytest.mark.promise("2-1", "3-1")
def test_what_else_is_kept_of_staff_is_kept_from_the_terminal(
    manager: Account, said: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    hired(said)
    hired(said, "dave")
    monkeypatch.setattr(click, "prompt", lambda *_, default="", **__: default)
    said("people", "grant", "bob", "clerk")
    (held,) = next(one for one in said("people", "list") if one["login"] == "bob")["duties"]

    said("people", "pledge", "bob", "--on", "2026-01-05")
    said("people", "supervisor", "bob", "dave")
    said("people", "supervisor", "bob", "bob", code=2)
    said("people", "contact", "bob", "--until", "2099-01-05")
    said("people", "deputise", held["ref"], "dave", "--from", "2026-01-05", "--until", "2099-01-05")
    said("people", "train", "bob", "handling", "--score", "101", code=2)
    said("people", "train", "bob", "handling", "--score", "91")
    said("people", "kind", "dave", "part-time")
    invitation = said("people", "invite", "dave")
    said("people", "sign-out", "bob")

    bob = Account.objects.get(login="bob")
    assert (str(bob.pledged_on), bob.supervisor.login if bob.supervisor else "") == ("2026-01-05", "dave")
    assert [(one["holder"], one["deputy"], one["until"]) for one in said("people", "deputies")] == [
        ("bob", "dave", "2099-01-05")
    ]
    assert accept_invitation(invitation["invitation"], PASSWORD)


@pytest.mark.promise("3-1")
def test_a_proposal_is_taken_back(manager: Account, said: Any) -> None:
    hired(said)
    ref = said("people", "grant", "bob", "manager", "--propose")["proposal"]

    said("people", "withdraw", ref)

    assert said("people", "proposals") == []
    said("people", "withdraw", ref, code=1)
