"""
Which clause would let me? The question a refusal leaves open.

Answered by asking the gate again: for every other purpose and every ground of the policy that the actor's standing
could use, as things stand and with the person's consent; and where none would do, for all that is missing (`missing`).
Nothing is decided here, and nothing is promised: the way named must be true of the work, not only convenient.

Not here: which people, and doing it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from .answers import Allowed, Remedy
from .asks import ALL, Ask, Facts, PersonFacts
from .gate import Gate
from .language import Text
from .missing import everything_missing

ASSENTING = Text("本人の同意（{what}）", "the person's consent: {what}")
BY_PURPOSE = Text("利用目的「{what}」のためであること", "the purpose: {what}")
BY_GROUND = Text("根拠「{what}」によること", "the ground: {what}")


def which_clause_would_let(gate: Gate, ask: Ask, facts: Facts) -> list[Remedy]:
    """
    Return the ways in which this actor could be allowed every field asked, nearest first.

    Nearest are purposes and grounds that are allowed as things stand; then those that lack the person's consent. When
    there are none: everything that is missing for the ask itself, first things first. Empty when it is allowed whole.
    """
    answer = gate.decide(ask, facts)
    if isinstance(answer, Allowed) and not answer.left:
        return []
    ways = list(_unique([*_ways(gate, ask, facts), *_ways_with_consent(gate, ask, facts)]))
    return ways or everything_missing(gate, ask, facts)


def _ways(gate: Gate, ask: Ask, facts: Facts) -> Iterable[Remedy]:
    """Other purposes, and other grounds, that would do as things stand."""
    if ask.act == "provide":
        yield from _grounds(gate, ask, facts)
        return
    for name, use in gate.house.uses.get(ask.act, {}).items():
        if name is not None and name != ask.purpose and use.limited:
            answer = gate.decide(replace(ask, purpose=name), facts)
            if _whole(answer, ask):
                yield Remedy(clause=use.clause, missing="purpose", text=_said(BY_PURPOSE, use.label))


def _grounds(gate: Gate, ask: Ask, facts: Facts) -> Iterable[Remedy]:
    for name, route in gate.house.routes.items():
        purposes: list[str | None] = [*sorted(route.serves)] or [ask.purpose]
        for purpose in purposes:
            if (name, purpose) == (ask.ground, ask.purpose):
                continue
            answer = gate.decide(replace(ask, ground=name, purpose=purpose), facts)
            if _whole(answer, ask):
                yield Remedy(clause=route.clause, missing="ground", text=_said(BY_GROUND, route.label))
                break


def _ways_with_consent(gate: Gate, ask: Ask, facts: Facts) -> Iterable[Remedy]:
    """What the person's consent would open: to this purpose, to a purpose of 4-3, to this provision."""
    person = facts.person or PersonFacts()
    if ask.act == "provide":
        agreed = replace(person, provide_consent=ALL, foreign_consent=ALL, consents=ALL)
        for remedy in _grounds(gate, replace(ask, ground=None), replace(facts, person=agreed)):
            yield replace(remedy, missing="consent", text=_said(ASSENTING, remedy.text))
        return
    agreed = replace(person, consents=ALL, special_consent=ALL)
    for name, use in gate.house.uses.get(ask.act, {}).items():
        if name is not None and use.limited:
            answer = gate.decide(replace(ask, purpose=name), replace(facts, person=agreed))
            if isinstance(answer, Allowed) and _whole(answer, ask):
                yield Remedy(clause=answer.clause, missing="consent", text=_said(ASSENTING, use.label))


def _whole(answer: object, ask: Ask) -> bool:
    return isinstance(answer, Allowed) and answer.fields == ask.fields


def _unique(remedies: Iterable[Remedy]) -> Iterable[Remedy]:
    seen: set[str | None] = set()
    for remedy in remedies:
        if remedy.clause not in seen:
            seen.add(remedy.clause)
            yield remedy


def _said(text: Text, what: Text) -> Text:
    return Text(text.ja.replace("{what}", what.ja), text.en.replace("{what}", what.en))
