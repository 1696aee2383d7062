"""
Running jobs, one after the other, and what came of them.

The thread that runs does nothing else; another beside it writes every second how far it is, that it is alive, and hears
whether it is to stop. A job that is over stays so: whoever comes back late changes nothing.
"""

from __future__ import annotations

import contextlib
import logging
import secrets
import threading
import time
from dataclasses import asdict
from typing import Any

import orjson
from django.db import connections
from django.db.models import Q
from django.utils import timezone

from seiyaku.core.answers import Denied, Remedy
from seiyaku.core.asks import Actor
from seiyaku.core.errors import Conflict, InputError, NotFound, Refused, SeiyakuError, Unavailable
from seiyaku.core.language import Text
from seiyaku.ledger.transactions import deciding
from seiyaku.papers import services as papers
from seiyaku.people.days import today

from . import attending, jobs, making
from .glimpses import Glimpse
from .jobs import KEPT, Begun, actor_of
from .making import Preview
from .models import Job
from .neighbours import Failure, Neighbour
from .plans import Plan, told
from .watching import Stopped, Watch

log = logging.getLogger(__name__)
BEAT = 1.0  # seconds
LOOK = 0.05


def turn() -> int:
    """Run what waits, the oldest first, and write down which runs were lost; return how many were run."""
    jobs.lost(timezone.now())
    ran = 0
    while (job := _claimed()) is not None:
        run(job)
        ran += 1
    return ran


def done_within(begun: Begun, seconds: float) -> Job:
    """Return a job as it is after a breath: over, or going on. Where nobody here runs jobs, it is run at once."""
    if not attending.is_attended():
        return run(begun.job, plan=begun.plan)
    attending.ring()
    end = time.monotonic() + seconds
    while True:
        job = jobs.fresh(begun.job.ref)
        if job.state not in attending.OPEN or time.monotonic() > end:
            return job
        time.sleep(LOOK)


def run(job: Job, *, plan: Plan | None = None, watch: Watch | None = None) -> Job:
    """
    Run one job in this thread, and return it as it is afterwards; what goes wrong is written down, not raised.

    `plan`: as it was read; a job that waited is read anew, by the actor it acts as.
    """
    claim, watch = job.claim or secrets.token_hex(16), watch or Watch()
    if not _begun(job, claim):
        return jobs.fresh(job.ref)
    over = threading.Event()
    beside = threading.Thread(target=_keep_watch, args=(job.pk, claim, watch, over), name="seiyaku-watch", daemon=True)
    beside.start()
    try:
        _finished(job, claim, watch, _what_came(job, claim, plan, watch))
    except BaseException:
        _finished(job, claim, watch, {"state": "interrupted"})
        raise
    finally:
        over.set()
        beside.join()
    return jobs.fresh(job.ref)


def beat(pk: int, claim: str, watch: Watch) -> None:
    """Write down how far a run is, and have it stop where that is wished, or where it is no longer its run."""
    with deciding():
        mine = Job.objects.filter(pk=pk, claim=claim, state="running")
        mine.update(progress=watch.as_json(), beat_at=timezone.now())
        wished = mine.values_list("stopping", flat=True).first()
    if wished is not False:
        watch.halt()


def result(job: Job, *, actor: Actor) -> Preview:
    """
    Return what a preview showed; the look is an entry.

    Raises:
        NotFound: it is not done, or was destroyed on its day.
    """
    if job.result is None:
        raise NotFound("job")
    said = orjson.loads(papers.open_(job.result.ref, actor=actor, act="open-preview", about={"ref": job.ref}))
    around = [each | {"failures": tuple(Failure(**one) for one in each["failures"])} for each in said["around"]]
    return Preview(
        verdict=said["verdict"],
        report=said["report"],
        columns=tuple(said["columns"]),
        sample=tuple(map(tuple, said["sample"])),
        rows=tuple(Glimpse(alike=each["alike"], cells=tuple(each["cells"])) for each in said["rows"]),
        around=tuple(Neighbour(**each) for each in around),
    )


def insist(job: Job) -> None:
    """
    Raise what a job that came to nothing failed by.

    Raises:
        Refused, InputError, Conflict, NotFound, Unavailable: what it met; Unavailable also where it was stopped.
    """
    said, code = job.problem, job.problem.get("code")
    if job.state in {"stopped", "interrupted"}:
        raise Unavailable(f"the job was {job.state}; nothing of it was kept")
    if code == Refused.code:
        remedy = Remedy(clause=said["remedy_clause"], missing=said["missing"], text=Text(*said["helps"]))
        answer = Denied(clause=said["clause"], article=said["article"], reason=said["reason"],
                        text=Text(*said["said"]), remedy=remedy)  # fmt: skip
        raise Refused(answer, said["entry"])
    if code == InputError.code:
        raise InputError(said["where"], said["found"], said["expected"], said["nearest"])
    if code in {Conflict.code, NotFound.code}:
        raise {Conflict.code: Conflict, NotFound.code: NotFound}[code](said["said"])
    if code is not None:
        raise Unavailable(said["said"])


