"""The addresses of the public pages, once for each language."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from django.http import HttpResponse
from django.urls import URLPattern, URLResolver, include, path, register_converter

from seiyaku.core.language import Language

from . import checking, customers, releases, views


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


# A customer's own page; none of its addresses names anybody.
MINE: tuple[tuple[str, Callable[..., HttpResponse], str], ...] = (
    ("", customers.home, "mine"),
    ("ask", customers.ask, "mine-ask"),
    ("asked", customers.asked, "mine-asked"),
    ("choose", customers.choose, "mine-choose"),
    ("stop", customers.stop, "mine-stop"),
    ("letter", customers.letter, "mine-letter"),
    ("code", customers.code, "mine-code"),
    ("login", customers.login, "mine-login"),
    ("login/back", customers.logged_in, "mine-logged-in"),
    ("login/<slug:by>", customers.login, "mine-login-by"),
    ("login/<slug:by>/back", customers.logged_in, "mine-logged-in-by"),
    ("passkey", customers.passkey, "mine-passkey"),
    ("passkey/new", customers.passkey_new, "mine-passkey-new"),
    ("remove", customers.remove, "mine-remove"),
    ("uses", customers.uses, "mine-uses"),
    ("receipt", customers.receipt, "mine-receipt"),
    ("leave", customers.leave, "mine-out"),
)


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
        *(path(f"my/{address}", view, said, name) for address, view, name in MINE),
        path("my/link/<str:token>", customers.link, said, "mine-link"),
    ], f"portal-{language}"


urlpatterns: list[URLPattern | URLResolver] = [path("en/", include(_in("en"))), path("", include(_in("ja")))]
