"""What a person chooses holds from the moment it is answered."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from itertools import count, takewhile

import pytest
from django.db import connections

from seiyaku import door
from seiyaku.core import errors
from seiyaku.core.asks import Actor
from seiyaku.ledger import reading
from seiyaku.ledger.transactions import raw_cursor

from .conftest import House, wording


def agree(house: House, use: str, actor: Actor | None = None) -> door.Done:
    return door.consent(
        [house.alice],
        door.Choice(use=use),
        statement=wording(),
        method="oral",
        identity="two-items",
        actor=actor or house.clerk,
    )


@pytest.mark.promise("4-3")
def test_a_use_outside_clause_4_needs_live_consent(house: House) -> None:
    def use() -> door.Used:
        return door.use(house.alice, ["name"], purpose="customer-stories", actor=house.marketer)

    with pytest.raises(errors.Refused) as before:
        use()
    agree(house, "customer-stories")
    used = use()
    door.withdraw([house.alice], door.Choice(use="customer-stories"), method="oral", actor=house.clerk)

    assert before.value.answer.reason == "no-consent"
    assert set(used.values) == {"name"}
    with pytest.raises(errors.Refused):
        use()


@pytest.mark.promise("4-1-G")
def test_a_refusal_is_above_any_consent_given_before(house: House) -> None:
    agree(house, "send-offers")
    door.use(house.alice, ["name"], purpose="send-offers", actor=house.marketer)

    door.refuse([house.alice], use="send-offers", method="oral", actor=house.clerk)

    with pytest.raises(errors.Refused) as refused:
        door.use(house.alice, ["name"], purpose="send-offers", actor=house.marketer)
    assert refused.value.answer.reason == "refused"


@pytest.mark.promise("2-2")
def test_what_is_stopped_stays_stopped_until_it_is_resumed(house: House) -> None:
    door.stop([house.alice], use="deliver-service", actor=house.desk)
    with pytest.raises(errors.Refused) as refused:
        door.use(house.alice, ["name"], purpose="deliver-service", actor=house.clerk)

    door.resume([house.alice], use="deliver-service", actor=house.desk)

    assert refused.value.answer.reason == "stopped"
    assert door.use(house.alice, ["name"], purpose="deliver-service", actor=house.clerk).values


@pytest.mark.promise("2-2", "4-3")
def test_a_person_chooses_about_themself_and_about_nobody_else(house: House) -> None:
    alice = Actor(id=f"person:{house.alice}", kind="person", proven_by="session")
    charlie = Actor(id=f"person:{'0' * 32}", kind="person", proven_by="session")

    agree(house, "customer-stories", alice)

    with pytest.raises(errors.Refused):
        agree(house, "customer-stories", charlie)


@pytest.mark.promise("4-3", "2-2")
def test_no_entry_committed_after_an_answered_withdrawal_leans_on_that_consent(house: House) -> None:
    users = {"customer-stories": house.marketer, "considerate-service": house.clerk}
    still_chosen = [2]
    used_while_agreed: set[str] = set()

    def use(purpose: str) -> bool:
        try:
            values = door.use(house.alice, ["name"], purpose=purpose, actor=users[purpose]).values
            used_while_agreed.add(purpose)
            return bool(values)
        except errors.Refused:
            return False

    def keep_using(purpose: str) -> int:
        try:
            return sum(use(purpose) for _ in iter(lambda: still_chosen[0], 0))
        finally:
            connections.close_all()

    def keep_choosing(purpose: str) -> list[bool]:
        after = []
        try:
            # Until it was a race: somebody came in between, at least once.
            for _ in takewhile(lambda n: n < 12 or (purpose not in used_while_agreed and n < 1000), count()):
                agree(house, purpose)
                door.withdraw([house.alice], door.Choice(use=purpose), method="oral", actor=house.clerk)
                after.append(use(purpose))
        finally:
            still_chosen[0] -= 1
            connections.close_all()
        return after

    with ThreadPoolExecutor(6) as pool:
        used = [pool.submit(keep_using, purpose) for purpose in (*users, *users)]
        after = [pool.submit(keep_choosing, purpose) for purpose in users]
        assert sum(one.result() for one in used) > 0
        assert not any(late for one in after for late in one.result())

    chosen: dict[str, list[tuple[int, bool]]] = {purpose: [] for purpose in users}
    leaning: list[tuple[str, int]] = []
    for entry, _ in reading.of_person(raw_cursor(), 1):
        act, standing = entry.body["act"], entry.body["standing"]
        if act in {"consent", "withdraw"}:
            chosen[entry.body["note_kind"].removeprefix("use:")].append((standing + 1, act == "consent"))
        elif act == "read" and entry.body["answer"] == "allowed":
            leaning.append((entry.body["purpose"], standing))
    assert leaning
    for purpose, standing in leaning:
        assert max(choice for choice in chosen[purpose] if choice[0] <= standing)[1]


@pytest.mark.promise("4-1")
@pytest.mark.parametrize("use", ["deliver-service", "bill-and-pay"])
def test_what_cannot_be_refused_is_never_said_to_have_been(house: House, use: str) -> None:
    """Whatever the act is done for: a yes would tell the person something that is not so."""
    for purpose in ("law:ask-consent", use):
        with pytest.raises(errors.Refused) as refused:
            door.refuse([house.alice], use=use, method="oral", actor=house.clerk, purpose=purpose)

        assert (refused.value.answer.reason, refused.value.answer.remedy.missing) == ("not-refusable", "stop")
        assert refused.value.entry
    with pytest.raises(errors.Refused) as nobody:  # who may record nothing is not told what may be refused
        door.refuse([house.alice], use=use, method="oral", actor=house.lapsed)
    assert nobody.value.answer.reason == "untrained"
    assert door.person(house.alice, actor=house.desk).refusals == ()
    assert door.use(house.alice, ["name"], purpose="deliver-service", actor=house.clerk).values


def test_a_purpose_the_policy_does_not_have_is_refused_as_input(house: House) -> None:
    with pytest.raises(errors.InputError):
        door.refuse([house.alice], use="none-such", method="oral", actor=house.clerk)
