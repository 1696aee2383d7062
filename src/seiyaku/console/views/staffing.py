"""People and training (policy 2-1, 2-4, 3-1): who is current, and each person's page with what may be done."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from seiyaku.core import deadlines
from seiyaku.core.details import in_japanese
from seiyaku.core.errors import Fault, InputError, NotFound
from seiyaku.core.language import Language
from seiyaku.core.law import DUTIES
from seiyaku.core.model import Course, Duty, Policy
from seiyaku.core.vocabulary import WORDS as TRADE
from seiyaku.ledger import letters
from seiyaku.people import directory, reading, reviews, staffing
from seiyaku.people import rules as staffed
from seiyaku.people import services as people
from seiyaku.people.acting import MANAGING
from seiyaku.people.days import today
from seiyaku.policy import queries as policies

from ..access import Request, staff
from ..entrance import language_of
from ..frame import CHARGED, OFFICERS
from ..listing import Column, listed
from ..words import WORDS

YEAR = dt.timedelta(days=365)
Context = dict[str, Any]


def day_in(said: Mapping[str, str], name: str) -> dt.date:
    """Return the day that a form's field says."""
    try:
        return dt.date.fromisoformat(said.get(name, ""))
    except ValueError:
        raise InputError(name, "something else", "YYYY-MM-DD") from None


@require_safe
@staff(duties=CHARGED, supervisors=True)
def page(request: Request) -> HttpResponse:
    """Show everybody, or a supervisor their people: duties, training, factors, reviews."""
    return everybody(request)


def everybody(request: Request, faults: tuple[Fault, ...] = ()) -> HttpResponse:
    """Return the page of everybody; `faults`: what was wrong with a file that was handed in."""
    policy, language, day = policies.in_force().policy, language_of(request), today()
    courses = [(name, course.label[language]) for name, course in policy.rules.training.items()]
    seen = _seen(request, directory.matrix(day, policy))
    context = {
        "heading": WORDS["people"].say(language),
        "section": "people",
        "at": reverse("console:people"),
        "width": len(courses) + 6,
        "list": listed(
            "people",
            request.GET,
            [_row(one, [name for name, _ in courses], policy, language, day) for one in seen],
            language,
            text=_words,
            columns=_columns([label for _, label in courses], language),
            parts={
                "list_amiss": lambda row: not row["armed"] or not row["pledged_on"] or _late(row) or _lapsed(row),
                "list_untrained": _lapsed,
                "list_unreviewed": _late,
            },
        ),
        "deputies": [_standin(one, policy, language) for one in directory.deputies(day)] if _oversees(request) else [],
        "faults": _said(faults, language),
        "may_manage": not MANAGING.isdisjoint(request.duties),
    }
    return render(request, "console/people.html", context, status=422 if faults else 200)


def _lapsed(row: Context) -> bool:
    return any(one["state"] and one["lapsed"] for one in row["courses"])


def _late(row: Context) -> bool:
    return bool(row["overdue"] or row["found"])


def _words(row: Context) -> str:
    """Return the words by which a member of staff is found: login, kind, department and duties."""
    return " ".join((row["login"], row["kind"], row["department"], *(duty for duty, _, _ in row["duties"])))


def _columns(courses: list[str], language: Language) -> list[Column]:
    def said(word: str, name: str, by: Callable[[Context], Any] | None) -> Column:
        return Column(said=WORDS[word].say(language), name=name, by=by)

    return [
        said("login", "login", lambda row: row["login"]),
        said("kind", "kind", lambda row: row["kind"]),
        said("my_duties", "", None),
        *(Column(said=label, name=f"course{at}", by=_until(at)) for at, label in enumerate(courses)),
        said("factors", "factors", lambda row: int(row["armed"])),
        said("review", "review", lambda row: str(row["overdue"] or ("~" if row["found"] else "~~"))),
        said("pledge", "pledge", lambda row: str(row["pledged_on"] or "")),
    ]


def _until(at: int) -> Callable[[Context], str]:
    """Return by what a course is sorted: what was never taken first, what is not asked for last."""

    def until(row: Context) -> str:
        course = row["courses"][at]
        return str(course["until"] or "0") if course["state"] else ""

    return until


def _said(faults: tuple[Fault, ...], language: Language) -> list[Fault]:
    return [replace(one, expected=in_japanese(one.expected)) if language == "ja" else one for one in faults]


def _oversees(request: Request) -> bool:
    return not CHARGED.isdisjoint(request.duties)


def _seen(request: Request, found: list[directory.Standing]) -> list[directory.Standing]:
    """Return whom the one who asks may see: a supervisor without such a duty their own people only."""
    return found if _oversees(request) else [one for one in found if one.member.ref in request.supervises]


def _row(one: directory.Standing, courses: list[str], policy: Policy, language: Language, day: dt.date) -> Context:
    member, rules = one.member, policy.rules
    return {
        "ref": member.ref,
        "login": member.login,
        "kind": rules.staff[member.kind].label[language] if member.kind in rules.staff else member.kind,
        "inside": member.inside,
        "department": member.department,
        "duties": [(_label(rules.duties, held.duty, language), held.deputy, held.until) for held in member.duties],
        "courses": [_course(one, name, rules.training[name], day) for name in courses],
        "armed": one.armed,
        "pledged_on": one.pledged_on,
        "overdue": one.review_overdue_since,
        "found": one.review_found,
    }


