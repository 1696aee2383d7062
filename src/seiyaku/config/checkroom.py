"""
The check of a policy's text as a site of its own: `seiyaku check --serve`. No instance, no keys, no database.

One page in two languages, and the style it needs. Everything else is not there.
"""

from __future__ import annotations

import gc
import os

import django
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import URLPattern, URLResolver, include, path
from django.views.generic import RedirectView

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "seiyaku.config.settings")
django.setup()

from seiyaku.core.language import Language  # noqa: E402  # Django first
from seiyaku.portal import checking  # noqa: E402


def _in(language: Language) -> tuple[list[URLPattern], str]:
    return [path("check", checking.page, {"language": language, "alone": True}, "check")], f"portal-{language}"


def missing(_request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Say that there is no such page."""
    del exception
    return HttpResponse("404\n", status=404, content_type="text/plain; charset=utf-8")


urlpatterns: list[URLPattern | URLResolver] = [
    path("en/", include(_in("en"))),
    path("", include(_in("ja"))),
    path("", RedirectView.as_view(pattern_name="portal-ja:check")),
]
handler404 = missing


class Room(WSGIHandler):
    """Django, answering with the addresses above alone."""

    def get_response(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, looking at no other addresses."""
        request.urlconf = __name__
        return super().get_response(request)


application = Room()
gc.freeze()  # what is here now stays: the collector need not walk it again and again
