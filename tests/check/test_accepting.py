"""Findings that somebody accepted, and acceptances that accept nothing."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from seiyaku.check import accepting
from seiyaku.check.accepting import Judged
from seiyaku.cli.newfile import put_in_place
from seiyaku.core.errors import InputError

from .sample import ABSOLUTE, JUDGED, REIDENTIFIED, REPORT, UNTOLD

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


def test_an_acceptance_for_a_file_that_was_not_looked_at_is_not_called_idle(tmp_path: Path) -> None:
    other = BASELINE.replace("reason: もうない", "file: elsewhere/other.txt\n    reason: ほかの文のもの")

    _, stale = accepting.judge([REPORT], baseline(tmp_path, other), TODAY)

    assert [each.acceptance.rule for each in stale] == ["L23"]


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


def accepted(tmp_path: Path, name: str = "made.yaml", *only: str) -> tuple[Path, Judged]:
    """Write what counts as accepted, and judge again by what was written."""
    path = tmp_path / name
    more = accepting.accept([JUDGED], reason="次の改定: 直す # 必ず", until=TODAY, only=frozenset(only))
    put_in_place(path, accepting.added(path, more))
    (judged,), _ = accepting.judge([REPORT], accepting.read(path), TODAY)
    return path, judged


@pytest.mark.parametrize("name", ["made.yaml", "made.json"])
def test_what_was_written_accepts_what_counted_and_nothing_after_its_day(name: str, tmp_path: Path) -> None:
    path, judged = accepted(tmp_path, name)
    (later,), _ = accepting.judge([REPORT], accepting.read(path), TODAY + dt.timedelta(days=1))

    assert judged.report.findings == ()
    assert {why.reason for _, why in judged.accepted} == {"次の改定: 直す # 必ず"}
    assert later.report.findings == REPORT.findings


def test_only_the_rules_that_were_named_are_accepted(tmp_path: Path) -> None:
    _, judged = accepted(tmp_path, "made.yaml", "L13")

    assert [finding for finding, _ in judged.accepted] == [REIDENTIFIED]


@pytest.mark.parametrize("indent", ["", "  ", "    "])
def test_what_stands_in_the_file_stays_with_its_comments(indent: str, tmp_path: Path) -> None:
    own = (
        f"# 法務の覚え\naccepted:\n{indent}- rule: L36  # 監査\n{indent}  reason: 前から\n{indent}  until: 2027-03-31\n"
    )
    (tmp_path / "made.yaml").write_text(own, encoding="utf-8")

    path, judged = accepted(tmp_path)

    assert path.read_text(encoding="utf-8").startswith(own)
    assert judged.report.findings == ()
    assert [each.name for each in tmp_path.iterdir()] == ["made.yaml"]


@pytest.mark.parametrize("body", ["README", "accepted: [\n", "accepted:\n  - rule: L36\n"])
def test_a_file_that_is_no_baseline_is_never_written_over(body: str, tmp_path: Path) -> None:
    (tmp_path / "made.yaml").write_text(body, encoding="utf-8")

    with pytest.raises(InputError):
        accepted(tmp_path)

    assert (tmp_path / "made.yaml").read_text(encoding="utf-8") == body


def test_a_list_in_braces_is_written_anew(tmp_path: Path) -> None:
    (tmp_path / "made.yaml").write_text(
        "accepted: [{rule: L36, reason: 前から, until: 2027-03-31}]\n", encoding="utf-8"
    )

    path, judged = accepted(tmp_path)

    assert accepting.read(path)[0].reason == "前から"
    assert judged.report.findings == ()
