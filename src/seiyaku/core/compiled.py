"""
From a policy to a gate: names become bits, rules become rows of masks (`tables`).

What is undecided (`unclear:`) compiles to rows that answer `Unclear`. What a policy does not have compiles to nothing,
so the gate says no. Where a policy has no clause for something the Act commands, the clause is named "law".

Not here: reading policy files, whether the rules make sense (the policy room).
"""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Callable, Iterable
from typing import Literal

from .asks import Bits
from .entrances import compile_forms, compile_imports, compile_origins
from .exits import compile_partners, compile_routes
from .gate import Gate
from .governing import Changes, History
from .language import Text
from .law import LAW_BITS, Exemption, LawPurpose, LawTable
from .masks import decided, duties_for, family_mask, fields_where, mask_of, matched, reserved_mask, text
from .model import Policy, Purpose, SpecialCare, UrgentException
from .sayings import BY_LAW, Sayings
from .tables import CACHE, House, Refusal, Use

ELSEWHERE = frozenset({"collect", "provide", "accept"})  # `acquiring`, `provisioning`, clause 12-3
CHOICES = {
    "consent": "law:ask-consent", "refuse": "law:ask-consent", "withdraw": "law:ask-consent",
    "stop": "law:stop", "resume": "law:stop",
}  # fmt: skip
ACCEPTANCE = Text("ポリシー変更後のご利用", "use of the service after a change")
ITEMS = 2  # that a caller is known by, where the policy gives no number
FAMILIES = ("customer", "partner")
REACHING = frozenset({"name", "kana", "phone", "email", "postal-code", "address", "member-number", "corporate-number"})
Kind = Literal["read", "find", "identify", "scan", "write", "deed"]
DEEDS = (
    "link", "merge", "split", "erase", "expire", "withhold", "stop", "resume", "consent", "refuse", "withdraw",
    "relate", "accept",
)  # fmt: skip
KINDS: dict[str, Kind] = {
    "find": "find", "identify": "identify", "scan": "scan", "write": "write", "correct": "write",
    **dict.fromkeys(DEEDS, "deed"),
}  # fmt: skip
PERSONAL: frozenset[str] = frozenset({"disclose", "consent", "refuse", "withdraw", "stop", "resume", "correct"})
WHERE = {
    "law:disclose": "requests", "law:provision-records": "requests", "law:notify-purpose": "requests",
    "law:correct": "requests", "law:stop": "requests", "law:erase": "requests", "law:withhold": "requests",
    "law:accuracy": "history", "law:retention": "history", "law:ask-consent": "consent", "law:quarantine": "sources",
    "law:breach": "staff", "law:complaint": "requests", "law:supervise": "training",
    "law:measures-abroad": "requests",
    "law:identify": "requests",
}  # fmt: skip


def compile_policy(policy: Policy, bits: Bits, law: LawTable) -> Gate:
    """
    Compile one version of a policy under one state of the law.

    Raises KeyError when a name has no bit, and ValueError when a ground names no rule of the law table.
    """
    rules = policy.rules
    sayings = Sayings(rules, bits, law)
    uses: dict[str, dict[str | None, Use]] = {}
    purposes: dict[str, Use] = {}
    for name, purpose in rules.purposes.items():
        for act in purpose.acts:
            if act not in ELSEWHERE and (act != "profile" or purpose.profiling):
                uses.setdefault(act, {})[name] = _use(act, name, purpose, sayings)
        purposes[name] = _use("read", name, purpose, sayings)
    for choice in CHOICES:
        table = uses.setdefault(choice, {})
        table.update((name, _choice(choice, name, purpose, sayings)) for name, purpose in rules.purposes.items())
    for duty in law.duties.values():
        if duty.section is None or getattr(rules, duty.section):
            for deed in duty.acts:
                uses.setdefault(deed, {})[duty.key] = _law_use(deed, duty, sayings)
            purposes[duty.key] = _law_use("read", duty, sayings)
    uses["identify"] = {name: _identifying(use, sayings) for name, use in uses.get("find", {}).items()}
    for choice, key in CHOICES.items():
        uses[choice][None] = uses[choice][key]
    if accepted := [rule for rule in decided(rules.changes) if rule.use_is_acceptance]:
        uses["accept"] = {None: _acceptance(accepted[0], sayings)}
    sayings.uses = uses
    return Gate(_house(policy, sayings, uses, purposes))


