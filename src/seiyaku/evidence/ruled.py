"""The rules under a clause, said in words: what kind of rule, its name, and each thing it lays down."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from pydantic.fields import FieldInfo

from seiyaku.core import law
from seiyaku.core.citations import ITEM, say_all
from seiyaku.core.language import Language, Text
from seiyaku.core.model import Keep, Policy
from seiyaku.core.terms import Item
from seiyaku.core.vocabulary import KEYS, SAFEGUARDS, SECTIONS, UNSAID, UNTIL, WORDS, said_duration

# Which section's labels a key's names are looked up in, where it is not the key itself.
NAMED_IN: dict[tuple[str, str], str] = {
    ("purposes", "needs"): "fields",
    ("forms", "required"): "fields",
    ("requests", "match"): "fields",
    ("forms", "source"): "sources",
    ("forms", "notice"): "notices",
    ("provisions", "to"): "partners",
    ("training", "required_of"): "staff",
    ("reserved", "duties"): "duties",
    ("purposes", "related_to"): "purposes",
    ("anonymised", "used_for"): "purposes",
}


WHO: dict[str, Text] = {
    "name": Text("事業者", "Operator"),
    "address": Text("住所", "Address"),
    "representative": Text("代表者", "Representative"),
    "manager": Text("個人情報の管理責任者", "Responsible for personal information"),
    "desk": Text("お問い合わせ窓口", "Contact"),
    "email": Text("メール", "E-mail"),
}
OF_LAW = {duty.key: duty.label for duty in law.DUTIES}
JAPANESE = re.compile("[\u3041-\u30ff\u3400-\u9fff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One thing a rule lays down."""

    caption: str
    values: tuple[str, ...]

    @property
    def several(self) -> bool:
        """Tell whether it is a list."""
        return len(self.values) > 1

    @property
    def value(self) -> str:
        """Return it where it is one."""
        return self.values[0]

    @property
    def japanese(self) -> bool:
        """Tell whether it is written in Japanese, as a postal address is on every page."""
        return any(JAPANESE.search(value) for value in self.values)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule, in words."""

    kind: str
    label: str
    unclear: bool
    lines: tuple[Line, ...]


def is_said_who(policy: Policy, clause: str) -> bool:
    """Tell whether who makes the promise is said under this clause."""
    return clause == "0" or (clause == next(iter(policy.clauses)) and "0" not in policy.clauses)


def operator_lines(policy: Policy, language: Language) -> tuple[Line, ...]:
    """Return who makes the promise: what article 32(1)(i) wants people to know."""
    said = {key: getattr(policy.operator, key) for key in WHO}
    return tuple(
        Line(caption=WHO[key].say(language), values=(one if isinstance(one, str) else one[language],))
        for key, one in said.items()
    )


def rules_under(policy: Policy, clause: str, language: Language) -> tuple[Rule, ...]:
    """Return the rules that stand under a clause, in the order of the file."""
    found: list[tuple[int, Rule]] = []
    for section in type(policy.rules).model_fields:
        items: dict[str, Item] = getattr(policy.rules, section)
        found.extend(
            (item.line, _rule(policy, section, item, language)) for item in items.values() if item.clause == clause
        )
    return tuple(rule for _, rule in sorted(found, key=lambda pair: pair[0]))


def _rule(policy: Policy, section: str, item: Item, language: Language) -> Rule:
    label = getattr(item, "label", None)
    own: dict[str, Any] = getattr(item, "categories", {})  # a rule about cookies names its own
    lines = []
    for key, field in type(item).model_fields.items():
        value = getattr(item, key)
        if key in UNSAID or _goes_without_saying(value, field):
            continue
        said = tuple(_said(policy, section, key, value, language))
        said = tuple(own[one][language] if one in own else one for one in said)
        if said:
            lines.append(Line(caption=KEYS[key].say(language), values=said))
    kind = SECTIONS[section].say(language)
    heading = label[language] if isinstance(label, dict) else kind
    return Rule(kind="" if heading == kind else kind, label=heading, unclear=bool(item.unclear), lines=tuple(lines))


def _goes_without_saying(value: Any, field: FieldInfo) -> bool:
    return value in (None, (), {}) or (
        not field.is_required() and value == field.get_default(call_default_factory=True)
    )


def _said(policy: Policy, section: str, key: str, value: Any, language: Language) -> Iterable[str]:
    if isinstance(value, bool):
        yield WORDS["yes" if value else "no"].say(language)
    elif isinstance(value, Keep):
        yield _kept(value, language)
    elif isinstance(value, dict):
        yield from _mapping(policy, value, language)
    elif isinstance(value, dt.date):
        yield said_day(value, language)
    elif isinstance(value, tuple):
        for each in value:
            yield from _said(policy, section, key, each, language)
    else:
        yield _named(policy, section, key, str(value), language)


def _mapping(policy: Policy, value: dict[str, Any], language: Language) -> Iterable[str]:
    if set(value) == {"ja", "en"}:
        yield value[language]
        return
    for name, each in value.items():
        if isinstance(each, Keep):
            yield f"{_named(policy, 'fields', 'fields', name, language)}: {_kept(each, language)}"
        else:
            yield each[language]


def _named(policy: Policy, section: str, key: str, value: str, language: Language) -> str:
    catalogue: dict[str, Any] = getattr(policy.rules, NAMED_IN.get((section, key), key), {})
    item = catalogue.get(value) if isinstance(catalogue, dict) else None
    label = getattr(item, "label", None)
    if isinstance(label, dict):
        return str(label[language])
    if value in OF_LAW:
        return OF_LAW[value].say(language)
    known = SAFEGUARDS if key == "checks" else WORDS
    if value in known:
        return known[value].say(language)
    if key == "law" or ITEM.fullmatch(value):
        return say_all(value, language)
    return said_duration(value, language) or value


def _kept(keep: Keep, language: Language) -> str:
    return UNTIL[keep.until].say(language).format(said_duration(keep.for_, language))


def said_day(day: dt.date, language: Language) -> str:
    """Return the day as people write it."""
    if language == "ja":
        return f"{day.year}年{day.month}月{day.day}日"
    return f"{day.day} {day:%B} {day.year}"


def text_of(words: dict[str, Text], language: Language) -> dict[str, str]:
    """Return a table of words in one language, for a template."""
    return {name: text.say(language) for name, text in words.items()}
