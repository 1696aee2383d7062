"""
The registers of arts. 29 to 31 (policy 8), for an inspection: what was provided, received, and is related to persons.

Reading them is a use, for law:statutory-record: the token names it, and the entry names everybody of whom a record was
opened. Whose a record is, is told to who manages; an auditor reads the rest.
"""

from __future__ import annotations

from typing import Annotated, Literal

from django.http import HttpResponse
from ninja import Router
from pydantic import Field

from seiyaku import door
from seiyaku.evidence import registered, tables

from . import answers, asks, shapes
from .problems import language_of
from .proving import Asked, Service

router = Router(tags=["reading"], auth=Service())


class Register(asks.Shape):
    """
    Which records of arts. 29 to 31: of a kind, of what was from a day to a day, of a partner (name or reference), of a
    person, or one by its reference. `named`: whether it is told whose; left out: to who may know.
    """

    kind: Literal["provided", "received", "related"] | None = None
    since: asks.Day | None = None
    until: asks.Day | None = None
    partner: asks.Party | None = None
    person: asks.Person | None = None
    record: asks.Ref | None = None
    named: bool | None = None


class Registers(Register):
    """A page of records."""

    skip: Annotated[int, Field(ge=0, le=1_000_000)] = 0
    most: Annotated[int, Field(ge=1, le=100)] = 100


class RegistersOut(Register):
    """All of them, as a document or a file."""

    form: Literal["json", "csv", "xlsx", "jsonl"] = "json"


class RegisterShown(shapes.TableShown, shapes.Evident):
    """Records: `total` were looked for, `rows` are those after the first `skipped`, by the names of the columns."""

    total: int
    skipped: int
    named: bool


@router.post("/registers", response={200: RegisterShown})
def opened(request: Asked, body: Registers) -> HttpResponse:
    """Return records of arts. 29 to 31, a hundred at a time, with what each holds, until when, and when it goes."""
    book = registered.opened(
        _asked(body), language_of(request), named=body.named, skip=body.skip, most=body.most, actor=request.auth
    )
    return answers.reply(book.document())


@router.post("/registers/export", response={200: RegisterShown})
def taken(request: Asked, body: RegistersOut) -> HttpResponse:
    """
    Return all of the records looked for, as JSON, CSV, a workbook or JSON Lines.

    More than a hundred with names take two people, in person: a program is refused them.
    """
    book = registered.taken(_asked(body), language_of(request), named=body.named, actor=request.auth)
    if body.form == "json":
        return answers.reply(book.document())
    file = tables.as_file(body.form, book.table, book.of)
    return HttpResponse(file, content_type=tables.BOOKS[body.form], headers={"Seiyaku-Entry": book.inspected.entry})


def _asked(body: Register) -> door.Inspection:
    return door.Inspection(
        kind=body.kind, since=body.since, until=body.until, partner=body.partner, person=body.person,
        record=body.record,
    )  # fmt: skip
