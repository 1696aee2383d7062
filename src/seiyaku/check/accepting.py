"""
Findings that somebody accepted: a baseline file that names them, each with a reason and a day.

    accepted:
      - rule: L36
        clause: 3-3            # as the check names it; may be left out
        quoted: 極めて困難       # words within the finding's; may be left out
        reason: 監査で確かめた実態に合う
        until: 2027-03-31      # after this day the finding counts again

An acceptance that has run out accepts nothing, and one that no finding matches is said: a list of excuses that only
grows would hide the next finding. What counts now can be written down as accepted (`added`), with a reason and a day;
nobody's own words in the file are taken out.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import yaml
from pydantic import Field

from seiyaku.core.errors import InputError
from seiyaku.core.lint.findings import Finding, Report
from seiyaku.core.terms import Model
from seiyaku.policy.marks import read_yaml
from seiyaku.policy.pages import LARGEST, decode
from seiyaku.policy.shapes import shape

QUOTED = 40  # signs of a finding's words that name it in the file


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
    return _said(str(path), body)


def _said(name: str, body: bytes) -> tuple[Acceptance, ...]:
    page = decode(name, body)
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
    names = {Path(report.document.name).name for report in reports}
    stale = [
        Stale(acceptance=each, expired=today > each.until)
        for each in every
        if id(each) not in used and (each.file is None or Path(each.file).name in names)  # others were not looked at
    ]
    return judged, stale


def accept(judged: Sequence[Judged], *, reason: str, until: dt.date, only: frozenset[str]) -> tuple[Acceptance, ...]:
    """Return an acceptance of each finding that still counts, of the rules in `only` where any is named, each once."""
    found: dict[Acceptance, None] = {}
    for each in judged:
        for finding in each.report.findings:
            if finding.rule.startswith("L") and (not only or finding.rule in only):
                found[_acceptance(finding, each.report.document.name, reason, until)] = None
    return tuple(found)


def _acceptance(finding: Finding, name: str, reason: str, until: dt.date) -> Acceptance:
    words = next((line.strip() for line in finding.quoted.splitlines() if line.strip()), "")
    return Acceptance(
        rule=finding.rule,
        clause=finding.clause,
        quoted=words[:QUOTED].strip() or None,
        file=None if name == "-" else Path(name).name,
        reason=reason,
        until=until,
    )


def added(path: Path, more: Sequence[Acceptance]) -> str:
    """
    Return the text of a baseline file with more acceptances, after those that stand in it.

    Raises:
        InputError: the file that is there is no baseline.
    """
    return _added(path, read(path) if path.exists() else (), more)


def _added(path: Path, there: Sequence[Acceptance], more: Sequence[Acceptance]) -> str:
    """Return the file with more in it: below its own lines, so that comments stay, or written anew where it must be."""
    every = (*there, *more)
    if path.suffix.lower() == ".json":
        return json.dumps({"accepted": [_plain(each, str) for each in every]}, ensure_ascii=False, indent=2) + "\n"
    if there and more:
        old = path.read_text(encoding="utf-8-sig").rstrip() + "\n"
        for indent in ("  ", "", "    "):
            body = old + "".join(f"{indent}{line}\n" for line in _yaml(more).splitlines())
            try:
                if _said(str(path), body.encode()) == every:
                    return body
            except InputError:
                continue
    return "accepted:\n" + "".join(f"  {line}\n" for line in _yaml(every).splitlines()) if every else "accepted: []\n"


def _yaml(acceptances: Sequence[Acceptance]) -> str:
    said: list[str] = [
        yaml.safe_dump([_plain(each, lambda day: day)], allow_unicode=True, sort_keys=False, width=10_000)
        for each in acceptances  # one by one, so that a day said twice becomes no alias
    ]
    return "".join(said)


def _plain(acceptance: Acceptance, day: Callable[[dt.date], object]) -> dict[str, object]:
    said = acceptance.model_dump(exclude_none=True)
    return {**said, "until": day(acceptance.until)}
