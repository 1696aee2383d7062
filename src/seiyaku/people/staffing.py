"""
Joining, changing, leaving (policy 2-1, 3-1).

* 2-1  Everybody is of a staff kind that the policy names. Name and addresses are sealed, with an end date.
* 2-1  Who leaves is out at once: sessions, duties, programs. Who lost a device is signed out everywhere.
* 3-1  Inviting anew somebody who approves takes two people: whoever reads the invitation is them.
* 3-1  Nobody becomes an outsider while holding a duty of the operator's own people, or while supervising somebody; the
  last manager is not let go.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db.models import Q
from django.utils import timezone

from seiyaku.core.asks import Actor
from seiyaku.core.errors import InputError
from seiyaku.core.language import Text
from seiyaku.core.model import Policy
from seiyaku.papers import services as papers
from seiyaku.papers.models import Paper
from seiyaku.papers.naming import told

from . import approvals, letters, queries, rules
from .accounts import make
from .acting import MANAGING, PEOPLE, account_of, acting, no
from .days import today
from .duties import OUTSIDE, OWN_ALONE, live_duties, must_be_own, spare_a_manager
from .invitations import invite
from .models import Account, DutyHeld, ServiceToken
from .sessions import end_sessions

CONTACT = ("name", "email", "phone")
EMAIL = re.compile(r"[^\s@,;<>\"]{1,64}@[^\s@,;<>\"]{1,190}")
LONGEST, DEPARTMENT = 254, 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Hired:
    """
    An account, and the invitation with which its owner sets their own password.

    `invitation`: shown once, and empty where it was `mailed`: then only its owner has it.
    """

    account: Account
    invitation: str = field(repr=False)
    mailed: bool = False


def hire(
    login: str,
    kind: str,
    *,
    policy: Policy | None = None,
    actor: Actor,
    joined_on: dt.date | None = None,
    department: str = "",
    supervisor: str | None = None,
    contact: Mapping[str, str] | None = None,
    contact_until: dt.date | None = None,
    uses_at_most: int = 0,
) -> Hired:
    """Give a member of staff an account. It has no password until its owner sets one with the invitation."""
    policy = policy or rules.in_force()
    rules.known("staff kind", kind, policy.rules.staff)
    if len(department) > DEPARTMENT:
        raise InputError("department", f"{len(department)} characters", f"at most {DEPARTMENT}")
    with acting("hire", actor, program=PEOPLE) as doing:
        doing.must_hold(MANAGING)
        account = make(login, kind, policy, joined_on=joined_on)
        account.department, account.uses_at_most = department, uses_at_most
        account.supervisor = _supervising(supervisor, policy)
        account.contact = _sealed(contact, contact_until)
        account.save()
        doing.done("staff", account.ref, note_kind=kind)
        code, ends_at = invite(account)
    return _sent(account, code, ends_at, actor)


def invite_again(ref: str, *, actor: Actor, proposal: str | None = None) -> Hired:
    """
    Invite somebody anew whose invitation is over, or who lost their password: the old one is void, sessions end.

    Their second factor stays. For somebody who may approve it takes an approved proposal of ("invite-again", account).
    """
    with acting("invite-again", actor, program=PEOPLE) as doing:
        doing.must_hold(MANAGING)
        account = account_of(ref)
        used = ""
        if account.has_usable_password() and not approvals.APPROVING.isdisjoint(queries.duties_held(account, today())):
            used = approvals.use(doing, proposal, "invite-again", ref)
        account.set_unusable_password()
        account.save(update_fields=["password"])
        end_sessions(account)
        code, ends_at = invite(account)
        doing.done("staff", ref, **({"case": used} if used else {}))
    return _sent(account, code, ends_at, actor)


def _sent(account: Account, code: str, ends_at: dt.datetime, actor: Actor) -> Hired:
    mailed = letters.invite(account, code, ends_at, actor=actor)
    return Hired(account=account, invitation="" if mailed else code, mailed=mailed)


def sign_out_everywhere(ref: str, *, actor: Actor) -> None:
    """End every session of a member of staff, as when a device is lost; they themselves may, too."""
    with acting("sign-out-everywhere", actor, program=PEOPLE) as doing:
        if doing.who != ref:
            doing.must_hold(MANAGING)
        end_sessions(account_of(ref))
        doing.done("staff", ref)


def assign_supervisor(ref: str, supervisor: str | None, *, policy: Policy | None = None, actor: Actor) -> None:
    """Say who supervises somebody, and so reviews their uses (2-4); None: whoever manages. Nobody from outside (24)."""
    with acting("assign-supervisor", actor, program=PEOPLE) as doing:
        doing.must_hold(MANAGING)
        account = account_of(ref)
        above = _supervising(supervisor, policy or rules.in_force())
        if above is not None and above.pk == account.pk:
            raise InputError("supervisor", "themself", "another")
        account.supervisor = above
        account.save(update_fields=["supervisor"])
        doing.done("staff", ref, **({"case": above.ref} if above else {}))


def _supervising(ref: str | None, policy: Policy) -> Account | None:
    if not ref:
        return None
    above = account_of(ref)
    must_be_own(above, policy, OWN_ALONE, clause="2-4", article="24")
    return above


def change_contact(ref: str, contact: Mapping[str, str], *, until: dt.date, actor: Actor) -> None:
    """Replace a member of staff's sealed contact; they themselves may, too. The old one is destroyed."""
    with acting("change-staff-contact", actor, program=PEOPLE) as doing:
        if doing.who != ref:
            doing.must_hold(MANAGING)
        account = account_of(ref)
        old, account.contact = account.contact, _sealed(contact, until)
        account.save(update_fields=["contact"])
        doing.done("staff", ref)
        if old is not None:
            papers.destroy_in([old.ref], {"act": "destroy-paper", "answer": "done", "ref": ref, **told(actor)})


