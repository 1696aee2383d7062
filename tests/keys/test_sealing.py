"""Sealing, persons' keys, grants: what opens, and what never does."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

import pytest
from pyroaring import BitMap

from seiyaku.core.errors import IntegrityError, NotProven
from seiyaku.keys import memory, person, wrapping
from seiyaku.keys.grants import Grant, check, check_all
from seiyaku.keys.issuing import issue
from seiyaku.keys.keyring import create_keyring
from seiyaku.keys.models import Instance, RootKey
from seiyaku.keys.sealing import aad, binding, open_, ready, seal

PID, OTHER = bytes(range(16)), bytes(range(1, 17))


@pytest.mark.promise("2-1")
def test_what_is_sealed_opens_in_its_place(instance: Path) -> None:
    key = person.new_key()
    place = aad("sheet", PID, "identity", 3)

    sealed = seal(key, "春山 一子".encode(), place)

    assert open_(key, sealed, place, "identity sheet") == "春山 一子".encode()
    assert open_(key, seal(key, b"", place), place, "identity sheet") == b""
    assert open_(ready(key), sealed, binding("sheet", PID)("identity", 3), "identity sheet") == "春山 一子".encode()


@pytest.mark.promise("2-1")
@pytest.mark.parametrize(
    "place",
    [("sheet", OTHER, "identity", 3), ("sheet", PID, "contact", 3), ("sheet", PID, "identity", 4), ("fact", PID)],
)
def test_a_cell_moved_elsewhere_does_not_open(instance: Path, place: tuple[str, bytes]) -> None:
    key = person.new_key()
    sealed = seal(key, b"value", aad("sheet", PID, "identity", 3))

    with pytest.raises(IntegrityError) as error:
        open_(key, sealed, aad(*place), "identity sheet")
    assert str(error.value) == "identity sheet: does not open: altered, moved, or sealed under another key"


@pytest.mark.promise("2-1")
@pytest.mark.parametrize("length", [0, 1, 27, 28, 30])
def test_a_cell_cut_short_does_not_open(instance: Path, length: int) -> None:
    key = person.new_key()
    sealed = seal(key, b"value", b"")

    with pytest.raises(IntegrityError, match="identity sheet"):
        open_(key, sealed[:length], b"", "identity sheet")


@pytest.mark.promise("2-1")
def test_another_key_does_not_open(instance: Path) -> None:
    sealed = seal(person.new_key(), b"value", b"")

    with pytest.raises(IntegrityError):
        open_(person.new_key(), sealed, b"", "identity sheet")


@pytest.mark.promise("2-2")
def test_a_persons_key_unwraps_against_a_grant(instance: Path) -> None:
    key = person.new_key()
    wrapped = person.wrap(key, 7, PID)

    grant = issue("entry", frozenset({7}), 0b101)

    assert person.unwrap(grant, 7, PID, wrapped) == key
    assert person.unwrap_many(grant, [(7, PID, wrapped)] * 2) == [key, key]
    with pytest.raises(NotProven):
        person.unwrap_many(grant, [(7, PID, wrapped), (8, PID, person.wrap(key, 8, PID))])
    with pytest.raises(IntegrityError):
        person.unwrap_many(grant, [(7, PID, wrapped[:-1])])
    assert grant.fields == 0b101


@pytest.mark.promise("2-2")
def test_a_grant_covers_the_people_it_names_and_nobody_else(instance: Path) -> None:
    everybody = BitMap(range(1000, 2000))
    grant = issue("entry", everybody, -1)
    everybody.add(7)

    check(grant, 1500)
    with pytest.raises(NotProven):
        check(grant, 7)


@pytest.mark.promise("2-2")
@pytest.mark.parametrize(
    "change",
    [
        {"entry": "other"},
        {"people": frozenset({7, 8})},
        {"people": BitMap([7])},
        {"fields": 0b111},
        {"expires": 9e12},
        {"mac": bytes(32)},
    ],
)
def test_an_altered_grant_unwraps_nothing(instance: Path, change: dict[str, object]) -> None:
    grant = issue("entry", frozenset({7}), 0b101)
    wrapped = person.wrap(person.new_key(), 7, PID)
    person.unwrap(grant, 7, PID, wrapped)

    altered = replace(grant, **change)  # type: ignore[arg-type]  # one change at a time

    with pytest.raises(NotProven):
        person.unwrap(altered, 7, PID, wrapped)
    with pytest.raises(NotProven):
        person.unwrap_many(altered, [(7, PID, wrapped)])


@pytest.mark.promise("2-2")
def test_a_grant_whose_people_could_be_added_to_is_none_though_its_mac_fits(instance: Path) -> None:
    grant = issue("entry", BitMap(range(20)), 0b101)
    open_ended = replace(grant, people=BitMap(range(20)))  # type: ignore[arg-type]  # that is what is refused

    with pytest.raises(NotProven):
        check(open_ended, 7)
    check(replace(grant), 7)


@pytest.mark.promise("2-2")
def test_a_grant_stands_by_its_mac_where_nobody_remembers_issuing_it(instance: Path) -> None:
    few, many = issue("entry", frozenset({7}), 0b101), issue("entry", BitMap(range(100)), 0b101)
    memory.forget()

    check(few, 7)
    check(many, 7)
    check(replace(many), 7)


@pytest.mark.promise("2-2")
def test_a_grant_of_another_instance_unwraps_nothing(instance: Path) -> None:
    grant = issue("entry", frozenset({7}), 0b101)
    RootKey.objects.all().delete()
    Instance.objects.all().delete()
    memory.forget()
    create_keyring()

    with pytest.raises(NotProven):
        check(grant, 7)


@pytest.mark.promise("2-2")
def test_a_grant_made_up_unwraps_nothing(instance: Path) -> None:
    wrapped = person.wrap(person.new_key(), 7, PID)

    made_up = Grant("entry", frozenset({7}), -1, time.time() + 60, b"\0" * 32)

    with pytest.raises(NotProven):
        person.unwrap(made_up, 7, PID, wrapped)
    with pytest.raises(NotProven):
        person.unwrap_many(made_up, [(7, PID, wrapped)])


@pytest.mark.promise("2-2")
def test_a_grant_ends(instance: Path) -> None:
    grant = issue("entry", frozenset({7}), -1, ttl=-1)

    with pytest.raises(NotProven, match="ended"):
        check(grant, 7)
    with pytest.raises(NotProven, match="ended"):
        check_all(grant, [7])


@pytest.mark.promise("2-1")
def test_one_persons_wrapped_key_does_not_open_as_anothers(instance: Path) -> None:
    wrapped = person.wrap(person.new_key(), 7, PID)
    grant = issue("entry", frozenset({7, 8}), -1)

    for ordinal, pid in ((8, PID), (7, OTHER)):
        with pytest.raises(IntegrityError, match="person key"):
            person.unwrap(grant, ordinal, pid, wrapped)


@pytest.mark.promise("2-1")
@pytest.mark.parametrize(
    "damage", [lambda w: w[:-1], lambda w: b"\xff" + w[1:], lambda w: w[:-1] + bytes([w[-1] ^ 1]), lambda w: w[:0]]
)
def test_a_damaged_wrapped_key_does_not_open(instance: Path, damage: object) -> None:
    wrapped = person.wrap(person.new_key(), 7, PID)
    assert callable(damage)

    with pytest.raises(IntegrityError):
        person.unwrap(issue("entry", frozenset({7}), -1), 7, PID, damage(wrapped))


@pytest.mark.promise("2-1")
def test_a_persons_key_never_opens_through_the_papers_way(instance: Path) -> None:
    wrapped = person.wrap(person.new_key(), 7, PID)

    with pytest.raises(IntegrityError):
        wrapping.unwrap("paper", wrapped, 7, PID)


@pytest.mark.promise("2-1")
def test_a_papers_key_never_opens_through_the_persons_way(instance: Path) -> None:
    wrapped = wrapping.wrap("paper", wrapping.new_key(), 7, PID)
    grant = issue("entry", frozenset({7}), -1)

    with pytest.raises(IntegrityError, match="another use"):
        person.unwrap(grant, 7, PID, wrapped)
    with pytest.raises(IntegrityError, match="another use"):
        person.unwrap_many(grant, [(7, PID, wrapped)])


def test_a_papers_key_opens_for_its_paper_only(instance: Path) -> None:
    key = wrapping.new_key()
    wrapped = wrapping.wrap("paper", key, "paper", 1)

    assert wrapping.unwrap("paper", wrapped, "paper", 1) == key
    with pytest.raises(IntegrityError):
        wrapping.unwrap("paper", wrapped, "paper", 2)
