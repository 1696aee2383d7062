"""The page of all components, for whoever builds the next screen: on the operator's own machine only."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from seiyaku.core.language import Language
from seiyaku.evidence.tables import Table

from .. import plots
from ..drawing import lines
from ..entrance import language_of
from ..home import STATES, Chapter, Lamp, Row, drawn
from ..words import WORDS

_TOKEN = re.compile(r"--([a-z0-9-]+):\s*([^;]+);")


# Made up, to be drawn: what stands in the parts that show figures.
_BARS = tuple((f"2026-01-{day:02}", what, 3 * day + 7 * place) for place, what in enumerate("AB") for day in (5, 6, 8))
_FLOWS = (("1", "A", 9), ("1", "B", 2), ("2", "B", 5))


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Show every component once, and every token with its value."""
    if not settings.LOOPBACK_ONLY:
        raise Http404
    language = language_of(request)
    kind = request.GET.get("plot", "")
    if kind in plots.CHARTS:
        points = _BARS if kind == "bars" else _FLOWS
        return HttpResponse(plots.drawn(kind, points, language), content_type="image/svg+xml")
    found = finders.find("look/tokens.css")
    tokens = _TOKEN.findall(Path(str(found)).read_text(encoding="utf-8").partition("@media")[0])
    table = _table(language)
    context = {
        "heading": WORDS["design"].say(language),
        "tokens": [(name, " ".join(value.split())) for name, value in tokens],
        "states": [(name, said.say(language)) for name, said in STATES.items()],
        "chapter": drawn(_chapter(language), language),
        "table": table,
        "lines": lines(table.rows),
        "described": plots.described("bars", _BARS, language),
        "flow_described": plots.described("ribbons", _FLOWS, language),
    }
    return render(request, "console/design.html", context)


def _chapter(language: Language) -> Chapter:
    said = WORDS["design_said"].say(language)
    lamps = tuple(
        Lamp(
            state=name,
            said=word.say(language),
            figure="1",
            owner="bob",
            since=dt.date(2026, 1, 5),
            since_said=WORDS["since_day"].say(language).format("2026-01-05"),
            url="#text",
        )
        for name, word in STATES.items()
    )
    row = Row(id="2-1", level=3, title=said[:12], prose=(said,), state="broken", lights=lamps)
    tally = tuple((lamp.state, lamp.said, 1) for lamp in lamps)
    bare = Row(id="2-2", level=3, title=said[:12], prose=(said,), state="", lights=())
    return Chapter(id="2", title=said[:12], clauses=(row, bare), state="broken", tally=tally, open=True)


def _table(language: Language) -> Table:
    columns = tuple(WORDS[name].say(language) for name in ("field", "people_held", "day"))
    return Table(title="", said="", columns=columns, rows=[("A", 12345, "2026-01-05"), ("B", 0, "—")])
