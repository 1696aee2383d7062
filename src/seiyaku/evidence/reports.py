"""
The officer's books (policy 1-1, 2-3, 4-1, 5-1, 5-3, 8): counts, names of items and days; nobody is in them.

* A use is an entry of the ledger; how many people were in the entries is counted beside it.
* What is held is counted where it stands: present values by their own origin, past values, contacts and files; staff's
  and partners' contacts by their sealed papers.
* Those who read them manage, approve or audit; a program for its owner alone, with a token that names house:policy.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable

from django.utils import timezone

from seiyaku.core import deadlines
from seiyaku.core.asks import Actor
from seiyaku.core.citations import say_all
from seiyaku.core.errors import NotFound
from seiyaku.core.language import Language, capital, joined
from seiyaku.core.law import DUTIES
from seiyaku.core.model import Keep, Policy
from seiyaku.core.reasons import REASONS
from seiyaku.core.vocabulary import SHEETS, UNTIL, said_duration
from seiyaku.core.vocabulary import WORDS as TRADE
from seiyaku.ledger import reading, tallies, transactions
from seiyaku.partners import queries as partners
from seiyaku.people import directory
from seiyaku.people.acting import POLICY, acting
from seiyaku.people.days import local, moment_of, today
from seiyaku.policy import queries as policies
from seiyaku.vault import surveys
from seiyaku.vault.surveys import Holding

from .registered import shelved
from .tables import AsOf, Cell, Table, table_of
from .words_of_reports import WORDS

READERS = frozenset({"manager", "key-holder", "gate-administrator", "administrator", "approver", "auditor"})
YEAR = dt.timedelta(days=365)
MONTH = dt.timedelta(days=30)
DONE = ("allowed", "done")
USES = frozenset({"find", "read", "contact", "provide", "export", "profile", "anonymise"})  # not what takes in
OUT = frozenset({"provide", "export", "disclose", "contact"})  # what goes to somebody, or leaves the screen
ENDED = ("reduced", "values", "facts", "episodes", "attachments", "erased", "quarantined", "records", "papers", "hits")


def data_map(policy: Policy, day: dt.date, language: Language) -> Table:
    """What is held, of whom, where, why, until when (1-1)."""
    del day
    held = _held(policy)
    rows: list[tuple[Cell, ...]] = []
    for name, field in policy.rules.fields.items():
        one = held.get(name, Holding())
        why: defaultdict[str, list[str]] = defaultdict(list)
        for rule in policy.rules.purposes.values():
            if name in rule.needs:
                why[_kept(rule.keep_fields.get(name) or rule.keep, language)].append(rule.label[language])
        said = [WORDS["purpose_until"].say(language).format(_list(those, language), end) for end, those in why.items()]
        rows.append((
            field.clause, field.label[language], TRADE[field.klass].begin(language), TRADE[field.kind].begin(language),
            TRADE[field.of].begin(language), _sheet(field.sheet, language), one.people, one.records, one.past,
            "\n".join(said) or "—",
        ))  # fmt: skip
    columns = "clause field class field_kind of_whom sheet people_held records_held past_held purposes_until"
    return table_of("data_map", columns, rows, language)


def _held(policy: Policy, stale_before: dict[str, dt.datetime] | None = None) -> dict[str, Holding]:
    """Return what is held of each field; of staff and partners by the papers their contacts are sealed in."""
    held = surveys.holdings(policies.bits(), stale_before)
    beside = {"staff": directory.contacts_kept, "partner": partners.contacts_kept}
    for name, field in policy.rules.fields.items():
        if field.of in beside and name not in held:
            people, oldest = beside[field.of]()
            if people:
                held[name] = Holding(people=people, oldest=oldest)
    return held


def _kept(keep: Keep | None, language: Language) -> str:
    """Return until when something is kept."""
    return UNTIL[keep.until].say(language).format(said_duration(keep.for_, language)) if keep else "—"


def _sheet(name: str, language: Language) -> str:
    return SHEETS[name].begin(language) if name in SHEETS else name


def freshness(policy: Policy, day: dt.date, language: Language) -> Table:
    """How old what is held is, which items count as stale after how long, and of how many people they are (2-3)."""
    limits = {
        name: moment_of(_fresh_from(day, field.stale_after))
        for name, field in policy.rules.fields.items()
        if field.stale_after
    }
    held = _held(policy, limits)
    rows: list[tuple[Cell, ...]] = []
    for name, field in policy.rules.fields.items():
        one = held.get(name)
        if one is None or not one.oldest:
            continue
        oldest = dt.date.fromordinal(one.oldest)
        rows.append((
            field.clause, field.label[language], one.people, one.past, oldest.isoformat(), (day - oldest).days,
            said_duration(field.stale_after or "", language) or "—", one.stale if name in limits else "—",
        ))  # fmt: skip
    rows.sort(key=lambda row: -int(row[5]))
    columns = "clause field people_held past_held oldest age_days stale_after people_stale"
    return table_of("freshness", columns, rows, language)


def _fresh_from(day: dt.date, period: str) -> dt.date:
    """Return the first day of which a value that was recorded on it is not stale yet."""
    first = day - (deadlines.add(day, period) - day) - dt.timedelta(days=4)  # months are not equally long
    while deadlines.is_over(first, period, day):
        first += dt.timedelta(days=1)
    return first


def ends(policy: Policy, day: dt.date, language: Language) -> Table:
    """What ended in a year, run by run: its certificates, by day (2-3; art. 22)."""
    del policy
    runs: Counter[dt.date] = Counter()
    counts: defaultdict[dt.date, Counter[str]] = defaultdict(Counter)
    for one in tallies.since(day - YEAR, _certified):
        runs[one.day] += one.times
        counts[one.day].update(one.counts)
    rows: list[tuple[Cell, ...]] = [
        (when.isoformat(), runs[when], *(counts[when][name] for name in ENDED)) for when in sorted(runs, reverse=True)
    ]
    return table_of("ends_report", " ".join(("day", "runs", *(f"ended_{name}" for name in ENDED))), rows, language)


def _certified(said: dict[str, object]) -> bool:
    return said.get("act") == "expire" and said.get("note_kind") == "certificate"


def purposes(policy: Policy, day: dt.date, language: Language) -> Table:
    """Each purpose: its items, its uses in a month and a year, how many people, refusals, the last use (4-1)."""
    by_purpose: defaultdict[str, list[tallies.Tally]] = defaultdict(list)
    for one in tallies.since(day - YEAR, lambda said: bool(said.get("purpose"))):
        by_purpose[one.said["purpose"]].append(one)
    rows: list[tuple[Cell, ...]] = []
    plot: Counter[tuple[str, str]] = Counter()
    fields = policy.rules.fields
    known = {
        name: (
            rule.clause,
            rule.label[language],
            _list([fields[need].label[language] for need in rule.needs], language),
        )
        for name, rule in policy.rules.purposes.items()
    }
    known |= {
        duty.key: (capital(say_all(duty.article.partition(";")[0], language)), duty.label.begin(language), "—")
        for duty in DUTIES
    }
    for name, (clause, label, needs) in known.items():
        mine = by_purpose[name]
        if name not in policy.rules.purposes and not mine:
            continue
        used = [one for one in mine if one.said.get("answer") in DONE]
        lately = [one for one in used if one.day > day - MONTH]
        last = max((one.day for one in used), default=None)
        rows.append((
            clause, label, needs, _times(lately), _times(used), sum(one.people for one in used),
            _answered(mine, "denied"), _answered(mine, "unclear"), last.isoformat() if last else "—",
        ))  # fmt: skip
        for one in lately:
            plot[one.day.isoformat(), label] += one.times
    columns = "clause purpose fields_of uses_month uses_year people_year refusals undecided last_use"
    points = tuple((when, label, times) for (when, label), times in sorted(plot.items()))
    return table_of("purposes_report", columns, rows, language, points)


def _times(found: Iterable[tallies.Tally]) -> int:
    return sum(one.times for one in found)


def _answered(found: Iterable[tallies.Tally], answer: str) -> int:
    return _times(one for one in found if one.said.get("answer") == answer)


def sources(policy: Policy, day: dt.date, language: Language) -> Table:
    """From where what is held came, the attested share, and what is in quarantine (5-1)."""
    del day
    known, notices = policy.rules.sources, policy.rules.notices
    found = surveys.sources()
    names = partners.names(one.partner for one, _ in found if one.partner)
    whole = sum(many.present + many.records for _, many in found)
    rows: list[tuple[Cell, ...]] = []
    for one, many in found:
        rows.append((
            known[one.source].label[language] if one.source in known else one.source,
            names.get(one.partner, one.partner) or "—",
            notices[one.notice].label[language] if one.notice in notices else one.notice or "—",
            WORDS["attested" if one.attested else "known_source"].say(language), many.present, many.records, many.past,
            _share(many.present + many.records, whole),
        ))  # fmt: skip
    waiting = WORDS["in_quarantine"].say(language)
    for reason, count in sorted(surveys.quarantined().items()):
        why = REASONS[reason].text.begin(language) if reason in REASONS else reason
        rows.append((waiting, "—", "—", why, 0, count, 0, "—"))
    columns = "source partner notice certainty values_held records_held past_held share"
    return table_of("sources_report", columns, rows, language)


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.1%}" if whole else "—"


def minimum(policy: Policy, day: dt.date, language: Language) -> Table:
    """Which items no purpose used for a year, and which are held though nothing needs them (5-3)."""
    used: Counter[str] = Counter()
    last: dict[str, dt.date] = {}
    for use in tallies.since(day - YEAR, lambda said: said.get("answer") in DONE and said.get("act") in USES):
        for name in use.said.get("fields", ()):
            used[name] += use.times
            last[name] = max(last.get(name, use.day), use.day)
    held = _held(policy)
    needed = {name for rule in policy.rules.purposes.values() for name in rule.needs}
    rows: list[tuple[Cell, ...]] = []
    for name, field in policy.rules.fields.items():
        one = held.get(name, Holding())
        when = last[name].isoformat() if name in last else "—"
        word = "unneeded" if name not in needed else "in_use" if used[name] else _unused(one, day)
        rows.append((
            field.clause, field.label[language], one.people, one.past, used[name], when, WORDS[word].say(language)
        ))  # fmt: skip
    columns = "clause field people_held past_held uses_year last_use state"
    return table_of("minimum", columns, rows, language)


def _unused(held: Holding, day: dt.date) -> str:
    """Return the word for a field that some purpose needs and none used: for a year only where it was held for one."""
    if not held.people and not held.past:
        return "not_held"
    return "unused" if held.oldest and held.oldest <= (day - YEAR).toordinal() else "not_used_yet"


def flows(policy: Policy, day: dt.date, language: Language) -> Table:
    """Who got what in a year, on which ground or for which purpose: partners, the people themselves, own files (8)."""
    rules = policy.rules
    found: defaultdict[tuple[str, str], list[tallies.Tally]] = defaultdict(list)
    drawn: Counter[tuple[str, str]] = Counter()
    seen = tallies.since(day - YEAR, lambda said: said.get("answer") in DONE and said.get("act") in OUT)
    names = partners.names(one.said["recipient"] for one in seen if one.said.get("recipient"))
    by_law = {duty.key: duty.label.begin(language) for duty in DUTIES}

    def items(one: tallies.Tally) -> list[str]:
        return [rules.fields[name].label[language] for name in one.said.get("fields", ()) if name in rules.fields]

    for one in seen:
        to = names.get(one.said.get("recipient", "")) or WORDS[f"out_{one.said['act']}"].say(language)
        why = one.said.get("ground") or one.said.get("purpose") or ""
        rule = rules.provisions.get(why) or rules.purposes.get(why)
        found[to, rule.label[language] if rule else by_law.get(why, "—")].append(one)
        for item in items(one):
            drawn[item, to] += one.times
    rows: list[tuple[Cell, ...]] = [
        (to, why, _list(sorted({item for one in those for item in items(one)}), language), _times(those),
         sum(one.people for one in those), max(one.day for one in those).isoformat())
        for (to, why), those in sorted(found.items())
    ]  # fmt: skip
    points = tuple((item, to, count) for (item, to), count in sorted(drawn.items()))
    columns = "to_whom ground_or_purpose fields_of times_year people_year last_time"
    return table_of("flows_report", columns, rows, language, points, kind="ribbons")


REPORTS: dict[str, Callable[[Policy, dt.date, Language], Table]] = {
    "data-map": data_map, "freshness": freshness, "ends": ends, "purposes": purposes, "sources": sources,
    "minimum": minimum, "flows": flows, "registers": shelved,
}  # fmt: skip
TITLES: dict[str, tuple[str, str]] = {
    "data-map": ("data_map", "1-1"), "freshness": ("freshness", "2-3"), "ends": ("ends_report", "2-3"),
    "purposes": ("purposes_report", "4-1"), "sources": ("sources_report", "5-1"), "minimum": ("minimum", "5-3"),
    "flows": ("flows_report", "8"), "registers": ("registers_report", "8"),
}  # fmt: skip


def made(name: str, language: Language) -> tuple[Table, AsOf]:
    """
    Return a report as of now, and what it is a report of.

    Raises:
        NotFound: there is none of that name.
    """
    if name not in REPORTS:
        raise NotFound("report")
    policy = policies.in_force().policy
    table, operator = REPORTS[name](policy, today(), language), policy.operator.name
    with transactions.reading() as cursor:
        entries = reading.tree_size(cursor)
    title, clause = TITLES[name]
    return table, AsOf(
        report=name, title=WORDS[title], clause=clause, operator=f"{operator['ja']} / {operator['en']}",
        at=local(timezone.now()), policy=policy.version, entries=entries,
    )  # fmt: skip


def asked(name: str, language: Language, *, actor: Actor) -> tuple[Table, AsOf]:
    """
    Return a report to somebody who may read it, or to their program.

    Raises:
        Refused: they may not. The refusal is in the ledger.
    """
    _may_read(actor)
    return made(name, language)


def listed(language: Language, *, actor: Actor) -> list[dict[str, str]]:
    """Return which reports there are, to somebody who may read them; Refused otherwise."""
    _may_read(actor)
    return contents(language)


def contents(language: Language) -> list[dict[str, str]]:
    """Return which reports there are: by name, what each is called and says, and its clause."""
    return [
        {"name": name, "title": WORDS[word].say(language), "said": WORDS[f"{word}_said"].say(language),
         "clause": clause}
        for name, (word, clause) in TITLES.items()
    ]  # fmt: skip


def _may_read(actor: Actor) -> None:
    with acting("report", actor, program=POLICY) as doing:
        doing.must_hold(READERS)


def _list(names: list[str], language: Language) -> str:
    return joined(names, language) or "—"
