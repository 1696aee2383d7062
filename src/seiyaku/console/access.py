"""
Who may see a page of the console (policy 3-3): signed in, proven by a second factor, and charged with a duty for it.

What a page may do is decided behind it, by the services and the door; this only spares people pages that would refuse.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any, cast

from allauth.account.internal.flows.login import get_authentication_records
from allauth.core.exceptions import ReauthenticationRequired
from django.conf import settings
from django.contrib import auth
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from seiyaku.core.asks import Actor
from seiyaku.core.errors import NotProven, SeiyakuError
from seiyaku.people import browser, directory
from seiyaku.people import queries as people
from seiyaku.people.days import today
from seiyaku.people.models import Account

from . import refusing, telling
from .accounts import PROVEN, SESSION


class Request(HttpRequest):
    """A request of somebody signed in."""

    actor: Actor
    account: Account
    duties: frozenset[str]
    supervises: frozenset[str]


View = Callable[..., HttpResponse]
ANYBODY: frozenset[str] = frozenset()


def staff(
    *,
    duties: Iterable[str] = ANYBODY,
    half: bool = False,
    fresh: bool = False,
    supervisors: bool = False,
    on: refusing.Page = "",
) -> Callable[[View], View]:
    """
    Let members of staff see a view, and turn what the house refuses into a page that says so.

    `duties`: one of them must be held; `half`: a password is enough; `fresh`: who changes something proves themself
    again when that was more than five minutes ago; `supervisors`: whoever supervises somebody may, too; `on`: the page
    on which the view's form stands, which is shown again when it is refused.
    """
    wanted = frozenset(duties)

    def decorate(view: View) -> View:
        @wraps(view)
        def seen(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return _to_sign_in(request)
            known = cast("Request", request)
            try:
                known.actor = proven(request)
            except NotProven:
                auth.logout(request)
                return _to_sign_in(request)
            if known.actor.proven_by != browser.WHOLE and not half:
                return redirect("mfa_index")
            known.supervises = directory.supervised_by(known.actor.id) if supervisors else ANYBODY
            return _answered(view, known, wanted, args, kwargs, fresh=fresh, on=on)

        return seen

    return decorate


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    """
    Have somebody sign in, and come back; who asked for the first page begins where their duty does.

    Whoever sent a form is told that it was not taken, and comes back to the page it stands on.
    """
    if request.path == reverse("console:home"):
        return redirect("account_login")
    answer = redirect_to_login(request.get_full_path(), reverse("account_login"))
    if request.method == "POST":  # said by the address: whoever is not signed in has nothing written down for them
        answer["Location"] += "&unsent=1"
    return answer


def _answered(
    view: View, request: Request, wanted: frozenset[str], args: Any, kwargs: Any, *, fresh: bool, on: refusing.Page
) -> HttpResponse:
    request.account = cast("Account", request.user)
    request.duties = frozenset(people.duties_held(request.account, today()))
    if wanted and wanted.isdisjoint(request.duties) and not request.supervises:
        return telling.not_yours(request, wanted)
    if fresh and request.method == "POST":
        _must_be_fresh(request)
    try:
        return view(request, *args, **kwargs)
    except SeiyakuError as error:
        return refusing.answer(request, error, on, kwargs)


def _must_be_fresh(request: Request) -> None:
    """Send away, to prove themself again, whoever last did so too long ago; django-allauth brings them back."""
    records = get_authentication_records(request, request.account)
    last = max((record["at"] for record in records), default=0.0)
    if time.time() - last > settings.ACCOUNT_REAUTHENTICATION_TIMEOUT:
        raise ReauthenticationRequired


def proven(request: HttpRequest) -> Actor:
    """
    Return the actor that the browser's session proves, the second factor included if one was proven in it.

    Raises:
        NotProven: the session has ended.
    """
    account = cast("Account", request.user)
    ref = request.session.get(SESSION)
    actor = browser.actor(ref, account)
    if actor.proven_by != browser.WHOLE and ref and _second(request, account):
        browser.confirm(ref)
        return browser.actor(ref, account)
    return actor


def _second(request: HttpRequest, account: Account) -> bool:
    records = get_authentication_records(request, account)
    return bool(request.session.get(PROVEN)) or any(record.get("method") == "mfa" for record in records)
