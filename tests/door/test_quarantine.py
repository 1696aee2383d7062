"""What waits in quarantine: only the desk looks, lets in or throws away; each look is an entry."""

from __future__ import annotations

import pytest

from seiyaku import door
from seiyaku.core import errors
from seiyaku.ledger import reading
from seiyaku.ledger.sequencing import place_all
from seiyaku.ledger.transactions import raw_cursor

from .conftest import SIGN_UP, House
from .test_collecting import Row, row

FILE = "ab" * 16


def waiting(house: House, *rows: Row) -> list[str]:
    """Put rows aside, and return their references in quarantine."""
    door.collect_rows(rows, file=FILE, origin=SIGN_UP, actor=house.clerk)
    return [one.row for one in door.quarantine(actor=house.desk).rows]


def count(table: str) -> int:
    cursor = raw_cursor()
    cursor.execute(f"SELECT COUNT(*) FROM {table}")
    return int(cursor.fetchone()[0])


@pytest.mark.promise("5-1", "5-2")
def test_the_desk_sees_what_waits_and_opens_it_on_record(house: House) -> None:
    (ref,) = waiting(house, row(4, 健康への配慮事項="聴覚に配慮が必要"))
    listed = door.quarantine(actor=house.desk)

    looked = door.look([ref], actor=house.desk)

    assert [(one.number, one.why) for one in listed.rows] == [(4, "special-care")]
    assert "聴覚" not in repr(listed)
    assert looked.cells[ref]["健康への配慮事項"] == "聴覚に配慮が必要"
    assert looked.article.startswith("20(1)")


@pytest.mark.promise("5-1")
def test_nobody_but_the_desk_opens_lets_in_or_throws_away(house: House) -> None:
    refs = waiting(house, row(3, 備考="犬が二匹いる"))

    for attempt in (
        lambda: door.quarantine(actor=house.clerk),
        lambda: door.look(refs, actor=house.clerk),
        lambda: door.discard(refs, actor=house.clerk),
        lambda: door.release(refs, origin=SIGN_UP, actor=house.clerk),
    ):
        with pytest.raises(errors.Refused) as refused:
            attempt()
        assert refused.value.entry is not None
    assert count("vault_quarantine") == 1


@pytest.mark.promise("5-1", "5-3")
def test_a_row_put_right_enters_by_the_same_gate_and_leaves_quarantine(house: House) -> None:
    refs = waiting(house, row(3, 備考="犬が二匹いる"), row(5, 勤務先法人番号="7000012050003"))
    paper = door.Origin(source="web-form", form="sign-up", shown=SIGN_UP.shown)

    let_in = door.release(refs, origin=paper, actor=house.desk, corrected={refs[0]: {"備考": None}})

    assert let_in.collected == 1
    assert [(one.number, one.why) for one in let_in.quarantined] == [(5, "check-digit")]
    assert count("vault_quarantine") == 1
    used = door.use(let_in.people[0], ["phone"], purpose="deliver-service", actor=house.clerk)
    assert used.values == {"phone": "09000000099"}


@pytest.mark.promise("5-2")
def test_special_care_does_not_slip_in_from_quarantine_without_a_ground(house: House) -> None:
    refs = waiting(house, row(4, 健康への配慮事項="聴覚に配慮が必要"))

    without = door.release(refs, origin=SIGN_UP, actor=house.desk)
    named = door.release(refs, origin=SIGN_UP, actor=house.desk, evidence_of=["20(2)(ii)"])
    shown = ["20(2)(ii)", "reason", "consent-is-hard"]
    let_in = door.release(refs, origin=SIGN_UP, actor=house.desk, evidence_of=shown)

    assert (without.collected, named.collected, let_in.collected) == (0, 0, 1)
    assert [one.why for one in without.quarantined] == ["special-care"]


@pytest.mark.promise("5-1", "5-4")
def test_where_the_notice_was_not_shown_nothing_is_let_in_and_everything_stays(house: House) -> None:
    refs = waiting(house, row(5, 勤務先法人番号="7000012050003"))
    right = {refs[0]: {"employer-number": "7000012050002"}}

    with pytest.raises(errors.Refused) as refused:
        door.release(refs, origin=door.Origin(source="web-form", form="sign-up"), corrected=right, actor=house.desk)
    kept = count("vault_quarantine")
    let_in = door.release(refs, origin=SIGN_UP, corrected=right, actor=house.desk)

    assert (refused.value.answer.reason, kept, count("vault_quarantine")) == ("no-notice", 1, 0)
    held = {one.name: one.value for one in door.person(let_in.people[0], actor=house.desk).held}
    assert held["employer-number"] == "7000012050002"


@pytest.mark.promise("5-1")
def test_of_rows_one_of_which_is_not_there_none_is_touched_and_the_entry_says_so(house: House) -> None:
    refs = [*waiting(house, row(3, 備考="犬が二匹いる")), "00" * 16]

    for attempt in (door.look, door.discard):
        with pytest.raises(errors.NotFound):
            attempt(refs, actor=house.desk)
        place_all()
        newest = next(reading.lately(raw_cursor(), 0)).body
        assert (newest["answer"], newest["reason"]) == ("denied", "not-here")
    assert count("vault_quarantine") == 1


@pytest.mark.promise("5-1")
def test_what_is_thrown_away_is_gone_key_and_all(house: House) -> None:
    refs = waiting(house, row(3, 備考="犬が二匹いる"), row(4, 備考="猫もいる"))
    keys = count("vault_personkey")

    done = door.discard(refs, actor=house.desk)

    assert done.people == 2
    assert count("vault_quarantine") == 0
    assert count("vault_personkey") == keys - 2
    with pytest.raises(errors.NotFound):
        door.look(refs, actor=house.desk)


@pytest.mark.promise("2-3", "5-1")
def test_quarantine_ends_by_itself(house: House) -> None:
    waiting(house, row(3, 備考="犬が二匹いる"))
    cursor = raw_cursor()
    cursor.execute("UPDATE vault_quarantine SET expires_on = 1")

    run = door.expire()

    assert run.counts["quarantined"] == 1
    assert count("vault_quarantine") == 0
