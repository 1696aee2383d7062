"""
Two people for what one must not do alone (policy 3-1): publish, restore, turn keys, grant a reserved duty.

* One proposes exactly one thing; another, who holds a duty for it, approves; it is used once, and soon.
* Neither approves their own proposal, nor a duty for themself; approving is done in person, by no program.
* A single approver is possible only where the operator has declared a delay: the proposal stands open for that long,
  in the ledger and on the change log, and only then may its proposer use it.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from seiyaku.core.answers import Denied
from seiyaku.core.asks import Actor
from seiyaku.core.errors import Conflict, NotFound
from seiyaku.core.language import Text
from seiyaku.keys.binding import encode
from seiyaku.papers.naming import new_ref
from seiyaku.policy import queries as policies

from . import queries
from .acting import PEOPLE, Acting, No, acting, no
from .days import today
from .models import Proposal
from .rules import ALWAYS_RESERVED, in_force

LASTS = dt.timedelta(days=7)
SHORTEST_DELAY = dt.timedelta(hours=24)
APPROVING = ALWAYS_RESERVED | {"approver"}
PROPOSING = APPROVING | {"administrator"}
PUBLISH = "publish"
UNSAID = frozenset({"change-operator-key"})  # whoever reads the database alone learns of no place of a key
TWO = Text("二人目の承認が要ります。", "A second person has to approve this.")


def subject(act: str, *parts: str) -> str:
    """Return the digest of exactly what is proposed."""
    return hashlib.sha256(encode("seiyaku-proposal-1", act, *parts)).hexdigest()


def parts_of(proposal: Proposal) -> tuple[str, ...]:
    """Return what exactly is proposed; nothing where that is not kept, or was written over since."""
    parts = tuple(map(str, proposal.parts))
    return parts if proposal.subject == subject(proposal.act, *parts) else ()


def propose(
    act: str, *parts: str, beneficiary: str = "", by: frozenset[str] = PROPOSING, program: str = PEOPLE,
    beside: Callable[[], None] | None = None, actor: Actor,
) -> Proposal:  # fmt: skip
    """
    Propose `act` on exactly `parts`.

    `beneficiary` is the account that would gain by it, who may not approve it; `by`: the duties that may propose it;
    `program`: what the token of a program names that proposes it for its owner; `beside`: what is kept in the same
    transaction, so that whoever approves can look at it.
    """
    with acting("propose", actor, program=program) as doing:
        doing.must_hold(by | (_exporting() if act == "export" else frozenset()))
        now = timezone.now()
        delay = single_approver_delay()
        proposal = Proposal.objects.create(
            ref=new_ref("proposal"),
            act=act,
            subject=subject(act, *parts),
            parts=[] if act in UNSAID else list(parts),
            beneficiary=beneficiary,
            proposed_by=doing.member(),
            proposed_at=now,
            ends_at=now + LASTS + (delay or dt.timedelta(0)),
            ripe_at=now + delay if delay else None,
        )
        if beside is not None:
            beside()
        waits = {"counts": {"alone_after_hours": int(delay.total_seconds()) // 3600}} if delay else {}
        doing.done("approval", proposal.ref, note_kind=act, **waits)
    return proposal


def _exporting() -> frozenset[str]:
    """Return the duties that may export: whoever needs a file asks for it, and another approves."""
    return frozenset(name for name, duty in in_force().rules.duties.items() if "export" in duty.may)


def open_on(act: str) -> list[str]:
    """Return what the open proposals of an act are each of first: of a version of the policy, its digest."""
    live = Proposal.objects.filter(act=act, used_at=None, withdrawn_at=None, ends_at__gt=timezone.now())
    return [str(one.parts[0]) for one in live if one.parts]


def approve(ref: str, *, actor: Actor) -> None:
    """
    Approve a proposal as the second person.

    Raises:
        Refused: the actor proposed it, would gain by it, or holds no duty to approve.
        Conflict: somebody else approved it first, or it is over; or it is of a version of the policy that is not here,
            so that nobody could have read it.
    """
    with acting("approve", actor) as doing:
        doing.must_hold(APPROVING)
        proposal = _open(ref)
        if actor.id in {proposal.proposed_by.ref, proposal.beneficiary}:
            raise _two()
        if proposal.approved_by_id is not None:
            raise Conflict("proposal approved already")
        if proposal.act == PUBLISH and not _is_here(proposal):
            raise Conflict("the text of the proposed version is not here: have it proposed again")
        proposal.approved_by, proposal.approved_at = doing.member(), timezone.now()
        proposal.save(update_fields=["approved_by", "approved_at"])
        doing.done("approval", ref, note_kind=proposal.act)


def _is_here(proposal: Proposal) -> bool:
    parts = parts_of(proposal)
    return bool(parts) and policies.proposed(parts[0]) is not None


def withdraw(ref: str, *, actor: Actor) -> None:
    """Take a proposal back: its proposer, or anybody who could have approved it."""
    with acting("withdraw-proposal", actor, program=PEOPLE) as doing:
        proposal = _open(ref)
        if doing.who != proposal.proposed_by.ref:
            doing.must_hold(APPROVING)
        proposal.withdrawn_at = timezone.now()
        proposal.save(update_fields=["withdrawn_at"])
        doing.done("approval", ref, note_kind=proposal.act)


def use(doing: Acting, ref: str | None, act: str, *parts: str) -> str:
    """
    Use up an approval of `act` on exactly `parts`, inside the transaction of the act itself; return its reference.

    Refuses when there is none, it is for something else, its approver holds the duty no more, or only a delay would
    do and is not over.
    """
    proposal = Proposal.objects.filter(ref=ref or "").select_related("proposed_by", "approved_by").first()
    if proposal is None or proposal.subject != subject(act, *parts) or proposal.act != act:
        raise _two()
    if doing.who not in {proposal.proposed_by.ref, proposal.approved_by and proposal.approved_by.ref}:
        raise _two()
    if not _approved(proposal):
        raise _two()
    now = timezone.now()
    unused = Q(pk=proposal.pk, used_at=None, withdrawn_at=None, ends_at__gt=now)
    if Proposal.objects.filter(unused).update(used_at=now) != 1:
        raise Conflict("proposal used, withdrawn or over")
    return proposal.ref


def is_used(ref: str | None, act: str, *parts: str) -> bool:
    """Tell whether this approval of `act` on exactly `parts` has been used up: what it allowed was begun."""
    used = Proposal.objects.filter(ref=ref or "", act=act, subject=subject(act, *parts))
    return used.exclude(used_at=None).exists()


def _approved(proposal: Proposal) -> bool:
    by = proposal.approved_by
    if by is not None:
        return by.left_on is None and not APPROVING.isdisjoint(queries.duties_held(by, today()))
    return proposal.ripe_at is not None and proposal.ripe_at <= timezone.now()


def single_approver_delay() -> dt.timedelta | None:
    """Return how long a single approver has to wait, if the operator declared so; never less than a day."""
    hours = int(settings.SINGLE_APPROVER_DELAY_HOURS)
    return max(dt.timedelta(hours=hours), SHORTEST_DELAY) if hours > 0 else None


def _open(ref: str) -> Proposal:
    found = Proposal.objects.filter(ref=ref).select_related("proposed_by", "approved_by").first()
    if found is None:
        raise NotFound("proposal")
    if found.used_at or found.withdrawn_at or found.ends_at <= timezone.now():
        raise Conflict("proposal used, withdrawn or over")
    return found


def wanting() -> Denied:
    """Return the answer to whoever does alone what takes two."""
    return _two().answer


def _two() -> No:
    helps = Text("提案し、別の承認者の承認を得る", "Propose it, and have another approver approve it")
    return no("3-1", "23", "one-person", TWO, missing="approver", helps=helps)
