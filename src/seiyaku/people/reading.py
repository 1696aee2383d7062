"""What the screens show of one member of staff, and of what waits for a second person (policy 2-4, 3-1)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from django.utils import timezone

from seiyaku.ledger import reading
from seiyaku.ledger.transactions import reading as reads

from .days import local
from .models import Account, Completion, Proposal, Review, Sample, Session


def account(ref: str) -> Account:
    """Return one account with its supervisor and the paper of its contact, unopened."""
    return Account.objects.select_related("supervisor", "contact").get(ref=ref)


def completions(ref: str) -> list[Completion]:
    """Return what somebody has completed, the newest first."""
    return list(Completion.objects.filter(account__ref=ref).order_by("-completed_on", "course"))


def reviews(ref: str) -> list[Review]:
    """Return the reviews of somebody's uses, the newest first."""
    return list(
        Review.objects.filter(account__ref=ref).select_related("reviewer", "sample").order_by("-done_on", "-pk")
    )


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """One use in a sample, as a supervisor sees it: no value, and nobody's name."""

    entry: str
    at: dt.datetime
    act: str
    purpose: str
    clause: str
    answer: str
    reason: str
    fields: tuple[str, ...]
    people: int

    def said(self) -> dict[str, Any]:
        """Return it as a document."""
        return asdict(self)


def sampled(ids: Iterable[str]) -> list[Looked]:
    """Return the entries of a sample, the oldest first."""
    with reads() as cursor:
        found = [reading.entry(cursor, one) for one in ids]
    return sorted((_looked(one.id, one.body) for one in found), key=lambda one: (one.at, one.entry))


def _looked(ref: str, body: dict[str, Any]) -> Looked:
    return Looked(
        entry=ref,
        at=local(dt.datetime.fromtimestamp(body["at"] / 1000, dt.UTC)),
        act=body["act"],
        purpose=body.get("purpose", ""),
        clause=body.get("clause", ""),
        answer=body["answer"],
        reason=body.get("reason", ""),
        fields=tuple(body.get("fields", ())),
        people=body.get("n", 1 if "people" in body else 0),
    )


def unsigned(ref: str) -> Sample | None:
    """Return the sample of somebody's uses that was drawn and is not signed yet."""
    return Sample.objects.filter(account__ref=ref, review=None).first()


def sessions(ref: str) -> int:
    """Return in how many places somebody is signed in."""
    return Session.objects.filter(account__ref=ref, ended_at=None, ends_at__gt=timezone.now()).count()
