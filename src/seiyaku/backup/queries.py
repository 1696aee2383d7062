"""What others may ask about backups: until when keys live, how old the newest is, what a restoration left to do."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Max
from django.utils import timezone

from seiyaku.people.days import day_of

from . import recipients
from .models import Backup, Restoration, SealedTo


@dataclass(frozen=True, slots=True, kw_only=True)
class Posture:
    """How backups stand: when the newest was taken and when one was last tested; what to see to."""

    taken_at: dt.datetime | None
    tested_at: dt.datetime | None
    overdue: tuple[str, ...]
    beside_the_house: bool
    closed: bool


def keys_gone_on() -> dt.date:
    """Return the day on which the last backup key that opens a copy from before now is destroyed; today without one."""
    live = Backup.objects.filter(keys__destroyed_at=None)
    last = live.aggregate(last=Max("keys_until"))["last"]
    return day_of(max(last, timezone.now()) if last else timezone.now())


def overdue() -> tuple[str, ...]:
    """Return the recipients whose keys should be destroyed and lie where we cannot reach them."""
    done = Backup.objects.filter(keys_destroyed_at__isnull=False, keys__destroyed_at=None)
    return tuple(done.values_list("keys__ref", flat=True))


def posture() -> Posture:
    """Return how backups stand, for the doctor."""
    written = Backup.objects.filter(written_at__isnull=False)
    return Posture(
        taken_at=written.aggregate(last=Max("taken_at"))["last"],
        tested_at=written.aggregate(last=Max("tested_at"))["last"],
        overdue=overdue(),
        beside_the_house=bool(settings.BACKUP_RECIPIENTS) and recipients.beside_the_house(),
        closed=Restoration.objects.filter(opened_at=None).exists(),
    )


def known(ref: str) -> SealedTo | None:
    """Return a recipient by its reference."""
    return SealedTo.objects.filter(ref=ref).first()
