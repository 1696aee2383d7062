"""What the law makes us keep is kept, says what the law wants, leads nowhere after an erasure, and goes (8, 29–31)."""

from __future__ import annotations

import dataclasses
import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, connection

from seiyaku.core.asks import Actor
from seiyaku.core.errors import InputError, NotFound, NotProven
from seiyaku.core.errors import IntegrityError as Broken
from seiyaku.ledger.transactions import changing
from seiyaku.ledger.writing import grant, record
from seiyaku.registers import queries, services
from seiyaku.registers.items import Items, ThirdParty
from seiyaku.registers.models import Record, RegisterKey
from tests.people.sample import entries

pytestmark = pytest.mark.promise("8-3-A")
DAY = dt.date(2026, 11, 23)
PARTY = ThirdParty(name="お届け株式会社", address="東京都", representative="山田太郎")
SYSTEM = Actor(id="system:expiry", kind="system", proven_by="job")
ALICE, OTHER = 7, 8


def items(**more: Any) -> Items:
    said: dict[str, Any] = {
        "third_party": PARTY,
        "items": ("氏名", "電話番号"),
        "basis": "27(1)",
        "consent": True,
        "on": DAY,
    }
    return Items(**{**said, "person": "髙﨑 花子"} | more)


def keep(*records: tuple[int | None, Items], record_class: str = "provided", **more: Any) -> list[str]:
    with changing() as cursor:
        entry = record({"act": "provide", "answer": "allowed"}).id
        about: dict[str, Any] = {"entry": entry, "made_on": DAY} | more
        return services.keep(cursor, record_class, records, **about)


def own(person: int, *granted: int) -> list[queries.Kept]:
    with changing():
        written = record({"act": "disclose", "answer": "allowed"})
    return queries.of_person(grant(written, granted or (person,), 0), person)


def test_a_person_is_shown_their_own_records_with_the_legal_items(instance: Path) -> None:
    keep((ALICE, items()), (OTHER, items(person="佐藤")))

    (kept,) = own(ALICE)

    assert (kept.items, kept.legal, kept.record_class) == (items(), True, "provided")


def test_nobody_elses_records_open_under_a_grant_that_does_not_name_them(instance: Path) -> None:
    keep((ALICE, items()))

    with pytest.raises(NotProven):
        own(ALICE, OTHER)


@pytest.mark.parametrize(
    ("record_class", "lacking"),
    [
        ("provided", {"third_party": dataclasses.replace(PARTY, representative=" ")}),
        ("provided", {"items": ()}),
        ("provided", {"items": ("",)}),
        ("provided", {"person": ""}),
        ("provided", {"consent": False}),
        ("provided", {"basis": "28(1)", "consent": False}),
        ("received", {}),
        ("related", {"confirmed": "contract"}),
        ("related", {"person": ""}),
        ("related", {"person": "", "confirmed": "contract", "consent": False}),
    ],
)
def test_a_record_without_the_items_its_article_wants_is_not_taken(
    instance: Path, record_class: str, lacking: dict[str, Any]
) -> None:
    who = None if record_class == "related" else ALICE

    with pytest.raises(InputError):
        keep((who, items()), (who, items(**lacking)), record_class=record_class)

    assert not Record.objects.exists()


def test_a_receipt_says_how_the_provider_came_by_it_and_a_related_record_never_whose(instance: Path) -> None:
    keep((ALICE, items(course="本人から申込書で")), record_class="received")
    keep((None, items(person="", confirmed="書面")), record_class="related")

    assert own(ALICE)[0].items.course == "本人から申込書で"
    with pytest.raises(InputError):
        keep((ALICE, items(person="", confirmed="書面")), record_class="related")


@pytest.mark.promise("2-2")
def test_after_an_erasure_a_record_is_kept_and_nothing_leads_back(instance: Path) -> None:
    keep((ALICE, items()), (OTHER, items(person="佐藤")))

    with changing():
        assert services.sever(ALICE) == 1

    severed = Record.objects.get(person=None)
    assert severed.entry == ""
    assert own(ALICE) == []
    assert services.opened(severed).person == "髙﨑 花子"
    assert Record.objects.get(person=OTHER).entry


