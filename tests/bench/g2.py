"""G2: one decision about ten million people, by twelve bitmaps."""

from __future__ import annotations

import functools
import statistics

import numpy as np
from numpy.typing import NDArray
from pyroaring import BitMap

from seiyaku.core.answers import Allowed
from seiyaku.core.asks import ALL, PersonFacts
from seiyaku.core.sets import SetDecision, Standings

from ..core.grid import TERMS
from ..core.sample import CARRIER, ask, changed, facts, fields, gate, purposes
from .harness import Bar, Result, figure, interleaved

BIT = purposes("deliver-service")
NAME, EMAIL = fields("name"), fields("email")
AGENT = changed(CARRIER, id="partner:agent", kind="option-agent", terms=TERMS, purposes=ALL, fields=ALL, country="US")
ASK = ask("provide", "deliver-service", "name", "email", recipient=AGENT.id, ground="option-service-for-us")
FACTS = facts(recipient=AGENT)
NAMES = (
    "asked", "basis-form", "basis-phone", "basis-old", "basis-partner", "consented", "refused", "stopped",
    "stopped-provision", "restricted", "service-held", "foreign-consent",
)  # fmt: skip
SHARE = {"refused": 0.01, "stopped": 0.01, "stopped-provision": 0.01, "restricted": 0.01}


def drawn(people: int) -> dict[str, NDArray[np.uint32]]:
    """Draw each mask at random: a tenth of the people, the rare ones a hundredth."""
    dice = np.random.default_rng(5)
    return {name: np.flatnonzero(dice.random(people) < SHARE.get(name, 0.1)).astype(np.uint32) for name in NAMES}


def standings(of: dict[str, BitMap]) -> Standings:
    """Put the twelve masks where the gate expects them."""
    return Standings(
        asked=of["asked"],
        bases=[
            (ALL, BIT, of["basis-form"]),
            (NAME, BIT, of["basis-phone"]),
            (ALL, BIT, of["basis-old"]),
            (ALL, purposes("partner-service"), of["basis-partner"]),
        ],
        consented=of["consented"],
        refused=of["refused"],
        stopped=of["stopped"],
        stopped_provision=of["stopped-provision"],
        restricted=of["restricted"],
        service_held=of["service-held"],
        foreign_consent=[(ALL, of["foreign-consent"])],
    )


def by_sets(of: dict[str, set[int]]) -> tuple[set[int], set[int]]:
    """The same algebra with Python sets: who is granted both fields, and who the name alone."""
    left = of["asked"] - of["restricted"] - of["stopped-provision"]  # the agent is abroad: a third party (28)
    left &= of["service-held"]
    left -= of["stopped"]
    left &= of["foreign-consent"]
    both = left & (of["basis-form"] | of["basis-old"] | of["consented"])
    return both, (left & of["basis-phone"]) - both


def one(person: int, of: dict[str, BitMap]) -> PersonFacts:
    """What stands about one person, to ask the gate about that person alone."""
    bases = [(ALL, "basis-form"), (NAME, "basis-phone"), (ALL, "basis-old")]
    return PersonFacts(
        bases=tuple((mask, BIT) for mask, name in bases if person in of[name]),
        consents=BIT if person in of["consented"] else 0,
        refusals=BIT if person in of["refused"] else 0,
        stopped=BIT if person in of["stopped"] else 0,
        stopped_provision=person in of["stopped-provision"],
        restricted=person in of["restricted"],
        service_held=person in of["service-held"],
        foreign_consent=ALL if person in of["foreign-consent"] else 0,
    )


def check(decision: SetDecision, bitmaps: dict[str, BitMap], sets: dict[str, set[int]]) -> None:
    """Stop unless the set decision equals the Python sets, and the gate one by one for some thousands."""
    granted: dict[int, BitMap] = {}
    for answer, people in decision.granted:
        granted[answer.fields] = granted.get(answer.fields, BitMap()) | people
    both, name = by_sets(sets)
    if set(granted.get(NAME | EMAIL, ())) != both or set(granted.get(NAME, ())) != name:
        raise SystemExit("Python sets disagree")
    for person in list(bitmaps["asked"])[:: max(1, len(bitmaps["asked"]) // 5_000)]:
        answer_alone = gate().decide(ASK, changed(FACTS, person=one(person, bitmaps)))
        mask = answer_alone.fields if isinstance(answer_alone, Allowed) else 0
        if (person in granted.get(mask, BitMap())) is not bool(mask):
            raise SystemExit(f"the gate disagrees about one person: {person}")


def run(*, quick: bool) -> Result:
    """Check, then measure."""
    people = 200_000 if quick else 10_000_000
    arrays = drawn(people)
    bitmaps = {name: BitMap(array) for name, array in arrays.items()}
    for bitmap in bitmaps.values():
        bitmap.run_optimize()
    kept = {name: bitmap.serialize() for name, bitmap in bitmaps.items()}
    sets = {name: set(array.tolist()) for name, array in arrays.items()}
    arrays.clear()
    decide = functools.partial(gate().decide_sets, ASK, FACTS, standings(bitmaps))
    check(decide(), bitmaps, sets)
    samples = interleaved(
        {
            "decide for a set": decide,
            "Python sets": lambda: by_sets(sets),
            "load twelve bitmaps": lambda: [BitMap.deserialize(raw) for raw in kept.values()],
        },
        rounds=3 if quick else 7,
    )
    ours, theirs, loading = (samples[name].cpu for name in samples)
    figures = [
        figure("decide for a set", ours, unit="ms", scale=1e3),
        figure("Python sets", theirs, unit="ms", scale=1e3, to=("decide for a set", ours)),
        figure("load twelve bitmaps", loading, unit="ms", scale=1e3),
    ]
    size = max(len(raw) for raw in kept.values()) / 1e6
    ratio = figures[1].ratio or 0
    wall = statistics.median(samples["decide for a set"].wall)
    return Result(
        id="G2",
        work=f"one decision about {people:,} people, 12 masks of a tenth or a hundredth of them",
        checked="the same algebra with Python sets, and the gate one by one for 5,000",
        durability="none: nothing is written",
        figures=figures,
        bars=[
            Bar(asked="≤ 15 ms after load", found=f"{figures[0].median:.1f} ms", met=figures[0].median <= 15),
            Bar(asked="≤ 20 ms to load", found=f"{figures[2].median:.1f} ms", met=figures[2].median <= 20),
            Bar(asked="≤ 2 MB per bitmap at 10 %", found=f"{size:.2f} MB", met=size <= 2),
            Bar(asked="≥ 20 x Python sets", found=f"{ratio:.0f} x", met=ratio >= 20),
        ],
        notes=[
            f"Wall clock of one decision: {wall * 1e3:.1f} ms.",
            "The peer computes who is granted only; ours also says who is refused, and why.",
        ],
    )
