"""Turning a root key takes two people, and is in the ledger (3-1, 3-3)."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_django import Settings

from seiyaku.core.asks import Actor
from seiyaku.core.errors import Conflict, Refused
from seiyaku.keys import keyring as keyring_module
from seiyaku.keys import memory
from seiyaku.keys.keyring import keyring
from seiyaku.keys.models import RootKey
from seiyaku.keys.operator import create_file
from seiyaku.ledger import sequencing, verification
from seiyaku.ledger.holders import TreeAndQueue
from seiyaku.ledger.transactions import deciding
from seiyaku.ledger.writing import record
from seiyaku.people import approvals, turning
from seiyaku.people.models import Account, Proposal

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


def test_the_place_of_an_operators_key_is_approved_by_its_digest_and_stands_in_no_proposal(instance: Path) -> None:
    bob, place = account("bob", duties=("key-holder",)), "file:/hidden/next.key"

    approvals.propose(turning.OPERATOR, place, actor=acts(bob))
    approvals.propose(turning.ACT, "paper", actor=acts(bob))

    kept = {row["act"]: row for row in Proposal.objects.values()}
    assert place not in str(kept[turning.OPERATOR])
    assert kept[turning.OPERATOR]["subject"] == approvals.subject(turning.OPERATOR, place)
    assert kept[turning.ACT]["parts"] == ["paper"]


def test_a_clerk_turns_no_key(instance: Path) -> None:
    clerk = account("dan", duties=("clerk",))

    with pytest.raises(Refused) as refusal:
        list(turning.turn("wrap", None, actor=acts(clerk)))
    assert refusal.value.answer.reason == "no-duty"


def approved(act: str, part: str) -> tuple[Actor, str]:
    """Somebody who holds the keys, and a proposal of theirs that another has approved."""
    bob, carol = account("bob", duties=("key-holder",)), account("carol", duties=("approver",))
    proposal = approvals.propose(act, part, actor=acts(bob))
    approvals.approve(proposal.ref, actor=acts(carol))
    return acts(bob), proposal.ref


def test_the_mac_key_turns_the_old_one_is_destroyed_and_the_whole_ledger_still_verifies(instance: Path) -> None:
    who, ref = approved(turning.ACT, "mac")
    old = keyring().current("mac").id

    list(turning.turn("mac", ref, actor=who))

    assert RootKey.objects.get(pk=old).sealed is None
    assert [root.id for root in keyring().live("mac")] == [keyring().current("mac").id]
    sequencing.place_all()
    with deciding():
        record({"act": "read", "answer": "allowed"})
    sequencing.place_all()
    assert verification.verify().findings == []
    memory.forget()  # as the next process: nothing remembered, everything proven anew
    with deciding():
        record({"act": "read", "answer": "allowed"})
    sequencing.place_all()
    assert verification.verify().findings == []


def test_a_process_that_was_running_writes_nothing_under_a_mac_key_that_is_gone(instance: Path) -> None:
    who, ref = approved(turning.ACT, "mac")
    stale = keyring()
    list(turning.turn("mac", ref, actor=who))
    keyring_module._kept[:] = [stale]  # what another process still holds

    with deciding():
        record({"act": "read", "answer": "allowed"})

    sequencing.place_all()
    memory.forget()
    assert verification.verify().findings == []


def test_something_left_under_the_old_mac_key_keeps_it(instance: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    who, ref = approved(turning.ACT, "mac")
    sequencing.place_all()
    old = keyring().current("mac").id

    with monkeypatch.context() as held:
        held.setattr(TreeAndQueue, "move", lambda *_: None)
        held.setattr(TreeAndQueue, "behind", lambda _: 1)
        with pytest.raises(Conflict, match="still stand under"):
            list(turning.turn("mac", ref, actor=who))

    assert RootKey.objects.get(pk=old).sealed is not None
    list(turning.turn("mac", None, actor=who))  # a turn that was cut short needs nobody's leave any more
    assert RootKey.objects.get(pk=old).sealed is None


def test_the_operators_key_is_changed_by_two_and_for_exactly_one_place(instance: Path, settings: Settings) -> None:
    create_file(instance / "next.key")
    create_file(instance / "mine.key")
    who, ref = approved(turning.OPERATOR, "file:next.key")
    before = keyring().current("wrap").secret

    for place, approval in (("file:next.key", None), ("file:mine.key", ref)):
        with pytest.raises(Refused):
            turning.change_operator(place, approval, actor=who)
    turning.change_operator("file:next.key", ref, actor=who)

    settings.OPERATOR_KEY = "file:next.key"
    memory.forget()
    assert keyring().current("wrap").secret == before
    assert [
        entry["note_kind"] for entry in entries() if entry["act"] == turning.OPERATOR and entry["answer"] == "done"
    ] == ["changed"]
