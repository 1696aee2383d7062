"""Every role × act × purpose × ground × standing of the reference policy."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator

from seiyaku.core.answers import Allowed, Answer, Denied
from seiyaku.core.asks import ALL, AcquisitionFacts, Actor, ActorFacts, Ask, Facts, PersonFacts, RecipientFacts
from seiyaku.core.model import Policy

from .oracle import Oracle, Said
from .sample import CARRIER, CUSTOMER, HELD, LIFE, SIGN_UP, TODAY, bits_of, changed, cloopen, fields, purposes, staff

ACTS = (
    "find", "read", "write", "correct", "export", "contact", "disclose", "profile", "anonymise", "link", "merge",
    "split", "erase", "expire", "consent", "refuse", "withdraw", "stop", "resume", "withhold", "relate",
    "accept", "scan", "sell",
)  # fmt: skip
LAW = (
    "law:disclose", "law:correct", "law:accuracy", "law:retention", "law:ask-consent", "law:stop", "law:erase",
    "law:breach", "law:withhold", "law:anonymise", "law:statutory-record", "law:supervise",
)  # fmt: skip
BOB = Actor(id="staff:bob", kind="staff", proven_by="session")
SHOP = Actor(id="program:shop", kind="program", proven_by="token", on_behalf_of=BOB)
ALICE = Actor(id="person:alice", kind="person", proven_by="letter")
JOB = Actor(id="system:nightly", kind="system", proven_by="job")
TOKEN = ActorFacts(kind="program", active=True, purposes=purposes("deliver-service", "send-offers"), duties=ALL)

ROLES: list[tuple[Actor, ActorFacts, ActorFacts | None, bool]] = [
    *((BOB, staff(duty), None, False) for duty in cloopen().rules.duties),
    (BOB, staff("clerk", "accounting", "marketing", "desk"), None, False),
    (BOB, staff("manager", "clerk", inside=False), None, False),
    (BOB, staff("manager", inside=False), None, False),
    (BOB, staff("clerk", trained_until=TODAY - 1), None, False),
    (BOB, staff("clerk", trained_until=TODAY - 1, grace_until=TODAY), None, False),
    (BOB, staff("clerk", uses_today=9, uses_at_most=9), None, False),
    (BOB, staff("clerk", uses_today=8, uses_at_most=9), None, False),
    (BOB, staff("clerk", active=False), None, False),
    (Actor(id="staff:eve", kind="staff", proven_by=""), staff("clerk"), None, False),
    (SHOP, TOKEN, staff("clerk"), False),
    (SHOP, TOKEN, staff("marketing", active=False), False),
    (SHOP, TOKEN, None, False),
    (SHOP, changed(TOKEN, uses_today=9, uses_at_most=9), staff("clerk"), False),
    (SHOP, changed(TOKEN, uses_today=8, uses_at_most=9), staff("clerk"), False),
    (SHOP, TOKEN, ActorFacts(kind="person", active=True, duties=ALL), False),
    (changed(SHOP, on_behalf_of=changed(BOB, proven_by="")), TOKEN, staff("clerk"), False),
    (changed(SHOP, on_behalf_of=ALICE), TOKEN, staff("clerk"), False),
    (SHOP, changed(TOKEN, unattended=True, trained_until=TODAY, inside=True), None, False),
    (SHOP, changed(TOKEN, purposes=ALL), staff("desk", "clerk"), False),
    (ALICE, ActorFacts(kind="person", active=True), None, True),
    (ALICE, ActorFacts(kind="person", active=True), None, False),
    (JOB, ActorFacts(kind="system", active=True), None, False),
]
DEALERS = [
    (BOB, staff("clerk", "accounting", "marketing", "analyst", "desk", "manager"), None, False),
    (BOB, staff("desk"), None, False),
    (BOB, staff("manager", inside=False), None, False),
    (SHOP, changed(TOKEN, purposes=ALL), staff("clerk"), False),
    (ALICE, ActorFacts(kind="person", active=True), None, True),
]
PEOPLE: list[PersonFacts | None] = [
    None,
    HELD,
    PersonFacts(bases=((fields("name", "email"), CUSTOMER), (fields("phone"), purposes("partner-service")))),
    changed(HELD, consents=ALL),
    PersonFacts(consents=purposes("deliver-service", "recommend")),
    changed(HELD, consents=ALL, refusals=ALL),
    changed(HELD, stopped=purposes("deliver-service", "bill-and-pay")),
    changed(HELD, restricted=True),
    changed(
        HELD, consents=ALL, provide_consent=fields("name", "email"), foreign_consent=fields("name"), service_held=True,
        special_consent=ALL,
    ),
    changed(HELD, stopped_provision=True, provide_consent=ALL, service_held=True, consents=ALL),
]  # fmt: skip
ASKED = (
    fields("name", "phone"),
    fields("name"),
    fields("birth-date", "health-consideration"),
    fields("name", "address", "phone"),
    fields("member-number", "usage-history", "communication-log"),
    fields("health-consideration"),
    0,
)
EVIDENCE = (
    frozenset[str](),
    frozenset({"statute", "document", "approver", "reason", "warrant"}),
    frozenset({"consent-is-hard", "consent-hinders", "statute", "document", "approver", "reason"}),
    frozenset({"notice-two-months", "document", "approver", "service-held", "consent-is-hard"}),
)
SHOWN_AT = {5: LIFE, 6: LIFE - {"consent-is-hard"}, 7: frozenset({"reason"})}
TERMS = frozenset({
    "confidentiality", "safeguards", "no-own-use", "return-or-erase", "predecessor-purposes", "lawful-origin"
})  # fmt: skip
SOURCES = (
    None,
    SIGN_UP,
    AcquisitionFacts(form=None, source="letter"),
    AcquisitionFacts(form=None, source="telephone"),
    AcquisitionFacts(form="survey", source="nowhere"),
)


def recipients() -> Iterator[RecipientFacts | None]:
    able = changed(CARRIER, terms=TERMS, purposes=ALL, fields=ALL)
    characters = {
        "option-provider": "third-party", "payment-institution": "third-party", "successor": "succession",
        "authority": "by-law", "stranger": "third-party",
    }  # fmt: skip
    for kind in [*cloopen().rules.partners, "stranger"]:
        yield changed(able, kind=kind, character=characters.get(kind, "entrustment"))
    yield None
    yield CARRIER
    for changes in (
        {"character": "unclassified"}, {"character": "third-party"}, {"contract_until": TODAY - 1},
        {"terms": TERMS - {"safeguards"}}, {"supervised_until": TODAY - 1}, {"purposes": 0},
        {"fields": fields("name")}, {"country": "US"}, {"country": "FR"},
        {"country": "US", "equivalent_measures_until": TODAY}, {"id": "partner:other"},
        {"kind": "authority", "character": "by-law", "country": "FR"},
    ):  # fmt: skip
        yield changed(able, **changes)


def uses() -> Iterator[tuple[Ask, Facts]]:
    wanted = [*cloopen().rules.purposes, *LAW, "resell", None]
    for (actor, stands, behalf, own), act, purpose in itertools.product(ROLES, ACTS, wanted):
        for number, (person, asked) in enumerate(itertools.product(PEOPLE, ASKED)):
            told = SOURCES[number % len(SOURCES)] if act in ("write", "correct", "relate") else None
            yield (
                Ask(actor=actor, act=act, purpose=purpose, fields=asked, past=number % 5 == 4),
                Facts(today=TODAY, actor=stands, behalf=behalf, person=person, acquisition=told, own=own),
            )


def collections() -> Iterator[tuple[Ask, Facts]]:
    forms = [None, "napkin", *cloopen().rules.forms]
    sources = [None, "nowhere", *cloopen().rules.sources]
    shown = [(False, None, False), (True, None, True), (False, "2026-04", True)]
    for (actor, stands, behalf, own), form, source in itertools.product(ROLES, forms, sources):
        for number, ((notice, script, sure), asked) in enumerate(itertools.product(shown, (*ASKED, ALL))):
            told = AcquisitionFacts(
                form=form, source=source, notice_shown=notice, script=script, provenance=sure, attested=sure,
                contract_until=TODAY * sure, urgent="21(2)" if number % 4 == 3 else None,
            )  # fmt: skip
            yield (
                Ask(actor=actor, act="collect", purpose=(None, "deliver-service", "resell")[number % 3], fields=asked),
                Facts(
                    today=TODAY, actor=stands, behalf=behalf, person=PEOPLE[number % len(PEOPLE)], own=own,
                    acquisition=None if number % 17 == 16 else told,
                    evidence=SHOWN_AT[number % 8] if number % 8 > 4 else frozenset(),
                ),
            )  # fmt: skip


def provisions() -> Iterator[tuple[Ask, Facts]]:
    grounds = [None, "favour", *cloopen().rules.provisions]
    wanted = [None, "resell", "law:disclose", *cloopen().rules.purposes]
    everything = itertools.product(DEALERS, grounds, wanted, recipients(), PEOPLE)
    for number, ((actor, stands, behalf, own), ground, purpose, to, person) in enumerate(everything):
        rule = cloopen().rules.provisions.get(ground or "")
        own_fields = fields(*rule.fields) if rule else ALL
        asked, proof = (*ASKED, own_fields)[number % 8], EVIDENCE[number // 8 % 4]
        yield (
            Ask(actor=actor, act="provide", purpose=purpose, fields=asked, recipient=CARRIER.id, ground=ground),
            Facts(today=TODAY, actor=stands, behalf=behalf, person=person, recipient=to, own=own, evidence=proof),
        )


def some_provisions(count: int, seed: int) -> Iterator[tuple[Ask, Facts]]:
    """The same grid, at random, leaning to where purpose, ground and recipient fit."""
    dice = random.Random(seed)  # noqa: S311 - a test's dice
    rules = cloopen().rules
    able = changed(CARRIER, terms=TERMS, purposes=ALL, fields=ALL)
    everybody = [*recipients()]
    for _ in range(count):
        ground = dice.choice([None, "favour", *rules.provisions] + [*rules.provisions] * 3)
        rule = rules.provisions.get(ground or "")
        actor, stands, behalf, own = dice.choice(ROLES)
        to: RecipientFacts | None = dice.choice(everybody)
        purpose = dice.choice([None, "resell", *rules.purposes])
        if rule is not None and dice.random() < 0.8:
            actor, stands = BOB, staff(*rule.duties)
            purpose = dice.choice([*rule.purposes] or [purpose])
            if to is not None and dice.random() < 0.7:
                character = rule.character if rule.character != "own-use" else "third-party"
                kind = to.kind if "any" in rule.to else dice.choice(rule.to)
                to = changed(dice.choice([able, to]), kind=kind, character=character)
        asked = dice.choice([*ASKED, ALL, fields(*(rule.fields if rule else ()))])
        yield (
            Ask(actor=actor, act="provide", purpose=purpose, fields=asked, recipient=CARRIER.id, ground=ground),
            Facts(
                today=TODAY, actor=stands, behalf=behalf, person=dice.choice(PEOPLE), recipient=to, own=own,
                evidence=frozenset().union(*dice.sample(EVIDENCE, dice.randint(0, 3))),
            ),
        )  # fmt: skip


def oracle(policy: Policy) -> Oracle:
    return Oracle(policy, bits_of(cloopen()))


def said(answer: Answer, names: Oracle) -> Said:
    if isinstance(answer, Allowed):
        return ("yes", answer.clause, frozenset(names.names(answer.fields)))
    return ("no" if isinstance(answer, Denied) else "unclear", answer.reason, frozenset())
