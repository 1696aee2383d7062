"""
The lights beside the clauses (policy 0 to 12), and what a person attests where no machine can see: as at the terminal.

A program does this for its owner alone, with a token that names house:policy; only the manager attests.
"""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any

from django.http import HttpResponse
from ninja import Router
from pydantic import BaseModel, StringConstraints

from seiyaku.evidence import attesting

from . import answers, records
from .asks import Day, Ref, Shape
from .problems import language_of
from .proving import Asked, Service
from .repeating import once

router = Router(tags=["policy", "writing"], auth=Service())
reading = Router(tags=["policy", "reading"], auth=Service())


class Attest(Shape):
    """Which clause is kept, until which day, and what was looked at."""

    clause: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9.-]{1,20}$")]
    until: Day
    said: records.Said


class OfAttestation(Shape):
    """Which attestation."""

    attestation: Ref


class LightShown(BaseModel):
    """One light: how it stands, its figure, and by whom it is attested until when, where a person does."""

    clause: str
    check: str
    state: str
    figure: str
    owner: str
    since: dt.date | None
    attestation: str | None
    by: str | None
    until: dt.date | None


class LightsShown(BaseModel):
    """Every light."""

    lights: list[LightShown]


class AttestedShown(BaseModel):
    """That it stands."""

    attestation: str
    clause: str
    until: dt.date


class EndedShown(BaseModel):
    """That it stands no more."""

    attestation: str


@reading.post("/policy/lights", response={200: LightsShown})
def lights(request: Asked, body: records.Nothing) -> HttpResponse:
    """Return the lights beside the clauses of the policy in force, and who attests what until when."""
    del body
    language = language_of(request)
    rows = [attesting.told(one, said, language) for one, said in attesting.listed(actor=request.auth)]
    return answers.reply({"lights": rows})


@router.post("/policy/attest", response={200: AttestedShown})
@once
def attest(request: Asked, body: Attest) -> dict[str, Any]:
    """Attest that a clause is kept, until a day; the words are sealed, and outshine no check."""
    made = attesting.attest(body.clause, body.said, until=body.until, actor=request.auth)
    return {"attestation": made.ref, "clause": made.clause, "until": made.until}


@router.post("/policy/end-attestation", response={200: EndedShown})
@once
def end_attestation(request: Asked, body: OfAttestation) -> dict[str, Any]:
    """Take an attestation back."""
    attesting.end(body.attestation, actor=request.auth)
    return {"attestation": body.attestation}
