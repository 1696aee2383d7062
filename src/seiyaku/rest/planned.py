"""The shapes of what programs ask about plans of anonymised information, and the jobs they are run by (9)."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field

from .asks import Ref, Shape
from .released import OfPlan

Number = Annotated[int, Field(ge=1, le=100_000_000)]


class Begin(OfPlan):
    """A plan to preview (`look`) or to make a release by (`make`)."""

    kind: Literal["look", "make"] = "look"


class OfJob(Shape):
    """Which job."""

    job: Ref


class Keep(OfPlan):
    """A plan's text: a new draft, or the next version of `draft`, whose newest was `seen`."""

    draft: Ref | None = None
    seen: Annotated[int, Field(ge=0, le=100_000_000)] = 0


class OfDraft(Shape):
    """Which draft."""

    draft: Ref


class OfVersion(OfDraft):
    """Which version of a draft; the newest where none is named."""

    version: Number | None = None


class HandIn(OfDraft):
    """Which version of a draft a release is made by, named so that it is the one that was seen."""

    version: Number


class ProgressShown(BaseModel):
    """
    How far a job is.

    `nodes`: combinations of levels there are, `checked`: that were looked at; `best`: what the best so far costs;
    `gap`: by how much another may be better, as a share, where that is known.
    """

    phase: Literal["waiting", "reading", "searching", "making", "checking"] = "waiting"
    people: int = 0
    nodes: int = 0
    checked: int = 0
    best: float | None = None
    gap: float | None = None


class JobShown(BaseModel):
    """
    A job as it stands; `address`: where it is read, and stopped.

    `problem`: why nothing came of it; `preview`, `release`: what came of it; `goes_on`: that an earlier search's
    knowledge was there to go on from, or is now.
    """

    job: str
    address: str
    kind: Literal["look", "make"]
    state: Literal["waiting", "running", "stopping", "done", "refused", "failed", "stopped", "interrupted"]
    asked_at: str
    began_at: str | None
    ended_at: str | None
    by: str
    seconds: float
    progress: ProgressShown
    problem: dict[str, Any]
    goes_on: bool
    release: str | None = None
    preview: dict[str, Any] | None = None


class JobsShown(BaseModel):
    """The jobs of the last day, the newest first."""

    jobs: list[JobShown]
