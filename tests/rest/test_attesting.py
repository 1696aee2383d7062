"""The lights over HTTP and at the terminal, and what the manager attests of them: the same act on every surface (0)."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest

from seiyaku.core.asks import Actor
from seiyaku.evidence.models import Attestation
from seiyaku.people.days import today
from tests.people.sample import entries
from tests.promises.founded import Company, charge, found, hire
from tests.promises.surfaces import Terminal

from .conftest import Caller, token_for

pytestmark = pytest.mark.promise("0", "2-1")
UNTIL = str(today() + dt.timedelta(days=30))
SAID = "現地で確かめた"
OF_THE_POLICY: dict[str, dict[str, Any]] = {
    "policy/lights": {}, "policy/attest": {"clause": "11-1", "until": UNTIL, "said": SAID},
    "policy/end-attestation": {"attestation": "attestation:none"},
}  # fmt: skip


@pytest.fixture
def company(instance: Path) -> Company:
    return found()


def program(owner: Actor, *purposes: str) -> Caller:
    return Caller(token=token_for(owner, *(purposes or ("house:policy",))), behalf=owner.id)


def test_the_manager_attests_by_program_once_and_takes_it_back(company: Company) -> None:
    manager = program(company.manager)
    key = {"Idempotency-Key": "once"}

    first, second = (manager.post("policy/attest", OF_THE_POLICY["policy/attest"], **key) for _ in range(2))
    shown = [one for one in manager.post("policy/lights", {}).json()["lights"] if one["attestation"]]
    ended = manager.post("policy/end-attestation", {"attestation": first.json()["attestation"]})
    again = manager.post("policy/end-attestation", {"attestation": first.json()["attestation"]})

    assert (first.status_code, second["Idempotency-Replayed"]) == (200, "true")
    assert Attestation.objects.count() == 1
    assert [(one["clause"], one["state"], one["by"], one["until"]) for one in shown] == [
        ("11-1", "kept", "hoshiko", UNTIL)
    ]
    assert (ended.status_code, again.status_code) == (200, 404)
    assert SAID not in json.dumps(entries(), ensure_ascii=False)


def test_nobody_else_attests_and_no_token_that_does_not_say_so(company: Company) -> None:
    approver = hire("aki", company.manager)
    charge(approver, "approver", company.manager)
    body = OF_THE_POLICY["policy/attest"]

    refused = [
        program(company.clerk).post("policy/attest", body),
        program(approver).post("policy/attest", body),
        program(company.manager, "house:people").post("policy/attest", body),
        program(company.manager, "house:people").post("policy/lights", {}),
        Caller(token_for(company.manager, "house:policy"), company.clerk.id).post("policy/attest", body),
    ]
    wrong = [
        program(company.manager).post("policy/attest", body | change).status_code
        for change in ({"clause": "99"}, {"until": "1999-01-05"}, {"said": " "})
    ]

    assert [one.status_code for one in refused] == [403] * 5
    assert [one.json()["reason"] for one in refused] == [
        "no-duty", "no-duty", "program-purpose", "program-purpose", "not-staff",
    ]  # fmt: skip
    assert all(one.json()["entry"] for one in refused)
    assert wrong == [422] * 3
    assert not Attestation.objects.exists()


def test_the_terminal_has_the_same_verbs(
    company: Company, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    terminal = Terminal(capsys, monkeypatch).signs_in("hoshiko")

    made = terminal.does("policy", "attest", "11-1", "--until", UNTIL, typed=(SAID,))
    lights = terminal.does("policy", "lights")["lights"]
    few = terminal.does("policy", "lights", "--attention")["lights"]
    denied = terminal.signs_in("bob").refused("policy", "attest", "11-1", "--until", UNTIL, typed=(SAID,))
    terminal.signs_in("hoshiko").does("policy", "end-attestation", made["attestation"])

    assert {one["by"] for one in lights if one["clause"] == "11-1" and one["check"] == "attested"} == {"hoshiko"}
    assert {one["state"] for one in few} <= {"attention", "broken"}
    assert denied["reason"] == "no-duty"
    assert not [one for one in terminal.does("policy", "lights")["lights"] if one["attestation"]]
