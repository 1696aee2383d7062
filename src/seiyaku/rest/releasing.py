"""
The verbs about anonymised information (policy 9), as at the terminal: each is one call of the services.

A program makes, publishes and gives out for its owner alone, with a token that names house:releases, and law:anonymise
where the vault is read. Approving is done in person: what waits for it is in `anonymised/releases`. A table that is
taken out comes as a line of JSON (`size`, `sha256`), then its bytes.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator
from typing import Any

import orjson
from django.http import HttpResponse, StreamingHttpResponse
from django.utils import timezone
from ninja import Router

from seiyaku.anonymised import (
    collation,
    complaints,
    delivering,
    documents,
    jobs,
    making,
    plans,
    pseudonymising,
    queries,
    releasing,
    sealed,
    verifying,
    working,
)
from seiyaku.anonymised.models import Release
from seiyaku.core.errors import SeiyakuError
from seiyaku.partners.queries import ref_of
from seiyaku.post import bodies

from . import answers, records, released
from .filing import BYTES
from .problems import language_of
from .proving import Asked, Service
from .repeating import once

router = Router(tags=["anonymised information"], auth=Service())
writing = Router(tags=["writing"], auth=Service())
Document = dict[str, Any]
PSEUDONYMISED = "pseudonymised:"


def brief(made: Release) -> Document:
    """Return a release by its ids and days."""
    usable = made.usable_from.isoformat() if made.usable_from else None
    return {"release": made.ref, "number": made.number, "state": made.state, "proposal": made.proposal,
            "digest": made.digest, "entry": made.entry, "usable_from": usable}  # fmt: skip


@router.post("/anonymised/plan", response={200: Document})
def plan(request: Asked, body: released.OfPlan) -> HttpResponse:
    """Show what a release by this plan would be: the verdict, the report, and rows of it; nothing is kept."""
    begun = jobs.begin(body.plan, "look", own=True, actor=request.auth)
    done = working.run(begun.job, plan=begun.plan)
    working.insist(done)
    shown = working.result(done, actor=request.auth)
    return answers.reply(
        {"verdict": shown.verdict, "report": shown.report, "columns": shown.columns, "sample": shown.sample}
    )


@writing.post("/anonymised/release", response={200: Document})
@once
def release(request: Asked, body: released.OfPlan) -> Document:
    """Make a release by a plan, seal it, and propose it to somebody else."""
    made, _ = making.make(*plans.told(body.plan), actor=request.auth)
    return brief(made)


@writing.post("/anonymised/publish", response={200: Document})
@once
def publish(request: Asked, body: released.OfRelease) -> Document:
    """Publish a release's items; the waiting time begins."""
    return brief(releasing.publish(body.release, actor=request.auth))


@writing.post("/anonymised/withdraw", response={200: Document})
@once
def withdraw(request: Asked, body: released.OfRelease) -> Document:
    """Withdraw a release; its file and facts are destroyed."""
    return brief(releasing.withdraw(body.release, actor=request.auth))


@writing.post("/anonymised/deliver", response={200: Document})
@once
def deliver(request: Asked, body: released.Deliver) -> Document:
    """Put a published release into the outbox for a destination, with its signed declaration."""
    if body.release.startswith(PSEUDONYMISED):
        pseudonymising.refuse_giving(body.release, actor=request.auth)
    made = delivering.deliver(body.release, body.to, actor=request.auth)
    return {"delivery": made.ref, "parcel": made.parcel, "way": made.way, "acceptance": made.acceptance.ref}


@writing.post("/anonymised/accept", response={200: Document})
@once
def accept(request: Asked, body: released.Accept) -> Document:
    """Keep a partner's signed paper that it looks for nobody (45)."""
    kept = delivering.accept(ref_of(body.partner), body.paper, until=body.until, actor=request.auth)
    return {"acceptance": kept.ref, "until": kept.until.isoformat()}


@router.post("/anonymised/use", response={200: Document})
def use(request: Asked, body: released.Take) -> StreamingHttpResponse:
    """Take a published release, or a pseudonymised table, out for use in the house: a line of JSON, then its bytes."""
    opened = pseudonymising.opened if body.release.startswith(PSEUDONYMISED) else delivering.opened
    made = opened(body.release, purpose=body.purpose, actor=request.auth)
    size, digest = bodies.size_of(made.body)
    return StreamingHttpResponse(_bytes({"release": made.ref, "size": size, "sha256": digest}, made.body),
                                 content_type=BYTES)  # fmt: skip


