"""One clause (policy 0 to 12): its lights, how they stood before, and what a person attests of it."""

from __future__ import annotations

import datetime as dt

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from seiyaku.core.errors import NotFound
from seiyaku.evidence import attesting, history
from seiyaku.people.days import today
from seiyaku.policy import queries as policies

from .. import home
from ..access import Request, staff
from ..entrance import language_of
from ..words import WORDS
from ..words_of_lights import CHECKS
from .staffing import day_in


@require_safe
@staff()
def page(request: Request, clause: str) -> HttpResponse:
    """Show one clause."""
    policy, language, day = policies.in_force().policy, language_of(request), today()
    if clause not in policy.clauses:
        raise NotFound("clause")
    rows = [
        {"light": CHECKS[one.light].say(language) if one.light in CHECKS else "—", "state": one.state,
         "said": home.STATES[one.state].say(language), "since": one.since,
         "until": one.until}
        for one in history.of(clause)
        if one.state in home.STATES
    ]  # fmt: skip
    context = {
        "heading": f"{clause} {policy.clauses[clause].title[language]}",
        "section": "home",
        "clause": home.one(policy, clause, language, day),
        "rows": rows,
        "attested": attesting.standing().get(clause),
        "may_attest": not attesting.ATTESTING.isdisjoint(request.duties),
        "today": day,
        "in_half_a_year": day + dt.timedelta(days=182),
    }
    return render(request, "console/clause.html", context)


@require_POST
@staff(fresh=True, on="clause")
def attest(request: Request, clause: str) -> HttpResponse:
    """Attest it, or take that back."""
    if request.POST.get("end"):
        attesting.end(request.POST["end"], actor=request.actor)
    else:
        until = day_in(request.POST, "until")
        attesting.attest(clause, request.POST.get("said", ""), until=until, actor=request.actor)
    messages.success(request, WORDS["done_recorded"].say(language_of(request)))
    return redirect("console:clause", clause)
