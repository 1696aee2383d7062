"""
Programs and their service tokens (policy 2-1): owned by a person, for named purposes, until a day, revocable at once.

* A token is shown once. It names the purposes it may use; its owner's standing is its own, and ends with them.
* An unattended token, which acts for nobody, is made only by somebody who manages.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils import timezone

from seiyaku.core.asks import Actor
from seiyaku.core.errors import InputError, NotFound
from seiyaku.core.law import LAW_BITS
from seiyaku.core.model import Policy
from seiyaku.papers.naming import new_ref

from . import rules
from .acting import MANAGING, PAPERS, PARTNERS, PEOPLE, POLICY, POST, RELEASES, acting
from .models import Program, ServiceToken
from .tokens import PROGRAM, new_token

LONGEST = dt.timedelta(days=366)


@dataclass(frozen=True, slots=True, kw_only=True)
class Issued:
    """A service token that has just been made. It shows in no text and is not kept."""

    token: str = field(repr=False)
    ref: str
    program: str
    ends_at: dt.datetime


def register(name: str, *, actor: Actor) -> Program:
    """Register a program of the actor's own."""
    if not name.strip() or len(name) > 80:
        raise InputError("program name", f"{len(name)} characters", "1 to 80")
    with acting("register-program", actor) as doing:
        program = Program.objects.create(ref=new_ref("program"), name=name.strip(), owner=doing.member())
        doing.done("program", program.ref)
        return program


def issue_token(
    program: str,
    purposes: Iterable[str],
    *,
    policy: Policy | None = None,
    actor: Actor,
    unattended: bool = False,
    lasts: dt.timedelta = dt.timedelta(days=90),
) -> Issued:
    """
    Make a token for the program, for these purposes; only its owner may, and an unattended one takes managing.

    Besides the policy's purposes there are those the Act itself gives ("law:ask-consent" …), each named by itself, and
    "law:provision" for grounds of provision that name no purpose, and "house:people", "house:partners", "house:papers",
    "house:releases", "house:post" and "house:policy" for keeping the records of staff and of partners, papers of
    evidence, anonymised information, the outbox, and what is attested of the policy and replayed under it, for its
    owner alone.
    """
    policy = policy or rules.in_force()
    among = {**policy.rules.purposes, **LAW_BITS, PEOPLE: 0, PARTNERS: 0, PAPERS: 0, RELEASES: 0, POST: 0, POLICY: 0}
    named = sorted({rules.known("purpose", purpose, among) for purpose in purposes})
    if not named:
        raise InputError("service token", "no purpose", "at least one that the policy names")
    if not dt.timedelta(0) < lasts <= LONGEST:
        raise InputError("service token", f"{lasts.days} days", f"1 to {LONGEST.days}")
    with acting("issue-token", actor) as doing:
        if unattended:
            doing.must_hold(MANAGING)
        owned = Program.objects.filter(ref=program, owner=doing.member(), ended_at=None).first()
        if owned is None:
            raise NotFound("program")
        token, kept = new_token(PROGRAM)
        now = timezone.now()
        row = ServiceToken.objects.create(
            ref=new_ref("token"),
            program=owned,
            token=kept,
            purposes=" ".join(named),
            unattended=unattended,
            made_at=now,
            ends_at=now + lasts,
        )
        doing.done("program", row.ref, case=owned.ref, note_kind="unattended" if unattended else "attended")
        return Issued(token=token, ref=row.ref, program=owned.ref, ends_at=row.ends_at)


def revoke_token(ref: str, *, actor: Actor) -> None:
    """Revoke a token, at once: its owner, or anybody who manages."""
    with acting("revoke-token", actor) as doing:
        row = ServiceToken.objects.select_related("program__owner").filter(ref=ref, revoked_at=None).first()
        if row is None:
            raise NotFound("service token")
        if row.program.owner.ref != actor.id:
            doing.must_hold(MANAGING)
        row.revoked_at = timezone.now()
        row.save(update_fields=["revoked_at"])
        doing.done("program", ref, case=row.program.ref)


def end(ref: str, *, actor: Actor) -> None:
    """End a program and every token of it, at once: its owner, or anybody who manages."""
    with acting("end-program", actor) as doing:
        program = Program.objects.select_related("owner").filter(ref=ref, ended_at=None).first()
        if program is None:
            raise NotFound("program")
        if program.owner.ref != actor.id:
            doing.must_hold(MANAGING)
        now = timezone.now()
        program.tokens.filter(revoked_at=None).update(revoked_at=now)
        program.ended_at = now
        program.save(update_fields=["ended_at"])
        doing.done("program", ref)
