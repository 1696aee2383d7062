"""
What a customer's own page shows, in plain words (policy 2-2, 5-1, 8-3; arts. 32, 33): four things first, no clause
numbers: what we hold, what for, where it went, stop. Behind each, all there is to see.

What the law withholds is not in what the door told, and nothing here counts what is not shown.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings

from seiyaku import door
from seiyaku.core.errors import NotFound
from seiyaku.core.language import Language
from seiyaku.core.law import DUTIES
from seiyaku.core.model import Policy
from seiyaku.core.vocabulary import WORDS as TRADE
from seiyaku.partners import queries as partners

from .words import MINE

Shown = dict[str, Any]
PAGE_OF_USES = 50
GIVING = "provide"
CONTACT = "contact"  # as an act it is called otherwise than as a kind of item


def choices(policy: Policy, chosen: door.Chosen, language: Language) -> Shown:
    """Return what the person chose, and what each purpose they can refuse or agree to stands at now."""
    rules = policy.rules.purposes
    live = {str(one["purpose"]) for one in chosen.consents if one["kind"] == "use" and not one["withdrawn_at"]}
    rows = []
    for name, rule in rules.items():
        if rule.unclear or not (rule.refusable or rule.marketing or rule.family == "consent"):
            continue
        asks = rule.marketing or rule.family == "consent"
        on = name not in chosen.refused and (name in live or not asks)
        rows.append({
            "use": name, "label": rule.label[language], "marketing": rule.marketing, "on": on,
            "may_refuse": on and (rule.refusable or rule.marketing),
            "may_withdraw": on and name in live and not (rule.refusable or rule.marketing),
            "may_allow": not on, "said": MINE["is_on" if on else "is_off"].say(language),
        })  # fmt: skip
    return {
        "rows": rows,
        "reaching": [row["use"] for row in rows if row["may_refuse"]],
        "consents": [_consent(policy, one, language) for one in reversed(chosen.consents)],
        "stopped": [rules[name].label[language] for name in chosen.stopped if name in rules],
    }


def _consent(policy: Policy, one: Mapping[str, Any], language: Language) -> Shown:
    purposes, grounds = policy.rules.purposes, policy.rules.provisions
    named = purposes.get(one["purpose"]) or grounds.get(one["ground"])
    label = named.label[language] if named else MINE["special"].say(language)
    to = _partner(one["recipient"])
    return {
        "label": f"{label} → {to}" if to else label,
        "since": _day(one["given_at"]),
        "over": _day(one["withdrawn_at"] or ""),
        "kind": one["kind"],
    }


def held(policy: Policy, mine: door.Mine, chosen: door.Chosen, language: Language) -> Shown:
    """Return what is held, from where and what for; where it went; who used it; one card a question."""
    uses = entries(policy, mine, language)
    values = [_held(policy, one, language) for one in mine.held]
    present = [one for one in values if one["present"]]
    off = {_purpose(policy, name, language) for name in (*chosen.refused, *chosen.stopped)}
    purposes = dict.fromkeys(name for one in present for name in one["purposes"])
    went = [one for one in uses if one["given"] and one["to"]]
    return {
        "held": present,
        "past": [one for one in values if not one["present"]],
        "purposes": [
            {
                "label": label,
                "off": label in off,
                "items": [one["label"] for one in present if label in one["purposes"]],
            }
            for label in purposes
        ],
        "went": went,
        "receivers": list(dict.fromkeys(one["to"] for one in went)),
        "uses": [one for one in uses if one["by_others"]],
        "counts": {
            "held": count("n_items", len(present), language),
            "purposes": count("n_purposes", len(purposes), language),
            "receivers": count("n_receivers", len({one["to"] for one in went}), language),
        },
        "relations": [_relation(one, language) for one in mine.relations],
    }


def count(name: str, number: int, language: Language) -> str:
    """Return how many of something there are; one of it as one."""
    said = MINE[name].say(language).format(number)
    return said.removesuffix("s") if language == "en" and number == 1 else said


def entries(policy: Policy, mine: door.Mine, language: Language) -> list[Shown]:
    """Return every entry that names the person and that they may be told of, the newest first."""
    return [_use(policy, one, language) for one in reversed(mine.uses)]


def records(policy: Policy, told: door.Recorded, language: Language) -> list[Shown]:
    """Return the records of provision, each with every item that the law wants in it (33(5); R.20, R.24)."""
    known = {rule.label["ja"]: rule.label[language] for rule in policy.rules.fields.values()}
    return [
        {
            "kind": MINE["received" if one.kind == "received" else "given"].say(language),
            "on": one.on,
            "until": one.until,
            "times": MINE["n_times"].say(language).format(one.times) if one.times > 1 else "",
            "party": one.third_party,
            "party_at": f"{one.address} {one.representative}",
            "whose": one.whose,
            "items": [known.get(name, name) for name in one.items],
            "by_consent": one.consent,
            "course": one.course,
            "published": bool(one.confirmed),
        }
        for one in told.records
    ]


def page_of(uses: list[Shown], number: int) -> tuple[list[Shown], int | None, int | None]:
    """Return one page of the uses, and the numbers of the pages before and after it, where there are."""
    first = (number - 1) * PAGE_OF_USES
    part = uses[first : first + PAGE_OF_USES]
    return part, number - 1 if number > 1 else None, number + 1 if len(uses) > first + PAGE_OF_USES else None


def _held(policy: Policy, one: door.results.Held, language: Language) -> Shown:
    source = policy.rules.sources.get(one.source)
    rule = policy.rules.fields.get(one.name)
    choice = (rule.choices or {}).get(one.value) if rule else None
    return {
        "label": _field(policy, one.name, language),
        "value": choice[language] if choice else one.value,
        "present": one.present,
        "source": source.label[language] if source else one.source,
        "purposes": [_purpose(policy, name, language) for name in one.purposes],
        "since": one.valid_from,
        "known": _day(one.recorded_at),
    }


def _use(policy: Policy, one: door.results.UseOfMine, language: Language) -> Shown:
    duty = policy.rules.duties.get(one.duty)
    by = duty.label[language] if duty else MINE["yourself" if one.own else "system"].say(language)
    named = MINE["contacting"] if one.act == CONTACT else TRADE.get(one.act, MINE["at_own_page"])
    return {
        "entry": one.entry,
        "at": _moment(one.at),
        "act": named.say(language),
        "by": by,
        "by_others": not one.own,
        "purpose": _purpose(policy, one.purpose, language) if one.purpose else "",
        "fields": [_field(policy, name, language) for name in one.fields],
        "granted": one.granted,
        "given": one.granted and one.act == GIVING,
        "to": _partner(one.recipient),
        "day": _moment(one.at)[:10],
    }


def _relation(one: Mapping[str, Any], language: Language) -> Shown:
    name = _partner(one["service"]) if one["service"] else MINE["contract"].say(language)
    return {"label": name, "since": one["began_on"] or "", "over": one["ended_on"] or ""}


def _partner(ref: str | None) -> str:
    if not ref:
        return ""
    try:
        return str(partners.one(ref).name)
    except NotFound:
        return ""


def _field(policy: Policy, name: str, language: Language) -> str:
    rule = policy.rules.fields.get(name)
    return rule.label[language] if rule else name


def _purpose(policy: Policy, name: str, language: Language) -> str:
    rule = policy.rules.purposes.get(name)
    if rule is not None:
        return rule.label[language]
    return next((duty.label.say(language) for duty in DUTIES if duty.key == name), name)


def _moment(said: str) -> str:
    """Return a moment (ISO 8601) on the operator's clock, to the minute."""
    here = dt.datetime.fromisoformat(said).astimezone(ZoneInfo(settings.OPERATOR_TIME_ZONE))
    return here.strftime("%Y-%m-%d %H:%M")


def _day(said: str) -> str:
    return _moment(said)[:10] if said else ""


def labels(policy: Policy, names: Iterable[str], language: Language) -> list[tuple[str, str, str]]:
    """Return (name, label, type of input) of the items that somebody is asked for."""
    kinds = {"phone": "tel", "date": "text", "postal-code": "text"}
    rules = policy.rules.fields
    return [(name, rules[name].label[language], kinds.get(rules[name].type, "text")) for name in names]
