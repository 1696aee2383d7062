"""
What a person attests, where no machine can see whether a clause is kept (policy 0 to 12): who, when, until when.

* The manager attests, for a year at most, and says why; the words are sealed. So may their own program, by name.
* It is a light of its own. It outshines no other: what a check finds broken stays broken.
* When its day is over it asks for attention, until it is renewed or ended.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

from django.utils import timezone

from seiyaku.core import deadlines
from seiyaku.core.asks import Actor
from seiyaku.core.errors import InputError, NotFound
from seiyaku.core.language import Language, Text
from seiyaku.core.model import Policy
from seiyaku.papers import services as papers
from seiyaku.papers.naming import new_ref
from seiyaku.people.acting import POLICY, acting
from seiyaku.people.days import today
from seiyaku.policy import lights, queries
from seiyaku.policy.lights import Light

from .models import Attestation
from .since import noted

LONGEST = "1y"
KEPT = "3y"
ATTESTING = frozenset({"manager"})
NAME = "attested"


def attest(clause: str, said: str, *, until: dt.date, actor: Actor, policy: Policy | None = None) -> Attestation:
    """
    Attest that a clause is kept, until a day; one attested before ends.

    Raises:
        Refused: the actor does not manage.
    """
    if clause not in (policy or queries.in_force().policy).clauses:
        raise InputError("clause", repr(clause[:20]), "a clause of the policy in force")
    if not said.strip():
        raise InputError("attestation", "nothing", "what was looked at, and how")
    last = deadlines.add(today(), LONGEST)
    if not today() <= until <= last:
        raise InputError("attestation", f"until {until}", f"{today()} to {last}")
    with acting("attest", actor, program=POLICY) as doing:
        doing.must_hold(ATTESTING)
        paper = papers.seal(said.encode(), "attestation", until=deadlines.add(until, KEPT))
        Attestation.objects.filter(clause=clause, ended_at=None).update(ended_at=timezone.now())
        made = Attestation.objects.create(
            ref=new_ref("attestation"), clause=clause, by=doing.member(), said=paper, attested_on=today(), until=until
        )
        doing.done("staff", made.ref, clause=clause, papers=[paper.ref])
        return made


def end(ref: str, *, actor: Actor) -> None:
    """Take an attestation back."""
    with acting("end-attestation", actor, program=POLICY) as doing:
        doing.must_hold(ATTESTING)
        found = Attestation.objects.filter(ref=ref, ended_at=None).first()
        if found is None:
            raise NotFound("attestation")
        found.ended_at = timezone.now()
        found.save(update_fields=["ended_at"])
        doing.done("staff", ref, clause=found.clause)


def standing() -> dict[str, Attestation]:
    """Return what is attested of each clause and was not ended."""
    found = Attestation.objects.filter(ended_at=None).select_related("by").order_by("pk")
    return {one.clause: one for one in found}


def listed(*, actor: Actor) -> list[tuple[Light, Attestation | None]]:
    """
    Return every light beside every clause today, with what is attested of it, to whoever works here or their program.

    Raises:
        Refused: the actor does neither. The refusal is in the ledger.
    """
    with acting("list-lights", actor, program=POLICY):
        attested, before, day = standing(), noted(), today()
    return [
        (replace(one, since=one.since or before.since(one, day)), attested.get(clause) if one.check == NAME else None)
        for clause, several in lit(queries.in_force().policy, day).items()
        for one in several
    ]


def told(one: Light, said: Attestation | None, language: Language) -> dict[str, Any]:
    """Return a light as every shell tells it: by whom it is attested until when, where a person does."""
    return {
        "clause": one.clause, "check": one.check, "state": one.state, "figure": one.figure.say(language),
        "owner": one.owner, "since": one.since, "attestation": said.ref if said else None,
        "by": said.by.login if said else None, "until": said.until if said else None,
    }  # fmt: skip


def lit(policy: Policy, day: dt.date, seen: dict[str, list[Light]] | None = None) -> dict[str, list[Light]]:
    """Return the lights beside each clause, people's attestations among them, worst first; `seen`: what checks say."""
    found = dict(lights.lit(policy, day) if seen is None else seen)
    for clause, one in standing().items():
        if clause not in policy.clauses:
            continue
        over = one.until < day
        light = Light(
            clause=clause, check=NAME, owner="manager", evidence="history",
            state="attention" if over else "kept", since=one.until if over else one.attested_on,
            figure=Text(
                f"{one.by.login} が {one.attested_on} に確認、{one.until} まで",
                f"attested by {one.by.login} on {one.attested_on}, until {one.until}",
            ),
        )  # fmt: skip
        others = [each for each in found.get(clause, []) if each.state != "unbuilt"]
        found[clause] = sorted([*others, light], key=lambda each: lights.WORST.index(each.state))
    return found
