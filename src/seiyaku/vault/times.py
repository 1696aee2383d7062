"""The vault's two times: days as proleptic ordinals, moments as microseconds since 1970 in UTC."""

from __future__ import annotations

import datetime as dt
import time
from zoneinfo import ZoneInfo

from django.conf import settings

_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_MICROSECOND = dt.timedelta(microseconds=1)


def moment(at: dt.datetime) -> int:
    """Return an aware time as microseconds since 1970."""
    return (at - _EPOCH) // _MICROSECOND


def now() -> int:
    """Return this moment."""
    return time.time_ns() // 1000


def at(microseconds: int) -> dt.datetime:
    """Return the time that `moment` wrote."""
    return _EPOCH + microseconds * _MICROSECOND


def day(of: dt.date) -> int:
    """Return a day as a proleptic ordinal."""
    return of.toordinal()


def local_day(microseconds: int) -> int:
    """Return the day (where the operator is) on which a moment fell."""
    return at(microseconds).astimezone(ZoneInfo(settings.OPERATOR_TIME_ZONE)).date().toordinal()
