"""
A refused form is shown again: the page it stands on, the error above it, what was typed still in it (policy 3-3).

Each view that takes a form says on which page it stands (`access.staff(on=…)`). The page is asked for as anybody asks
for it, by the same duties, and the form in it is filled. Where the form is not there any more, and for what is not
there at all, the error has a page of its own.
"""

from __future__ import annotations

import copy
import logging
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse, QueryDict
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, resolve, reverse

from seiyaku.core import refilling
from seiyaku.core.errors import InputError, NotFound, SeiyakuError

from . import telling
from .entrance import language_of
from .frame import SAID
from .words import WORDS

if TYPE_CHECKING:
    from .access import Request

# What is wrong, where the field is called otherwise: where it is, and how what was found begins, to the field's name.
FIELDS: dict[tuple[str, str], str] = {
    ("partner name", ""): "name",
    ("legal character", ""): "character",
    ("attestation", "nothing"): "said",
    ("attestation", "until"): "until",
    ("contract", "until"): "until",
    ("contract", "no text"): "file",
    ("sub-entrustment", "until"): "until",
    ("return", ""): "file",
    ("mending", ""): "proof",
    ("supervision", "a day"): "on",
    ("duty", "until"): "until",
    ("pledge", ""): "on",
    ("training", "a day"): "on",
    ("grace", "no reason"): "reason",
    ("grace", ""): "days",
    ("sample", ""): "size",
    ("review", "no findings"): "findings",
    ("review", ""): "until",
    ("staff kind", ""): "kind",
    ("staff contact", "no end date"): "contact_until",
    ("partner contact", "no end date"): "contact_until",
    ("search", ""): "said",
}
log = logging.getLogger(__name__)
Page = str | Callable[..., HttpResponse]  # the name of its address, or what draws it with all that was typed
REDIRECTS = 300


def answer(request: Request, failed: SeiyakuError, on: Page, named: dict[str, Any]) -> HttpResponse:
    """Return the page of the form with the error in it; else the error's own page."""
    if request.method != "POST" or not on or (isinstance(failed, NotFound) and isinstance(on, str)):
        return telling.error(request, failed)
    if request.headers.get("HX-Request"):
        return HttpResponse(_told(request, failed), status=telling.status(failed))
    try:
        form = _form(request, on, named)
    except SeiyakuError:
        form = None
    except Exception as error:  # noqa: BLE001  # what was refused is said, whatever ails the page behind it
        log.error("the page of a refused form was not drawn: %s", type(error).__name__)  # noqa: TRY400  # no values
        form = None
    if form is None:
        return telling.error(request, failed)
    wrong = _field(failed, form) if isinstance(failed, InputError) else ""
    shown = refilling.refilled(
        form, _typed(request, on), told=_told(request, failed, form, wrong), wrong=wrong,
        again=WORDS["choose_again"].say(language_of(request)) if request.FILES else "",
    )  # fmt: skip
    return HttpResponse(shown, status=telling.status(failed))


def _typed(request: Request, on: Page) -> refilling.Typed | None:
    return dict(request.POST.lists()) if isinstance(on, str) else None


def _form(request: Request, on: Page, named: dict[str, Any]) -> refilling.Form | None:
    """Return the form that was sent, on its page as it is shown now."""
    page, own = (_page(request, on, named), _address(on, named)) if isinstance(on, str) else (on(request, **named), "")
    if page.status_code >= REDIRECTS:
        return None
    return refilling.found(page.content.decode(), request.path, _typed(request, on), own=own)


def _page(request: Request, on: str, named: dict[str, Any]) -> HttpResponse:
    """Return a page as it is shown to whoever sent a form from it."""
    asked = copy.copy(request)
    asked.path = asked.path_info = _address(on, named)
    asked.GET, asked.POST, asked.method = QueryDict(), QueryDict(), "GET"
    asked.resolver_match = found = resolve(asked.path)
    page: HttpResponse = found.func(asked, *found.args, **found.kwargs)
    return page


def _address(on: str, named: dict[str, Any]) -> str:
    """Return where a page is; it is about whatever the form is about, or about everything of its kind."""
    about = {name: value for name, value in named.items() if name != "verb"}
    try:
        return reverse(f"console:{on}", kwargs=about)
    except NoReverseMatch:
        return reverse(f"console:{on}")


def _field(failed: InputError, form: refilling.Form) -> str:
    """Return the name of the field that an error is about; none where that cannot be told."""
    names = {tag.field for tag in form.fields}
    fit = [name for (where, found), name in FIELDS.items() if failed.where == where and failed.found.startswith(found)]
    fit.append(failed.where.replace("checklist, ", "item-").rpartition(", ")[2])
    return next((name for name in fit if name in names), "")


def _told(request: Request, failed: SeiyakuError, form: refilling.Form | None = None, wrong: str = "") -> str:
    """Return the notice that says what is wrong: of a field by what it is called on the page."""
    language = language_of(request)
    label = form.label(wrong) if form is not None and wrong else ""
    if isinstance(failed, InputError) and label:
        failed = replace(failed, where=label)
    context = telling.told(failed, language) | {
        "word": SAID[language], "id": refilling.ERROR, "field": form.id_of(wrong) if form is not None and wrong else "",
    }  # fmt: skip
    return render_to_string("console/refusal.html", context)