def _label(named: Mapping[str, Duty | Course], name: str, language: Language) -> str:
    return named[name].label[language] if name in named else name


def _standin(one: directory.Standin, policy: Policy, language: Language) -> Context:
    return {"one": one, "duty": _label(policy.rules.duties, one.duty, language)}


def _course(one: directory.Standing, name: str, course: Course, day: dt.date) -> Context:
    if name not in one.courses:
        return {"state": "", "until": None}
    until = one.courses[name]
    good = until is not None and until >= day
    state = (
        "attention" if not good or (until is not None and deadlines.add(day, course.warn_before) >= until) else "kept"
    )
    return {"state": state, "until": until, "lapsed": not good}


@require_safe
@staff(duties=CHARGED, supervisors=True)
def member(request: Request, ref: str) -> HttpResponse:
    """Show one member of staff."""
    policy, language, day = policies.in_force().policy, language_of(request), today()
    one = next(iter(_seen(request, directory.matrix(day, policy, ref))), None)
    if one is None:
        raise NotFound("account")
    rules, barred = policy.rules, frozenset() if one.member.inside else staffed.own_peoples(policy)
    others = [each for each in directory.logins(day) if each[0] != ref]
    account = reading.account(ref)
    context = {
        "heading": one.member.login,
        "section": "people",
        "one": _row(one, list(rules.training), policy, language, day),
        "account": account,
        "may_review": reviews.may_review(account, request.account, request.duties),
        "signed_in_at": reading.sessions(ref),
        "held": [_charge(held, policy, language, day) for held in one.member.duties]
        + [_charge(held, policy, language, day) for held in directory.coming(ref, day)],
        "deputies": [_standin(each, policy, language) for each in directory.deputies(day) if each.holder_ref == ref],
        "completions": [
            {"course": _label(rules.training, done.course, language), "on": done.completed_on,
             "until": done.valid_until, "score": done.score}
            for done in reading.completions(ref)
        ],
        "reviews": reading.reviews(ref),
        "sample": _sample(ref, policy, language),
        "others": others,
        "duties": [(name, duty.label[language]) for name, duty in rules.duties.items() if name not in barred],
        "courses": [(name, course.label[language]) for name, course in rules.training.items()],
        "kinds": [(name, kind.label[language]) for name, kind in rules.staff.items()],
        "kind_now": one.member.kind,
        "today": day,
        "in_a_year": day + YEAR,
        "may_manage": not MANAGING.isdisjoint(request.duties),
    }  # fmt: skip
    return render(request, "console/member.html", context)


def _charge(held: directory.Charge, policy: Policy, language: Language, day: dt.date) -> Context:
    return {
        "ref": held.ref, "label": _label(policy.rules.duties, held.duty, language), "starts_on": held.starts_on,
        "until": held.until, "deputy": held.deputy, "coming": held.starts_on > day,
    }  # fmt: skip


def _sample(ref: str, policy: Policy, language: Language) -> Context | None:
    """Return the sample that waits to be signed, each use in words: no value, and nobody's name."""
    drawn = reading.unsigned(ref)
    if drawn is None:
        return None
    rules = policy.rules
    purposes = {duty.key: duty.label.say(language) for duty in DUTIES}
    purposes |= {name: rule.label[language] for name, rule in rules.purposes.items()}
    rows = [
        {
            "at": one.at,
            "act": TRADE[one.act].say(language) if one.act in TRADE else one.act,
            "purpose": purposes.get(one.purpose, one.purpose),
            "fields": [rules.fields[name].label[language] for name in one.fields if name in rules.fields],
            "people": one.people,
            "refused": one.answer not in {"allowed", "done"},
            "reason": one.reason,
            "entry": one.entry,
        }
        for one in reading.sampled(drawn.entries.split())
    ]
    return {"drawn": drawn, "rows": rows}


@require_http_methods(["GET", "POST"])
@staff(duties=OFFICERS, fresh=True, on="hire")
def hire(request: Request) -> HttpResponse:
    """Give somebody an account; the invitation is mailed, or shown once."""
    policy, language = policies.in_force().policy, language_of(request)
    context: Context = {
        "heading": WORDS["hire"].say(language),
        "section": "people",
        "kinds": [(name, kind.label[language]) for name, kind in policy.rules.staff.items()],
        "supervisors": [(one.ref, one.login) for one in directory.members(today(), policy) if one.inside],
        "mails": letters.configured(),
        "in_a_year": today() + YEAR,
    }
    if request.method == "POST":
        said = request.POST
        email = said.get("email", "").strip()
        hired = people.hire(
            said.get("login", ""), said.get("kind", ""), department=said.get("department", "").strip(),
            supervisor=said.get("supervisor") or None, contact={"email": email} if email else None,
            contact_until=day_in(said, "contact_until") if email else None, actor=request.actor,
        )  # fmt: skip
        return invited(request, hired, context)
    return render(request, "console/hire.html", context)


def invited(request: Request, hired: staffing.Hired, context: Context | None = None) -> HttpResponse:
    """Say where an invitation went, or show it, this once."""
    said: Context = context or {"heading": WORDS["invite_again"].say(language_of(request)), "section": "people"}
    said |= {"hired": hired, "login": hired.account.login}
    return render(request, "console/hire.html", said)