@pytest.mark.promise("2-2")
def test_the_database_keeps_no_entry_of_a_severed_record(instance: Path) -> None:
    keep((ALICE, items()))

    with pytest.raises(IntegrityError):
        Record.objects.update(person=None)


def test_what_is_stored_says_nothing_and_a_moved_body_does_not_open(instance: Path) -> None:
    keep((ALICE, items()), (OTHER, items(person="佐藤")))
    one, other = Record.objects.order_by("person")
    assert "髙﨑".encode() not in bytes(one.body)

    Record.objects.filter(pk=one.pk).update(body=other.body)

    with pytest.raises(Broken):
        own(ALICE)


def test_in_its_month_the_key_dies_and_the_records_with_it_and_not_a_day_earlier(instance: Path) -> None:
    keep((ALICE, items()), (OTHER, items()))
    keep((ALICE, items(on=DAY + dt.timedelta(days=40))), made_on=DAY + dt.timedelta(days=40))

    assert services.expire(dt.date(2029, 11, 30), actor=SYSTEM) == 0
    assert services.expire(dt.date(2029, 12, 1), actor=SYSTEM) == 2
    assert services.expire(dt.date(2029, 12, 1), actor=SYSTEM) == 0

    assert queries.counts() == {"provided": 1}
    dead = RegisterKey.objects.exclude(destroyed_at=None).get()
    assert dead.wrapped is None
    told = [entry for entry in entries() if entry["act"] == "destroy-register"]
    assert [entry["counts"] for entry in told] == [{"records": 2}]


def test_a_row_restored_after_its_month_does_not_open(instance: Path) -> None:
    keep((ALICE, items()))
    row = Record.objects.get()
    services.expire(dt.date(2030, 1, 1), actor=SYSTEM)

    with pytest.raises(NotFound):
        services.opened(row)
    with pytest.raises(InputError):
        keep((ALICE, items()))


def test_whose_a_record_is_opens_only_under_a_grant_that_names_all_who_are_held(instance: Path) -> None:
    keep((ALICE, items()), (OTHER, items(person="佐藤")), (ALICE, items()))
    rows = queries.sought(queries.Sought(record_class="provided"))[0]
    keys = queries.keys_of(rows)
    with changing():
        written = record({"act": "read", "answer": "allowed"})

    shown = queries.inspected(rows, keys, grant=grant(written, (ALICE, OTHER), 0))

    assert [one.items.person for one in shown] == ["髙﨑 花子", "佐藤", "髙﨑 花子"]
    assert {one.items.person for one in queries.inspected(rows, keys, grant=None)} == {""}
    with pytest.raises(NotProven):
        queries.inspected(rows, keys, grant=grant(written, (ALICE,), 0))


def test_a_record_says_until_when_the_law_wants_it_and_when_it_goes(instance: Path) -> None:
    keep((ALICE, items(on=DAY - dt.timedelta(days=9))))

    (shown,) = queries.inspected(queries.sought(queries.Sought())[0], {}, grant=None)

    assert (shown.starts_on, shown.kept_until, shown.goes_on) == (DAY, dt.date(2029, 11, 23), dt.date(2029, 12, 1))
    assert services.expire(dt.date(2029, 11, 30), actor=SYSTEM) == 0
    assert services.expire(dt.date(2029, 12, 1), actor=SYSTEM) == 1


def test_more_than_may_be_looked_at_is_said_and_not_cut_off(instance: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keep(*((n, items()) for n in range(1, 4)))
    monkeypatch.setattr(queries, "AT_MOST", 2)

    with pytest.raises(InputError):
        queries.sought(queries.Sought())

    assert len(queries.sought(queries.Sought(person=1))[0]) == 1


def test_thousands_are_kept_under_one_key(instance: Path) -> None:
    keep(*((n, items()) for n in range(1, 2001)))

    assert RegisterKey.objects.count() == 1
    assert Record.objects.count() == 2000
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(DISTINCT body) FROM registers_record")
        assert cursor.fetchone()[0] == 2000
