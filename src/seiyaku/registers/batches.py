"""
What goes on to one third party, or comes on from it, in one record for a period (R.19(2), R.23(2), R.27(2)).

* A batch is of one class, one partner and one ground, for a month, quarter or year of the calendar. The first time
  opens it; the night after its last day's tomorrow closes it, so that whatever began before midnight is in it.
* In it a person has one record that names them, every item, and each day with its items: a later time is written into
  it. If anything else is no longer the same (name, address, article, course), another record begins.
* Person-related information (31) has one record that names nobody: its days are the first and the last of what went,
  as R.28(1)(ii) wants. How consent was confirmed is said in it; confirmed in another way, another record begins.
* Once closed, all of it is kept for three years from the last time that anybody's went (R.21(ii), R.25(ii), R.29(ii)).
* Never of an opt-out (27(2)): R.19(2) and R.23(2) leave it out. Each time has its own record then.

Not here: whether it goes on, which the policy says (`batch`) and the partner's contract.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Max, Q

from seiyaku.core import deadlines
from seiyaku.core.asks import Actor
from seiyaku.core.errors import InputError
from seiyaku.core.recording import month_of_end
from seiyaku.keys import keyring
from seiyaku.ledger.transactions import Cursor, changing
from seiyaku.ledger.writing import record
from seiyaku.papers.naming import new_ref, told

from .items import Items, check, goes_on, joined
from .models import CLASSES, Batch, Record
from .services import CHUNK, Keys, opened, seal

OPT_OUT = "27(2)"
DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """What goes on: with which partner, on which ground (of clause 8, or source of 5-1), recorded by which span."""

    partner: str
    ground: str
    span: str


def keep(
    cursor: Cursor,
    record_class: str,
    records: Sequence[tuple[int | None, Items]],
    *,
    running: Running,
    entry: str,
    made_on: dt.date,
    legal: bool = True,
) -> None:
    """
    Write each (person, legal items) into the person's record of the batch, inside the door's transaction.

    `person` is None for what is related to persons (31): its one record in the batch names nobody, and no entry.

    Raises:
        InputError: a record lacks an item that its article wants, or may not be made in a batch. Nothing was kept.
    """
    if record_class not in CLASSES or any(items.basis == OPT_OUT for _, items in records):
        raise InputError("register", "a batch of what each time has its own record", "each time (R.19(2), R.23(2))")
    if any((person is None) != (record_class == "related") for person, _ in records):
        raise InputError("register, related", "a person", "none: this record never says whose (R.28)")
    for _, items in records:
        check(record_class, items)
    keyring.for_writing(cursor)
    batch, keys = _opened_batch(record_class, running, made_on), Keys()
    for start in range(0, len(records), CHUNK):
        _keep(batch, records[start : start + CHUNK], keys, entry=entry, made_on=made_on, legal=legal)


def close(today: dt.date, *, actor: Actor) -> int:
    """Close every batch whose period is past, and keep all of it as long as its last time wants; return how many."""
    past = Batch.objects.filter(closed_on=None, last__lt=today - DAY).order_by("pk")
    for batch in list(past):
        with changing() as cursor:
            keyring.for_writing(cursor)
            records = batch.records.select_for_update().order_by("pk")
            last = records.aggregate(last=Max("last_on"))["last"] or batch.last
            _prolong(records, last)
            batch.closed_on = today
            batch.save(update_fields=["closed_on"])
            about = {"ref": batch.ref, "recipient": batch.partner, "counts": {"records": records.count()}}
            record({"act": "close-register", "answer": "done", **about, **told(actor)})
    return len(past)


def _opened_batch(record_class: str, running: Running, on: dt.date) -> Batch:
    first, last = deadlines.period(on, running.span)
    named = {
        "record_class": record_class, "partner": running.partner, "ground": running.ground, "first": first,
        "last": last, "closed_on": None,
    }  # fmt: skip
    Batch.objects.bulk_create([Batch(ref=new_ref("batch"), **named)], ignore_conflicts=True)
    return Batch.objects.get(**named)


def _keep(
    batch: Batch, records: Sequence[tuple[int | None, Items]], keys: Keys, *, entry: str, made_on: dt.date, legal: bool
) -> None:
    people = [person for person, _ in records if person is not None]
    whose = Q(person__in=people) if batch.record_class != "related" else Q(person=None)
    held = Record.objects.select_for_update().filter(whose, batch=batch, legal=legal).order_by("pk")
    of: dict[int | None, list[tuple[Record, Items]]] = defaultdict(list)
    for row in held:
        of[row.person].append((row, opened(row, keys)))
    written: dict[str, Record] = {}
    for person, items in records:
        found = _goes_on(of[person], items, entry)
        if found is None:
            found = _begun(batch, person, entry=entry, made_on=made_on, legal=legal), items
            of[person].append(found)
        row, whole = found
        seal(row, whole, keys)
        written[row.ref] = row
    Record.objects.bulk_create([row for row in written.values() if row.pk is None])
    Record.objects.bulk_update([row for row in held if row.ref in written], ["last_on", "month", "later", "body"])


def _goes_on(of: list[tuple[Record, Items]], items: Items, entry: str) -> tuple[Record, Items] | None:
    """Return the person's record that this time goes into, with it in it; None where there is none."""
    for place, (row, earlier) in enumerate(of):
        if goes_on(earlier, items):
            row.later = f"{row.later} {entry}".strip() if row.person is not None else ""
            of[place] = row, joined(earlier, items)
            return of[place]
    return None


def _begun(batch: Batch, person: int | None, *, entry: str, made_on: dt.date, legal: bool) -> Record:
    return Record(
        ref=new_ref("record"), record_class=batch.record_class, legal=legal, mode="batch", partner=batch.partner,
        made_on=made_on, person=person, entry=entry if person is not None else "", batch=batch,
    )  # fmt: skip


def _prolong(records: Iterable[Record], last: dt.date) -> None:
    keys, moved = Keys(), []
    for row in records:
        if row.month != month_of_end("batch", row.made_on, last):
            seal(row, opened(row, keys), keys, last=last)
            moved.append(row)
    Record.objects.bulk_update(moved, ["month", "body"], batch_size=CHUNK)
