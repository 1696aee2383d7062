"""Partners (policy 3-2): what binds each, whether it is in force, and what is due."""

from __future__ import annotations

import datetime as dt
from typing import Any, get_args

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from seiyaku.core.asks import RecipientFacts
from seiyaku.core.errors import InputError
from seiyaku.core.language import Language
from seiyaku.core.model import Character, Policy
from seiyaku.core.vocabulary import WORDS as TRADE
from seiyaku.partners import queries as partners
from seiyaku.partners import services
from seiyaku.people.days import today
from seiyaku.policy import queries as policies

from ..access import Request, staff
from ..entrance import language_of
from ..frame import OFFICERS
from ..words import WORDS
from .staffing import _day

LARGEST = 1 << 20
TERMS = (
    "confidentiality", "safeguards", "no-own-use", "return-or-erase", "sub-entrustment", "incident-report",
)  # fmt: skip


@require_safe
@staff(duties=OFFICERS)
def page(request: Request) -> HttpResponse:
    """Show every partner with what stands in the way of giving it anything."""
    policy, language, day = policies.in_force().policy, language_of(request), today()
    context = {
        "heading": WORDS["partners"].say(language),
        "section": "partners",
        "rows": [_row(name, facts, policy, language, day) for name, facts in partners.known(day, policy)],
        **_choices(policy, language),
    }
    return render(request, "console/partners.html", context)


def _row(name: str, facts: RecipientFacts, policy: Policy, language: Language, day: dt.date) -> dict[str, Any]:
    kind = policy.rules.partners.get(facts.kind)
    today_ = day.toordinal()
    closed = [
        word
        for word, is_so in (
            ("closed_unclassified", facts.character == "unclassified"),
            ("closed_contract", not facts.contract_until),
            ("closed_terms", bool(facts.contract_until and kind and not set(kind.terms) <= facts.terms)),
            ("closed_supervision", facts.supervised_until < today_),
        )
        if is_so
    ]
    return {
        "ref": facts.id,
        "name": name,
        "kind": kind.label[language] if kind else facts.kind,
        "character": TRADE[facts.character].say(language),
        "country": facts.country,
        "contract_until": _until(facts.contract_until),
        "supervised_until": _until(facts.supervised_until),
        "unsupervised": facts.supervised_until >= partners.ENDLESS,
        "closed": [WORDS[word].say(language) for word in closed],
    }


def _until(day: int) -> dt.date | None:
    return dt.date.fromordinal(day) if 0 < day < partners.ENDLESS else None


def _choices(policy: Policy, language: Language) -> dict[str, Any]:
    rules = policy.rules
    return {
        "kinds": [(name, kind.label[language]) for name, kind in rules.partners.items()],
        "characters": [(name, TRADE[name].say(language)) for name in get_args(Character) if name in TRADE],
        "fields": [(name, rule.label[language]) for name, rule in rules.fields.items()],
        "purposes": [(name, rule.label[language]) for name, rule in rules.purposes.items()],
        "terms": [(name, WORDS[f"term_{name}"].say(language)) for name in TERMS],
    }


@require_safe
@staff(duties=OFFICERS)
def partner(request: Request, ref: str) -> HttpResponse:
    """Show one partner: contracts, looks at it, and what may be done."""
    policy, language, day = policies.in_force().policy, language_of(request), today()
    found = partners.one(ref)
    facts = partners.standing(ref, day, None, policy)
    assert facts is not None  # noqa: S101  # it was found a line ago
    rules = policy.rules
    context = {
        "heading": found.name,
        "section": "partners",
        "one": _row(found.name, facts, policy, language, day),
        "ended": found.ended_at,
        "contracts": [
            {
                "ref": one.ref, "starts_on": one.starts_on, "until": one.until, "digest": one.digest[:16],
                "terms": [_term(name, language) for name in one.terms.split()],
                "fields": [rules.fields[name].label[language] for name in one.fields.split() if name in rules.fields],
                "purposes": [
                    rules.purposes[name].label[language] for name in one.purposes.split() if name in rules.purposes
                ],
                "over": one.ended_at is not None or one.until < day, "returned": one.returned_at,
            }
            for one in found.contracts.order_by("-starts_on", "-pk")
        ],
        "looks": found.supervisions.order_by("-looked_on", "-pk"),
        "today": day,
        "in_a_year": day + dt.timedelta(days=365),
        **_choices(policy, language),
    }  # fmt: skip
    return render(request, "console/partner.html", context)


def _term(name: str, language: Language) -> str:
    word = WORDS.get(f"term_{name}")
    return word.say(language) if word else name


@require_POST
@staff(duties=OFFICERS)
def register(request: Request) -> HttpResponse:
    """Register a partner."""
    said = request.POST
    made = services.register(
        said.get("name", "").strip()[:120], said.get("kind", ""), character=said.get("character", "unclassified"),
        country=said.get("country", "JP").upper(), actor=request.actor,
    )  # fmt: skip
    messages.success(request, WORDS["done_recorded"].say(language_of(request)))
    return redirect("console:partner", made.ref)


@require_http_methods(["POST"])
@staff(duties=OFFICERS)
def act(request: Request, ref: str, verb: str) -> HttpResponse:
    """Do one thing about a partner."""
    partners.one(ref)
    ACTS[verb](request, ref)
    messages.success(request, WORDS["done_recorded"].say(language_of(request)))
    return redirect("console:partner", ref)


def _file(request: Request) -> bytes:
    file = request.FILES.get("file")
    if file is None or (file.size or 0) > LARGEST:
        raise InputError("file", "none, or too large a one", "a file of at most 1 MiB")
    return bytes(file.read())


def _conclude(request: Request, ref: str) -> None:
    said = request.POST
    scope = services.Scope(
        terms=said.getlist("terms"), fields=said.getlist("fields"), purposes=said.getlist("purposes")
    )
    services.conclude(
        ref, _file(request), scope, starts_on=_day(said.get("starts_on")), until=_day(said.get("until")),
        actor=request.actor,
    )  # fmt: skip


def _supervise(request: Request, ref: str) -> None:
    findings = request.POST.get("findings", "").strip()
    if not findings:
        raise InputError("findings", "nothing", "what was looked at, and what was found")
    services.supervise(
        ref, findings.encode(), passed=request.POST.get("passed") == "yes", on=_day(request.POST.get("on")),
        subject=request.POST.get("subject", "handling"), actor=request.actor,
    )  # fmt: skip


def _own_contract(request: Request, ref: str) -> str:
    contract = request.POST.get("contract", "")
    if not partners.one(ref).contracts.filter(ref=contract).exists():
        raise InputError("contract", "another's", "one of this partner")
    return contract


def _end(request: Request, ref: str) -> None:
    services.end_contract(_own_contract(request, ref), actor=request.actor)


def _returned(request: Request, ref: str) -> None:
    services.prove_return(_own_contract(request, ref), _file(request), actor=request.actor)


def _classify(request: Request, ref: str) -> None:
    services.classify(ref, request.POST.get("character", ""), actor=request.actor)


ACTS = {
    "conclude": _conclude, "supervise": _supervise, "end-contract": _end, "returned": _returned, "classify": _classify,
}  # fmt: skip
