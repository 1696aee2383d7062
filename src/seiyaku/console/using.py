"""
Using somebody's data (policy 2-2, 4): which purposes are somebody's own to choose from, and what a use looks like.

The purpose is chosen once, with the call it is for: the session keeps the call's reference and nothing else, the door
keeps the rest. Whom a form is about travels in its body.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast, get_args

from django.utils import timezone

from seiyaku import door
from seiyaku.core.answers import Denied, Unclear
from seiyaku.core.asks import Caller
from seiyaku.core.citations import say_all
from seiyaku.core.compiled import ITEMS
from seiyaku.core.language import Language
from seiyaku.core.law import DUTIES
from seiyaku.core.masks import decided
from seiyaku.core.model import Policy
from seiyaku.core.vocabulary import WORDS as TRADE
from seiyaku.door import Mine, Occasion, Used
from seiyaku.partners import queries as partner_names

from .words import WORDS

if TYPE_CHECKING:
    from .access import Request

OCCASION = "seiyaku-occasion"
WORK = "work"
OUTWARD = frozenset({"disclose", "provide"})  # what went to the person, or to somebody else
BY_CONSENT = frozenset({"consent", "opt-in"})  # what a refusal lacks, where the person's word would help


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A purpose somebody may choose: its name, what it is called, its clause, the fields it needs."""

    name: str
    label: str
    clause: str
    needs: tuple[str, ...]


def choices(policy: Policy, duties: frozenset[str], language: Language) -> list[Choice]:
    """Return the purposes that the duties held may read for, in the order of the policy; then those of the Act."""
    own = [
        Choice(name=name, label=rule.label[language], clause=rule.clause, needs=rule.needs)
        for name, rule in policy.rules.purposes.items()
        if "read" in rule.acts and not duties.isdisjoint(rule.duties) and not rule.unclear
    ]
    held = {key for duty in duties if duty in policy.rules.duties for key in policy.rules.duties[duty].law}
    every = tuple(policy.rules.fields)
    law = [
        Choice(
            name=duty.key,
            label=duty.label.say(language),
            clause=say_all(duty.article.partition(";")[0], language),
            needs=every,
        )
        for duty in DUTIES
        if duty.key in held and {"read", "contact"} <= set(duty.acts) and duty.fields == "all"
    ]
    return own + law


def chosen(options: list[Choice], name: object) -> Choice | None:
    """Return the purpose that was chosen, while it is still one's own."""
    return next((one for one in options if one.name == name), None)


def occasion(request: Request) -> Occasion | None:
    """Return the call, visit or work that was begun in this browser, while it goes on."""
    ref = request.session.get(OCCASION)
    return door.going_on(ref, actor=request.actor) if ref else None


def caller(said: str | None) -> Caller:
    """Return who speaks; the person unless it is said otherwise."""
    return cast("Caller", said) if said in get_args(Caller) else "person"


def items_to_match(policy: Policy) -> int:
    """Return how many items a caller is known by (7-2)."""
    return next((rule.items_to_match for rule in decided(policy.rules.requests) if rule.items_to_match), ITEMS)


def may_take(policy: Policy, duties: frozenset[str], purpose: str) -> bool:
    """Say whether it is worth offering to copy or print: whether the purpose lets anything leave; the door decides."""
    rule = policy.rules.purposes.get(purpose)
    law = next((duty for duty in DUTIES if duty.key == purpose), None)
    acts: tuple[str, ...] = rule.acts if rule else law.acts if law else ()
    able = (policy.rules.duties[name].may for name in duties if name in policy.rules.duties)
    return "export" in acts and any("export" in may for may in able)


def granted(policy: Policy, used: Used, language: Language) -> list[dict[str, str]]:
    """Return the fields that are open, in the order of the policy, each with its clause."""
    clause = used.clause if used.clause in policy.clauses else ""
    return [
        {
            "name": name,
            "label": rule.label[language],
            "value": shown(policy, name, used.values[name], language),
            "clause": clause,
        }
        for name, rule in policy.rules.fields.items()
        if name in used.values
    ]


