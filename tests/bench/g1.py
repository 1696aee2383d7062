"""G1: one decision with clause, article and remedy, under the reference policy, beside four other engines."""

from __future__ import annotations

import random
import time

from seiyaku.core.answers import Allowed
from seiyaku.core.asks import ALL, Actor, ActorFacts, Ask, Facts, PersonFacts
from seiyaku.core.gate import Gate

from ..core.grid import collections, oracle, said, some_provisions
from ..core.sample import TODAY, cloopen, duties, fields, gate, purposes
from .harness import Bar, Figure, Result, figure, interleaved, percentile
from .peers import ACTS, PEERS, Question

NOBODY = PersonFacts()
BUILDING = (
    "The bar with building takes the standings of actor and person as gathered; the line below it builds the person's."
)
ACTOR = Actor(id="staff:bob", kind="staff", proven_by="session", session="s1")


def questions(count: int) -> list[Question]:
    """Ask at random, leaning to what is allowed: about half of it is."""
    dice = random.Random(4)  # noqa: S311 - a benchmark's dice
    rules = cloopen().rules
    names = list(rules.purposes)
    drawn = []
    for _ in range(count):
        purpose = dice.choice(names)
        rule = rules.purposes[purpose]
        fits = dice.random() < 0.8
        drawn.append(
            Question(
                duties=rule.duties if fits else tuple(dice.sample(list(rules.duties), 2)),
                active=dice.random() < 0.97,
                trained=dice.random() < 0.97,
                act=dice.choice([a for a in rule.acts if a in ACTS] or ["read"]) if fits else dice.choice(ACTS),
                purpose=purpose,
                field=dice.choice(rule.needs if fits else list(rules.fields)),
                basis=dice.random() < 0.9,
                consented=dice.random() < 0.5,
                refused=dice.random() < 0.1,
                stopped=dice.random() < 0.05,
                restricted=dice.random() < 0.03,
            )
        )
    return drawn


def build(q: Question) -> tuple[Ask, Facts]:
    """Build what the gate is asked, as the door does for every ask."""
    bit = purposes(q.purpose)
    person = PersonFacts(
        bases=((ALL, bit if q.basis else 0),),
        consents=bit if q.consented else 0,
        refusals=bit if q.refused else 0,
        stopped=bit if q.stopped else 0,
        restricted=q.restricted,
    )
    held = ActorFacts(
        kind="staff", inside=True, active=q.active, duties=duties(*q.duties), trained_until=TODAY if q.trained else 0
    )
    ask = Ask(actor=ACTOR, act=q.act, purpose=q.purpose, fields=fields(q.field))
    return ask, Facts(today=TODAY, actor=held, person=person)


def agree(asked: list[Question], built: list[tuple[Ask, Facts]]) -> None:
    """Stop when any peer, or the oracle, answers otherwise than the gate."""
    judge, ours = oracle(cloopen()), [gate().decide(*pair) for pair in built]
    for answer, pair in zip(ours, built, strict=True):
        if said(answer, judge) != judge.decide(*pair):
            raise SystemExit(f"the oracle disagrees: {pair}")
    for name, peer in PEERS.items():
        ask = peer(cloopen())
        for answer, q in zip(ours, asked, strict=True):
            if ask(q) is not isinstance(answer, Allowed):
                raise SystemExit(f"{name} disagrees: {q}")


def each(decide: Gate, built: list[tuple[Ask, Facts]], rounds: int) -> list[float]:
    """Time single decisions, in µs; the clock's own time (measured beside) is taken off."""
    clock, ask_gate, taken = time.perf_counter_ns, decide.decide, []
    idle = percentile([-(clock() - clock()) / 1000 for _ in range(10_000)], 0.5)
    for _ in range(rounds):
        for ask, facts in built:
            start = clock()
            ask_gate(ask, facts)
            taken.append((clock() - start) / 1000 - idle)
    return taken


def with_building(built: list[tuple[Ask, Facts]], rounds: int, *, person: bool) -> list[float]:
    """Time building Ask and Facts (with `person`, the standings of the person too) and deciding, in µs."""
    clock, decide, taken = time.perf_counter_ns, gate().decide, []
    for _ in range(rounds):
        for ask, facts in built:
            act, purpose, mask, known, about = ask.act, ask.purpose, ask.fields, facts.actor, facts.person or NOBODY
            bases, consents, refusals, stopped = about.bases, about.consents, about.refusals, about.stopped
            start = clock()
            if person:
                about = PersonFacts(bases=bases, consents=consents, refusals=refusals, stopped=stopped)
            decide(
                Ask(actor=ACTOR, act=act, purpose=purpose, fields=mask), Facts(today=TODAY, actor=known, person=about)
            )
            taken.append((clock() - start) / 1000)
    return taken


def shares(what: str, taken: list[float]) -> Figure:
    """Say the median with p1 and p99 as its spread."""
    low, high = percentile(taken, 0.01), percentile(taken, 0.99)
    return Figure(what=what, unit="µs", median=percentile(taken, 0.5), least=low, most=high)


def run(*, quick: bool) -> Result:
    """Check, then measure."""
    asked = questions(300 if quick else 3_000)
    built = [build(q) for q in asked]
    agree(asked[: 300 if quick else 1_000], built[: 300 if quick else 1_000])
    few = asked[:100] if quick else asked[:500]
    peers = {name: peer(cloopen()) for name, peer in PEERS.items()}
    samples = interleaved(
        {
            "seiyaku": lambda: [gate().decide(*pair) for pair in built[: len(few)]],
            **{name: (lambda ask=ask: [ask(q) for q in few]) for name, ask in peers.items()},  # type: ignore[misc]
        },
        rounds=2 if quick else 5,
    )
    ours = samples["seiyaku"].cpu
    rounds = 3 if quick else 20
    uses, building = each(gate(), built, rounds), with_building(built, rounds, person=False)
    others = {
        "decide: using, with building Ask, Facts and PersonFacts": with_building(built, rounds, person=True),
        "decide: collecting": each(gate(), list(collections())[:: 40 if quick else 8], rounds),
        "decide: providing": each(gate(), list(some_provisions(500 if quick else 5_000, 2)), rounds),
    }
    figures = [
        shares("decide: using (spread: p1 to p99)", uses),
        shares("decide: using, with building Ask and Facts", building),
    ]
    figures += [shares(what, taken) for what, taken in others.items()]
    figures += [
        figure(f"{name}, CPU a decision", s.cpu, unit="µs", each=len(few), scale=1e6, to=("seiyaku", ours))
        for name, s in samples.items()
    ]
    best = min(f.ratio or 0 for f in figures[-len(peers) :])
    return Result(
        id="G1",
        work="gate decision with clause, article and remedy, under the reference policy",
        checked="an independent oracle and all four peers, 0 disagreements",
        durability="none: nothing is written",
        figures=figures,
        bars=[
            bar("decide p50 ≤ 1.5 µs", percentile(uses, 0.5), 1.5),
            bar("decide p99 ≤ 5 µs", percentile(uses, 0.99), 5),
            bar("with building p50 ≤ 3 µs", percentile(building, 0.5), 3),
            Bar(asked="≥ 25 x the best peer", found=f"{best:.0f} x", met=best >= 25),
        ],
        notes=[
            "The peers answer yes or no; ours names clause, article, what was left and what would help.",
            BUILDING,
        ],
    )


def bar(asked: str, found: float, most: float) -> Bar:
    """Compare one figure in µs with its bar."""
    return Bar(asked=asked, found=f"{found:.2f} µs", met=found <= most)
