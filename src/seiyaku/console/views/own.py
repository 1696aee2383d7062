"""One's own page: duties, training, second factors, where one is signed in, the password (policy 3-3)."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from seiyaku.core.details import detail
from seiyaku.core.errors import InputError, NotProven
from seiyaku.people import browser, directory, factors, sessions
from seiyaku.people.days import today

from .. import lapses
from ..access import Request, staff
from ..entrance import language_of
from ..forms import OwnPassword
from ..frame import published
from ..words import WORDS


@require_safe
@staff(half=True)
def page(request: Request) -> HttpResponse:
    """Show it."""
    return _page(request, OwnPassword(language=language_of(request)))


def _page(request: Request, form: OwnPassword) -> HttpResponse:
    language, shown = language_of(request), published()
    rules = shown.policy.rules if shown else None
    me = directory.member(request.account.ref, today()) if rules else None
    context = {
        "heading": WORDS["self"].say(language),
        "form": form,
        "me": me,
        "lapses": lapses.said(request.account, today(), shown.policy, language) if shown else [],
        "duties": [rules.duties[held.duty].label[language] for held in me.duties if held.duty in rules.duties]
        if me and rules
        else [],
        "armed": factors.has_one(request.account),
        "sessions": browser.live(request.account),
        "this": request.actor.session,
    }
    return render(request, "console/self.html", context, status=422 if form.errors else 200)


@require_POST
@staff(half=True, on="self")
def end(request: Request) -> HttpResponse:
    """End one of one's sessions."""
    browser.end(request.POST.get("session", ""), account=request.account)
    messages.success(request, WORDS["ended"].say(language_of(request)))
    return redirect("console:self")


@require_http_methods(["POST"])
@staff(half=True)
def password(request: Request) -> HttpResponse:
    """Change one's password."""
    language = language_of(request)
    form = OwnPassword(request.POST, language=language)
    if form.is_valid():
        said = form.cleaned_data
        try:
            sessions.change_password(said["old_password"], said["new_password"], actor=request.actor)
        except NotProven:
            form.add_error("old_password", WORDS["wrong_password"].say(language))
        except InputError as error:
            form.add_error("new_password", detail(error, language))
        else:
            request.account.refresh_from_db()
            update_session_auth_hash(request, request.account)
            messages.success(request, WORDS["password_changed"].say(language))
            return redirect("console:self")
    return _page(request, form)
