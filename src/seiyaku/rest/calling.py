"""
Calls, visits and work (policy 2-2, 7-2): the purpose once, the caller known by items that agree, everything on record.

A program begins a call for whom it acts; what it then asks (`find`, `use`, `explain`, `consent`, `refuse`) names it as
`occasion`. What leaves the screen (`calls/take`) is an act of its own.
"""

from __future__ import annotations

from typing import Any, Literal

from django.http import HttpResponse
from ninja import Router
from pydantic import BaseModel

from seiyaku import door
from seiyaku.core.errors import NotFound

from . import answers, calls, shapes
from .proving import Asked, Service
from .repeating import once

router = Router(tags=["calls", "writing"], auth=Service())
reading = Router(tags=["calls", "reading"], auth=Service())


class StateShown(BaseModel):
    """
    An occasion as it stands.

    `person`: whoever is known in it; `items`: how many agreed; `until`: when it is over by itself.
    """

    occasion: str
    kind: Literal["call", "visit", "work"]
    purpose: str
    caller: str
    person: str | None
    items: int
    tries_left: int
    authority: bool
    until: str


class BegunShown(StateShown, shapes.Evident):
    """An occasion that was begun; `needed`: how many items must agree before anything is told (7-2)."""

    needed: int


class IdentifiedShown(shapes.Evident):
    """How many people hold all that was said, who is known by it, and how many tries are left."""

    people: int
    person: str | None
    tries_left: int


class OnRecord(shapes.Evident):
    """That it is done, in which occasion."""

    occasion: str


@router.post("/calls/begin", response={200: BegunShown})
@once
def begin(request: Asked, body: calls.Begin) -> dict[str, Any]:
    """Begin a call, a visit or a piece of work, for one purpose."""
    begun = door.begin(body.kind, purpose=body.purpose, caller=body.caller, actor=request.auth)
    return {**begun.occasion.as_json(), "needed": begun.needed, **answers.evidence(begun)}


@router.post("/calls/identify", response={200: IdentifiedShown})
@once
def identify(request: Asked, body: calls.Identify) -> dict[str, Any]:
    """Compare what a caller says with what is held: no value is shown, and a few tries end it."""
    came = door.identify(body.occasion, body.said, actor=request.auth)
    return {"people": came.people, "person": came.person, "tries_left": came.left, **answers.evidence(came)}


@router.post("/calls/authorise", response={200: OnRecord})
@once
def authorise(request: Asked, body: calls.Authorise) -> dict[str, Any]:
    """Keep the paper by which whoever speaks may speak for the person; the token names house:papers, too."""
    kept = door.authorise(body.occasion, body.paper, actor=request.auth)
    return {"occasion": body.occasion, **answers.evidence(kept)}


@reading.post("/calls/take", response={200: shapes.UsedShown})
def take(request: Asked, body: calls.Take) -> HttpResponse:
    """Copy, print or take in a file what is open of somebody: an act of its own, on record before it leaves."""
    used = door.take(
        body.person, body.fields, how=body.how, purpose=body.purpose, occasion=body.occasion, actor=request.auth
    )
    return answers.reply(answers.used(used, request))


@router.post("/calls/decline", response={200: shapes.DoneShown})
@once
def decline(request: Asked, body: calls.Decline) -> dict[str, Any]:
    """Record that whoever was asked for consent on the spot said no; no standing changes."""
    did = door.decline(
        body.person, use=body.use, statement=body.statement, occasion=body.occasion, actor=request.auth
    )  # fmt: skip
    return answers.done(did, request)


@reading.post("/calls/state", response={200: StateShown})
def state(request: Asked, body: calls.OfCall) -> HttpResponse:
    """Return an occasion that goes on, as it stands: one that is over, or anybody else's, is not there."""
    found = door.going_on(body.occasion, actor=request.auth)
    if found is None:
        raise NotFound("occasion")
    return answers.reply(found.as_json())


@router.post("/calls/end", response={200: OnRecord})
@once
def end(request: Asked, body: calls.OfCall) -> dict[str, Any]:
    """End it: nothing more is opened in it."""
    ended = door.end(body.occasion, actor=request.auth)
    if ended is None:
        raise NotFound("occasion")
    return {"occasion": body.occasion, **answers.evidence(ended)}
