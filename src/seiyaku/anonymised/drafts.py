"""
Drafts of plans: kept with their history, so that what was changed can be read beside it (9-2-A, 9-2-B).

* How something is processed is itself kept safe (43(2), R.35): each text is sealed, opened by makers and approvers
  alone, each look is an entry, and it goes when the facts of a release made of it would.
* Nobody writes over what somebody else saved meanwhile.
* Making a release of a draft is making it of its text: `making.make`, with its gates and its second person.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Max
from django.utils import timezone

from seiyaku.core.asks import Actor
from seiyaku.core.errors import Conflict, NotFound
from seiyaku.papers import services as papers
from seiyaku.papers.naming import new_ref, told
from seiyaku.people.acting import RELEASES, acting
from seiyaku.people.days import today
from seiyaku.policy import queries as policies

from . import jobs, plans
from .jobs import Begun
from .making import makers
from .models import Draft, DraftVersion, Release
from .reading import Read, read_plan
from .releasing import ANSWERING


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """One text of a draft."""

    draft: str
    number: int
    newest: int
    text: str = field(repr=False)


def keep(given: str, *, draft: str = "", base: int = 0, actor: Actor) -> DraftVersion:
    """
    Keep a plan's text as a new draft, or as the next version of one whose newest is `base`.

    Raises:
        Refused: the actor does not make anonymised information.
        InputError: the text is no plan: the first fault, with its place.
        Conflict: somebody saved another version meanwhile.
    """
    policy = policies.in_force().policy
    read = read_plan(given, policy)
    if read.plan is None:
        raise read.faults[0][1]
    with acting("keep-plan", actor, program=RELEASES) as doing:
        doing.must_hold(makers(policy))
        held = _of(draft) if draft else Draft(ref=new_ref("plan"), made_at=timezone.now())
        newest = _newest(held) if draft else None
        if (newest.number if newest else 0) != base:
            raise Conflict("somebody saved another version of this plan meanwhile")
        if newest is not None and newest.digest == plans.digest(read.text):
            return newest
        held.title_ja, held.title_en = read.plan.title["ja"], read.plan.title["en"]
        held.save()
        until = today() + dt.timedelta(days=read.plan.strict().facts_for)
        made = DraftVersion.objects.create(
            draft=held, number=base + 1, paper=papers.seal(read.text.encode(), "release-plan", until=until),
            digest=plans.digest(read.text), by=doing.member().ref, at=timezone.now(),
        )  # fmt: skip
        doing.done("plan", held.ref, note_kind="kept", text=made.digest, papers=[made.paper.ref])
    return made


def open_(draft: str, number: int | None = None, *, actor: Actor) -> Opened:
    """
    Return a version of a draft, the newest unless one is named; the look is an entry.

    Raises:
        Refused: the actor neither makes nor approves anonymised information.
        NotFound: there is no such version, or its text was destroyed on its day.
    """
    held = _of(draft)
    newest = _newest(held)
    version = newest if number is None else held.versions.select_related("paper").filter(number=number).first()
    if version is None or newest is None:
        raise NotFound("plan")
    with acting("look-at-plan", actor, program=RELEASES) as doing:
        doing.must_hold(ANSWERING | makers(policies.in_force().policy))
        doing.done("plan", held.ref, note_kind="looked")
    text = papers.open_(version.paper.ref, actor=actor, act="open-plan", about={"ref": held.ref}).decode()
    return Opened(draft=held.ref, number=version.number, newest=newest.number, text=text)


def hand_in(draft: str, number: int, *, own: bool = False, actor: Actor) -> Begun:
    """
    Ask for a release by a version of a draft: a job (`own`: the caller runs it), then a second person's approval.

    Raises:
        Refused: the actor does not make anonymised information.
        NotFound: there is no such version, or its text was destroyed on its day.
        InputError: it is no plan any more, under the policy in force.
    """
    opened = open_(draft, number, actor=actor)
    found = read(opened.text)
    if found.plan is None:
        raise found.faults[0][1]
    return jobs.begin(
        found.text, "make", plan=found.plan, draft=opened.draft, base=opened.number, own=own, actor=actor
    )  # fmt: skip


def drop(draft: str, *, actor: Actor) -> None:
    """Drop a draft: every text of it is destroyed."""
    held = _of(draft)
    with acting("drop-plan", actor, program=RELEASES) as doing:
        doing.must_hold(makers(policies.in_force().policy))
        if Draft.objects.filter(pk=held.pk, ended_at=None).update(ended_at=timezone.now()) != 1:
            raise NotFound("plan")
        refs = list(held.versions.values_list("paper__ref", flat=True))
        papers.destroy_in(refs, {"act": "destroy-paper", "answer": "done", "reason": "ended"} | told(actor))
        doing.done("plan", held.ref, note_kind="ended")


def listed() -> list[dict[str, Any]]:
    """Return every draft that was not dropped, the one saved last first; no text."""
    rows = Draft.objects.filter(ended_at=None).annotate(at=Max("versions__at"), newest=Max("versions__number"))
    return [
        {"ref": row.ref, "title": {"ja": row.title_ja, "en": row.title_en}, "at": row.at, "newest": row.newest}
        for row in rows.order_by("-at", "-pk")
    ]


def history(draft: str) -> list[dict[str, Any]]:
    """Return the versions of a draft, the newest first, each with the releases that were made of it; no text."""
    rows = list(_of(draft).versions.select_related("paper").order_by("-number"))
    made: dict[str, list[dict[str, Any]]] = {}
    found = Release.objects.filter(plan_digest__in=[row.digest for row in rows])
    for each in found.order_by("number").values("plan_digest", "ref", "number"):
        made.setdefault(str(each["plan_digest"]), []).append(dict(each))
    return [
        {
            "number": row.number, "at": row.at, "by": row.by, "digest": row.digest,
            "gone": row.paper.destroyed_at is not None, "releases": made.get(row.digest, []),
        }
        for row in rows
    ]  # fmt: skip


def read(text: str) -> Read:
    """Read a text under the policy in force; it is kept nowhere."""
    return read_plan(text, policies.in_force().policy)


def _of(ref: str) -> Draft:
    found = Draft.objects.filter(ref=ref, ended_at=None).first()
    if found is None:
        raise NotFound("plan")
    return found


def _newest(held: Draft) -> DraftVersion | None:
    return held.versions.select_related("paper").order_by("-number").first()
