"""
What the pages at a customer's own page have in common: cookies, headers, who is there, and saying no.

* Two cookies hold random secrets and nothing else: one tells the browser (links and passkeys are bound to it), the
  other the visit. Neither is readable by scripts, nor sent by other sites' forms.
* No page is kept by a browser or a cache, none is indexed, and no address, title or history holds a value.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters

from seiyaku.core import refilling
from seiyaku.core.errors import InputError, NotFound, Refused, Unavailable
from seiyaku.core.language import Language
from seiyaku.core.model import Policy
from seiyaku.credentials import tokens
from seiyaku.credentials.services import VISIT
from seiyaku.evidence.ruled import text_of
from seiyaku.policy import queries as policies
from seiyaku.visits import issuers, items, mailing, visitors
from seiyaku.visits.issuers import Issuer
from seiyaku.visits.visitors import Visitor

from . import mine
from .addresses import Addresses
from .pages import frame
from .words import MINE, PAGE

PREFIX = "" if settings.LOOPBACK_ONLY else "__Host-"
BROWSER, COOKIE = f"{PREFIX}seiyaku-browser", f"{PREFIX}seiyaku-visit"
BROWSER_KEPT = 3600

View = Callable[..., HttpResponse]


class Request(HttpRequest):
    """A request to a customer's own page."""

    language: Language
    visitor: Visitor


def private(view: View) -> View:
    """Answer so that nothing is kept anywhere, and what the house refuses becomes a page that says so."""

    @sensitive_post_parameters()
    @wraps(view)
    def seen(request: HttpRequest, language: Language, **named: Any) -> HttpResponse:
        try:
            response = view(request, language, **named)
        except NotFound:  # erased, or merged, a moment ago
            response = back(language)
            response.delete_cookie(COOKIE)
        except Refused as error:
            response = said(request, language, "prove", error.answer.text.say(language), status=403)
        except InputError:
            response = said(request, language, "mine", MINE["odd"].say(language), status=422)
        except Unavailable:
            response = said(request, language, "mine", MINE["busy"].say(language), status=503)
        return closed(response, language)

    return seen


def of_visitor(view: View) -> View:
    """Let somebody see a view who is at their own page; anybody else begins at its door."""

    @private
    @wraps(view)
    def seen(request: HttpRequest, language: Language, **named: Any) -> HttpResponse:
        visitor = visitors.of(request.COOKIES.get(COOKIE, ""))
        if visitor is None:
            return back(language)
        return view(request, language, visitor, **named)

    return seen


def closed(response: HttpResponse, language: Language) -> HttpResponse:
    """Forbid keeping and indexing an answer."""
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex"
    response["Content-Language"] = language
    response["Cross-Origin-Opener-Policy"] = "same-origin"
    response["Vary"] = "Cookie"
    return response


def back(language: Language, done: str = "") -> HttpResponse:
    """Return to the first page; `done` says what was done, by a word of ours."""
    return HttpResponseRedirect(reverse(f"portal-{language}:mine") + (f"?said={done}" if done else ""), status=303)


def browser_of(request: HttpRequest, response: HttpResponse | None = None) -> str:
    """Return the secret that tells this browser from others; with `response`, see to it that it has one."""
    token = request.COOKIES.get(BROWSER, "")
    if response is not None:
        token = token or tokens.new()
        _cookie(response, BROWSER, token, BROWSER_KEPT)
    return token


def enter(response: HttpResponse, token: str) -> HttpResponse:
    """Hand over the cookie of a visit that has just begun."""
    return _cookie(response, COOKIE, token, int(VISIT.total_seconds()))


def _cookie(response: HttpResponse, name: str, token: str, age: int) -> HttpResponse:
    secure = not settings.LOOPBACK_ONLY
    response.set_cookie(name, token, max_age=age, httponly=True, samesite="Lax", secure=secure, path="/")
    return response


def origin_of(request: HttpRequest) -> str:
    """Return where a request comes from, as it is counted."""
    return str(get_adapter().get_client_ip(request))


