"""A part of a value finds people, for who may; whose value was opened for it is on record, and no one else's was."""

from __future__ import annotations

import pytest

from seiyaku import door
from seiyaku.core import errors
from seiyaku.door import scanning
from seiyaku.ledger import reading
from seiyaku.ledger.sequencing import place_all
from seiyaku.ledger.transactions import raw_cursor
from seiyaku.people.models import Account

from .conftest import SIGN_UP, House


def collect(house: House, *names: str) -> list[str]:
    return [
        door.collect(
            {"member-number": f"M00001{n:02}", "name": name, "phone": f"090-0000-01{n:02}"},
            origin=SIGN_UP, actor=house.clerk,
        ).people[0]
        for n, name in enumerate(names)
    ]  # fmt: skip


def entries_of_act(act: str, answer: str) -> list[reading.Entry]:
    place_all()
    found = reading.lately(raw_cursor(), 0)
    return [entry for entry in found if (entry.body["act"], entry.body["answer"]) == (act, answer)]


@pytest.mark.promise("2-2", "7-1")
@pytest.mark.parametrize("part", ["高崎", "﨑 愛", "髙崎愛理"])
def test_half_a_name_in_any_spelling_finds_who_holds_it(house: House, part: str) -> None:
    collect(house, "見本 一郎", "崎高 花")

    found = door.scan(part, "name", purpose="law:disclose", actor=house.desk)

    assert found.people == (house.alice,)
    assert (found.looked_at, found.left, found.ended) == (3, 0, True)


@pytest.mark.promise("2-2")
def test_hyphens_and_width_do_not_hide_a_telephone_number(house: House) -> None:
    found = door.scan("００００－０００１", "phone", purpose="law:disclose", actor=house.desk)
    longest = door.scan("あ" * 100, "name", purpose="law:disclose", actor=house.desk)

    assert (found.people, longest.people) == ((house.alice,), ())


@pytest.mark.promise("2-2")
def test_it_ends_when_enough_are_found_and_whoever_was_not_reached_was_not_opened(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = collect(house, "見本 一", "見本 二", "見本 三", "見本 四")
    monkeypatch.setattr(scanning, "PAGE", 2)

    found = door.scan("見本", "name", purpose="law:disclose", most=2, actor=house.desk)

    pages = entries_of_act("scan", "allowed")
    named = {who for page in pages for who in reading.people_of(raw_cursor(), page.id)[0]}
    assert found.people == tuple(people[:2])
    assert (found.looked_at, found.ended) == (4, False)
    assert len(named) == 4
    (last,) = entries_of_act("scan", "done")
    assert last.body["counts"] == {"looked": 4, "left": 0, "found": 2}


@pytest.mark.promise("2-2", "5-2")
def test_it_is_for_few_for_what_they_may_see_and_never_for_special_care(house: House) -> None:
    def reason(field: str, purpose: str, who: object) -> str:
        with pytest.raises(errors.Refused) as refused:
            door.scan("見本", field, purpose=purpose, actor=who)  # type: ignore[arg-type]
        assert refused.value.entry is not None
        return refused.value.answer.reason

    assert reason("name", "law:disclose", house.clerk) == "no-duty"
    assert reason("name", "deliver-service", house.desk) == "act-not-for-purpose"
    assert reason("health-consideration", "law:disclose", house.desk) == "not-findable"
    assert reason("communication-log", "law:disclose", house.desk) == "not-findable"
    assert reason("birth-date", "law:erase", house.desk) == "not-needed"


@pytest.mark.promise("2-1")
def test_one_character_a_thousand_and_more_than_the_day_allows_are_refused(house: House) -> None:
    for part in ("髙", "", "あ" * 101):
        with pytest.raises(errors.InputError):
            door.scan(part, "name", purpose="law:disclose", actor=house.desk)
    with pytest.raises(errors.InputError):
        door.scan("見本", "name", purpose="law:disclose", most=101, actor=house.desk)
    Account.objects.filter(login="dora").update(uses_at_most=2)
    collect(house, "見本 一", "見本 二")
    with pytest.raises(errors.Refused) as refused:
        door.scan("見本", "name", purpose="law:disclose", actor=house.desk)

    assert refused.value.answer.reason == "daily-limit"


@pytest.mark.promise("2-1")
def test_everybody_looked_at_is_a_use_of_the_day_and_who_holds_no_such_value_is_not_looked_at(house: House) -> None:
    Account.objects.filter(login="dora").update(uses_at_most=4)
    collect(house, "見本 一", "見本 二")

    first = door.scan("alice", "email", purpose="law:disclose", most=1, actor=house.desk)
    second = door.scan("見本", "name", purpose="law:disclose", actor=house.desk)
    with pytest.raises(errors.Refused) as refused:
        door.scan("見本", "name", purpose="law:disclose", actor=house.desk)

    assert (first.people, first.looked_at, second.looked_at) == ((house.alice,), 1, 3)
    assert refused.value.answer.reason == "daily-limit"


def test_the_ledger_is_whole_after_it(house: House) -> None:
    door.scan("愛理", "name", purpose="law:disclose", actor=house.desk)
    place_all()

    assert door.verify().findings == []
