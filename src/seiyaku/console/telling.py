"""Saying no in a page: each error of the house has its status, its heading, and what to do about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from seiyaku.core.citations import say_all
from seiyaku.core.details import detail
from seiyaku.core.errors import (
    Conflict,
    InputError,
    NotFound,
    NotProven,
    Refused,
    SeiyakuError,
    Unavailable,
)
from seiyaku.core.headings import HEADINGS
from seiyaku.core.language import Language, Text, joined

from .entrance import language_of
from .frame import published

if TYPE_CHECKING:
    from collections.abc import Iterable

STATUSES: dict[type[SeiyakuError], int] = {
    Refused: 403, NotFound: 404, Conflict: 409, InputError: 422, NotProven: 401, Unavailable: 503,
}  # fmt: skip
FORGED = Text(
    "このページは古くなったか、別のサイトから送られました。何も行われていません。",
    "This page is too old, or was sent from another site. Nothing was done.",
)
NEEDED = Text("次のいずれかの職務が必要です: {0}", "One of these duties is needed: {0}")


def error(request: HttpRequest, failed: SeiyakuError) -> HttpResponse:
    """Return the page of an error of the house."""
    return render(request, "console/refused.html", told(failed, language_of(request)), status=status(failed))


def status(failed: SeiyakuError) -> int:
    """Return the status that an error is answered with."""
    return next((code for kind, code in STATUSES.items() if isinstance(failed, kind)), 500)


def told(failed: SeiyakuError, language: Language) -> dict[str, str]:
    """Return what there is to say about an error: its heading, what is wrong, and what would help."""
    context = {"heading": HEADINGS[failed.code].say(language), "said": said(failed, language)}
    return context | refusal(failed, language) if isinstance(failed, Refused) else context


def refusal(failed: Refused, language: Language) -> dict[str, str]:
    """Return what there is to say about a refusal: why, under which clause and article, and what would help."""
    answer = failed.answer
    shown = published()
    clause = shown.policy.clauses.get(answer.clause) if shown else None
    return {
        "said": answer.text.say(language),
        "clause": answer.clause,
        "clause_title": clause.title[language] if clause else "",
        "article": say_all(answer.article, language),
        "remedy": answer.remedy.text.say(language) if answer.remedy else "",
        "remedy_clause": answer.remedy.clause or "" if answer.remedy else "",
        "entry": failed.entry or "",
    }


def said(failed: SeiyakuError, language: Language) -> str:
    """Return what there is to say of an error that is no refusal."""
    return "" if isinstance(failed, Refused | NotFound) else detail(failed, language)


def not_yours(request: HttpRequest, duties: Iterable[str]) -> HttpResponse:
    """Return the page that says which duty is needed."""
    language, shown = language_of(request), published()
    rules = shown.policy.rules.duties if shown else {}
    names = [rules[duty].label[language] for duty in sorted(duties) if duty in rules]
    said = NEEDED.say(language).format(joined(names, language))
    context = {"heading": HEADINGS[Refused.code].say(language), "said": said}
    return render(request, "console/refused.html", context, status=403)


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Return the page for a form that did not come from here (CSRF)."""
    del reason
    language = language_of(request)
    context = {"heading": HEADINGS[Refused.code].say(language), "said": FORGED.say(language)}
    return render(request, "console/refused.html", context, status=403)
