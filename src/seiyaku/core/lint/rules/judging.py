"""What a rule is, and what it says when it finds something."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from seiyaku.core.language import Text
from seiyaku.core.lint.findings import Severity, Sureness
from seiyaku.core.lint.prose import Prose, Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """
    Something a rule found: in a statement, from sign `start` to `end`, or missing (`where` is where it would belong).

    `severity`, `articles` and `sureness` stand in for those of the rule where the case weighs otherwise.
    """

    why: Text
    suggestion: Text
    where: Statement | None = None
    start: int = 0
    end: int | None = None
    missing: bool = False
    severity: Severity | None = None
    sureness: Sureness = Sureness.CERTAIN
    articles: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule: its id, what it is called, how much it weighs, the articles it rests on, and what it looks at."""

    id: str
    title: Text
    severity: Severity
    articles: tuple[str, ...]
    looks_at: Text
    check: Callable[[Prose], Iterator[Found]]
