"""
Findings that somebody accepted: a baseline file that names them, each with a reason and a day.

    accepted:
      - rule: L36
        clause: 3-3            # as the check names it; may be left out
        quoted: 極めて困難       # words within the finding's; may be left out
        reason: 監査で確かめた実態に合う
        until: 2027-03-31      # after this day the finding counts again

An acceptance that has run out accepts nothing, and one that no finding matches is said: a list of excuses that only
grows would hide the next finding.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pydantic import Field

from seiyaku.core.errors import InputError
from seiyaku.core.lint.findings import Finding, Report
from seiyaku.core.terms import Model
from seiyaku.policy.marks import read_yaml
from seiyaku.policy.pages import LARGEST, decode
from seiyaku.policy.shapes import shape


class Acceptance(Model):
    """One finding that is accepted, why, and until when."""

    rule: str = Field(pattern="^L[0-9]{2}$")
    clause: str | None = None
    quoted: str | None = Field(None, min_length=1)
    file: str | None = None
    reason: str = Field(min_length=1)
    until: dt.date

    def covers(self, finding: Finding, name: str) -> bool:
        """Say whether this is the finding that was accepted."""
        return (
            finding.rule == self.rule
            and (self.clause is None or finding.clause == self.clause)
            and (self.quoted is None or self.quoted in finding.quoted)
            and (self.file is None or Path(name).name == Path(self.file).name)
        )


class _Baseline(Model):
    accepted: tuple[Acceptance, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A report after acceptance: what still counts, and what was accepted, each with its acceptance."""

    report: Report
    accepted: tuple[tuple[Finding, Acceptance], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Stale:
    """An acceptance that accepts nothing: it has run out, or no finding matches it."""

    acceptance: Acceptance
    expired: bool


def read(path: Path) -> tuple[Acceptance, ...]:
    """Read a baseline file, YAML or JSON. Raises InputError, with the line and column of what is wrong."""
    try:
        with path.open("rb") as file:
            body = file.read(LARGEST + 1)
    except OSError as error:
        raise InputError(str(path), f"nothing to read ({error.strerror})", "a baseline file") from None
    page = decode(str(path), body)
    return shape(_Baseline, read_yaml(page, page.text, 1, None), page, None).accepted


def judge(
    reports: Sequence[Report], acceptances: Iterable[Acceptance], today: dt.date
) -> tuple[list[Judged], list[Stale]]:
    """Take the accepted findings out of the reports, and say which acceptances accepted none."""
    every = tuple(acceptances)
    living = [each for each in every if today <= each.until]
    used: set[int] = set()
    judged = []
    for report in reports:
        left, taken = [], []
        for finding in report.findings:
            found = next((each for each in living if each.covers(finding, report.document.name)), None)
            if found is None:
                left.append(finding)
            else:
                taken.append((finding, found))
                used.add(id(found))
        judged.append(Judged(report=replace(report, findings=tuple(left)), accepted=tuple(taken)))
    stale = [Stale(acceptance=each, expired=today > each.until) for each in every if id(each) not in used]
    return judged, stale
