"""
The first account (policy 3-1, 3-3): made once, with the code that `seiyaku init` prints. There is no default password.
"""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from seiyaku.core.asks import Actor
from seiyaku.core.errors import Conflict, InputError, NotProven
from seiyaku.core.model import Policy
from seiyaku.ledger import changes
from seiyaku.ledger.transactions import changing
from seiyaku.ledger.writing import record
from seiyaku.papers.naming import new_ref, told

from . import rules
from .accounts import make
from .days import today
from .models import Account, DutyHeld, SetupCode
from .sessions import SignedIn, begin, new_password
from .tokens import new_token, stored

LASTS = dt.timedelta(hours=24)
WRONG = "the setup code is unknown, used or over"
FIRST_DUTIES = ("manager", "key-holder", "gate-administrator", "administrator")


def issue_setup_code() -> str:
    """Return a fresh code that makes the first account; a code issued before is worth nothing any more."""
    with changing():
        if Account.objects.exists():
            raise Conflict("this instance has its first account already")
        code, kept = new_token()
        SetupCode.objects.update_or_create(
            pk=1, defaults={"code": kept, "ends_at": timezone.now() + LASTS, "used_at": None}
        )
        return code


def set_up(code: str, login: str, password: str, *, kind: str, policy: Policy | None = None) -> SignedIn:
    """
    Make the first account with the setup code, charge it with managing, and sign it in.

    Nobody is there yet to approve: the code from the console of the machine stands in for the second person, once.
    """
    policy = policy or rules.in_force()
    rules.known("staff kind", kind, policy.rules.staff)
    if not rules.is_inside(policy, kind):
        raise InputError("staff kind", repr(kind), "one of the operator's own people (3-1)")
    hashed = new_password(password, login)
    actor = Actor(id="system:setup", kind="system", proven_by="setup-code")
    with changing() as cursor:
        live = SetupCode.objects.filter(pk=1, code=stored(code), used_at=None, ends_at__gt=timezone.now())
        if Account.objects.exists() or live.update(used_at=timezone.now()) != 1:
            raise NotProven(WRONG)
        account = make(login, kind, policy)
        account.password = hashed
        account.save(update_fields=["password"])
        for duty in FIRST_DUTIES:
            if duty in policy.rules.duties:
                held = _first(account, duty)
                changes.note(cursor, "duty", held.ref)
                record(
                    {"act": "set-up", "answer": "done", "ref": held.ref, "case": account.ref, "duty": duty}
                    | told(actor)
                )
        return begin(account)


def _first(account: Account, duty: str) -> DutyHeld:
    return DutyHeld.objects.create(
        ref=new_ref("duty"),
        account=account,
        duty=duty,
        reserved=True,
        starts_on=today(),
        granted_by="system:setup",
    )
