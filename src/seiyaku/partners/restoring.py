"""After a restoration (policy 3-2): nothing goes out under a contract that was changed or ended since the backup."""

from __future__ import annotations

from django.utils import timezone

from .models import Contract

KINDS = frozenset({"contract", "partner"})


def take_back(ref: str) -> bool:
    """End the contract of this reference, or every contract of the partner of it; return whether any was known."""
    named = Contract.objects.filter(ref=ref) | Contract.objects.filter(partner__ref=ref)
    known = named.exists()
    named.filter(ended_at=None).update(ended_at=timezone.now())
    return known
