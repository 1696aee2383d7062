"""
The verdict on a release, made or only looked at, in plain words first: five standards, group, loss, public page, dates.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from seiyaku.anonymised import gates
from seiyaku.anonymised.presets import PRESETS
from seiyaku.core.citations import say_all
from seiyaku.core.language import Language, Text, joined
from seiyaku.core.model import Policy

from .words_of_releases import VERDICT

STANDARDS: Mapping[str, Text] = {
    "R.34(1)": Text("個人を識別できる記述を消した", "what identifies somebody is gone"),
    "R.34(2)": Text("個人識別符号を消した", "identification codes are gone"),
    "R.34(3)": Text("ほかの情報とつなぐ符号を消した", "codes that link it are gone"),
    "R.34(4)": Text("特異な記述を消した", "what is peculiar is gone"),
    "R.34(5)": Text("データベースの性質を踏まえた", "the nature of the database is considered"),
}


def standards(checks: list[dict[str, Any]], language: Language) -> list[dict[str, Any]]:
    """Return the five standards of rule 34, ticked or not."""
    by = {each["gate"]: each for each in checks}
    return [_said(text.say(language), by[gate], language) for gate, text in STANDARDS.items() if gate in by]


def others(checks: list[dict[str, Any]], language: Language) -> list[dict[str, Any]]:
    """Return the other gates."""
    rest = [each for each in checks if each["gate"] not in STANDARDS]
    return [_said(gates.NAMES[each["gate"]].say(language), each, language) for each in rest]


def _said(name: str, check: dict[str, Any], language: Language) -> dict[str, Any]:
    article = say_all(check["article"], language)
    return {"name": name, "article": article, "said": check[language], "passed": check["passed"]}


def public(items: list[str], ways: list[str], use: str, policy: Policy, language: Language) -> str:
    """Return in a sentence what the public page says of it."""
    rule = gates.rule_with(policy, "delivery")
    known = rule.delivery if rule else {}
    named = joined((known[way][language] for way in ways if way in known), language)
    word = "public_given" if use == "third-party" else "public_kept"
    return VERDICT[word].say(language).format(joined(items, language), named)


def dates(preset: str, usable: dt.date | None, day: dt.date, language: Language) -> list[tuple[str, str]]:
    """Return the first day of use and of delivery: those that are set, or those there would be were it out today."""
    strict = PRESETS[preset]
    first = usable or day + dt.timedelta(days=strict.waits)
    said = VERDICT["on" if usable else "at_best"].say(language).format(first, strict.waits)
    given = said if strict.use == "third-party" else VERDICT["never_given"].say(language)
    return [(VERDICT["first_use"].say(language), said), (VERDICT["first_delivery"].say(language), given)]


def figures(verdict: dict[str, Any], language: Language) -> list[tuple[str, str]]:
    """Return smallest group, risk, loss and what was left out, in words."""
    values = {
        "smallest": VERDICT["people"].say(language).format(verdict["smallest"]),
        "average": f"{verdict['average_risk']:.2%}",
        "highest": f"{verdict['highest_risk']:.2%}",
        "lost": f"{verdict['lost']:.1%}",
        "rows": VERDICT["of_people"].say(language).format(**verdict),
        "left": VERDICT["rows_left"].say(language).format(verdict["suppressed"]),
    }
    return [(VERDICT[f"f_{name}"].say(language), value) for name, value in values.items()]
