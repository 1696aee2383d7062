"""
The first page: the policy in force, clause by clause, beside each its lights (policy 0 to 12).

Chapters are folded; what needs attention is what the filter leaves. Who answers for a clause is a duty, and its holder.
What is drawn of a chapter is kept as long as nothing in it changes: no more than what it says decides how it looks.
"""

from __future__ import annotations

import datetime as dt
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.safestring import SafeString

from seiyaku.core.language import Language, Text
from seiyaku.core.model import Clause, Policy
from seiyaku.evidence import attesting
from seiyaku.evidence.since import noted
from seiyaku.keys.memory import on_forget
from seiyaku.ledger import changes
from seiyaku.ledger.transactions import raw_cursor
from seiyaku.partners import checks as partners
from seiyaku.people import approvals, directory
from seiyaku.people import checks as staff
from seiyaku.people.days import local
from seiyaku.people.models import Account
from seiyaku.policy import lights
from seiyaku.policy.lights import Light
from seiyaku.policy.queries import Published

from .prose import paragraphs
from .words import WORDS

Context = dict[str, Any]
Since = Callable[[Light], dt.date | None]
STATES: dict[str, Text] = {
    "kept": Text("順守", "Kept"),
    "attention": Text("要確認", "Attention"),
    "broken": Text("不適合", "Broken"),
    "unbuilt": Text("未実装", "Not built"),
}
# Where the evidence of a check is shown: the name of an address.
EVIDENCE = {
    "people": "console:people",
    "partners": "console:partners",
    "security": "console:security",
    "releases": "console:releases",
    "purposes": "console:report-purposes",
    "data-map": "console:report-data-map",
    "freshness": "console:report-freshness",
    "sources": "console:report-sources",
    "minimum": "console:report-minimum",
}
LOOKED_FOR = 10.0  # seconds
CHAPTER = 2
AMISS = frozenset({"attention", "broken"})
# The words of a chapter.
DRAWN = ("clause", "state", "figure", "owner", "evidence", "open_evidence")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Looked:
    """What was seen at one moment: the lights, who holds which duty, and how much is due."""

    key: tuple[str, dt.date, int]
    at: float
    as_of: dt.datetime
    lit: dict[str, list[Light]]
    logins: dict[str, list[str]]
    due: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Lamp:
    """A light as it is shown: its state and what that is called, one figure, whose it is, since when, its evidence."""

    state: str
    said: str
    figure: str
    owner: str
    since: dt.date | None
    since_said: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A clause as it is shown, with its lights."""

    id: str
    level: int
    title: str
    prose: tuple[str, ...]
    state: str
    lights: tuple[Lamp, ...]

    @property
    def url(self) -> str:
        """Return the address of its own page."""
        return clause_address(self.id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """A chapter as it is shown; `tally`: how many lights of each state are in it, with what that is called."""

    id: str
    title: str
    clauses: tuple[Row, ...]
    state: str
    tally: tuple[tuple[str, str, int], ...]
    open: bool


_looked: list[_Looked] = []
on_forget(_looked.clear)


def page(shown: Published, day: dt.date, language: Language, *, only_amiss: bool) -> Context:
    """Return the whole page for its template."""
    policy = shown.policy
    seen = _look(policy, day)
    lit = attesting.lit(policy, day, seen.lit)
    chapters = _chapters(policy, day, lit, _owners(policy, language, seen.logins), language, only_amiss=only_amiss)
    every = [one for found in lit.values() for one in found]
    return {
        "chapters": [drawn(one, language) for one in chapters],
        "as_of": local(seen.as_of),
        "policy_title": policy.title[language],
        "effective": policy.effective,
        "version": policy.version[:16],
        "counts": [(state, said.say(language), sum(one.state == state for one in every))
                   for state, said in STATES.items()],
        "only_amiss": only_amiss,
    }  # fmt: skip


def _look(policy: Policy, day: dt.date) -> _Looked:
    """Look at everything anew whenever something changed (by the change log), or ten seconds went by."""
    key, now = (policy.version, day, changes.head(raw_cursor())), time.monotonic()
    if _looked and _looked[0].key == key and now - _looked[0].at < LOOKED_FOR:
        return _looked[0]
    house = lights.whole(policy, day)
    lit = lights.lit(policy, day, house.shared)
    logins: dict[str, list[str]] = {}
    for one in house.once(staff.members):
        for held in one.duties:
            logins.setdefault(held.duty, []).append(one.login)
    due = len(house.once(staff.lapsing)) + len(house.once(staff.overdue)) + len(house.once(partners.due))
    _looked[:] = [_Looked(key=key, at=now, as_of=timezone.now(), lit=lit, logins=logins, due=due)]
    return _looked[0]


def _chapters(
    policy: Policy, day: dt.date, lit: dict[str, list[Light]], owners: dict[str, str], language: Language,
    *, only_amiss: bool,
) -> list[Chapter]:  # fmt: skip
    since = _since(day)
    parts: list[tuple[Clause, list[Row], list[Light]]] = []
    for clause in policy.clauses.values():
        if clause.level == CHAPTER or not parts:
            parts.append((clause, [], []))
        found = lit.get(clause.id, [])
        parts[-1][2].extend(found)
        if found or clause.level > CHAPTER or clause.prose[language].strip():
            parts[-1][1].append(_clause(clause, found, owners, since, language))
    return [
        _chapter(clause, rows, inside, language, only_amiss=only_amiss)
        for clause, every, inside in parts
        if (rows := [row for row in every if not only_amiss or row.state in AMISS]) or not only_amiss
    ]


def _chapter(clause: Clause, rows: list[Row], inside: list[Light], language: Language, *, only_amiss: bool) -> Chapter:
    state = lights.worst(inside)
    counted = Counter[str](one.state for one in inside)
    return Chapter(
        id=clause.id,
        title=clause.title[language],
        clauses=tuple(rows),
        state=state,
        tally=tuple((name, said.say(language), counted[name]) for name, said in STATES.items() if name in counted),
        open=only_amiss or state == "broken",
    )


@lru_cache(maxsize=256)
def drawn(chapter: Chapter, language: Language) -> SafeString:
    """Return how a chapter looks; the same chapter looks the same."""
    word = {name: WORDS[name].say(language) for name in DRAWN}
    return render_to_string("console/chapter.html", {"chapter": chapter, "word": word})


on_forget(drawn.cache_clear)


def one(policy: Policy, clause: str, language: Language, day: dt.date) -> Row:
    """Return one clause with its lights."""
    seen = _look(policy, day)
    found = attesting.lit(policy, day, seen.lit).get(clause, [])
    owners = _owners(policy, language, seen.logins)
    return _clause(policy.clauses[clause], found, owners, _since(day), language)


def _clause(clause: Clause, found: list[Light], owners: dict[str, str], since: Since, language: Language) -> Row:
    return Row(
        id=clause.id,
        level=clause.level,
        title=clause.title[language],
        prose=paragraphs(clause.prose[language]),
        state=lights.worst(found) if found else "",
        lights=tuple(_lamp(one, since(one), owners, language) for one in found),
    )


def _lamp(light: Light, since: dt.date | None, owners: dict[str, str], language: Language) -> Lamp:
    said = WORDS["since_day"].say(language).format(since) if since else WORDS["since_not_noted"].say(language)
    return Lamp(
        state=light.state,
        said=STATES[light.state].say(language),
        figure=light.figure.say(language),
        owner=owners.get(light.owner, ""),
        since=since,
        since_said=said,
        url=_address(light, language),
    )


def _since(day: dt.date) -> Since:
    """Return what says since when a light stands so: as its check says, else as it was noted."""
    before = noted()
    return lambda light: light.since or before.since(light, day)


def _owners(policy: Policy, language: Language, logins: dict[str, list[str]]) -> dict[str, str]:
    """Return, by duty, what it is called and who holds it."""
    said = {}
    for name, duty in policy.rules.duties.items():
        who = logins.get(name, [])
        said[name] = duty.label[language] + (f"（{'、'.join(who[:2])}）" if who and language == "ja"
                                             else f" ({', '.join(who[:2])})" if who else "")  # fmt: skip
    return {"supervisor": WORDS["supervisor"].say(language)} | said


def _address(light: Light, language: Language) -> str:
    if light.evidence == "history":
        return clause_address(light.clause)
    if light.evidence in ("public", "versions"):
        return reverse(f"portal-{language}:{'home' if light.evidence == 'public' else 'versions'}") + (
            f"#{light.clause}" if light.evidence == "public" else ""
        )
    return address(EVIDENCE.get(light.evidence, ""))


@lru_cache
def address(name: str) -> str:
    """Return the address of a screen; none where there is none yet."""
    try:
        return reverse(name) if name else ""
    except NoReverseMatch:
        return ""


@lru_cache(maxsize=512)
def clause_address(clause: str) -> str:
    """Return the address of a clause's own page."""
    return reverse("console:clause", args=[clause])


def band(
    account: Account, duties: frozenset[str], policy: Policy, day: dt.date, lit_counts: list[tuple[str, str, int]]
) -> list[Context]:
    """Return what is to be done today: approvals, what is due, what is broken, incidents (no room keeps them yet)."""
    mine = 0 if approvals.APPROVING.isdisjoint(duties) else directory.awaiting(account, timezone.now())
    broken = next(count for state, _, count in lit_counts if state == "broken")
    due = _look(policy, day).due
    incidents = lights.counted("incidents", day)
    return [
        {"word": "today_approvals", "count": mine, "url": address("console:approvals"), "grave": bool(mine)},
        {"word": "today_due", "count": due, "url": address("console:people"), "grave": bool(due)},
        {"word": "today_broken", "count": broken, "url": reverse("console:home") + "?show=amiss",
         "grave": bool(broken)},
        {"word": "today_incidents", "count": "—" if incidents is None else incidents,
         "url": address("console:incidents") if incidents is not None else "", "grave": bool(incidents)},
    ]  # fmt: skip
