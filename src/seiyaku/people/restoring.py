"""
After a restoration (policy 2-1, 3-1): nobody comes back to a duty, a session or a token that was taken back since.

A change that names something the backup knows took it back, or may have: it is taken back here, and who is entitled to
it is charged anew. One that names something unknown gave it, and is for people to enter again.
"""

from __future__ import annotations

from django.utils import timezone

from .days import day_of
from .models import Account, DutyHeld, Invitation, Program, Proposal, ServiceToken, Session, SetupCode

KINDS = frozenset({"duty", "leaving", "program"})


def take_back(kind: str, ref: str) -> bool:
    """Take back what the change names; return whether it was known."""
    now = timezone.now()
    if kind == "duty":
        held = DutyHeld.objects.filter(ref=ref)
        held.filter(ended_at=None).update(ended_at=now)
        return held.exists()
    if kind == "program":
        tokens = ServiceToken.objects.filter(ref=ref) | ServiceToken.objects.filter(program__ref=ref)
        known = tokens.exists() or Program.objects.filter(ref=ref).exists()
        tokens.filter(revoked_at=None).update(revoked_at=now)
        Program.objects.filter(ref=ref, ended_at=None).update(ended_at=now)
        return known
    account = Account.objects.filter(ref=ref).first()
    if kind != "leaving" or account is None:
        return False
    DutyHeld.objects.filter(account=account, ended_at=None).update(ended_at=now)
    DutyHeld.objects.filter(deputy_for__account=account, ended_at=None).update(ended_at=now)
    ServiceToken.objects.filter(program__owner=account, revoked_at=None).update(revoked_at=now)
    account.programs.filter(ended_at=None).update(ended_at=now)
    account.left_on = account.left_on or max(day_of(now), account.joined_on)
    account.set_unusable_password()
    account.save(update_fields=["left_on", "password"])
    return True


def close_what_was_open() -> None:
    """End what a restored copy would let somebody use a second time: sessions, codes, proposals."""
    now = timezone.now()
    Session.objects.filter(ended_at=None).update(ended_at=now)
    Invitation.objects.filter(used_at=None).update(used_at=now)
    if Account.objects.exists():
        SetupCode.objects.filter(used_at=None).update(used_at=now)
    Proposal.objects.filter(used_at=None, withdrawn_at=None).update(withdrawn_at=now)


def somebody_is_here() -> bool:
    """Tell whether anybody works here who could decide."""
    return Account.objects.filter(left_on=None).exists()
