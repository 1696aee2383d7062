"""
How a password comes to be (policy 3-3): its owner sets it, once, with an invitation. There is no default.

The invitation is mailed to whom it is for where it can be, and then nobody else sees it; else it is shown once.
"""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from seiyaku.core.errors import NotProven
from seiyaku.ledger.transactions import changing
from seiyaku.ledger.writing import record

from .models import Account, Invitation
from .sessions import SignedIn, begin, new_password
from .tokens import new_token, stored

LASTS = dt.timedelta(days=7)
WRONG = "the invitation is unknown, used or over"


def invite(account: Account) -> tuple[str, dt.datetime]:
    """Return a fresh invitation and its end, in the transaction the caller is in; older ones are void."""
    code, kept = new_token()
    Invitation.objects.filter(account=account, used_at=None).delete()
    made = Invitation.objects.create(account=account, code=kept, ends_at=timezone.now() + LASTS)
    return code, made.ends_at


def accept(code: str, password: str) -> SignedIn:
    """
    Set the password of the account that the invitation is for, and sign it in.

    Raises:
        NotProven: the invitation is unknown, used or over.
    """
    live = Invitation.objects.filter(code=stored(code), used_at=None, ends_at__gt=timezone.now())
    found = live.select_related("account").first()
    if found is None or found.account.left_on is not None:
        raise NotProven(WRONG)
    account = found.account
    hashed = new_password(password, account.login)
    with changing():
        if live.filter(pk=found.pk).update(used_at=timezone.now()) != 1:
            raise NotProven(WRONG)
        Account.objects.filter(pk=account.pk).update(password=hashed)
        record({"act": "set-password", "answer": "done", "actor": account.ref, "proven": "invitation"})
        return begin(account)
