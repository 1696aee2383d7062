"""What waits for a second person (policy 3-1): who proposed what, until when, and one's own answer."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from seiyaku.core.errors import NotFound
from seiyaku.core.language import LANGUAGES, Language
from seiyaku.evidence import proposed
from seiyaku.evidence.proposed import Proposed
from seiyaku.people import approvals, directory, publishing, reading
from seiyaku.people import services as people
from seiyaku.people.models import Proposal
from seiyaku.policy import queries as policies

from ..access import Request, staff
from ..entrance import language_of
from ..frame import OFFICERS
from ..words import PROPOSALS, WORDS


@require_safe
@staff(duties=OFFICERS)
def page(request: Request) -> HttpResponse:
    """Show them."""
    language = language_of(request)
    waiting = directory.open_proposals(timezone.now())
    logins = reading.logins([one.beneficiary for one in waiting if one.beneficiary])
    told = proposed.told(waiting, policies.in_force().policy)
    delay = approvals.single_approver_delay()
    context = {
        "heading": WORDS["approvals"].say(language),
        "section": "approvals",
        "rows": [_row(one, request, logins, told[one.ref], language) for one in waiting],
        "delay": int(delay.total_seconds()) // 3600 if delay else 0,
    }
    return render(request, "console/approvals.html", context)


@require_http_methods(["GET", "POST"])
@staff(duties=OFFICERS, fresh=True, on="approvals")
def proposal(request: Request, ref: str) -> HttpResponse:
    """Show one with all that it would change, or take one's answer to it."""
    return _answered(request, ref) if request.method == "POST" else _shown(request, ref)


def _shown(request: Request, ref: str) -> HttpResponse:
    language = language_of(request)
    one = next((each for each in directory.open_proposals(timezone.now()) if each.ref == ref), None)
    if one is None:
        raise NotFound("proposal")
    told, logins = proposed.of(one), reading.logins([one.beneficiary] if one.beneficiary else [])
    row, changes = _row(one, request, logins, told, language), told.changes
    context = {"heading": row["act"], "section": "approvals", "row": row}
    if changes is not None:
        context |= {
            "changed": [
                {
                    "language": each,
                    "heading": WORDS[f"proposed_in_{each}"].say(language),
                    "pairs": changes.pairs[each],
                    "before": WORDS["text_before"].say(each),
                    "after": WORDS["text_after"].say(each),
                }
                for each in sorted(LANGUAGES, key=lambda one: one != language)
            ],
            "keys": changes.rows(),
            "before": changes.before,
            "after": changes.after,
        }
    return render(request, "console/approval.html", context)


def _row(one: Proposal, request: Request, logins: dict[str, str], told: Proposed, language: Language) -> dict[str, Any]:
    own = one.proposed_by.ref == request.actor.id
    concerned = one.beneficiary == request.actor.id
    may = not approvals.APPROVING.isdisjoint(request.duties)
    return {
        "ref": one.ref,
        "act": PROPOSALS[one.act].say(language) if one.act in PROPOSALS else one.act,
        "said": told.said(language),
        "release": told.release,
        "addendum": [each.say(language) for each in told.changes.addendum] if told.changes else [],
        "of_policy": one.act == publishing.ACT,
        "unseen": one.act == publishing.ACT and told.changes is None,
        "subject": one.subject[:16],
        "for_whom": logins.get(one.beneficiary, ""),
        "for_ref": one.beneficiary,
        "proposed_by": one.proposed_by.login,
        "proposed_at": one.proposed_at,
        "ends_at": one.ends_at,
        "ripe_at": one.ripe_at,
        "approved_by": one.approved_by.login if one.approved_by else "",
        "may_approve": may and one.approved_by is None and not own and not concerned,
        "may_withdraw": may or own,
        "why_not": "own_proposal" if own else "concerned" if concerned else "" if may else "approves_not",
        "own": own,
    }


def _answered(request: Request, ref: str) -> HttpResponse:
    if request.POST.get("answer") == "approve":
        people.approve(ref, actor=request.actor)
        said = "done_approved"
    else:
        people.withdraw_proposal(ref, actor=request.actor)
        said = "done_withdrawn"
    messages.success(request, WORDS[said].say(language_of(request)))
    return redirect("console:approvals")
