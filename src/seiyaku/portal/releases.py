"""
The public page of anonymised information (43(3), 43(4), 43(6); policy 9-2-C), and the same as JSON.

What it shows was fixed when each release was published; nothing here is typed for it.
"""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from seiyaku.anonymised import publication
from seiyaku.core.errors import NotFound
from seiyaku.core.language import Language
from seiyaku.evidence.ruled import Line, text_of
from seiyaku.policy import queries
from seiyaku.policy.queries import Published

from .addresses import Addresses
from .pages import Context, frame
from .words import PAGE


@require_safe
def page(request: HttpRequest, language: Language) -> HttpResponse:
    """Show every release that was published."""
    return render(request, "portal/anonymised.html", anonymised_page(Addresses(language), _current()))


@require_safe
def listed(request: HttpRequest, language: Language) -> JsonResponse:
    """Return them as JSON, in both languages whichever address was asked."""
    del request, language
    _current()
    return JsonResponse({"releases": publication.published()}, json_dumps_params={"ensure_ascii": False})


def _current() -> Published:
    try:
        current = queries.in_force()
    except NotFound:
        raise Http404 from None
    if not current.policy.rules.anonymised:
        raise Http404
    return current


def anonymised_page(at: Addresses, shown: Published) -> Context:
    """Return the page."""
    language = at.language
    context = frame(at, PAGE["anonymised"].say(language), "anonymised", shown) | {
        "other_url": at.other.anonymised(),
        "releases": [_release(each, language) for each in publication.published()],
        "json_url": f"{at.anonymised().rstrip('/')}.json",
    }
    return {"page": context, "word": text_of(PAGE, language)}


def _release(said: dict[str, Any], language: Language) -> Context:
    def word(name: str) -> str:
        return PAGE[name].say(language)

    who = said["complaints"]
    lines = [
        Line(caption=word("release_items"), values=tuple(each[language] for each in said["items"])),
        Line(caption=word("release_use"), values=(word(said["use"]),)),
        Line(caption=word("release_ways"), values=tuple(each[language] for each in said["ways"])),
        Line(caption=word("continues"), values=(said["continues"][language],) if said["continues"] else ()),
        Line(caption=word("published_on"), values=(said["published_on"],)),
        Line(caption=word("usable_from"), values=(said["usable_from"],)),
        Line(caption=word("withdrawn_on"), values=(said["withdrawn_on"],) if said["withdrawn_on"] else ()),
        Line(caption=word("measures"), values=tuple(each[language] for each in said["measures"])),
        Line(caption=word("complaints"), values=(f"{who['desk'][language]} {who['email']}",)),
    ]
    return {
        "number": said["number"],
        "heading": f"{word('release_no').format(said['number'])} {said['title'][language]}",
        "lines": [line for line in lines if line.values],
    }
