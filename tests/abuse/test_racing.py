"""Many at once through the door: one is first, the others are told, and nobody ever meets a lock."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterable
from functools import partial

import pytest
from django.db import connections

from seiyaku import door
from seiyaku.core import errors
from seiyaku.ledger import reading, sequencing
from seiyaku.ledger.transactions import raw_cursor
from tests.door.conftest import ALICE, SIGN_UP, wording
from tests.waiting import HANGS

from .conftest import House, unwhole


def together(works: Iterable[Callable[[], object]]) -> list[object]:
    """Begin all of them at the same moment, each in a thread; return what came of each, exceptions included."""
    those = list(works)
    ready = threading.Barrier(len(those))
    outcomes: list[object] = [None] * len(those)

    def run(place: int) -> None:
        try:
            ready.wait()
            outcomes[place] = those[place]()
        except BaseException as error:  # noqa: BLE001  a thread must not swallow it
            outcomes[place] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(those))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(HANGS)
    return outcomes


@pytest.mark.promise("2-3")
def test_of_eight_creates_of_one_unique_value_one_succeeds(house: House) -> None:
    def create(number: int) -> door.Collected:
        values = ALICE | {"member-number": "M8888888", "email": f"race{number}@mail.example"}
        return door.collect(values, origin=SIGN_UP, actor=house.clerk)

    outcomes = together([partial(create, n) for n in range(8)])

    told = Counter(str(each) if isinstance(each, errors.Conflict) else type(each).__name__ for each in outcomes)
    assert told == {"Collected": 1, "member-number": 7}
    found = door.find({"member-number": "M8888888"}, purpose="deliver-service", actor=house.clerk)
    assert len(found.people) == 1
    assert unwhole() == []


@pytest.mark.promise("2-3")
def test_of_eight_files_with_one_unique_value_in_each_one_row_enters_and_seven_are_put_aside(house: House) -> None:
    from seiyaku.cli.tables import Row

    def file(number: int) -> list[Row]:
        same = {"会員番号": "M8888888", "氏名": "見本 同", "電話番号": f"0900888000{number}"}
        own = [{"会員番号": f"M7{number}{n:05d}", "氏名": "見本 別", "電話番号": "09008880009"} for n in range(20)]
        return [Row(number=n, cells=cells) for n, cells in enumerate([*own, same], start=2)]

    def take_in(number: int) -> door.Collected:
        return door.collect_rows(file(number), file=f"{number}f" * 16, origin=SIGN_UP, actor=house.clerk)

    outcomes = together([partial(take_in, n) for n in range(8)])

    came = [each for each in outcomes if isinstance(each, door.Collected)]
    assert [repr(each) for each in outcomes if not isinstance(each, door.Collected)] == []
    assert sum(each.collected for each in came) == 8 * 20 + 1
    assert [row.why for each in came for row in each.quarantined] == ["taken"] * 7
    assert unwhole() == []


@pytest.mark.promise("2-3")
def test_of_eight_changes_to_one_unique_value_one_succeeds(house: House) -> None:
    people = [
        door.collect(ALICE | {"member-number": f"M700000{n}"}, origin=SIGN_UP, actor=house.clerk).people[0]
        for n in range(8)
    ]

    def change(person: str) -> door.Done:
        return door.change(
            person, {"member-number": "M7777777"}, purpose="deliver-service", origin=SIGN_UP, actor=house.clerk
        )

    outcomes = together([partial(change, p) for p in people])

    told = Counter(str(each) if isinstance(each, errors.Conflict) else type(each).__name__ for each in outcomes)
    assert told == {"Done": 1, "member-number": 7}
    assert unwhole() == []


@pytest.mark.promise("4-3", "2-2")
def test_a_refusal_among_sixteen_users_is_above_every_use_answered_after_it(house: House) -> None:
    door.consent(
        [house.alice], door.Choice(use="send-offers"), statement=wording(), method="oral", identity="two-items",
        actor=house.clerk,
    )  # fmt: skip
    refused = threading.Event()
    late: list[str] = []

    def use() -> int:
        uses = 0
        while True:
            over = refused.is_set()
            try:
                door.use(house.alice, ["name"], purpose="send-offers", actor=house.marketer)
            except errors.Refused:
                if over:
                    return uses
            else:
                uses += 1
                if over:
                    late.append("used after the refusal was answered")
                    return uses

    def refuse() -> None:
        try:
            door.refuse([house.alice], use="send-offers", method="oral", actor=house.clerk)
        finally:
            refused.set()

    outcomes = together([*[use] * 16, refuse])

    assert [repr(each) for each in outcomes if isinstance(each, BaseException)] == []
    assert late == []
    sequencing.place_all()
    said = [entry.body for entry, _ in reading.of_person(raw_cursor(), 1)]
    (refusal,) = [body["standing"] for body in said if body["act"] == "refuse"]
    after = [b for b in said if b.get("purpose") == "send-offers" and b["act"] == "read" and b["standing"] > refusal]
    assert after
    assert {body["answer"] for body in after} == {"denied"}
