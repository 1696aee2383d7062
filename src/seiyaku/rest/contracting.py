"""
The verbs about partners, contracts and supervision (policy 3-2), as at the terminal: each is one call of the services.

A program keeps these records for its owner alone, with a token that names house:partners.
"""

from __future__ import annotations

import base64
import datetime as dt
from typing import Any

from django.http import HttpResponse
from ninja import Router

from seiyaku.core.errors import InputError
from seiyaku.partners import checklists, queries, services
from seiyaku.people.days import today
from seiyaku.policy.queries import in_force

from . import answers, records
from .problems import language_of
from .proving import Asked, Service

router = Router(tags=["partners"], auth=Service())
Document = dict[str, Any]
which = queries.ref_of


@router.post("/partners/list", response={200: Document})
def everybody(request: Asked, body: records.Nothing) -> HttpResponse:
    """Return every partner with its contract, its supervision, and what closes it."""
    del body
    queries.may_list(actor=request.auth)
    day, policy = today(), in_force().policy
    rows = [
        {"ref": facts.id, "name": name, "kind": facts.kind, "character": facts.character, "country": facts.country,
         "contract_until": _day(facts.contract_until), "supervised_until": _day(facts.supervised_until),
         "closed": [one.code for one in queries.barred(facts, policy, day)]}
        for name, facts in queries.known(day, policy)
    ]  # fmt: skip
    return answers.reply({"partners": rows})


def _day(ordinal: int) -> dt.date | None:
    return dt.date.fromordinal(ordinal) if 0 < ordinal < queries.ENDLESS else None


@router.post("/partners/register", response={200: Document})
def register(request: Asked, body: records.Register) -> HttpResponse:
    """Register a partner."""
    if (body.address is None) != (body.representative is None):
        raise InputError("address", "one of the two alone", "address and representative together")
    identity = None
    if body.address is not None and body.representative is not None:
        identity = {"name": body.name, "address": body.address, "representative": body.representative}
    made = services.register(
        body.name, body.kind, character=body.character, country=body.country, identity=identity, actor=request.auth
    )
    return answers.reply({"ref": made.ref})


@router.post("/partners/classify", response={200: Document})
def classify(request: Asked, body: records.Classify) -> HttpResponse:
    """Say what a partner is in law (27)."""
    services.classify(which(body.partner), body.character, actor=request.auth)
    return answers.reply({"character": body.character})


@router.post("/partners/contact", response={200: Document})
def contact(request: Asked, body: records.PartnerContact) -> HttpResponse:
    """Keep whom we call at a partner, sealed until a day."""
    services.change_contact(which(body.partner), body.contact, until=body.until, actor=request.auth)
    return answers.reply({"until": body.until})


@router.post("/partners/open-contact", response={200: Document})
def open_contact(request: Asked, body: records.OfPartner) -> HttpResponse:
    """Return whom we call there; that it was opened is on record first."""
    return answers.reply({"contact": services.open_contact(which(body.partner), actor=request.auth)})


@router.post("/partners/contract", response={200: Document})
def contract(request: Asked, body: records.Conclude) -> HttpResponse:
    """Put a contract on record: its text sealed, its scope by name."""
    scope = services.Scope(terms=body.terms, fields=body.fields, purposes=body.purposes)
    made = services.conclude(
        which(body.partner), body.text, scope, starts_on=body.starts_on, until=body.until, actor=request.auth
    )
    return answers.reply({"ref": made.ref, "digest": made.digest, "until": made.until})


@router.post("/partners/text", response={200: Document})
def text(request: Asked, body: records.OfContract) -> HttpResponse:
    """Return the text of a contract as it was signed, in base64; on record first."""
    said = services.open_contract(body.contract, actor=request.auth)
    return answers.reply({"text": base64.b64encode(said).decode("ascii")})


@router.post("/partners/end-contract", response={200: Document})
def end_contract(request: Asked, body: records.OfContract) -> HttpResponse:
    """End a contract, at once."""
    services.end_contract(body.contract, actor=request.auth)
    return answers.reply({"contract": body.contract})


@router.post("/partners/sub-entrust", response={200: Document})
def sub_entrust(request: Asked, body: records.SubEntrust) -> HttpResponse:
    """Agree that a partner entrusts on, within its contract's items and days."""
    made = services.agree_sub_entrustment(
        body.contract, body.name, body.consent, body.fields, until=body.until, country=body.country, actor=request.auth
    )
    return answers.reply({"ref": made.ref, "until": made.until})


@router.post("/partners/end-sub", response={200: Document})
def end_sub(request: Asked, body: records.EndSub) -> HttpResponse:
    """Record that a sub-entrustment has ended."""
    services.end_sub_entrustment(body.sub, actor=request.auth)
    return answers.reply({"ref": body.sub})


@router.post("/partners/returned", response={200: Document})
def returned(request: Asked, body: records.Returned) -> HttpResponse:
    """Keep the proof of return or erasure."""
    services.prove_return(body.contract, body.proof, actor=request.auth)
    return answers.reply({"contract": body.contract})


@router.post("/partners/supervise", response={200: Document})
def supervise(request: Asked, body: records.Supervise) -> HttpResponse:
    """Record a look at a partner, with the whole checklist (25)."""
    said = body.answers
    given = None
    if said is not None:
        given = {item: checklists.Answered(answer=one.answer, due_on=one.due_on) for item, one in said.items()}
    look = services.supervise(
        which(body.partner), body.findings, passed=body.passed, on=body.on, subject=body.subject, answers=given,
        actor=request.auth,
    )  # fmt: skip
    return answers.reply({"ref": look.ref, "until": look.until, "passed": look.passed})


@router.post("/partners/mend", response={200: Document})
def mend(request: Asked, body: records.Mend) -> HttpResponse:
    """Keep the proof that something found is mended."""
    services.mend(body.look, body.item, body.proof, actor=request.auth)
    return answers.reply({"look": body.look, "item": body.item})


@router.post("/partners/checklist", response={200: Document})
def checklist(request: Asked, body: records.Nothing) -> HttpResponse:
    """Return what is looked at when a partner is supervised."""
    del body
    language = language_of(request)
    return answers.reply({"items": {name: said.say(language) for name, said in checklists.ITEMS.items()}})


@router.post("/partners/end", response={200: Document})
def end(request: Asked, body: records.OfPartner) -> HttpResponse:
    """End the relation with a partner."""
    ref = which(body.partner)
    services.end(ref, actor=request.auth)
    return answers.reply({"ref": ref})


@router.post("/partners/attention", response={200: Document})
def attention(request: Asked, body: records.Ahead) -> HttpResponse:
    """Return what ends, what is to be mended or returned, and why nothing goes to whom."""
    queries.may_list(actor=request.auth)
    day, language, policy = today(), language_of(request), in_force().policy
    closed = [
        {"partner": facts.id, "clause": one.clause, "article": one.article, "reason": one.code,
         "text": one.text.say(language), "remedy": one.remedy.say(language)}
        for _, facts in queries.known(day, policy) for one in queries.barred(facts, policy, day)
    ]  # fmt: skip
    return answers.reply(queries.attention(day, body.days) | {"closed": closed})
