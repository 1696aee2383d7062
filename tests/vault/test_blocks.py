"""A block of people is opened as each of them would be alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from seiyaku.core.errors import IntegrityError, NotProven
from seiyaku.ledger.transactions import raw_cursor
from seiyaku.vault import blocks, crowds, opening, selecting, standings
from seiyaku.vault.catalogue import Catalogue
from seiyaku.vault.statements import AT_ONCE

from .conftest import ALICE, BOB, EVERY, NAME, PHONE, grant, store

SHEETS = ("identity", "birth-date", "contact", "account", "usage")


def people(catalogue: Catalogue) -> list[int]:
    """Three dozen who came in together, some with less, and a few who came one by one."""
    many = [ALICE, BOB | {"note": "二階"}, {"name": ALICE["name"]}, {"phone": BOB["phone"]}]
    ordinals = list(store(catalogue, *many * 9).ordinals)
    for _ in range(4):
        ordinals += store(catalogue, BOB).ordinals
    return ordinals


@pytest.mark.promise("2-2")
@pytest.mark.parametrize("step", [1, 7, 20])
@pytest.mark.parametrize("fields", [EVERY, 1 << NAME, 1 << NAME | 1 << PHONE])
@pytest.mark.parametrize("kinds", [SHEETS, ("contact",), SHEETS * 4])
def test_a_block_opens_what_one_by_one_opens(
    kept: Path, catalogue: Catalogue, step: int, fields: int, kinds: tuple[str, ...]
) -> None:
    ordinals = people(catalogue)[::step]
    cursor = raw_cursor()

    sealed = blocks.select(cursor, ordinals, kinds)
    opened = blocks.opened(grant(*ordinals, fields=fields), catalogue, sealed, EVERY)

    rows = selecting.rows(cursor, ordinals, tuple(dict.fromkeys(kinds)))
    alone = [opening.open_row(grant(*ordinals, fields=fields), catalogue, row, EVERY) for row in rows]
    assert [(ordinal, pid) for ordinal, pid, _ in opened] == [(row.ordinal, row.pid) for row in rows]
    assert [values for _, _, values in opened] == alone


@pytest.mark.promise("2-2")
def test_a_block_opens_nobody_whom_the_grant_does_not_name(kept: Path, catalogue: Catalogue) -> None:
    ordinals = people(catalogue)
    sealed = blocks.select(raw_cursor(), ordinals, SHEETS)

    with pytest.raises(NotProven):
        blocks.opened(grant(*ordinals[1:]), catalogue, sealed, EVERY)


@pytest.mark.promise("2-1")
def test_a_cell_that_was_altered_closes_the_block_with_its_name(kept: Path, catalogue: Catalogue) -> None:
    ordinals = people(catalogue)
    cursor = raw_cursor()
    cursor.execute("SELECT body FROM vault_sheet WHERE person = %s AND kind = 'identity'", (ordinals[0],))
    cursor.execute(
        "UPDATE vault_sheet SET body = %s WHERE person = %s AND kind = 'identity'", (cursor.fetchone()[0], ordinals[1])
    )

    sealed = blocks.select(cursor, ordinals, SHEETS)

    with pytest.raises(IntegrityError) as found:
        blocks.opened(grant(*ordinals), catalogue, sealed, EVERY)
    assert found.value.what == "sheet identity"


@pytest.mark.promise("2-2")
@pytest.mark.parametrize("kinds", [(), ("contact",), SHEETS, SHEETS * 3, SHEETS * 4])
@pytest.mark.parametrize("whom", ["everybody", "ordinals", "ids"])
@pytest.mark.parametrize("together", [0, 1_000])
def test_a_crowd_holds_what_its_people_hold(
    kept: Path, catalogue: Catalogue, kinds: tuple[str, ...], whom: str, together: int
) -> None:
    ordinals = people(catalogue)
    cursor = raw_cursor()
    rows = selecting.rows(cursor, ordinals, tuple(dict.fromkeys(kinds)))
    standings.turn(cursor, ordinals[3], "refusals", on=0b110)
    standings.turn(cursor, ordinals[4], "flags", on=standings.RESTRICTED)
    among = {"everybody": None, "ordinals": ordinals, "ids": [row.pid for row in rows]}[whom]

    found, sealed = crowds.look(cursor, among, kinds, 0b100, together=together)

    assert (sealed is None) == (among is None or not together or len(kinds) > AT_ONCE)
    if sealed is not None:
        opened = blocks.opened(grant(*ordinals), catalogue, sealed, EVERY)
        assert opened == blocks.opened(grant(*ordinals), catalogue, blocks.select(cursor, ordinals, kinds), EVERY)
    held: dict[tuple[int, int], set[int]] = {}
    for row in rows:
        for basis in row.bases:
            held.setdefault(basis, set()).add(row.ordinal)
    assert {what: set(who) for what, who in found.held.items()} == held
    assert dict(zip(found.ordinals, found.marks, strict=True)) == {row.ordinal: row.mark for row in rows}
    assert set(found.standing(crowds.REFUSED)) == {ordinals[3]}
    assert set(found.standing(crowds.RESTRICTED_USE)) == {ordinals[4]}
    assert not found.standing(crowds.CONSENTED | crowds.STOPPED | crowds.STOPPED_PROVIDING)
