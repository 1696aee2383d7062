"""By what a customer is asked to say who they are (policy 7-2): a mail address, and items that the policy names."""

from __future__ import annotations

from dataclasses import dataclass

from seiyaku.core.model import FieldRule, Policy

USUAL = ("phone", "date", "postal-code", "member-number")  # types of fields, where the policy names no items
AT_LEAST = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The field of the mail address, the items to choose from, and how many of them must be told."""

    mail: str
    items: tuple[str, ...]
    needed: int


def asked(policy: Policy) -> Asked | None:
    """Return what is asked; None where the policy has no findable mail address, or too few items."""
    mine = {name: rule for name, rule in policy.rules.fields.items() if _usable(rule)}
    mail = next((name for name, rule in mine.items() if rule.type == "email" and rule.findable == "alone"), None)
    desks = [rule for rule in policy.rules.requests.values() if rule.unclear is None]
    named = [name for rule in desks for name in rule.match]
    needed = max([AT_LEAST, *(rule.items_to_match for rule in desks if rule.items_to_match)])
    items = tuple(name for name in named or _usual(mine) if name in mine and name != mail)
    if mail is None or len(items) < needed:
        return None
    return Asked(mail=mail, items=items, needed=needed)


def _usable(rule: FieldRule) -> bool:
    return rule.of == "person" and rule.unclear is None and rule.klass not in ("communications", "special-care")


def _usual(fields: dict[str, FieldRule]) -> list[str]:
    """Return the first field of each usual type."""
    found = (next((name for name, rule in fields.items() if rule.type == kind), None) for kind in USUAL)
    return [name for name in found if name is not None]