def _use(act: str, name: str, purpose: Purpose, sayings: Sayings) -> Use:
    rules, bits = sayings.rules, sayings.bits
    label = text(purpose.label)
    bit = 1 << bits.purposes[name]
    duties, undecided = duties_for(purpose.duties, act, rules, bits)
    past = _needs_past(name, purpose, decided(rules.history))
    kind = KINDS.get(act, "read")
    needs = mask_of(purpose.needs, bits.fields)
    return Use(
        act=act,
        purpose=name,
        clause=purpose.clause,
        article="18(1)" if purpose.family == "consent" else "17(1), 18(1)",
        label=label,
        bit=bit,
        duties=duties,
        undecided_duties=undecided,
        reserved=reserved_mask(rules, bits),
        needs=needs if kind != "deed" else -1,
        undecided=fields_where(rules.fields, bits, lambda rule: rule.unclear is not None),
        unclear=purpose.unclear is not None,
        past=past,
        undecided_past=not past and _needs_past(name, purpose, rules.history.values()),
        consent_bit=bit if decided(rules.consent) else 0,
        undecided_consent=bit if rules.consent and not decided(rules.consent) else 0,
        consent_only=purpose.family == "consent",
        profiling=purpose.profiling,
        opt_in=purpose.marketing,
        refusable=purpose.refusable or purpose.marketing,
        kind=kind,
        no=sayings.refusals(purpose.clause, label, duties=duties),
        left=_left(act, label, needs, sayings, purpose.clause),
    )


def _needs_past(name: str, purpose: Purpose, rules: Iterable[History]) -> bool:
    """Say whether the purpose needs past values and the operator keeps them (2-3)."""
    histories = list(rules)
    return any(h.keep_past for h in histories) and (purpose.past or any(name in h.purposes for h in histories))


def _choice(act: str, name: str, purpose: Purpose, sayings: Sayings) -> Use:
    """What a person chooses about a purpose: consent, refusal, stop. The purpose is what it is about, not why."""
    use = _use(act, name, purpose, sayings)
    law = sayings.law.duties.get(CHOICES[act])
    use.article = law.article if law is not None else use.article
    use.duties, use.undecided_duties = duties_for(sayings.rules.duties, act, sayings.rules, sayings.bits)
    use.limited = False
    use.person = True
    use.barred = "not-refusable" if act == "refuse" and not use.refusable else None
    use.no = sayings.refusals(purpose.clause, use.label, duties=use.duties)
    return use


def _identifying(use: Use, sayings: Sayings) -> Use:
    """Whoever may find somebody for a purpose may compare what a caller says, whatever the items were taken for."""
    needs, clause = matched(sayings.rules, sayings.bits), sayings.identity
    return dataclasses.replace(
        use, act="identify", kind="identify", clause=clause, article="23", needs=needs, limited=False, answers={},
        left=_left("identify", use.label, needs, sayings, clause),
    )  # fmt: skip


def _acceptance(rule: Changes, sayings: Sayings) -> Use:
    """Using the service after a change (12-3): no purpose, no article; it is the consent of nothing."""
    rules, bits = sayings.rules, sayings.bits
    duties, undecided = duties_for(rules.duties, "accept", rules, bits)
    return Use(
        act="accept",
        purpose="",
        clause=rule.clause,
        article="",
        label=ACCEPTANCE,
        bit=mask_of(rules.purposes, bits.purposes),
        duties=duties,
        undecided_duties=undecided,
        reserved=reserved_mask(rules, bits),
        needs=-1,
        limited=False,
        kind="deed",
        person=True,
        no=sayings.refusals(rule.clause, ACCEPTANCE, duties=duties),
        left=_left("accept", ACCEPTANCE, -1, sayings, rule.clause),
    )


def _law_use(act: str, duty: LawPurpose, sayings: Sayings) -> Use:
    rules, bits = sayings.rules, sayings.bits
    clause = sayings.clauses.get(WHERE.get(duty.key, ""), BY_LAW)
    if duty.section is not None:
        clause = next(iter(getattr(rules, duty.section).values())).clause
    serving = [name for name, d in rules.duties.items() if duty.key in d.law]
    duties, undecided = duties_for(serving, act, rules, bits)
    needs = 0
    if duty.fields == "all":
        needs = fields_where(rules.fields, bits, lambda rule: rule.klass != "communications" or duty.section is None)
    elif duty.fields == "contact":
        needs = fields_where(rules.fields, bits, lambda rule: rule.type in REACHING)
    kind = KINDS.get(act, "read")
    return Use(
        act=act,
        purpose=duty.key,
        clause=clause,
        article=duty.article,
        label=duty.label,
        bit=LAW_BITS[duty.key],
        duties=duties,
        undecided_duties=undecided,
        reserved=reserved_mask(rules, bits),
        needs=needs if kind != "deed" else -1,
        past=duty.past,
        limited=False,
        heeds=duty.heeds,
        kind=kind,
        person=duty.person and act in PERSONAL,
        system=duty.system,
        no=sayings.refusals(clause, duty.label, duties=duties),
        left=_left(act, duty.label, needs, sayings, clause),
    )


