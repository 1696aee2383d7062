"""The policies we ship are checked by our own check: two are good to start from, one keeps its known faults."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from seiyaku.core.lint.findings import Finding, Severity

from .measuring import judge
from .reference import MUST

POLICIES = Path(__file__).resolve().parents[2] / "policies"
CLINIC, WEBSHOP, CLOOPEN = (
    POLICIES / file for file in ("clinic/2026-04-01.md", "webshop/2025-10-01.md", "cloopen/2018-10-01.md")
)

# What the sample company's policy carries over on purpose from the published one it stands for, and how often.
KEPT = {
    "L01": 1, "L07": 1, "L08": 1, "L09": 1, "L10": 1, "L16": 1, "L17": 1, "L18": 1, "L20": 3, "L21": 2, "L23": 1,
    "L26": 2, "L31": 1, "L32": 1, "L37": 1, "L39": 1, "L40": 1,
}  # fmt: skip


def findings(path: Path) -> tuple[Finding, ...]:
    return judge(path.name, path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", [CLINIC, WEBSHOP], ids=["clinic", "webshop"])
def test_a_sample_to_start_from_yields_no_error_and_no_warning(path: Path) -> None:
    assert [finding for finding in findings(path) if finding.severity is not Severity.INFO] == []


def test_the_sample_company_keeps_exactly_the_faults_it_carries_over_on_purpose() -> None:
    assert Counter(finding.rule for finding in findings(CLOOPEN)) == KEPT
    assert set(KEPT) <= {rule for rule, _ in MUST}
