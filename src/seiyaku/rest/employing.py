"""
The verbs about staff and training (policy 2-1, 2-4, 3-1), as at the terminal: each is one call of the services.

A program keeps these records for its owner alone, with a token that names house:people. Approving, and making tokens,
is done in person.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from ninja import Router

from seiyaku.core.errors import InputError
from seiyaku.evidence import proposed
from seiyaku.people import directory, reading, reviews, services, staffing
from seiyaku.people.days import today
from seiyaku.policy import queries as policies

from . import answers, records
from .problems import language_of
from .proving import Asked, Service

router = Router(tags=["staff"], auth=Service())
Document = dict[str, Any]
who_is = directory.ref_of


@router.post("/people/list", response={200: Document})
def everybody(request: Asked, body: records.Nothing) -> HttpResponse:
    """Return who works here, with duties, training and reviews; no contact data."""
    del body
    found = directory.listed(actor=request.auth)
    return answers.reply({"people": [_standing(one) for one in found]})


def _standing(one: directory.Standing) -> Document:
    member = one.member
    return {
        "ref": member.ref, "login": member.login, "kind": member.kind, "inside": member.inside,
        "department": member.department, "duties": [_charge(held) for held in member.duties],
        "courses": one.courses, "trained": member.trained, "second_factor": one.armed, "pledged_on": one.pledged_on,
        "review_overdue_since": one.review_overdue_since, "review_found": one.review_found,
    }  # fmt: skip


def _charge(held: directory.Charge) -> Document:
    return {"ref": held.ref, "duty": held.duty, "from": held.starts_on, "until": held.until, "deputy": held.deputy}


@router.post("/people/hire", response={200: Document})
def hire(request: Asked, body: records.Hire) -> HttpResponse:
    """Give a member of staff an account; the invitation is mailed, or returned this once."""
    above = who_is(body.supervisor) if body.supervisor else None
    made = services.hire(
        body.login, body.kind, department=body.department, supervisor=above,
        contact={"email": body.email} if body.email else None, contact_until=body.contact_until, actor=request.auth,
    )  # fmt: skip
    return answers.reply(_invited(made))


def _invited(made: staffing.Hired) -> Document:
    return {"ref": made.account.ref, "mailed": made.mailed, "invitation": made.invitation or None}


@router.post("/people/invite", response={200: Document})
def invite(request: Asked, body: records.ByTwo) -> HttpResponse:
    """Invite somebody anew: the old password is void, sessions end."""
    ref = who_is(body.who)
    if body.propose:
        return _proposed(request, "invite-again", ref, gains=ref)
    return answers.reply(_invited(services.invite_again(ref, proposal=body.proposal, actor=request.auth)))


def _proposed(request: Asked, act: str, *parts: str, gains: str) -> HttpResponse:
    made = services.propose(act, *parts, beneficiary=gains, actor=request.auth)
    return answers.reply({"proposal": made.ref, "ends_at": made.ends_at, "alone_from": made.ripe_at})


@router.post("/people/sign-out", response={200: Document})
def sign_out(request: Asked, body: records.OfOne) -> HttpResponse:
    """End every session of somebody."""
    ref = who_is(body.who)
    services.sign_out_everywhere(ref, actor=request.auth)
    return answers.reply({"ref": ref})


@router.post("/people/kind", response={200: Document})
def kind(request: Asked, body: records.Kind) -> HttpResponse:
    """Give somebody another kind; no outside one while a reserved duty is held (3-1)."""
    services.change_kind(who_is(body.who), body.kind, actor=request.auth)
    return answers.reply({"kind": body.kind})


@router.post("/people/contact", response={200: Document})
def contact(request: Asked, body: records.StaffContact) -> HttpResponse:
    """Keep somebody's contact, sealed until a day."""
    services.change_contact(who_is(body.who), body.contact, until=body.until, actor=request.auth)
    return answers.reply({"until": body.until})


@router.post("/people/supervisor", response={200: Document})
def supervisor(request: Asked, body: records.Supervisor) -> HttpResponse:
    """Say who supervises somebody."""
    above = who_is(body.supervisor) if body.supervisor else None
    services.assign_supervisor(who_is(body.who), above, actor=request.auth)
    return answers.reply({"supervisor": above})


@router.post("/people/pledge", response={200: Document})
def pledge(request: Asked, body: records.Pledge) -> HttpResponse:
    """Record a pledge of confidentiality."""
    services.pledge(who_is(body.who), body.on, actor=request.auth)
    return answers.reply({"pledged_on": body.on})


@router.post("/people/grant", response={200: Document})
def grant(request: Asked, body: records.Grant) -> HttpResponse:
    """Charge somebody with a duty; a reserved one takes two."""
    ref = who_is(body.who)
    if body.propose:
        return _proposed(request, "grant-duty", ref, body.duty, gains=ref)
    held = services.grant_duty(
        ref, body.duty, starts_on=body.starts_on, until=body.until, proposal=body.proposal, actor=request.auth
    )
    return answers.reply({"ref": held.ref, "duty": held.duty})


