"""
What somebody on the telephone says, as it is typed: which item of the policy it is (policy 1-1, 7-2).

A mail address, a number to ring, a member's number, a postal code, kana, a name: told by its shape, never kept.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from seiyaku.core import identity
from seiyaku.core.errors import InputError
from seiyaku.core.masks import decided, matchable
from seiyaku.core.model import FieldRule, Policy
from seiyaku.core.terms import FieldType

ORDER: tuple[FieldType, ...] = (
    "email", "corporate-number", "member-number", "phone", "postal-code", "date", "kana", "name", "text",
)  # fmt: skip
_BETWEEN = r"\s().\-‐-―−ー－"  # whatever people put between digits, the long vowel's mark among it
_SHAPES: dict[FieldType, re.Pattern[str]] = {
    "email": re.compile(r".+@.+"),
    "corporate-number": re.compile(r"T?(?:[\s-]*\d){13}"),
    "member-number": re.compile(r"[A-Za-z][A-Za-z0-9-]*\d[A-Za-z0-9-]*"),
    "phone": re.compile(rf"\+?(?:[{_BETWEEN}]*\d){{9,15}}[{_BETWEEN}]*"),
    "postal-code": re.compile(rf"〒?[{_BETWEEN}]*\d{{3}}[{_BETWEEN}]*\d{{4}}"),
    "date": re.compile(r".*\d+\D+\d+\D+\d+.*|\d{8}"),
    "kana": re.compile(r"[\u3041-\u309f\u30a1-\u30ff\s]+"),
    "name": re.compile(r"\D*"),
}
MOST = 200


def findable(policy: Policy, of: str = "person") -> dict[str, FieldRule]:
    """Return the fields by which a person, or an organisation, can be found."""
    rules = policy.rules.fields
    return {name: rule for name, rule in rules.items() if rule.of == of and (rule.findable != "no" or rule.unique)}


def comparable(policy: Policy, of: str = "person") -> dict[str, FieldRule]:
    """Return the fields by which a caller is known: those the policy names (7-2), else what finds, and dates."""
    rules = policy.rules
    named = [name for rule in decided(rules.requests) for name in rule.match] or matchable(rules.fields)
    return {name: rules.fields[name] for name in named if rules.fields[name].of == of}


def items(rules: Mapping[str, FieldRule], *said: str) -> dict[str, str]:
    """
    Return what was typed, by the fields of `rules` that it is of.

    Raises:
        InputError: nothing was typed, or nothing that finds anybody. It repeats nothing of what was typed.
    """
    found: dict[str, str] = {}
    for one in said:
        text = unicodedata.normalize("NFKC", one).strip()[:MOST]
        if text:
            found[_field(rules, text, found)] = text
    if not found:
        raise InputError("search", "nothing", "a telephone number, member number, mail address, or name and one more")
    return found


def _field(rules: Mapping[str, FieldRule], text: str, taken: Mapping[str, str]) -> str:
    for kind in ORDER:
        shape = _SHAPES.get(kind)
        if shape is not None and not shape.fullmatch(text):
            continue
        for name, rule in rules.items():
            if rule.type == kind and name not in taken and _reads(kind, text):
                return name
    raise InputError("search", f"{len(text)} characters", "a telephone number, member number, mail address or name")


def _reads(kind: FieldType, text: str) -> bool:
    try:
        identity.normalise(kind, text)
    except InputError:
        return False
    return True
