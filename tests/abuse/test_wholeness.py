"""After the rarer verbs the ledger, the people in it, the cells and their digests still fit together."""

from __future__ import annotations

import pytest

from seiyaku import door
from tests.door.conftest import ALICE, SIGN_UP, House, house
from tests.door.test_collecting import row
from tests.door.test_ending import in_years, leave

from .conftest import unwhole

__all__ = ["house"]


@pytest.mark.promise("2-1", "5-1")
def test_after_quarantine_was_let_in_and_thrown_away(house: House) -> None:  # the fixture
    door.collect_rows([row(n, 備考="犬") for n in (3, 4, 5)], file="ab" * 32, origin=SIGN_UP, actor=house.clerk)
    first, second, _ = (one.row for one in door.quarantine(actor=house.desk).rows)
    door.look([first, second], actor=house.desk)
    door.release([first], origin=SIGN_UP, actor=house.desk, corrected={first: {"備考": None}})
    door.discard([second], actor=house.desk)

    assert unwhole() == []


@pytest.mark.promise("2-1", "2-3")
def test_after_a_merge_a_split_and_an_erasure_of_the_merged(house: House) -> None:  # the fixture
    again = {"member-number": "M0000002", "name": "高崎 アリス", "phone": "090-0000-0009"}
    other = door.collect(again, origin=SIGN_UP, actor=house.clerk).people[0]
    door.merge(other, house.alice, actor=house.desk)
    door.split(house.alice, ("email",), actor=house.desk)
    assert unwhole() == []

    door.erase(house.alice, actor=house.desk)

    assert unwhole() == []


@pytest.mark.promise("2-1", "2-3")
def test_after_the_nightly_job(house: House, monkeypatch: pytest.MonkeyPatch) -> None:  # the fixture
    again = {**ALICE, "member-number": "M0000002", "phone": "090-0000-0009"}
    other = door.collect(again, origin=SIGN_UP, actor=house.clerk).people[0]
    leave(house.alice, 2)
    assert door.expire().reduced == 1
    assert unwhole() == []
    leave(other, 1)

    in_years(50, monkeypatch)

    assert unwhole() == []
