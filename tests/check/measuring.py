"""How often each rule finds what was broken, and how often it finds what was not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

from seiyaku.check.reading import read
from seiyaku.check.words import splitter
from seiyaku.core.lint.findings import Finding, Severity
from seiyaku.core.lint.rules import check

from .changes import Change, asking, browsing, changed, declared, form, giving, makers, speaker, trades, unseen, using

T = TypeVar("T")
TODAY = dt.date(2026, 11, 28)
GOOD = {path.stem: path for path in sorted((Path(__file__).parent / "texts" / "good").iterdir())}
PARTS = (speaker, using, asking, giving, browsing, form, makers, trades, unseen)
BREAKS: dict[str, list[Change]] = {}
NEAR: dict[str, list[Change]] = {}
for part in PARTS:
    for rule, changes in part.BREAKS.items():
        BREAKS.setdefault(rule, []).extend(changes)
    for rule, changes in part.NEAR.items():
        NEAR.setdefault(rule, []).extend(changes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """What a rule did: broken texts it found and missed, and unbroken ones it spoke on all the same."""

    found: int
    missed: tuple[str, ...]
    wrong: tuple[str, ...]

    @property
    def precision(self) -> float:
        """Return how many of its findings were right."""
        return self.found / (self.found + len(self.wrong)) if self.found else 0.0

    @property
    def recall(self) -> float:
        """Return how many of the broken texts it found."""
        return self.found / (self.found + len(self.missed)) if self.found else 0.0


def judge(name: str, text: str, more: dict[str, str] | None = None, as_of: dt.date = TODAY) -> tuple[Finding, ...]:
    """Return the findings on a text; `more` is declared beside it."""
    document = read(None, text.encode(), name)
    document = replace(document, declared={**document.declared, **(more or {})})
    return check(document, words=splitter(), as_of=as_of).findings


def after(made: Change) -> tuple[Finding, ...]:
    """Return the findings on a good policy after a change."""
    path = GOOD[made.policy]
    return judge(path.name, changed(path.read_text(encoding="utf-8"), made))


@lru_cache(maxsize=1)
def measured() -> dict[str, Measure]:
    """Return what each rule did on all changes. A finding on any near miss counts against the rule that made it."""
    hits: list[tuple[str, bool, str]] = []
    wrong: list[tuple[str, str]] = []
    for rule, made in _each(BREAKS):
        hits.append((rule, any(finding.rule == rule for finding in after(made)), _named(made)))
    for rule, case in _each(declared.BREAKS):
        hits.append((rule, any(finding.rule == rule for finding in beside(*case)), str(case)))
    for rule, made in _each(NEAR):
        spoke = {each.rule for each in after(made) if each.rule == rule or each.severity is not Severity.INFO}
        wrong.extend((other, f"{rule} {_named(made)}") for other in spoke)
    for rule, case in _each(declared.NEAR):
        wrong.extend((finding.rule, f"{rule} {case}") for finding in beside(*case))
    return {
        rule: Measure(
            found=sum(hit for each, hit, _ in hits if each == rule),
            missed=tuple(name for each, hit, name in hits if each == rule and not hit),
            wrong=tuple(name for each, name in wrong if each == rule),
        )
        for rule in sorted({each for each, _, _ in hits})
    }


def beside(policy: str, said: dict[str, str]) -> tuple[Finding, ...]:
    """Return the findings on a good policy beside which something is declared."""
    return judge(GOOD[policy].name, GOOD[policy].read_text(encoding="utf-8"), said)


def _each(cases: dict[str, list[T]]) -> Iterator[tuple[str, T]]:
    for rule, held in cases.items():
        for each in held:
            yield rule, each


def _named(made: Change) -> str:
    return f"{made.policy}: {made.new[:60]}"
