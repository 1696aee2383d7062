"""After a restoration (policy 3-2): nothing goes out under a contract that was changed or ended since the backup."""

from __future__ import annotations

from django.utils import timezone

from .models import Contract, SubEntrustment

KINDS = frozenset({"contract", "partner"})


def take_back(ref: str) -> bool:
    """End what has this reference: a contract, every contract of a partner, what was entrusted on; was any known?"""
    subs = SubEntrustment.objects.filter(ref=ref)
    if subs.exists():
        subs.filter(ended_at=None).update(ended_at=timezone.now())
        return True
    named = Contract.objects.filter(ref=ref) | Contract.objects.filter(partner__ref=ref)
    known = named.exists()
    named.filter(ended_at=None).update(ended_at=timezone.now())
    return known
