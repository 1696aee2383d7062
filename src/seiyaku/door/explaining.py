"""
Which clause would let me? (architecture, section 3)

Asks the gate what it would say, and what would turn a refusal into a permission; opens nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from seiyaku.core.answers import Allowed, Answer, Remedy
from seiyaku.core.asks import Actor, PersonFacts
from seiyaku.core.explain import which_clause_would_let
from seiyaku.ledger import transactions, writing
from seiyaku.ledger.writing import Draft

from .acting import locate
from .asking import Sitting
from .desk import outside_transactions
from .origins import Origin
from .results import Result, evidence
from .wants import Want, public_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained(Result):
    """What the gate would answer, and the ways in which this actor could be allowed all of it, nearest first."""

    answer: Answer
    ways: tuple[Remedy, ...]


def explain(
    fields: Iterable[str],
    *,
    act: str = "read",
    purpose: str | None,
    person: str | None = None,
    recipient: str | None = None,
    ground: str | None = None,
    origin: Origin | None = None,
    evidence_of: Iterable[str] = (),
    occasion: str | None = None,
    actor: Actor,
) -> Explained:
    """
    Say what would be answered and which clause would allow it. Nothing is opened; that it was asked is an entry.

    Without a person, somebody is supposed whose values were acquired for nothing and who agreed to nothing.
    """
    outside_transactions()
    want = Want(
        actor=actor, act=act, purpose=purpose, fields=tuple(fields), person=person, recipient=recipient, ground=ground,
        evidence=frozenset(evidence_of), occasion=occasion,
    )  # fmt: skip
    with transactions.deciding() as cursor:
        sitting = Sitting.on(cursor)
        rows, _ = locate(sitting, want, [public_id(person)] if person else [])
        acquisition = origin.facts(sitting) if origin is not None else None
        facts = sitting.facts(want, rows[0] if rows else None, acquisition=acquisition)
        if not rows:
            facts = replace(facts, person=PersonFacts())
        ask = sitting.ask(want)
        answer = sitting.rules.gate.decide(ask, facts)
        ways = tuple(which_clause_would_let(sitting.rules.gate, ask, facts))
        body = sitting.body(want, ask, answer) | {"act": "explain", "answer": "done", "note_kind": act}
        written = writing.append(cursor, [Draft(body)])[0]
    return Explained(answer=answer, ways=ways, **evidence(written, answer if isinstance(answer, Allowed) else None))
