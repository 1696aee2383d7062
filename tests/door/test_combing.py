"""Erasures that wait at the same time share one search; each has its own entry, its own receipt, its own answer."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import orjson
import pytest
from django.conf import settings

import seiyaku_verify
from seiyaku import door
from seiyaku.core import errors
from seiyaku.door import combing
from seiyaku.door.desk import Desk
from seiyaku.ledger import forms, reading, sequencing, transactions
from seiyaku.ledger.transactions import raw_cursor
from seiyaku.vault import searching
from seiyaku.vault.searching import Hit, Needles
from tests.gathering import erase_together

from .conftest import SIGN_UP, House

PHONES = [f"090-5000-{number:04}" for number in range(4)]


def customers(house: House) -> list[str]:
    rows = [{"member-number": f"M5{n:06}", "name": f"見本 共{n}", "phone": phone} for n, phone in enumerate(PHONES)]
    return [door.collect(row, origin=SIGN_UP, actor=house.clerk).people[0] for row in rows]


def entry(which: str) -> dict[str, Any]:
    sequencing.place_all()
    return reading.entry(raw_cursor(), which).body


@pytest.mark.promise("2-1", "2-3")
def test_erasures_that_wait_share_a_search_and_each_is_told_of_its_own_person(house: House) -> None:
    people = customers(house)
    (Path(settings.HOME) / "copied.txt").write_text(PHONES[2], encoding="utf-8")

    came, searches = erase_together(people, house.desk)

    assert searches[:2] == [1, 3]  # and again for some, where SQLite's pages had to be rewritten
    assert [erased.hits for erased in came] == [(), (), ("value: copied.txt",), ()]
    assert len({erased.entry for erased in came} | {erased.closing_entry for erased in came}) == 8
    for erased in came:
        closing = entry(erased.closing_entry)
        assert (closing["ref"], closing["counts"]) == (
            erased.entry,
            {"searched": erased.searched_for, "hits": len(erased.hits)},
        )
        taken = orjson.loads(orjson.dumps(erased.receipt()))
        assert seiyaku_verify.verify_receipt(taken, taken["keys"])["id"] == erased.entry
    for person in people:
        with pytest.raises(errors.NotFound):
            door.use(person, ["name"], purpose="deliver-service", actor=house.clerk)
    assert not door.verify().findings


@pytest.mark.promise("2-1", "2-3")
def test_what_stands_in_the_way_of_one_erasure_leaves_the_others_their_proof(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    people, prove = customers(house), searching.prove

    def in_the_way(sought: Sequence[Needles]) -> list[list[Hit] | errors.Unavailable]:
        found = prove(sought)
        blocked = [place for place, needles in enumerate(sought) if PHONES[2].encode() in needles.known]
        return [errors.Unavailable("a reader") if place in blocked else each for place, each in enumerate(found)]

    monkeypatch.setattr(searching, "prove", in_the_way)
    came, _ = erase_together(people, house.desk)

    assert isinstance(came[2], errors.Unavailable)
    assert [erased.hits for erased in (came[0], came[1], came[3])] == [(), (), ()]
    assert all(entry(erased.closing_entry)["ref"] == erased.entry for erased in (came[0], came[1], came[3]))


@pytest.mark.promise("2-1", "2-3")
def test_nobody_is_told_of_a_proof_whose_entry_is_not_durable(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    people, deciding = customers(house), transactions.deciding

    def full() -> Any:
        raise errors.Unavailable("the disk is full")

    def closing(proven: Sequence[Needles]) -> Any:
        monkeypatch.setattr(transactions, "deciding", full)
        return [[] for _ in proven]

    monkeypatch.setattr(searching, "prove", closing)
    with pytest.raises(errors.Unavailable, match="full"):
        door.erase(people[0], actor=house.desk)
    monkeypatch.setattr(transactions, "deciding", deciding)

    said = [body for body in bodies() if body.get("note_kind", "").startswith("searched")]
    assert said == []
    with pytest.raises(errors.NotFound):
        door.use(people[0], ["name"], purpose="deliver-service", actor=house.clerk)


def bodies() -> list[dict[str, Any]]:
    sequencing.place_all()
    return [json.loads(body) for body in forms.bodies(raw_cursor())]


@pytest.mark.promise("2-1")
def test_who_is_erased_alone_waits_for_nobody(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    def waits(desk: Desk, errand: Any) -> None:
        pytest.fail("it waited for company")

    monkeypatch.setattr(Desk, "_wait", waits)

    assert door.erase(house.alice, actor=house.desk).hits == ()


def test_more_than_one_pass_holds_are_searched_for_in_several(monkeypatch: pytest.MonkeyPatch) -> None:
    passes: list[int] = []

    def prove(some: Sequence[Needles]) -> list[list[Hit]]:
        passes.append(len(some))
        return [[] for _ in some]

    monkeypatch.setattr(combing, "AT_ONCE", 4)
    monkeypatch.setattr(searching, "prove", prove)
    sought = [Needles({bytes([n]) * (at + 6): "value" for at in range(count)}) for n, count in enumerate((2, 2, 1, 9))]

    assert list(combing._prove(sought)) == [[]] * 4
    assert passes == [2, 1, 1]
