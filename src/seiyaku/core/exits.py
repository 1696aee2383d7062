"""Compiles what may go out: grounds of provision and kinds of partners (clauses 8 and 3-2)."""

from __future__ import annotations

from .law import FITTING, Ground, LawTable
from .masks import duties_for, mask_of, reserved_mask, text
from .model import Provision, Rules
from .sayings import Sayings
from .tables import LAW_BIT, Partner, Route

NATURAL = {
    "entrustment": "27(5)(i)",
    "third-party": "27(1)",
    "succession": "27(5)(ii)",
    "joint-use": "27(5)(iii)",
}  # fmt: skip
LOOKED_UP = frozenset({"consent", "service-held", "contract", "supervision"})


def compile_routes(sayings: Sayings, *, academic: bool) -> dict[str, Route]:
    """Compile the grounds, in the order of the policy; `academic`: the operator is an academic institution (16(8))."""
    return {name: _route(name, rule, sayings, academic=academic) for name, rule in sayings.rules.provisions.items()}


def _route(name: str, rule: Provision, sayings: Sayings, *, academic: bool) -> Route:
    rules, bits = sayings.rules, sayings.bits
    duties, undecided = duties_for(rule.duties or rules.duties, "provide", rules, bits)
    fields = mask_of(rule.fields, bits.fields)
    evidence = tuple(n for n in rule.needs if n not in LOOKED_UP)
    return Route(
        name=name,
        clause=rule.clause,
        label=text(rule.label),
        character=rule.character,
        to=frozenset(rule.to),
        anybody="any" in rule.to,
        provides="provide" in rule.acts,
        bit=mask_of(rule.purposes, bits.purposes) or LAW_BIT,
        duties=duties,
        undecided_duties=undecided,
        reserved=reserved_mask(rules, bits),
        fields=fields,
        exactly=rule.exactly,
        serves=frozenset(rule.purposes),
        grounds=_grounds(rule, sayings.law, academic=academic),
        by_law=rule.character == "by-law",
        needs=evidence,
        by_consent="consent" in rule.needs,
        of_holders="service-held" in rule.needs,
        bound="contract" in rule.needs,
        supervised="supervision" in rule.needs,
        record=rule.record,
        unclear=rule.unclear is not None,
        no=sayings.refusals(rule.clause, text(rule.label), duties=duties, fields=fields, own=True),
    )


def _grounds(rule: Provision, law: LawTable, *, academic: bool) -> tuple[Ground, ...]:
    """Return the legal grounds named; one of another character, or of another kind of operator, is none."""
    keys = rule.law or ((NATURAL[rule.character],) if rule.character in NATURAL else ())
    unknown = [key for key in keys if key not in law.grounds]
    if unknown:
        raise ValueError(f"{rule.clause}: no such legal ground: {unknown[0]}")
    fitting = FITTING.get(rule.character, keys)
    return tuple(law.grounds[key] for key in keys if key in fitting and (academic or not law.grounds[key].academic))


def compile_partners(rules: Rules) -> dict[str, Partner]:
    """Compile the kinds of partners."""
    return {
        name: Partner(
            terms=frozenset(kind.terms),
            supervised=kind.supervise_every is not None,
            bodies=frozenset(body for body in ("state", "academic") if getattr(kind, body)),
            unclear=kind.unclear is not None,
        )
        for name, kind in rules.partners.items()
    }
