"""A clinic and a web shop, quite unlike the reference policy, run on the same code: nothing is bent to one company."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pytest

from seiyaku.core.answers import Allowed, Answer, Denied
from seiyaku.core.asks import ALL, Actor, ActorFacts, Ask, Bits, Facts, PersonFacts
from seiyaku.core.compiled import compile_policy
from seiyaku.core.errors import PolicyError
from seiyaku.core.law import law
from seiyaku.core.model import Policy
from seiyaku.policy import queries
from seiyaku.policy.loading import load
from seiyaku.policy.services import publish

POLICIES = Path(__file__).parents[2] / "policies"
CLOOPEN, CLINIC, WEBSHOP = (
    POLICIES / file for file in ("cloopen/2018-10-01.md", "clinic/2026-04-01.md", "webshop/2025-10-01.md")
)
DAY = dt.date(2026, 11, 23)
BOB = Actor(id="staff:bob", kind="staff", proven_by="session")


def test_the_three_have_neither_clauses_nor_fields_in_common() -> None:
    cloopen, clinic, webshop = map(load, (CLOOPEN, CLINIC, WEBSHOP))

    assert not set(cloopen.clauses) & set(clinic.clauses)
    assert not set(clinic.clauses) & set(webshop.clauses)
    assert not set(webshop.rules.fields) & (set(cloopen.rules.fields) | set(clinic.rules.fields))
    assert not set(cloopen.rules.purposes) & set(clinic.rules.purposes)


@pytest.mark.parametrize("path", [CLINIC, WEBSHOP], ids=["clinic", "webshop"])
def test_each_is_published_and_in_force(path: Path, instance: Path) -> None:
    published = publish(path, actor=BOB)

    assert queries.in_force(DAY).version == published.version
    assert set(queries.bits().fields) == set(published.policy.rules.fields)


def answer(path: Path, act: str, purpose: str, field: str, duty: str, *, consents: tuple[str, ...] = ()) -> Answer:
    """Ask the gate of one of the policies, for a person whose values may serve every purpose but those of consent."""
    policy = load(path)
    bits = _bits(policy)
    gate = compile_policy(policy, bits, law(DAY))
    named = {name: 1 << bit for name, bit in bits.purposes.items()}
    free = sum(named[name] for name, rule in policy.rules.purposes.items() if rule.family != "consent")
    person = PersonFacts(bases=((ALL, free),), consents=sum(named[name] for name in consents))
    actor = ActorFacts(
        kind="staff", inside=True, active=True, duties=1 << bits.duties[duty], trained_until=DAY.toordinal() + 9
    )
    ask = Ask(actor=BOB, act=act, purpose=purpose, fields=gate.fields_mask([field]))
    return gate.decide(ask, Facts(today=DAY.toordinal(), actor=actor, person=person))


def _bits(policy: Policy) -> Bits:
    rules = policy.rules
    return Bits(
        fields={name: bit for bit, name in enumerate(rules.fields)},
        purposes={name: bit for bit, name in enumerate(rules.purposes)},
        duties={name: bit for bit, name in enumerate(rules.duties)},
    )


@pytest.mark.promise("2-2", "4-1-A")
def test_a_physician_reads_the_diagnosis_to_treat_and_the_reception_does_not() -> None:
    read = answer(CLINIC, "read", "treat", "diagnosis", "physician")
    refused = answer(CLINIC, "read", "treat", "diagnosis", "reception")
    unneeded = answer(CLINIC, "read", "appointments", "diagnosis", "reception")

    assert isinstance(read, Allowed)
    assert read.clause == "C.1"
    assert isinstance(refused, Denied)
    assert isinstance(unneeded, Denied)


@pytest.mark.promise("4-3")
def test_a_case_study_takes_the_patients_consent() -> None:
    without = answer(CLINIC, "read", "case-study", "diagnosis", "physician")
    agreed = answer(CLINIC, "read", "case-study", "diagnosis", "physician", consents=("case-study",))

    assert isinstance(without, Denied)
    assert without.remedy.missing == "consent"
    assert isinstance(agreed, Allowed)


@pytest.mark.promise("2-2")
def test_a_packer_reads_where_to_ship_and_nothing_about_membership() -> None:
    assert isinstance(answer(WEBSHOP, "read", "ship-orders", "ship-address", "packer"), Allowed)
    assert isinstance(answer(WEBSHOP, "read", "ship-orders", "points", "packer"), Denied)
    assert isinstance(answer(WEBSHOP, "read", "run-membership", "points", "packer"), Denied)


@pytest.mark.promise("8-3-J", "4-3")
def test_a_shop_suggests_only_to_those_who_agreed() -> None:
    assert isinstance(answer(WEBSHOP, "profile", "suggest", "orders", "shopkeeper"), Denied)
    assert isinstance(answer(WEBSHOP, "profile", "suggest", "orders", "shopkeeper", consents=("suggest",)), Allowed)


@pytest.mark.promise("8-2", "2-2")
@pytest.mark.parametrize(
    ("path", "field"),
    [(CLOOPEN, "name"), (CLINIC, "name"), (WEBSHOP, "buyer-name")],
    ids=["cloopen", "clinic", "webshop"],
)
def test_who_manages_hands_the_records_of_provision_over_to_an_inspection_and_nobody_at_work_does(
    path: Path, field: str
) -> None:
    answers = {
        duty: answer(path, "export", "law:statutory-record", field, duty)
        for duty, rule in load(path).rules.duties.items()
        if "law:statutory-record" in rule.law or duty == "desk"
    }

    assert {duty for duty, said in answers.items() if isinstance(said, Allowed)} == {"manager"}


@pytest.mark.parametrize("said", ["call us", "03-12", "0000"])
def test_a_telephone_of_the_desk_that_is_none_is_pointed_at(tmp_path: Path, said: str) -> None:
    text = WEBSHOP.read_text(encoding="utf-8").replace("phone: 050-0000-0300", f"phone: {said!r}")
    (tmp_path / WEBSHOP.name).write_text(text, encoding="utf-8")
    shutil.copy(WEBSHOP.with_suffix(".en.md"), tmp_path)

    with pytest.raises(PolicyError) as wrong:
        load(tmp_path / WEBSHOP.name)

    line = text[: text.index("phone: '")].count("\n") + 1
    assert f"{WEBSHOP.name}:{line}:" in str(wrong.value)
