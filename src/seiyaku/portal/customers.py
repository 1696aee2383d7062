"""A customer's own page (policy 2-2, 4-1-F, 4-1-G, 7-2): the way in, what it shows, and what can be done there."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from seiyaku import door
from seiyaku.consent import services as statements
from seiyaku.core.errors import Conflict, InputError, NotFound, NotProven, SeiyakuError, Unavailable
from seiyaku.core.language import Language, Text
from seiyaku.core.vocabulary import said_duration
from seiyaku.credentials import queries as credentials
from seiyaku.credentials import services as visits
from seiyaku.people.days import day_of
from seiyaku.policy import queries as policies
from seiyaku.visits import asking, issuers, letters, logins, passkeys, visitors
from seiyaku.visits.passkeys import Site
from seiyaku.visits.visitors import Visitor

from . import mine
from .visiting import (
    COOKIE,
    back,
    browser_of,
    doors,
    enter,
    of_visitor,
    origin_of,
    page,
    private,
    refilled,
    said,
    sign_in_label,
)
from .words import MINE

SAID = {"done": "done", "gone": "gone", "letter": "letter_waiting", "no-letter": "letter_no"}
LARGEST = 64 * 1024


@require_safe
@private
def home(request: HttpRequest, language: Language) -> HttpResponse:
    """Show a customer their own page, or anybody else the way in."""
    visitor = visitors.of(request.COOKIES.get(COOKIE, ""))
    if visitor is None:
        return _door(request, language)
    shown = _mine(visitor, language)
    told = MINE.get(SAID.get(request.GET.get("said", ""), ""))
    return page(request, language, "mine", "mine", visitor=visitor, told=told.say(language) if told else "", **shown)


def _door(request: HttpRequest, language: Language, *, status: int = 200, wrong: str = "") -> HttpResponse:
    ways = doors(policies.in_force().policy, language)
    told = MINE["gone"].say(language) if request.GET.get("said") == "gone" else ""
    response = page(
        request, language, "mine_door", "mine", wrong=wrong, told=told, status=status,
        items_said=MINE["items_said"].say(language).format(ways["needed"]), **ways,
    )  # fmt: skip
    browser_of(request, response)
    return response


def _mine(visitor: Visitor, language: Language) -> dict[str, Any]:
    policy = policies.in_force().policy
    chosen = door.chosen(visitor.person, actor=visitor.actor())
    shown: dict[str, Any] = {"choices": mine.choices(policy, chosen, language), "letter": {}}
    if not visitor.whole:
        return shown | {
            "letter": _letter(visitor, language),
            "logins": doors(policy, language)["logins"],
        }
    told = door.records(visitor.person, actor=visitor.actor())
    everything = mine.held(policy, door.person(visitor.person, actor=visitor.actor()), chosen, language)
    keys = [
        {"ref": key.ref, "label": MINE[key.kind].say(language), "made": day_of(key.since).isoformat()}
        for key in credentials.keys_of(visitor.pid)
    ]
    return shown | everything | {"records": mine.records(policy, told, language), "keys": keys}


def _letter(visitor: Visitor, language: Language) -> dict[str, Any]:
    policy = policies.in_force().policy
    days = said_duration(letters.unchanged(policy), language)
    newest = credentials.letter_of(visitor.pid)
    state = ""
    if newest is not None:
        closed, printed = newest
        if closed in ("address", "tried"):
            state = MINE[f"letter_{closed}"].say(language)
        elif not closed:
            state = MINE["letter_sent" if printed else "letter_waiting"].say(language)
            state = state.format(day_of(printed).isoformat()) if printed else state
    return {
        "offered": letters.is_offered(policy),
        "said": MINE["letter_said"].say(language).format(days),
        "state": state,
        "may_ask": newest is None or bool(newest[0]) or newest[1] is not None,
        "code": newest is not None and not newest[0] and newest[1] is not None,
    }


@require_POST
@private
def ask(request: HttpRequest, language: Language) -> HttpResponse:
    """Take a request for a link; the answer is the same for everybody, after the same work."""
    response = HttpResponseRedirect(reverse(f"portal-{language}:mine-asked"), status=303)
    browser = browser_of(request, response)
    told = {name.removeprefix("item-"): said for name, said in request.POST.items() if name.startswith("item-")}
    link = request.build_absolute_uri(reverse(f"portal-{language}:mine-link", args=["-"])).removesuffix("-")
    typed = asking.Request(
        mail=request.POST.get("mail", ""), told={name: str(one) for name, one in told.items()}, language=language,
        address=link, browser=browser,
    )  # fmt: skip
    try:
        asking.ask(typed, origin=origin_of(request))
    except InputError:
        needed = doors(policies.in_force().policy, language)["needed"]
        wrong = MINE["too_few"].say(language).format(needed)
        return refilled(_door(request, language, status=422, wrong=wrong), request)
    return response


@require_safe
@private
def asked(request: HttpRequest, language: Language) -> HttpResponse:
    """Say what happens next, whatever was asked."""
    return page(request, language, "mine_asked", "asked", name="mine-asked")


@require_http_methods(["GET", "HEAD", "POST"])
@private
def link(request: HttpRequest, language: Language, token: str) -> HttpResponse:
    """Ask for a press of a button, which uses the link up: what looks at links in mails does not."""
    if request.method != "POST":
        return page(request, language, "mine_link", "open_link", name="mine-link", kwargs={"token": token})
    try:
        begun = visitors.open_link(token, browser_of(request))
    except NotProven:
        return said(request, language, "bad_link", MINE["bad_link_said"].say(language), status=403)
    return enter(back(language), begun.token)


@require_POST
@of_visitor
def choose(request: HttpRequest, language: Language, visitor: Visitor) -> HttpResponse:
    """Refuse one purpose, take a consent to it back, or agree to it."""
    use, what = request.POST.get("use", ""), request.POST.get("what", "")
    rule = policies.in_force().policy.rules.purposes.get(use)
    if rule is None:
        raise InputError("use", "something else", "a purpose of the policy")
    if what == "refuse":
        door.refuse([visitor.person], use=use, method="button", actor=visitor.actor(), purpose=use)
    elif what == "withdraw":
        door.withdraw([visitor.person], door.Choice(use=use), method="button", actor=visitor.actor())
    elif what == "allow":
        _allow(visitor, use, Text(rule.label["ja"], rule.label["en"]))
    return back(language, "done")


def _allow(visitor: Visitor, use: str, label: Text) -> None:
    said_ = MINE["allow_said"]
    shown = statements.state("consent", use, said_.filled(label))
    door.consent(
        [visitor.person], door.Choice(use=use), statement=shown.digest, method="button",
        identity="session" if visitor.whole else "two-items", actor=visitor.actor(),
    )  # fmt: skip


@require_POST
@of_visitor
def stop(request: HttpRequest, language: Language, visitor: Visitor) -> HttpResponse:
    """Refuse at once every purpose that may be refused: one tap."""
    del request
    rules = policies.in_force().policy.rules.purposes.items()
    for use in (name for name, rule in rules if (rule.refusable or rule.marketing) and not rule.unclear):
        door.refuse([visitor.person], use=use, method="button", actor=visitor.actor(), purpose=use)
    return back(language, "done")


@require_POST
@of_visitor
def letter(request: HttpRequest, language: Language, visitor: Visitor) -> HttpResponse:
    """Put a letter with a code on the queue."""
    del request
    try:
        letters.ask(visitor, language)
    except Conflict:
        return back(language, "no-letter")
    return back(language, "letter")


@require_http_methods(["GET", "HEAD", "POST"])
@of_visitor
def code(request: HttpRequest, language: Language, visitor: Visitor) -> HttpResponse:
    """Take the code of a letter."""
    wrong = ""
    if request.method == "POST":
        try:
            begun = letters.enter(visitor, request.POST.get("code", ""), origin=origin_of(request))
        except NotProven:
            wrong = MINE["code_bad"].say(language)
        else:
            return enter(back(language), begun.token)
    return page(
        request, language, "mine_code", "code", name="mine-code", wrong=wrong, status=403 if wrong else 200
    )  # fmt: skip


@require_GET
@private
def login(request: HttpRequest, language: Language, by: str = "") -> HttpResponse:
    """Send the browser to a sign-in: the operator's own, or the provider's of that name."""
    issuer = issuers.named(by)
    if issuer is None:
        return said(request, language, "mine", MINE["closed"].say(language), status=404)
    response = HttpResponseRedirect("/", status=303)
    browser = browser_of(request, response)
    try:
        response["Location"] = logins.begin(browser, _back(request, language, by), issuer)
    except Unavailable:
        return _silent(request, language, issuer)
    return response


@require_GET
@private
def logged_in(request: HttpRequest, language: Language, by: str = "") -> HttpResponse:
    """Take what a sign-in says, at the address that is its own."""
    issuer = issuers.named(by)
    if issuer is None:
        return said(request, language, "mine", MINE["not_proven"].say(language), status=403)
    try:
        begun = logins.finish(browser_of(request), request.GET.dict(), _back(request, language, by), issuer)
    except NotProven:
        text = MINE["sign_in_refused"].say(language).format(sign_in_label(issuer, language))
        return said(request, language, "mine", text, status=403)
    except Unavailable:
        return _silent(request, language, issuer)
    return enter(back(language), begun.token)


def _back(request: HttpRequest, language: Language, by: str) -> str:
    """Return where one issuer's answers come back to; no other's do."""
    name, named = ("mine-logged-in-by", {"by": by}) if by else ("mine-logged-in", {})
    return request.build_absolute_uri(reverse(f"portal-{language}:{name}", kwargs=named))


def _silent(request: HttpRequest, language: Language, issuer: issuers.Issuer) -> HttpResponse:
    text = MINE["sign_in_silent"].say(language).format(sign_in_label(issuer, language))
    return said(request, language, "mine", text, status=503)


@require_POST
@of_visitor
def passkey_new(request: HttpRequest, language: Language, visitor: Visitor) -> HttpResponse:
    """Ask the browser to make a passkey, or keep the one it made."""
    del language
    given = _json(request)
    if given is None:
        return JsonResponse(passkeys.ask_new(visitor, _site(request), browser_of(request)))
    try:
        passkeys.keep_new(visitor, _site(request), browser_of(request), given)
    except (NotProven, Conflict):
        return JsonResponse({}, status=403)
    return JsonResponse({})


@require_POST
@private
def passkey(request: HttpRequest, language: Language) -> HttpResponse:
    """Ask the browser to prove a passkey, or begin a visit by the proof."""
    del language
    given = _json(request)
    if given is None:
        return JsonResponse(passkeys.ask_old(_site(request), browser_of(request)))
    try:
        begun = passkeys.prove(_site(request), browser_of(request), given, origin=origin_of(request))
    except NotProven:
        return JsonResponse({}, status=403)
    return enter(JsonResponse({}), begun.token)


def _json(request: HttpRequest) -> dict[str, Any] | None:
    """Return what a browser answered; None when it has not been asked yet."""
    if len(request.body) > LARGEST or not request.body:
        return None
    try:
        given = json.loads(request.body)
    except ValueError:
        return {}
    return given if isinstance(given, dict) else {}


def _site(request: HttpRequest) -> Site:
    host = request.get_host().rsplit(":", 1)[0] if not request.get_host().endswith("]") else request.get_host()
    name = policies.in_force().policy.operator.name["ja"]
    return Site(host=host, origin=f"{request.scheme}://{request.get_host()}", name=name)


@require_POST
@of_visitor
def remove(request: HttpRequest, language: Language, visitor: Visitor) -> HttpResponse:
    """Take a passkey or a linked sign-in away; another's is answered like one that is not there."""
    try:
        passkeys.remove(visitor, request.POST.get("ref", ""))
    except NotFound:
        return said(request, language, "keys", MINE["none"].say(language), status=404)
    return back(language, "done")


