"""Every address there is, as the URL resolver has it: a table that leaves one out fails, and says which and where."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.urls import get_resolver, resolve


def _walked(patterns: Iterable[Any], before: str = "") -> Iterator[str]:
    for one in patterns:
        address = before + str(one.pattern)
        if hasattr(one, "url_patterns"):
            yield from _walked(one.url_patterns, address)
        else:
            yield address


def routes(*under: str) -> set[str]:
    """Return every route that begins with one of `under`, parameters as they are written: `people/<str:ref>/`."""
    return {route for route in _walked(get_resolver().url_patterns) if route.startswith(under or ("",))}


def route_of(path: str) -> str:
    """Return the route that answers at a path."""
    return str(resolve(path.partition("?")[0]).route)


def without_row(found: Iterable[str], paths: Iterable[str], where: str) -> str:
    """Return "" when every route of `found` has a path of `paths`, else which has none, and where its row belongs."""
    missing = sorted(set(found) - {route_of(path) for path in paths})
    return f"no row for {missing}: add one for each {where}" if missing else ""
