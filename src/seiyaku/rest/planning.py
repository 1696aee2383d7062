"""
Plans of anonymised information and their jobs over HTTP, with the verbs of the screen (policy 9-1, 9-2-A, 9-2-B).

A job is asked for by POST and answered with 202 and its address; there it is read by GET and stopped by DELETE. Its
maker and the manager may. Where this process runs no jobs, it is over by the time it is answered.
"""

from __future__ import annotations

from typing import Any

import orjson
from django.http import HttpResponse
from ninja import Router

from seiyaku.anonymised import drafts, jobs, queries, working
from seiyaku.anonymised.jobs import Begun
from seiyaku.anonymised.models import Job

from . import answers, planned, records
from .proving import Asked, Service
from .releasing import Document
from .repeating import once

router = Router(tags=["anonymised information"], auth=Service())
writing = Router(tags=["writing"], auth=Service())
PREFIX = "/api/v1/anonymised/jobs/"


def shown(job: Job) -> dict[str, Any]:
    """Return a job as it is told; days and times as text, so that what is asked twice is told alike."""
    said = jobs.as_json(job)
    times = {name: said[name].isoformat() if said[name] else None for name in ("asked_at", "began_at", "ended_at")}
    return said | times | {"address": PREFIX + job.ref}


def _taken(answer: HttpResponse) -> HttpResponse:
    """Say that it was taken on, and where it goes on."""
    answer.status_code = 202
    answer["Location"] = orjson.loads(answer.content)["address"]
    return answer


def _asked(begun: Begun) -> dict[str, Any]:
    return shown(working.done_within(begun, 0.0))


@writing.post("/anonymised/jobs", response={202: planned.JobShown})
def begin(request: Asked, body: planned.Begin) -> HttpResponse:
    """Ask for a preview of a plan, or for a release by it; answered at once with the job that does it."""
    return _taken(_begin(request, body))


@once
def _begin(request: Asked, body: planned.Begin) -> dict[str, Any]:
    return _asked(jobs.begin(body.plan, body.kind, actor=request.auth))


@writing.post("/anonymised/jobs/again", response={202: planned.JobShown})
def again(request: Asked, body: planned.OfJob) -> HttpResponse:
    """Ask once more for what a job that was stopped, interrupted or failed was asked for; its search goes on."""
    return _taken(_again(request, body))


@once
def _again(request: Asked, body: planned.OfJob) -> dict[str, Any]:
    return _asked(jobs.again(body.job, actor=request.auth))


@router.post("/anonymised/jobs/list", response={200: planned.JobsShown})
def listed(request: Asked, body: records.Nothing) -> HttpResponse:
    """Return the jobs of the last day: one's own, or everybody's for who manages."""
    del body
    return answers.reply({"jobs": [shown(job) for job in jobs.listed(actor=request.auth)]})


@router.get("/anonymised/jobs/{job}", response={200: planned.JobShown})
def state(request: Asked, job: str) -> HttpResponse:
    """Return a job as it stands; what a preview that is done showed is opened for it, on record."""
    found = jobs.seen(job, actor=request.auth)
    said = shown(found)
    if found.kind == "look" and found.state == "done":
        came = working.result(found, actor=request.auth)
        said["preview"] = {"verdict": came.verdict, "report": came.report, "columns": came.columns,
                           "sample": came.sample}  # fmt: skip
    return answers.reply(said)


@router.delete("/anonymised/jobs/{job}", response={200: planned.JobShown})
def stop(request: Asked, job: str) -> HttpResponse:
    """Stop a job: at once where it waits, else within about a second (`stopping`); no table of it is left."""
    return answers.reply(shown(jobs.stop(job, actor=request.auth)))


@writing.post("/anonymised/drafts/keep", response={200: Document})
@once
def keep(request: Asked, body: planned.Keep) -> Document:
    """Keep a plan's text as a draft, or as its next version; whoever did not see the newest one is told (409)."""
    kept = drafts.keep(body.plan, draft=body.draft or "", base=body.seen, actor=request.auth)
    return {"draft": kept.draft.ref, "version": kept.number, "digest": kept.digest}


@router.post("/anonymised/drafts/list", response={200: Document})
def drafted(request: Asked, body: records.Nothing) -> HttpResponse:
    """Return every draft by its name and newest version; no text."""
    del body
    queries.may_list(actor=request.auth)
    return answers.reply({"drafts": drafts.listed()})


@router.post("/anonymised/drafts/show", response={200: Document})
def show(request: Asked, body: planned.OfVersion) -> HttpResponse:
    """Return a version's text, and the history of the draft; the look is on record."""
    opened = drafts.open_(body.draft, body.version, actor=request.auth)
    return answers.reply({"draft": opened.draft, "version": opened.number, "newest": opened.newest,
                          "plan": opened.text, "versions": drafts.history(opened.draft)})  # fmt: skip


@writing.post("/anonymised/drafts/drop", response={200: Document})
@once
def drop(request: Asked, body: planned.OfDraft) -> Document:
    """Destroy every version of a draft."""
    drafts.drop(body.draft, actor=request.auth)
    return {"draft": body.draft}


@writing.post("/anonymised/drafts/hand-in", response={202: planned.JobShown})
def hand_in(request: Asked, body: planned.HandIn) -> HttpResponse:
    """Make a release by a version of a draft, and propose it to somebody else: a job."""
    return _taken(_hand_in(request, body))


@once
def _hand_in(request: Asked, body: planned.HandIn) -> dict[str, Any]:
    return _asked(drafts.hand_in(body.draft, body.version, actor=request.auth))
