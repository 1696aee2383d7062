"""The rules themselves, listed."""

from __future__ import annotations

from dataclasses import dataclass

from seiyaku.core.language import Text

from .sayings import SEVERITIES


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One rule as it is listed: its id, what it is called, how much it weighs, the articles it rests on."""

    id: str
    title: Text
    severity: str
    said: Text
    articles: tuple[str, ...]


def title(rule: str) -> Text:
    """Return what a rule is called."""
    from seiyaku.core.lint.rules import RULES

    return RULES[rule].title if rule in RULES else Text(rule, rule)


def listed() -> list[Listed]:
    """Return every rule, in the order of their ids."""
    from seiyaku.core.lint.rules import RULES

    return [
        Listed(
            id=rule.id,
            title=rule.title,
            severity=rule.severity.value,
            said=SEVERITIES[rule.severity],
            articles=rule.articles,
        )
        for rule in RULES.values()
    ]
