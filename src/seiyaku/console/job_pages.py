"""What is shown of a job: what it does, how far it is, what may be done about it."""

from __future__ import annotations

from typing import Any

from seiyaku.anonymised import jobs
from seiyaku.anonymised.models import Job
from seiyaku.anonymised.wording import KINDS, STATES
from seiyaku.core.language import Language

from .words_of_jobs import FACTS, LIGHTS, PHASES

MINUTE = 60


def told(job: Job, language: Language) -> dict[str, Any]:
    """Return a job as it is shown."""
    said, going = jobs.as_json(job), job.state in jobs.OPEN
    phase = said["progress"].get("phase", "waiting")
    return {
        "ref": job.ref, "kind": KINDS[job.kind].say(language), "makes": job.kind == "make", "going": going,
        "state": STATES[job.state].say(language), "light": LIGHTS[job.state], "stopping": job.stopping,
        "said": PHASES[phase].say(language) if job.state == "running" else STATES[job.state].say(language),
        "asked_at": job.asked_at, "draft": draft_of(job), "may_go_on": job.left is not None, "release": job.release,
        "again": job.state in jobs.AGAIN,
        "checked": said["progress"].get("checked", 0), "nodes": said["progress"].get("nodes", 0),
        "facts": _facts(said, language),
    }  # fmt: skip


def draft_of(job: Job) -> str:
    """Return the plan that a job is of, where it is of one that was saved."""
    return job.draft.partition("~")[0]


def _facts(said: dict[str, Any], language: Language) -> list[tuple[str, str]]:
    far, seconds = said["progress"], said["seconds"]
    time = FACTS["seconds"].say(language).format(seconds)
    if seconds >= MINUTE:
        time = FACTS["minutes"].say(language).format(int(seconds // MINUTE), seconds % MINUTE)
    rows = [("time", time)]
    if far.get("people"):
        rows.append(("people", f"{far['people']:,}"))
    if far.get("nodes"):
        best = FACTS["none"].say(language) if far["best"] is None else f"{far['best']:.4g}"
        if far["gap"] is not None:
            best = FACTS["with_gap"].say(language).format(best, far["gap"])
        rows += [("checked", FACTS["of"].say(language).format(far["checked"], far["nodes"])), ("best", best)]
    return [(FACTS[name].say(language), value) for name, value in rows]
