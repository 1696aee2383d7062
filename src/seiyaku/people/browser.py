"""
Signing in with a browser (policy 3-3): the same accounts, passwords, counts and sessions as at a terminal.

django-allauth walks through password, passkey and code; who is there is told by a row of `Session`, and nothing else:
ended there, it is over here. Until a second factor is proven, the gate refuses whatever is personal.
"""

from __future__ import annotations

from django.contrib.auth.backends import BaseBackend
from django.http import HttpRequest
from django.utils import timezone

from seiyaku.core.asks import Actor
from seiyaku.core.errors import NotProven
from seiyaku.core.standing import HALF_PROVEN
from seiyaku.ledger.transactions import changing
from seiyaku.ledger.writing import record

from . import sessions
from .models import Account, Session
from .queries import UNPROVEN

WHOLE = "second-factor"  # what HALF_PROVEN becomes


class StaffBackend(BaseBackend):
    """Django's way to ask this room for an account."""

    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **_more: object
    ) -> Account | None:
        """Return the account, if the password is its own and it was not tried too often."""
        if username is None or password is None:
            return None
        try:
            return sessions.prove(username, password, origin=_origin(request))
        except NotProven:
            return None

    def get_user(self, user_id: int) -> Account | None:
        """Return an account that works here."""
        return Account.objects.filter(pk=user_id, left_on=None).first()


def _origin(request: HttpRequest | None) -> str | None:
    if request is None:
        return None
    from allauth.account.adapter import get_adapter

    return str(get_adapter().get_client_ip(request))


def begin(account: Account, request: HttpRequest | None = None) -> str:
    """Begin a browser's session, by its password only so far; return its reference."""
    return sessions.begin(account, proof=HALF_PROVEN, origin=_origin(request)).session


def confirm(ref: str) -> None:
    """Note that a second factor was proven in the session; the ledger tells so."""
    with changing():
        if Session.objects.filter(ref=ref, proof=HALF_PROVEN, ended_at=None).update(proof=WHOLE) == 1:
            account = Session.objects.values_list("account__ref", flat=True).get(ref=ref)
            record({"act": "sign-in", "answer": "done", "actor": account, "proven": WHOLE, "session": ref})


def actor(ref: str | None, account: Account) -> Actor:
    """
    Return the actor that a browser's session proves.

    Raises:
        NotProven: it has ended, or it is another's.
    """
    session = Session.objects.filter(ref=ref or "", account=account, ended_at=None).first()
    if session is None or session.ends_at <= timezone.now() or account.left_on is not None:
        raise NotProven(UNPROVEN)
    return Actor(id=account.ref, kind="staff", proven_by=session.proof, session=session.ref)


def live(account: Account) -> list[Session]:
    """Return the account's sessions that have not ended, the newest first."""
    return list(Session.objects.filter(account=account, ended_at=None, ends_at__gt=timezone.now()).order_by("-pk"))


def end(ref: str, *, account: Account) -> None:
    """End one of an account's own sessions, here or at a terminal; another's is not there."""
    Session.objects.filter(ref=ref, account=account, ended_at=None).update(ended_at=timezone.now())