def _left(act: str, label: Text, needs: int, sayings: Sayings, clause: str) -> Callable[[int], Refusal]:
    """Say why these fields are left: never acquired at all, acquired for something else, or not needed."""
    fields, bits = sayings.rules.fields, sayings.bits
    my_number = fields_where(fields, bits, lambda rule: rule.type == "my-number")
    special = fields_where(fields, bits, lambda rule: rule.klass == "special-care")
    refusals = sayings.refusals(clause, label)
    writes = KINDS.get(act) == "write"

    @functools.lru_cache(CACHE)
    def why(left: int) -> Refusal:
        held = left & needs
        if not held:
            return sayings.not_needed(act, label, left)
        if writes and held & my_number:
            return refusals["my-number"]
        return refusals["special-care" if writes and held & special else "not-acquired-for"]

    return why


def _related(sayings: Sayings) -> tuple[tuple[int, int, int, str], ...]:
    """Purposes related to earlier ones: (bit, bits of the earlier ones, day of notice, family) (17(2), 21(3))."""
    known = sayings.bits.purposes
    return tuple(
        (1 << known[name], mask_of(p.related_to, known), p.notified.toordinal(), p.family)
        for name, p in sayings.rules.purposes.items()
        if p.related_to and p.notified is not None and p.unclear is None
    )


def _house(policy: Policy, sayings: Sayings, uses: dict[str, dict[str | None, Use]], purposes: dict[str, Use]) -> House:
    rules, bits, law = policy.rules, sayings.bits, sayings.law
    fields = rules.fields
    routes = compile_routes(sayings, academic=policy.operator.academic)
    return House(
        version=policy.version,
        law=law,
        field_bits=bits.fields,
        purpose_bits=bits.purposes,
        others={f: _not_of(f, sayings) for f in FAMILIES},
        related=_related(sayings),
        findable=fields_where(fields, bits, lambda rule: rule.findable == "alone"),
        joined=fields_where(fields, bits, lambda rule: rule.findable == "joined"),
        special=fields_where(fields, bits, lambda rule: rule.klass == "special-care"),
        my_number=fields_where(fields, bits, lambda rule: rule.type == "my-number"),
        communications=fields_where(fields, bits, lambda rule: rule.klass == "communications"),
        undecided=fields_where(fields, bits, lambda rule: rule.unclear is not None),
        special_grounds=_exempt(decided(rules.special_care), law.acquisition, academic=policy.operator.academic),
        undecided_grounds=frozenset(
            ground
            for items in (rules.special_care, rules.urgent)
            for i in items.values()
            if i.unclear
            for ground in i.grounds
        ),
        special_direct=any(s.direct_is_consent for s in decided(rules.special_care)),
        urgent_grounds=_exempt(decided(rules.urgent), law.urgent, academic=policy.operator.academic),
        clauses=sayings.clauses,
        uses=uses,
        purposes=purposes,
        labels=sayings.labels,
        forms=compile_forms(sayings),
        origins=compile_origins(sayings),
        routes=routes,
        routes_to={k: tuple(r for r in routes.values() if {"any", k} & r.to) for k in ("", *rules.partners)},
        partners=compile_partners(rules),
        callers=next((rule.items_to_match for rule in decided(rules.requests) if rule.items_to_match), ITEMS),
        matched=matched(rules, bits),
        imports=compile_imports(sayings),
        no=sayings.refusals("", Text("", "")),
    )


def _exempt(
    admitted: Iterable[SpecialCare | UrgentException], table: dict[str, Exemption], *, academic: bool
) -> dict[str, Exemption]:
    """Return the cases the policy admits, as far as the law has them for this operator."""
    named = {ground for item in admitted for ground in item.grounds}
    return {key: row for key, row in table.items() if key in named and (academic or not row.academic)}


def _not_of(family: str, sayings: Sayings) -> int:
    """Return every purpose that a value of this family never serves by itself: the other family's, and 4-3's."""
    rules, bits = sayings.rules, sayings.bits
    mask = family_mask(rules, bits, "consent")
    for other in FAMILIES:
        if other != family:
            mask |= family_mask(rules, bits, other)
    return mask
