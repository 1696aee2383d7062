"""The index of people is one, wherever its rows stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from seiyaku.core.errors import IntegrityError
from seiyaku.ledger import recent
from seiyaku.ledger.erasing import bury
from seiyaku.ledger.reading import of_person, people_of
from seiyaku.ledger.takeaway import highest
from seiyaku.ledger.transactions import changing, deciding, raw_cursor
from seiyaku.ledger.verification import verify
from seiyaku.ledger.writing import Draft, Seen, append

READ = {"act": "read", "answer": "allowed", "actor": "staff:3f9c", "clause": "4-1-A"}
ALICE, BOB = 3, 70_000

pytestmark = [pytest.mark.promise("2-1"), pytest.mark.sqlite]


def mark(ordinal: int) -> bytes:
    return ordinal.to_bytes(16, "big")


def marks(ordinals: Sequence[int]) -> Mapping[int, bytes]:
    return {ordinal: mark(ordinal) for ordinal in ordinals}


def use(*ordinals: int, granted: bool = True) -> list[str]:
    with deciding() as cursor:
        drafts = [Draft(READ, [Seen(ordinal, mark(ordinal), granted)]) for ordinal in ordinals]
        return [written.id for written in append(cursor, drafts)]


def placed(table: str) -> int:
    cursor = raw_cursor()
    cursor.execute(f"SELECT count(*) FROM {table}")
    return int(cursor.fetchone()[0])


def test_what_is_recent_goes_into_the_index_when_the_log_has_grown(
    instance: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recent, "FOLD", 8)

    for _ in range(5):
        use(ALICE, BOB, ALICE + 1)

    assert placed("ledger_seen") == 9
    assert placed("ledger_recent") == 2
    assert verify(marks).findings == []


@pytest.mark.parametrize("folded", [True, False])
def test_who_saw_a_person_is_answered_alike_before_and_after(instance: Path, *, folded: bool) -> None:
    entries = use(ALICE, BOB, ALICE) + use(BOB) + use(ALICE, granted=False)
    if folded:
        recent.fold(raw_cursor())
    cursor = raw_cursor()

    found = [(entry.id, granted) for entry, granted in of_person(cursor, ALICE)]

    assert sorted(found) == sorted([(entries[0], True), (entries[2], True), (entries[4], False)])
    assert people_of(cursor, entries[1]) == ([BOB], 0)
    assert highest(cursor) == BOB


def test_a_person_forgotten_leaves_nothing_of_theirs_among_what_is_recent(instance: Path) -> None:
    entries = use(ALICE, BOB) + use(ALICE)
    with changing() as cursor:
        bury(cursor, [Seen(ALICE, mark(ALICE))], {"act": "erase", "answer": "done"})
    cursor = raw_cursor()

    assert of_person(cursor, ALICE) == []
    assert [people_of(cursor, entry) for entry in entries] == [([], 1), ([BOB], 0), ([], 1)]
    assert [ordinal for ordinal, _, _ in recent.every(cursor)] == [BOB]
    assert verify(lambda ordinals: {who: mark(who) for who in ordinals if who != ALICE}).findings == []


def test_a_row_that_was_cut_is_named(instance: Path) -> None:
    use(ALICE)
    raw_cursor().execute("UPDATE ledger_recent SET packed = substr(packed, 2)")

    with pytest.raises(IntegrityError):
        of_person(raw_cursor(), ALICE)
    assert verify(marks).findings != []
