"""
The editor of plans (policy 9-1 to 9-4): a form over the YAML, checked as it stands, looked at on request, kept, made.

* Checking reads nobody's information. A preview does: it is an act with its duty and its entry, and shows rows of the
  table that would leave, nothing of the one it is made of.
* Opening a plan's text is on record: how something is processed is kept safe too (43(2)).
* Making goes the one way there is: gates, a sealed table, a second person.
"""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from seiyaku.anonymised import drafts, jobs, making, releasing, working
from seiyaku.anonymised.models import Job
from seiyaku.anonymised.plans import LARGEST, Plan
from seiyaku.anonymised.presets import PRESETS
from seiyaku.core.errors import InputError, NotFound
from seiyaku.core.language import Language
from seiyaku.people import reading as people
from seiyaku.policy import queries as policies

from .. import job_pages, previews
from .. import plan_forms as forms
from .. import plan_pages as pages
from ..access import Request, staff
from ..entrance import language_of
from ..frame import MAKING
from ..words import WORDS


@require_safe
@staff(duties=MAKING)
def page(request: Request) -> HttpResponse:
    """List the plans, begin one, compare two."""
    language = language_of(request)
    rows = [one | {"title": one["title"][language]} for one in drafts.listed()]
    context = {
        "heading": WORDS["plans"].say(language), "section": "releases", "rows": rows,
        "presets": [pages.preset(each, language) for each in PRESETS.values()],
        "may": may(request), "jobs": [job_pages.told(job, language) for job in jobs.listed(actor=request.actor)],
    }  # fmt: skip
    return render(request, "console/plans.html", context)


def may(request: Request) -> bool:
    """Tell whether somebody makes anonymised information, and does not only look at it."""
    return not request.duties.isdisjoint(making.makers(policies.in_force().policy))


@require_safe
@staff(duties=MAKING)
def new(request: Request) -> HttpResponse:
    """Begin a plan with the figures of a preset."""
    name = request.GET.get("preset", "third-party")
    text = forms.beginning(name if name in PRESETS else "third-party", policies.in_force().policy)
    return editor(request, text)


@require_safe
@staff(duties=MAKING)
def plan(request: Request, ref: str) -> HttpResponse:
    """Open a plan, its newest version unless another is named, with its history."""
    asked = request.GET.get("version", "")
    opened = drafts.open_(ref, int(asked) if asked.isdecimal() and len(asked) < 9 else None, actor=request.actor)
    return editor(request, opened.text, ref=opened.draft, base=opened.newest, number=opened.number)