def not_held(policy: Policy, used: Used, language: Language) -> list[str]:
    """Return what would be open, and of which nothing is held: of the kind of subject that somebody is."""
    rules = policy.rules.fields
    held = {rules[name].of for name in used.values if name in rules} or {"person"}
    none = {*used.missing, *used.unheld}
    return [rule.label[language] for name, rule in rules.items() if name in none and rule.of in held]


def shown(policy: Policy, name: str, value: str, language: Language) -> str:
    """Return a value as people read it: a choice by its label."""
    rule = policy.rules.fields.get(name)
    labels = rule.choices if rule else None
    return labels[value][language] if labels and value in labels else value


def refused(policy: Policy, left: Mapping[str, Denied | Unclear], language: Language) -> list[dict[str, Any]]:
    """Return the fields that are not, each with why and with what would help."""
    rules = policy.rules.fields
    return [
        {
            "name": name,
            "label": rules[name].label[language] if name in rules else name,
            "why": why.text.say(language),
            "clause": why.clause,
            "article": say_all(why.article, language),
            "remedy": why.remedy.text.say(language),
            "by_consent": why.remedy.missing in BY_CONSENT,
        }
        for name, why in left.items()
    ]


def of_person(policy: Policy, mine: Mine, language: Language) -> dict[str, Any]:
    """Return a person's page for the desk: what is held with its history and source, choices, uses."""
    rules = policy.rules
    purposes = {name: rule.label[language] for name, rule in rules.purposes.items()}
    purposes |= {duty.key: duty.label.say(language) for duty in DUTIES}
    sources = {name: rule.label[language] for name, rule in rules.sources.items()}
    duties = {name: rule.label[language] for name, rule in rules.duties.items()}
    fields = {name: rule.label[language] for name, rule in rules.fields.items()}
    held = [
        {
            "label": fields.get(one.name, one.name),
            "value": shown(policy, one.name, one.value, language),
            "present": one.present,
            "source": sources.get(one.source, one.source),
            "purposes": [purposes.get(name, name) for name in one.purposes],
            "since": one.valid_from,
            "recorded": _here(one.recorded_at)[:10],
        }
        for one in mine.held
    ]
    uses = [
        {
            "at": _here(use.at),
            "raw": use.act,
            "act": TRADE[use.act].say(language) if use.act in TRADE else use.act,
            "duty": duties.get(use.duty, use.duty),
            "purpose": purposes.get(use.purpose, use.purpose),
            "clause": use.clause,
            "fields": [fields.get(name, name) for name in use.fields],
            "granted": use.granted,
            "recipient": use.recipient or "",
            "entry": use.entry,
        }
        for use in reversed(mine.uses)
    ]
    met = [one["recipient"] for one in mine.consents] + [use.recipient or "" for use in mine.uses]
    met += [one["service"] for one in mine.relations]
    partners = partner_names.names(met)
    for use in uses:
        use["recipient"] = partners.get(str(use["recipient"]), use["recipient"])
    consents = [
        {**one, "label": purposes.get(one["purpose"], one["purpose"]) or partners.get(one["recipient"], ""),
         "since": _here(one["given_at"])[:10], "over": _here(one.get("withdrawn_at") or "")[:10]}
        for one in mine.consents
    ]  # fmt: skip
    refusals = [
        {"label": purposes.get(one["purpose"], one["purpose"]), "since": _here(one["refused_at"])[:10],
         "over": _here(one["lifted_at"] or "")[:10]}
        for one in mine.refusals
    ]  # fmt: skip
    told = [use for use in uses if use["raw"] in OUTWARD and use["granted"]]
    services = [
        {"label": partners.get(one["service"], one["service"]) or WORDS["contract_of"].say(language),
         "since": one["began_on"] or "", "over": one["ended_on"] or ""}
        for one in mine.relations
    ]  # fmt: skip
    return {
        "held": held, "uses": uses, "consents": consents, "refusals": refusals, "told": told, "services": services,
    }  # fmt: skip


def _here(moment: str) -> str:
    """Return a moment (ISO 8601) on the operator's clock, to the minute; nothing for nothing."""
    if not moment:
        return ""
    return timezone.localtime(dt.datetime.fromisoformat(moment)).strftime("%Y-%m-%d %H:%M")
