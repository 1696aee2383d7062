"""
How often what was done, day by day: counts of entries by their forms (act, answer, purpose, ground …); nobody is named.

Counted once and remembered up to a number of the log, so that asking again reads only what is new. Entries that still
wait for their place are not counted yet.
"""

from __future__ import annotations

import datetime as dt
import threading
from collections import Counter
from collections.abc import Callable
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import orjson
from django.conf import settings

from seiyaku.keys.memory import on_forget

from .transactions import reading

CHUNK = 50_000


class Tally(NamedTuple):
    """So many entries of one form on one day."""

    day: dt.date
    said: dict[str, Any]
    times: int


class _Counted:
    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.forget()

    def forget(self) -> None:
        self.next = 0
        self.days: Counter[tuple[int, int]] = Counter()
        self.forms: dict[int, dict[str, Any]] = {}


_kept = _Counted()
on_forget(_kept.forget)


def since(first: dt.date, wanted: Callable[[dict[str, Any]], bool] | None = None) -> list[Tally]:
    """Return the counts of every form that was written on `first` or later, and that `wanted` wants."""
    with _kept.lock:
        _count()
        rows = [
            Tally(dt.date.fromordinal(day), _kept.forms[form], count)
            for (day, form), count in _kept.days.items()
            if day >= first.toordinal() and form in _kept.forms
        ]
    return [row for row in rows if wanted is None or wanted(row.said)]


def _count() -> None:
    zone = ZoneInfo(settings.OPERATOR_TIME_ZONE)
    hours: dict[int, int] = {}
    with reading() as cursor:
        while True:
            question = "SELECT number, form, id FROM ledger_entry WHERE number >= %s ORDER BY number LIMIT %s"
            cursor.execute(question, (_kept.next, CHUNK))
            rows = cursor.fetchall()
            for number, form, key in rows:
                hour = int.from_bytes(bytes(key[:6]), "big") // 3_600_000
                if hour not in hours:
                    hours[hour] = dt.datetime.fromtimestamp(hour * 3600, zone).toordinal()
                _kept.days[hours[hour], form] += 1
                _kept.next = number + 1
            if len(rows) < CHUNK:
                break
        new = {form for _, form in _kept.days} - _kept.forms.keys()
        for form in new:
            cursor.execute("SELECT body FROM ledger_form WHERE number = %s", (form,))
            row = cursor.fetchone()
            if row is not None:
                _kept.forms[form] = orjson.loads(bytes(row[0]))
