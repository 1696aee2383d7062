"""
What takes two people takes two on every surface (policy 3-1). Which acts these are is read from the code: one that is
added without its row here fails.
"""

from __future__ import annotations

import ast
import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

import seiyaku
from seiyaku.anonymised.models import Release
from seiyaku.backup.models import Restoration
from seiyaku.console.words import PROPOSALS
from seiyaku.core.asks import Actor
from seiyaku.evidence import proposed
from seiyaku.keys.keyring import USES
from seiyaku.papers.models import Paper
from seiyaku.people import approvals
from seiyaku.people import services as people
from seiyaku.people.models import Account
from seiyaku.policy import queries as policies
from tests.browser.staffed import arm
from tests.console.conftest import whole
from tests.door.test_inspecting import keep_hundreds
from tests.people.sample import charge as simply
from tests.people.sample import entries
from tests.policy.test_versions import successor

from .founded import Company, charge, found, hire
from .surfaces import Program, Terminal
from .test_policy import written

SOURCE = Path(seiyaku.__file__).parent


@dataclass
class Firm:
    """The company with an approver, and its manager, who holds the keys too, on every surface."""

    company: Company
    approver: Actor
    terminal: Terminal
    browser: Client
    program: Program
    folder: Path


@pytest.fixture
def firm(instance: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Firm:
    company = found()
    approver = hire("aki", company.manager)
    charge(approver, "approver", company.manager)
    for duty in ("key-holder", "clerk", "anonymiser"):
        simply(Account.objects.get(ref=company.manager.id), duty)
    terminal = Terminal(capsys, monkeypatch).signs_in("hoshiko")
    arm(company.manager)
    return Firm(
        company, approver, terminal, whole("hoshiko"), Program(company.manager, ("house:people",)), tmp_path
    )  # fmt: skip


def acts_of_two() -> set[str]:
    """Every act that uses up an approval, as the code calls it."""
    found_: set[str] = set()
    for path in SOURCE.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        if "approvals.use(" in text:
            module = import_module("seiyaku." + ".".join(path.relative_to(SOURCE).with_suffix("").parts))
            found_ |= {_named(call, module) for call in ast.walk(ast.parse(text)) if _uses(call)}
    return found_


def _uses(call: ast.AST) -> bool:
    return isinstance(call, ast.Call) and ast.unparse(call.func) == "approvals.use"


def _named(call: Any, module: Any) -> str:
    act = call.args[2]
    return str(act.value if isinstance(act, ast.Constant) else getattr(module, act.id))


def _publish(firm: Firm) -> None:
    firm.terminal.refused("policy", "publish", written(firm.folder, "2024-04-01"))


def _restore(firm: Firm) -> None:
    Restoration.objects.create(backup="b", restored_at=timezone.now(), origin="o", outside=True)
    firm.terminal.refused("restore", "open")


def _release(firm: Firm) -> Release:
    paper = Paper.objects.create(ref="paper:x", kind="contract", size=1, body=b"sealed", kept_at=timezone.now())
    proposal = people.propose("release-anonymised", "release:x", "0", "0", actor=firm.company.manager)
    return Release.objects.create(
        ref="release:x", number=1, use="third-party", preset="share", title_ja="x", title_en="x", policy="0",
        schema=[], ways=[], verdict={}, rows=1, body="body:x", digest="0", plan_digest="0", entry="0", report=paper,
        facts=paper, facts_until=dt.date(2199, 1, 1), proposal=proposal.ref, made_by=firm.company.manager.id,
        made_at=timezone.now(),
    )  # fmt: skip


def _grant(firm: Firm, duty: str) -> None:
    bob = firm.company.clerk.id
    firm.terminal.refused("people", "grant", "bob", duty)
    firm.program.refused("people/grant", who="bob", duty=duty)
    assert firm.browser.post(f"/console/people/{bob}/grant", {"duty": duty}).status_code == 302
    assert not Account.objects.get(ref=bob).duties.filter(duty=duty).exists()


def _deputise(firm: Firm, duty: str) -> None:
    held = Account.objects.get(ref=firm.company.manager.id if duty == "manager" else firm.approver.id)
    charge_ = held.duties.get(duty=duty)
    days = {"starts_on": str(dt.date(2026, 1, 1)), "until": str(dt.date(2199, 1, 1))}
    firm.terminal.refused(
        "people", "deputise", charge_.ref, "bob", "--from", days["starts_on"], "--until", days["until"]
    )
    firm.program.refused("people/deputise", who="bob", held=charge_.ref, **days)
    said = {"held": charge_.ref, "deputy": firm.company.clerk.id, **days}
    assert firm.browser.post(f"/console/people/{held.ref}/deputise", said).status_code == 302
    assert not charge_.deputies.exists()


def _invite(firm: Firm) -> None:
    firm.terminal.refused("people", "invite", "aki")
    firm.program.refused("people/invite", who="aki")
    assert firm.browser.post(f"/console/people/{firm.approver.id}/invite").status_code == 302
    assert Account.objects.get(login="aki").has_usable_password()


def _export(firm: Firm) -> None:
    out = firm.folder / "all.csv"
    firm.terminal.refused("export", "--all", "--fields", "name", "--purpose", "deliver-service", "--out", out)
    assert firm.browser.post("/console/exports/take", {"purpose": "deliver-service"}).status_code == 403
    assert not out.exists()


def _registers(firm: Firm) -> None:
    keep_hundreds()
    people.complete(firm.company.manager.id, "handling", actor=firm.company.manager)
    out = firm.folder / "provided.csv"
    firm.terminal.refused("registers", "export", "--kind", "provided", "--out", out)
    said = {"as": "csv", "kind": "provided"}
    assert firm.browser.post("/console/registers/file", said).status_code == 403
    assert not out.exists()


def _approve(firm: Firm) -> None:
    release = _release(firm)
    firm.terminal.refused("anonymise", "approve", "1")
    assert firm.browser.post(f"/console/releases/{release.ref}/approve").status_code == 403
    assert Release.objects.get().state == "made"


# act: (what somebody does alone on every surface that has it, how often it is tried)
ALONE: dict[str, list[tuple[Callable[[Firm], None], int]]] = {
    "publish": [(_publish, 1)],
    "restore": [(_restore, 1)],
    "rotate-keys": [(lambda firm: firm.terminal.refused("keys", "rotate", "wrap"), 1)],
    "change-operator-key": [(lambda firm: firm.terminal.refused("keys", "operator", "file:new", "--create"), 1)],
    "grant-duty": [
        (lambda firm: _grant(firm, "manager"), 3), (lambda firm: _grant(firm, "approver"), 3),
        (lambda firm: _deputise(firm, "manager"), 3), (lambda firm: _deputise(firm, "approver"), 3),
    ],
    "invite-again": [(_invite, 3)],
    "export": [(_export, 2)],
    "registers": [(_registers, 2)],
    "release-anonymised": [(_approve, 2)],
}  # fmt: skip


@pytest.mark.promise("3-1")
def test_every_act_of_two_people_has_its_row_and_its_words() -> None:
    assert acts_of_two() == set(ALONE) == set(PROPOSALS)
    assert set(proposed.TELLING) == set(PROPOSALS) - approvals.UNSAID
    assert set(proposed.ROOT_KEYS) == set(USES)


@pytest.mark.promise("3-1")
@pytest.mark.parametrize("act", sorted(ALONE))
def test_what_takes_two_is_refused_to_one_on_every_surface_and_is_on_record(firm: Firm, act: str) -> None:
    for alone, times in ALONE[act]:
        before = len(entries())

        alone(firm)

        refused = [one for one in entries()[before:] if one.get("reason") == "one-person"]
        assert len(refused) == times
        assert {one["answer"] for one in refused} == {"denied"}


@pytest.mark.promise("3-1", "12-1")
def test_whoever_approves_a_version_is_told_all_that_it_changes_at_the_terminal_and_over_http(firm: Firm) -> None:
    first = policies.newest().version
    file = successor(firm.folder, "2099-04-01", first, ("それ以外は渡しません。", "ほかのものは渡しません。"))
    ref = firm.terminal.does("policy", "publish", file, "--propose")["proposal"]

    (waiting,) = firm.program.does("people/proposals")["proposals"]
    compared = firm.terminal.does("policy", "diff", first, ref)
    approved = firm.terminal.signs_in("aki").does("policy", "approve", ref)

    for told in (waiting["changes"], compared, approved["changes"]):
        (clause,) = told["clauses"]
        assert (clause["clause"], clause["how"]) == ("8-2", "changed")
        assert any(line.startswith("+") and "ほかのもの" in line for line in clause["lines"]["ja"])
        assert told["addendum"][0]["en"] == "Clause 8-2 “Delivery” changed."
    assert waiting["changes"]["effective"] == "2099-04-01"
    assert approved["approved"] is True


@pytest.mark.promise("3-1")
@pytest.mark.parametrize("duty", sorted(approvals.APPROVING))
def test_a_second_person_is_not_made_by_the_first(firm: Firm, duty: str) -> None:
    """Neither while there is an approver, nor after the manager has taken the approver's duty back."""
    held = Account.objects.get(ref=firm.approver.id).duties.get()

    firm.terminal.refused("people", "grant", "bob", duty)
    people.revoke_duty(held.ref, actor=firm.company.manager)
    again = firm.terminal.refused("people", "grant", "bob", duty)

    assert (again["clause"], again["reason"]) == ("3-1", "one-person")
