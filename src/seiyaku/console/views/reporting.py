"""Reports: on the screen, as CSV, as a workbook (policy 1-1, 2-3, 4-1, 5-1, 5-3)."""

from __future__ import annotations

from operator import itemgetter

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from seiyaku.evidence import reports, tables
from seiyaku.people.days import today

from .. import drawing, plots
from ..access import Request, staff
from ..entrance import language_of
from ..listing import Column, listed
from ..words import WORDS


@require_safe
@staff(duties=reports.READERS)
def page(request: Request) -> HttpResponse:
    """List them."""
    language = language_of(request)
    context = {"heading": WORDS["reports"].say(language), "section": "reports", "rows": reports.contents(language)}
    return render(request, "console/reports.html", context)


@require_safe
@staff(duties=reports.READERS)
def report(request: Request, name: str) -> HttpResponse:
    """Show one, or hand it out as a file."""
    language = language_of(request)
    table, of = reports.made(name, language)
    form = request.GET.get("as", "")
    if form in tables.FILES:
        return _file(tables.as_file(form, table, of), tables.FILES[form], f"{name}-{today()}.{form}")
    if form == "svg" and table.plot:
        return HttpResponse(plots.drawn(table.kind, table.plot, language), content_type="image/svg+xml")
    if form:
        raise Http404
    rows = listed(f"report-{name}", request.GET, table.rows, language, text=lambda row: " ".join(map(str, row)),
        columns=[
            Column(said=said, name=name, by=itemgetter(at), number=counts)
            for at, (name, (said, counts)) in enumerate(zip(table.names, drawing.heads(table), strict=True))
        ],
    )  # fmt: skip
    context = {
        "heading": table.title,
        "section": "reports",
        "table": table,
        "list": rows,
        "lines": drawing.lines(rows.rows),
        "plot": bool(table.plot),
        "described": plots.described(table.kind, table.plot, language) if table.plot else "",
        "of": of,
        "digest": tables.digest(table),
    }
    return render(request, "console/report.html", context)


def _file(body: bytes, kind: str, name: str) -> HttpResponse:
    return HttpResponse(body, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})
