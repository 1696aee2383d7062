"""Findings that somebody accepted, and acceptances that accept nothing."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from seiyaku.check import accepting
from seiyaku.core.errors import InputError

from .sample import ABSOLUTE, REPORT, UNTOLD

TODAY = dt.date(2026, 11, 28)
BASELINE = """\
accepted:
  - rule: L36
    clause: 1-1
    reason: 監査で確かめた
    until: 2027-03-31
  - rule: L23
    quoted: 予告なく
    reason: 次の改定で直す
    until: 2026-11-27
  - rule: L19
    reason: もうない
    until: 2027-03-31
"""


def baseline(tmp_path: Path, text: str, name: str = "baseline.yaml") -> tuple[accepting.Acceptance, ...]:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return accepting.read(path)


def test_an_accepted_finding_no_longer_counts_and_is_still_shown_with_its_reason(tmp_path: Path) -> None:
    (judged,), _ = accepting.judge([REPORT], baseline(tmp_path, BASELINE), TODAY)

    assert [(finding, why.reason) for finding, why in judged.accepted] == [(ABSOLUTE, "監査で確かめた")]
    assert ABSOLUTE not in judged.report.findings


def test_an_acceptance_that_has_run_out_accepts_nothing_and_is_said(tmp_path: Path) -> None:
    (judged,), stale = accepting.judge([REPORT], baseline(tmp_path, BASELINE), TODAY)

    assert UNTOLD in judged.report.findings
    assert [(each.acceptance.rule, each.expired) for each in stale] == [("L23", True), ("L19", False)]


def test_the_last_day_of_an_acceptance_still_counts(tmp_path: Path) -> None:
    (judged,), _ = accepting.judge([REPORT], baseline(tmp_path, BASELINE), dt.date(2026, 11, 27))

    assert UNTOLD not in judged.report.findings


def test_a_baseline_may_be_json(tmp_path: Path) -> None:
    text = '{"accepted": [{"rule": "L36", "reason": "x", "until": "2027-01-01"}]}'

    assert baseline(tmp_path, text, "baseline.json")[0].until == dt.date(2027, 1, 1)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("accepted:\n  - rule: L36\n    until: 2027-01-01\n", "'reason'"),
        ("accepted:\n  - rule: L36\n    reason: x\n", "'until'"),
        ("accepted:\n  - rule: L36\n    reason: ''\n    until: 2027-01-01\n", "''"),
        ("accepted:\n  - rule: everything\n    reason: x\n    until: 2027-01-01\n", "everything"),
        ("accepted:\n  - rule: L36\n    reasn: x\n    until: 2027-01-01\n", "reasn"),
        ("accepted:\n  - rule: L36\n    reason: x\n    until: someday\n", "someday"),
        ("accepted: [\n", "expected"),
        ("\x00", "U+0000"),
    ],
)
def test_a_baseline_that_says_too_little_or_nonsense_is_refused_with_its_place(
    text: str, said: str, tmp_path: Path
) -> None:
    with pytest.raises(InputError) as refused:
        baseline(tmp_path, text)

    assert said in str(refused.value)
    assert "baseline.yaml:" in refused.value.where


def test_a_baseline_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        accepting.read(tmp_path / "none.yaml")
