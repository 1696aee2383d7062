"""
Charging with duties, standing in, taking back (policy 3-1).

* A reserved duty goes to the operator's own people only, deputies included, and takes two people to grant; approving
  and supervising go to nobody else either. An auditor may come from outside.
* So does a duty that lets somebody approve: whoever made their own second person would be two people alone. Only the
  very first is charged by one, for nobody is there yet; an operator that has none left declares a single approver.
* Nobody charges themself with a duty alone; the last manager is not let go.
"""

from __future__ import annotations

import datetime as dt

from django.db.models import Q, QuerySet
from django.utils import timezone

from seiyaku.core.asks import Actor
from seiyaku.core.errors import Conflict, InputError, NotFound
from seiyaku.core.language import Text
from seiyaku.core.model import Policy
from seiyaku.papers.naming import new_ref

from . import approvals, rules
from .acting import MANAGING, PEOPLE, Acting, account_of, acting, no
from .days import today
from .models import Account, DutyHeld

OUTSIDE = Text(
    "個人情報の全体管理は外部の者に任せません。",
    "Overall management of personal information is never given to outside personnel.",
)
OWN_ALONE = Text(
    "承認と従業者の監督は、自社の者だけが行います。",
    "Only the operator's own people approve, and supervise staff.",
)


def grant_duty(
    ref: str,
    duty: str,
    *,
    policy: Policy | None = None,
    actor: Actor,
    starts_on: dt.date | None = None,
    until: dt.date | None = None,
    proposal: str | None = None,
) -> DutyHeld:
    """
    Charge an account with a duty of the policy.

    A reserved duty, one that approves and one for the actor take an approved proposal of ("grant-duty", account, duty).

    Raises:
        Refused: an outside kind, an actor without the duty to grant, or no second person. It is in the ledger.
    """
    policy = policy or rules.in_force()
    rules.known("duty", duty, policy.rules.duties)
    with acting("grant-duty", actor, program=PEOPLE) as doing:
        doing.must_hold(MANAGING)
        return _charge(doing, account_of(ref), duty, policy, days=(starts_on or today(), until), proposal=proposal)


def deputise(
    held: str,
    ref: str,
    *,
    policy: Policy | None = None,
    actor: Actor,
    starts_on: dt.date,
    until: dt.date,
    proposal: str | None = None,
) -> DutyHeld:
    """Have `ref` stand in for the one who holds the duty `held`, from a day to a day; the same rules as for a grant."""
    policy = policy or rules.in_force()
    with acting("deputise", actor, program=PEOPLE) as doing:
        charge = _held(held)
        if charge.account.ref != doing.who:
            doing.must_hold(MANAGING)
        return _charge(
            doing, account_of(ref), charge.duty, policy, days=(starts_on, until), proposal=proposal, deputy_for=charge
        )


def revoke_duty(held: str, *, actor: Actor) -> None:
    """Take a duty back, at once, and with it every deputy's; one person suffices."""
    with acting("revoke-duty", actor, program=PEOPLE) as doing:
        charge = _held(held)
        if charge.account.ref != doing.who:
            doing.must_hold(MANAGING)
        spare_a_manager(charge.account, charge.duty)
        now = timezone.now()
        for one in (charge, *charge.deputies.filter(ended_at=None)):
            DutyHeld.objects.filter(pk=one.pk).update(ended_at=now)
            doing.done("duty", one.ref, duty=one.duty)


def _charge(
    doing: Acting,
    account: Account,
    duty: str,
    policy: Policy,
    *,
    days: tuple[dt.date, dt.date | None],
    proposal: str | None,
    deputy_for: DutyHeld | None = None,
) -> DutyHeld:
    reserved = duty in rules.reserved_duties(policy)
    if duty in rules.own_peoples(policy):
        must_be_own(account, policy, OUTSIDE if reserved else OWN_ALONE)
    used, approves = "", duty in approvals.APPROVING
    first = approves and not reserved and proposal is None and _is_first(doing)
    if reserved or account.ref == doing.who or (approves and not first):
        used = approvals.use(doing, proposal, "grant-duty", account.ref, duty)
    held = DutyHeld.objects.create(
        ref=new_ref("duty"),
        account=account,
        duty=duty,
        reserved=reserved,
        starts_on=days[0],
        until=_in_order(*days),
        deputy_for=deputy_for,
        granted_by=doing.who,
        proposal=used,
    )
    doing.done("duty", held.ref, duty=duty, case=account.ref, **({"note_kind": "first-approver"} if first else {}))
    return held


def must_be_own(account: Account, policy: Policy, text: Text, *, clause: str = "3-1", article: str = "23") -> None:
    """Refuse somebody who is not of the operator's own people, under the policy and when they were hired."""
    if not rules.is_own(account, policy):
        helps = Text("自社の者に任せる", "Charge one of the operator's own people")
        raise no(clause, article, "outside-kind", text, missing="inside", helps=helps)


def _is_first(doing: Acting) -> bool:
    """Tell whether nobody but the actor has ever held a duty that approves; two at once are not both the first."""
    if doing.account is not None:
        Account.objects.select_for_update().get(pk=doing.account.pk)
    return not DutyHeld.objects.filter(duty__in=approvals.APPROVING).exclude(account__ref=doing.who).exists()


def _in_order(starts_on: dt.date, until: dt.date | None) -> dt.date | None:
    if until is not None and until < starts_on:
        raise InputError("duty", f"until {until}", f"{starts_on} or later")
    return until


def _held(ref: str) -> DutyHeld:
    held = DutyHeld.objects.select_related("account").filter(ref=ref, ended_at=None).first()
    if held is None:
        raise NotFound("duty")
    return held


def live_duties(account: Account) -> QuerySet[DutyHeld]:
    """Return the duties of the account that were not taken back."""
    return account.duties.filter(ended_at=None)


def spare_a_manager(account: Account, duty: str) -> None:
    """Refuse to leave the operator without a manager: somebody must stay who can grant anything at all."""
    if duty != "manager" or not live_duties(account).filter(duty="manager").exists():
        return
    day = today()
    others = DutyHeld.objects.filter(duty="manager", ended_at=None, deputy_for=None, starts_on__lte=day)
    if not others.filter(Q(until=None) | Q(until__gte=day)).exclude(account=account).exists():
        raise Conflict("the last manager")
