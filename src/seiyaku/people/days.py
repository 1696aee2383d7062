"""Which day it is for the operator, and what time: duties, training and contracts count in the operator's own days."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone


def today() -> dt.date:
    """Return today's date in the operator's time zone."""
    return day_of(timezone.now())


def day_of(at: dt.datetime) -> dt.date:
    """Return the operator's day that a moment falls on."""
    return local(at).date()


def local(at: dt.datetime) -> dt.datetime:
    """Return a moment as the operator's clocks show it."""
    return at.astimezone(ZoneInfo(settings.OPERATOR_TIME_ZONE))


def moment_of(day: dt.date) -> dt.datetime:
    """Return the moment at which the operator's day begins."""
    return dt.datetime.combine(day, dt.time(), ZoneInfo(settings.OPERATOR_TIME_ZONE))
