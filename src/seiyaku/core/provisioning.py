"""
When personal information may go to somebody else (policy 8, 3-2; articles 25, 27, 28). Each ground is tried so:

* 2-1, 2-4, 3-1  The actor may act (`standing`), for this ground.
* 8     The ground is one of the policy's, serves this act, this kind of partner and this purpose of clause 4.
* 8-3-J A ground of own use gives nothing out.
* 8-1   Its legal character and the recipient's are classified, and agree: entrusted only while acting solely for us.
* 3-2   The contract is valid, has its terms and covers the purpose; supervision (25) is not overdue.
* 8-3   One legal ground of 27 or 28 holds, with its evidence, for this recipient (27(1)(iv): a state or local body of
        Japan; (vii): an academic institution); what the ground itself needs is there (8-3-B, C, K).
* 28    A recipient abroad: an equivalent country, equivalent measures, or consent under 28(1), which then stands in for
        that of 27(1); only 27(1)(i)-(vii) make it needless, 27(5) does not.
* 35, 4 The person has not stopped provision or this purpose, nor refused it; advertising has opt-in. Only 27(1)(i)-(iv)
        go before that; research does not.
* 8-2   Only the ground's fields; where it says exactly, exactly these.
* 8-3-A Only fields the person agreed may go; for entrusted work, only what the purpose needs, what was acquired for
        it, and what the contract covers. The secrecy of communications not without a warrant.

An ask that names no ground gets the first ground that allows it, in the order of the policy.

Not here: records of arts. 29 and 30, break-glass alarms, who was told two months before (8-3-K).
"""

from __future__ import annotations

from typing import NamedTuple

from .answers import Allowed, Answer
from .asks import Ask, Facts, PersonFacts, RecipientFacts
from .law import ABROAD, Ground, LawTable
from .standing import objection, recognised, stands_against, usable_fields
from .tables import LAW_BIT, House, Refusal, Route, Use

HOME = "JP"
NO_TERMS: frozenset[str] = frozenset()
NOBODY = PersonFacts()


class Going(NamedTuple):
    """One provision on one legal ground: what `_people` weighs against a person's standings."""

    house: House
    route: Route
    ground: Ground
    recipient: RecipientFacts
    use: Use | None
    facts: Facts


THIRD = frozenset({"third-party", "joint-use"})
CLASSIFIED = frozenset({"entrustment", "third-party", "succession", "joint-use", "by-law"})


def provide(house: House, ask: Ask, facts: Facts) -> Answer:
    """Find the ground of policy 8 that covers the provision, or say why none does."""
    recipient = facts.recipient
    if ask.ground is not None:
        route = house.routes.get(ask.ground)
        if route is not None:
            return _by(house, route, ask, facts)
        return house.no[recognised(ask, facts) or "no-ground"]
    why = recognised(ask, facts)
    if why is not None:
        return house.no[why]
    if recipient is None or recipient.id != ask.recipient:
        return house.no["unknown-recipient"]
    first: Refusal | None = None
    for route in house.routes_to.get(recipient.kind, house.routes_to[""]):
        answer = _by(house, route, ask, facts)
        if isinstance(answer, Allowed):
            return answer
        first = first or answer
    return first or house.no["no-ground"]


def _by(house: House, route: Route, ask: Ask, facts: Facts) -> Answer:
    why = objection(route, ask, facts)
    if why is not None:
        return route.no[why]
    recipient = facts.recipient
    if recipient is None or recipient.id != ask.recipient:
        return route.no["unknown-recipient"]
    use = house.purposes.get(ask.purpose) if ask.purpose is not None else None
    why = (
        _fits(route, recipient, ask, use)
        or _character(house, route, recipient)
        or _contract(house, route, recipient, facts.today, use)
    )
    if why is not None:
        return route.no[why]
    ground = _legal(house, route, recipient, facts)
    if ground is None:
        return route.no["no-legal-ground"]
    for need in route.needs:
        if need == "purpose-covers":
            if use is None or not use.profiling:
                return route.no["profiling-not-told"]
        elif need not in facts.evidence:
            return route.no[f"evidence-missing:{need}"]
    return _people(Going(house, route, ground, recipient, use, facts), ask.fields)


def _fits(route: Route, recipient: RecipientFacts, ask: Ask, use: Use | None) -> str | None:
    if route.unclear:
        return "undecided"
    if route.character == "own-use":
        return "own-use"
    if not route.provides:
        return "ground-act"
    if not route.anybody and recipient.kind not in route.to:
        return "wrong-recipient"
    if route.serves:
        return None if ask.purpose in route.serves else "wrong-purpose" if ask.purpose else "no-purpose"
    if ask.purpose is None:
        return "no-purpose" if route.character in ("entrustment", "joint-use") else None
    if use is None or use.bit > LAW_BIT:
        return "unknown-purpose"
    return "undecided" if use.unclear else None


