"""
Reminders by mail (policy 2-4): fourteen days before a training lapses, or less where the policy warns later; once each.

One that could not be sent is tried again the next night. After the last good day the door is closed, and no mail goes.
"""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction
from django.utils import timezone

from seiyaku.core import deadlines
from seiyaku.core.asks import Actor
from seiyaku.core.errors import Unavailable
from seiyaku.core.model import Policy

from . import letters, rules
from .days import today
from .directory import lapsing
from .models import Account, Reminder

BEFORE = dt.timedelta(days=14)


def remind(*, actor: Actor, day: dt.date | None = None, policy: Policy | None = None) -> int:
    """
    Mail everybody whose training is about to lapse, who was not told yet; return to how many it went.

    Raises:
        Unavailable: the mail server did not take one; those not told are told another night.
    """
    on, rule = day or today(), policy or rules.in_force()
    sent = 0
    for ref, name, last in lapsing(on, rule):
        if last is None or not _is_near(on, last, name, rule):
            continue
        account = Account.objects.select_related("contact").get(ref=ref)
        if letters.may_reach(account):
            label = " / ".join(dict.fromkeys(rule.rules.training[name].label.values()))
            sent += _told(account, name, label, last, actor)
    return sent


def _is_near(day: dt.date, last: dt.date, course: str, policy: Policy) -> bool:
    warned = deadlines.add(day, policy.rules.training[course].warn_before)
    return day <= last <= min(day + BEFORE, warned)


def _told(account: Account, course: str, label: str, last: dt.date, actor: Actor) -> bool:
    """Claim the reminder first: two jobs at once are one mail. One that did not go is claimed by nobody."""
    try:
        with transaction.atomic():
            claimed = Reminder.objects.create(account=account, course=course, lapses_on=last, sent_at=timezone.now())
    except IntegrityError:
        return False
    try:
        went = letters.warn(account, label, last, actor=actor)
    except Unavailable:
        claimed.delete()
        raise
    if not went:
        claimed.delete()
    return went
