"""What is done about staff (policy 2-1, 2-4, 3-1): one verb of the services each; what takes two is proposed first."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from seiyaku.core.errors import Conflict, InputError, Refused, WrongLines
from seiyaku.people import approvals, directory, reading, reviews
from seiyaku.people import services as people

from ..access import Request, staff
from ..entrance import language_of
from ..frame import CHARGED, OFFICERS
from ..words import WORDS
from .staffing import day_in, everybody, invited

LARGEST = 1 << 20


@require_http_methods(["POST"])
@staff(duties=CHARGED, fresh=True, supervisors=True, on="member")
def act(request: Request, ref: str, verb: str) -> HttpResponse:
    """Do one thing about a member of staff."""
    done = ACTS[verb](request, ref)
    if isinstance(done, HttpResponse):
        return done
    messages.success(request, WORDS[done].say(language_of(request)))
    return redirect("console:people") if verb == "leave" else redirect("console:member", ref)


def _complete(request: Request, ref: str) -> str:
    people.complete(
        ref, request.POST.get("course", ""), on=day_in(request.POST, "on"), score=_number(request, "score", 100),
        actor=request.actor,
    )  # fmt: skip
    return "done_recorded"


def _number(request: Request, name: str, most: int) -> int | None:
    said = request.POST.get(name, "").strip()
    if said and not (said.isascii() and said.isdecimal() and len(said) < 7):
        raise InputError(name, "something else", f"0 to {most}")
    return int(said) if said else None


def _grace(request: Request, ref: str) -> str:
    days = _number(request, "days", 14)
    if days is None:
        raise InputError("days", "nothing", "1 to 14")
    people.allow_grace(ref, request.POST.get("course", ""), days, request.POST.get("reason", ""), actor=request.actor)
    return "done_recorded"


def by_two(request: Request, act_: str, parts: tuple[str, ...], gains: str, do: Callable[[str | None], object]) -> bool:
    """Do what may take two people, with the approval there is; propose it where there is none. Return if it is done."""
    approved = reading.approved(act_, approvals.subject(act_, *parts), request.actor.id)
    try:
        do(approved)
    except Refused as refusal:
        if refusal.answer.reason != "one-person" or approved is not None:
            raise
        people.propose(act_, *parts, beneficiary=gains, actor=request.actor)
        return False
    return True


def _grant(request: Request, ref: str) -> str:
    duty, said = request.POST.get("duty", ""), request.POST
    starts_on = day_in(said, "starts_on") if said.get("starts_on") else None
    until = day_in(said, "until") if said.get("until") else None

    def do(approved: str | None) -> None:
        people.grant_duty(ref, duty, starts_on=starts_on, until=until, proposal=approved, actor=request.actor)

    return "done_granted" if by_two(request, "grant-duty", (ref, duty), ref, do) else "done_proposed"


def _deputise(request: Request, ref: str) -> str:
    """Have somebody stand in for this one, in one of the duties they hold."""
    held, deputy = directory.charge(request.POST.get("held", "")), request.POST.get("deputy", "")
    if held.account.ref != ref:
        raise Conflict("duty")
    starts_on, until = day_in(request.POST, "starts_on"), day_in(request.POST, "until")

    def do(approved: str | None) -> None:
        people.deputise(held.ref, deputy, starts_on=starts_on, until=until, proposal=approved, actor=request.actor)

    return "done_deputised" if by_two(request, "grant-duty", (deputy, held.duty), deputy, do) else "done_proposed"


def _revoke(request: Request, ref: str) -> str:
    held = directory.charge(request.POST.get("held", ""))
    own = held.account.ref == ref or (held.deputy_for is not None and held.deputy_for.account.ref == ref)
    if not own:
        raise Conflict("duty")
    people.revoke_duty(held.ref, actor=request.actor)
    return "done_revoked"


def _draw(request: Request, ref: str) -> str:
    until = day_in(request.POST, "until") if request.POST.get("until") else None
    size = _number(request, "size", reviews.MOST)
    people.draw(ref, until=until, size=reviews.SIZE if size is None else size, actor=request.actor)
    return "done_drawn"


def _review(request: Request, ref: str) -> str:
    drawn = reading.unsigned(ref)
    if drawn is None:
        raise Conflict("no sample waits to be signed")
    passed = {"clean": True, "found": False}.get(request.POST.get("outcome", ""))
    if passed is None:
        raise InputError("outcome", "nothing", "clean or found")
    people.review(drawn.ref, request.POST.get("findings", ""), passed=passed, actor=request.actor)
    return "done_recorded"


def _pledge(request: Request, ref: str) -> str:
    people.pledge(ref, day_in(request.POST, "on"), actor=request.actor)
    return "done_recorded"


def _kind(request: Request, ref: str) -> str:
    people.change_kind(ref, request.POST.get("kind", ""), actor=request.actor)
    return "done_recorded"


def _supervisor(request: Request, ref: str) -> str:
    people.assign_supervisor(ref, request.POST.get("supervisor") or None, actor=request.actor)
    return "done_recorded"


def _contact(request: Request, ref: str) -> str:
    said = {name: request.POST.get(name, "").strip() for name in ("name", "email", "phone")}
    kept = {name: value for name, value in said.items() if value}
    people.change_contact(ref, kept, until=day_in(request.POST, "contact_until"), actor=request.actor)
    return "done_recorded"


def _invite(request: Request, ref: str) -> HttpResponse | str:
    answers: list[HttpResponse] = []

    def do(approved: str | None) -> None:
        answers.append(invited(request, people.invite_again(ref, proposal=approved, actor=request.actor)))

    return answers[0] if by_two(request, "invite-again", (ref,), ref, do) else "done_proposed"


def _sign_out(request: Request, ref: str) -> str:
    people.sign_out_everywhere(ref, actor=request.actor)
    return "ended"


def _leave(request: Request, ref: str) -> str:
    people.leave(ref, actor=request.actor)
    return "done_left"


ACTS: dict[str, Callable[[Request, str], HttpResponse | str]] = {
    "complete": _complete, "grace": _grace, "grant": _grant, "deputise": _deputise, "revoke": _revoke,
    "sample": _draw, "review": _review, "pledge": _pledge, "kind": _kind, "supervisor": _supervisor,
    "contact": _contact, "invite": _invite, "sign-out": _sign_out, "leave": _leave,
}  # fmt: skip


@require_http_methods(["POST"])
@staff(duties=OFFICERS, fresh=True, on="people")
def rolls(request: Request) -> HttpResponse:
    """Record completions from a CSV file; what is wrong with it is told line by line."""
    file = request.FILES.get("file")
    if file is None or (file.size or 0) > LARGEST:
        raise InputError("file", "none, or too large a one", "a CSV file of at most 1 MiB")
    try:
        taken = people.take_completions(file.read(), actor=request.actor)
    except WrongLines as wrong:
        return everybody(request, wrong.faults)
    messages.success(request, f"{WORDS['done_recorded'].say(language_of(request))} ({taken.recorded})")
    return redirect("console:people")
