"""The public pages: the policy in force, its versions, their differences, the feed (policy 0, 12-1, 12-2)."""

from __future__ import annotations

import datetime as dt

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from seiyaku.core.errors import NotFound
from seiyaku.core.language import Language
from seiyaku.evidence import history
from seiyaku.policy import queries
from seiyaku.policy.queries import Published

from . import pages, refusals
from . import retained as matters
from .addresses import Addresses
from .words import PAGE


def _current() -> Published | None:
    try:
        return queries.in_force()
    except NotFound:
        return None


def _of(day: dt.date) -> Published:
    for version in queries.versions():
        if version.effective == day:
            return version
    raise Http404


@require_safe
def home(request: HttpRequest, language: Language) -> HttpResponse:
    """Show the policy in force: always the newest one (12-2)."""
    at, current = Addresses(language), _current()
    if current is None:
        return render(request, "portal/plain.html", pages.plain_page(at, "empty_title", "empty", None), status=503)
    page = pages.policy_page(at, current, current, queries.versions(), history.public())
    return render(request, "portal/policy.html", page)


@require_safe
def version(request: HttpRequest, language: Language, day: dt.date) -> HttpResponse:
    """Show one version at its own address (12-1)."""
    shown = _of(day)
    context = pages.policy_page(Addresses(language), shown, _current(), queries.versions())
    return render(request, "portal/policy.html", context)


@require_safe
def versions(request: HttpRequest, language: Language) -> HttpResponse:
    """List the versions with what each changed."""
    context = pages.versions_page(Addresses(language), _current(), queries.versions())
    return render(request, "portal/versions.html", context)


@require_safe
def difference(request: HttpRequest, language: Language, before: dt.date, after: dt.date) -> HttpResponse:
    """Show two versions side by side."""
    context = pages.difference_page(Addresses(language), _of(before), _of(after))
    return render(request, "portal/difference.html", context)


@require_safe
def refusal(request: HttpRequest, language: Language, entry: str) -> HttpResponse:
    """Show one refused use in words; on the operator's own machine only."""
    try:
        context = refusals.refusal_page(Addresses(language), entry)
    except NotFound:
        raise Http404 from None
    return render(request, "portal/refusal.html", context)


@require_safe
def retained(request: HttpRequest, language: Language) -> HttpResponse:
    """Show the matters on retained personal data (32(1))."""
    current = _current()
    if current is None:
        raise Http404
    return render(request, "portal/retained.html", matters.retained_page(Addresses(language), current))


@require_safe
def feed(request: HttpRequest, language: Language) -> HttpResponse:
    """Tell readers of feeds of each version (12-2)."""
    from django.utils.feedgenerator import Atom1Feed

    at, current = Addresses(language), _current()
    heading = current.policy.title[language] if current else PAGE["policy"].say(language)
    atom = Atom1Feed(
        title=heading,
        link=request.build_absolute_uri(at.home()),
        description=None,
        language=language,
        feed_url=request.build_absolute_uri(at.feed()),
    )
    for row, shown in zip(pages.history(at, current, queries.versions()), queries.versions(), strict=True):
        atom.add_item(
            title=f"{shown.policy.title[language]} ({row['said']})",
            link=request.build_absolute_uri(row["url"]),
            description="\n".join(row["lines"]),
            unique_id=f"urn:sha256:{shown.version}",
            pubdate=shown.published_at,
            updateddate=shown.published_at,
        )
    return HttpResponse(atom.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")


def missing(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Say that there is no such page, in the language of its address."""
    del exception
    at = Addresses("en" if request.path.startswith("/en/") else "ja")
    context = pages.plain_page(at, "missing_title", "missing", _current())
    return render(request, "portal/plain.html", context, status=404)
