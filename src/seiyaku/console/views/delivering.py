"""What was given to whom (policy 9-3, 9-4-B), who accepted the ban on re-identification, and complaints (43(6))."""

from __future__ import annotations

import datetime as dt
from operator import itemgetter
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from seiyaku.anonymised import complaints, delivering, making, queries, releasing, sealed
from seiyaku.core.errors import InputError
from seiyaku.core.language import Language
from seiyaku.partners import queries as partners
from seiyaku.people.days import today
from seiyaku.policy import queries as policies

from ..access import Request, staff
from ..entrance import language_of
from ..frame import MAKING, SENDING
from ..listing import Column, listed
from ..words import WORDS
from ..words_of_releases import PARCELS, WAYS
from .contracting import file_of
from .sending import LIGHTS
from .staffing import day_in

LARGEST = 1 << 20


@require_safe
@staff(duties=MAKING)
def page(request: Request) -> HttpResponse:
    """Show every delivery with where its parcel is, and every acceptance."""
    language, policy, day = language_of(request), policies.in_force().policy, today()
    context = {
        "heading": WORDS["deliveries"].say(language),
        "section": "releases",
        "list": listed(
            "deliveries",
            request.GET,
            [_row(one, language) for one in queries.deliveries()],
            language,
            columns=_columns(language),
            text=lambda row: f"{row['number']} {row['title']} {row['name']} {row['way']} {row['said']}",
        ),
        "acceptances": [one | {"over": one["until"] < day} for one in queries.acceptances()],
        "partners": [(facts.id, name) for name, facts in partners.known(day, policy)],
        "may": not request.duties.isdisjoint(releasing.ANSWERING | making.makers(policy)),
        "next_year": day + dt.timedelta(days=365),
    }
    return render(request, "console/deliveries.html", context)


def _columns(language: Language) -> list[Column]:
    def said(word: str, name: str, by: str) -> Column:
        return Column(said=WORDS[word].say(language), name=name, by=itemgetter(by))

    return [
        said("release", "number", "number"), said("release_recipient", "name", "name"), said("way", "way", "way"),
        said("state", "state", "said"), said("given_at", "at", "at"), said("accepted_until", "until", "accepted_until"),
        Column(said=WORDS["declaration"].say(language)),
    ]  # fmt: skip


def _row(one: dict[str, Any], language: Language) -> dict[str, Any]:
    return one | {
        "title": one["title"][language],
        "way": WAYS[one["way"]].say(language) if one["way"] in WAYS else one["way"],
        "said": PARCELS[one["state"]].say(language) if one["state"] in PARCELS else "",
        "light": LIGHTS.get(one["state"], "unbuilt"),
    }


@require_POST
@staff(duties=MAKING, fresh=True, on="deliveries")
def accept(request: Request) -> HttpResponse:
    """Keep a partner's signed paper that it looks for nobody."""
    body, until = file_of(request), day_in(request.POST, "until")
    if until < today():
        raise InputError("until", "a day that is over", "a day to come")
    delivering.accept(request.POST.get("partner", ""), body, until=until, actor=request.actor)
    messages.success(request, WORDS["done_recorded"].say(language_of(request)))
    return redirect("console:deliveries")


@require_safe
@staff(duties=SENDING)
def complaining(request: Request) -> HttpResponse:
    """Show the complaints about releases, without their words, and take one."""
    language = language_of(request)
    context = {
        "heading": WORDS["complaints_on"].say(language),
        "section": "complaints",
        "list": listed(
            "complaints",
            request.GET,
            [one | {"title": one["title"][language]} for one in complaints.listed()],
            language,
            text=lambda row: f"{row['number']} {row['title']} {row['received_at']:%Y-%m-%d}",
            columns=[
                Column(said=WORDS["received_on"].say(language), name="on", by=itemgetter("received_at")),
                Column(said=WORDS["of_release"].say(language), name="release", by=itemgetter("number")),
                Column(said=WORDS["state"].say(language), name="state", by=lambda row: str(row["settled_at"] or "0")),
                Column(said=WORDS["act"].say(language)),
            ],
        ),
        "releases": [(one["ref"], one["number"], one["title"][language]) for one in queries.releases()],
        "may": _may(request),
    }
    return render(request, "console/complaints.html", context)


def _may(request: Request) -> bool:
    policy = policies.in_force().policy
    return not request.duties.isdisjoint(complaints.HEARING | making.makers(policy))


@require_POST
@staff(duties=SENDING, fresh=True, on="complaints")
def complain(request: Request) -> HttpResponse:
    """Take a complaint about a release."""
    sealed.complain(request.POST.get("release", ""), _said(request, "said"), actor=request.actor)
    messages.success(request, WORDS["done_recorded"].say(language_of(request)))
    return redirect("console:complaints")


def settling(request: Request, ref: str, verb: str) -> HttpResponse:
    """Show a complaint, opened on record once more, with what was typed of how it was settled."""
    del verb
    return _opened(request, ref, request.POST.get("how", ""))


def _opened(request: Request, ref: str, how: str = "") -> HttpResponse:
    one, heading = complaints.hear(ref, actor=request.actor), WORDS["complaint"].say(language_of(request))
    context = {"heading": heading, "section": "complaints", "one": one, "how": how}
    return render(request, "console/complaint.html", context)


@require_http_methods(["POST"])
@staff(duties=SENDING, fresh=True, on=settling)
def complaint(request: Request, ref: str, verb: str) -> HttpResponse:
    """Open one, on record; or settle it, and say how."""
    if verb == "settle":
        sealed.settle(ref, _said(request, "how"), actor=request.actor)
        messages.success(request, WORDS["done_recorded"].say(language_of(request)))
        return redirect("console:complaints")
    return _opened(request, ref)


def _said(request: Request, name: str) -> bytes:
    said = request.POST.get(name, "").strip()
    if not said or len(said) > LARGEST:
        raise InputError(name, "nothing, or too much", "what was said")
    return said.encode()
