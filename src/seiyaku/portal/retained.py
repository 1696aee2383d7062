"""
Matters on retained personal data that people must be able to know (Act 32(1), Order 10), generated from the policy.

* 32(1)(i)    Who the operator is, where, and who represents it.
* 32(1)(ii)   Every purpose of use; that information is provided to others, where it is (G 3-8-1).
* 32(1)(iii)  How to ask for each of what arts. 32(2) to 35 give, and what it costs.
* Order 10(i)    What keeps the data safe, under the headings of the guideline (G 10), as far as the policy says it.
* Order 10(ii)   Where to complain.
* Order 10(iii)  The certified body and its desk, where the policy names one.

Not here: what a policy does not say, of buildings and of countries abroad; the law lets the desk answer it (32(1)).
"""

from __future__ import annotations

from seiyaku.core.language import Language
from seiyaku.core.model import Policy
from seiyaku.core.terms import Item
from seiyaku.core.vocabulary import KEYS, SAFEGUARDS, SECTIONS, said_duration
from seiyaku.evidence.ruled import Line, Rule, operator_lines, rules_under, text_of
from seiyaku.policy.queries import Published

from .addresses import Addresses
from .pages import Context, frame
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
        "provided": [
            (rule.clause, rule.label[language]) for rule in policy.rules.provisions.values() if not rule.unclear
        ],
        "asking": _rules(policy, "requests", language),
        "safe": _safe(policy, language),
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


def _safe(policy: Policy, language: Language) -> list[Line]:
    """Return what keeps the data safe, heading by heading of the guideline."""
    rules, who = policy.rules, policy.operator
    checks = dict.fromkeys(name for rule in rules.safeguards.values() for name in rule.checks)
    technical = [SAFEGUARDS[name].say(language) if name in SAFEGUARDS else name for name in checks]
    outside = [rules.duties[name].label[language] for rule in rules.reserved.values() for name in rule.duties]
    supervised = {kind.supervise_every for kind in rules.partners.values() if kind.supervise_every}
    found = {
        "safe_policy": [PAGE["safe_policy_said"].say(language).format(policy.effective)],
        "safe_rules": [PAGE["safe_rules_said"].say(language).format(len(rules.purposes))] if rules.purposes else [],
        "safe_organisation": [
            PAGE["safe_manager"].say(language).format(who.manager[language]),
            *(
                [PAGE["safe_reserved"].say(language).format(PAGE["safe_and"].say(language).join(outside))]
                if outside
                else []
            ),
            *([PAGE["safe_partners"].say(language)] if supervised else []),
        ],
        "safe_people": [
            PAGE["safe_course"].say(language).format(course.label[language], said_duration(course.valid_for, language))
            for course in rules.training.values()
        ],
        "safe_technical": technical,
        "safe_more": [PAGE["safe_more_said"].say(language).format(who.desk[language])],
    }
    return [Line(caption=PAGE[name].say(language), values=tuple(said)) for name, said in found.items() if said]


def _complaints(policy: Policy, language: Language) -> list[Line]:
    """Return where to complain: the desk with its address, what the policy adds, and the certified body if any."""
    who = policy.operator
    lines = [
        Line(caption=PAGE["desk"].say(language), values=(who.desk[language],)),
        Line(caption=PAGE["address"].say(language), values=(who.address[language],)),
        Line(caption=PAGE["email"].say(language), values=(who.email,)),
    ]
    for key in ("complaints", "certified_body"):
        told = [getattr(rule, key)[language] for rule in policy.rules.governing.values() if getattr(rule, key)]
        lines += [Line(caption=KEYS[key].say(language), values=(said,)) for said in told if said != who.desk[language]]
    return lines
