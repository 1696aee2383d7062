"""An article of a finding, with the days between which it is in force."""

from __future__ import annotations

from seiyaku.core.citations import say
from seiyaku.core.language import Language
from seiyaku.core.lint.findings import Citation


def cited(citation: Citation, language: Language) -> str:
    """Say an article with the days between which it is in force."""
    since = citation.since.isoformat()
    until = citation.until.isoformat() if citation.until else ""
    if language == "ja":
        return f"{say(citation.article, 'ja')}（{since}から{f'{until}まで' if until else ''}）"
    return f"{say(citation.article, 'en')} (since {since}{f', until {until}' if until else ''})"
