"""The API put together: its rooms, what it does with errors, and its description."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from seiyaku.core import errors
from seiyaku.people.repeating import Reused

from . import (
    asks,
    attesting,
    calling,
    changing,
    contracting,
    employing,
    filing,
    inspecting,
    keeping,
    listing,
    opening,
    planning,
    posting,
    problems,
    releasing,
    reporting,
    showing,
    telling,
)
from .bodies import Body
from .rates import TooMany

api = NinjaAPI(
    title="Seiyaku",
    version="1",
    description=(
        "The door for programs. Every ask states its purpose; the policy in force decides; the answer names the clause "
        "and carries the id and leaf hash of its ledger entry. A refusal names what would help."
    ),
    openapi_url=None,
    docs_url=None,
    urls_namespace="api-1",
    parser=Body(),
)
api.add_router("", telling.router)
api.add_router("", opening.router)
api.add_router("", changing.router)
api.add_router("", attesting.router)
api.add_router("", attesting.reading)
api.add_router("", calling.router)
api.add_router("", calling.reading)
api.add_router("", listing.router)
api.add_router("", filing.router)
api.add_router("", filing.reading)
api.add_router("", keeping.router)
api.add_router("", keeping.reading)
api.add_router("", showing.router)
api.add_router("", employing.router)
api.add_router("", contracting.router)
api.add_router("", releasing.router)
api.add_router("", releasing.writing)
api.add_router("", planning.writing)  # before: "again" is no job
api.add_router("", planning.router)
api.add_router("", posting.router)
api.add_router("", posting.writing)
api.add_router("", reporting.router)
api.add_router("", inspecting.router)

KNOWN = asks.properties() | {"body", "path", "query", "header"}
WORDS = {
    "missing": "something",
    "extra_forbidden": "nothing of that name",
}


@api.exception_handler(Exception)
def broken(request: HttpRequest, error: Exception) -> HttpResponse:
    """Answer whatever went wrong."""
    return problems.of(request, error)


@api.exception_handler(AuthenticationError)
def unproven(request: HttpRequest, error: Exception) -> HttpResponse:
    """Answer as to any other proof that does not hold."""
    del error
    return problems.of(request, errors.NotProven("no token"))


@api.exception_handler(TooMany)
def too_many(request: HttpRequest, error: TooMany) -> HttpResponse:
    """Say when to ask again."""
    answer = problems.problem(request, "too-many", 429)
    answer["Retry-After"] = str(error.wait)
    return answer


@api.exception_handler(Reused)
def reused(request: HttpRequest, error: Exception) -> HttpResponse:
    """Say that the key stands for another ask."""
    del error
    return problems.problem(request, "reused-key", 422)


@api.exception_handler(HttpError)
def unreadable(request: HttpRequest, error: HttpError) -> HttpResponse:
    """Say what was wrong with a body that could not be read."""
    cause = error.__cause__
    return problems.of(request, cause if isinstance(cause, Exception) else errors.InputError("body", "", "JSON"))


@api.exception_handler(ValidationError)
def misshapen(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Say where a body is not of the right shape; never what stood there."""
    return problems.problem(request, "input", 422, errors=[_wrong(one) for one in error.errors[:20]])


def _wrong(one: dict[str, Any]) -> dict[str, Any]:
    """Name the place by what the shape itself declares: a key that came from outside may be a value gone astray."""
    place = [str(part) if isinstance(part, int) or part in KNOWN else "…" for part in one["loc"]]
    if place[:2] == ["body", "body"]:
        place = place[1:]
    return {"where": ".".join(place), "expected": WORDS.get(one["type"], one["msg"])}
