"""Names of a policy as masks of bits."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar

from .asks import Bits
from .language import Text
from .model import FieldRule, Rules
from .terms import Item, Label

Kept = TypeVar("Kept", bound=Item)


def mask_of(names: Iterable[str], bits: Mapping[str, int]) -> int:
    """Return the mask with the bit of every name; KeyError for a name without one."""
    mask = 0
    for name in names:
        mask |= 1 << bits[name]
    return mask


def fields_where(fields: Mapping[str, FieldRule], bits: Bits, holds: Callable[[FieldRule], bool]) -> int:
    """Return the mask of the fields for which something holds."""
    return mask_of((name for name, rule in fields.items() if holds(rule)), bits.fields)


def decided(items: Mapping[str, Kept]) -> list[Kept]:
    """Return the items that somebody has decided."""
    return [item for item in items.values() if item.unclear is None]


def family_mask(rules: Rules, bits: Bits, family: str) -> int:
    """Return the purposes of one family (4-1 or 4-2)."""
    return mask_of((n for n, p in rules.purposes.items() if p.family == family), bits.purposes)


def duties_for(names: Iterable[str], act: str, rules: Rules, bits: Bits) -> tuple[int, int]:
    """Return the duties, of these, that may do the act: those that are decided, and those still open."""
    able = [n for n in names if act in rules.duties[n].may]
    settled = mask_of((n for n in able if rules.duties[n].unclear is None), bits.duties)
    return settled, mask_of(able, bits.duties) & ~settled


def reserved_mask(rules: Rules, bits: Bits) -> int:
    """Return the duties never given to an outsider (3-1)."""
    named = {d for item in rules.reserved.values() for d in item.duties}
    flagged = {name for name, duty in rules.duties.items() if duty.reserved}
    return mask_of(named | flagged, bits.duties)


def matched(rules: Rules, bits: Bits) -> int:
    """Return the fields a caller is known by: those the policy names (7-2), else what finds customers, and dates."""
    named = [name for rule in decided(rules.requests) for name in rule.match]
    return mask_of(named or matchable(rules.fields), bits.fields)


def matchable(fields: Mapping[str, FieldRule]) -> list[str]:
    """Return the fields of customers that could be compared: what finds them, and their dates."""
    return [
        name
        for name, rule in fields.items()
        if rule.of in ("person", "organisation")
        and rule.unclear is None
        and (rule.findable != "no" or rule.type == "date")
    ]


def text(label: Label) -> Text:
    """Return a label as a text of both languages."""
    return Text(label["ja"], label["en"])


def listed(labels: Iterable[Text]) -> Text:
    """Join labels to one text."""
    kept = list(labels)
    return Text("、".join(t.ja for t in kept), ", ".join(t.en for t in kept))
