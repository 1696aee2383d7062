"""
Academic research (16(8); 20(2)(v), (vi); 27(1)(v)-(vii)): opened by a policy that says so, for whom the Act says.

What is given for research is given under a permission of the Act, not under its command: a stop holds it up.
"""

from __future__ import annotations

from typing import Any

import pytest

from seiyaku.core.answers import Allowed, Answer
from seiyaku.core.asks import AcquisitionFacts, Facts, RecipientFacts
from seiyaku.core.law import GROUNDS
from seiyaku.core.model import Policy

from .grid import oracle, said
from .sample import HELD, TODAY, ask, bits_of, changed, cloopen, compiled, facts, fields, gate, staff
from .wild import RESEARCH, Wild

UNIVERSITY = RecipientFacts(id="partner:u", kind="university", character="third-party", contract_until=TODAY)
COMPANY = changed(UNIVERSITY, kind="cooperating-company", terms=frozenset({"confidentiality", "lawful-origin"}))
HOSPITAL = AcquisitionFacts(form=None, source="hospital", provenance=True, contract_until=TODAY)


def rule(name: str, law: str, to: str) -> Any:
    known: Any = cloopen().rules.provisions["with-consent"]
    return known.model_copy(
        update={
            "to": (to,), "character": "third-party", "fields": ("usage-history", "communication-log"), "law": (law,),
            "needs": (), "duties": ("analyst",), "clause": f"8-3-{name}",
        }
    )  # fmt: skip


def studying(*, institution: bool = True) -> Policy:
    """The reference policy with grounds of research, of an operator that is an academic institution or is not."""
    known: Any = cloopen()
    rules = known.rules
    grounds = {
        "publish": rule("v", "27(1)(v)", "cooperating-company"),
        "study-together": rule("vi", "27(1)(vi)", "cooperating-company"),
        "study-there": rule("vii", "27(1)(vii)", "university"),
        "study-anywhere": rule("vii", "27(1)(vii)", "any"),
    }
    university = rules.partners["authority"].model_copy(update={"academic": True, "state": False})
    hospital = rules.sources["partner-supplied"].model_copy(update={"academic": True})
    special = rules.special_care["prior-consent"].model_copy(update={"grounds": ("20(2)(v)", "20(2)(vi)")})
    purpose = rules.purposes["partner-service"]
    needs = (*purpose.needs, "health-consideration")
    more = {
        "provisions": {**rules.provisions, **grounds},
        "partners": {**rules.partners, "university": university},
        "sources": {**rules.sources, "hospital": hospital},
        "special_care": {"prior-consent": special},
        "purposes": {**rules.purposes, "partner-service": purpose.model_copy(update={"needs": needs})},
    }
    operator = known.operator.model_copy(update={"academic": institution})
    policy: Policy = known.model_copy(update={"operator": operator, "rules": rules.model_copy(update=more)})
    return policy


def given(ground: str, to: RecipientFacts, policy: Policy, **more: Any) -> Answer:
    shown: dict[str, Any] = {"evidence": RESEARCH} | more
    asked = ask("provide", None, "usage-history", recipient=to.id, ground=ground)
    return compiled(policy).decide(asked, facts(staff("analyst"), recipient=to, **shown))


@pytest.mark.promise("8-3-A…M", "2-2")
def test_a_policy_silent_on_research_gives_nothing_for_it() -> None:
    everything = RESEARCH | {ground.key for ground in GROUNDS}

    for ground in (None, *cloopen().rules.provisions):
        asked = ask("provide", None, "usage-history", recipient=UNIVERSITY.id, ground=ground)
        answer = gate().decide(asked, facts(staff("analyst"), recipient=UNIVERSITY, evidence=everything))

        assert not isinstance(answer, Allowed)


@pytest.mark.promise("8-3-A…M")
@pytest.mark.parametrize(
    ("ground", "to", "article", "needed"),
    [
        ("publish", COMPANY, "27(1)(v)", {"unavoidable", "no-undue-harm"}),
        ("study-together", COMPANY, "27(1)(vi)", {"academic-purpose", "joint-research", "no-undue-harm"}),
        ("study-there", UNIVERSITY, "27(1)(vii)", {"academic-purpose", "no-undue-harm"}),
    ],
)
def test_research_is_provided_for_with_everything_its_item_asks(
    ground: str, to: RecipientFacts, article: str, needed: set[str]
) -> None:
    whole = given(ground, to, studying(), evidence=frozenset(needed))
    lacking = [given(ground, to, studying(), evidence=frozenset(needed - {one})) for one in needed]

    assert isinstance(whole, Allowed)
    assert (whole.article, whole.fields) == (article, fields("usage-history"))
    assert [answer.reason for answer in lacking if not isinstance(answer, Allowed)] == ["no-legal-ground"] * len(needed)


