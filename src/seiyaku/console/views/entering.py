"""Coming in without an account yet: the first one by its setup code, the others by their invitation (policy 3-3)."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST

from seiyaku.core.details import detail
from seiyaku.core.errors import InputError, NotProven
from seiyaku.core.language import LANGUAGES
from seiyaku.people import invitations, setup
from seiyaku.people.models import Account
from seiyaku.people.sessions import SignedIn

from ..entrance import COOKIE, language_of
from ..forms import HouseForm, Invitation, Setup
from ..frame import published
from ..words import WORDS

INVITED = "seiyaku-invitation"
BACKEND = "seiyaku.people.browser.StaffBackend"


@require_http_methods(["GET", "POST"])
def first(request: HttpRequest) -> HttpResponse:
    """Make the first account."""
    language, shown = language_of(request), published()
    staff = shown.policy.rules.staff if shown else {}
    kinds = [(name, kind.label[language]) for name, kind in staff.items() if kind.inside]
    form = Setup(request.POST or None, language=language, kinds=kinds)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            signed = setup.set_up(said["code"].strip(), said["login"], said["new_password"], kind=said["kind"])
        except (NotProven, InputError) as error:
            _blame(form, error)
        else:
            return _enter(request, signed)
    return _shown(request, form, "setup")


@require_http_methods(["GET", "POST"])
def invited(request: HttpRequest) -> HttpResponse:
    """Accept an invitation; the link of a mail leaves its code in no address bar, and looking uses nothing up."""
    if request.method == "GET" and "code" in request.GET:
        request.session[INVITED] = request.GET["code"][:80]
        return redirect("console:invited")
    code = request.session.get(INVITED, "")
    form = Invitation(request.POST or None, language=language_of(request), initial={"code": code})
    if request.method == "POST" and form.is_valid():
        try:
            signed = invitations.accept(form.cleaned_data["code"].strip(), form.cleaned_data["new_password"])
        except (NotProven, InputError) as error:
            _blame(form, error)
        else:
            return _enter(request, signed)
    return _shown(request, form, "invitation")


def _blame(form: HouseForm, error: NotProven | InputError) -> None:
    if isinstance(error, NotProven):
        form.add_error("code", WORDS["wrong_code"].say(form.language))
        return
    where = "new_password" if error.where == "password" else None
    form.add_error(where, detail(error, form.language))


def _enter(request: HttpRequest, signed: SignedIn) -> HttpResponse:
    """Sign in with the browser whoever has just proven themself; the terminal's session that came along is not used."""
    account = Account.objects.get(ref=signed.actor.id)
    from seiyaku.people import browser

    browser.end(signed.session, account=account)
    login(request, account, backend=BACKEND)
    return redirect("mfa_index")


def _shown(request: HttpRequest, form: HouseForm, name: str) -> HttpResponse:
    language = language_of(request)
    context = {"form": form, "heading": WORDS[name].say(language), "said": WORDS[f"{name}_said"].say(language)}
    return render(request, "console/enter.html", context, status=422 if form.errors else 200)


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Keep the language chosen, and go back to where the choice was made."""
    chosen = request.POST.get("language", "")
    back = request.headers.get("Referer", "")
    safe = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    answer = redirect(back if safe else "console:home")
    if chosen in LANGUAGES:
        secure = settings.SESSION_COOKIE_SECURE
        answer.set_cookie(COOKIE, chosen, max_age=365 * 86400, secure=secure, httponly=True, samesite="Lax")
    return answer
