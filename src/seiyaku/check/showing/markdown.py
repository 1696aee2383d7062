"""Findings as Markdown, for a pull request or a mail."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from seiyaku.check.accepting import Judged
from seiyaku.core.language import Language
from seiyaku.core.lint.findings import Finding

from .articles import cited
from .safely import shown
from .sayings import NO_ADVICE, SEVERITIES, SURENESS, WORD, counts, doubt, head, place

_MARKS = re.compile(r"([\\`*_{}\[\]()<>#+\-!|~&@:/])")


def text(judged: Sequence[Judged], language: Language) -> str:
    """Return one document for all files."""
    return "\n".join(line for each in judged for line in _file(each, language)) + f"\n> {NO_ADVICE.say(language)}\n"


def _file(judged: Judged, language: Language) -> Iterator[str]:
    report = judged.report
    yield f"# {WORD['of'].say(language).format(plain(report.document.name))}"
    yield ""
    yield f"{counts(report, language)}  "
    yield f"{head(report.document).say(language)}; {WORD['as_of'].say(language).format(report.as_of)}"
    if unsure := doubt(report.document):
        yield f"  \n{unsure.say(language)}"
    yield ""
    for finding in report.findings:
        yield from _finding(finding, language)
    if judged.accepted:
        yield f"## {WORD['accepted'].say(language)}"
        yield ""
        for finding, why in judged.accepted:
            until = WORD["until"].say(language).format(why.until)
            where = place(finding.clause, finding.span.line, language)
            yield f"* **{finding.rule}** {where}: {plain(why.reason)} ({until})"
        yield ""


def _finding(finding: Finding, language: Language) -> Iterator[str]:
    severity, where = SEVERITIES[finding.severity].say(language), place(finding.clause, finding.span.line, language)
    yield f"## {finding.rule} {severity}: {where}"
    yield ""
    if finding.quoted:
        yield from (f"> {plain(line)}" for line in finding.quoted.split("\n"))
        yield ""
    yield plain(finding.why.say(language))
    yield ""
    if said := finding.suggestion.say(language):
        yield f"* {WORD['suggestion'].say(language)}: {plain(said)}"
    if finding.articles:
        yield f"* {WORD['articles'].say(language)}: {'; '.join(cited(each, language) for each in finding.articles)}"
    yield f"* {WORD['sureness'].say(language)}: {SURENESS[finding.sureness].say(language)}"
    yield ""


def plain(words: str) -> str:
    """Return words that Markdown takes for nothing but words: no link, no picture, no HTML, nobody called."""
    return _MARKS.sub(r"\\\1", shown(words.replace("\n", " ")))
