"""
Taking everybody's information out in one file (policy 2-2, 3-1): proposed by one, approved by another, taken once.

The door asks for the approval; this shows what may be proposed, and hands out the file, in which no cell is a formula.
"""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from seiyaku import door
from seiyaku.core.errors import InputError
from seiyaku.evidence import tables
from seiyaku.people import approvals, reading
from seiyaku.people import services as people
from seiyaku.policy import queries as policies

from .. import using
from ..access import Request, staff
from ..entrance import language_of
from ..words import WORDS


@require_safe
@staff()
def page(request: Request) -> HttpResponse:
    """Show what may be taken out for one's own purposes, and which of it has been approved."""
    policy, language = policies.in_force().policy, language_of(request)
    rows = [
        {
            "name": one.name,
            "label": one.label,
            "clause": one.clause,
            "fields": [policy.rules.fields[name].label[language] for name in one.needs],
            "approved": _approved(one.name, request),
        }
        for one in _own(request)
    ]
    context = {"heading": WORDS["exports"].say(language), "section": "find", "rows": rows}
    return render(request, "console/exports.html", context)


@require_POST
@staff(fresh=True, on="exports")
def propose(request: Request) -> HttpResponse:
    """Propose one of them; another person has to approve it."""
    choice = _chosen(request)
    people.propose("export", choice.name, door.EVERYBODY, actor=request.actor)
    messages.success(request, WORDS["done_proposed"].say(language_of(request)))
    return redirect("console:exports")


@require_POST
@staff(fresh=True, on="exports")
def take(request: Request) -> HttpResponse:
    """Hand out the file that was approved."""
    policy, language, choice = policies.in_force().policy, language_of(request), _chosen(request)
    taken = door.export(
        None, choice.needs, purpose=choice.name, proposal=_approved(choice.name, request), actor=request.actor
    )
    columns = tuple(policy.rules.fields[name].label[language] for name in taken.columns)
    table = tables.Table(title="", said="", columns=columns, rows=list(taken.rows))
    named = {"Content-Disposition": f'attachment; filename="{taken.export.replace(":", "-")}.csv"'}
    return HttpResponse(tables.as_csv(table), content_type="text/csv; charset=utf-8", headers=named)


def _own(request: Request) -> list[using.Choice]:
    policy = policies.in_force().policy
    options = using.choices(policy, request.duties, language_of(request))
    return [one for one in options if one.name in policy.rules.purposes and _may(request, one.name)]


def _may(request: Request, purpose: str) -> bool:
    return using.may_take(policies.in_force().policy, request.duties, purpose)


def _chosen(request: Request) -> using.Choice:
    choice = using.chosen(_own(request), request.POST.get("purpose"))
    if choice is None:
        raise InputError("purpose", "something else", "one of your own purposes that may take information out")
    return choice


def _approved(purpose: str, request: Request) -> str | None:
    return reading.approved("export", approvals.subject("export", purpose, door.EVERYBODY), request.actor.id)
