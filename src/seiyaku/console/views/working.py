"""
A job of a plan: how far it is, its end; stopping it, and asking for it again (policy 9-1, 9-2-A).

Its maker and the manager see it. Without scripts the page asks for itself again; with them only the panel moves.
"""

from __future__ import annotations

import contextlib

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from seiyaku.anonymised import drafts, jobs, working
from seiyaku.anonymised.models import Job
from seiyaku.core.errors import Conflict, NotFound, Refused, SeiyakuError
from seiyaku.policy import queries as policies

from .. import job_pages, plan_pages, previews, telling
from ..access import Request, staff
from ..entrance import language_of
from ..frame import MAKING
from ..words import WORDS
from . import planning


@require_safe
@staff(duties=MAKING)
def page(request: Request, ref: str) -> HttpResponse:
    """
    Show how far a job is, or what came of it.

    With scripts its page asks for the part that moves, and the editor (`panel`) for its panel.
    """
    job = jobs.seen(ref, actor=request.actor)
    moves, inside = bool(request.headers.get("HX-Request")), "panel" in request.GET
    if job.state in jobs.OPEN:
        return _shown(request, job, moves, inside)
    if moves and not inside:
        return HttpResponse(headers={"HX-Redirect": reverse("console:plan-job", args=(ref,))})
    if job.kind == "make" and job.state == "done":
        return planning.made(request, job)
    if job.kind == "look" and job.state in {"done", "refused", "failed"}:
        return _previewed(request, job, alone=moves)
    return _shown(request, job, moves, inside)


def _shown(request: Request, job: Job, moves: bool, inside: bool) -> HttpResponse:  # noqa: FBT001  # two facts
    language = language_of(request)
    template = ("plan_panel.html" if inside else "plan_job.html") if moves else "plan_job_page.html"
    context = {
        "heading": WORDS["job"].say(language), "section": "releases", "job": job_pages.told(job, language),
        "may": planning.may(request), "panel": True,
    } | _problem(request, job)  # fmt: skip
    return render(request, f"console/{template}", context)


def _problem(request: Request, job: Job) -> dict[str, object]:
    """Return why nothing came of a job, as the panel of a plan says it."""
    language = language_of(request)
    try:
        if job.problem:
            working.insist(job)
    except Refused as refused:
        return {"refused": telling.refusal(refused, language)}
    except SeiyakuError as error:
        return {"impossible": telling.said(error, language)}
    return {}


def _previewed(request: Request, job: Job, *, alone: bool) -> HttpResponse:
    """Show what a preview showed, beside the plan it is of; `alone`: the panel only."""
    language, policy = language_of(request), policies.in_force().policy
    read = drafts.read(jobs.text_of(job, actor=request.actor))
    if read.plan is None:
        raise read.faults[0][1]
    shown = previews.of_job(job, read.plan, policy, language, actor=request.actor)
    if alone:
        context = shown.context | {"faults": plan_pages.faults(read, language), "panel": True}
        return render(request, "console/plan_panel.html", context, status=shown.status)
    return planning.editor(request, read.text, ref=_draft(job), base=job.base, shown=shown, checked=True)


def _draft(job: Job) -> str:
    """Return the plan that a job is of; none where it was dropped meanwhile."""
    ref = job_pages.draft_of(job)
    try:
        drafts.history(ref)
    except NotFound:
        return ""
    return ref


@require_POST
@staff(duties=MAKING, on="plan-job")
def stop(request: Request, ref: str) -> HttpResponse:
    """Have a job stop."""
    with contextlib.suppress(Conflict):  # over before it was asked to stop: the page says how
        jobs.stop(ref, actor=request.actor)
    inside = "?panel=1" if request.headers.get("HX-Request") else ""
    return redirect(reverse("console:plan-job", args=(ref,)) + inside)


@require_POST
@staff(duties=MAKING, fresh=True, on="plan-job")
def again(request: Request, ref: str) -> HttpResponse:
    """Ask for it once more, going on from what its search knew."""
    begun = jobs.again(ref, actor=request.actor)
    working.done_within(begun, previews.BREATH)
    return redirect("console:plan-job", begun.job.ref)
