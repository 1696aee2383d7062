"""Collecting: a row enters whole, or goes to quarantine with its number and why."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from seiyaku import door
from seiyaku.core import errors
from seiyaku.door import Origin, combing
from seiyaku.door.collecting import BLOCK
from seiyaku.ledger.transactions import deciding
from tests import proofs

from .conftest import ALICE, SIGN_UP, House, wording


@dataclass(frozen=True)
class Row:
    number: int
    cells: dict[str, str]


@dataclass(frozen=True)
class Broken:
    number: int
    why: str
    text: str


def rows(count: int, first: int = 10) -> Iterator[Row]:
    for n in range(first, first + count):
        yield Row(
            n - first + 2,
            {
                "会員番号": f"M{n:07d}",
                "氏名": f"見本 {n}郎",
                "電話番号": f"0900{n:07d}",
                "健康への配慮事項": "",
                "備考": "",
            },
        )


def row(number: int, **cells: str) -> Row:
    usual = {"会員番号": f"M9{number:06d}", "氏名": "見本 太郎", "電話番号": "09000000099"}
    return Row(number, usual | cells)


@pytest.mark.promise("5-1", "5-2", "5-3", "1-1")
def test_each_row_that_may_not_enter_is_put_aside_with_its_number_and_why(house: House) -> None:
    table: list[Row | Broken] = [
        row(2),
        row(3, 備考="犬が二匹いる"),
        row(4, 健康への配慮事項="聴覚に配慮が必要"),
        row(5, 勤務先法人番号="7000012050003"),
        Broken(6, "cells", "▲"),
        row(7, 電話番号="よくわからない"),
        Row(8, {"会員番号": "M9000008", "氏名": "見本 花子"}),
        row(9, 会員番号="M0000001"),
        row(10, 生年月日="1990-13-01"),
    ]

    collected = door.collect_rows(table, file="ab" * 16, origin=SIGN_UP, actor=house.clerk)

    assert collected.collected == len(collected.people) == 1
    assert [(aside.number, aside.why) for aside in collected.quarantined] == [
        (3, "undeclared-column"),
        (4, "special-care"),
        (5, "check-digit"),
        (6, "cells"),
        (7, "value"),
        (8, "required"),
        (9, "taken"),
        (10, "value"),
    ]


@pytest.mark.promise("5-1")
def test_rows_from_nowhere_are_put_aside(house: House) -> None:
    nowhere = Origin(source=None, form="sign-up", shown=proofs.shown("sign-up"))

    collected = door.collect_rows([row(2)], file="ac" * 16, origin=nowhere, actor=house.clerk)

    assert collected.collected == 0
    assert [aside.why for aside in collected.quarantined] == ["no-source"]


@pytest.mark.promise("5-4")
def test_without_its_notice_nothing_enters(house: House) -> None:
    silent = Origin(source="web-form", form="sign-up")

    with pytest.raises(errors.Refused) as refused:
        door.collect_rows([row(2)], file="ad" * 16, origin=silent, actor=house.clerk)

    assert refused.value.answer.reason == "no-notice"
    assert refused.value.entry is not None


def test_a_file_that_was_cut_off_resumes_after_its_last_durable_block(house: House) -> None:
    def cut() -> Iterator[Row]:
        yield from rows(BLOCK + 20)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        door.collect_rows(cut(), file="ae" * 16, origin=SIGN_UP, actor=house.clerk)
    again = door.collect_rows(rows(BLOCK + 70), file="ae" * 16, origin=SIGN_UP, actor=house.clerk)

    assert again.resumed_after == BLOCK + 1
    assert again.collected == 70
    with deciding() as cursor:
        cursor.execute("SELECT COUNT(*) FROM vault_person")
        assert cursor.fetchone()[0] == BLOCK + 71
    with pytest.raises(errors.Conflict):
        door.collect_rows(rows(1), file="ae" * 16, origin=SIGN_UP, actor=house.clerk)


@pytest.mark.promise("2-2")
def test_attested_legacy_data_serves_only_what_was_published_then(house: House) -> None:
    old = Origin(source="legacy-import", form="legacy-customers", attested=proofs.ATTESTED)
    person = door.collect(
        {"member-number": "M5000001", "name": "見本 古", "phone": "09000005001"}, origin=old, actor=house.clerk
    ).people[0]

    with pytest.raises(errors.Refused) as refused:
        door.use(person, ["name"], purpose="questionnaires", actor=house.marketer)

    assert refused.value.answer.reason == "not-acquired-for"


@pytest.mark.promise("5-3")
def test_one_person_enters_whole_or_not_at_all(house: House) -> None:
    with pytest.raises(errors.Refused) as refused:
        door.collect({"member-number": "M7", "name": "見本", "bank-account": "1"}, origin=SIGN_UP, actor=house.clerk)

    assert refused.value.answer.reason == "not-collected-for"


def test_inside_a_callers_transaction_the_door_stays_shut(house: House) -> None:
    from django.db import transaction

    by: dict[str, Any] = {"actor": house.clerk}
    serving: dict[str, Any] = {"purpose": "deliver-service", **by}
    filing: dict[str, Any] = {"field": "inquiry", "purpose": "answer-questions", "origin": SIGN_UP, **by}
    letter: dict[str, Any] = {"name": "letter.txt", "media_type": "text/plain"}
    acts: list[Callable[[], object]] = [
        lambda: door.use(house.alice, ["name"], **serving),
        lambda: door.use_many([house.alice], ["name"], **serving),
        lambda: door.find({"phone": ALICE["phone"]}, **serving),
        lambda: door.scan("愛理", "name", purpose="answer-questions", actor=house.desk),
        lambda: door.person(house.alice, actor=house.desk),
        lambda: door.collect(ALICE, origin=SIGN_UP, **by),
        lambda: door.change(house.alice, {"phone": "090-0000-0002"}, origin=SIGN_UP, **serving),
        lambda: door.note(house.alice, {"kind": "call", "text": "x"}, **filing),
        lambda: door.attach(house.alice, io.BytesIO(b"x"), **letter, **filing),
        lambda: door.file_of(house.alice, field="inquiry", purpose="answer-questions", **by),
        lambda: door.erase(house.alice, actor=house.desk),
        lambda: door.many("erase", [], actor=house.desk),
        lambda: door.quarantine(actor=house.desk),
        lambda: door.roll_back("ab" * 32, actor=house.desk),
        door.expire,
        lambda: combing.comb([]),
    ]

    for act in acts:
        with transaction.atomic(), pytest.raises(RuntimeError, match="the door does not open inside"):
            act()

    assert door.person(house.alice, actor=house.desk).held


@pytest.mark.promise("5-2")
def test_special_care_enters_on_the_persons_own_consent_and_the_consent_is_kept(house: House) -> None:
    values = {"member-number": "M7000001", "name": "見本 花", "phone": "09000007001", "health-consideration": "聴覚"}
    agreed = door.Agreement(statement=wording(), method="checkbox", identity="session")

    with pytest.raises(errors.Refused) as refused:
        door.collect(values, origin=SIGN_UP, actor=house.clerk)
    person = door.collect(values, origin=SIGN_UP, actor=house.clerk, agreed=agreed).people[0]

    assert refused.value.answer.reason == "special-care"
    mine = door.person(person, actor=house.desk)
    assert [one["kind"] for one in mine.consents] == ["special-care"]
    assert "health-consideration" in {one.name for one in mine.held}


@pytest.mark.promise("5-2")
def test_an_agreement_to_words_nobody_was_shown_takes_nothing_in(house: House) -> None:
    values = {"member-number": "M7000001", "name": "見本 花", "phone": "09000007001", "health-consideration": "聴覚"}
    agreed = door.Agreement(statement="00" * 32, method="checkbox", identity="session")

    with pytest.raises(errors.NotFound):
        door.collect(values, origin=SIGN_UP, actor=house.clerk, agreed=agreed)

    with deciding() as cursor:
        cursor.execute("SELECT COUNT(*) FROM vault_person")
        assert cursor.fetchone()[0] == 1


@pytest.mark.promise("2-1")
def test_the_digest_of_a_file_is_written_nowhere(house: House) -> None:
    taken = door.collect_rows([row(2)], file="af" * 32, origin=SIGN_UP, actor=house.clerk)

    assert taken.file != "af" * 32
    with deciding() as cursor:
        cursor.execute("SELECT ref FROM door_intake")
        assert cursor.fetchall() == [(taken.file,)]