@pytest.mark.promise("8-3-A…M")
def test_who_is_no_academic_institution_gives_nothing_as_one() -> None:
    company = studying(institution=False)

    answers = [given("publish", COMPANY, company), given("study-together", COMPANY, company)]

    assert [answer.reason for answer in answers if not isinstance(answer, Allowed)] == ["no-legal-ground"] * 2
    assert isinstance(given("study-there", UNIVERSITY, company), Allowed)


@pytest.mark.promise("8-3-A…M")
def test_an_academic_institution_is_the_only_recipient_of_27_1_vii() -> None:
    answer = given("study-anywhere", COMPANY, studying())

    assert not isinstance(answer, Allowed)
    assert answer.reason == "no-legal-ground"
    assert isinstance(given("study-anywhere", UNIVERSITY, studying()), Allowed)


@pytest.mark.promise("8-3-A…M", "4-1-A…G")
def test_a_stop_and_a_restriction_hold_research_up_and_the_secrecy_of_communications_stays() -> None:
    stopped = given("study-there", UNIVERSITY, studying(), person=changed(HELD, stopped_provision=True))
    restricted = given("study-there", UNIVERSITY, studying(), person=changed(HELD, restricted=True))
    asked = ask("provide", None, "communication-log", recipient=UNIVERSITY.id, ground="study-there")
    secret = compiled(studying()).decide(asked, facts(staff("analyst"), recipient=UNIVERSITY, evidence=RESEARCH))

    reasons = [answer.reason for answer in (stopped, restricted, secret) if not isinstance(answer, Allowed)]
    assert reasons == ["stopped-provision", "restricted", "communications"]


@pytest.mark.promise("8-3-A…M")
def test_research_abroad_needs_no_consent_of_28() -> None:
    abroad = changed(UNIVERSITY, country="US")

    answer = given("study-there", abroad, studying())

    assert isinstance(answer, Allowed)
    assert answer.article == "27(1)(vii)"


def taken(evidence: frozenset[str], policy: Policy, source: AcquisitionFacts = HOSPITAL) -> bool:
    asked = ask("collect", None, "health-consideration", "name")
    answer = compiled(policy).decide(asked, facts(staff("desk"), acquisition=source, evidence=evidence))
    return isinstance(answer, Allowed) and bool(answer.fields & fields("health-consideration"))


@pytest.mark.promise("5-2")
def test_special_care_is_taken_in_for_research_by_whom_and_from_whom_the_act_says() -> None:
    own, joint = RESEARCH | {"20(2)(v)"}, RESEARCH | {"20(2)(vi)"}
    elsewhere = changed(HOSPITAL, source="partner-supplied")

    assert taken(own, studying())
    assert not taken(own, studying(institution=False))
    assert taken(joint, studying(institution=False))
    assert not taken(joint, studying(), elsewhere)
    assert not taken(joint - {"joint-research"}, studying())
    assert not taken(own - {"no-undue-harm"}, studying())
    assert not taken(own, cloopen(), elsewhere)


@pytest.mark.promise("2-2", "8-3-A…M", "5-2")
@pytest.mark.parametrize("institution", [True, False])
def test_gate_and_oracle_agree_on_research(institution: bool) -> None:
    policy = studying(institution=institution)
    answering, judge = compiled(policy), oracle(policy)
    allowed: set[str] = set()

    for asked, known in drawn(policy):
        ours, theirs = said(answering.decide(asked, known), judge), judge.decide(asked, known)
        allowed |= {asked.ground or ""} if ours[0] == "yes" else set()
        assert ours == theirs or (theirs[:2] == ("yes", "law") and ours[2] == theirs[2]), (asked, known)

    assert {"study-there", "study-anywhere"} <= allowed
    assert ({"publish", "study-together"} <= allowed) == institution


def drawn(policy: Policy) -> list[tuple[Any, Facts]]:
    wild = Wild(policy, bits_of(cloopen()), 5)
    return [*wild.draw(3_000), *(wild.provide() for _ in range(9_000))]
