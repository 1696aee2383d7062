"""The generator of GDPRbench: the same bytes every time, and answers that fit the records."""

from __future__ import annotations

from collections import Counter
from hashlib import sha256
from pathlib import Path

import pytest

from seiyaku.policy.loading import load

from . import gdpr

SIZES = {"records": 200, "operations": 400}


@pytest.mark.parametrize("workload", gdpr.MIX)
def test_a_trace_reproduces_byte_for_byte(workload: str, tmp_path: Path) -> None:
    for name in ("one", "other"):
        gdpr.write(tmp_path / name, workload, **SIZES, refuse=True)
    gdpr.write(tmp_path / "seeded", workload, **SIZES, seed=2, refuse=True)

    assert (tmp_path / "one").read_bytes() == (tmp_path / "other").read_bytes()
    assert (tmp_path / "one").read_bytes() != (tmp_path / "seeded").read_bytes()


def test_a_record_is_a_function_of_its_number_alone() -> None:
    written = "".join(repr(gdpr.record(n)) for n in range(100))

    assert sha256(written.encode()).hexdigest()[:16] == "774f9a35c2188aed"


@pytest.mark.parametrize(("workload", "mix"), gdpr.MIX.items())
def test_the_mix_is_the_one_of_the_definition(workload: str, mix: dict[str, float]) -> None:
    drawn = Counter(o["op"] for o in gdpr.trace(workload, records=2_000, operations=2_000))

    assert set(drawn) == set(mix)
    assert all(abs(drawn[kind] / 2_000 - share) < 0.05 for kind, share in mix.items())


def test_three_of_ten_must_be_refused_when_asked_for() -> None:
    trace = list(gdpr.trace("processor", records=500, operations=2_000, refuse=True))

    refused = Counter(o["how"] for o in trace if o["expect"] == gdpr.REFUSED)
    assert 0.25 < refused.total() / len(trace) < 0.35
    assert set(refused) == set(gdpr.SPOILT)


def test_the_generated_policy_loads_with_a_purpose_for_each(tmp_path: Path) -> None:
    policy = load(gdpr.publish(tmp_path))

    assert len([name for name in policy.rules.purposes if name.startswith("purpose-")]) == gdpr.PURPOSES
