"""
The question of G1 put to four other engines, with everything they need to answer it handed over in full.

One question: may an actor with these duties, active and trained or not, do this act for this purpose on this field of
a person whose value was or was not acquired for it, who has or has not consented, refused, stopped, been restricted?
The peers answer yes or no; clause, article and remedy are ours alone.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from seiyaku.core.model import Policy, Purpose

ACTS = ("read", "export", "contact", "profile")


class Question(NamedTuple):
    """One ask in plain names, as the peers take it."""

    duties: tuple[str, ...]
    active: bool
    trained: bool
    act: str
    purpose: str
    field: str
    basis: bool
    consented: bool
    refused: bool
    stopped: bool
    restricted: bool


class Rule(NamedTuple):
    """What the reference policy says of one purpose and act."""

    act: str
    purpose: str
    duties: tuple[str, ...]
    fields: tuple[str, ...]
    refusable: bool
    consent: bool
    basis: bool


def rules(policy: Policy) -> list[Rule]:
    """Flatten the policy to one rule per purpose and act."""
    return [
        _rule(act, name, purpose, policy)
        for name, purpose in policy.rules.purposes.items()
        for act in ACTS
        if act in purpose.acts and (act != "profile" or purpose.profiling)
    ]


def _rule(act: str, name: str, purpose: Purpose, policy: Policy) -> Rule:
    return Rule(
        act=act,
        purpose=name,
        duties=tuple(d for d in purpose.duties if act in policy.rules.duties[d].may),
        fields=purpose.needs,
        refusable=purpose.refusable or purpose.marketing,
        consent=purpose.marketing or purpose.family == "consent",
        basis=purpose.family != "consent",
    )


Ask = Callable[[Question], bool]


def cedar(policy: Policy) -> Ask:
    """Cedar with parsed handles and everything in a small context (its favourable form)."""
    import cedarpy

    def listed(names: tuple[str, ...]) -> str:
        return "[" + ",".join(f'"{n}"' for n in names) + "]"

    said = [
        f'permit(principal, action == Action::"{r.act}", resource) when {{'
        f' context.active && context.trained && context.purpose == "{r.purpose}"'
        f" && context.duties.containsAny({listed(r.duties)}) && {listed(r.fields)}.contains(context.field)"
        f" && !context.restricted && !context.stopped"
        + (" && !context.refused" if r.refusable else "")
        + (" && context.consented" if r.consent else "")
        + (" && (context.basis || context.consented)" if r.basis else "")
        + " };"
        for r in rules(policy)
    ]
    parsed = cedarpy.PolicySet.from_str("\n".join(said))
    nobody = cedarpy.Entities.from_json_str("[]")

    def ask(q: Question) -> bool:
        context = q._asdict()
        context["duties"] = list(q.duties)
        request = {"principal": 'S::"a"', "action": f'Action::"{q.act}"', "resource": 'P::"b"', "context": context}
        return bool(cedarpy.is_authorized(request, parsed, nobody).allowed)

    return ask


def casbin(policy: Policy) -> Ask:
    """Casbin with one line per rule and the conditions in its matcher."""
    from casbin import Enforcer, Model

    model = Model()
    model.load_model_from_text(
        "[request_definition]\nr = q\n[policy_definition]\np = act, purpose, duties, fields, flags\n"
        "[policy_effect]\ne = some(where (p.eft == allow))\n"
        "[matchers]\nm = r.q.act == p.act && r.q.purpose == p.purpose && holds(r.q, p.duties, p.fields, p.flags)\n"
    )

    def holds(q: Question, duties: str, fields: str, flags: str) -> bool:
        return (
            q.active
            and q.trained
            and any(d in duties.split() for d in q.duties)
            and q.field in fields.split()
            and not (q.restricted or q.stopped)
            and not ("r" in flags and q.refused)
            and not ("c" in flags and not q.consented)
            and not ("b" in flags and not (q.basis or q.consented))
        )

    enforcer = Enforcer(model)
    enforcer.add_function("holds", holds)
    for r in rules(policy):
        flags = "x" + "r" * r.refusable + "c" * r.consent + "b" * r.basis
        enforcer.add_policy(r.act, r.purpose, " ".join(r.duties), " ".join(r.fields), flags)
    return lambda q: bool(enforcer.enforce(q))


def vakt(policy: Policy) -> Ask:
    """Vakt with rules in memory, two policies where either of two conditions will do."""
    from vakt import Guard, Inquiry, MemoryStorage, PolicyAllow, RulesChecker
    from vakt.rules import And, AnyIn, Eq, In

    storage = MemoryStorage()
    for number, r in enumerate(rules(policy)):
        for way in ("basis", "consented") if r.basis and not r.consent else ("",):
            context: dict[str, Any] = {"restricted": Eq(False), "stopped": Eq(False), "purpose": Eq(r.purpose)}
            context |= {"refused": Eq(False)} if r.refusable else {}
            context |= {"consented": Eq(True)} if r.consent else {}
            context |= {way: Eq(True)} if way else {}
            storage.add(
                PolicyAllow(
                    f"{number}{way}",
                    actions=[Eq(r.act)],
                    resources=[In(*r.fields)],
                    subjects=[{"duties": AnyIn(*r.duties), "active": Eq(True), "trained": And(Eq(True))}],
                    context=context,
                )
            )
    guard = Guard(storage, RulesChecker())

    def ask(q: Question) -> bool:
        return bool(
            guard.is_allowed(
                Inquiry(
                    action=q.act,
                    resource=q.field,
                    subject={"duties": list(q.duties), "active": q.active, "trained": q.trained},
                    context=q._asdict(),
                )
            )
        )

    return ask


REGO = """
package policy
default allow := false
allow if {
  r := data.rules[input.act][input.purpose]
  input.active
  input.trained
  not input.restricted
  not input.stopped
  some d in input.duties
  d in r.duties
  input.field in r.fields
  refusal_ok(r)
  consent_ok(r)
  basis_ok(r)
}
refusal_ok(r) if { not r.refusable }
refusal_ok(r) if { not input.refused }
consent_ok(r) if { not r.consent }
consent_ok(r) if { input.consented }
basis_ok(r) if { not r.basis }
basis_ok(r) if { input.basis }
basis_ok(r) if { input.consented }
"""


def rego(policy: Policy) -> Ask:
    """Rego (regopy) with a compiled bundle and the rules as data."""
    from regopy import Input, Interpreter

    data: dict[str, dict[str, Any]] = {}
    for r in rules(policy):
        data.setdefault(r.act, {})[r.purpose] = {**r._asdict(), "duties": list(r.duties), "fields": list(r.fields)}
    interpreter = Interpreter()
    interpreter.add_data({"rules": data})
    interpreter.add_module("policy", REGO)
    bundle = interpreter.build("data.policy.allow")

    def ask(q: Question) -> bool:
        interpreter.set_input(Input({**q._asdict(), "duties": list(q.duties)}))
        return "true" in str(interpreter.query_bundle(bundle))

    return ask


PEERS: dict[str, Callable[[Policy], Ask]] = {"cedarpy": cedar, "pycasbin": casbin, "regopy": rego, "vakt": vakt}
