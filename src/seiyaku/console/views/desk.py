"""
Find a person, and use what one may (policy 2-2, 4, 7): by POST alone; no address, title or history tells whom.

A call: the caller is known by two items before anything of theirs is shown. Work: what one's duty has to do anyway.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from seiyaku import door
from seiyaku.core.answers import Allowed
from seiyaku.core.errors import InputError
from seiyaku.core.model import Policy
from seiyaku.policy import queries as policies

from .. import typed, using
from ..access import Request, staff
from ..entrance import language_of
from ..words import WORDS

DESK = frozenset({"desk", "manager"})
HIDE_AFTER = 90  # seconds without a touch


@require_safe
@staff()
def page(request: Request) -> HttpResponse:
    """Show the search, or the choice of a purpose before it."""
    return render(request, "console/find.html", _context(request))


@require_POST
@staff()
def purpose(request: Request) -> HttpResponse:
    """Set the purpose once, or end it."""
    options = using.choices(policies.in_force().policy, request.duties, language_of(request))
    choice = using.chosen(options, request.POST.get("purpose"))
    request.session[using.PURPOSE] = choice.name if choice else ""
    request.session[using.MODE] = using.CALL if request.POST.get("mode") == using.CALL else using.WORK
    return redirect("console:find")


@require_http_methods(["GET", "POST"])
@staff()
def found(request: Request) -> HttpResponse:
    """Find whoever holds what was typed; one person alone is opened at once, a caller only when two items agree."""
    if request.method == "GET":
        return redirect("console:find")
    policy, context = policies.in_force().policy, _context(request)
    choice = context["chosen"]
    if choice is None:
        return redirect("console:find")
    items, people = _searched(request, policy, choice)
    names = [policy.rules.fields[name].label[language_of(request)] for name in items]
    proven = context["mode"] != using.CALL or len(items) > 1
    if len(people) == 1 and proven:
        return _used(request, policy, choice, people[0], context | {"found_by": names})
    context |= {"people": people, "found_by": names, "want_second": bool(people) and len(items) == 1}
    return render(request, "console/find.html", context)


@require_http_methods(["GET", "POST"])
@staff()
def opened(request: Request) -> HttpResponse:
    """Open one of several who were found."""
    context = _context(request)
    if request.method == "GET" or context["chosen"] is None or context["mode"] == using.CALL:
        return redirect("console:find")
    return _used(request, policies.in_force().policy, context["chosen"], request.POST.get("person", ""), context)


def _searched(request: Request, policy: Policy, choice: using.Choice) -> tuple[dict[str, str], tuple[str, ...]]:
    """Search the people; where nobody is found and the items could be an organisation's, those too."""
    said = request.POST.get("said", ""), request.POST.get("second", "")
    items = typed.items(policy, *said)
    people = door.find(items, purpose=choice.name, actor=request.actor).people
    if people:
        return items, people
    try:
        others = typed.items(policy, *said, of="organisation")
    except InputError:
        return items, ()
    found = door.find(others, purpose=choice.name, actor=request.actor).people
    return (others, found) if found else (items, ())


def _used(request: Request, policy: Policy, choice: using.Choice, person: str, context: dict[str, Any]) -> HttpResponse:
    language = language_of(request)
    used = door.use(person, choice.needs, purpose=choice.name, actor=request.actor)
    others = [(name, rule.label[language]) for name, rule in policy.rules.fields.items() if name not in used.values]
    context |= {
        "granted": using.granted(policy, used, language),
        "not_held": using.not_held(policy, used, language),
        "refused": using.refused(policy, used.left, language),
        "others": others,
        "person": person,
        "entry": used.entry,
        "hide_after": HIDE_AFTER,
        "may_disclose": bool(request.duties & DESK),
    }
    return render(request, "console/used.html", context)


@require_http_methods(["GET", "POST"])
@staff()
def explained(request: Request) -> HttpResponse:
    """Say which clause would let the actor see one more field of somebody."""
    context = _context(request)
    if request.method == "GET" or context["chosen"] is None:
        return redirect("console:find")
    policy, language, name = policies.in_force().policy, language_of(request), request.POST.get("field", "")
    if name not in policy.rules.fields:
        raise InputError("field", "something else", "a field of the policy")
    person = request.POST.get("person", "") or None
    told = door.explain([name], purpose=context["chosen"].name, person=person, actor=request.actor)
    context |= {
        "field": policy.rules.fields[name].label[language],
        "allowed": isinstance(told.answer, Allowed),
        "why": "" if isinstance(told.answer, Allowed) else told.answer.text.say(language),
        "clause": told.answer.clause,
        "ways": [(way.clause or "", way.text.say(language)) for way in told.ways],
        "entry": told.entry,
    }
    return render(request, "console/explained.html", context)


@require_http_methods(["GET", "POST"])
@staff(duties=DESK)
def person(request: Request) -> HttpResponse:
    """Show the desk what is held about somebody, from where, who used it, what they chose."""
    if request.method == "GET":
        return redirect("console:find")
    policy, language = policies.in_force().policy, language_of(request)
    mine = door.person(request.POST.get("person", ""), actor=request.actor)
    context = using.of_person(policy, mine, language) | {
        "heading": WORDS["person_page"].say(language), "entry": mine.entry, "hide_after": HIDE_AFTER, "section": "find",
    }  # fmt: skip
    return render(request, "console/person.html", context)


def _context(request: Request) -> dict[str, Any]:
    language, policy = language_of(request), policies.in_force().policy
    options = using.choices(policy, request.duties, language)
    return {
        "heading": WORDS["find"].say(language),
        "section": "find",
        "options": options,
        "chosen": using.chosen(options, request.session.get(using.PURPOSE)),
        "mode": request.session.get(using.MODE, using.WORK),
        "searched_by": [rule.label[language] for rule in typed.findable(policy).values()],
    }
