"""
Jobs: a preview, or the making of a release, that may take longer than a page waits (policy 9-1, 9-2-A, 2-1).

* A job acts as whoever asked for it, by the proof they gave: their duty is looked up again when it runs, not before.
* How often somebody may preview a plan in an hour is limited: each preview uses everybody's information (20).
* Its maker and the manager see it and stop it. What stops leaves no file and no release; what the search knew is
  sealed, and the next one may go on from there.
* A day after it is over a job is forgotten, as what it showed was before.
* Whoever runs a job says so every second. One that was not heard of for a while is `interrupted`, whatever became of
  its process.

Not here: the running itself (`working`), and what a page or a program is shown of it.
"""

from __future__ import annotations

import datetime as dt
import secrets
from dataclasses import asdict, dataclass
from typing import Any

from django.db.models import Q
from django.utils import timezone

from seiyaku.core.asks import Actor
from seiyaku.core.errors import Conflict, NotFound
from seiyaku.core.language import Text
from seiyaku.core.model import Policy
from seiyaku.ledger.transactions import deciding
from seiyaku.papers import services as papers
from seiyaku.papers.naming import new_ref
from seiyaku.people.acting import RELEASES, Acting, No, acting, no
from seiyaku.people.days import local, today
from seiyaku.policy import queries as policies

from . import attending
from .gates import clause_of
from .making import makers
from .models import Job
from .plans import Plan, digest, told

SEEING = frozenset({"manager"})
AGAIN = ("stopped", "interrupted", "failed")  # what came to nothing may be asked for once more
SILENT = dt.timedelta(seconds=20)  # longer than any beat takes, whatever else the machine does
HOUR = dt.timedelta(hours=1)
LOOKS = 60  # previews of one plan by one person in an hour; of everything not yet saved together
OPEN = attending.OPEN
KEPT = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun:
    """A job that was asked for, with the plan that it is about."""

    job: Job
    plan: Plan


