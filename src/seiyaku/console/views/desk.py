"""
Find a person, and use what one may (policy 2-2, 4, 7): by POST alone; no address, title or history tells whom.

The purpose is set once, with the call, visit or work it is for. In a call or visit the door opens nothing until the
caller is known; what the work of one's duty has to do anyway is found and opened.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from seiyaku import door
from seiyaku.core.answers import Allowed
from seiyaku.core.errors import InputError, Refused
from seiyaku.core.model import Policy
from seiyaku.people.days import today
from seiyaku.policy import queries as policies

from .. import lapses, scripts, telling, typed, using
from ..access import Request, staff
from ..entrance import language_of
from ..words import WORDS

DESK = frozenset({"desk", "manager"})
HIDE_AFTER = 90  # seconds without a touch


@require_safe
@staff()
def page(request: Request) -> HttpResponse:
    """Show the search, or the choice of a purpose before it."""
    return render(request, "console/find.html", context_of(request))


@require_POST
@staff(on="find")
def purpose(request: Request) -> HttpResponse:
    """Set the purpose once, with what it is for; or end it, and go on with the next caller of the same purpose."""
    before, said = using.occasion(request), request.POST
    if before is not None:
        door.end(before.ref, actor=request.actor)
    request.session.pop(using.OCCASION, None)
    wanted, kind = said.get("purpose"), said.get("mode", using.WORK)
    caller = using.caller(said.get("caller"))
    if said.get("next") and before is not None:
        wanted, kind = before.purpose, before.kind
    options = using.choices(policies.in_force().policy, request.duties, language_of(request))
    choice = using.chosen(options, wanted)
    if choice is not None:
        begun = door.begin(kind, purpose=choice.name, caller=caller, actor=request.actor)
        request.session[using.OCCASION] = begun.ref
    return redirect("console:find")


@require_http_methods(["GET", "POST"])
@staff(on="find")
def found(request: Request) -> HttpResponse:
    """Find whoever holds what was typed; one person alone is opened at once, a caller only when enough items agree."""
    context = context_of(request)
    if request.method == "GET" or context["chosen"] is None:
        return redirect("console:find")
    policy, occasion = policies.in_force().policy, context["occasion"]
    said = [text for name in ("said", "second") for text in request.POST.getlist(name)]
    if occasion.kind == using.WORK:
        items, people = _searched(request, policy, occasion, said)
        person = people[0] if len(people) == 1 else None
        context |= {"people": people, "count": len(people)}
    else:
        items, heard = _heard(request, policy, occasion, said)
        person = heard.person
        context |= {"count": heard.people, "tries_left": heard.left, "want_second": len(items) < context["boxes"]}
    context["found_by"] = [policy.rules.fields[name].label[language_of(request)] for name in items]
    if person is not None:
        return used_page(request, person, context)
    context |= {"searched": True, "said": said[0] if said else "", "rest": said[1:]}
    return render(request, "console/find.html", context)


@require_http_methods(["GET", "POST"])
@staff()
def opened(request: Request) -> HttpResponse:
    """Open one of several who were found; or anew what was taken off the screen."""
    context = context_of(request)
    if request.method == "GET" or context["chosen"] is None:
        return redirect("console:find")
    return used_page(request, request.POST.get("person", ""), context)


def _searched(
    request: Request, policy: Policy, occasion: door.Occasion, said: list[str]
) -> tuple[dict[str, str], tuple[str, ...]]:
    """Search the people; where nobody is found and the items could be an organisation's, those too."""
    about: dict[str, Any] = {"purpose": occasion.purpose, "actor": request.actor, "occasion": occasion.ref}
    items = typed.items(typed.findable(policy), *said)
    people = door.find(items, **about).people
    if people:
        return items, people
    try:
        others = typed.items(typed.findable(policy, "organisation"), *said)
    except InputError:
        return items, ()
    found = door.find(others, **about).people
    return (others, found) if found else (items, ())


def _heard(
    request: Request, policy: Policy, occasion: door.Occasion, said: list[str]
) -> tuple[dict[str, str], door.Identified]:
    """Compare what the caller says; about an organisation where that is ticked."""
    of = "organisation" if request.POST.get("of") == "organisation" else "person"
    items = typed.items(typed.comparable(policy, of), *said)
    return items, door.identify(occasion.ref, items, actor=request.actor)


