"""Partners (policy 3-2): what binds each, whether it is in force, and what is due."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from typing import Any, get_args

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from seiyaku.core.asks import RecipientFacts
from seiyaku.core.citations import say_all
from seiyaku.core.countries import called, offered
from seiyaku.core.language import Language
from seiyaku.core.model import Policy
from seiyaku.core.provisioning import HOME
from seiyaku.core.terms import Character
from seiyaku.core.vocabulary import WORDS as TRADE
from seiyaku.partners import checklists, contracting, services
from seiyaku.partners import queries as partners
from seiyaku.partners.models import SubEntrustment, Supervision
from seiyaku.people.acting import MANAGING
from seiyaku.people.days import today
from seiyaku.policy import queries as policies

from ..access import Request, staff
from ..entrance import language_of
from ..frame import OFFICERS
from ..listing import Column, listed
from ..words import WORDS

SOON = 30  # days
TERMS = (
    "confidentiality", "safeguards", "no-own-use", "return-or-erase", "sub-entrustment", "incident-report",
)  # fmt: skip


@require_safe
@staff(duties=OFFICERS)
def page(request: Request) -> HttpResponse:
    """Show every partner with what stands in the way of giving it anything."""
    policy, language, day = policies.in_force().policy, language_of(request), today()
    rows = [_row(name, facts, policy, language, day) for name, facts in partners.known(day, policy)]
    soon = day + dt.timedelta(days=SOON)
    context = {
        "heading": WORDS["partners"].say(language),
        "section": "partners",
        "at": reverse("console:partners"),
        "list": listed(
            "partners",
            request.GET,
            rows,
            language,
            text=_words,
            columns=_columns(language),
            parts={
                "list_closed": lambda row: bool(row["closed"]),
                "list_open": lambda row: not row["closed"],
                "list_ending": lambda row: row["contract_until"] is not None and row["contract_until"] <= soon,
            },
        ),
        "may_manage": not MANAGING.isdisjoint(request.duties),
        **_choices(policy, language),
    }
    return render(request, "console/partners.html", context)


def _words(row: dict[str, Any]) -> str:
    """Return the words by which a partner is found: its name, kind and country, and why nothing goes to it."""
    return " ".join(
        (row["name"], row["kind"], row["character"], row["country"], *(one["text"] for one in row["closed"]))
    )


def _columns(language: Language) -> list[Column]:
    return [
        Column(said=WORDS["partner"].say(language), name="name", by=lambda row: row["name"]),
        Column(said=WORDS["partner_kind"].say(language), name="kind", by=lambda row: row["kind"]),
        Column(said=WORDS["character"].say(language), name="character", by=lambda row: row["character"]),
        Column(said=WORDS["contract_until"].say(language), name="contract", by=lambda row: row["contract_until"]),
        Column(said=WORDS["supervised_until"].say(language), name="supervised", by=lambda row: row["supervised_until"]),
        Column(said=WORDS["state"].say(language), name="state", by=lambda row: -len(row["closed"])),
    ]


def _row(name: str, facts: RecipientFacts, policy: Policy, language: Language, day: dt.date) -> dict[str, Any]:
    kind = policy.rules.partners.get(facts.kind)
    return {
        "ref": facts.id,
        "name": name,
        "kind": kind.label[language] if kind else facts.kind,
        "character": TRADE[facts.character].say(language),
        "abroad": "" if facts.country == HOME else called(facts.country, language),
        "country": called(facts.country, language),
        "contract_until": _until(facts.contract_until),
        "supervised_until": _until(facts.supervised_until),
        "unsupervised": facts.supervised_until >= partners.ENDLESS,
        "closed": [_barred(one, language) for one in partners.barred(facts, policy, day)],
    }


@lru_cache(maxsize=64)
def _barred(one: partners.Barred, language: Language) -> dict[str, str]:
    """Return in words why nothing goes to a partner: of two hundred partners it is one of a few."""
    return {
        "text": one.text.say(language),
        "clause": one.clause,
        "article": say_all(one.article, language),
        "remedy": one.remedy.say(language),
    }


def _until(day: int) -> dt.date | None:
    return dt.date.fromordinal(day) if 0 < day < partners.ENDLESS else None


def _choices(policy: Policy, language: Language) -> dict[str, Any]:
    rules = policy.rules
    return {
        "countries": offered(language),
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
    rules, unreturned = policy.rules, {contract for _, contract in partners.unreturned(day)}
    context = {
        "heading": found.name,
        "section": "partners",
        "one": _row(found.name, facts, policy, language, day),
        "may_manage": not MANAGING.isdisjoint(request.duties),
        "may_read": not contracting.READING.isdisjoint(request.duties),
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
                "unreturned": one.ref in unreturned,
                "subs": [_sub(sub, policy, language, day) for sub in one.subs.all()],
                "covers": [(name, rules.fields[name].label[language]) for name in one.fields.split()
                           if name in rules.fields],
                "entrusts_on": contracting.SUB_ENTRUSTING in one.terms.split(),
            }
            for one in found.contracts.order_by("-starts_on", "-pk").prefetch_related("subs")
        ],
        "looks": [_look(look, language, day) for look in
                  found.supervisions.order_by("-looked_on", "-pk").prefetch_related("items")],
        "items": [(name, said.say(language)) for name, said in checklists.ITEMS.items()],
        "contact": found.contact,
        "today": day,
        "in_a_year": day + dt.timedelta(days=365),
        **_choices(policy, language),
    }  # fmt: skip
    return render(request, "console/partner.html", context)


def _sub(one: SubEntrustment, policy: Policy, language: Language, day: dt.date) -> dict[str, Any]:
    named = policy.rules.fields
    return {
        "ref": one.ref, "name": one.name, "abroad": "" if one.country == HOME else called(one.country, language),
        "agreed_on": one.agreed_on, "until": one.until,
        "ended_at": one.ended_at, "late": one.ended_at is None and one.until < day,
        "fields": [named[name].label[language] for name in one.fields.split() if name in named],
    }  # fmt: skip


def _look(one: Supervision, language: Language, day: dt.date) -> dict[str, Any]:
    """Return a look, and of its checklist what was found amiss."""
    items = list(one.items.all())
    return {
        "ref": one.ref, "looked_on": one.looked_on, "subject": one.subject, "passed": one.passed, "until": one.until,
        "asked": len(items),
        "amiss": [
            {"item": item.item, "said": checklists.ITEMS[item.item].say(language) if item.item in checklists.ITEMS
             else item.item, "due_on": item.due_on, "mended_at": item.mended_at,
             "late": item.mended_at is None and item.due_on is not None and item.due_on < day}
            for item in items if item.answer == "no"
        ],
    }  # fmt: skip


def _term(name: str, language: Language) -> str:
    word = WORDS.get(f"term_{name}")
    return word.say(language) if word else name


@require_POST
@staff(duties=OFFICERS, fresh=True, on="partners")
def register(request: Request) -> HttpResponse:
    """Register a partner."""
    said = request.POST
    identity = {name: said.get(name, "").strip() for name in ("address", "representative")}
    made = services.register(
        said.get("name", "").strip(), said.get("kind", ""), character=said.get("character", "unclassified"),
        country=said.get("country", HOME), actor=request.actor,
        identity={"name": said.get("name", "").strip(), **identity} if all(identity.values()) else None,
    )  # fmt: skip
    messages.success(request, WORDS["done_recorded"].say(language_of(request)))
    return redirect("console:partner", made.ref)
