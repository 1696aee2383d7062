"""
The verbs about the outbox (policy 9-4-B), as at the terminal; for a program's owner alone; its token names house:post.

What opens a parcel is looked up in person.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from ninja import Router

from seiyaku.partners.queries import ref_of
from seiyaku.post import addresses, destinations, queries, services

from . import answers, records, released
from .proving import Asked, Service
from .repeating import once

router = Router(tags=["outbox"], auth=Service())
writing = Router(tags=["writing"], auth=Service())
Document = dict[str, Any]


@router.post("/post/list", response={200: Document})
def listed(request: Asked, body: released.Parcels) -> HttpResponse:
    """Return the parcels, the newest first."""
    queries.may_list(actor=request.auth)
    return answers.reply({"parcels": [one.as_json() for one in queries.parcels(open_only=body.open)]})


@router.post("/post/show", response={200: Document})
def show(request: Asked, body: released.OfParcel) -> HttpResponse:
    """Return one parcel and every try to hand it over."""
    queries.may_list(actor=request.auth)
    sent, tries = queries.parcel(body.parcel)
    return answers.reply(sent.as_json() | {"attempts": tries})


@router.post("/post/run", response={200: Document})
def run(request: Asked, body: records.Nothing) -> HttpResponse:
    """Hand over now what waits; return what came of each."""
    del body
    came = services.run_now(timezone.now(), actor=request.auth)
    said = [{"parcel": one.parcel, "state": one.state, "proof": one.proof, "why": one.why} for one in came]
    return answers.reply({"came": said})


@writing.post("/post/retry", response={200: Document})
@once
def retry(request: Asked, body: released.Retry) -> Document:
    """Try a dead parcel anew, or one that somebody found did not arrive."""
    services.retry(body.parcel, found_not_there=body.not_there, actor=request.auth)
    return {"parcel": body.parcel, "state": "waiting"}


@writing.post("/post/confirm", response={200: Document})
@once
def confirm(request: Asked, body: released.OfParcel) -> Document:
    """Note that a parcel of which nobody knew did arrive."""
    services.confirm(body.parcel, actor=request.auth)
    return {"parcel": body.parcel, "state": "handed"}


@writing.post("/post/withdraw", response={200: Document})
@once
def withdraw(request: Asked, body: released.OfParcel) -> Document:
    """Give a parcel up that was not handed over, and destroy what is in it."""
    services.withdraw(body.parcel, actor=request.auth)
    return {"parcel": body.parcel, "state": "withdrawn"}


@router.post("/post/destinations", response={200: Document})
def places(request: Asked, body: records.Nothing) -> HttpResponse:
    """Return where parcels may go; no address."""
    del body
    queries.may_list(actor=request.auth)
    return answers.reply({"destinations": queries.destinations()})


@writing.post("/post/register", response={200: Document})
@once
def register(request: Asked, body: released.Destination) -> Document:
    """Register where parcels may go: the address and its secrets are sealed."""
    secrets = {str(name): said for name, said in body.secrets.items()}
    read = addresses.address(body.address, age=body.age, secrets=secrets)
    partner = ref_of(body.partner) if body.partner else ""
    made = destinations.register(body.name, read, partner=partner, actor=request.auth)
    return {"destination": made.ref, "channel": made.channel}


@writing.post("/post/end", response={200: Document})
@once
def end(request: Asked, body: released.OfDestination) -> Document:
    """End a destination, and destroy its address."""
    destinations.end(body.name, actor=request.auth)
    return {"name": body.name, "ended": True}