def page(
    request: HttpRequest, language: Language, template: str, heading: str, place: str = "mine", **more: Any
) -> HttpResponse:
    """Render one of the pages, in the portal's frame; `status` among `more` is the answer's."""
    status = more.pop("status", 200)
    shown = policies.in_force()
    at = Addresses(language)
    other = reverse(f"portal-{at.other.language}:{more.pop('name', 'mine')}", kwargs=more.pop("kwargs", {}))
    context = {
        "page": frame(at, MINE[heading].say(language), place, shown) | {"other_url": other},
        "word": text_of(PAGE | MINE, language),
        "desk": desk(shown.policy, language),
        "at": {name.replace("-", "_"): reverse(f"portal-{language}:{name}") for name in NAMES},
        **more,
    }
    return render(request, f"portal/{template}.html", context, status=status)


NAMES = (
    "mine", "mine-ask", "mine-choose", "mine-stop", "mine-letter", "mine-code", "mine-receipt",
    "mine-out", "mine-remove", "mine-uses", "mine-passkey", "mine-passkey-new",
)  # fmt: skip


def desk(policy: Policy, language: Language) -> dict[str, str]:
    """Return the telephone, mail and paper route: it is named on every page."""
    rules = [rule for rule in policy.rules.requests.values() if rule.unclear is None]
    post = next((rule.post for rule in rules if rule.post), policy.operator.address["ja"])
    return {
        "name": policy.operator.desk[language],
        "mail": next((rule.email for rule in rules if rule.email), policy.operator.email),
        "phone": next((rule.phone for rule in rules if rule.phone), ""),
        "post": post,
        "post_read": _read_as(post, policy) if language == "en" else "",
    }


def _read_as(post: str, policy: Policy) -> str:
    """Return in English the address that letters go to, if it is the operator's own; the policy says no other so."""
    ja, en = policy.operator.address["ja"], policy.operator.address["en"]
    return en if post.startswith(ja) and en != ja else ""


def doors(policy: Policy, language: Language) -> dict[str, Any]:
    """Return the ways in that are open here, whoever asks."""
    asked = items.asked(policy) if mailing.is_offered() else None
    return {
        "asked": asked,
        "items": mine.labels(policy, asked.items, language) if asked else [],
        "needed": asked.needed if asked else 0,
        "logins": [_login(one, language) for one in issuers.configured()],
    }


def _login(issuer: Issuer, language: Language) -> dict[str, str]:
    """Return a sign-in as it is offered: what it is called, and where it begins."""
    name, named = ("mine-login-by", {"by": issuer.name}) if issuer.name else ("mine-login", {})
    address = reverse(f"portal-{language}:{name}", kwargs=named)
    return {"name": issuer.name or "own", "label": sign_in_label(issuer, language), "address": address}


def sign_in_label(issuer: Issuer, language: Language) -> str:
    """Return what a sign-in is called to customers."""
    if issuer.label is not None:
        return issuer.label.say(language)
    if issuer.proof == "jpki":
        return MINE["have_jpki"].say(language)
    return MINE["have_login"].say(language).format(policies.in_force().policy.operator.name[language])


def refilled(response: HttpResponse, request: HttpRequest) -> HttpResponse:
    """Put what was typed in a form that is shown again back into it."""
    typed = dict(request.POST.lists())
    if (form := refilling.found(response.content.decode(), request.path, typed)) is not None:
        response.content = refilling.refilled(form, typed)
    return response


def said(request: HttpRequest, language: Language, heading: str, text: str, *, status: int = 200) -> HttpResponse:
    """Return a page that says one thing, with the way to begin and the desk."""
    return page(request, language, "mine_said", heading, said=text, status=status)


def forged(request: HttpRequest, language: Language) -> HttpResponse:
    """Return the page for a form that did not come from here."""
    return closed(said(request, language, "mine", MINE["forged"].say(language), status=403), language)