@require_safe
@of_visitor
def uses(request: HttpRequest, language: Language, visitor: Visitor) -> HttpResponse:
    """Show every entry that names the customer, with its receipt to take away."""
    number = request.GET.get("page", "1")
    at = max(1, int(number)) if number.isdecimal() and len(number) < 7 else 1
    told = door.person(visitor.person, actor=visitor.actor())
    entries = mine.entries(policies.in_force().policy, told, language)
    part, newer, older = mine.page_of(entries, at)
    return page(request, language, "mine_uses", "uses_title", name="mine-uses", entries=part, newer=newer, older=older)


@require_POST
@of_visitor
def receipt(request: HttpRequest, language: Language, visitor: Visitor) -> HttpResponse:
    """Hand out the receipt of one entry; one that is withheld is answered like one that is not there."""
    try:
        given = door.receipt(visitor.person, request.POST.get("entry", ""), actor=visitor.actor())
    except SeiyakuError as error:
        if error.code != "not-found":
            raise
        return said(request, language, "receipt", MINE["none"].say(language), status=404)
    response = JsonResponse(given.document)
    response["Content-Disposition"] = 'attachment; filename="receipt.json"'
    return response


@require_POST
@of_visitor
def leave(request: HttpRequest, language: Language, visitor: Visitor) -> HttpResponse:
    """End the visit."""
    del request
    visits.leave(visitor.ref)
    response = back(language, "gone")
    response.delete_cookie(COOKIE)
    return response
