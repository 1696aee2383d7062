"""A file collected by half is taken back whole."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from seiyaku import door
from seiyaku.core import errors
from seiyaku.door.collecting import BLOCK
from seiyaku.ledger import reading
from seiyaku.ledger.sequencing import place_all
from seiyaku.ledger.transactions import raw_cursor
from tests.abuse.conftest import unwhole

from .conftest import SIGN_UP, House
from .test_collecting import row, rows
from .test_quarantine import count

FILE = "ae" * 32


def half(house: House) -> None:
    """Take in the first block of a file, with one row put aside, and stop there."""

    def cut() -> Iterator[object]:
        yield row(1, 備考="犬")
        yield from rows(BLOCK + 20)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        door.collect_rows(cut(), file=FILE, origin=SIGN_UP, actor=house.clerk)  # type: ignore[arg-type]  # rows


@pytest.mark.promise("5-1")
def test_whoever_came_with_it_is_gone_and_the_file_can_come_again(house: House) -> None:
    half(house)
    assert (count("vault_person"), count("vault_quarantine")) == (BLOCK, 1)

    back = door.roll_back(FILE, actor=house.desk)

    place_all()
    said = reading.entry(raw_cursor(), back.entry).body
    assert (back.erased, back.emptied, back.hits, back.clause) == (BLOCK - 1, 1, (), said["clause"])
    assert (said["answer"], said["counts"]) == ("done", {"erased": BLOCK - 1, "quarantined": 1, "hits": 0})
    assert (count("vault_person"), count("vault_quarantine"), count("door_intake")) == (1, 0, 0)
    assert unwhole() == []
    assert door.collect_rows(rows(3), file=FILE, origin=SIGN_UP, actor=house.clerk).collected == 3
    with pytest.raises(errors.Conflict):
        door.roll_back(FILE, actor=house.desk)


@pytest.mark.promise("5-1")
def test_a_clerk_takes_nothing_back_and_what_was_never_begun_is_not_there(house: House) -> None:
    half(house)

    with pytest.raises(errors.Refused) as refused:
        door.roll_back(FILE, actor=house.clerk)

    assert refused.value.entry is not None
    assert count("vault_person") == BLOCK
    with pytest.raises(errors.NotFound):
        door.roll_back("00" * 32, actor=house.desk)
