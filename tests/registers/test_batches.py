"""What goes on is one record a person and period: it says all of it, is closed, and kept by the last time (R.19(2))."""

from __future__ import annotations

import dataclasses
import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from seiyaku.core.errors import InputError
from seiyaku.ledger.transactions import changing
from seiyaku.ledger.writing import record
from seiyaku.registers import batches, queries, services
from seiyaku.registers.batches import Running
from seiyaku.registers.items import Items, goes_on, joined, only
from seiyaku.registers.models import Batch, Record
from tests.people.sample import entries

from .test_registers import ALICE, OTHER, PARTY, SYSTEM, items, own

pytestmark = pytest.mark.promise("8-3-A", "8-1")
FIRST, MIDDLE, LAST = dt.date(2026, 10, 1), dt.date(2026, 11, 23), dt.date(2026, 12, 31)
QUARTER = Running(partner="partner:shop", ground="with-consent", span="quarter")


def keep(
    *records: tuple[int | None, Items], record_class: str = "provided", running: Running = QUARTER, **more: Any
) -> str:
    """Keep the records of one act; return its entry."""
    with changing() as cursor:
        entry = record({"act": "provide", "answer": "allowed"}).id
        batches.keep(cursor, record_class, records, running=running, entry=entry, made_on=records[0][1].on, **more)
    return entry


def test_each_time_is_written_into_the_persons_one_record(instance: Path) -> None:
    first = keep((ALICE, items(on=FIRST)), (OTHER, items(on=FIRST, person="佐藤")))
    second = keep((ALICE, items(on=LAST, items=("氏名", "住所"))))

    (kept,) = own(ALICE)
    assert (kept.mode, kept.until, kept.entries) == ("batch", LAST, (first, second))
    assert (kept.items.on, kept.items.last, kept.items.items) == (FIRST, LAST, ("氏名", "電話番号", "住所"))
    assert [time.items for time in kept.items.times] == [("氏名", "電話番号"), ("氏名", "住所")]
    assert [(one.items.times, one.entries) for one in own(OTHER)] == [((), (first,))]
    assert Batch.objects.count() == 1


def test_one_act_that_names_a_person_twice_is_one_record_too(instance: Path) -> None:
    entry = keep((ALICE, items(on=FIRST)), (ALICE, items(on=FIRST)))

    assert [(kept.entries, len(kept.items.times)) for kept in own(ALICE)] == [((entry, entry), 2)]


@pytest.mark.parametrize(
    "otherwise",
    [
        {"person": "髙﨑 改子"}, {"basis": "28(1)"}, {"country": "US"}, {"course": "名簿から"},
        {"third_party": dataclasses.replace(PARTY, representative="次の代表")},
    ],
)  # fmt: skip
def test_what_else_changed_meanwhile_begins_another_record(otherwise: dict[str, Any]) -> None:
    assert goes_on(items(on=FIRST), items(on=LAST, items=("住所",)))
    assert not goes_on(items(on=FIRST), items(on=LAST, **otherwise))


def test_a_part_of_a_batch_says_no_more_than_its_times() -> None:
    whole = joined(joined(items(on=FIRST), items(on=LAST, items=("住所",))), items(on=MIDDLE))

    assert only(whole, [1]) == items(on=LAST, items=("住所",))
    assert (only(whole, [0, 2]).last, only(whole, [0, 2]).items) == (MIDDLE, items().items)
    assert only(whole, [0, 1, 2]) == whole


def test_another_period_partner_ground_or_class_is_another_batch(instance: Path) -> None:
    keep((ALICE, items(on=LAST)))
    keep((ALICE, items(on=LAST + dt.timedelta(days=1))))
    keep((ALICE, items(on=LAST)), running=dataclasses.replace(QUARTER, partner="partner:other"))
    keep((ALICE, items(on=LAST)), running=dataclasses.replace(QUARTER, ground="option-service"))
    keep((ALICE, items(on=LAST, course="本人から")), record_class="received")
    keep((ALICE, items(on=LAST)), legal=False)

    assert (Batch.objects.count(), Record.objects.count()) == (5, 6)


@pytest.mark.parametrize(
    ("record_class", "said"),
    [
        ("received", {"basis": "27(2)", "course": "名簿から"}), ("provided", {"basis": "27(2)"}),
        ("provided", {"person": ""}), ("related", {"person": "", "confirmed": "書面", "basis": "31(1)"}),
    ],
)  # fmt: skip
def test_an_opt_out_or_a_record_without_its_items_is_in_no_batch(
    instance: Path, record_class: str, said: dict[str, Any]
) -> None:
    with pytest.raises(InputError):
        keep((ALICE, items(on=FIRST, **said)), record_class=record_class)

    assert (Batch.objects.count(), Record.objects.count()) == (0, 0)


