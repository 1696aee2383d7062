"""
What may be read of the registers, once the door has decided: a person's own (33(5)); what an inspection looks for.

* Nothing here decides. Whose a record is opens only under a grant that names everybody still held of whom it is.
* How long a record is kept, and when it goes, stands beside it: three years or one from a day (R.21, R.25, R.29).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.db.models import Count, Max, Min, Q, QuerySet

from seiyaku.core.errors import InputError
from seiyaku.core.recording import kept_until, starts_on
from seiyaku.keys.grants import Grant, check, check_all

from .items import Items
from .models import CLASSES, Batch, Record
from .services import Keys, opened

AT_MOST = 20_000  # records looked for at once; more is a matter of narrower questions
Unopened = list[Record]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """
    One record, opened; made from `made_on` on. `entries`: of each time it tells of, none once severed. `partner`: the
    reference of the other side. `since`, `until`: the first and last day of its batch's period; `open`: that is not
    closed. `starts_on`, `kept_until`, `goes_on`: the day its legal period runs from, that period's last day, and the
    day it is destroyed; not told of an open batch, for its last time decides.
    """

    ref: str
    record_class: str
    legal: bool
    mode: str
    made_on: dt.date
    entries: tuple[str, ...]
    items: Items
    partner: str = ""
    since: dt.date | None = None
    until: dt.date | None = None
    open: bool = False
    starts_on: dt.date | None = None
    kept_until: dt.date | None = None
    goes_on: dt.date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """
    Which records: of a class, of what was from a day to a day, of a partner, of a person (ordinal), or the one `ref`.

    `partner`: its reference; `name`: how it is called, by which what was recorded before references is known.
    """

    record_class: str | None = None
    since: dt.date | None = None
    until: dt.date | None = None
    partner: str | None = None
    name: str = ""
    person: int | None = None
    ref: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """
    Records that stand together, counted: of a class, made in a way, of one batch or of one month of making.

    `first`, `last`: the first and last day of what they tell of; `goes_on`: when they go, None while a batch is open.
    """

    record_class: str
    mode: str
    legal: bool
    records: int
    first: dt.date
    last: dt.date
    partner: str = ""
    since: dt.date | None = None
    until: dt.date | None = None
    goes_on: dt.date | None = None


def of_person(grant: Grant, person: int) -> list[Kept]:
    """Return a person's own records, oldest first; the grant of a durable entry must name them (33(5))."""
    check(grant, person)
    return _kept(list(_in_order(Record.objects.filter(person=person))), {}, named=True)


def sought(wanted: Sought, *, skip: int = 0, most: int = AT_MOST) -> tuple[Unopened, int]:
    """
    Return the records that are looked for, oldest first and unopened, `most` of them after the first `skip`, and how
    many there are.

    Raises:
        InputError: there are more of them than may be looked for in one go.
    """
    found = _in_order(Record.objects.filter(_about(wanted)))
    total = found.count()
    if total > AT_MOST:
        raise InputError("register", f"more than {AT_MOST} records", "a kind, a partner or a shorter period")
    if wanted.partner is None or not found.filter(partner="").exists():
        return list(found[skip : skip + most]), total
    keys: Keys = {}
    theirs = [row for row in found if row.partner or opened(row, keys).third_party.name == wanted.name]
    return theirs[skip : skip + most], len(theirs)


def _about(wanted: Sought) -> Q:
    of = {
        "record_class": wanted.record_class, "last_on__gte": wanted.since, "made_on__lte": wanted.until,
        "person": wanted.person, "ref": wanted.ref,
    }  # fmt: skip
    about = Q(**{name: value for name, value in of.items() if value is not None})
    return about if wanted.partner is None else about & Q(partner__in=(wanted.partner, ""))


def keys_of(rows: Iterable[Record]) -> Keys:
    """Return the keys of these records, to open them with when the entry of it is durable."""
    keys: Keys = {}
    for row in {(row.record_class, row.month): row for row in rows}.values():
        opened(row, keys)
    return keys


def inspected(rows: Unopened, keys: Keys, *, grant: Grant | None) -> list[Kept]:
    """Return the records with whose they are, under a grant that names everybody held of them; without one, without."""
    if grant is not None:
        check_all(grant, [row.person for row in rows if row.person is not None])
    return _kept(rows, keys, named=grant is not None)


def shelves() -> list[Shelf]:
    """Return what is kept, counted by batch, and by the month it goes in where it is in none. Names nobody."""
    single = Record.objects.filter(batch=None).values("record_class", "mode", "legal", "month")
    counted = single.annotate(records=Count("pk"), first=Min("made_on"), last=Max("last_on"))
    alone = [
        Shelf(
            record_class=row["record_class"], mode=row["mode"], legal=row["legal"], records=row["records"],
            first=row["first"], last=row["last"], goes_on=row["month"],
        )
        for row in counted.order_by("record_class", "month", "mode", "legal")
    ]  # fmt: skip
    of = Batch.objects.filter(records__isnull=False).values(
        "pk", "record_class", "partner", "first", "last", "closed_on", "records__legal"
    )
    together = [
        Shelf(
            record_class=row["record_class"], mode="batch", legal=row["records__legal"], records=row["many"],
            first=row["began"], last=row["ended"], partner=row["partner"], since=row["first"], until=row["last"],
            goes_on=row["month"] if row["closed_on"] else None,
        )
        for row in of.annotate(
            many=Count("records"), began=Min("records__made_on"), ended=Max("records__last_on"),
            month=Max("records__month"),
        ).order_by("record_class", "first", "pk")
    ]  # fmt: skip
    return sorted(alone + together, key=lambda one: (CLASSES.index(one.record_class), one.first))


def counts() -> dict[str, int]:
    """Return how many records there are, by class. Names nobody."""
    rows = Record.objects.values("record_class").annotate(records=Count("pk"))
    return {row["record_class"]: row["records"] for row in rows}


def _in_order(found: QuerySet[Record]) -> QuerySet[Record]:
    return found.select_related("batch").order_by("made_on", "pk")


def _kept(rows: Sequence[Record], keys: Keys, *, named: bool) -> list[Kept]:
    batches = {row.batch_id for row in rows if row.batch_id is not None}
    grouped = Record.objects.filter(batch__in=batches).values_list("batch").annotate(Max("last_on"))
    lasts: dict[int, dt.date] = dict(grouped) if batches else {}
    return [_one(row, keys, lasts, named=named) for row in rows]


def _one(row: Record, keys: Keys, lasts: dict[int, dt.date], *, named: bool) -> Kept:
    items, batch = opened(row, keys), row.batch
    going = batch is not None and batch.closed_on is None
    told = (row.mode, row.made_on, lasts.get(row.batch_id or 0, row.last_on))
    return Kept(
        ref=row.ref,
        record_class=row.record_class,
        legal=row.legal,
        mode=row.mode,
        made_on=row.made_on,
        entries=tuple(f"{row.entry} {row.later}".split()),
        items=items if named else replace(items, person=""),
        partner=row.partner,
        since=batch.first if batch else None,
        until=batch.last if batch else None,
        open=going,
        starts_on=None if going else starts_on(*told),
        kept_until=None if going else kept_until(*told),
        goes_on=None if going else row.month,
    )
