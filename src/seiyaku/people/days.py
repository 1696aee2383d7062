"""Which day it is for the operator: duties, training and contracts count in the operator's own days."""

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
    return at.astimezone(ZoneInfo(settings.OPERATOR_TIME_ZONE)).date()
