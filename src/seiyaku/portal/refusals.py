"""
One refusal, in words: what was asked, under which clause it was refused, and what would help (policy 2-2).

The page is made from the ledger entry and the policy version it names; neither holds a value or a person. Until staff
have accounts here, it is served on this machine alone: anywhere else there is no such page.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings

from seiyaku.core.citations import say_all
from seiyaku.core.errors import NotFound
from seiyaku.core.language import Language, Text
from seiyaku.core.law import DUTIES
from seiyaku.core.model import Policy
from seiyaku.core.reasons import REASONS, refuse
from seiyaku.core.vocabulary import WORDS
from seiyaku.evidence.ruled import Line, Rule, rules_under, text_of
from seiyaku.ledger import reading, transactions
from seiyaku.policy import queries
from seiyaku.policy.queries import Published

from .addresses import Addresses
from .pages import Context, frame
from .prose import html
from .words import PAGE

DECISIONS = {"denied": "refused", "unclear": "not_decided"}


def refusal_page(at: Addresses, entry_id: str) -> Context:
    """
    Return the page of one refused ask.

    Raises:
        NotFound: there is no such entry, it is no refusal, or this is not the operator's own machine.
    """
    if not settings.LOOPBACK_ONLY:
        raise NotFound("ledger entry")
    with transactions.reading() as cursor:
        body = reading.entry(cursor, entry_id).body
    if body.get("answer") not in DECISIONS or body.get("reason") not in REASONS or body.get("withheld"):
        raise NotFound("ledger entry")
    shown = queries.version(body["policy"])
    return {"page": _page(at, entry_id, body, shown), "word": text_of(PAGE, at.language)}


def _page(at: Addresses, entry_id: str, body: dict[str, Any], shown: Published) -> Context:
    language, policy = at.language, shown.policy
    answer = refuse(body["reason"], body["clause"], what=_about(policy, body), article=body["article"])
    clause = policy.clauses.get(body["clause"])
    page = frame(at, PAGE["refusal"].say(language), "refusal", shown) | {
        "other_url": at.other.refusal(entry_id),
        "decision": PAGE[DECISIONS[body["answer"]]].say(language),
        "state": "refused" if body["answer"] == "denied" else "undecided",
        "clause": body["clause"],
        "article": say_all(answer.article, language),
        "reason": answer.text.say(language),
        "remedy": answer.remedy.text.say(language),
        "asked": _asked(policy, body, language),
        "entry": entry_id,
        "clause_url": f"{at.version(shown)}#{body['clause']}",
    }
    if clause is not None:
        page |= {
            "title": clause.title[language],
            "prose": html(clause.prose[language], language, set()),
            "rules": _rules(policy, body, language),
        }
    return page


def _rules(policy: Policy, body: dict[str, Any], language: Language) -> tuple[Rule, ...]:
    """Return the rule that refused: that of the purpose or ground asked for, else all of the clause."""
    rules = rules_under(policy, body["clause"], language)
    ground = policy.rules.provisions.get(body.get("ground", ""))
    label = ground.label[language] if ground else _purpose(policy, body.get("purpose", "")).say(language)
    return tuple(rule for rule in rules if rule.label == label) or rules


def _about(policy: Policy, body: dict[str, Any]) -> Text:
    """Return what the reason's text speaks of: the ground's own columns, or the purpose."""
    ground = policy.rules.provisions.get(body.get("ground", ""))
    if ground is not None and ground.fields:
        return Text(
            "、".join(policy.rules.fields[f].label["ja"] for f in ground.fields),
            ", ".join(policy.rules.fields[f].label["en"] for f in ground.fields),
        )
    return _purpose(policy, body.get("purpose", ""))


def _purpose(policy: Policy, name: str) -> Text:
    rule = policy.rules.purposes.get(name)
    if rule is not None:
        return Text(rule.label["ja"], rule.label["en"])
    return next((duty.label for duty in DUTIES if duty.key == name), Text(name, name))


def _asked(policy: Policy, body: dict[str, Any], language: Language) -> tuple[Line, ...]:
    rules = policy.rules
    said: list[tuple[str, tuple[str, ...]]] = [("act", (WORDS[body["act"]].say(language),))]
    if body.get("duty") in rules.duties:
        said.append(("by_duty", (rules.duties[body["duty"]].label[language],)))
    if body.get("purpose"):
        said.append(("for_purpose", (_purpose(policy, body["purpose"]).say(language),)))
    if fields := body.get("fields"):
        labels = tuple(rules.fields[name].label[language] if name in rules.fields else name for name in fields)
        said.append(("asked_fields", labels))
    return tuple(Line(caption=PAGE[key].say(language), values=values) for key, values in said)