def _bytes(said: Document, body: str) -> Iterator[bytes]:
    yield orjson.dumps(said) + b"\n"
    try:
        yield from bodies.read(body)
    except SeiyakuError:
        return


@router.post("/anonymised/releases", response={200: Document})
def releases(request: Asked, body: records.Nothing) -> HttpResponse:
    """Return every release, the newest first, with what waits for approval, and who has accepted the ban."""
    del body
    queries.may_list(actor=request.auth)
    return answers.reply({"releases": queries.releases(), "acceptances": queries.acceptances()})


@router.post("/anonymised/show", response={200: Document})
def show(request: Asked, body: released.OfRelease) -> HttpResponse:
    """Return one release: verdict, days, deliveries, complaints without words."""
    queries.may_list(actor=request.auth)
    return answers.reply(queries.release(body.release))


@router.post("/anonymised/recount", response={200: Document})
def recount(request: Asked, body: released.OfRelease) -> HttpResponse:
    """Count a release again as it is kept: its digest, k in persons, every value of it."""
    return answers.reply(verifying.recount(body.release, actor=request.auth).as_json())


@router.post("/anonymised/document", response={200: Document})
def document(request: Asked, body: released.Document) -> HttpResponse:
    """Return the document of a release, in base64, with the operator's signature."""
    report = sealed.report(body.release, actor=request.auth)
    record, language = queries.release(body.release), language_of(request)
    made = documents.document(record, report, language)
    content = {
        "html": lambda: documents.as_html(made, report, language).encode(),
        "pdf": lambda: documents.as_pdf(made, language, at=timezone.now()),
        "json": lambda: documents.as_json(record, report),
    }[body.form]()
    return answers.reply({"content": base64.b64encode(content).decode(), "signature": made.note})


@router.post("/anonymised/facts", response={200: Document})
def facts(request: Asked, body: released.OfRelease) -> HttpResponse:
    """Return what is known of the processing, to its makers alone; the look is on record."""
    return answers.reply(sealed.facts(body.release, actor=request.auth))


@writing.post("/anonymised/complain", response={200: Document})
@once
def complain(request: Asked, body: released.Complain) -> Document:
    """Keep a complaint about a release."""
    return {"complaint": sealed.complain(body.release, body.said.encode(), actor=request.auth).ref}


@writing.post("/anonymised/settle", response={200: Document})
@once
def settle(request: Asked, body: released.Settle) -> Document:
    """Settle a complaint, and say how."""
    return {"complaint": sealed.settle(body.complaint, body.how.encode(), actor=request.auth).ref}


@router.post("/anonymised/complaints", response={200: Document})
def listed(request: Asked, body: records.Nothing) -> HttpResponse:
    """Return every complaint, the open ones first; no word of any."""
    del body
    queries.may_list(actor=request.auth)
    return answers.reply({"complaints": complaints.listed()})


@router.post("/anonymised/hear", response={200: Document})
def hear(request: Asked, body: released.OfComplaint) -> HttpResponse:
    """Return what a complaint says and how it was settled; the look is on record."""
    heard = complaints.hear(body.complaint, actor=request.auth)
    return answers.reply({name: getattr(heard, name) for name in heard.__slots__})


@router.post("/anonymised/collation", response={200: Document})
def collate(request: Asked, body: released.Collation) -> HttpResponse:
    """Measure which items single people out together, in what is held now (1-2)."""
    found, entry = collation.collate(tuple(body.fields), k=body.k, actor=request.auth)
    return answers.reply({"entry": entry, "k": body.k, "sets": [one.as_json() for one in found]})


@writing.post("/anonymised/pseudonymise", response={200: Document})
@once
def pseudonymise(request: Asked, body: released.OfPlan) -> Document:
    """Make pseudonymised information for one purpose, in the house alone (41)."""
    made = pseudonymising.make(pseudonymising.told_in(body.plan), actor=request.auth)
    return {"pseudonymised": made.ref, "digest": made.digest, "until": made.until.isoformat()}


@writing.post("/anonymised/end", response={200: Document})
@once
def end(request: Asked, body: released.OfPseudonymised) -> Document:
    """Destroy pseudonymised information that is no longer needed (41(5))."""
    pseudonymising.end(body.pseudonymised, actor=request.auth)
    return {"pseudonymised": body.pseudonymised}
