"""
Matters on retained personal data that people must be able to know (Act 32(1), Order 10), generated from the policy.

* 32(1)(i)    Who the operator is, where, and who represents it.
* 32(1)(ii)   Every purpose of use.
* 32(1)(iii)  How to ask for disclosure, correction, ending of use, and what it costs.
* Order 10    What keeps the data safe; where to complain.

Not here: the certified body (Order 10(ii)), unless the policy names one with its complaints.
"""

from __future__ import annotations

from seiyaku.core.language import Language
from seiyaku.core.model import Item, Policy
from seiyaku.core.vocabulary import SECTIONS
from seiyaku.policy.queries import Published

from .addresses import Addresses
from .pages import Context, frame, operator_lines
from .ruled import Line, Rule, rules_under, text_of
from .words import PAGE


def retained_page(at: Addresses, shown: Published) -> Context:
    """Return the page of the policy in force."""
    language, policy = at.language, shown.policy
    page = frame(at, PAGE["retained"].say(language), "retained", shown) | {
        "other_url": at.other.retained(),
        "operator": operator_lines(policy, language),
        "purposes": [
            (rule.clause, rule.label[language], [policy.rules.fields[name].label[language] for name in rule.needs])
            for rule in policy.rules.purposes.values()
            if not rule.unclear
        ],
        "asking": _rules(policy, "requests", language),
        "safe": _rules(policy, "safeguards", language),
        "complaints": _complaints(policy, language),
        "policy_url": at.version(shown),
    }
    return {"page": page, "word": text_of(PAGE, language)}


def _rules(policy: Policy, section: str, language: Language) -> list[Rule]:
    items: dict[str, Item] = getattr(policy.rules, section)
    clauses = dict.fromkeys(item.clause for item in items.values())
    kind = SECTIONS[section].say(language)
    return [
        rule for clause in clauses for rule in rules_under(policy, clause, language) if kind in (rule.kind, rule.label)
    ]


def _complaints(policy: Policy, language: Language) -> list[Line]:
    who = policy.operator
    lines = [
        Line(caption=PAGE["desk"].say(language), values=(who.desk[language],)),
        Line(caption=PAGE["email"].say(language), values=(who.email,)),
    ]
    told = [rule.complaints[language] for rule in policy.rules.governing.values() if rule.complaints]
    return lines + [Line(caption=PAGE["complaints"].say(language), values=(said,)) for said in told]
