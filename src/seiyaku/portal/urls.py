"""The addresses of the public pages, once for each language."""

from __future__ import annotations

import datetime as dt

from django.urls import URLPattern, URLResolver, include, path, register_converter

from seiyaku.core.language import Language

from . import views
from .late import Late


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
CHECKING, CUSTOMERS, RELEASES = (f"{__package__}.{name}" for name in ("checking", "customers", "releases"))


# A customer's own page, and the views of `customers`; none of its addresses names anybody.
MINE = (
    ("", "home", "mine"),
    ("ask", "ask", "mine-ask"),
    ("asked", "asked", "mine-asked"),
    ("choose", "choose", "mine-choose"),
    ("stop", "stop", "mine-stop"),
    ("letter", "letter", "mine-letter"),
    ("code", "code", "mine-code"),
    ("login", "login", "mine-login"),
    ("login/back", "logged_in", "mine-logged-in"),
    ("login/<slug:by>", "login", "mine-login-by"),
    ("login/<slug:by>/back", "logged_in", "mine-logged-in-by"),
    ("passkey", "passkey", "mine-passkey"),
    ("passkey/new", "passkey_new", "mine-passkey-new"),
    ("remove", "remove", "mine-remove"),
    ("uses", "uses", "mine-uses"),
    ("receipt", "receipt", "mine-receipt"),
    ("leave", "leave", "mine-out"),
)


def _in(language: Language) -> tuple[list[URLPattern], str]:
    said = {"language": language}
    return [
        path("", views.home, said, "home"),
        path("policy/", views.versions, said, "versions"),
        path("policy/<day:day>/", views.version, said, "version"),
        path("policy/<day:before>...<day:after>/", views.difference, said, "difference"),
        path("refusals/<str:entry>", views.refusal, said, "refusal"),
        path("check", Late(CHECKING, "page"), said, "check"),
        path("retained/", views.retained, said, "retained"),
        path("anonymised/", Late(RELEASES, "page"), said, "anonymised"),
        path("anonymised.json", Late(RELEASES, "listed"), said, "anonymised-json"),
        path("feed.atom", views.feed, said, "feed"),
        *(path(f"my/{address}", Late(CUSTOMERS, view), said, name) for address, view, name in MINE),
        path("my/link/<str:token>", Late(CUSTOMERS, "link"), said, "mine-link"),
    ], f"portal-{language}"


urlpatterns: list[URLPattern | URLResolver] = [path("en/", include(_in("en"))), path("", include(_in("ja")))]
