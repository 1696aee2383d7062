"""
What every page of the console has in common: its language, the operator's clock, and that no browser keeps it.

The language is the one chosen (a cookie), else the browser's, else Japanese.
"""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import SimpleTemplateResponse
from django.urls import is_valid_path
from django.utils import timezone, translation

from seiyaku.core.language import LANGUAGES, Language

UNDER = ("/console/", "/design")
COOKIE = "seiyaku-language"


class ConsoleOnly:
    """Middleware for whatever lies under /console/, and the page of components; other pages are left as they are."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer in the language chosen, and forbid keeping it."""
        if not request.path.startswith(UNDER):
            return self.get_response(request)
        with translation.override(language_of(request)), timezone.override(settings.OPERATOR_TIME_ZONE):
            response = self.get_response(request)
            if isinstance(response, SimpleTemplateResponse) and not response.is_rendered:
                response.render()
        if response.status_code == HTTPStatus.METHOD_NOT_ALLOWED and request.method in {"GET", "HEAD"}:
            response = HttpResponseRedirect(_page_of(request.path))
        response["Cache-Control"] = "no-store"
        response["Content-Language"] = language_of(request)
        response["Cross-Origin-Opener-Policy"] = "same-origin"
        return response


def _page_of(path: str) -> str:
    """Return the page on which the form stands that an address takes: who goes there by hand, or back, finds it."""
    while path := path.rstrip("/").rpartition("/")[0]:
        for address in (f"{path}/", path):
            if is_valid_path(address):
                return address
    return UNDER[0]


def language_of(request: HttpRequest) -> Language:
    """Return the language to answer in."""
    chosen = request.COOKIES.get(COOKIE)
    if chosen in LANGUAGES:
        return chosen
    first = request.headers.get("Accept-Language", "ja").partition(",")[0].strip().lower()
    return "en" if first.startswith("en") else "ja"


def framed(request: HttpRequest) -> dict[str, Any]:
    """Return what templates of the console, and django-allauth's inside it, need; nothing for other pages."""
    if not request.path.startswith(UNDER):
        return {}
    from .frame import framed as found  # who shows the first page, which is not the console's, does without (S1)

    return found(request)
