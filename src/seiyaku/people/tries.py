"""
Codes that are tried (policy 3-3): counted in the database, whichever process is asked, and each good for one use.

Whoever tries codes has given the right password already, so an outsider cannot lock anybody out; passkeys go on
working meanwhile.
"""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from .models import Account, Attempt

WINDOW = dt.timedelta(minutes=15)
CODES_PER_ACCOUNT = 8


def may_try_code(account: Account) -> bool:
    """Count this try first, then look: two at once cannot both be the last one allowed."""
    now = timezone.now()
    Attempt.objects.filter(at__lt=now - WINDOW).delete()
    who = counted("code", account.ref)
    Attempt.objects.create(login=who, at=now)
    return Attempt.objects.filter(login=who).count() <= CODES_PER_ACCOUNT


def use_up(account: Account, code: str) -> bool:
    """Note that a right code was used, and forget the wrong ones; False if this one was used before."""
    used = counted("used-code", f"{account.ref}\0{code.strip()}")
    with transaction.atomic():
        Account.objects.select_for_update().get(pk=account.pk)
        if Attempt.objects.filter(login=used).exists():
            return False
        Attempt.objects.filter(login=counted("code", account.ref)).delete()
        Attempt.objects.create(login=used, at=timezone.now())
    return True


def counted(what: str, value: str) -> bytes:
    """Return what is kept of who or what was tried: a keyed hash."""
    return salted_hmac(f"seiyaku.people.attempt.{what}", value, algorithm="sha256").digest()
