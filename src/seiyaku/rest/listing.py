"""
The verbs that write, for many at once: a list of asks, each decided as if it came alone, done block by block.

Under an `Idempotency-Key` a list that was cut off goes on where it was, and one that is done is told again, as far as
each of its acts would be allowed today.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.http import HttpResponse
from ninja import Router

from seiyaku import door
from seiyaku.door.rows import Broken
from seiyaku.people import repeating
from seiyaku.people.repeating import Ask

from . import answers, lists, rates, shapes
from .asks import Shape
from .changing import origin_of
from .proving import Asked, Service
from .repeating import REPLAYED, ask_of

router = Router(tags=["writing"], auth=Service())


def do(request: Asked, act: str, asks: Iterable[door.Asked | Broken], ask: Ask | None) -> HttpResponse:
    """Do a list of acts, and say what came of each; how many files there are shows only when they are read."""
    name = None
    if ask is not None:
        if repeating.known(ask) is None:
            repeating.claim(ask)
        name = f"{ask.key.hex()}:{ask.said.hex()}"
    came = door.many(act, asks, actor=request.auth, name=name)
    if act == "attach":
        rates.owe(request.auth.session, len(came.outcomes))
    answer = answers.reply(answers.many(came, request))
    if came.outcomes and came.resumed_after >= came.outcomes[-1].number:
        answer[REPLAYED] = "true"
    return answer


def _do(request: Asked, act: str, each: Iterable[Shape], **common: Any) -> HttpResponse:
    asks = [door.Asked(number=number, said=said(one) | common) for number, one in enumerate(each, start=1)]
    rates.owe(request.auth.session, len(asks))
    return do(request, act, asks, ask_of(request))


def said(one: Shape) -> dict[str, Any]:
    """Return what a shape says, by name; what was left out is left to the door."""
    return {name: getattr(one, name) for name in type(one).model_fields if getattr(one, name) is not None}


def _written(body: lists.Write) -> Mapping[str, Any]:
    return {"purpose": body.purpose, "origin": origin_of(body.origin), "evidence": body.evidence}


@router.post("/correct-many", response={200: shapes.ManyShown})
def correct_many(request: Asked, body: lists.CorrectMany) -> HttpResponse:
    """Record of many that what was held was wrong from the start."""
    return _do(request, "correct", body.asks, **_written(body))


@router.post("/change-many", response={200: shapes.ManyShown})
def change_many(request: Asked, body: lists.ChangeMany) -> HttpResponse:
    """Record of many that something became different on a day."""
    return _do(request, "change", body.asks, **_written(body))


@router.post("/note-many", response={200: shapes.ManyShown})
def note_many(request: Asked, body: lists.NoteMany) -> HttpResponse:
    """File contacts and calls with many people."""
    return _do(
        request, "note", body.asks, field=body.field, purpose=body.purpose, origin=origin_of(body.origin)
    )  # fmt: skip


@router.post("/appoint-many", response={200: shapes.ManyShown})
def appoint_many(request: Asked, body: lists.AppointMany) -> HttpResponse:
    """Record who stands for organisations."""
    return _do(request, "appoint", body.asks, **_appointed(body))


@router.post("/dismiss-many", response={200: shapes.ManyShown})
def dismiss_many(request: Asked, body: lists.AppointMany) -> HttpResponse:
    """Record who stands for organisations no more."""
    return _do(request, "dismiss", body.asks, **_appointed(body))


def _appointed(body: lists.AppointMany) -> Mapping[str, Any]:
    return {"purpose": body.purpose, "origin": origin_of(body.origin), "field": body.field}


@router.post("/merge-many", response={200: shapes.ManyShown})
def merge_many(request: Asked, body: lists.MergeMany) -> HttpResponse:
    """Put records into others: each two are one person's."""
    return _do(request, "merge", body.asks, purpose=body.purpose)


@router.post("/split-many", response={200: shapes.ManyShown})
def split_many(request: Asked, body: lists.SplitMany) -> HttpResponse:
    """Make new people of values that were never those people's."""
    return _do(request, "split", body.asks, purpose=body.purpose)


@router.post("/withhold-many", response={200: shapes.ManyShown})
def withhold_many(request: Asked, body: lists.WithholdMany) -> HttpResponse:
    """Withhold entries from many people, where the law says that they must not be told."""
    return _do(request, "withhold", body.asks, reason=body.reason, purpose=body.purpose)


@router.post("/reveal-many", response={200: shapes.ManyShown})
def reveal_many(request: Asked, body: lists.RevealMany) -> HttpResponse:
    """Lift the withholding of entries from many people."""
    return _do(request, "reveal", body.asks, purpose=body.purpose)


@router.post("/erase-many", response={200: shapes.ManyShown})
def erase_many(request: Asked, body: lists.EraseMany) -> HttpResponse:
    """Erase everything held on many people; everybody of a block is searched for in one pass."""
    rates.owe(request.auth.session, len(body.people))
    asks = (door.Asked(number=n, said={"person": who, "purpose": body.purpose}) for n, who in enumerate(body.people, 1))
    return do(request, "erase", asks, ask_of(request))
