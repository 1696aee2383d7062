"""
What changed between two versions, and the addendum (附則) that says so: computed, never written by hand (12-1).

`diff` compares clause by clause and rule by rule. `addendum` says the same in sentences, newest version first, and
names what a new or wider purpose means for information already held: a purpose related to an earlier one may be
notified or published (17(2), 21(3)); any other needs consent first (18(1)).
"""

from __future__ import annotations

import datetime as dt
import difflib
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Literal

from seiyaku.core.language import LANGUAGES, Language, Text
from seiyaku.core.model import Clause, Policy, Rules
from seiyaku.core.terms import Item, Label

from .references import items

How = Literal["added", "removed", "changed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseChange:
    """A clause that came, went or reads otherwise; `lines` are a unified difference by language."""

    clause: str
    how: How
    title: Label
    lines: dict[Language, tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleChange:
    """A rule that came, went or changed; `keys` holds (before, after) of each key that did."""

    section: str
    name: str
    clause: str
    how: How
    keys: dict[str, tuple[Any, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """Everything that differs between two versions of a policy."""

    clauses: tuple[ClauseChange, ...]
    rules: tuple[RuleChange, ...]
    operator: dict[str, tuple[Any, Any]]
    front: dict[str, tuple[Any, Any]]

    def __bool__(self) -> bool:
        """Say whether there is any."""
        return bool(self.clauses or self.rules or self.operator or self.front)


@dataclass(frozen=True, slots=True, kw_only=True)
class Addition:
    """One paragraph of the addendum: from which day, which version, and what it changed."""

    effective: dt.date
    version: str
    says: tuple[Text, ...]


def diff(old: Policy, new: Policy) -> Difference:
    """Compare two versions."""
    return Difference(
        clauses=tuple(_clauses(old.clauses, new.clauses)),
        rules=tuple(_rules(old.rules, new.rules)),
        operator=_keys(old.operator.model_dump(), new.operator.model_dump()),
        front=_keys(*({"title": each.title, "note": each.note} for each in (old, new))),
    )


def addendum(versions: Sequence[Policy]) -> tuple[Addition, ...]:
    """Write the addendum of a policy with these versions, in any order; the newest comes first."""
    ordered = sorted(versions, key=lambda policy: policy.effective)
    first = [Addition(effective=p.effective, version=p.version, says=(ESTABLISHED,)) for p in ordered[:1]]
    later = [
        Addition(effective=new.effective, version=new.version, says=sentences(diff(old, new), new))
        for old, new in pairwise(ordered)
    ]
    return tuple(reversed(first + later))


ESTABLISHED = Text("制定しました。", "Established.")
UNCHANGED = Text("書き方だけを改めました。", "Only the wording of the file changed.")
OPERATOR = Text("事業者の表示を改めました。", "What we say about ourselves changed.")
FRONT = Text("標題または前書きを改めました。", "The title or the note above the text changed.")
VERBS: dict[How, Text] = {
    "added": Text("を加えました。", "added."),
    "removed": Text("を削りました。", "removed."),
    "changed": Text("を改めました。", "changed."),
}


def _clauses(old: dict[str, Clause], new: dict[str, Clause]) -> list[ClauseChange]:
    found = []
    for clause in [*new, *(gone for gone in old if gone not in new)]:
        before, after = old.get(clause), new.get(clause)
        if before and after and (before.title, before.prose) == (after.title, after.prose):
            continue
        how: How = "changed" if before and after else "added" if after else "removed"
        lines = {language: _lines(before, after, language) for language in LANGUAGES}
        title = (after or before or new[clause]).title
        found.append(ClauseChange(clause=clause, how=how, title=title, lines=lines))
    return found


def _lines(before: Clause | None, after: Clause | None, language: Language) -> tuple[str, ...]:
    then, now = (
        [clause.title[language], *clause.prose[language].split("\n")] if clause else [] for clause in (before, after)
    )
    return tuple(difflib.unified_diff(then, now, lineterm="", n=1))[2:]


def _rules(old: Rules, new: Rules) -> list[RuleChange]:
    then = {(section, name): item for section, name, item in items(old)}
    now = {(section, name): item for section, name, item in items(new)}
    found = []
    for key in [*now, *(gone for gone in then if gone not in now)]:
        before, after = then.get(key), now.get(key)
        keys = _keys(_said(before), _said(after))
        if keys:
            how: How = "changed" if before and after else "added" if after else "removed"
            clause = after.clause if after else before.clause if before else ""
            found.append(RuleChange(section=key[0], name=key[1], clause=clause, how=how, keys=keys))
    return found


def _said(item: Item | None) -> dict[str, Any]:
    """Return what a rule says; on which line it stands is not part of that, under which clause is."""
    return item.model_dump(mode="json", by_alias=True, exclude={"line"}, exclude_defaults=True) if item else {}


def _keys(before: dict[str, Any], after: dict[str, Any]) -> dict[str, tuple[Any, Any]]:
    names = [*after, *(gone for gone in before if gone not in after)]
    return {name: (before.get(name), after.get(name)) for name in names if before.get(name) != after.get(name)}


def sentences(change: Difference, new: Policy) -> tuple[Text, ...]:
    """Say what changed, in the sentences of an addendum; `new`: the version it is the addendum of."""
    says = ([FRONT] if change.front else []) + ([OPERATOR] if change.operator else [])
    says.extend(_clause(clause) for clause in change.clauses)
    worded = {clause.clause for clause in change.clauses}
    silent = dict.fromkeys(rule.clause for rule in change.rules if rule.clause not in worded)
    says.extend(
        Text(f"{each}の取り扱いの定めを改めました。", f"The rules of clause {each} changed.") for each in silent
    )
    says.extend(_purpose(rule, new) for rule in change.rules if rule.section == "purposes" and _wider(rule))
    return tuple(says) or (UNCHANGED,)


def plain(value: Any, language: Language | None = None) -> str:
    """Return a value of a rule as one line says it; in both languages where it has them and none is asked for."""
    if value is None:
        return "—"
    if isinstance(value, dict) and set(value) == {"ja", "en"}:
        return str(value[language]) if language else f"{value['ja']} / {value['en']}"
    if isinstance(value, dict):
        return "; ".join(f"{key}: {plain(each, language)}" for key, each in value.items())
    if isinstance(value, list | tuple):
        return ", ".join(plain(each, language) for each in value)
    return str(value).lower() if isinstance(value, bool) else str(value)


def _clause(change: ClauseChange) -> Text:
    verb, ja, en = VERBS[change.how], change.title["ja"], change.title["en"]
    return Text(f"{change.clause}「{ja}」{verb.ja}", f"Clause {change.clause} “{en}” {verb.en}")


def _wider(rule: RuleChange) -> bool:
    """Say whether a purpose is new, or needs fields it did not need."""
    before, after = rule.keys.get("needs", ((), ()))
    return rule.how != "removed" and bool(set(after or ()) - set(before or ()))


def _purpose(rule: RuleChange, new: Policy) -> Text:
    purpose = new.rules.purposes[rule.name]
    ja, en = purpose.label["ja"], purpose.label["en"]
    if purpose.related_to:
        day = f"（{purpose.notified}）" if purpose.notified else ""
        since = f" ({purpose.notified})" if purpose.notified else ""
        return Text(
            f"利用目的「{ja}」は以前の目的と関連するもので、通知または公表{day}の後に使います（17条2項、21条3項）。",
            f"The purpose “{en}” is related to an earlier one and takes effect once notified or published{since} "
            "(arts. 17(2), 21(3)).",
        )
    return Text(
        f"利用目的「{ja}」は、これより前にいただいた情報には、同意がない限り及びません（18条1項）。",
        f"The purpose “{en}” does not reach what we held before, unless the person consents (art. 18(1)).",
    )
