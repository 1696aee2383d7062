"""What may be read of the registers: a person's own, under a grant; all, by who must show them (29, 30, 33(5))."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, QuerySet

from seiyaku.core.answers import Denied, Remedy
from seiyaku.core.asks import Actor
from seiyaku.core.errors import Refused
from seiyaku.core.language import Text
from seiyaku.keys.grants import Grant, check
from seiyaku.ledger.transactions import deciding
from seiyaku.ledger.writing import record
from seiyaku.papers.naming import told
from seiyaku.people.days import today
from seiyaku.people.models import Account
from seiyaku.people.queries import duties_held

from .items import Items
from .models import Record
from .services import Keys, opened

READERS = frozenset({"manager", "auditor", "desk"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """
    One record, opened; made from `made_on` on. `entries`: of each time it tells of, none once severed. `until`: the
    last day of its batch's period.
    """

    ref: str
    record_class: str
    legal: bool
    mode: str
    made_on: dt.date
    entries: tuple[str, ...]
    items: Items
    until: dt.date | None = None


def of_person(grant: Grant, person: int) -> list[Kept]:
    """Return a person's own records, oldest first; the grant of a durable entry must name them (33(5))."""
    check(grant, person)
    keys = Keys()
    return [_kept(row, keys) for row in _in_order(Record.objects.filter(person=person))]


def extract(record_class: str, since: dt.date, until: dt.date, *, actor: Actor) -> list[Kept]:
    """
    Return every record of a class of what was from a day to a day, for an inspection; the entry counts them.

    Raises:
        Refused: the actor is neither manager, auditor nor desk. It is in the ledger.
    """
    account = Account.objects.filter(ref=actor.id, left_on=None).first() if actor.kind == "staff" else None
    rows: list[Record] = []
    with deciding():
        allowed = account is not None and not READERS.isdisjoint(duties_held(account, today()))
        if allowed:
            found = Record.objects.filter(record_class=record_class, last_on__gte=since, made_on__lte=until)
            rows = list(_in_order(found))
        about = {"counts": {"records": len(rows)}} if allowed else {"clause": "8", "article": "29", "reason": "no-duty"}
        said = {"act": "extract-register", "answer": "done" if allowed else "denied", **about, **told(actor)}
        written = record(said)
    if not allowed:
        raise Refused(_no(), written.id)
    keys = Keys()
    return [_kept(row, keys) for row in rows]


def counts() -> dict[str, int]:
    """Return how many records there are, by class. Names nobody."""
    rows = Record.objects.values("record_class").annotate(records=Count("pk"))
    return {row["record_class"]: row["records"] for row in rows}


def _in_order(found: QuerySet[Record]) -> QuerySet[Record]:
    return found.select_related("batch").order_by("made_on", "pk")


def _kept(row: Record, keys: Keys) -> Kept:
    return Kept(
        ref=row.ref,
        record_class=row.record_class,
        legal=row.legal,
        mode=row.mode,
        made_on=row.made_on,
        entries=tuple(f"{row.entry} {row.later}".split()),
        items=opened(row, keys),
        until=row.batch.last if row.batch else None,
    )


def _no() -> Denied:
    text = Text("記録を閲覧できる役割がありません。", "The actor holds no duty that may read the registers.")
    helps = Text("責任者・監査・窓口の役割", "The duty of manager, auditor or desk")
    remedy = Remedy(clause="2-1", missing="duty", text=helps)
    return Denied(clause="8", article="29", reason="no-duty", text=text, remedy=remedy)