@require_safe
@staff(duties=MAKING)
def file(request: Request, ref: str) -> HttpResponse:
    """Give the newest version as a file, for the command line or a repository."""
    opened = drafts.open_(ref, actor=request.actor)
    response = HttpResponse(opened.text, content_type="application/yaml; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="plan-{opened.number}.yaml"'
    return response


def as_typed(request: Request) -> HttpResponse:
    """Show the editor with what was typed, to be kept after whatever somebody else kept meanwhile."""
    typed, ref = _typed(request), request.POST.get("ref", "")
    try:
        base = drafts.history(ref)[0]["number"] if ref else 0
    except NotFound:  # dropped meanwhile: what was typed can be kept as a plan of its own
        ref, base = "", 0
    return editor(request, typed.text, ref=ref, base=base, notice=typed.notice, checked=True)


@require_POST
@staff(duties=MAKING, on=as_typed)
def check(request: Request) -> HttpResponse:
    """Say what the gates say of what was typed; with `live`, preview it."""
    return _shown(request, look=bool(request.POST.get("live")))


@require_POST
@staff(duties=MAKING, on=as_typed)
def look(request: Request) -> HttpResponse:
    """Preview what was typed: read, search, and show what would come of it."""
    return _shown(request, look=True)


@require_POST
@staff(duties=MAKING, on=as_typed)
def keep(request: Request) -> HttpResponse:
    """Keep what was typed as the plan's next version; with a fault in it, show the fault at its field."""
    typed = _typed(request)
    if drafts.read(typed.text).faults:
        return _shown(request, look=False)
    ref, base = request.POST.get("ref", ""), _number(request.POST.get("base", "0"))
    made = drafts.keep(typed.text, draft=ref, base=base, actor=request.actor)
    messages.success(request, WORDS["plan_kept"].say(language_of(request)).format(made.number))
    return redirect("console:plan", made.draft.ref)


@require_POST
@staff(duties=MAKING, fresh=True, on="plan")
def make(request: Request, ref: str) -> HttpResponse:
    """Make a release of the version named, and ask for a second person's approval."""
    begun = drafts.hand_in(ref, _number(request.POST.get("version", "0")), actor=request.actor)
    return made(request, working.done_within(begun, previews.BREATH))


def made(request: Request, job: Job) -> HttpResponse:
    """Go to the release that a job made, or to the job while it goes on. Raises what it met instead."""
    if job.state in jobs.OPEN:
        return redirect("console:plan-job", job.ref)
    working.insist(job)
    number = releasing.one(job.release).number
    messages.success(request, WORDS["plan_made"].say(language_of(request)).format(number))
    return redirect("console:release", job.release)


@require_POST
@staff(duties=MAKING, fresh=True, on="plan")
def drop(request: Request, ref: str) -> HttpResponse:
    """Drop a plan with every version of it."""
    drafts.drop(ref, actor=request.actor)
    messages.success(request, WORDS["done_recorded"].say(language_of(request)))
    return redirect("console:plans")


@require_http_methods(["GET", "HEAD", "POST"])
@staff(duties=MAKING)
def compare(request: Request) -> HttpResponse:
    """Lay two plans side by side; on request, measure what each would make."""
    language, said = language_of(request), request.POST if request.method == "POST" else request.GET
    named, asked = [[said.get(name, "") for name in names] for names in (("a", "b"), ("first", "second"))]
    found = [jobs.seen(ref, actor=request.actor) for ref in asked] if all(asked) else []
    if going := [job_pages.told(job, language) for job in found if job.state in jobs.OPEN]:
        return _compared(request, {"names": named, "going": going})
    both = [_version(each, request) for each in named]
    if request.method == "POST":
        shown = [_begun(each, request, language) for each in both]
        if any("job" in each.context for each in shown) and all(each.job for each in shown):
            told = zip(("a", "b", "first", "second"), [*named, *(each.job for each in shown)], strict=True)
            return redirect(f"{reverse('console:plan-compare')}?{urlencode(list(told))}")
    else:
        shown = [_seen(each, job, request, language) for each, job in zip(both, found, strict=False)]
    return _compared(request, {
        "names": named, "titles": [pages.title(each, language) for each in both],
        "lines": pages.differences(both[0].text, both[1].text),
        "measured": pages.side_by_side(shown, language) if shown else (), "may": may(request),
    })  # fmt: skip


def _compared(request: Request, context: dict[str, Any]) -> HttpResponse:
    heading = WORDS["plans_compared"].say(language_of(request))
    return render(request, "console/plan_compare.html", context | {"heading": heading, "section": "releases"})


def _version(named: str, request: Request) -> drafts.Opened:
    ref, _, number = named.partition("~")
    return drafts.open_(ref, _number(number) if number else None, actor=request.actor)


def _begun(opened: drafts.Opened, request: Request, language: Language) -> previews.Shown:
    """Have a version previewed; the two that are compared do not take each other's place."""
    read = drafts.read(opened.text)
    if read.plan is None:
        raise read.faults[0][1]
    named = f"{opened.draft}~{opened.number}"
    return previews.previewed(
        read.text, read.plan, policies.in_force().policy, language, draft=named, base=opened.number, actor=request.actor
    )


def _seen(opened: drafts.Opened, job: Job, request: Request, language: Language) -> previews.Shown:
    """Return what came of a preview of a version; another plan's is none of it."""
    read = drafts.read(opened.text)
    if read.plan is None or job.draft != f"{opened.draft}~{opened.number}":
        raise NotFound("job")
    return previews.of_job(job, read.plan, policies.in_force().policy, language, actor=request.actor)


def _shown(request: Request, *, look: bool) -> HttpResponse:
    """Show the editor, or with htmx the panel alone, for what was typed."""
    typed, policy, language = _typed(request), policies.in_force().policy, language_of(request)
    read = drafts.read(typed.text)
    if read.plan is None:
        shown = previews.Shown(status=422, context={})
    elif look:
        ref, base = request.POST.get("ref", ""), _number(request.POST.get("base", "0"))
        shown = previews.previewed(
            read.text, read.plan, policy, language, draft=ref, base=base, actor=request.actor
        )  # fmt: skip
    else:
        shown = previews.Shown(status=200, context=previews.checked(read.plan, policy, language))
    if request.headers.get("HX-Request"):
        context = shown.context | {"faults": pages.faults(read, language), "panel": True, "notice": typed.notice}
        return render(request, "console/plan_panel.html", context, status=shown.status)
    if "job" in shown.context:
        return redirect("console:plan-job", shown.context["job"]["ref"])
    return editor(
        request, typed.text, ref=request.POST.get("ref", ""), base=_number(request.POST.get("base", "0")),
        shown=shown, notice=typed.notice, checked=True,
    )  # fmt: skip


def _typed(request: Request) -> pages.Typed:
    typed = pages.typed(request.POST, request.POST.getlist("ways"))
    data = forms.said(typed.text)
    if data is not None and "pin" in request.POST:
        return pages.Typed(text=forms.written(_pinned(data, request.POST["pin"])), notice=typed.notice)
    strict = PRESETS.get(str(data.get("preset"))) if data is not None and request.POST.get("strict") else None
    if data is not None and strict is not None:
        fit = data | {"k": strict.k, "suppress": strict.suppress}
        fit.pop("average_risk", None)
        return pages.Typed(text=forms.written(fit), notice=typed.notice)
    return typed


def _pinned(data: dict[str, Any], pin: str) -> dict[str, Any]:
    """Return a plan with the levels of a node, or without, where none is named."""
    rest = {key: value for key, value in data.items() if key != "levels"}
    try:
        levels = json.loads(pin) if pin else None
    except ValueError:
        raise InputError("pin", "no levels", "the levels of a node") from None
    return rest | ({"levels": levels} if isinstance(levels, dict) else {})


def _number(said: str) -> int:
    return int(said) if said.isdecimal() and len(said) < 9 else 0


def editor(
    request: Request, text: str, *, ref: str = "", base: int = 0, number: int = 0,
    shown: previews.Shown | None = None, notice: str = "", checked: bool = False,
) -> HttpResponse:  # fmt: skip
    """Show the editor over a plan's text, with what is known of it beside."""
    language, policy = language_of(request), policies.in_force().policy
    read = drafts.read(text)
    told = pages.faults(read, language) if checked else []
    held, at, data = drafts.history(ref) if ref else [], pages.by_field(told), forms.said(read.text) or {}
    names = people.logins([each["by"] for each in held])
    context = {
        "heading": pages.heading(read, language), "section": "releases", "text": read.text, "ref": ref, "base": base,
        "number": number or base, "notice": notice, "may": may(request), "pinned": _levels(read.plan),
        "form": forms.fields(data) | {"slots": pages.slots(data, policy, at, language)},
        "choices": pages.choices(policy, language), "faults": told, "at": at, "panel": shown is not None,
        "longest": LARGEST,
        "history": [
            each | {"login": names.get(each["by"], ""), "before": each["number"] - 1} for each in held
        ],
        **(shown.context if shown else {}),
    }  # fmt: skip
    return render(request, "console/plan.html", context, status=shown.status if shown else 200)


def _levels(plan: Plan | None) -> dict[str, int]:
    return plan.levels if plan is not None else {}