def _character(house: House, route: Route, recipient: RecipientFacts) -> str | None:
    kind = house.partners.get(recipient.kind)
    if kind is not None and kind.unclear:
        return "undecided"
    if route.character == "unclassified":
        return "unclassified"
    if route.by_law:
        return None
    if recipient.character not in CLASSIFIED:
        return "unclassified"
    if route.character in ("third-party", recipient.character):
        return None
    return "not-entrusted" if route.character == "entrustment" else "wrong-recipient"


def _contract(house: House, route: Route, recipient: RecipientFacts, today: int, use: Use | None) -> str | None:
    entrusted = route.character == "entrustment"
    kind = house.partners.get(recipient.kind)
    terms = kind.terms if kind is not None else NO_TERMS
    bound = entrusted or route.bound or (terms and not route.by_law)
    if bound and recipient.contract_until < today:
        return "contract-ended"
    if not route.by_law and not terms <= recipient.terms:
        return "contract-terms"
    if entrusted and (kind is None or not kind.supervised):  # 25, whatever the policy asks
        return "supervision-overdue"
    if (entrusted or route.supervised) and recipient.supervised_until < today:
        return "supervision-overdue"
    if entrusted and use is not None and not recipient.purposes & use.bit:
        return "outside-contract"
    return None


def _legal(house: House, route: Route, recipient: RecipientFacts, facts: Facts) -> Ground | None:
    for ground in route.grounds:
        if ground.evidence <= facts.evidence and (ground.to == "anybody" or _may_be(ground, house, recipient, facts)):
            return ground
    return None


def _may_be(ground: Ground, house: House, recipient: RecipientFacts, facts: Facts) -> bool:
    """Say whether the recipient is one the ground lets information go to."""
    if ground.to == "abroad":
        return is_abroad(recipient, house.law, facts.today)
    if ground.to == "state" and recipient.country != HOME:  # the state the Act speaks of is this one
        return False
    kind = house.partners.get(recipient.kind)
    return kind is not None and ground.to in kind.bodies


def _people(going: Going, asked: int) -> Answer:
    route = going.route
    person = going.facts.person or NOBODY
    why = _against(going, person)
    if why is not None:
        return route.no[why]
    if route.exactly and asked != route.fields:
        return route.no["not-exactly" if asked else "nothing-asked"]
    granted = asked & route.fields if route.fields else asked
    if not granted:
        return route.no["not-of-ground" if asked else "nothing-asked"]
    if granted & going.house.undecided:
        return route.no["undecided-field"]
    reason = "not-of-ground"
    for why, mask in _limits(going, person):
        if granted & ~mask:
            granted &= mask
            reason = why
            if not granted or route.exactly:
                return route.no[reason]
    return route.allowed(asked, granted, reason, _article(going))


def _against(going: Going, person: PersonFacts) -> str | None:
    route, use, ground = going.route, going.use, going.ground
    if ground.prevails:
        return None
    if person.restricted:
        return "restricted"
    if person.stopped_provision and (ground.third_party or route.character in THIRD or _is_there(going)):
        return "stopped-provision"
    if route.of_holders and not person.service_held:
        return "service-not-held"
    return stands_against(use, person) if use is not None else None


def _is_there(going: Going) -> bool:
    """28: whoever is abroad is a third party."""
    return is_abroad(going.recipient, going.house.law, going.facts.today)


def _limits(going: Going, person: PersonFacts) -> list[tuple[str, int]]:
    """List the masks that narrow what may go, each with the reason it gives."""
    house, route, ground, recipient, use, facts = going
    limits: list[tuple[str, int]] = []
    if ground.key != ABROAD and (route.by_consent or ground.key == "27(1)"):
        limits.append(("no-provide-consent", person.provide_consent))
    if route.character == "entrustment":
        limits.append(("outside-contract", recipient.fields))
    if use is not None and not ground.third_party:
        limits.append(("not-needed", use.needs))
        if not use.consent_only and not person.consents & use.consent_bit:
            limits.append(("not-acquired-for", usable_fields(use.bit, person)))
    if not ground.exempts_28 and is_abroad(recipient, house.law, facts.today):
        limits.append(("foreign", person.foreign_consent))
    if ground.exempts_28 and "warrant" not in facts.evidence:
        limits.append(("communications", ~house.communications))
    return limits


def is_abroad(recipient: RecipientFacts, law: LawTable, today: int) -> bool:
    """Say whether art. 28 asks for consent: elsewhere than Japan, an equivalent country or equivalent measures."""
    if recipient.country == HOME or recipient.country in law.equivalent:
        return False
    return recipient.equivalent_measures_until < today


def _article(going: Going) -> str:
    recipient, ground = going.recipient, going.ground
    if ground.key == ABROAD:
        return ground.article
    abroad = recipient.country != HOME and recipient.country not in going.house.law.equivalent
    return f"{ground.article}; 28(1)" if abroad and not ground.exempts_28 else ground.article
