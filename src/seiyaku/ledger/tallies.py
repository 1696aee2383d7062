"""
How often what was done, day by day: counts of entries by their forms (act, answer, purpose, ground …), of the people in
them and of what they counted themselves; nobody is named.

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
    """So many entries of one form on one day: about how many people in all, and what they counted themselves."""

    day: dt.date
    said: dict[str, Any]
    times: int
    people: int
    counts: dict[str, int]


class _Day:
    """What was counted of one form on one day. `several`: people of entries about more than one."""

    __slots__ = ("counts", "several", "several_times", "times")

    def __init__(self) -> None:
        self.times = self.several = self.several_times = 0
        self.counts: Counter[str] = Counter()


class _Counted:
    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.forget()

    def forget(self) -> None:
        self.next = 0
        self.days: dict[tuple[int, int], _Day] = {}
        self.forms: dict[int, dict[str, Any]] = {}


_kept = _Counted()
on_forget(_kept.forget)


def since(first: dt.date, wanted: Callable[[dict[str, Any]], bool] | None = None) -> list[Tally]:
    """Return the counts of every form that was written on `first` or later, and that `wanted` wants."""
    with _kept.lock:
        _count()
        forms = {number: said for number, said in _kept.forms.items() if wanted is None or wanted(said)}
        return [
            _tally(day, forms[form], of)
            for (day, form), of in _kept.days.items()
            if form in forms and day >= first.toordinal()
        ]


def _tally(day: int, said: dict[str, Any], of: _Day) -> Tally:
    people = of.several + (of.times - of.several_times) * int(said.get("n", 0))
    return Tally(dt.date.fromordinal(day), said, of.times, people, dict(of.counts))


def _count() -> None:
    zone = ZoneInfo(settings.OPERATOR_TIME_ZONE)
    hours: dict[int, int] = {}
    with reading() as cursor:
        while True:
            question = "SELECT number, form, id, rest FROM ledger_entry WHERE number >= %s ORDER BY number LIMIT %s"
            cursor.execute(question, (_kept.next, CHUNK))
            rows = cursor.fetchall()
            for number, form, key, rest in rows:
                hour = int.from_bytes(bytes(key[:6]), "big") // 3_600_000
                if hour not in hours:
                    hours[hour] = dt.datetime.fromtimestamp(hour * 3600, zone).toordinal()
                _add(_kept.days.setdefault((hours[hour], form), _Day()), bytes(rest))
                _kept.next = number + 1
            if len(rows) < CHUNK:
                break
        for form in {form for _, form in _kept.days} - _kept.forms.keys():
            cursor.execute("SELECT body FROM ledger_form WHERE number = %s", (form,))
            row = cursor.fetchone()
            if row is not None:
                _kept.forms[form] = orjson.loads(bytes(row[0]))


def _add(day: _Day, rest: bytes) -> None:
    """Count one entry; of people, those it was granted for."""
    day.times += 1
    if b'"n":' not in rest and b'"counts":' not in rest:
        return
    said = orjson.loads(rest)
    if "n" in said:
        day.several += said["n"] - said.get("refused_n", 0)
        day.several_times += 1
    day.counts.update(said.get("counts", {}))
