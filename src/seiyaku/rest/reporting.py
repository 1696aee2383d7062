"""
The officer's books (policy 1-1, 2-3, 4-1, 5-1, 5-3, 8): the same tables as on the screen and at the terminal.

A program reads them for its owner alone, who manages, approves or audits, with a token that names house:policy.
"""

from __future__ import annotations

from typing import Literal

from django.http import HttpResponse
from ninja import Path, Query, Router
from pydantic import BaseModel

from seiyaku.evidence import reports, tables

from . import answers, shapes
from .problems import language_of
from .proving import Asked, Service

router = Router(tags=["policy", "reading"], auth=Service())
Form = Literal["json", "csv", "xlsx"]


class ReportNamed(BaseModel):
    """A report there is: its name, what it is called and says, its clause."""

    name: str
    title: str
    said: str
    clause: str


class ReportsNamed(BaseModel):
    """Which reports there are."""

    reports: list[ReportNamed]


class ReportShown(shapes.TableShown):
    """A report: what it is of, and the clause it is about."""

    clause: str


@router.get("/reports", response={200: ReportsNamed})
def listed(request: Asked) -> HttpResponse:
    """Return which reports there are."""
    return answers.reply({"reports": reports.listed(language_of(request), actor=request.auth)})


@router.get("/reports/{name}", response={200: ReportShown})
def report(request: Asked, name: Path[str], form: Query[Form] = "json") -> HttpResponse:
    """Return one report as of now: as JSON, as CSV, or as a workbook; it names nobody."""
    table, of = reports.asked(name, language_of(request), actor=request.auth)
    if form == "json":
        return answers.reply(tables.as_document(table, of))
    return HttpResponse(tables.as_file(form, table, of), content_type=tables.FILES[form])
