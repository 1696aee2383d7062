"""Anonymised information (policy 9): what was made, a verdict first, what stands in the way, who it went to."""

from __future__ import annotations

from operator import itemgetter
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from seiyaku.anonymised import checklist, delivering, documents, making, queries, releasing, sealed
from seiyaku.core.citations import say_all
from seiyaku.core.errors import InputError
from seiyaku.core.language import Language, joined
from seiyaku.people.days import today
from seiyaku.policy import queries as policies
from seiyaku.post import queries as post

from .. import verdicts
from ..access import Request, staff
from ..drawing import drawn
from ..entrance import language_of
from ..frame import MAKING
from ..listing import Column, listed
from ..words import WORDS
from ..words_of_releases import PARCELS, RELEASES, STEPS, WAYS
from .sending import LIGHTS as SENT

LARGEST = 1 << 20
NEXT = {"made": "approve", "approved": "publish"}
LIGHTS = {"made": "attention", "approved": "attention", "published": "kept", "withdrawn": "unbuilt"}
STEP_LIGHTS = {"done": "kept", "next": "attention", "waits": "unbuilt", "wrong": "broken"}


@require_safe
@staff(duties=MAKING)
def page(request: Request) -> HttpResponse:
    """List them, and compare two when both are named."""
    language = language_of(request)
    rows = [_row(one, language) for one in queries.releases()]
    named = [request.GET.get(name, "") for name in ("a", "b")]
    context = {
        "heading": WORDS["releases"].say(language),
        "section": "releases",
        "rows": rows,
        "list": listed(
            "releases",
            request.GET,
            rows,
            language,
            columns=_columns(language),
            text=lambda row: f"{row['number']} {row['title']} {row['said']} {row['for_whom']}",
        ),
        "compared": _compared(named, language) if all(named) else (),
        "named": named,
        "acceptances": queries.acceptances(),
    }
    return render(request, "console/releases.html", context)


def _columns(language: Language) -> list[Column]:
    def said(word: str, name: str, by: str, *, number: bool = False) -> Column:
        return Column(said=WORDS[word].say(language), name=name, by=itemgetter(by), number=number)

    return [
        said("release", "number", "number"), said("state", "state", "said"), said("release_for", "for", "for_whom"),
        said("release_rows", "rows", "rows", number=True), said("usable_from", "usable", "usable_from"),
    ]  # fmt: skip


def _row(one: dict[str, Any], language: Language) -> dict[str, Any]:
    return one | {
        "title": one["title"][language],
        "said": RELEASES[one["state"]].say(language),
        "light": LIGHTS[one["state"]],
        "for_whom": RELEASES[one["use"]].say(language),
    }


def _compared(named: list[str], language: Language) -> list[tuple[str, str, str]]:
    """Return what two releases say of themselves, side by side."""
    both = [queries.release(ref) for ref in named]

    def row(word: str, cell: Any) -> tuple[str, str, str]:
        first, second = (str(cell(one)) for one in both)
        return RELEASES[word].say(language), first, second

    return [
        row("number", lambda one: f"{one['number']} {one['title'][language]}"),
        row("for_whom", lambda one: RELEASES[one["use"]].say(language)),
        row("items", lambda one: joined((each["label"][language] for each in one["items"]), language)),
        row("rows", lambda one: f"{one['rows']:,}"),
        row("suppressed", lambda one: f"{one['verdict']['suppressed']:,}"),
        row("smallest", lambda one: f"{one['verdict']['smallest']:,}"),
        row("risk", lambda one: f"{one['verdict']['average_risk']:.2%}"),
        row("lost", lambda one: f"{one['verdict']['lost']:.1%}"),
    ]


@require_safe
@staff(duties=MAKING)
def release(request: Request, ref: str) -> HttpResponse:
    """Show one: verdict, gates, what the public reads, risk and distributions, deliveries, complaints."""
    language, one, day = language_of(request), queries.release(ref), today()
    policy = policies.in_force().policy
    entitled = bool(request.duties & (releasing.ANSWERING | making.makers(policy)))
    report = sealed.report(ref, actor=request.actor) if entitled else None
    shown = documents.document(one, report, language) if report else None
    context = {
        "heading": f"{RELEASES['no'].say(language).format(one['number'])} {one['title'][language]}",
        "section": "releases",
        "one": _row(one, language),
        "verdict": documents.VERDICT.say(language).format(**one["verdict"]),
        "standards": verdicts.standards(one["verdict"]["checks"], language),
        "others": verdicts.others(one["verdict"]["checks"], language),
        "figures": verdicts.figures(one["verdict"], language),
        "dates": verdicts.dates(one["preset"], one["usable_from"], day, language),
        "public": verdicts.public(
            [each["label"][language] for each in one["items"]], one["ways"], one["use"], policy, language
        ),
        "steps": [_step(step, language) for step in checklist.of_release(releasing.one(ref), policy, day)],
        "sections": [drawn(section) for section in shown.sections[3:]] if shown else (),
        "next": NEXT.get(one["state"], ""),
        "own": one["made_by"] == request.actor.id,
        "ready": one["usable_from"] is not None and one["usable_from"] <= day,
        "destinations": [each for each in post.destinations() if each["partner"]],
        "deliveries": [
            row
            | {
                "light": SENT.get(row["state"], "unbuilt"),
                "said": PARCELS[row["state"]].say(language),
                "way": WAYS[row["way"]].say(language),
            }
            for row in one["deliveries"]
        ],
        "complaints": one["complaints"],
        "may_change": entitled and one["state"] != "withdrawn",
    }
    return render(request, "console/release.html", context)


def _step(step: checklist.Step, language: Language) -> dict[str, str]:
    return {
        "name": step.name.say(language), "light": STEP_LIGHTS[step.state], "state": STEPS[step.state].say(language),
        "said": step.said.say(language), "clause": step.clause, "article": say_all(step.article, language),
    }  # fmt: skip


@require_http_methods(["POST"])
@staff(duties=MAKING, fresh=True, on="release")
def act(request: Request, ref: str, verb: str) -> HttpResponse:
    """Do one thing with a release."""
    releasing.one(ref)
    ACTS[verb](request, ref)
    messages.success(request, WORDS["done_recorded"].say(language_of(request)))
    return redirect("console:release", ref)


def _deliver(request: Request, ref: str) -> None:
    delivering.deliver(ref, request.POST.get("to", ""), actor=request.actor)


def _complain(request: Request, ref: str) -> None:
    said = request.POST.get("said", "").strip()
    if not said or len(said) > LARGEST:
        raise InputError("said", "nothing, or too much", "what was complained of")
    sealed.complain(ref, said.encode(), actor=request.actor)


ACTS = {
    "approve": lambda request, ref: releasing.approve(ref, actor=request.actor),
    "publish": lambda request, ref: releasing.publish(ref, actor=request.actor),
    "withdraw": lambda request, ref: releasing.withdraw(ref, actor=request.actor),
    "deliver": _deliver,
    "complain": _complain,
}
