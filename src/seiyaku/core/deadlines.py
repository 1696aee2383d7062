"""
Durations and deadlines, counted as the Civil Code counts (arts. 138–143).

* `add`: the corresponding day; where the month has none, its last day (31 January + 1m is 28 or 29 February).
* `last_day`: when a period that an event set off ends: the event's own day is not counted (140), and the period ends
  the day before the day that corresponds to its first (143(2)), or on the month's last day where there is none.

Durations are written as in the policy file: 30d, 6m, 5y. Not here: holidays (142), time of day, knowing what day it is.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta

from .errors import InputError

_DURATION = re.compile(r"([1-9][0-9]{0,4})([dmy])", re.ASCII)
_DAY = timedelta(days=1)


def parse(duration: str) -> tuple[int, str]:
    """Return number and unit of a duration such as 30d, 6m, 5y."""
    match = _DURATION.fullmatch(duration)
    if match is None:
        raise InputError("duration", repr(duration[:12]), "a number and d, m or y, for instance 30d, 6m, 5y")
    return int(match[1]), match[2]


def _months_later(day: date, months: int) -> tuple[date, bool]:
    """Return the corresponding day `months` later, and whether there is one (else the month's last day)."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    if year > date.max.year:
        return date.max, True
    last = monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last)), day.day <= last


def add(day: date, duration: str) -> date:
    """Return the day `duration` after `day`; past the calendar's end, its last day."""
    number, unit = parse(duration)
    if unit == "d":
        return day + timedelta(days=min(number, (date.max - day).days))
    return _months_later(day, number if unit == "m" else 12 * number)[0]


def last_day(event: date, duration: str) -> date:
    """Return the last day of the period of `duration` that `event` set off (Civil Code 140, 143)."""
    number, unit = parse(duration)
    if unit == "d" or event >= date.max - _DAY:
        return add(event, duration)
    end, corresponds = _months_later(event + _DAY, number if unit == "m" else 12 * number)
    return end - _DAY if corresponds and end != date.max else end


def period(day: date, span: str) -> tuple[date, date]:
    """Return the first and the last day of the calendar month, quarter or year that a day falls in."""
    months = {"month": 1, "quarter": 3, "year": 12}[span]
    first = (day.month - 1) // months * months + 1
    last = first + months - 1
    return date(day.year, first, 1), date(day.year, last, monthrange(day.year, last)[1])


def is_over(event: date, duration: str, today: date) -> bool:
    """Tell whether the period that `event` set off has ended before `today`."""
    return today > last_day(event, duration)
