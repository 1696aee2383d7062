"""The addresses of the API, and what holds at every one of them: limits, no caching, problems instead of pages."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, wraps

import orjson
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.urls import URLPattern, URLResolver, path

from seiyaku.core.errors import NotFound

from . import problems
from .answers import JSON
from .api import api
from .bodies import too_large
from .description import describe
from .filing import BYTES, STREAMED

PREFIX = "api/v1/"
View = Callable[..., HttpResponseBase]


def guarded(view: View, *, bytes_: bool = False) -> View:
    """Have every answer of `view` kept by nobody, and every failure told as a problem; `bytes_`: it takes files."""

    @wraps(view)
    def at_the_gate(request: HttpRequest, *parts: str, **named: str) -> HttpResponseBase:
        answer = _refused(request, bytes_=bytes_) or _asked(view, request, *parts, **named)
        answer["Cache-Control"] = "no-store"
        return answer

    at_the_gate.csrf_exempt = True  # type: ignore[attr-defined]  # proven by a token in a header, never by a cookie
    return at_the_gate


def _refused(request: HttpRequest, *, bytes_: bool) -> HttpResponse | None:
    if request.method != "POST":
        return None
    if too_large(request, settings.API_FILE_BYTES if bytes_ else settings.API_BODY_BYTES):
        return problems.problem(request, "too-large", 413)
    if request.content_type != (BYTES if bytes_ else JSON):
        return problems.problem(request, "not-bytes" if bytes_ else "not-json", 415)
    return None


def _asked(view: View, request: HttpRequest, *parts: str, **named: str) -> HttpResponseBase:
    try:
        answer = view(request, *parts, **named)
    except Exception as error:  # noqa: BLE001  # a page of HTML would be no answer to a program
        return problems.of(request, error)
    if isinstance(answer, HttpResponseNotAllowed):
        allowed = answer["Allow"]
        answer = problems.problem(request, "not-allowed", 405)
        answer["Allow"] = allowed
    return answer


@lru_cache(maxsize=1)
def _described() -> bytes:
    return orjson.dumps(describe(api, PREFIX))


def description(request: HttpRequest) -> HttpResponseBase:
    """Return the API's description."""
    if request.method not in ("GET", "HEAD"):
        return HttpResponseNotAllowed(["GET", "HEAD"])
    return HttpResponse(_described(), content_type=JSON)


def nothing(request: HttpRequest, rest: str) -> HttpResponse:
    """Say that there is nothing at this address."""
    del rest
    return problems.of(request, NotFound("address of the API"))


def _guard(pattern: URLPattern | URLResolver) -> URLPattern | URLResolver:
    if isinstance(pattern, URLPattern):
        pattern.callback = guarded(pattern.callback, bytes_=str(pattern.pattern) in STREAMED)
    return pattern


urlpatterns: list[URLPattern | URLResolver] = [
    *(_guard(pattern) for pattern in api.urls[0]),
    path("openapi.json", guarded(description), name="description"),
    path("<path:rest>", guarded(nothing), name="nothing"),
]