@router.post("/people/deputise", response={200: Document})
def deputise(request: Asked, body: records.Deputise) -> HttpResponse:
    """Have somebody stand in for the holder of a charge, from a day to a day."""
    ref = who_is(body.who)
    if body.propose:
        return _proposed(request, "grant-duty", ref, directory.charge(body.held).duty, gains=ref)
    made = services.deputise(
        body.held, ref, starts_on=body.starts_on, until=body.until, proposal=body.proposal, actor=request.auth
    )
    return answers.reply({"ref": made.ref, "duty": made.duty})


@router.post("/people/deputies", response={200: Document})
def deputies(request: Asked, body: records.Nothing) -> HttpResponse:
    """Return who stands in for whom, today and in days to come."""
    del body
    directory.may_list(actor=request.auth)
    rows = [
        {"ref": one.ref, "duty": one.duty, "holder": one.holder, "deputy": one.deputy, "from": one.starts_on,
         "until": one.until, "begun": one.begun}
        for one in directory.deputies(today())
    ]  # fmt: skip
    return answers.reply({"deputies": rows})


@router.post("/people/revoke", response={200: Document})
def revoke(request: Asked, body: records.Duty) -> HttpResponse:
    """Take back every charge of a duty from somebody, at once."""
    refs = directory.charges(who_is(body.who), body.duty)
    if not refs:
        raise InputError("duty", "none of that name", "a duty that is held")
    for ref in refs:
        services.revoke_duty(ref, actor=request.auth)
    return answers.reply({"revoked": refs})


@router.post("/people/leave", response={200: Document})
def leave(request: Asked, body: records.OfOne) -> HttpResponse:
    """Close an account for good."""
    ref = who_is(body.who)
    services.leave(ref, actor=request.auth)
    return answers.reply({"ref": ref})


@router.post("/people/proposals", response={200: Document})
def proposals(request: Asked, body: records.Nothing) -> HttpResponse:
    """Return what waits for a second person."""
    del body
    directory.may_list(actor=request.auth)
    waiting, language = directory.open_proposals(timezone.now()), language_of(request)
    told = proposed.told(waiting, policies.in_force().policy)
    rows = [
        {"proposal": one.ref, "act": one.act, "of": told[one.ref].said(language), "by": one.proposed_by.login,
         "approved": one.approved_at, "ends_at": one.ends_at, "alone_from": one.ripe_at,
         "changes": changes.document() if (changes := told[one.ref].changes) else None}
        for one in waiting
    ]  # fmt: skip
    return answers.reply({"proposals": rows})


@router.post("/people/withdraw", response={200: Document})
def withdraw(request: Asked, body: records.Proposal) -> HttpResponse:
    """Take a proposal back."""
    services.withdraw_proposal(body.proposal, actor=request.auth)
    return answers.reply({"proposal": body.proposal})


@router.post("/people/train", response={200: Document})
def train(request: Asked, body: records.Train) -> HttpResponse:
    """Record that a training was completed, with its score."""
    made = services.complete(who_is(body.who), body.course, on=body.on, score=body.score, actor=request.auth)
    return answers.reply({"valid_until": made.valid_until, "score": made.score})


@router.post("/people/import", response={200: Document})
def rolls(request: Asked, body: records.Rolls) -> HttpResponse:
    """Record completions from a CSV file; with one wrong line nothing is, and each is told."""
    return answers.reply({"recorded": services.take_completions(body.csv.encode(), actor=request.auth).recorded})


@router.post("/people/grace", response={200: Document})
def grace(request: Asked, body: records.Grace) -> HttpResponse:
    """Allow somebody whose training lapsed a few days."""
    given = services.allow_grace(who_is(body.who), body.course, body.days, body.reason, actor=request.auth)
    return answers.reply({"until": given.until})


@router.post("/people/sample", response={200: Document})
def sample(request: Asked, body: records.Sample) -> HttpResponse:
    """Draw uses to be reviewed, at random: what was done, for which purpose; no value, and nobody's name."""
    made = services.draw(who_is(body.who), since=body.since, until=body.until, size=body.size, actor=request.auth)
    return answers.reply({
        "ref": made.ref, "since": made.since, "until": made.until, "population": made.population, "pool": made.pool,
        "entries": [one.said() for one in reading.sampled(made.entries.split())],
    })  # fmt: skip


@router.post("/people/review", response={200: Document})
def review(request: Asked, body: records.Review) -> HttpResponse:
    """Sign off a sample."""
    made = services.review(body.sample, body.findings, passed=body.passed, actor=request.auth)
    return answers.reply({"ref": made.ref, "uses": made.uses, "passed": made.passed})


@router.post("/people/attention", response={200: Document})
def attention(request: Asked, body: records.Nothing) -> HttpResponse:
    """Return whose training lapses or lapsed, and whose review is overdue."""
    del body
    directory.may_list(actor=request.auth)
    day = today()
    return answers.reply({
        "training": [{"account": ref, "course": course, "until": on} for ref, course, on in directory.lapsing(day)],
        "review": [{"account": ref, "due": since} for ref, since in reviews.overdue(day)],
    })  # fmt: skip
