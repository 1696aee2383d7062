"""The addresses of the public pages, once for each language."""

from __future__ import annotations

import datetime as dt

from django.urls import URLPattern, URLResolver, include, path, register_converter

from seiyaku.core.language import Language

from . import checking, releases, views


class Day:
    """A day in an address: 2018-10-01."""

    regex = r"\d{4}-\d{2}-\d{2}"

    def to_python(self, value: str) -> dt.date:
        """Return the day; ValueError, which is a 404, where the calendar has no such day."""
        return dt.date.fromisoformat(value)

    def to_url(self, value: dt.date) -> str:
        """Return the day as it is written in an address."""
        return value.isoformat()


register_converter(Day, "day")


def _in(language: Language) -> tuple[list[URLPattern], str]:
    said = {"language": language}
    return [
        path("", views.home, said, "home"),
        path("policy/", views.versions, said, "versions"),
        path("policy/<day:day>/", views.version, said, "version"),
        path("policy/<day:before>...<day:after>/", views.difference, said, "difference"),
        path("refusals/<str:entry>", views.refusal, said, "refusal"),
        path("check", checking.page, said, "check"),
        path("retained/", views.retained, said, "retained"),
        path("anonymised/", releases.page, said, "anonymised"),
        path("anonymised.json", releases.listed, said, "anonymised-json"),
        path("feed.atom", views.feed, said, "feed"),
    ], f"portal-{language}"


urlpatterns: list[URLPattern | URLResolver] = [path("en/", include(_in("en"))), path("", include(_in("ja")))]
