"""What each public page shows, as plain data for its template (policy 0, 12-1, 12-2)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from seiyaku.core.language import Language
from seiyaku.core.model import Clause, Policy
from seiyaku.evidence.difference import pairs
from seiyaku.evidence.history import Shown
from seiyaku.evidence.ruled import is_said_who, operator_lines, rules_under, said_day, text_of
from seiyaku.keys.memory import on_forget
from seiyaku.people.days import local
from seiyaku.policy.addendum import addendum
from seiyaku.policy.queries import Published

from .addresses import Addresses
from .prose import html
from .words import PAGE

Context = dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Told:
    """A clause as one version tells it in one language, with its light: no more than that decides how it looks."""

    version: str
    clause: str
    language: Language
    light: str
    policy: Policy = field(compare=False, repr=False)


def state_of(version: Published, in_force: Published | None) -> str:
    """Return "in-force", "coming" or "past"."""
    if in_force is not None and version.version == in_force.version:
        return "in-force"
    return "coming" if in_force is None or version.effective > in_force.effective else "past"


def frame(at: Addresses, heading: str, place: str, shown: Published | None) -> Context:
    """Return what every page shows: language, name, links."""
    return {
        "language": at.language,
        "other_language": at.other.language,
        "heading": heading,
        "place": place,
        "name": shown.policy.operator.name[at.language] if shown else "",
        "home_url": at.home(),
        "versions_url": at.versions(),
        "feed_url": at.feed(),
        "retained_url": at.retained(),
        "anonymised_url": at.anonymised() if shown and shown.policy.rules.anonymised else "",
        "mine_url": at.mine(),
        "static": at.static(),
    }


def policy_page(
    at: Addresses,
    shown: Published,
    in_force: Published | None,
    all_: Sequence[Published],
    lights: Shown | None = None,
) -> Context:
    """Return the page of one version: who promises, the clauses with their rules, the addendum."""
    language, policy = at.language, shown.policy
    state = state_of(shown, in_force)
    current = state == "in-force"
    states = lights.states if lights else {}
    page = frame(at, policy.title[language], "policy" if current else "version", shown) | {
        "state": state,
        "state_word": PAGE[state.replace("-", "_")].say(language),
        "other_url": at.other.home() if current else at.other.version(shown),
        "effective": policy.effective,
        "effective_said": said_day(policy.effective, language),
        "published": policy.published,
        "published_said": said_day(policy.published, language),
        "version": policy.version,
        "note": policy.note[language] if policy.note else "",
        "clauses": [
            _drawn(_Told(policy.version, each, language, states.get(each, ""), policy)) for each in policy.clauses
        ],
        "lights_at": local(lights.noted_at) if lights else None,
        "lights_said": f"{local(lights.noted_at):%Y-%m-%d %H:%M %Z}" if lights else "",
        "chapters": [
            {"id": each.id, "title": each.title[language]} for each in policy.clauses.values() if each.level == 2
        ],
        "history": history(at, in_force, all_),
    }
    return {"page": page, "word": text_of(PAGE, language)}


@lru_cache(maxsize=1024)
def _drawn(told: _Told) -> SafeString:
    """Return how a clause looks; the same clause of the same version under the same light looks the same."""
    clause = _clause(told.policy, told.policy.clauses[told.clause], told.language) | {"light": told.light}
    context = {"clause": clause, "page": {"language": told.language}, "word": text_of(PAGE, told.language)}
    return render_to_string("portal/clause.html", context)


on_forget(_drawn.cache_clear)


def _clause(policy: Policy, clause: Clause, language: Language) -> Context:
    own = {host for rule in policy.rules.links.values() for host in rule.own_hosts}
    return {
        "id": clause.id,
        "number": clause.id.rsplit("-", 1)[-1] if clause.level == 4 else clause.id,
        "level": clause.level,
        "title": clause.title[language],
        "prose": html(clause.prose[language], language, own),
        "operator": operator_lines(policy, language) if is_said_who(policy, clause.id) else (),
        "rules": rules_under(policy, clause.id, language),
    }


def history(at: Addresses, in_force: Published | None, all_: Sequence[Published]) -> list[Context]:
    """Return every version, the newest first, with what it changed: the addendum, never written by hand (12-1)."""
    rows = []
    said = {each.version: each.says for each in addendum([version.policy for version in all_])}
    for version, before in zip(all_, [*all_[1:], None], strict=True):
        state = state_of(version, in_force)
        rows.append(
            {
                "url": at.version(version),
                "effective": version.effective,
                "said": said_day(version.effective, at.language),
                "state": state,
                "state_word": PAGE[state.replace("-", "_")].say(at.language),
                "lines": [text.say(at.language) for text in said[version.version]],
                "compare_url": at.difference(before, version) if before else "",
            }
        )
    return rows


def versions_page(at: Addresses, in_force: Published | None, all_: Sequence[Published]) -> Context:
    """Return the page that lists the versions."""
    page = frame(at, PAGE["versions"].say(at.language), "versions", in_force or next(iter(all_), None))
    page |= {"history": history(at, in_force, all_), "other_url": at.other.versions()}
    return {"page": page, "word": text_of(PAGE, at.language)}


def difference_page(at: Addresses, before: Published, after: Published) -> Context:
    """Return the page that shows two versions side by side."""
    page = frame(at, PAGE["difference"].say(at.language), "difference", after) | {
        "other_url": at.other.difference(before, after),
        "before_url": at.version(before),
        "after_url": at.version(after),
        "before_said": said_day(before.effective, at.language),
        "after_said": said_day(after.effective, at.language),
        "pairs": pairs(before.policy, after.policy, at.language),
    }
    return {"page": page, "word": text_of(PAGE, at.language)}


def plain_page(at: Addresses, title: str, said: str, shown: Published | None) -> Context:
    """Return a page that says one thing."""
    page = frame(at, PAGE[title].say(at.language), "plain", shown) | {"said": PAGE[said].say(at.language)}
    return {"page": page | {"other_url": at.other.home()}, "word": text_of(PAGE, at.language)}
