"""Quarantine and what the desk decides about it; papers of evidence; the house's own jobs, done now."""

from __future__ import annotations

import base64
import binascii
from typing import Any

from django.http import HttpResponse
from ninja import Router

from seiyaku import door
from seiyaku.core.errors import InputError
from seiyaku.policy.loading import load_files

from . import answers, kept, shapes
from .changing import origin_of
from .problems import language_of, refusal
from .proving import Asked, Service
from .repeating import once

router = Router(tags=["writing"], auth=Service())
reading = Router(tags=["reading"], auth=Service())


@reading.post("/quarantine", response={200: shapes.WaitingShown})
def quarantine(request: Asked, body: kept.Quarantine) -> HttpResponse:
    """List what is in quarantine: where each row came from, why it is there and until when; no value."""
    waiting = door.quarantine(file=body.file, actor=request.auth)
    rows = [
        {"row": r.row, "file": r.file, "line": r.number, "why": r.why, "fields": r.fields, "until": r.until}
        for r in waiting.rows
    ]
    return answers.reply({"rows": rows, **answers.evidence(waiting)})


@reading.post("/look", response={200: shapes.LookedShown})
def look(request: Asked, body: kept.Detained) -> HttpResponse:
    """Open rows in quarantine, for somebody to decide about them."""
    looked = door.look(body.rows, actor=request.auth)
    return answers.reply({"cells": looked.cells, **answers.evidence(looked)})


@router.post("/release", response={200: shapes.CollectedShown})
@once
def release(request: Asked, body: kept.Release) -> dict[str, Any]:
    """Let rows in after all, from the origin that was found out; what still may not enter stays in quarantine."""
    came = door.release(
        body.rows, origin=origin_of(body.origin), corrected=body.corrected, evidence_of=body.evidence, kind=body.kind,
        actor=request.auth,
    )  # fmt: skip
    return answers.collected(came, request)


@router.post("/discard", response={200: shapes.DoneShown})
@once
def discard(request: Asked, body: kept.Detained) -> dict[str, Any]:
    """Throw rows in quarantine away, key and all."""
    return answers.done(door.discard(body.rows, actor=request.auth), request)


@router.post("/papers", response={200: shapes.PaperShown})
@once
def papers(request: Asked, body: kept.Paper) -> dict[str, Any]:
    """Keep a paper of evidence, sealed, until a day; its reference is named when something is collected or provided."""
    try:
        content = base64.b64decode(body.content, validate=True)
    except binascii.Error:
        raise InputError("content", "something else", "base64") from None
    ref, paper = door.keep_paper(content, body.kind, until=body.until, actor=request.auth)
    return {"paper": ref, **answers.evidence(paper)}


@reading.post("/expire", response={200: shapes.ExpiredShown})
def expire(request: Asked, body: kept.Expire) -> HttpResponse:
    """Let go of what no purpose and no law needs any more, or only count it: the nightly job, now."""
    run = door.expire(report=body.report, purpose=body.purpose, actor=request.auth)
    return answers.reply(
        {"reduced": run.reduced, "erased": run.erased, "counts": run.counts, "fields": run.fields, "hits": run.hits,
         "exports": run.exports, **answers.evidence(run)}
    )  # fmt: skip


@reading.post("/replay", response={200: shapes.ReplayedShown})
def replay(request: Asked, body: kept.Replay) -> HttpResponse:
    """Decide the asks of the last days again, under another version of the policy, or each under its own."""
    files = {name: text.encode() for name, text in body.files.items()} if body.files else None
    came, language = (
        door.replay(load_files(files) if files else None, days=body.days, actor=request.auth),
        language_of(request),
    )
    refused = [
        {"act": one.act, "purpose": one.purpose, "asks": one.asks, "people": one.people, **refusal(one.why, language)}
        for one in came.refused
    ]  # fmt: skip
    return answers.reply(
        {"version": came.version, "days": came.days, "asks": came.asks, "would_refuse": refused,
         "narrowed": came.narrowed, "newly": came.newly, "otherwise": came.otherwise, "erased": came.erased,
         "skipped": came.skipped, **answers.evidence(came)}
    )  # fmt: skip
