"""People and training (policy 2-1, 2-4, 3-1): who is current, and each person's page with what may be done."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from seiyaku.core.errors import Conflict, InputError, Refused
from seiyaku.core.language import Language
from seiyaku.core.model import Course, Duty, Policy
from seiyaku.people import approvals, directory, reading
from seiyaku.people import services as people
from seiyaku.people.days import today
from seiyaku.policy import queries as policies

from ..access import Request, staff
from ..entrance import language_of
from ..frame import CHARGED, OFFICERS
from ..words import WORDS

LARGEST = 1 << 20
SOON = dt.timedelta(days=14)


@require_safe
@staff(duties=CHARGED)
def page(request: Request) -> HttpResponse:
    """Show everybody: duties, training, factors, reviews."""
    policy, language, day = policies.in_force().policy, language_of(request), today()
    courses = [(name, course.label[language]) for name, course in policy.rules.training.items()]
    context = {
        "heading": WORDS["people"].say(language),
        "section": "people",
        "courses": [label for _, label in courses],
        "rows": [_row(one, [name for name, _ in courses], policy, language, day) for one in directory.matrix(day)],
        "may_manage": bool(request.duties & OFFICERS),
    }
    return render(request, "console/people.html", context)


def _row(
    one: directory.Standing, courses: list[str], policy: Policy, language: Language, day: dt.date
) -> dict[str, Any]:
    member, rules = one.member, policy.rules
    return {
        "ref": member.ref,
        "login": member.login,
        "kind": rules.staff[member.kind].label[language] if member.kind in rules.staff else member.kind,
        "inside": member.inside,
        "department": member.department,
        "duties": [_label(rules.duties, held.duty, language) for held in member.duties],
        "courses": [_course(one, name, day) for name in courses],
        "armed": one.armed,
        "pledged_on": one.pledged_on,
        "overdue": one.review_overdue_since,
    }


def _label(named: Mapping[str, Duty | Course], name: str, language: Language) -> str:
    return named[name].label[language] if name in named else name


def _course(one: directory.Standing, name: str, day: dt.date) -> dict[str, Any]:
    if name not in one.courses:
        return {"state": "", "until": None}
    until = one.courses[name]
    good = until is not None and until >= day
    state = "attention" if not good or (until is not None and until - day <= SOON) else "kept"
    return {"state": state, "until": until, "lapsed": not good}


@require_safe
@staff(duties=CHARGED)
def member(request: Request, ref: str) -> HttpResponse:
    """Show one member of staff."""
    policy, language, day = policies.in_force().policy, language_of(request), today()
    one = next((found for found in directory.matrix(day, policy) if found.member.ref == ref), None)
    if one is None:
        directory.member(ref, day, policy)  # raises NotFound
        raise AssertionError
    rules = policy.rules
    context = {
        "heading": one.member.login,
        "section": "people",
        "one": _row(one, list(rules.training), policy, language, day),
        "held": [
            {"ref": held.ref, "label": _label(rules.duties, held.duty, language),
             "starts_on": held.starts_on, "until": held.until, "deputy": held.deputy}
            for held in one.member.duties
        ],
        "completions": [
            {"course": _label(rules.training, done.course, language), "on": done.completed_on,
             "until": done.valid_until, "score": done.score}
            for done in reading.completions(ref)
        ],
        "reviews": reading.reviews(ref),
        "duties": [(name, duty.label[language]) for name, duty in rules.duties.items()],
        "courses": [(name, course.label[language]) for name, course in rules.training.items()],
        "today": day,
        "may_manage": bool(request.duties & OFFICERS),
    }  # fmt: skip
    return render(request, "console/member.html", context)


@require_http_methods(["GET", "POST"])
@staff(duties=OFFICERS, fresh=True)
def hire(request: Request) -> HttpResponse:
    """Give somebody an account; the invitation is shown once."""
    policy, language = policies.in_force().policy, language_of(request)
    context: dict[str, Any] = {
        "heading": WORDS["hire"].say(language),
        "section": "people",
        "kinds": [(name, kind.label[language]) for name, kind in policy.rules.staff.items()],
        "supervisors": [(one.ref, one.login) for one in directory.members(today(), policy)],
    }
    if request.method == "POST":
        said = request.POST
        hired = people.hire(
            said.get("login", ""), said.get("kind", ""), department=said.get("department", "")[:80],
            supervisor=said.get("supervisor") or None, actor=request.actor,
        )  # fmt: skip
        context |= {"invitation": hired.invitation, "login": hired.account.login}
    return render(request, "console/hire.html", context)


@require_http_methods(["POST"])
@staff(duties=CHARGED, fresh=True)
def act(request: Request, ref: str, verb: str) -> HttpResponse:
    """Do one thing about a member of staff."""
    done = ACTS[verb](request, ref)
    messages.success(request, WORDS[done].say(language_of(request)))
    return redirect("console:people") if verb == "leave" else redirect("console:member", ref)


def _day(said: str | None) -> dt.date:
    try:
        return dt.date.fromisoformat(said or "")
    except ValueError:
        raise InputError("date", "something else", "YYYY-MM-DD") from None


def _complete(request: Request, ref: str) -> str:
    score = request.POST.get("score", "").strip()
    if score and not score.isdecimal():
        raise InputError("score", "something else", "0 to 100")
    people.complete(
        ref, request.POST.get("course", ""), on=_day(request.POST.get("on")), score=int(score) if score else None,
        actor=request.actor,
    )  # fmt: skip
    return "done_recorded"


def _grace(request: Request, ref: str) -> str:
    days = request.POST.get("days", "")
    if not days.isdecimal():
        raise InputError("days", "something else", "1 to 14")
    people.allow_grace(
        ref, request.POST.get("course", ""), int(days), request.POST.get("reason", ""), actor=request.actor
    )
    return "done_recorded"


def _grant(request: Request, ref: str) -> str:
    """Charge somebody with a duty; one that takes two people is proposed, unless it has been approved already."""
    duty, actor = request.POST.get("duty", ""), request.actor
    approved = reading.approved("grant-duty", approvals.subject("grant-duty", ref, duty), actor.id)
    try:
        people.grant_duty(ref, duty, proposal=approved, actor=actor)
    except Refused as refusal:
        if refusal.answer.reason != "one-person" or approved is not None:
            raise
        people.propose("grant-duty", ref, duty, beneficiary=ref, actor=actor)
        return "done_proposed"
    return "done_granted"


def _revoke(request: Request, ref: str) -> str:
    held = request.POST.get("held", "")
    if held not in {one.ref for one in directory.member(ref, today()).duties}:
        raise Conflict("duty")
    people.revoke_duty(held, actor=request.actor)
    return "done_revoked"


def _review(request: Request, ref: str) -> str:
    uses = request.POST.get("uses", "")
    if not uses.isdecimal():
        raise InputError("uses", "something else", "how many uses were looked at")
    people.review(
        ref, request.POST.get("findings", ""), since=_day(request.POST.get("since")),
        until=_day(request.POST.get("until")), uses=int(uses), actor=request.actor,
    )  # fmt: skip
    return "done_recorded"


def _pledge(request: Request, ref: str) -> str:
    people.pledge(ref, _day(request.POST.get("on")), actor=request.actor)
    return "done_recorded"


def _leave(request: Request, ref: str) -> str:
    people.leave(ref, actor=request.actor)
    return "done_left"


ACTS = {
    "complete": _complete, "grace": _grace, "grant": _grant, "revoke": _revoke, "review": _review, "pledge": _pledge,
    "leave": _leave,
}  # fmt: skip


@require_http_methods(["POST"])
@staff(duties=OFFICERS)
def rolls(request: Request) -> HttpResponse:
    """Record completions from a CSV file."""
    file = request.FILES.get("file")
    if file is None or (file.size or 0) > LARGEST:
        raise InputError("file", "none, or too large a one", "a CSV file of at most 1 MiB")
    taken = people.take_completions(file.read(), actor=request.actor)
    messages.success(request, f"{WORDS['done_recorded'].say(language_of(request))} ({taken.recorded})")
    return redirect("console:people")