def pledge(ref: str, on: dt.date, *, actor: Actor) -> None:
    """Record the day on which somebody pledged confidentiality (2-1)."""
    if on > today():
        raise InputError("pledge", "a day to come", "today or earlier")
    with acting("pledge", actor, program=PEOPLE) as doing:
        doing.must_hold(MANAGING)
        account = account_of(ref)
        account.pledged_on = on
        account.save(update_fields=["pledged_on"])
        doing.done("staff", ref)


def change_kind(ref: str, kind: str, *, policy: Policy | None = None, actor: Actor) -> None:
    """Give an account another staff kind; refused to an outside one while it holds a reserved duty (3-1)."""
    policy = policy or rules.in_force()
    rules.known("staff kind", kind, policy.rules.staff)
    with acting("change-kind", actor, program=PEOPLE) as doing:
        doing.must_hold(MANAGING)
        account = account_of(ref)
        account.kind, account.inside = kind, rules.is_inside(policy, kind)
        if not account.inside:
            _must_hold_nothing_of_ours(account, policy)
        account.save(update_fields=["kind", "inside"])
        doing.done("staff", ref, note_kind=kind)


def leave(ref: str, *, actor: Actor, on: dt.date | None = None) -> None:
    """Close an account for good: duties, sessions and tokens end at once; the sealed contact keeps its own end."""
    with acting("leave", actor, program=PEOPLE) as doing:
        doing.must_hold(MANAGING)
        account = account_of(ref)
        if (on or today()) > today():
            raise InputError("leaving", "a day to come", "today or earlier: what ends, ends at once")
        spare_a_manager(account, "manager")
        now = timezone.now()
        live_duties(account).update(ended_at=now)
        DutyHeld.objects.filter(deputy_for__account=account, ended_at=None).update(ended_at=now)
        ServiceToken.objects.filter(program__owner=account, revoked_at=None).update(revoked_at=now)
        account.programs.filter(ended_at=None).update(ended_at=now)
        account.left_on = max(on or today(), account.joined_on)
        account.set_unusable_password()
        account.save(update_fields=["left_on", "password"])
        end_sessions(account)
        doing.done("leaving", ref)


_TAKE_BACK = Text("先に役割を解く", "Take the duty back first")


def _must_hold_nothing_of_ours(account: Account, policy: Policy) -> None:
    """Refuse whoever becomes an outsider while holding a duty of the operator's own people, or supervising somebody."""
    if live_duties(account).filter(Q(reserved=True) | Q(duty__in=rules.own_peoples(policy))).exists():
        raise no("3-1", "23", "outside-kind", OUTSIDE, missing="inside", helps=_TAKE_BACK)
    if Account.objects.filter(supervisor=account, left_on=None).exists():
        raise no("2-4", "24", "outside-kind", OWN_ALONE, missing="inside", helps=_TAKE_BACK)


def _sealed(contact: Mapping[str, str] | None, until: dt.date | None) -> Paper | None:
    if contact is None:
        return None
    if until is None:
        raise InputError("staff contact", "no end date", "the day after which nobody needs it")
    if not set(contact) <= set(CONTACT):
        raise InputError("staff contact", f"{len(contact)} items", f"at most {', '.join(CONTACT)}")
    if any(len(said) > LONGEST for said in contact.values()):
        raise InputError("staff contact", "a long one", f"at most {LONGEST} characters")
    if "email" in contact and not EMAIL.fullmatch(contact["email"]):
        raise InputError("staff contact, email", "another shape", "NAME@HOST")
    return papers.seal(json.dumps(dict(contact), ensure_ascii=False).encode(), "staff-contact", until=until)
