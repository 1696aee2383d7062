"""Nothing is bent to one company: gate and oracle agree on other policies too."""

from __future__ import annotations

import random
from collections import Counter

import pytest

from seiyaku.core.compiled import compile_policy
from seiyaku.core.law import law
from seiyaku.policy.loading import load

from .grid import ACTS, oracle, said
from .oracle import Oracle
from .sample import DAY, POLICIES, bits_of, cloopen, compiled
from .test_deleting import named, undecided
from .wild import Wild

FILES = sorted(path for path in POLICIES.glob("*/*.md") if not path.name.endswith(".en.md"))


@pytest.mark.promise("2-2")
@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.parent.name))
def test_gate_and_oracle_agree_on_asks_at_random(path: object) -> None:
    policy = load(path)  # type: ignore[arg-type]
    bits = bits_of(policy)
    gate, judge = compile_policy(policy, bits, law(DAY)), Oracle(policy, bits)
    seen: Counter[str] = Counter()

    for ask, facts in Wild(policy, bits, 11).draw(8_000):
        ours, theirs = said(gate.decide(ask, facts), judge), judge.decide(ask, facts)
        seen[ours[0]] += 1
        assert ours == theirs or (theirs[:2] == ("yes", "law") and ours[2] == theirs[2]), (ask, facts)

    assert seen["yes"] > 500


@pytest.mark.promise("2-2", "4-3", "5-2", "5-4")
@pytest.mark.parametrize("seed", range(4))
def test_gate_and_oracle_agree_where_any_rule_is_left_undecided(seed: int) -> None:
    policy = cloopen()
    dice = random.Random(seed)  # noqa: S311 - a test's dice
    sections = ("consent", "special_care", "urgent", "duties", "sources", "forms", "notices", "partners", "provisions")
    for section, name in named(*sections, "purposes", "fields", "history"):
        if dice.random() < 0.3:
            policy = undecided(policy, section, name)
    answering, judge = compiled(policy), oracle(policy)

    for ask, facts in Wild(policy, bits_of(policy), seed).draw(4_000):
        ours, theirs = said(answering.decide(ask, facts), judge), judge.decide(ask, facts)
        assert ours == theirs or (theirs[:2] == ("yes", "law") and ours[2] == theirs[2]), (ask, facts)


@pytest.mark.promise("2-2")
def test_gate_and_oracle_agree_where_purposes_take_in_every_act_and_stand_anywhere() -> None:
    rules = cloopen().rules
    loose = {
        name: rule.model_copy(update={"acts": ACTS, "profiling": True, "clause": f"4-{number}"})
        for number, (name, rule) in enumerate(rules.purposes.items())
    }
    able = {name: rule.model_copy(update={"may": ACTS}) for name, rule in rules.duties.items()}
    policy = cloopen().model_copy(update={"rules": rules.model_copy(update={"purposes": loose, "duties": able})})
    policy = undecided(undecided(policy, "fields", "phone"), "fields", "name")
    answering, judge = compiled(policy), oracle(policy)

    for ask, facts in Wild(policy, bits_of(policy), 3).draw(8_000):
        ours, theirs = said(answering.decide(ask, facts), judge), judge.decide(ask, facts)
        assert ours == theirs or (theirs[:2] == ("yes", "law") and ours[2] == theirs[2]), (ask, facts)