def test_the_night_closes_what_is_past_and_all_of_it_is_kept_by_the_last_time(instance: Path) -> None:
    keep((ALICE, items(on=FIRST)))
    keep((OTHER, items(on=MIDDLE, person="佐藤")))
    keep((OTHER, items(on=LAST + dt.timedelta(days=1), person="佐藤")))

    closed = [batches.close(LAST + dt.timedelta(days=days), actor=SYSTEM) for days in (0, 1, 2, 2)]

    assert closed == [0, 0, 1, 0]
    early, late, _ = Record.objects.order_by("pk")
    assert (early.last_on, early.month, late.month) == (FIRST, dt.date(2029, 12, 1), dt.date(2029, 12, 1))
    assert own(ALICE)[0].items == items(on=FIRST)
    told = [entry for entry in entries() if entry["act"] == "close-register"]
    assert [(entry["recipient"], entry["counts"]) for entry in told] == [("partner:shop", {"records": 2})]


def test_what_comes_after_the_close_begins_another_batch_and_a_batch_without_records_goes(instance: Path) -> None:
    keep((ALICE, items(on=FIRST)))
    batches.close(LAST + dt.timedelta(days=2), actor=SYSTEM)
    keep((ALICE, items(on=FIRST)))
    assert Batch.objects.count() == 2

    assert services.expire(dt.date(2029, 11, 30), actor=SYSTEM) == 2

    assert [batch.closed_on for batch in Batch.objects.all()] == [None]
    assert queries.counts() == {}


RELATED = {"person": "", "confirmed": "誓約書", "basis": "31(1)", "items": ("クッキー",)}


@pytest.mark.promise("6-2")
def test_what_is_related_to_persons_is_one_record_from_the_first_day_to_the_last_that_leads_to_nobody(
    instance: Path,
) -> None:
    keep((None, items(on=FIRST, **RELATED)), record_class="related")
    keep((None, items(on=LAST, **RELATED | {"items": ("閲覧履歴",)})), record_class="related")
    keep((None, items(on=LAST, **RELATED | {"confirmed": "電話で"})), record_class="related")
    batches.close(LAST + dt.timedelta(days=2), actor=SYSTEM)

    one, other = queries.inspected(queries.sought(queries.Sought(record_class="related"))[0], {}, grant=None)

    assert (one.items.on, one.items.last, one.items.items) == (FIRST, LAST, ("クッキー", "閲覧履歴"))
    assert (one.entries, other.entries, other.items.confirmed) == ((), (), "電話で")
    assert (one.since, one.until, one.open) == (FIRST, LAST, False)
    assert (one.starts_on, one.kept_until, one.goes_on) == (LAST, dt.date(2029, 12, 31), dt.date(2030, 1, 1))
    assert list(Record.objects.values_list("person", "entry", "later")) == [(None, "", "")] * 2
    assert Batch.objects.count() == 1


def test_an_open_batch_has_no_last_day_yet_and_the_shelves_say_what_stands_where(instance: Path) -> None:
    keep((ALICE, items(on=FIRST)), (OTHER, items(on=FIRST, person="佐藤")))
    keep((ALICE, items(on=MIDDLE)))

    (one, _) = queries.inspected(queries.sought(queries.Sought(partner="partner:shop"))[0], {}, grant=None)
    (shelf,) = queries.shelves()

    assert (one.open, one.kept_until, one.goes_on) == (True, None, None)
    assert (shelf.records, shelf.partner, shelf.since, shelf.until) == (2, "partner:shop", FIRST, LAST)
    assert (shelf.first, shelf.last, shelf.goes_on, shelf.legal) == (FIRST, MIDDLE, None, True)
    batches.close(LAST + dt.timedelta(days=2), actor=SYSTEM)
    assert queries.shelves()[0].goes_on == dt.date(2029, 12, 1)


@pytest.mark.promise("2-2")
def test_an_erasure_takes_every_entry_of_a_batch_away(instance: Path) -> None:
    keep((ALICE, items(on=FIRST)))
    keep((ALICE, items(on=MIDDLE)))

    with changing():
        services.sever(ALICE)
    keep((OTHER, items(on=LAST)))

    severed = Record.objects.get(person=None)
    assert (severed.entry, severed.later, len(services.opened(severed).times)) == ("", "", 2)
    assert own(OTHER)[0].items == items(on=LAST)
