"""
All that is missing for an ask to be allowed, not only the first of it.

The gate names one remedy at a time. Here each remedy is supplied on paper and the gate asked again, until it allows
the ask or wants something that cannot be supplied (another purpose, another duty, a decision of the operator).

Not here: other purposes and grounds (`explain`), and doing any of it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from .answers import Allowed, Remedy
from .asks import ALL, Ask, Facts, PersonFacts
from .gate import Gate

AT_MOST = 20  # remedies; more would be a rule that asks for the same thing for ever
Supply = Callable[[Gate, Ask, Facts], Facts]


def everything_missing(gate: Gate, ask: Ask, facts: Facts) -> list[Remedy]:
    """Return the remedies in the order the gate asks for them; empty when the ask is allowed in whole."""
    found: list[Remedy] = []
    for _ in range(AT_MOST):
        answer = gate.decide(ask, facts)
        refusal = answer.why_left if isinstance(answer, Allowed) else answer
        if refusal is None or refusal.remedy in found:
            break
        found.append(refusal.remedy)
        supply = SUPPLIES.get(refusal.remedy.missing)
        if supply is None:
            break
        facts = supply(gate, ask, facts)
    return found


def _actor(**more: int) -> Supply:
    def supply(_gate: Gate, _ask: Ask, facts: Facts) -> Facts:
        behalf = replace(facts.behalf, **more) if facts.behalf else None  # type: ignore[arg-type]
        return replace(facts, actor=replace(facts.actor, **more), behalf=behalf)  # type: ignore[arg-type]

    return supply


def _trained(gate: Gate, ask: Ask, facts: Facts) -> Facts:
    return _actor(trained_until=facts.today)(gate, ask, facts)


def _person(**more: int | bool) -> Supply:
    def supply(_gate: Gate, _ask: Ask, facts: Facts) -> Facts:
        return replace(facts, person=replace(facts.person or PersonFacts(), **more))  # type: ignore[arg-type]

    return supply


def _contract(_gate: Gate, _ask: Ask, facts: Facts) -> Facts:
    """Of the recipient, or of the partner a collection comes from."""
    if facts.acquisition is not None:
        return replace(facts, acquisition=replace(facts.acquisition, contract_until=facts.today))
    return _recipient(facts, contract_until=facts.today)


def _terms(gate: Gate, _ask: Ask, facts: Facts) -> Facts:
    kind = gate.house.partners.get(facts.recipient.kind) if facts.recipient else None
    return _recipient(facts, terms=kind.terms) if kind else facts


def _supervision(_gate: Gate, _ask: Ask, facts: Facts) -> Facts:
    return _recipient(facts, supervised_until=facts.today)


def _scope(_gate: Gate, _ask: Ask, facts: Facts) -> Facts:
    return _recipient(facts, fields=ALL, purposes=ALL)


def _recipient(facts: Facts, **more: int | frozenset[str]) -> Facts:
    if facts.recipient is None:
        return facts
    return replace(facts, recipient=replace(facts.recipient, **more))  # type: ignore[arg-type]


def _evidence(gate: Gate, ask: Ask, facts: Facts) -> Facts:
    route = gate.house.routes.get(ask.ground or "")
    if route is None:
        return facts
    needed = {*route.needs, *(route.grounds[0].evidence if route.grounds else ())}
    return replace(facts, evidence=facts.evidence | needed)


def _warrant(_gate: Gate, _ask: Ask, facts: Facts) -> Facts:
    return replace(facts, evidence=facts.evidence | {"warrant"})


def _collection(**more: bool | str) -> Supply:
    def supply(_gate: Gate, _ask: Ask, facts: Facts) -> Facts:
        if facts.acquisition is None:
            return facts
        return replace(facts, acquisition=replace(facts.acquisition, **more))  # type: ignore[arg-type]

    return supply


SUPPLIES: dict[str, Supply] = {
    "training": _trained,
    "limit": _actor(uses_at_most=0),
    "consent": _person(consents=ALL, provide_consent=ALL),
    "opt-in": _person(consents=ALL),
    "foreign-consent": _person(foreign_consent=ALL),
    "special-care-consent": _person(special_consent=ALL),
    "refusal-lifted": _person(refusals=0),
    "resume": _person(stopped=0, stopped_provision=False),
    "restriction-lifted": _person(restricted=False),
    "service-held": _person(service_held=True),
    "contract": _contract,
    "terms": _terms,
    "supervision": _supervision,
    "contract-scope": _scope,
    "evidence": _evidence,
    "legal-ground": _evidence,
    "warrant": _warrant,
    "notice": _collection(notice_shown=True),
    "script": _collection(script="read"),
    "provenance": _collection(provenance=True),
    "attestation": _collection(attested=True),
}