def used_page(request: Request, person: str, context: dict[str, Any]) -> HttpResponse:
    """Open what the purpose opens of somebody, and show it beside what it does not, and what would help."""
    language, policy = language_of(request), policies.in_force().policy
    choice, occasion = context["chosen"], context["occasion"]
    context |= {"person": person, "hide_after": HIDE_AFTER, "may_disclose": bool(request.duties & DESK)}
    context["askable"] = _askable(policy, occasion, request)
    try:
        used = door.use(
            person, choice.needs, purpose=choice.name, actor=request.actor, occasion=occasion.ref
        )  # fmt: skip
    except Refused as refusal:
        return _refused(request, refusal, context)
    left = {name: why for name, why in used.left.items() if name not in used.unheld}
    others = [(name, rule.label[language]) for name, rule in policy.rules.fields.items() if name not in used.values]
    context |= {
        "granted": using.granted(policy, used, language),
        "not_held": using.not_held(policy, used, language),
        "refused": using.refused(policy, left, language),
        "others": others,
        "entry": used.entry,
        "may_take": using.may_take(policy, request.duties, choice.name),
    }
    missing = [name for name, why in left.items() if why.remedy.missing in using.BY_CONSENT]
    if missing and context["askable"]:
        context["script"] = scripts.said(policy, choice.name, missing).say(language)
    return render(request, "console/used.html", context)


def _refused(request: Request, refusal: Refused, context: dict[str, Any]) -> HttpResponse:
    """Show why nothing opens; where consent would help, and somebody is there to give it, with what to ask them."""
    language, policy, choice = language_of(request), policies.in_force().policy, context["chosen"]
    missing = refusal.answer.remedy.missing
    context |= telling.refusal(refusal, language)
    if missing in using.BY_CONSENT and context["askable"]:
        context["script"] = scripts.said(policy, choice.name, choice.needs).say(language)
    context["want_authority"] = missing == "authority"
    return render(request, "console/kept_back.html", context, status=403)


def _askable(policy: Policy, occasion: door.Occasion, request: Request) -> bool:
    """Say whether somebody who is known is there to be asked for consent, and this actor may write it down."""
    asks = {name for name, duty in policy.rules.duties.items() if "law:ask-consent" in duty.law}
    there = occasion.kind != using.WORK and occasion.purpose in policy.rules.purposes
    return there and not asks.isdisjoint(request.duties)


@require_http_methods(["GET", "POST"])
@staff()
def explained(request: Request) -> HttpResponse:
    """Say which clause would let the actor see one more field of somebody."""
    context = context_of(request)
    if request.method == "GET" or context["chosen"] is None:
        return redirect("console:find")
    policy, language, name = policies.in_force().policy, language_of(request), request.POST.get("field", "")
    if name not in policy.rules.fields:
        raise InputError("field", "something else", "a field of the policy")
    person = request.POST.get("person", "") or None
    told = door.explain(
        [name], purpose=context["chosen"].name, person=person, actor=request.actor, occasion=context["occasion"].ref
    )
    context |= {
        "field": policy.rules.fields[name].label[language],
        "allowed": isinstance(told.answer, Allowed),
        "why": "" if isinstance(told.answer, Allowed) else told.answer.text.say(language),
        "clause": told.answer.clause,
        "ways": [(way.clause or "", way.text.say(language)) for way in told.ways],
        "entry": told.entry,
        "person": person or "",
    }
    return render(request, "console/explained.html", context)


def context_of(request: Request) -> dict[str, Any]:
    """Return what every page of using has: the purpose set, the call it is for, and how people are found in it."""
    language, policy = language_of(request), policies.in_force().policy
    options = using.choices(policy, request.duties, language)
    occasion = using.occasion(request)
    call = occasion is not None and occasion.kind != using.WORK
    fields = typed.comparable(policy) if call else typed.findable(policy)
    return {
        "heading": WORDS["find"].say(language),
        "section": "find",
        "lapses": [] if occasion is not None else lapses.said(request.account, today(), policy, language),
        "options": options,
        "occasion": occasion,
        "chosen": using.chosen(options, occasion.purpose) if occasion is not None else None,
        "mode": occasion.kind if occasion is not None else "",
        "call": call,
        "known": bool(occasion is not None and occasion.person),
        "boxes": using.items_to_match(policy) if call else 2,
        "more": range(1, using.items_to_match(policy) if call else 2),
        "searched_by": [rule.label[language] for rule in fields.values()],
        "organisations": bool(typed.findable(policy, "organisation")),
    }
