"""Calls, visits and work (2-2, 7-2): the purpose once, the caller known by two items, and it stands in every entry."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from seiyaku import door
from seiyaku.core.asks import Actor
from seiyaku.core.errors import InputError, Refused
from seiyaku.core.standing import TRIES_AT_MOST
from seiyaku.door.models import Occasion
from seiyaku.ledger import reading
from seiyaku.ledger.transactions import reading as snapshot
from seiyaku.vault import times

from .conftest import ALICE, SIGN_UP, House, staff, wording

pytestmark = pytest.mark.promise("7-2", "2-2")
BOTH = {"phone": "０９０ー００００ー０００１", "birth-date": "平成2年4月1日"}
BEN = ALICE | {"member-number": "M0000002", "name": "佐藤 勉", "kana": "サトウ ベン", "email": "b@mail.example",
               "birth-date": "1988-12-01"}  # fmt: skip


def entries_of(house: House) -> list[dict[str, Any]]:
    from seiyaku.vault import selecting

    with snapshot() as cursor:
        pid = bytes.fromhex(house.alice)
        ordinal = selecting.ordinals(cursor, [pid])[pid]
        return [entry.body for entry, _ in reading.of_person(cursor, ordinal)]


def read(house: House, call: door.Begun) -> door.Used:
    return door.use(house.alice, ["name"], purpose=call.purpose, occasion=call.ref, actor=house.clerk)


def going(call: str, who: Actor) -> bool:
    return door.going_on(call, actor=who) is not None


def begun(house: House, caller: Any = "person", kind: str = "call") -> door.Begun:
    return door.begin(kind, purpose="deliver-service", caller=caller, actor=house.clerk)


def test_nothing_opens_in_a_call_until_two_items_agree(house: House) -> None:
    call = begun(house)
    first = door.identify(call.ref, {"phone": ALICE["phone"]}, actor=house.clerk)

    assert (first.people, first.person) == (1, None)
    with pytest.raises(Refused) as no:
        read(house, call)
    known = door.identify(call.ref, BOTH, actor=house.clerk)

    assert (no.value.answer.reason, no.value.answer.clause) == ("caller-unverified", "7-2")
    assert known.person == house.alice
    assert read(house, call).values == {"name": ALICE["name"]}


def test_a_caller_is_known_for_themself_and_for_nobody_else(house: House) -> None:
    other = door.collect(BEN, origin=SIGN_UP, actor=house.clerk).people[0]
    call = begun(house)
    door.identify(call.ref, BOTH, actor=house.clerk)

    with pytest.raises(Refused) as no:
        door.use(other, ["name"], purpose=call.purpose, occasion=call.ref, actor=house.clerk)

    assert no.value.answer.reason == "caller-unverified"


def test_a_birth_date_tells_a_family_apart_and_is_shown_to_nobody(house: House) -> None:
    door.collect(BEN, origin=SIGN_UP, actor=house.clerk)
    call = begun(house)

    found = door.identify(call.ref, {"phone": ALICE["phone"]}, actor=house.clerk)
    known = door.identify(call.ref, {"phone": ALICE["phone"], "birth-date": "1990/4/1"}, actor=house.clerk)

    assert (found.people, found.person) == (2, None)
    assert known.person == house.alice
    assert ALICE["birth-date"] not in repr(known)
    with pytest.raises(Refused):
        door.use(house.alice, ["birth-date"], purpose=call.purpose, occasion=call.ref, actor=house.clerk)


@pytest.mark.parametrize("caller", ["family", "agent"])
def test_whoever_speaks_for_another_shows_their_authority(house: House, caller: Any) -> None:
    call = begun(house, caller)
    door.identify(call.ref, BOTH, actor=house.clerk)

    with pytest.raises(Refused) as no:
        read(house, call)
    door.authorise(call.ref, "委任状".encode(), actor=house.clerk)

    assert no.value.answer.reason == "no-authority"
    assert read(house, call).values == {"name": ALICE["name"]}
    assert entries_of(house)[-1]["caller"] == f"{caller}:2+authority"


def test_the_authority_of_nobody_is_asked_of_the_person(house: House) -> None:
    with pytest.raises(InputError):
        door.authorise(begun(house).ref, b"paper", actor=house.clerk)


def test_a_caller_who_guesses_is_stopped(house: House) -> None:
    call = begun(house)
    wrong = BOTH | {"birth-date": "1991-01-01"}

    tried = [door.identify(call.ref, wrong, actor=house.clerk) for _ in range(TRIES_AT_MOST)]
    with pytest.raises(Refused) as no:
        door.identify(call.ref, BOTH, actor=house.clerk)

    assert [(one.people, one.person, one.left) for one in tried] == [
        (0, None, left) for left in range(TRIES_AT_MOST - 1, -1, -1)
    ]
    assert no.value.answer.reason == "too-many-tries"


def test_the_purpose_of_a_call_is_set_once_and_the_call_is_its_owners(house: House) -> None:
    call = begun(house)
    door.identify(call.ref, BOTH, actor=house.clerk)
    other = staff("carl", "clerk")

    with pytest.raises(InputError):
        door.use(house.alice, ["name"], purpose="service-contact", occasion=call.ref, actor=house.clerk)
    with pytest.raises(InputError):
        door.use(house.alice, ["name"], purpose=call.purpose, occasion=call.ref, actor=other)
    with pytest.raises(InputError):
        door.use(house.alice, ["name"], purpose=call.purpose, occasion="call:nowhere", actor=house.clerk)
    assert [door.end(ref, actor=who) for ref, who in ((call.ref, other), ("call:nowhere", house.clerk))] == [None, None]
    assert [going(call.ref, other), going("call:nowhere", house.clerk)] == [False, False]
    assert (read(house, call).values, going(call.ref, house.clerk)) == ({"name": ALICE["name"]}, True)
    assert door.end(call.ref, actor=house.clerk)
    assert (door.end(call.ref, actor=house.clerk), going(call.ref, house.clerk)) == (None, False)
    with pytest.raises(InputError):
        read(house, call)


@pytest.mark.parametrize(("kind", "caller"), [("party", "person"), ("call", "stranger")])
def test_there_is_no_other_occasion_and_nobody_else_speaks(house: House, kind: str, caller: Any) -> None:
    with pytest.raises(InputError):
        begun(house, caller, kind)


@pytest.mark.parametrize(("hours", "goes_on"), [(11.9, True), (12, False)])
def test_what_nobody_ends_is_over_after_half_a_day(house: House, hours: float, *, goes_on: bool) -> None:
    call = begun(house)
    door.identify(call.ref, BOTH, actor=house.clerk)
    Occasion.objects.update(begun_at=times.now() - int(hours * 3600 * 1_000_000))

    assert going(call.ref, house.clerk) is goes_on
    if not goes_on:
        with pytest.raises(InputError):
            read(house, call)


def test_every_entry_of_a_call_names_it_and_says_how_the_caller_is_known(house: House) -> None:
    call = begun(house)
    door.identify(call.ref, BOTH, actor=house.clerk)
    read(house, call)
    door.take(house.alice, ["phone"], how="copy", purpose=call.purpose, occasion=call.ref, actor=house.clerk)

    found = entries_of(house)[-4:]

    assert [(one["act"], one["case"], one.get("caller")) for one in found] == [
        ("identify", call.ref, "person:0"), ("identify", call.ref, "person:2"), ("read", call.ref, "person:2"),
        ("export", call.ref, "person:2"),
    ]  # fmt: skip
    assert found[-1]["note_kind"] == "copy"
    assert found[1]["counts"] == {"agreed": 1, "items": 2}


def test_work_is_one_piece_and_nobody_speaks_in_it(house: House) -> None:
    work = begun(house, kind="work")

    used = read(house, work)

    assert used.values == {"name": ALICE["name"]}
    assert entries_of(house)[-1]["case"] == work.ref
    assert "caller" not in entries_of(house)[-1]


def test_who_may_find_nobody_for_a_purpose_begins_nothing(house: House) -> None:
    for actor, purpose in ((house.lapsed, "deliver-service"), (house.clerk, "law:disclose")):
        with pytest.raises(Refused):
            door.begin("call", purpose=purpose, actor=actor)

    assert not Occasion.objects.exists()


def test_taking_off_the_screen_is_refused_where_the_purpose_lets_nothing_leave(house: House) -> None:
    with pytest.raises(Refused) as no:
        door.take(house.alice, ["phone"], how="copy", purpose="answer-questions", actor=house.clerk)

    assert no.value.answer.reason == "act-not-for-purpose"
    with pytest.raises(InputError):
        door.take(house.alice, ["phone"], how="by heart", purpose="deliver-service", actor=house.clerk)


@pytest.mark.promise("4-3")
def test_a_consent_is_taken_in_a_call_only_of_whoever_is_known(house: House) -> None:
    call = begun(house)
    said: dict[str, Any] = {
        "statement": wording(), "method": "oral", "identity": "two-items", "actor": house.clerk, "occasion": call.ref,
    }  # fmt: skip
    choice = door.Choice(use="considerate-service")

    with pytest.raises(Refused) as no:
        door.consent([house.alice], choice, **said)
    door.identify(call.ref, BOTH, actor=house.clerk)
    given = door.consent([house.alice], choice, **said)

    assert no.value.answer.reason == "caller-unverified"
    assert given.people == 1
    with pytest.raises(InputError):
        door.decline(house.alice, use="resell", statement=wording(), occasion=call.ref, actor=house.clerk)
    assert entries_of(house)[-1]["caller"] == "person:2"


def test_an_erased_person_is_known_in_no_call(house: House) -> None:
    call = begun(house)
    door.identify(call.ref, BOTH, actor=house.clerk)

    door.erase(house.alice, actor=house.desk)

    assert list(Occasion.objects.values_list("person", "items")) == [("", 0)]


def test_what_was_asked_in_calls_is_decided_again_alike(house: House) -> None:
    from seiyaku.ledger.sequencing import place_all

    call = begun(house)
    for items in ({"phone": ALICE["phone"]}, BOTH):
        door.identify(call.ref, items, actor=house.clerk)
        try:
            read(house, call)
        except Refused as no:
            assert no.answer.reason == "caller-unverified"  # noqa: PT017  # the first of two
    place_all()

    again = door.replay(actor=staff("mana", "manager"))

    assert (again.asks, again.otherwise) == (2, 0)


def test_a_program_takes_part_only_in_the_call_of_whom_it_acts_for(house: House) -> None:
    call = begun(house)
    program = Actor(id="program:none", kind="program", proven_by="token", session="t", on_behalf_of=house.clerk)
    stranger = dataclasses.replace(program, on_behalf_of=None)

    with pytest.raises(Refused):  # its token is unknown; that the call is its person's, the door sees
        door.use(house.alice, ["name"], purpose=call.purpose, occasion=call.ref, actor=program)
    with pytest.raises(InputError):
        door.use(house.alice, ["name"], purpose=call.purpose, occasion=call.ref, actor=stranger)
