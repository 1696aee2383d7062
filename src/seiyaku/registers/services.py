"""
Keeping the records of arts. 29–31, and letting them go (policy 8; R.19–R.29).

* A record is made when information goes out or comes in, inside the door's transaction, under a key of its class and
  month of expiry. It outlives the person's erasure: what an erasure takes is every way back to the vault.
* What goes on is recorded in `batches`; a record that must be kept longer moves under the key of a later month.
* In its month the key is destroyed, and with it every record under it, whatever copies of the rows there are.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence

from django.utils import timezone

from seiyaku.core.asks import Actor
from seiyaku.core.errors import InputError, NotFound
from seiyaku.core.recording import month_of_end
from seiyaku.keys import keyring, sealing, wrapping
from seiyaku.ledger.transactions import Cursor, changing
from seiyaku.ledger.writing import record
from seiyaku.papers.naming import new_ref, told

from .items import Items, check, read, written
from .models import CLASSES, Batch, Record, RegisterKey

CHUNK = 500
Keys = dict[tuple[str, dt.date], bytes]


def keep(
    cursor: Cursor,
    record_class: str,
    records: Sequence[tuple[int | None, Items]],
    *,
    entry: str,
    made_on: dt.date,
    partner: str = "",
    legal: bool = True,
) -> list[str]:
    """
    Keep one record for each (person, legal items), inside the door's transaction; return the references.

    `partner`: the reference of who received it, or gave it.

    Raises:
        InputError: a record lacks an item that its article wants. Nothing was kept.
    """
    if record_class not in CLASSES:
        raise InputError("register", "an unknown class", ", ".join(CLASSES))
    if record_class == "related" and any(person is not None for person, _ in records):
        raise InputError("register, related", "a person", "none: this record never says whose (R.28)")
    keyring.for_writing(cursor)
    keys: Keys = {}
    rows = []
    for person, items in records:
        check(record_class, items)
        row = Record(
            ref=new_ref("record"),
            record_class=record_class,
            legal=legal,
            mode="each",
            partner=partner,
            made_on=made_on,
            person=person,
            entry=entry if person is not None else "",
        )
        seal(row, items, keys)
        rows.append(row)
    Record.objects.bulk_create(rows, batch_size=CHUNK)
    return [row.ref for row in rows]


def sever(person: int) -> int:
    """Take away every way from the records back to an erased person and to the ledger; return how many there were."""
    return Record.objects.filter(person=person).update(person=None, entry="", later="")


def merge(gone: int, into: int) -> int:
    """Give one person's records to the other they turned out to be."""
    return Record.objects.filter(person=gone).update(person=into)


def expire(today: dt.date, *, actor: Actor) -> int:
    """Destroy the key of every month that has begun, and the records under it; return how many records."""
    total = 0
    due = RegisterKey.objects.filter(month__lte=today, destroyed_at=None).order_by("month", "record_class")
    for key in list(due):
        with changing():
            gone = Record.objects.filter(record_class=key.record_class, month=key.month).delete()[0]
            RegisterKey.objects.filter(pk=key.pk).update(wrapped=None, destroyed_at=timezone.now())
            Batch.objects.filter(records=None).exclude(closed_on=None).delete()
            about = {"ref": f"{key.record_class}:{key.month}", "counts": {"records": gone}}
            record({"act": "destroy-register", "answer": "done", **about, **told(actor)})
        total += gone
    return total


def opened(row: Record, keys: Keys | None = None) -> Items:
    """Return the legal items of a record, with the keys that were unwrapped before. Others go through `queries`."""
    keys = {} if keys is None else keys
    if (row.record_class, row.month) not in keys:
        key = RegisterKey.objects.filter(record_class=row.record_class, month=row.month, destroyed_at=None).first()
        if key is None or key.wrapped is None:
            raise NotFound("record")
        named = of(row.record_class, row.month)
        keys[row.record_class, row.month] = wrapping.unwrap("register", bytes(key.wrapped), *named)
    secret = keys[row.record_class, row.month]
    return read(json.loads(sealing.open_(secret, bytes(row.body), _bound(row), f"record {row.ref}")))


def seal(row: Record, items: Items, keys: Keys, *, last: dt.date | None = None) -> None:
    """Seal the legal items into a record under the key of its month; `last`: the day its batch's period runs from."""
    row.last_on = items.last
    row.month = month_of_end(row.mode, row.made_on, last or items.last)
    if (row.record_class, row.month) not in keys:
        keys[row.record_class, row.month] = _key(row.record_class, row.month)
    body = json.dumps(written(items), ensure_ascii=False, sort_keys=True).encode()
    row.body = sealing.seal(keys[row.record_class, row.month], body, _bound(row))


def _key(record_class: str, month: dt.date) -> bytes:
    kept = RegisterKey.objects.filter(record_class=record_class, month=month).first()
    if kept is not None:
        if kept.wrapped is None:
            raise InputError("register", f"a record that would have gone in {month:%Y-%m}", "one that is still due")
        return wrapping.unwrap("register", bytes(kept.wrapped), *of(record_class, month))
    secret = wrapping.new_key()
    sealed = wrapping.wrap("register", secret, *of(record_class, month))
    RegisterKey.objects.create(record_class=record_class, month=month, wrapped=sealed)
    return secret


def of(record_class: str, month: dt.date) -> tuple[str, str, str]:
    """Return what the key of a class and month is bound to."""
    return "register", record_class, month.isoformat()


def _bound(row: Record) -> bytes:
    return sealing.aad("register", row.ref, row.record_class, row.month.isoformat())