def begin(
    text: str, kind: str, *, plan: Plan | None = None, draft: str = "", base: int = 0, on: str = "",
    own: bool = False, actor: Actor,
) -> Begun:  # fmt: skip
    """
    Ask for a preview ("look") or a release ("make") by a plan's text; it waits for whoever runs jobs.

    `plan`: the text as it was read where files of this machine may be named; `draft`, `base`: whose version it is;
    `on`: the job whose unfinished search this one goes on from; `own`: the caller runs it, and nobody else. A preview
    takes the place of one that its maker asked for of the same plan and that is still going on.

    Raises:
        Refused: the actor does not make anonymised information, or previewed this plan too often in the last hour.
        PolicyError, InputError: the text is no plan.
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    read = plan or told(text)[0]
    policy = policies.in_force().policy
    before = _of(on) if on else None
    with acting("ask-for-release" if kind == "make" else "ask-for-preview", actor, program=RELEASES) as doing:
        doing.must_hold(makers(policy))
        if kind == "look":
            _limited(doing, draft, policy)
            _give_way(doing.who, draft)
        job = Job.objects.create(
            ref=new_ref("job"), kind=kind, draft=draft, base=base, digest=digest(text), by=doing.who,
            plan=papers.seal(text.encode(), "release-plan", until=today() + KEPT), actor=_kept(actor),
            left=before.left if before is not None and before.digest == digest(text) else None,
            asked_at=timezone.now(), **(_taken() if own else {}),
        )  # fmt: skip
        doing.done("plan", job.ref, note_kind=kind, text=job.digest)
    return Begun(job=job, plan=read)


def again(ref: str, *, own: bool = False, actor: Actor) -> Begun:
    """
    Ask once more for what a job that came to nothing was asked for, going on from what its search knew.

    Raises:
        Refused: the actor neither asked for it nor manages.
        Conflict: it goes on, or is done.
        NotFound: there is no such job, or its plan was destroyed on its day.
    """
    job = seen(ref, actor=actor)
    if job.state not in AGAIN:
        raise Conflict("this job goes on, or is done")
    text = text_of(job, actor=actor)
    return begin(text, job.kind, draft=job.draft, base=job.base, on=job.ref, own=own, actor=actor)


def text_of(job: Job, *, actor: Actor) -> str:
    """Return the plan that a job is about; the look is an entry."""
    return papers.open_(job.plan.ref, actor=actor, act="open-plan", about={"ref": job.ref}).decode()


def stop(ref: str, *, actor: Actor) -> Job:
    """
    Have a job stop: at once where it waits, else at its next step.

    Raises:
        Refused: the actor neither asked for it nor manages.
        Conflict: it is over.
    """
    job = _of(ref)
    with acting("stop-job", actor, program=RELEASES) as doing:
        _see(doing, job)
        now = timezone.now()
        waiting = Job.objects.filter(pk=job.pk, state="waiting").update(state="stopped", stopping=True, ended_at=now)
        if not waiting and not Job.objects.filter(pk=job.pk, state="running").update(stopping=True):
            raise Conflict("this job is over")
        doing.done("plan", job.ref, note_kind="stopped")
    return _of(ref)


def seen(ref: str, *, actor: Actor) -> Job:
    """
    Return a job as it stands now.

    Raises:
        Refused: the actor neither asked for it nor manages.
    """
    job = _of(ref)
    with acting("see-job", actor, program=RELEASES) as doing:
        _see(doing, job)
    if job.state == "running" and lost(timezone.now()):
        return _of(ref)
    return job


def listed(*, actor: Actor) -> list[Job]:
    """Return the jobs of the last day, the newest first: one's own, or everybody's for who manages."""
    with acting("see-job", actor, program=RELEASES) as doing:
        lost(timezone.now())
        recent = Job.objects.filter(asked_at__gt=timezone.now() - KEPT)
        mine = recent if doing.duties & SEEING else recent.filter(by=doing.who)
        return list(mine.order_by("-asked_at", "-pk"))


def lost(now: dt.datetime) -> int:
    """Write down that jobs were interrupted whose run has not been heard of; return how many."""
    silent = Job.objects.filter(state="running").filter(Q(beat_at__lt=now - SILENT) | Q(beat_at=None))
    if not silent.exists():
        return 0
    with deciding():
        return silent.update(state="interrupted", ended_at=now)


def forget(now: dt.datetime) -> int:
    """Forget the jobs that have been over for a day, and those nobody ran in one; return how many."""
    old = Q(ended_at__lt=now - KEPT) | Q(state="waiting", asked_at__lt=now - KEPT)
    with deciding():
        return Job.objects.filter(old).delete()[0]


def as_json(job: Job) -> dict[str, Any]:
    """Return a job as a program is told of it; no word of its plan."""
    end = job.ended_at or timezone.now()
    return {
        "job": job.ref, "kind": job.kind, "state": "stopping" if job.stopping and job.state == "running" else job.state,
        "asked_at": job.asked_at, "began_at": job.began_at, "ended_at": job.ended_at, "by": job.by,
        "seconds": round((end - job.began_at).total_seconds(), 1) if job.began_at else 0.0,
        "progress": job.progress, "problem": job.problem, "release": job.release or None,
        "goes_on": job.left is not None,
    }  # fmt: skip


def _taken() -> dict[str, Any]:
    """Return what a job says from its first moment that somebody runs already."""
    return {"state": "running", "claim": secrets.token_hex(16), "beat_at": timezone.now()}


def _kept(actor: Actor) -> dict[str, Any]:
    return asdict(actor)


def actor_of(job: Job) -> Actor:
    """Return whom a job acts as."""
    said = dict(job.actor)
    behalf = said.pop("on_behalf_of")
    return Actor(**said, on_behalf_of=Actor(**behalf) if behalf else None)


def _limited(doing: Acting, draft: str, policy: Policy) -> None:
    """Refuse a preview too many."""
    now = timezone.now()
    mine = Job.objects.filter(kind="look", by=doing.who, draft=draft, asked_at__gt=now - HOUR).order_by("-asked_at")
    asked = list(mine.values_list("asked_at", flat=True)[:LOOKS])
    if len(asked) == LOOKS:
        raise _too_many(policy, local(asked[-1] + HOUR))


def _too_many(policy: Policy, free: dt.datetime) -> No:
    said = Text(
        f"一つの計画のプレビューは、一人につき一時間に{LOOKS}回までです。プレビューのたびに、お預かりしている"
        "全員の情報を使うためです。",
        f"One person previews one plan at most {LOOKS} times an hour: each preview uses the information of everybody.",
    )
    helps = Text(f"{free:%H:%M} を過ぎてからプレビューする", f"Preview again after {free:%H:%M}")
    return no(clause_of(policy, "standard"), "23", "too-many-previews", said, missing="time", helps=helps)


def _give_way(who: str, draft: str) -> None:
    """Stop the previews of a plan that its maker does not wait for any more."""
    now, mine = timezone.now(), Job.objects.filter(kind="look", by=who, draft=draft)
    mine.filter(state="waiting").update(state="stopped", stopping=True, ended_at=now)
    mine.filter(state="running").update(stopping=True)


def _see(doing: Acting, job: Job) -> None:
    if doing.who != job.by:
        doing.must_hold(SEEING)


def fresh(ref: str) -> Job:
    """Return a job as it stands, for whoever runs it."""
    return _of(ref)


def _of(ref: str) -> Job:
    found = Job.objects.select_related("plan", "result", "left").filter(ref=ref).first()
    if found is None:
        raise NotFound("job")
    return found