def _claimed() -> Job | None:
    return Job.objects.select_related("plan", "left").filter(state="waiting").order_by("asked_at", "pk").first()


def _begun(job: Job, claim: str) -> bool:
    now = timezone.now()
    with deciding():
        free = Q(state="waiting") | Q(state="running", claim=claim, began_at=None)
        return Job.objects.filter(free, pk=job.pk).update(
            state="running", claim=claim, began_at=now, beat_at=now, progress=Watch(phase="reading").as_json()
        ) == 1  # fmt: skip


def _what_came(job: Job, claim: str, plan: Plan | None, watch: Watch) -> dict[str, Any]:
    """Run it; return the state it is in then, with what is kept of it."""
    try:
        return _ran(job, claim, plan, watch, actor_of(job))
    except Stopped:
        return {"state": "stopped"}
    except Exception as error:  # noqa: BLE001  # what nobody foresaw ends this job, not the thread
        if isinstance(error, Refused):
            return {"state": "refused", "problem": _refusal(error)}
        # What an engine says that was told to stop is no fault.
        return {"state": "stopped"} if watch.halted else {"state": "failed", "problem": _problem(error)}


def _ran(job: Job, claim: str, plan: Plan | None, watch: Watch, actor: Actor) -> dict[str, Any]:
    if job.left is not None:
        watch.knew = papers.open_(job.left.ref, actor=actor, act="open-search", about={"ref": job.ref})
    plan = plan or told(jobs.text_of(job, actor=actor))[0]
    if job.kind == "look":
        shown = making.preview(plan, actor=actor, watch=watch)
        return {"state": "done", "result": orjson.dumps(asdict(shown), option=orjson.OPT_SERIALIZE_NUMPY)}

    def keep(ref: str) -> None:
        """Say in the transaction that keeps the release that the job is done: neither is there without the other."""
        ours = Job.objects.filter(pk=job.pk, claim=claim, state="running")
        if ours.update(state="done", release=ref, ended_at=timezone.now(), progress=watch.as_json()) != 1:
            raise Conflict("this job is over")

    making.make(plan, job.digest, actor=actor, watch=watch, and_then=keep)
    return {"state": "done"}


def _finished(job: Job, claim: str, watch: Watch, came: dict[str, Any]) -> None:
    until, sealed = today() + KEPT, {}
    with deciding():
        ours = Job.objects.filter(pk=job.pk, claim=claim, state="running")
        if not ours.exists():
            return
        if "result" in came:
            sealed["result"] = papers.seal(came.pop("result"), "release-preview", until=until)
        if watch.found:
            sealed["left"] = papers.seal(watch.found, "release-search", until=until)
        ours.update(**came, **sealed, progress=watch.as_json(), ended_at=timezone.now())


def _refusal(refused: Refused) -> dict[str, Any]:
    answer = refused.answer
    remedy = getattr(answer, "remedy", None)
    return {
        "code": refused.code, "clause": answer.clause, "article": answer.article, "reason": answer.reason,
        "said": [answer.text.ja, answer.text.en], "entry": refused.entry,
        "remedy_clause": remedy.clause if remedy else None, "missing": remedy.missing if remedy else "",
        "helps": [remedy.text.ja, remedy.text.en] if remedy else ["", ""],
    }  # fmt: skip


def _problem(error: Exception) -> dict[str, Any]:
    if isinstance(error, InputError):
        return {"code": InputError.code, "where": error.where, "found": error.found, "expected": error.expected,
                "nearest": error.nearest}  # fmt: skip
    if isinstance(error, SeiyakuError):
        return {"code": error.code, "said": str(error)}
    log.error("a job of anonymised information failed: %s", type(error).__name__)  # no values
    return _problem(Unavailable("something that nobody foresaw; the log names its kind"))


def _keep_watch(pk: int, claim: str, watch: Watch, over: threading.Event) -> None:
    try:
        while not over.wait(BEAT):
            with contextlib.suppress(Unavailable):  # told again in a second
                beat(pk, claim, watch)
    finally:
        connections.close_all()
