"""Turning a root key takes two people, and is in the ledger (3-1, 3-3)."""

from __future__ import annotations

from pathlib import Path

import pytest

from seiyaku.core.asks import Actor
from seiyaku.core.errors import Refused
from seiyaku.keys.keyring import keyring
from seiyaku.keys.models import RootKey
from seiyaku.people import approvals, turning
from seiyaku.people.models import Account

from .sample import account, entries

pytestmark = pytest.mark.promise("3-1", "3-3")


def acts(who: Account) -> Actor:
    return Actor(id=who.ref, kind="staff", proven_by="session", session="session:1")


def test_one_proposes_another_approves_and_the_key_turns(instance: Path) -> None:
    bob, carol = account("bob", duties=("key-holder",)), account("carol", duties=("approver",))
    old = keyring().current("wrap").id
    proposal = approvals.propose(turning.ACT, "wrap", actor=acts(bob))
    approvals.approve(proposal.ref, actor=acts(carol))

    list(turning.turn("wrap", proposal.ref, actor=acts(bob)))

    assert RootKey.objects.get(pk=old).sealed is None
    told = [entry["note_kind"] for entry in entries() if entry["act"] == turning.ACT]
    assert told == ["begun", "old-destroyed"]


def test_nobody_turns_a_key_alone(instance: Path) -> None:
    bob = account("bob", duties=("key-holder",))
    old = keyring().current("wrap").id
    proposal = approvals.propose(turning.ACT, "wrap", actor=acts(bob))

    for approval in (proposal.ref, None):
        with pytest.raises(Refused) as refusal:
            list(turning.turn("wrap", approval, actor=acts(bob)))
        assert refusal.value.answer.reason == "one-person"
    assert keyring().current("wrap").id == old


def test_an_approval_for_one_key_does_not_turn_another(instance: Path) -> None:
    bob, carol = account("bob", duties=("key-holder",)), account("carol", duties=("approver",))
    proposal = approvals.propose(turning.ACT, "paper", actor=acts(bob))
    approvals.approve(proposal.ref, actor=acts(carol))

    with pytest.raises(Refused):
        list(turning.turn("wrap", proposal.ref, actor=acts(bob)))


def test_a_clerk_turns_no_key(instance: Path) -> None:
    clerk = account("dan", duties=("clerk",))

    with pytest.raises(Refused) as refusal:
        list(turning.turn("wrap", None, actor=acts(clerk)))
    assert refusal.value.answer.reason == "no-duty"
