"""What every page of the console shows around itself: the operator, the way about, who is signed in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.messages import get_messages
from django.http import HttpRequest
from django.urls import reverse

from seiyaku.core.errors import SeiyakuError
from seiyaku.core.language import LANGUAGES, Language
from seiyaku.evidence.registered import READERS as INSPECTING
from seiyaku.evidence.reports import READERS
from seiyaku.people import directory
from seiyaku.people import queries as people
from seiyaku.people.days import today
from seiyaku.people.models import Account
from seiyaku.policy import queries as policies
from seiyaku.policy.queries import Published

from .entrance import language_of
from .words import WORDS

SAID: dict[Language, dict[str, str]] = {
    language: {name: text.say(language) for name, text in WORDS.items()} for language in LANGUAGES
}
OFFICERS = READERS
CHARGED = OFFICERS | {"supervisor"}
MAKING = OFFICERS | {"anonymiser"}
SENDING = MAKING | {"desk"}


@dataclass(frozen=True, slots=True)
class Place:
    """One entry of the menu: its name, its address, the duties it is for (none: everybody's)."""

    name: str
    address: str
    duties: frozenset[str] = frozenset()


PLACES = (
    Place("home", "console:home"),
    Place("find", "console:find"),
    Place("letters", "console:letters", frozenset({"desk", "manager"})),
    Place("people", "console:people", CHARGED),
    Place("partners", "console:partners", OFFICERS),
    Place("approvals", "console:approvals", OFFICERS),
    Place("releases", "console:releases", MAKING),
    Place("complaints", "console:complaints", frozenset({"desk"})),
    Place("outbox", "console:outbox", SENDING),
    Place("registers", "console:registers", INSPECTING),
    Place("reports", "console:reports", OFFICERS),
    Place("security", "console:security", OFFICERS),
)


def framed(request: HttpRequest) -> dict[str, Any]:
    """Return what templates of the console, and django-allauth's inside it, need."""
    language = language_of(request)
    account = request.user if hasattr(request, "user") and request.user.is_authenticated else None
    return {
        "language": language,
        "other_language": "en" if language == "ja" else "ja",
        "word": SAID[language],
        "operator": _operator(language),
        "here": request.resolver_match.url_name if request.resolver_match else "",
        "places": _places(account, language, getattr(request, "duties", None)) if isinstance(account, Account) else (),
        "signed_in": account,
        "messages": get_messages(request),
        "public_policy": reverse(f"portal-{language}:home"),
    }


def published() -> Published | None:
    """Return the policy in force, if there is one."""
    try:
        return policies.in_force()
    except SeiyakuError:
        return None


def _operator(language: Language) -> str:
    shown = published()
    return shown.policy.operator.name[language] if shown else "Seiyaku"


def _places(account: Account, language: Language, duties: frozenset[str] | None) -> list[dict[str, str]]:
    held = people.duties_held(account, today()) if duties is None else duties
    return [
        {"name": place.name, "url": reverse(place.address), "said": SAID[language][place.name]}
        for place in PLACES
        if not place.duties or held & place.duties or (place.name == "people" and directory.supervised_by(account.ref))
    ]
