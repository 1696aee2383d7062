"""Deciding for sets of people is deciding for each of them."""

from __future__ import annotations

import dataclasses
import functools
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyroaring import BitMap

from seiyaku.core.answers import Answer
from seiyaku.core.asks import ALL, Ask, Facts, PersonFacts
from seiyaku.core.sets import SetDecision, Standings

from .sample import CARRIER, CUSTOMER, ask, changed, facts, fields, gate, purposes, staff

PEOPLE = range(24)
FRIEND = changed(CARRIER, id="partner:friend", kind="option-provider", character="third-party", country="US")
ASKS: list[tuple[Ask, Facts]] = [
    (ask("read", "deliver-service", "name", "phone", "birth-date"), facts()),
    (ask("read", "deliver-service", "birth-date"), facts()),
    (ask("read", "resell", "name"), facts()),
    (ask("contact", "send-offers", "name", "email"), facts(staff("marketing"))),
    (ask("contact", "questionnaires", "name", "email"), facts(staff("marketing"))),
    (ask("profile", "recommend", "usage-history"), facts(staff("analyst"))),
    (ask("read", "law:disclose", "name", "phone"), facts(staff("desk"))),
    (ask("erase", "law:erase"), facts(staff("desk"))),
    (
        ask("provide", "deliver-service", "name", "address", "phone", recipient=CARRIER.id, ground="delivery"),
        facts(recipient=CARRIER),
    ),
    (
        ask("provide", "deliver-service", "name", "address", recipient=CARRIER.id, ground="delivery"),
        facts(recipient=changed(CARRIER, country="US")),
    ),
    (
        ask("provide", "deliver-service", "name", "email", recipient=FRIEND.id, ground="option-service-on-its-own"),
        facts(recipient=FRIEND),
    ),
    (ask("provide", None, "name", "email", recipient=FRIEND.id, ground="with-consent"), facts(recipient=FRIEND)),
    (ask("provide", None, "name", recipient=FRIEND.id), facts(recipient=FRIEND)),
    (
        ask("provide", "deliver-service", "name", "phone", recipient=FRIEND.id),
        facts(
            staff("clerk", "desk", "manager"),
            recipient=FRIEND,
            evidence=frozenset({"consent-is-hard", "approver", "reason", "document"}),
        ),
    ),
]


def some(chance: random.Random) -> BitMap:
    return BitMap(p for p in PEOPLE if chance.random() < chance.choice([0.1, 0.5, 0.9]))


def standings(chance: random.Random, wanted: Ask) -> Standings:
    names = ["name", "phone", "email", "address", "birth-date", "usage-history"]
    masks = [fields(*chance.sample(names, chance.randint(0, len(names)))) for _ in range(4)] + [ALL]
    bit = gate().purpose_bit(wanted.purpose)
    kinds = [bit or CUSTOMER, CUSTOMER, purposes("bill-and-pay"), 0]
    return Standings(
        asked=some(chance),
        bases=[(chance.choice(masks), chance.choice(kinds), some(chance)) for _ in range(chance.randint(0, 4))],
        consented=some(chance),
        refused=some(chance),
        stopped=some(chance),
        stopped_provision=some(chance),
        restricted=some(chance) if chance.random() < 0.5 else BitMap(),
        service_held=some(chance),
        provide_consent=[(chance.choice(masks), some(chance)) for _ in range(2)],
        foreign_consent=[(chance.choice(masks), some(chance)) for _ in range(2)],
    )


def one(person: int, sets: Standings, bit: int) -> PersonFacts:
    def union(masked: object) -> int:
        return functools.reduce(lambda a, b: a | b, (m for m, people in masked if person in people), 0)  # type: ignore[attr-defined]

    return PersonFacts(
        bases=tuple((f, p) for f, p, people in sets.bases if person in people),
        consents=bit if person in sets.consented else 0,
        refusals=bit if person in sets.refused else 0,
        stopped=bit if person in sets.stopped else 0,
        stopped_provision=person in sets.stopped_provision,
        restricted=person in sets.restricted,
        service_held=person in sets.service_held,
        provide_consent=union(sets.provide_consent),
        foreign_consent=union(sets.foreign_consent),
    )


def spread(decision: SetDecision) -> dict[int, Answer]:
    answers: dict[int, Answer] = {}
    for answer, people in [*decision.granted, *decision.refused]:
        for person in people:
            assert person not in answers, "in two parts"
            answers[person] = answer
    return answers


@pytest.mark.promise("2-2", "4-1-A…G", "8-3-A")
@settings(max_examples=300, deadline=None)
@given(seed=st.integers(0, 2**32), which=st.integers(0, len(ASKS) - 1))
def test_a_set_is_answered_as_each_of_its_people_would_be(seed: int, which: int) -> None:
    wanted, known = ASKS[which]
    sets = standings(random.Random(seed), wanted)  # noqa: S311 - a test's dice

    together = spread(gate().decide_sets(wanted, known, sets))

    bit = gate().purpose_bit(wanted.purpose)
    alone = {p: gate().decide(wanted, changed(known, person=one(p, sets, bit))) for p in sets.asked}
    assert together == alone


def test_every_standing_of_a_person_has_its_set() -> None:
    """Special care is a matter of taking in, which is decided row by row."""
    renamed = {"consents": "consented", "refusals": "refused"}
    one_by_one = {renamed.get(f.name, f.name) for f in dataclasses.fields(PersonFacts)} - {"special_consent"}

    assert one_by_one == {f.name for f in dataclasses.fields(Standings)} - {"asked"}
