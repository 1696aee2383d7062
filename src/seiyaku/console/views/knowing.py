"""
A person's page, for the desk (policy 2-2, 2-3, 7; arts. 33, 33(5)): what is held with its history and source, what
they chose, who used it, to whom it went; receipts of each use to take away, and the records of provision.

Whoever looks acts for the person, and the look is an entry: what must be withheld from them is not here.
"""

from __future__ import annotations

import json

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from seiyaku import door
from seiyaku.core.citations import say
from seiyaku.policy import queries as policies

from .. import using
from ..access import Request, staff
from ..entrance import language_of
from ..words import WORDS
from .desk import DESK, HIDE_AFTER


@require_http_methods(["GET", "POST"])
@staff(duties=DESK)
def person(request: Request) -> HttpResponse:
    """Show the desk what is held about somebody, from where, who used it, what they chose."""
    if request.method == "GET":
        return redirect("console:find")
    policy, language, who = policies.in_force().policy, language_of(request), request.POST.get("person", "")
    mine = door.person(who, actor=request.actor)
    context = using.of_person(policy, mine, language) | {
        "heading": WORDS["person_page"].say(language), "entry": mine.entry, "hide_after": HIDE_AFTER, "section": "find",
        "person": who,
    }  # fmt: skip
    return render(request, "console/person.html", context)


@require_POST
@staff(duties=DESK)
def receipt(request: Request) -> HttpResponse:
    """Hand out the receipt of one use, for the independent verifier."""
    made = door.receipt(request.POST.get("person", ""), request.POST.get("entry", ""), actor=request.actor)
    named = {"Content-Disposition": f'attachment; filename="receipt-{request.POST.get("entry", "")}.json"'}
    return HttpResponse(json.dumps(made.document, indent=1), content_type="application/json", headers=named)


@require_http_methods(["GET", "POST"])
@staff(duties=DESK)
def records(request: Request) -> HttpResponse:
    """Show the records of what was given to others and came from them (33(5))."""
    if request.method == "GET":
        return redirect("console:find")
    language, who = language_of(request), request.POST.get("person", "")
    found = door.records(who, actor=request.actor)
    labels = {rule.label["ja"]: rule.label[language] for rule in policies.in_force().policy.rules.fields.values()}
    rows = [
        {"one": one, "items": [labels.get(name, name) for name in one.items], "basis": say(one.basis, language)}
        for one in found.records
    ]
    context = {
        "heading": WORDS["records_page"].say(language), "section": "find", "rows": rows,
        "entry": found.entry, "person": who, "hide_after": HIDE_AFTER,
    }  # fmt: skip
    return render(request, "console/records.html", context)
