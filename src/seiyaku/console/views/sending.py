"""The outbox (policy 9-4-B): what waits, what arrived with which receipt, what got stuck and what to do about it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from seiyaku.core.language import Language
from seiyaku.partners import queries as partners
from seiyaku.post import queries as post
from seiyaku.post import services

from ..access import Request, staff
from ..entrance import language_of
from ..frame import SENDING
from ..listing import AT, PAGE, first_row, leafed
from ..words import WORDS
from ..words_of_releases import CHANNELS, PARCELS

GROUPS = {"open": post.OPEN, "stuck": ("dead", "unsure"), "sent": ("handed",), "withdrawn": ("withdrawn",)}
LIGHTS = {"handed": "kept", "waiting": "attention", "handing": "attention", "unsure": "broken", "dead": "broken"}
TRIED = {"handed": "handed", "unsure": "unsure", "waiting": "later", "dead": "never"}
# What may be done about a parcel, by its state.
VERBS = {
    "waiting": ("withdraw",), "dead": ("retry", "withdraw"), "unsure": ("confirm", "not-there"),
}  # fmt: skip


@require_safe
@staff(duties=SENDING)
def page(request: Request) -> HttpResponse:
    """Show the parcels of one group: open ones, unless another is named."""
    language, asked = language_of(request), request.GET.get("show", "open")
    group = asked if asked in GROUPS else "open"
    tally = post.tally()
    many = sum(tally.get(each, 0) for each in GROUPS[group])
    first = first_row(request.GET, many)
    rows = post.parcels_in(GROUPS[group], PAGE, skip=first)
    names = partners.names(one.partner for one in rows if one.partner)
    context = {
        "heading": WORDS["outbox"].say(language),
        "section": "outbox",
        "groups": [
            {"name": name, "said": PARCELS[name].say(language), "many": sum(tally.get(each, 0) for each in states),
             "here": name == group}
            for name, states in GROUPS.items()
        ],
        "rows": [_row(one, names, language) for one in rows],
        "list": leafed(first, many, {AT: reverse("console:outbox"), "show": group}, language),
    }  # fmt: skip
    return render(request, "console/outbox.html", context)


def _row(one: post.Sent, names: dict[str, str], language: Language) -> dict[str, Any]:
    return one.as_json() | {
        "whose": names.get(one.partner, ""),
        "way": CHANNELS[one.channel].say(language),
        "said": PARCELS[one.state].say(language),
        "light": LIGHTS.get(one.state, "unbuilt"),
        "due": one.next_at if one.state == "waiting" else None,
    }


@require_safe
@staff(duties=SENDING)
def parcel(request: Request, ref: str) -> HttpResponse:
    """Show one: where it goes, its receipt, every try; never what is in it."""
    language = language_of(request)
    one, tries = post.parcel(ref)
    may = not request.duties.isdisjoint(services.ANSWERING)
    context = {
        "heading": one.filename,
        "section": "outbox",
        "one": _row(one, partners.names([one.partner] if one.partner else []), language),
        "tries": [
            each | {"said": PARCELS[TRIED[each["outcome"]]].say(language) if each["outcome"] in TRIED else ""}
            for each in tries
        ],
        "verbs": [
            {"name": name, "said": PARCELS[f"do_{name}"].say(language), "grave": name == "withdraw"}
            for name in (VERBS.get(one.state, ()) if may else ())
        ],
        "release": one.about if one.about.startswith("release:") else "",
    }  # fmt: skip
    return render(request, "console/parcel.html", context)


@require_http_methods(["POST"])
@staff(duties=SENDING, fresh=True, on="parcel")
def act(request: Request, ref: str, verb: str) -> HttpResponse:
    """Do one thing about a parcel."""
    ACTS[verb](request, ref)
    messages.success(request, WORDS["done_recorded"].say(language_of(request)))
    return redirect("console:parcel", ref)


ACTS = {
    "retry": lambda request, ref: services.retry(ref, actor=request.actor),
    "not-there": lambda request, ref: services.retry(ref, found_not_there=True, actor=request.actor),
    "confirm": lambda request, ref: services.confirm(ref, actor=request.actor),
    "withdraw": lambda request, ref: services.withdraw(ref, actor=request.actor),
}
