"""Reports: on the screen, as CSV, as a workbook (policy 1-1, 2-3, 4-1, 5-1, 5-3)."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from seiyaku.core.model import Policy
from seiyaku.ledger import reading, transactions
from seiyaku.people.days import local, today
from seiyaku.policy import queries as policies

from .. import plots, reports, tables
from ..access import Request, staff
from ..entrance import language_of
from ..frame import OFFICERS
from ..words import WORDS

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
@staff(duties=OFFICERS)
def page(request: Request) -> HttpResponse:
    """List them."""
    language = language_of(request)
    rows = [
        {
            "name": name,
            "title": WORDS[word].say(language),
            "said": WORDS[f"{word}_said"].say(language),
            "clause": clause,
        }
        for name, (word, clause) in reports.TITLES.items()
    ]
    context = {"heading": WORDS["reports"].say(language), "section": "reports", "rows": rows}
    return render(request, "console/reports.html", context)


@require_safe
@staff(duties=OFFICERS)
def report(request: Request, name: str) -> HttpResponse:
    """Show one, or hand it out as a file."""
    language, day = language_of(request), today()
    policy = policies.in_force().policy
    table, of = reports.REPORTS[name](policy, day, language), _as_of(name, policy)
    form = request.GET.get("as", "")
    if form == "csv":
        return _file(tables.as_csv(table, of), "text/csv; charset=utf-8", f"{name}-{day}.csv")
    if form == "xlsx":
        return _file(tables.as_workbook(table, of), XLSX, f"{name}-{day}.xlsx")
    if form == "svg" and table.plot:
        return HttpResponse(plots.drawn(table.kind, table.plot, language), content_type="image/svg+xml")
    if form:
        raise Http404
    context = {
        "heading": table.title,
        "section": "reports",
        "table": table,
        "plot": bool(table.plot),
        "described": plots.described(table.kind, table.plot, language) if table.plot else "",
        "of": of,
        "digest": tables.digest(table),
    }
    return render(request, "console/report.html", context)


def _as_of(name: str, policy: Policy) -> tables.AsOf:
    operator = policy.operator.name
    with transactions.reading() as cursor:
        entries = reading.tree_size(cursor)
    title, clause = reports.TITLES[name]
    return tables.AsOf(
        title=WORDS[title], clause=clause, operator=f"{operator['ja']} / {operator['en']}",
        at=local(timezone.now()), policy=policy.version, entries=entries,
    )  # fmt: skip


def _file(body: bytes, kind: str, name: str) -> HttpResponse:
    return HttpResponse(body, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})
