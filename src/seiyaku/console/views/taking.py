"""
What is done with what is open (policy 2-2, 4-3, 7-2): copy it, print it, take it in a file, ask for consent to more.

Each is an act of its own, decided and on record before anything leaves the screen; the answer to a question is written
down with the words that were read out.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from seiyaku import door
from seiyaku.core.errors import InputError, Refused
from seiyaku.core.language import Language
from seiyaku.evidence import tables
from seiyaku.policy import queries as policies

from .. import scripts, telling, using
from ..access import Request, staff
from ..entrance import language_of
from ..words import WORDS
from .desk import context_of, used_page

LARGEST = 1 << 20
FETCHED = "application/json"


@require_http_methods(["GET", "POST"])
@staff()
def taken(request: Request) -> HttpResponse:
    """Copy, print or take in a file what is named of somebody; a script that asks gets the values alone."""
    context = context_of(request)
    if request.method == "GET" or context["chosen"] is None:
        return redirect("console:find")
    how, person = request.POST.get("how", ""), request.POST.get("person", "")
    names = request.POST.getlist("field") or list(context["chosen"].needs)
    try:
        used = door.take(
            person, names, how=how, purpose=context["chosen"].name, actor=request.actor,
            occasion=context["occasion"].ref,
        )  # fmt: skip
    except Refused as refusal:
        if request.headers.get("Accept") == FETCHED:
            return JsonResponse(telling.refusal(refusal, language_of(request)), status=403)
        raise
    if request.headers.get("Accept") == FETCHED:
        return JsonResponse({"values": dict(used.values), "entry": used.entry})
    policy, language = policies.in_force().policy, language_of(request)
    rows = using.granted(policy, used, language)
    if how == "file":
        return _file(rows, used.entry, language)
    context |= {
        "granted": rows, "person": person, "entry": used.entry, "how": how, "at": timezone.now(),
        "heading": WORDS["taken_print" if how == "print" else "taken_copy"].say(language), "hide_after": 90,
    }  # fmt: skip
    return render(request, "console/taken.html", context)


def _file(rows: list[dict[str, Any]], entry: str, language: Language) -> HttpResponse:
    columns = tuple(WORDS[name].say(language) for name in ("field", "value"))
    table = tables.Table(title="", said="", columns=columns, rows=[(row["label"], row["value"]) for row in rows])
    kind = "text/csv; charset=utf-8"
    named = {"Content-Disposition": f'attachment; filename="{entry}.csv"'}  # the entry's number: nobody's name
    return HttpResponse(tables.as_csv(table), content_type=kind, headers=named)


@require_http_methods(["GET", "POST"])
@staff()
def asked(request: Request) -> HttpResponse:
    """Write down what was answered to the question that was read out; a consent opens what it is to."""
    context = context_of(request)
    if request.method == "GET" or context["chosen"] is None:
        return redirect("console:find")
    policy, choice, occasion = policies.in_force().policy, context["chosen"], context["occasion"]
    person, answer = request.POST.get("person", ""), request.POST.get("answer", "")
    if answer not in ("yes", "no") or choice.name not in policy.rules.purposes:
        raise InputError("answer", "something else", "yes or no")
    fields = [name for name in request.POST.getlist("field") if name in policy.rules.fields] or list(choice.needs)
    words = scripts.keep(policy, choice.name, fields)
    if answer == "yes":
        door.consent(
            [person], door.Choice(use=choice.name), statement=words, method="oral", identity="two-items",
            giver="person" if occasion.caller == "person" else "representative",
            proof=occasion.authority or None, actor=request.actor, occasion=occasion.ref,
        )  # fmt: skip
    else:
        door.decline(person, use=choice.name, statement=words, actor=request.actor, occasion=occasion.ref)
    context["answered"] = WORDS["consent_given" if answer == "yes" else "consent_declined"].say(language_of(request))
    return used_page(request, person, context)


@require_POST
@staff(on="find")
def authority(request: Request) -> HttpResponse:
    """Keep the paper by which whoever speaks may speak for the person."""
    occasion, file = using.occasion(request), request.FILES.get("file")
    if occasion is None:
        return redirect("console:find")
    if file is None or (file.size or 0) > LARGEST:
        raise InputError("file", "none, or too large a one", "a file of at most 1 MiB")
    door.authorise(occasion.ref, bytes(file.read()), actor=request.actor)
    return redirect("console:find")
