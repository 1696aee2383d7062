"""What the screens show of one member of staff, and of what waits for a second person (policy 2-4, 3-1)."""

from __future__ import annotations

from django.utils import timezone

from .models import Account, Completion, Proposal, Review


def completions(ref: str) -> list[Completion]:
    """Return what somebody has completed, the newest first."""
    return list(Completion.objects.filter(account__ref=ref).order_by("-completed_on", "course"))


def reviews(ref: str) -> list[Review]:
    """Return the reviews of somebody's uses, the newest first."""
    return list(Review.objects.filter(account__ref=ref).select_related("reviewer").order_by("-done_on", "-pk"))


def approved(act: str, subject: str, proposer: str) -> str | None:
    """Return the reference of a proposal of exactly this that may be used now, by whoever proposed it."""
    now = timezone.now()
    live = Proposal.objects.filter(
        act=act, subject=subject, proposed_by__ref=proposer, used_at=None, withdrawn_at=None, ends_at__gt=now
    )
    for one in live.order_by("pk"):
        if one.approved_at is not None or (one.ripe_at is not None and one.ripe_at <= now):
            return one.ref
    return None


def proposal(ref: str) -> Proposal | None:
    """Return one proposal."""
    return Proposal.objects.filter(ref=ref).select_related("proposed_by", "approved_by").first()


def logins(refs: list[str]) -> dict[str, str]:
    """Return the logins of accounts by their references."""
    return dict(Account.objects.filter(ref__in=refs).values_list("ref", "login"))
