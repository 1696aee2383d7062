"""An account, before anybody has charged it with anything (policy 2-1)."""

from __future__ import annotations

import datetime as dt

from seiyaku.core.errors import Conflict, InputError
from seiyaku.core.model import Policy
from seiyaku.papers.naming import new_ref

from . import rules
from .days import today
from .models import Account
from .sessions import normal_login


def make(login: str, kind: str, policy: Policy, *, joined_on: dt.date | None = None) -> Account:
    """Return a new account with no password, saved."""
    name = normal_login(login)
    if not name or len(name) > 64:
        raise InputError("login", f"{len(name)} characters", "1 to 64")
    if Account.objects.filter(login=name).exists():
        raise Conflict("login")
    account = Account(
        ref=new_ref("staff"),
        login=name,
        kind=kind,
        inside=rules.is_inside(policy, kind),
        joined_on=joined_on or today(),
    )
    account.set_unusable_password()
    account.save()
    return account
